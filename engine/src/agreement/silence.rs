//! Proposals that nobody answers: after five business days the boss is told, once. Silence signs nothing.

use crate::door::Lane;
use crate::engine::Engine;
use rules::ask::{Ask, OfAgreement};
use rules::fact::Actor;
use rules::{Id, Instant};

/// Asks for what is due; how many were told. The ask's id follows from the version, so two nodes tell once.
pub async fn tell(engine: &Engine, now: Instant) -> usize {
    let Some((version, _)) = engine.life().silence().filter(|(_, due)| *due <= now) else {
        return 0;
    };
    let ask = Ask {
        id: Id::named("silence", &version.to_string()),
        actor: Actor::System,
        scopes: Vec::new(),
        at: now,
        origin: engine.origin(),
        command: OfAgreement::TellSilence { version }.into(),
    };
    match engine.submit(ask, Lane::Bulk).await {
        Ok(_) => 1,
        Err(error) => {
            tracing::error!(%error, version, "a silence was not told");
            0
        }
    }
}
