//! Samples for `/parts`: the same screens that people use, filled by hand.

mod company;
mod deals;
mod door;
mod drafts;
mod history;
mod house;
mod lead;
mod numbers;
mod page_one;
mod queue;
mod replay;
mod roster;
mod rotations;
mod running;
mod teammate;
mod together;
mod versions;

use crate::frame::{Duty, Frame, Place, Role, Viewer};
use crate::shapes::{Choice, Countdown, Field, Filter, Moment, Near, Pager};
use rules::time::{Instant, Span};

pub use company::company;
pub use deals::{lead_held, lead_passed_on, lead_won};
pub use door::{error, form, set_up, sign_in, thanks};
pub use drafts::{draft, draft_gone, draft_part, draft_text};
pub use history::{history, history_empty};
pub use house::{account, fields, status, team};
pub use lead::{act, lead_page};
pub use numbers::{agreement, leads, leads_empty, patterns, review, scorecard, scorecard_empty};
pub use page_one::{agreement_fullest, agreement_long, agreement_starting, annex};
pub use queue::{queue_empty, queue_held, queue_page};
pub use replay::{replay, replay_runs};
pub use roster::{leave, leave_team, rota, rota_empty};
pub use rotations::{rotations, rotations_trial, teammate_history};
pub use running::running;
pub use teammate::teammate;
pub use versions::{propose, version, versions};

/// The sample's now, read once by the caller.
pub type Now = Instant;

/// A due time `minutes` from now.
fn due(now: Now, minutes: i64, shown: &str, state: Near) -> Countdown {
    let at = now + Span::minutes(minutes);
    let soon = if state == Near::Soon {
        now - Span::minutes(1)
    } else {
        at - Span::minutes(5)
    };
    Countdown {
        due_iso: at.rfc3339(),
        soon_iso: soon.rfc3339(),
        shown: shown.to_owned(),
        title: "Tue 12 May 2026, 09:56 your time · 09:56 Europe/Berlin".to_owned(),
        state,
    }
}

fn moment(shown: &str) -> Moment {
    Moment {
        iso: "2026-05-12T07:41:00Z".to_owned(),
        shown: shown.to_owned(),
        title: "Tue 12 May 2026, 09:41:07 Europe/Berlin".to_owned(),
    }
}

fn filters(list: &[(&str, Option<u64>)]) -> Vec<Filter> {
    let one = |(at, (label, count)): (usize, &(&str, Option<u64>))| Filter {
        label: (*label).to_owned(),
        href: format!("?filter={at}"),
        count: *count,
        current: at == 0,
    };
    list.iter().enumerate().map(one).collect()
}

fn choices(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter()
        .map(|(value, label)| Choice {
            value: (*value).to_owned(),
            label: (*label).to_owned(),
            chosen: false,
        })
        .collect()
}

fn chosen(list: &[(&str, &str)], at: usize) -> Vec<Choice> {
    let mut all = choices(list);
    if let Some(choice) = all.get_mut(at) {
        choice.chosen = true;
    }
    all
}

fn title(role: Role) -> rules::fact::Role {
    match role {
        Role::Rep => rules::fact::Role::Rep,
        Role::Manager => rules::fact::Role::SalesManager,
        Role::Marketer => rules::fact::Role::Marketer,
        Role::Admin => rules::fact::Role::Admin,
    }
}

/// The frame round a sample screen.
#[must_use]
pub fn framed(mut frame: Frame, place: Place, role: Role) -> Frame {
    let duty = matches!(role, Role::Rep).then(|| Duty {
        on: true,
        here: true,
        shown: "On duty until 13:00".to_owned(),
    });
    frame.viewer = Some(Viewer {
        name: "Sample Person 9".to_owned(),
        role,
        title: frame.words.code("role-name", title(role).code(), &[]),
        places: Place::of(role).to_vec(),
        duty,
    });
    frame.place = place;
    frame.counts = vec![
        (Place::Queue, 12),
        (Place::Owed, 3),
        (Place::Review, 7),
        (Place::Patterns, 2),
    ];
    frame.sample = true;
    frame
}

/// What the style guide shows of each part; the caller names the screens.
pub(super) fn guide(frame: Frame, now: Now) -> super::Guide {
    let choices = chosen(
        &[("one", "Sample one"), ("two", "Sample two"), ("three", "Sample three")],
        1,
    );
    super::Guide {
        frame,
        screens: Vec::new(),
        clocks: vec![
            due(now, 42, "42 min left", Near::Fine),
            due(now, 6, "6 min left", Near::Soon),
            due(now, -12, "12 min late", Near::Late),
        ],
        moment: moment("today 09:41"),
        sample: Choice {
            label: "Sample".to_owned(),
            ..Choice::default()
        },
        problem: Some("Not sent yet: one line needs another look. Everything you typed is kept.".to_owned()),
        field: Field::of("person1@sample.example"),
        field_wrong: Field::wrong("S", "Use the whole name."),
        choices,
        filters: filters(&[("All", Some(1204)), ("MQL", Some(38)), ("SAL", None)]),
        pager: Pager {
            shown: "1–8 of 1\u{202f}204".to_owned(),
            previous: Some("?before=1".to_owned()),
            next: Some("?after=1".to_owned()),
        },
    }
}
