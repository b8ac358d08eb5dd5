//! What Sales does with a handoff, and what becomes of the lead.

use super::Clock;
use super::SubmissionKind;
use crate::Id;
use crate::Instant;
use crate::agreement;
pub use crate::agreement::Money;
use serde::{Deserialize, Serialize};

/// How a try is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By telephone.
    Call,
    /// By mail.
    Mail,
    /// By a text or chat message.
    Message,
    /// Face to face or by video.
    Meeting,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 4] = [Self::Call, Self::Mail, Self::Message, Self::Meeting];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Mail => "mail",
            Self::Message => "message",
            Self::Meeting => "meeting",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptResult {
    /// A two-way exchange.
    Connected,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    LeftMessage,
    /// A mail or message was sent.
    Sent,
    /// The number or address is wrong.
    WrongContact,
}

impl AttemptResult {
    /// Every result.
    pub const ALL: [AttemptResult; 5] = [
        Self::Connected,
        Self::NoAnswer,
        Self::LeftMessage,
        Self::Sent,
        Self::WrongContact,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::NoAnswer => "no_answer",
            Self::LeftMessage => "left_message",
            Self::Sent => "sent",
            Self::WrongContact => "wrong_contact",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.code() == code)
    }
}

/// How well a try is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The system saw it.
    Seen,
    /// Logged within 60 minutes.
    Logged,
    /// Logged later than that.
    Claimed,
    /// Made by a machine: never a first attempt.
    Automatic,
}

impl Evidence {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Logged => "logged",
            Self::Claimed => "claimed",
            Self::Automatic => "automatic",
        }
    }
}

/// Somebody tried to reach the lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempted {
    /// Within which handoff.
    pub handoff: Id,
    /// How.
    pub channel: Channel,
    /// What came of it.
    pub result: AttemptResult,
    /// How well it is proved.
    pub evidence: Evidence,
    /// Free words, in a row of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Id>,
}

/// A two-way exchange took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connected {
    /// Within which handoff.
    pub handoff: Id,
    /// What the definition of an accepted lead (SAL) came to; where the agreement has none, to talk is to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<agreement::Verdict>,
}

impl Connected {
    /// Whether Sales accepted the lead by it.
    pub fn accepts(&self) -> bool {
        self.verdict
            .as_ref()
            .is_none_or(|verdict| verdict.holds == agreement::Holds::Yes)
    }
}

/// What Sales reports after connecting. Always shown in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// A: it goes on.
    Advanced,
    /// B: right, but not now.
    FitNotReady,
    /// C: not for us.
    NotAFit,
}

impl Which {
    /// All three.
    pub const ALL: [Which; 3] = [Self::Advanced, Self::FitNotReady, Self::NotAFit];

    /// As the agreement's reasons name it.
    pub fn in_terms(self) -> agreement::Which {
        match self {
            Self::Advanced => agreement::Which::Advanced,
            Self::FitNotReady => agreement::Which::FitNotReady,
            Self::NotAFit => agreement::Which::NotAFit,
        }
    }

    /// As stored and as texts write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advanced => "advanced",
            Self::FitNotReady => "fit_not_ready",
            Self::NotAFit => "not_a_fit",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.code() == code)
    }
}

/// Sales reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// Of which handoff.
    pub handoff: Id,
    /// Which of the three.
    pub which: Which,
    /// The coded why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the coded detail was given; the detail itself is a row that can be erased.
    #[serde(default)]
    pub specific: bool,
    /// Detail and free words, in a row of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Id>,
    /// B: the agreed day, as the instant it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Instant>,
    /// A: the next step's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step_at: Option<Instant>,
    /// A: what it may be worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What stood there before, when this corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Which>,
    /// Colleagues who had joined, and of whom the same holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Id>,
    /// A: what the definition of SQL came to when it was said; none in reports from before it was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<agreement::Verdict>,
}

impl Feedback {
    /// Whether the lead is an SQL by it: advanced, and the definition held.
    pub fn is_sql(&self) -> bool {
        let held = |verdict: &agreement::Verdict| verdict.holds == agreement::Holds::Yes;
        self.which == Which::Advanced && self.verdict.as_ref().is_none_or(held)
    }
}

/// Why Sales gives a lead back before the first attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// Somebody else's ground.
    WrongTerritory,
    /// Known already.
    Duplicate,
    /// A deal is open.
    AlreadyADeal,
    /// The company is outside the definition.
    OutsideDefinition,
    /// The contact data is no good.
    Invalid,
}

impl RejectReason {
    /// Every reason.
    pub const ALL: [RejectReason; 5] = [
        Self::WrongTerritory,
        Self::Duplicate,
        Self::AlreadyADeal,
        Self::OutsideDefinition,
        Self::Invalid,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongTerritory => "wrong_territory",
            Self::Duplicate => "duplicate",
            Self::AlreadyADeal => "already_a_deal",
            Self::OutsideDefinition => "outside_definition",
            Self::Invalid => "invalid",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the lead was the cause, so that half the turn comes back.
    pub fn lead_was_the_cause(self) -> bool {
        matches!(self, Self::WrongTerritory | Self::Duplicate | Self::Invalid)
    }

    /// Whether it is said of the company, and so of the colleagues who joined; otherwise of the person alone.
    pub fn is_of_the_company(self) -> bool {
        matches!(
            self,
            Self::WrongTerritory | Self::AlreadyADeal | Self::OutsideDefinition
        )
    }
}

/// Sales gave the lead back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Which handoff.
    pub handoff: Id,
    /// Why.
    pub reason: RejectReason,
    /// Which clause does not hold, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Turn given back to the rep, in units of the rotation; 0 when none.
    #[serde(default)]
    pub given_back: i64,
    /// Colleagues who had joined, and who are given back with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Id>,
}

/// It was no lead at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotALead {
    /// Within which handoff, if one was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// What it was.
    pub what: SubmissionKind,
    /// Turn given back to the rep; 0 when none.
    #[serde(default)]
    pub given_back: i64,
}

/// The planned attempts ended without a connect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoContact {
    /// Of which handoff.
    pub handoff: Id,
    /// Attempts made.
    pub attempts: u32,
    /// Colleagues who had joined, and of whom the same holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Id>,
}

/// The lead came into nurture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NurtureIn {
    /// From which handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// The coded why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The agreed day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// To whom it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep: Option<Id>,
}

/// Why a lead left nurture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NurtureExit {
    /// The agreed day came.
    Day,
    /// It asked again, or its definition held.
    Qualified,
}

/// The lead left nurture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NurtureOut {
    /// Why.
    pub cause: NurtureExit,
}

/// A deal was won.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Won {
    /// What it brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The handoff that the deal came from; none for a win of the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
}

/// A deal was lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// The coded why.
    pub reason: String,
    /// The handoff that the deal came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
}

/// The lead's timers were taken out of service: a deadline struck twice in vain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Of which duty.
    pub clock: Clock,
}
