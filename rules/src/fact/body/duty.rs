//! Duties: who has a handoff, what is owed until when, and what struck.

use super::Plan;
use crate::Id;
use crate::Instant;
use crate::calendar::CountedSpan;
use crate::calendar::Target;
use crate::routing::Decision;
use serde::{Deserialize, Serialize};

/// Why a handoff came to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteCause {
    /// Picked from a rotation.
    Rotation,
    /// Has the company's open deal.
    Deal,
    /// Has the company's account.
    Account,
    /// Had an earlier handoff of somebody else of the company.
    Company,
    /// Had an earlier handoff of this person.
    EarlierOwner,
    /// A B that came back to the same rep.
    Return,
    /// Nobody could take it: the rotation's manager.
    Fallback,
    /// Moved by hand.
    Moved,
}

impl RouteCause {
    /// Every cause.
    pub const ALL: [RouteCause; 8] = [
        Self::Rotation,
        Self::Deal,
        Self::Account,
        Self::Company,
        Self::EarlierOwner,
        Self::Return,
        Self::Fallback,
        Self::Moved,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::Account => "account",
            Self::Company => "company",
            Self::Rotation => "rotation",
            Self::EarlierOwner => "earlier_owner",
            Self::Return => "return",
            Self::Fallback => "fallback",
            Self::Moved => "moved",
        }
    }
}

/// A handoff was opened, or moved, to an owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Routed {
    /// The handoff.
    pub handoff: Id,
    /// Its tier.
    pub tier: String,
    /// The trigger: where the first-attempt clock starts.
    pub trigger_at: Instant,
    /// Who has it now.
    pub owner: Id,
    /// Why this one.
    pub cause: RouteCause,
    /// The rotation whose rule held.
    pub rotation: String,
    /// Somebody of an existing customer: outside Marketing's count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub customer: bool,
    /// The handoff that it goes on from: an SDR's, reported *advanced*, to an account executive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Id>,
    /// The company that it was opened for, where there is one: it has one open handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Id>,
    /// Who could have had it, and why not.
    pub decision: Decision,
}

impl Routed {
    /// Whom an earlier rule named and who is away, where the owner covers for him.
    pub fn covers_for(&self) -> Option<Id> {
        self.decision.covers_for
    }
}

/// A handoff waits, with an accountable name and an end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The handoff.
    pub handoff: Id,
    /// Its tier.
    pub tier: String,
    /// The trigger.
    pub trigger_at: Instant,
    /// Who answers for it while it waits.
    pub accountable: Option<Id>,
    /// When it is routed at the latest.
    pub until: Instant,
    /// The rotation whose rule held.
    pub rotation: String,
    /// The tier's place in the agreement: who goes first when all held are routed.
    pub rank: i64,
    /// Somebody of an existing customer: outside Marketing's count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub customer: bool,
    /// The company that it was opened for, where there is one: it has one open handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Id>,
}

/// The duties that run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// From the trigger to the first human attempt.
    FirstAttempt,
    /// From one attempt without a connect to the next.
    NextAttempt,
    /// From the first attempt to the end of the cadence.
    Cadence,
    /// From the connect to feedback.
    Feedback,
    /// From the review list to Marketing's decision.
    Review,
    /// From an owner's assignment to an attempt of his.
    Stretch,
    /// A deal's next step passed, or nothing was heard for weeks.
    Quiet,
    /// From the question "still alive?" to its answer.
    StillAlive,
    /// From a pattern's third C, or a rep's question, to Marketing's answer.
    Response,
    /// A held handoff's end.
    Held,
    /// A B's agreed day.
    Return,
    /// From an exclusive hold for one rep to his taking it.
    TakeBy,
    /// From the end of an owner's own time, without an attempt, to the next in turn.
    Reassign,
}

impl Clock {
    /// Every clock.
    pub const ALL: [Clock; 13] = [
        Self::FirstAttempt,
        Self::NextAttempt,
        Self::Cadence,
        Self::Feedback,
        Self::Review,
        Self::Stretch,
        Self::Quiet,
        Self::StillAlive,
        Self::Response,
        Self::Held,
        Self::Return,
        Self::TakeBy,
        Self::Reassign,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstAttempt => "first_attempt",
            Self::NextAttempt => "next_attempt",
            Self::Cadence => "cadence",
            Self::Feedback => "feedback",
            Self::Review => "review",
            Self::Stretch => "stretch",
            Self::Quiet => "quiet",
            Self::StillAlive => "still_alive",
            Self::Response => "response",
            Self::Held => "held",
            Self::Return => "return",
            Self::TakeBy => "take_by",
            Self::Reassign => "reassign",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.code() == code)
    }
}

/// One step of an escalation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// The first reminder: the lowest share of the time that the agreement names.
    Reminder,
    /// A further one, at this share of the time in percent.
    Further(u8),
    /// The due instant itself.
    Due,
}

impl Rung {
    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Further(_) => "further",
            Self::Due => "due",
        }
    }
}

impl std::fmt::Display for Rung {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Further(percent) => write!(f, "further-{percent}"),
            rung => f.write_str(rung.code()),
        }
    }
}

/// The terms of a running duty, as they were when it started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Version of the agreement.
    pub version: i64,
    /// Name of the calendar in it.
    pub calendar: String,
    /// Release of the zone data.
    pub zone_data: String,
    /// What is owed.
    pub target: Target,
    /// Where it starts.
    pub start: Instant,
    /// Until when.
    pub due: Instant,
    /// When it got these terms, if that was after it began: being late already then sounds no alarm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Instant>,
    /// The reminder, if one is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder: Option<Instant>,
    /// Further reminders: at which share of the time, in percent, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<(u8, Instant)>,
    /// Why that is the due time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<CountedSpan>,
}

/// A duty began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockStarted {
    /// Which duty.
    pub clock: Clock,
    /// Of which handoff; none for a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// Its terms.
    pub terms: Terms,
    /// Of a first attempt: the questions to be answered before a handoff that were open then. None where none is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_questions: Option<Vec<String>>,
    /// How often somebody is to be tried, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}

/// A timer went off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    /// Which duty.
    pub clock: Clock,
    /// Which step.
    pub rung: Rung,
    /// Of which handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Id>,
    /// When it should have gone off.
    pub intended: Instant,
    /// When it did.
    pub real: Instant,
    /// Who is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Id>,
}
