//! What an admin does first in a new house: people, rotations, a first lead, the agreement. It goes away by itself.

use super::App;
use crate::screens::team::Step;
use crate::server::asked::Asked;
use engine::EngineError;
use engine::lead::reads::{Filter, list};
use rules::Span;
use rules::fact::Role;
use rules::roster::Roster;

/// How long a house is new.
const NEW: Span = Span::days(30);

/// The steps, while the house is new and one of those that leads need is open; none afterwards.
pub(super) async fn open(app: &App, asked: &Asked) -> Result<Vec<Step>, EngineError> {
    let (roster, in_force) = (app.engine.roster(), app.engine.in_force());
    let is_new = roster.begun_at.is_none_or(|begun| asked.now - begun < NEW);
    if !is_new {
        return Ok(Vec::new());
    }
    let (leads, _) = list(app.engine.ledger(), None, &Filter::default(), None, 1).await?;
    let has_members = |name: &str| roster.rotations.get(name).is_some_and(|members| !members.is_empty());
    let staffed = in_force.agreement.rotations.iter().all(|rule| has_members(&rule.name));
    let needed = [
        ("people", works_leads(&roster), "#add"),
        ("rotations", staffed, "#members"),
        ("lead", !leads.is_empty(), "/f/demo"),
    ];
    if needed.iter().all(|(_, done, _)| *done) {
        return Ok(Vec::new());
    }
    let agreed = ("agreement", in_force.version > 0, "/agreement");
    let step = |(key, done, href): (&str, bool, &str)| Step {
        done,
        text: asked.words.code("first-step", key, &[]),
        act: asked.words.code("first-act", key, &[]),
        href: href.to_owned(),
    };
    Ok(needed.into_iter().chain([agreed]).map(step).collect())
}

/// Whether somebody is here whom a lead could be routed to.
fn works_leads(roster: &Roster) -> bool {
    let mut users = roster.users.values().filter(|user| user.is_active());
    users.any(|user| user.is(Role::Rep))
}
