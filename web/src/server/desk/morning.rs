//! While the office is closed: how many first attempts below wait for the opening, how many of them are late already, and
//! what cannot be kept by those who will be there. It counts what stands on the page, and nothing else.

use super::{Telling, calendar_of};
use crate::server::App;
use crate::words::number;
use engine::EngineError;
use engine::handoff::morning::{Untried, untried};
use engine::handoff::reads::Whose;
use rules::clock::morning::cannot_be_met;
use rules::roster::{Duty, Roster};
use rules::{Id, Instant};
use std::collections::BTreeSet;

/// What one sentence is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    /// Everybody's desk.
    All,
    /// The viewer's own.
    Own,
    /// What is held and goes to somebody before the opening.
    Held,
}

/// A few sentences, while the office is closed and somebody waits; `None` otherwise.
pub(super) async fn note(app: &App, telling: &Telling<'_>, whose: Whose) -> Result<Option<String>, EngineError> {
    let Some(opening) = opening(telling) else {
        return Ok(None);
    };
    let mut waiting = untried(app.engine.ledger()).await?;
    waiting.retain(|one| waits(telling, one));
    let roster = app.engine.roster();
    let said = match whose {
        Whose::All => vec![told(
            telling,
            opening,
            About::All,
            &waiting,
            here(&roster, &waiting, opening),
        )],
        Whose::Of(user) => {
            let (own, rest): (Vec<Untried>, Vec<Untried>) =
                waiting.into_iter().partition(|one| one.owner == Some(user));
            let is_mine = |one: &Untried| is_held_for(&roster, one, user);
            let held: Vec<Untried> = rest.into_iter().filter(is_mine).collect();
            let comes = usize::from(own.iter().any(|one| comes(&roster, &one.rotation, user, opening)));
            let people = here(&roster, &held, opening);
            vec![
                told(telling, opening, About::Own, &own, comes),
                told(telling, opening, About::Held, &held, people),
            ]
        }
    };
    let said: Vec<String> = said.into_iter().flatten().collect();
    Ok((!said.is_empty()).then(|| said.join(" ")))
}

/// Held, and he answers for it or may be the one who gets it.
fn is_held_for(roster: &Roster, one: &Untried, user: Id) -> bool {
    let member = roster.rotations.get(&one.rotation);
    let member = member.is_some_and(|members| members.contains_key(&user));
    one.owner.is_none() && (member || one.accountable == Some(user))
}

fn told(telling: &Telling<'_>, opening: Instant, about: About, all: &[Untried], people: usize) -> Option<String> {
    let dues: Vec<Instant> = all.iter().map(|one| one.due).collect();
    let last = dues.iter().max()?;
    let late = dues.iter().filter(|due| **due < telling.now).count();
    // those that are late take their turn as well, and are told apart from what could still be kept
    let unmet = cannot_be_met(opening, people, &dues).saturating_sub(late);
    let values = [
        ("n", count(dues.len()).into()),
        ("shown", number(dues.len() as u64).into()),
        ("opens", telling.moment(opening).shown.into()),
        ("last", telling.moment(*last).shown.into()),
    ];
    let first = match about {
        About::All | About::Own => "queue-morning",
        About::Held => "queue-morning-held",
    };
    let mut said = vec![telling.frame.say_with(first, &values)];
    if late > 0 {
        said.push(telling.frame.say_n("queue-morning-late", &(late as u64)));
    }
    if late < dues.len() {
        said.push(kept(telling, about, (unmet, dues.len() - late), people));
    }
    Some(said.join(" "))
}

/// What can be kept of those that are not late yet.
fn kept(telling: &Telling<'_>, about: About, (unmet, rest): (usize, usize), people: usize) -> String {
    let values = [
        ("n", count(unmet).into()),
        ("rest", number(rest as u64).into()),
        ("people", count(people).into()),
    ];
    let key = match (people, unmet, about) {
        (0, _, About::Own) => "queue-morning-own-nobody",
        (0, _, _) => "queue-morning-nobody",
        (_, 0, About::Own) => "queue-morning-own-kept",
        (_, 0, _) => "queue-morning-kept",
        (_, _, About::Own) => "queue-morning-own-unmet",
        _ => "queue-morning-unmet",
    };
    telling.frame.say_with(key, &values)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// When the office opens next; `None` while it is open.
fn opening(telling: &Telling<'_>) -> Option<Instant> {
    let calendar = telling.agreement.calendars.values().next()?;
    calendar.next_open(telling.now).filter(|opens| *opens > telling.now)
}

/// Its own office is closed.
fn waits(telling: &Telling<'_>, one: &Untried) -> bool {
    let calendar = calendar_of(telling.agreement, &one.rotation);
    calendar.is_some_and(|calendar| !calendar.is_open(telling.now))
}

fn comes(roster: &Roster, rotation: &str, user: Id, opening: Instant) -> bool {
    roster.duty(rotation, None, user, opening) == Duty::On
}

/// How many members of the rotations that leads wait for will be there.
fn here(roster: &Roster, waiting: &[Untried], opening: Instant) -> usize {
    let rotations: BTreeSet<&str> = waiting.iter().map(|one| one.rotation.as_str()).collect();
    let members = rotations
        .into_iter()
        .filter_map(|name| Some((name, roster.rotations.get(name)?)));
    let here: BTreeSet<Id> = members
        .flat_map(|(name, members)| members.keys().map(move |user| (name, *user)))
        .filter(|(name, user)| comes(roster, name, *user, opening))
        .map(|(_, user)| user)
        .collect();
    here.len()
}
