//! Somebody leaves: what depends on him is moved in slices (`crate::slices`), and then he is gone: with the slice after
//! which nothing depends on him, and not before.

pub(crate) mod reads;

pub use reads::{Depending, depending};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::slices::go_on_with;

/// Goes on with whoever is leaving, here or on a node that died.
///
/// # Errors
/// As `slices::go_on`.
pub async fn go_on_with_all(engine: &Engine) -> Result<(), EngineError> {
    let roster = engine.roster();
    let active = roster.users.values().filter(|user| user.is_active());
    go_on_with(engine, active.filter_map(|user| user.leaving).collect()).await
}
