//! Both sides' numbers as pure arithmetic: shares with their denominators and intervals, medians that do not drop who waits.
//!
//! Promises: no share without its denominator; nobody unanswered is left out of a median.

mod share;
mod spread;
mod went;

pub use share::{Share, Z95};
pub use spread::{Waited, quantile, rank, waited};
pub use went::Went;

use crate::{Instant, Span};

/// A part of a cohort: what a number counts, and what its list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Every handoff of the cohort.
    Handed,
    /// Still open.
    Open,
    /// First attempt in time, seen or logged.
    Met,
    /// Told of too late to count.
    Claimed,
    /// Not tried in time.
    Breached,
    /// Not in time: the source told of it too late.
    LaySource,
    /// Not in time: baton took too long to hand it over.
    LayBaton,
    /// Not in time: it was held for too long.
    LayHeld,
    /// Not in time: a rep had it and did not try in his own time.
    LayOwner,
    /// Not in time: everybody kept his own time, and together it was too long.
    LayRouting,
    /// Given back in time, untried.
    GivenBack,
    /// Not due yet.
    Pending,
    /// Tried at all.
    Tried,
    /// Due, and nobody tried.
    Unanswered,
    /// At least as old as the window.
    OldEnough,
    /// Tried within the window.
    Followed,
    /// Old enough and not tried within the window.
    NotFollowed,
    /// Connected.
    Connected,
    /// Connected, feedback due by now.
    FeedbackDue,
    /// Of those, with feedback.
    Answered,
    /// Of those, without.
    Silent,
    /// Of those due, said by then.
    InTime,
    /// C with what exactly.
    Specific,
    /// A lead after all.
    Valid,
    /// Accepted by Sales (SAL).
    Accepted,
    /// Advanced, and the definition of SQL held.
    Sql,
    /// Of those, won.
    SqlWon,
    /// A.
    Advanced,
    /// B.
    NotReady,
    /// C.
    NotAFit,
    /// Given back with a reason.
    Rejected,
    /// No lead at all.
    NotALead,
    /// Handed over with questions to be answered before.
    QuestionsAsked,
    /// Of those, all answered before Sales acted.
    QuestionsAnswered,
    /// Of those, with one that was open when Sales acted, or is still.
    QuestionsOpen,
    /// Never reached, and the time for all planned attempts is over.
    PlanOver,
    /// Of those, tried to the end, or given up with a reason.
    Persisted,
    /// Of those, given up before.
    GaveUp,
    /// The deal was won.
    Won,
    /// The deal was lost.
    Lost,
    /// Advanced, and no outcome is recorded.
    NoOutcome,
    /// Nothing was said of it yet.
    NoAnswer,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 42] = [
        Self::Handed,
        Self::Open,
        Self::Met,
        Self::Claimed,
        Self::Breached,
        Self::LaySource,
        Self::LayBaton,
        Self::LayHeld,
        Self::LayOwner,
        Self::LayRouting,
        Self::GivenBack,
        Self::Pending,
        Self::Tried,
        Self::Unanswered,
        Self::OldEnough,
        Self::Followed,
        Self::NotFollowed,
        Self::Connected,
        Self::FeedbackDue,
        Self::Answered,
        Self::Silent,
        Self::InTime,
        Self::Specific,
        Self::Valid,
        Self::Accepted,
        Self::Sql,
        Self::SqlWon,
        Self::Advanced,
        Self::NotReady,
        Self::NotAFit,
        Self::Rejected,
        Self::NotALead,
        Self::QuestionsAsked,
        Self::QuestionsAnswered,
        Self::QuestionsOpen,
        Self::PlanOver,
        Self::Persisted,
        Self::GaveUp,
        Self::Won,
        Self::Lost,
        Self::NoOutcome,
        Self::NoAnswer,
    ];

    /// As addresses and statements write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Handed => "handed",
            Self::Open => "open",
            Self::Met => "met",
            Self::Claimed => "claimed",
            Self::Breached => "breached",
            Self::LaySource => "lay_source",
            Self::LayBaton => "lay_baton",
            Self::LayHeld => "lay_held",
            Self::LayOwner => "lay_owner",
            Self::LayRouting => "lay_routing",
            Self::GivenBack => "given_back",
            Self::Pending => "pending",
            Self::Tried => "tried",
            Self::Unanswered => "unanswered",
            Self::OldEnough => "old_enough",
            Self::Followed => "followed",
            Self::NotFollowed => "not_followed",
            Self::Connected => "connected",
            Self::FeedbackDue => "feedback_due",
            Self::Answered => "answered",
            Self::Silent => "silent",
            Self::InTime => "in_time",
            Self::Specific => "specific",
            Self::Valid => "valid",
            Self::Accepted => "accepted",
            Self::Sql => "sql",
            Self::SqlWon => "sql_won",
            Self::Advanced => "advanced",
            Self::NotReady => "fit_not_ready",
            Self::NotAFit => "not_a_fit",
            Self::Rejected => "rejected",
            Self::NotALead => "not_a_lead",
            Self::QuestionsAsked => "questions_asked",
            Self::QuestionsAnswered => "questions_answered",
            Self::QuestionsOpen => "questions_open",
            Self::PlanOver => "plan_over",
            Self::Persisted => "persisted",
            Self::GaveUp => "gave_up",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::NoOutcome => "no_outcome",
            Self::NoAnswer => "no_answer",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// Whom the first attempts that were not in time lay with: they add up to those.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lay {
    /// The source, which told too late.
    pub source: i64,
    /// Baton.
    pub baton: i64,
    /// Whoever answers for what is held.
    pub held: i64,
    /// A rep.
    pub owner: i64,
    /// Nobody alone.
    pub routing: i64,
}

impl Lay {
    /// Each with its part.
    pub fn parts(&self) -> [(Part, i64); 5] {
        [
            (Part::LayOwner, self.owner),
            (Part::LayHeld, self.held),
            (Part::LayBaton, self.baton),
            (Part::LaySource, self.source),
            (Part::LayRouting, self.routing),
        ]
    }

    /// All of them.
    pub fn all(&self) -> i64 {
        self.parts().iter().map(|(_, n)| n).sum()
    }
}

/// By which instant a handoff belongs to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// When the first attempt was due.
    Due,
    /// When it was triggered.
    Trigger,
    /// When the deal that came from it ended.
    Outcome,
}

impl By {
    /// As addresses and statements write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Trigger => "trigger",
            Self::Outcome => "outcome",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        [Self::Due, Self::Trigger, Self::Outcome]
            .into_iter()
            .find(|by| by.code() == code)
    }
}

/// A period: `from` belongs to it, `to` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Period {
    /// Whether an instant belongs to it.
    pub fn has(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }
}

/// How the first-attempt duties of a cohort by due time ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// In time, proved.
    pub met: i64,
    /// Told of too late to count.
    pub claimed: i64,
    /// Not in time.
    pub breached: i64,
    /// Given back in time: shown, not counted.
    pub given_back: i64,
    /// Not due yet: shown, not counted.
    pub pending: i64,
}

impl Kept {
    /// Met of all that counts.
    pub fn share(&self) -> Share {
        Share::of(self.met, self.met + self.claimed + self.breached)
    }
}

/// How soon leads were tried, cohort by trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// Tried.
    pub tried: i64,
    /// Of those in time, proved.
    pub met: i64,
    /// Due and not tried: they count, as waiting for ever.
    pub unanswered: i64,
    /// Not tried and not due: left out.
    pub pending: i64,
    /// First attempt − trigger: half waited at most this long.
    pub median: Waited,
    /// Nine of ten waited at most this long.
    pub p90: Waited,
}

impl Speed {
    /// Within the target, of all tried or due.
    pub fn share(&self) -> Share {
        Share::of(self.met, self.tried + self.unanswered)
    }
}

/// Tried within a window, cohort by trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The window.
    pub within: Span,
    /// Handed over at least that long ago.
    pub old_enough: i64,
    /// Of those, tried within it.
    pub followed: i64,
}

impl FollowUp {
    /// Followed of old enough.
    pub fn share(&self) -> Share {
        Share::of(self.followed, self.old_enough)
    }
}

/// What Sales said of what came from one source (or from all), cohort by trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The source; none where the lead had none.
    pub source: Option<String>,
    /// Handed over.
    pub handed: i64,
    /// Connected.
    pub connected: i64,
    /// Connected, feedback due by now.
    pub due: i64,
    /// Of those, with feedback.
    pub answered: i64,
    /// A.
    pub advanced: i64,
    /// B.
    pub not_ready: i64,
    /// C.
    pub not_a_fit: i64,
    /// Given back with a reason.
    pub rejected: i64,
    /// No lead at all.
    pub not_a_lead: i64,
}

impl Said {
    /// With feedback, of those whose feedback is due.
    pub fn coverage(&self) -> Share {
        Share::of(self.answered, self.due)
    }

    /// A, B or C of all feedback; every other part of everything handed over.
    pub fn share(&self, part: Part) -> Share {
        let heard = self.advanced + self.not_ready + self.not_a_fit;
        match part {
            Part::Advanced => Share::of(self.advanced, heard),
            Part::NotReady => Share::of(self.not_ready, heard),
            Part::NotAFit => Share::of(self.not_a_fit, heard),
            Part::Rejected => Share::of(self.rejected, self.handed),
            Part::NotALead => Share::of(self.not_a_lead, self.handed),
            Part::Connected => Share::of(self.connected, self.handed),
            _ => Share::of(self.handed, self.handed),
        }
    }

    /// Handed over, and nothing was said of it yet: no feedback, not given back, not told to be no lead.
    pub fn unanswered(&self) -> i64 {
        self.handed - self.advanced - self.not_ready - self.not_a_fit - self.rejected - self.not_a_lead
    }

    /// Adds another source's.
    pub fn add(&mut self, other: &Said) {
        self.handed += other.handed;
        self.connected += other.connected;
        self.due += other.due;
        self.answered += other.answered;
        self.advanced += other.advanced;
        self.not_ready += other.not_ready;
        self.not_a_fit += other.not_a_fit;
        self.rejected += other.rejected;
        self.not_a_lead += other.not_a_lead;
    }
}
