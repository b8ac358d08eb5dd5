//! Who is to be told of what. A letter holds a kind and ids only; words are found when it is sent.

use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What a letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// A lead is yours: call.
    NewLead,
    /// A person you hold asked again.
    AskedAgain,
    /// A colleague joined a handoff of yours.
    Joined,
    /// A lead was advanced, and is yours from here on.
    PassedOn,
    /// A B came back to you on the agreed day.
    Returned,
    /// Two thirds of the time are over.
    Reminder,
    /// A first attempt was due and nobody had tried.
    Late,
    /// The next attempt is due.
    NextAttempt,
    /// Feedback is due.
    FeedbackOwed,
    /// A rep's own part of the time is over, and nobody had tried.
    StretchOver,
    /// A lead is held for you alone: take it.
    HeldForYou,
    /// What was held for you went to the next in turn.
    NotTaken,
    /// Nobody tried: it went to the next in turn.
    WentOn,
    /// A try came to light: it was not late after all.
    Turned,
    /// The customer booked a meeting.
    Booked,
    /// A deal went quiet: is it still alive?
    StillAlive,
    /// Nobody could take it: it is the manager's.
    NobodyCould,
    /// A lead waits for Marketing's review.
    Review,
    /// A lead that Marketing brought was advanced.
    Advanced,
    /// A deal that came from Marketing's lead was won.
    Won,
    /// A pattern of C's asks for an answer.
    PatternAsks,
    /// The answer to a pattern is due.
    PatternDue,
    /// A pattern of C's was answered.
    Responded,
    /// A version of the agreement waits for your answer.
    AgreementProposed,
    /// A version of the agreement is signed.
    AgreementInForce,
    /// A version that you proposed was declined.
    AgreementDeclined,
    /// The other side objects to your own change.
    AgreementObjected,
    /// Nobody answered a proposal for five business days.
    AgreementSilent,
    /// This is where you are told from now on.
    AlertsHere,
}

impl LetterKind {
    /// Whether it sends somebody to talk to the lead: what is known of it goes with it.
    pub fn is_to_call(self) -> bool {
        matches!(
            self,
            Self::NewLead
                | Self::AskedAgain
                | Self::PassedOn
                | Self::Returned
                | Self::Reminder
                | Self::NextAttempt
                | Self::NobodyCould
        )
    }

    /// Every kind.
    pub const ALL: [LetterKind; 29] = [
        Self::NewLead,
        Self::AskedAgain,
        Self::Joined,
        Self::PassedOn,
        Self::Returned,
        Self::Reminder,
        Self::Late,
        Self::NextAttempt,
        Self::FeedbackOwed,
        Self::StretchOver,
        Self::HeldForYou,
        Self::NotTaken,
        Self::WentOn,
        Self::Turned,
        Self::Booked,
        Self::StillAlive,
        Self::NobodyCould,
        Self::Review,
        Self::Advanced,
        Self::Won,
        Self::PatternAsks,
        Self::PatternDue,
        Self::Responded,
        Self::AgreementProposed,
        Self::AgreementInForce,
        Self::AgreementDeclined,
        Self::AgreementObjected,
        Self::AgreementSilent,
        Self::AlertsHere,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::NewLead => "new_lead",
            Self::AskedAgain => "asked_again",
            Self::Joined => "joined",
            Self::PassedOn => "passed_on",
            Self::Returned => "returned",
            Self::Reminder => "reminder",
            Self::Late => "late",
            Self::NextAttempt => "next_attempt",
            Self::FeedbackOwed => "feedback_owed",
            Self::StretchOver => "stretch_over",
            Self::HeldForYou => "held_for_you",
            Self::NotTaken => "not_taken",
            Self::WentOn => "went_on",
            Self::Turned => "turned",
            Self::Booked => "booked",
            Self::StillAlive => "still_alive",
            Self::NobodyCould => "nobody_could",
            Self::Review => "review",
            Self::Advanced => "advanced",
            Self::Won => "won",
            Self::PatternAsks => "pattern_asks",
            Self::PatternDue => "pattern_due",
            Self::Responded => "responded",
            Self::AgreementProposed => "agreement_proposed",
            Self::AgreementInForce => "agreement_in_force",
            Self::AgreementDeclined => "agreement_declined",
            Self::AgreementObjected => "agreement_objected",
            Self::AgreementSilent => "agreement_silent",
            Self::AlertsHere => "alerts_here",
        }
    }

    /// Whether it is about the agreement, not about a lead.
    pub fn is_of_agreement(self) -> bool {
        matches!(
            self,
            Self::AgreementProposed
                | Self::AgreementInForce
                | Self::AgreementDeclined
                | Self::AgreementObjected
                | Self::AgreementSilent
        )
    }

    /// Whether its words name nobody.
    pub fn is_of_nobody(self) -> bool {
        self.is_of_agreement() || matches!(self, Self::Responded | Self::AlertsHere)
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A message to be sent after the commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Derived from the ask, so that it is written once.
    pub id: Id,
    /// What it is about.
    pub kind: LetterKind,
    /// To whom.
    pub to: Id,
    /// About which lead.
    pub lead: Option<Id>,
    /// About which handoff.
    pub handoff: Option<Id>,
    /// When it came about.
    pub at: Instant,
    /// When it goes: at once, or with the daily digest.
    pub goes_at: Instant,
}
