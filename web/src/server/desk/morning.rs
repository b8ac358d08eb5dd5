//! Before an opening: how many leads wait for it, how many people will be there, and what cannot be kept.

use super::{Telling, calendar_of};
use crate::server::App;
use engine::EngineError;
use engine::handoff::morning::{Untried, untried};
use rules::clock::morning::cannot_be_met;
use rules::roster::{Duty, Roster};
use rules::{Id, Instant};
use std::collections::BTreeSet;

/// One sentence, while the office is closed and somebody waits; `None` otherwise.
pub(super) async fn note(app: &App, telling: &Telling<'_>) -> Result<Option<String>, EngineError> {
    let Some(opening) = opening(telling) else {
        return Ok(None);
    };
    let all = untried(app.engine.ledger(), telling.now).await?;
    let waiting: Vec<Untried> = all.into_iter().filter(|one| waits(telling, one)).collect();
    let dues: Vec<Instant> = waiting.iter().map(|one| one.due).collect();
    let Some(last) = dues.iter().max() else { return Ok(None) };
    let people = people(&app.engine.roster(), &waiting, opening);
    let unmet = cannot_be_met(opening, people, &dues);
    let values = [
        ("waiting", dues.len().to_string().into()),
        ("people", i64::try_from(people).unwrap_or(i64::MAX).into()),
        ("last", telling.moment(*last).shown.into()),
        ("unmet", unmet.to_string().into()),
    ];
    let key = if unmet == 0 {
        "queue-morning"
    } else {
        "queue-morning-unmet"
    };
    Ok(Some(telling.frame.say_with(key, &values)))
}

/// When the office opens next; `None` while it is open.
fn opening(telling: &Telling<'_>) -> Option<Instant> {
    let calendar = telling.agreement.calendars.values().next()?;
    calendar.next_open(telling.now).filter(|opens| *opens > telling.now)
}

/// It came over closed time, and its office has not opened since.
fn waits(telling: &Telling<'_>, one: &Untried) -> bool {
    let Some(calendar) = calendar_of(telling.agreement, &one.rotation) else {
        return false;
    };
    let opens = calendar.next_open(one.trigger_at);
    opens.is_some_and(|opens| opens > telling.now)
}

/// Members of the rotations that leads wait for, who will be there.
fn people(roster: &Roster, waiting: &[Untried], opening: Instant) -> usize {
    let rotations: BTreeSet<&str> = waiting.iter().map(|one| one.rotation.as_str()).collect();
    let members = rotations
        .into_iter()
        .filter_map(|name| Some((name, roster.rotations.get(name)?)));
    let here: BTreeSet<Id> = members
        .flat_map(|(name, members)| members.keys().map(move |user| (name, *user)))
        .filter(|(name, user)| roster.duty(name, None, *user, opening) == Duty::On)
        .map(|(_, user)| user)
        .collect();
    here.len()
}
