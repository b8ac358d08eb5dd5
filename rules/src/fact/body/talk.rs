//! What moves a running duty without ending it, what asks after a quiet deal, and why a duty was not kept.

use super::{Channel, Clock, Terms};
use crate::Id;
use crate::Instant;
use serde::{Deserialize, Serialize};

/// Sales is in conversation: feedback is owed a business day after the date booked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InConversation {
    /// Within which handoff.
    pub handoff: Id,
    /// The date booked with the customer.
    pub next_step_at: Instant,
    /// How often feedback was moved so, this one included.
    pub times: u32,
}

/// The customer asked to be called at a time: until then the next attempt is not owed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallBack {
    /// Within which handoff.
    pub handoff: Id,
    /// When.
    pub at: Instant,
}

/// The customer booked a meeting: that stops the first-attempt duty, whoever has the lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    /// Within which handoff.
    pub handoff: Id,
    /// When they meet.
    pub at: Instant,
}

/// A rep took what was held for him.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Which handoff.
    pub handoff: Id,
}

/// A machine sent something: never a first attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MachineSent {
    /// Within which handoff.
    pub handoff: Id,
    /// How.
    pub channel: Channel,
    /// Whether it is a step of a sequence that the rep started: that counts for persistence, at most half.
    pub sequence: bool,
}

/// A repeat submission from a higher tier: the handoff has that tier's terms from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TierRaised {
    /// Which handoff.
    pub handoff: Id,
    /// The tier from now on.
    pub tier: String,
    /// Its place in the agreement.
    pub rank: i64,
    /// The new trigger.
    pub trigger_at: Instant,
}

/// Why a deal is asked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuietWhy {
    /// The next step's date passed.
    StepPassed,
    /// Nothing was heard or done for weeks.
    NoActivity,
}

impl QuietWhy {
    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::StepPassed => "step_passed",
            Self::NoActivity => "no_activity",
        }
    }
}

/// A deal went quiet: is it still alive?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AliveAsked {
    /// Of which handoff.
    pub handoff: Id,
    /// Why it is asked.
    pub why: QuietWhy,
}

/// What the rep said of a quiet deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum AliveAnswer {
    /// It moves, with its next step where one is known.
    Moving {
        /// The next step's date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_step_at: Option<Instant>,
    },
    /// It waits until a date, and is not asked after before.
    Stalled {
        /// Until when.
        until: Instant,
    },
    /// It is lost.
    Lost {
        /// The coded why, one of the agreement's.
        reason: String,
    },
}

impl AliveAnswer {
    /// As stored and as words are looked up.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Moving { .. } => "moving",
            Self::Stalled { .. } => "stalled",
            Self::Lost { .. } => "lost",
        }
    }
}

/// A quiet deal was answered for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AliveAnswered {
    /// Of which handoff.
    pub handoff: Id,
    /// What was said.
    pub answer: AliveAnswer,
}

/// Why a first attempt was not made in time, by one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachWhy {
    /// In a meeting.
    InMeeting,
    /// There was no number.
    NoNumber,
    /// Already in touch, elsewhere.
    AlreadyInTouch,
    /// Too many at once.
    TooMany,
    /// Not a lead.
    NotALead,
}

impl BreachWhy {
    /// Every reason, in the order of the buttons.
    pub const ALL: [BreachWhy; 5] = [
        Self::InMeeting,
        Self::NoNumber,
        Self::AlreadyInTouch,
        Self::TooMany,
        Self::NotALead,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::InMeeting => "in_meeting",
            Self::NoNumber => "no_number",
            Self::AlreadyInTouch => "already_in_touch",
            Self::TooMany => "too_many",
            Self::NotALead => "not_a_lead",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// Somebody said why a first attempt was late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreachExplained {
    /// Of which handoff.
    pub handoff: Id,
    /// Why.
    pub why: BreachWhy,
}

/// A running clock got the terms of a newer agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockRepinned {
    /// Which duty.
    pub clock: Clock,
    /// Of which handoff; none for a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// The version it ran under.
    pub old_version: i64,
    /// When it was due.
    pub old_due: Instant,
    /// Its terms from now on.
    pub terms: Terms,
}
