//! Who is on duty when: rotas by blocks, swaps, own hours, leave taken back; the secret addresses of calendar feeds.

use crate::Id;
use serde::{Deserialize, Serialize};

/// A stretch of a day of the week, in minutes from midnight, local time; it ends on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stretch {
    /// 0 is Monday.
    pub day: u8,
    /// From this minute.
    pub from: u16,
    /// Until this minute, which is no longer in it; 1440 is midnight.
    pub to: u16,
}

/// A block of a rota: a stretch of the week and who is on duty in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// When.
    #[serde(flatten)]
    pub when: Stretch,
    /// Who.
    pub on: Vec<Id>,
}

/// A rotation runs by blocks from now on: the whole weekly pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RotaSet {
    /// The rotation's name.
    pub rotation: String,
    /// The IANA zone that its times are local in.
    pub zone: String,
    /// In the order of the week, without overlap.
    pub blocks: Vec<Block>,
}

/// A rotation no longer runs by blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RotaEnded {
    /// The rotation's name.
    pub rotation: String,
}

/// In one block of one date somebody takes another's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The date, local: `2026-03-04`.
    pub date: String,
    /// The minute at which the block begins.
    pub from: u16,
    /// Who had it.
    pub out: Id,
    /// Who has it.
    pub takes: Id,
}

/// Two members swapped places, or one took another's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutySwapped {
    /// The rotation's name.
    pub rotation: String,
    /// Its id, so that it can be undone.
    pub swap: Id,
    /// One place, or two.
    pub places: Vec<Place>,
}

/// A swap was undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwapUndone {
    /// The rotation's name.
    pub rotation: String,
    /// Which.
    pub swap: Id,
}

/// Somebody got hours of his own; outside them he is off duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoursSet {
    /// Who.
    pub user: Id,
    /// The IANA zone that they are local in.
    pub zone: String,
    /// In the order of the week; none: no hours of his own any more.
    pub week: Vec<Stretch>,
}

/// A leave was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaveOff {
    /// Whose.
    pub user: Id,
    /// Which.
    pub leave: Id,
}

/// Somebody made a secret address under which his duty and leave can be subscribed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedMade {
    /// Its id.
    pub feed: Id,
    /// Whose.
    pub user: Id,
}

/// A feed's address was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedWithdrawn {
    /// Which.
    pub feed: Id,
    /// Whose.
    pub user: Id,
}
