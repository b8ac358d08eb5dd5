//! What stands beside a signature: what the text would have changed of the last 90 days, reckoned as soon as somebody looks.

use super::replay::{Typed, waiting};
use crate::replayed::{Reps, Telling};
use crate::server::asked::{Asked, Signed};
use crate::server::books::names;
use crate::server::{App, zone_of};
use engine::EngineError;
use engine::replay::Standing;
use rules::decide::InForce;
use rules::replay::Replay;
use rules::roster::{Scope, View, may_see};
use rules::{Instant, Span};
use std::sync::Arc;

/// The short of a replay, or how far it is.
#[derive(Debug, Default)]
pub(in crate::server::books) struct Beside {
    /// The window, then the sentences; or the one that says how far it is.
    pub lines: Vec<String>,
    /// The window in an address, while it runs.
    pub runs: Option<String>,
}

/// Whether the viewer may see what a version would have changed.
pub(in crate::server::books) fn may_replay(app: &App, signed: &Signed) -> bool {
    may_see(&app.engine.roster(), signed.user, View::Scorecard) != Scope::None
}

/// The newest replay of this very text. `begins`: where there is none, one of the last 90 days begins.
pub(in crate::server::books) async fn beside(
    app: &App,
    asked: &Asked,
    proposed: &Arc<InForce>,
    begins: bool,
) -> Result<Beside, EngineError> {
    if let Some(found) = app.replays.latest(&proposed.agreement.hash_hex()) {
        return told(app, asked, (&found, proposed)).await;
    }
    let zone = zone_of(app);
    let typed = Typed::offered(&zone, asked.now);
    let window = match typed.window(&zone, asked.now) {
        Ok(window) if begins => window,
        _ => return Ok(Beside::default()),
    };
    let line = |line: String| Beside {
        lines: vec![line],
        runs: None,
    };
    Ok(match app.replays.ask(&app.engine, proposed, window, None) {
        Standing::Done(found) => return told(app, asked, (&found, proposed)).await,
        Standing::Running(looked, of) => Beside {
            runs: Some(typed.query()),
            ..line(waiting(asked, looked, of).shown)
        },
        Standing::Failed => line(asked.words.say("replay-failed")),
        Standing::Busy => line(asked.words.say("replay-busy")),
    })
}

async fn told(app: &App, asked: &Asked, (found, proposed): (&Replay, &InForce)) -> Result<Beside, EngineError> {
    let names = names(app).await?;
    let telling = Telling {
        words: &asked.words,
        replay: found,
        agreement: &proposed.agreement,
        names: &names,
        reps: Reps::Nobody,
        lists: None,
        whole: false,
    };
    let zone = zone_of(app);
    let day = |at: Instant| at.stamp().to_zoned(zone.clone()).strftime("%-d %b %Y").to_string();
    let span = [
        ("from", day(found.window.from).into()),
        ("to", day(found.window.to - Span(1)).into()),
    ];
    let span = asked.words.say_with("replay-window", &span);
    Ok(Beside {
        lines: std::iter::once(span).chain(telling.beside_the_signature()).collect(),
        runs: None,
    })
}
