//! Which changes a reader of page one sees there, and which stand in the annex alone.

use super::{Saying, sentences};
use rules::agreement::change::{Area, Change};

/// Whether a change makes a sentence of page one read otherwise. A clause stands there by its name.
#[must_use]
pub fn stands_on_page_one(change: &Change) -> bool {
    match change {
        Change::New(thing) | Change::Gone(thing) => match thing.area {
            Area::Definition => thing.of.first().is_some_and(|stage| stage != "sal"),
            Area::Rotation => thing.terms.iter().any(|(key, _)| hands_on(key)),
            area => !is_annex(area),
        },
        Change::Order { area, .. } => matches!(area, Area::Clause | Area::Tier),
        Change::Term { area, key, .. } if *area == Area::Rotation => hands_on(key),
        Change::Term { area, key, .. } => !is_annex(*area) && is_said(*area, key),
        Change::Bytes => false,
    }
}

/// Where an advanced lead goes on to is said; a rotation's other terms are not.
fn hands_on(key: &str) -> bool {
    matches!(key, "hands_to" | "hands_to_within")
}

fn is_annex(area: Area) -> bool {
    use Area::*;
    matches!(
        area,
        Expected | Ideal | Score | Question | Handoff | Exception | Rotation | Reason
    )
}

/// Whether page one says the term with this key.
fn is_said(area: Area, key: &str) -> bool {
    match area {
        Area::Goal => key != "pipeline",
        Area::Clause | Area::Definition => false,
        Area::Tier => !["when", "stretch", "gaps", "reassign_after"].contains(&key),
        Area::Calendar => key != "holidays",
        _ => true,
    }
}

/// The sentences of those changes that page one does not show.
#[must_use]
pub fn annex(say: &Saying<'_>, changes: &[Change]) -> Vec<String> {
    let hidden: Vec<Change> = changes
        .iter()
        .filter(|change| !stands_on_page_one(change))
        .cloned()
        .collect();
    sentences(say, &hidden)
}
