//! Samples for `/parts`: the same screens that people use, filled by hand.

mod lead;
mod queue;

use crate::frame::{Duty, Frame, Place, Role, Viewer};
use crate::shapes::{Choice, Countdown, Moment, Near};
use rules::time::{Instant, Span};

pub use lead::{act, lead_page};
pub use queue::{queue_empty, queue_page};

/// The sample's now, read once by the caller.
pub type Now = Instant;

/// A due time `minutes` from now.
fn due(now: Now, minutes: i64, shown: &str, state: Near) -> Countdown {
    let at = now + Span::minutes(minutes);
    let soon = if state == Near::Soon { now - Span::minutes(1) } else { at - Span::minutes(5) };
    Countdown { due_iso: at.rfc3339(), soon_iso: soon.rfc3339(), shown: shown.to_owned(), title: "Tue 12 May 2026, 09:56 your time · 09:56 Europe/Berlin".to_owned(), state }
}

fn moment(shown: &str) -> Moment {
    Moment { iso: "2026-05-12T07:41:00Z".to_owned(), shown: shown.to_owned(), title: "Tue 12 May 2026, 09:41:07 Europe/Berlin".to_owned() }
}

fn choices(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(value, label)| Choice { value: (*value).to_owned(), label: (*label).to_owned(), chosen: false }).collect()
}

fn chosen(list: &[(&str, &str)], at: usize) -> Vec<Choice> {
    let mut all = choices(list);
    if let Some(choice) = all.get_mut(at) {
        choice.chosen = true;
    }
    all
}

/// The frame round a sample screen.
#[must_use]
pub fn framed(mut frame: Frame, place: Place, role: Role) -> Frame {
    let duty = matches!(role, Role::Rep).then(|| Duty { on: true, shown: "On duty until 13:00".to_owned() });
    frame.viewer = Some(Viewer { name: "Sample Person 9".to_owned(), role, duty });
    frame.place = place;
    frame.counts = vec![(Place::Queue, 12), (Place::Owed, 3), (Place::Review, 7), (Place::Patterns, 2)];
    frame.sample = true;
    frame
}
