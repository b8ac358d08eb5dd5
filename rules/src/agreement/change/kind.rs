//! Whose change it is: one that both sides sign, or one side's own.
//!
//! Shared is what is not named here. A side's own is only what moves nothing of what the other was promised: Marketing's
//! are the points of a score rule, how fast they fade and their cap; Sales's are the wording and the order of reasons,
//! and inside a rotation what it is called, the limit of open work, the fallback and "take by". Who is in a rotation, with which weight, is
//! the roster's and needs no signature.

use super::{Area, Change};
use crate::agreement::Side;
use serde::{Deserialize, Serialize};

/// Who signs a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "side")]
pub enum Kind {
    /// Both heads.
    Shared,
    /// The head of one side; the other is told and may object.
    Own(Side),
}

/// What kind of change these are together; `None` for none. Two sides' own changes in one text are shared.
pub fn kind(changes: &[Change]) -> Option<Kind> {
    let mut sides = changes.iter().map(side);
    let first = sides.next()?;
    let own = first.filter(|side| sides.all(|other| other == Some(*side)));
    Some(own.map_or(Kind::Shared, Kind::Own))
}

/// Whose own a change is; `None` where it is shared.
fn side(change: &Change) -> Option<Side> {
    let (area, key) = match change {
        Change::Term { area, key, .. } => (*area, *key),
        Change::Order { area, .. } => (*area, "order"),
        Change::New(_) | Change::Gone(_) | Change::Bytes => return None,
    };
    match (area, key) {
        (Area::Score, "points" | "half_life" | "cap" | "order") => Some(Side::Marketing),
        (Area::Reason, "words" | "ask" | "order") => asked_otherwise(change).then_some(Side::Sales),
        (Area::Rotation, "called" | "open_work_max" | "fallback" | "take_by" | "hands_to" | "hands_to_within") => {
            Some(Side::Sales)
        }
        _ => None,
    }
}

/// Words may change; whether something is asked at all is shared.
fn asked_otherwise(change: &Change) -> bool {
    !matches!(change, Change::Term { old: None, .. } | Change::Term { new: None, .. })
}
