//! What is asked about a handoff: what Sales did with it, and who has it.

use super::Answers;
use crate::fact::{AttemptResult, BreachWhy, Channel, Money, RejectReason, SubmissionKind, Which};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of a handoff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfHandoff {
    /// Log a try to reach the lead.
    Attempt {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// How.
        channel: Channel,
        /// What came of it.
        result: AttemptResult,
        /// When; now if not said.
        occurred_at: Option<Instant>,
        /// Whether the system saw it start.
        seen: bool,
        /// Free words.
        note: Option<String>,
    },
    /// Give feedback.
    Feedback {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Which of the three.
        which: Which,
        /// The coded why.
        reason: Option<String>,
        /// The coded what exactly.
        detail: Option<String>,
        /// Free words.
        note: Option<String>,
        /// B: the agreed day.
        back_at: Option<Instant>,
        /// A: the next step.
        next_step_at: Option<Instant>,
        /// A: what it may be worth.
        amount: Option<Money>,
        /// Which of the colleagues who joined it covers; all where nothing is said. The others get a handoff of their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<Vec<Id>>,
        /// What the rep found out: answers to the agreement's questions.
        #[serde(default, skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
    },
    /// The conversation goes on: feedback is owed after the date booked.
    InConversation {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// The date booked with the customer.
        next_step_at: Instant,
    },
    /// The customer asked to be called at a time.
    CallBack {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// When.
        at: Instant,
    },
    /// The customer booked a meeting.
    Booked {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// When they meet.
        at: Instant,
    },
    /// Take what is held for oneself.
    Take {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Who takes it, where another program tells of it.
        by: Option<Id>,
    },
    /// Give a handoff, whose owner let his own time pass, to the next in turn.
    GiveOn {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Who has it, as whoever asks has seen it.
        from: Id,
    },
    /// A machine sent something to the lead.
    MachineSent {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// How.
        channel: Channel,
        /// Whether it is a step of a sequence that the rep started.
        sequence: bool,
        /// When; now if not said.
        occurred_at: Option<Instant>,
    },
    /// Say why a first attempt was late.
    ExplainBreach {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Why.
        why: BreachWhy,
    },
    /// Give a lead back before the first attempt.
    Reject {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Why.
        reason: RejectReason,
        /// Which clause does not hold.
        clause: Option<String>,
        /// Which of the colleagues who joined are given back with it, where the reason is of the company; all where
        /// nothing is said. The others get a handoff of their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<Vec<Id>>,
    },
    /// Say that it is no lead.
    NotALead {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// What it is.
        what: SubmissionKind,
    },
    /// Move a handoff to another rep.
    Move {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// To whom.
        to: Id,
    },
}
