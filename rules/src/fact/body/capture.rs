//! Taking in: submissions, verdicts, the review list.

use crate::Id;
use crate::Span;
use crate::agreement::Stage;
use crate::agreement::Verdict;
use crate::check::Check;
use crate::score::Group;
use serde::{Deserialize, Serialize};

/// What kind of hand was raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionKind {
    /// A demo, a price, "call me".
    #[default]
    Request,
    /// A download.
    Content,
    /// An event's list.
    Event,
    /// A newsletter.
    Newsletter,
    /// Already a customer.
    Customer,
    /// Wants help.
    Support,
    /// Wants a job.
    Applicant,
    /// Sells to us.
    Supplier,
    /// Writes about us.
    Press,
    /// Studies.
    Student,
    /// Competes with us.
    Competitor,
    /// A trial of the form.
    Test,
}

impl SubmissionKind {
    /// Every kind.
    pub const ALL: [SubmissionKind; 12] = [
        Self::Request,
        Self::Content,
        Self::Event,
        Self::Newsletter,
        Self::Customer,
        Self::Support,
        Self::Applicant,
        Self::Supplier,
        Self::Press,
        Self::Student,
        Self::Competitor,
        Self::Test,
    ];

    /// As stored and as clauses read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Content => "content",
            Self::Event => "event",
            Self::Newsletter => "newsletter",
            Self::Customer => "customer",
            Self::Support => "support",
            Self::Applicant => "applicant",
            Self::Supplier => "supplier",
            Self::Press => "press",
            Self::Student => "student",
            Self::Competitor => "competitor",
            Self::Test => "test",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether this is one of the kinds that are no lead.
    pub fn is_no_lead(self) -> bool {
        self as u8 >= Self::Customer as u8
    }
}

/// What one score rule added for one touch, with the terms it had then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Added {
    /// The rule's name.
    pub rule: String,
    /// Fit or engagement.
    pub group: Group,
    /// Points before any halving.
    pub points: f64,
    /// After this span half of it is left; none never fades.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_life: Option<Span>,
    /// The most that the rule may add up to.
    pub cap: f64,
}

/// A submission was taken in and checked; what it scored is part of the same act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Captured {
    /// The row that keeps what was sent.
    pub submission: Id,
    /// The person's row.
    pub person: Id,
    /// The kind of hand raised.
    pub kind: SubmissionKind,
    /// The form's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Where it came from (`google`, `webinar` …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The campaign's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The landing page's code or path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landing: Option<String>,
    /// What the checks said.
    pub checks: Vec<Check>,
    /// What score rules added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scored: Vec<Added>,
}

/// A definition was judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qualified {
    /// The stage now reached.
    pub stage: Stage,
    /// The version of the agreement.
    pub version: i64,
    /// The tier, when the lead is to be handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Each clause: true, false, missing.
    pub verdict: Verdict,
}

/// Why a lead waits for review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// A clause could not be judged.
    MissingFacts,
    /// The submission looks like spam.
    SuspectedSpam,
    /// Sales gave it back.
    RejectedBySales,
}

impl ReviewReason {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingFacts => "missing_facts",
            Self::SuspectedSpam => "suspected_spam",
            Self::RejectedBySales => "rejected_by_sales",
        }
    }
}

/// The lead waits for Marketing's eye.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutOnReview {
    /// Why.
    pub reason: ReviewReason,
}

/// What Marketing decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewChoice {
    /// Hand it over.
    Release,
    /// Care for it until it is ready.
    Nurture,
    /// It is no lead.
    Discard,
}

/// Marketing decided about a lead on its review list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewDecided {
    /// The choice.
    pub choice: ReviewChoice,
}
