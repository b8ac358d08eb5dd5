//! What is asked about duty: leave, hours, rotas by blocks, calendars' addresses.

use crate::fact::{Block, Place, Stretch};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfDuty {
    /// Say when somebody is away.
    SetLeave {
        /// Who.
        user: Id,
        /// From when; none ends all leave.
        from: Option<Instant>,
        /// Until when.
        until: Option<Instant>,
    },
    /// Change a leave that is not over.
    ChangeLeave {
        /// Whose.
        user: Id,
        /// Which.
        leave: Id,
        /// From when.
        from: Instant,
        /// Until when; none is open.
        until: Option<Instant>,
    },
    /// Take a leave back; one that has begun ends now.
    TakeLeaveBack {
        /// Whose.
        user: Id,
        /// Which.
        leave: Id,
    },
    /// Take somebody out of rotation for a while.
    TakeOut {
        /// Who.
        user: Id,
        /// Until when.
        until: Instant,
    },
    /// Put somebody back into rotation before that.
    PutBack {
        /// Who.
        user: Id,
    },
    /// Give somebody hours of his own; none takes them away.
    SetHours {
        /// Who.
        user: Id,
        /// The IANA zone that they are local in.
        zone: String,
        /// The week.
        week: Vec<Stretch>,
    },
    /// Run a rotation by blocks; without blocks it does so no longer.
    SetRota {
        /// The rotation.
        rotation: String,
        /// The whole weekly pattern.
        blocks: Vec<Block>,
    },
    /// Two members swap places in blocks of dates, or one takes another's.
    SwapDuty {
        /// The rotation.
        rotation: String,
        /// One place, or two.
        places: Vec<Place>,
    },
    /// Undo a swap.
    UndoSwap {
        /// The rotation.
        rotation: String,
        /// Which.
        swap: Id,
    },
    /// Make a secret address under which one's own duty and leave can be subscribed to; only its hash is ever kept.
    MakeFeed {
        /// SHA-256 of the secret, in hexadecimal.
        hash: String,
    },
    /// Withdraw it.
    WithdrawFeed {
        /// Whose.
        user: Id,
    },
}
