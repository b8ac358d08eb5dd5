//! The terms of an agreement, as its text says them.

use crate::calendar::Target;
use crate::criteria::Criterion;
use crate::fields::FieldKind;
use crate::score::Group;
use crate::time::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Came in; not told yet whether it is a lead.
    Inquiry,
    /// Counts.
    Lead,
    /// Qualified by Marketing.
    Mql,
    /// Accepted by Sales.
    Sal,
    /// Qualified by Sales.
    Sql,
    /// A deal.
    Opportunity,
    /// A deal won.
    Won,
    /// A deal lost.
    Lost,
    /// In Marketing's care until ready.
    Nurture,
    /// Not whom we serve.
    NotAFit,
    /// Tried to the end and not reached.
    NoContact,
    /// A customer, applicant, supplier, student, test …
    NotALead,
    /// No real person behind it.
    Invalid,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 13] = [
        Self::Inquiry,
        Self::Lead,
        Self::Mql,
        Self::Sal,
        Self::Sql,
        Self::Opportunity,
        Self::Won,
        Self::Lost,
        Self::Nurture,
        Self::NotAFit,
        Self::NoContact,
        Self::NotALead,
        Self::Invalid,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Inquiry => "inquiry",
            Self::Lead => "lead",
            Self::Mql => "mql",
            Self::Sal => "sal",
            Self::Sql => "sql",
            Self::Opportunity => "opportunity",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Nurture => "nurture",
            Self::NotAFit => "not_a_fit",
            Self::NoContact => "no_contact",
            Self::NotALead => "not_a_lead",
            Self::Invalid => "invalid",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// At least as far along the line as `to`. Who stood beside the line (nurture, not a fit …) comes back onto it.
    pub fn reached(self, to: Stage) -> Stage {
        if self <= Self::Won { self.max(to) } else { to }
    }
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Marketing.
    Marketing,
    /// Sales.
    Sales,
}

impl Side {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Sales => "sales",
        }
    }
}

/// Who qualifies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// Marketing.
    #[default]
    Marketing,
    /// A desk of its own between the two.
    Sdr,
    /// The rep.
    Rep,
}

impl Desk {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Sdr => "sdr",
            Self::Rep => "rep",
        }
    }
}

/// What becomes of a lead where a clause cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Marketing looks at it. A request is never held for this: it passes, and the verdict lists what was missing.
    Review,
    /// It passes.
    Pass,
    /// It does not hold.
    Fail,
}

impl Missing {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// What a stage requires.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Lead, MQL, SAL or SQL.
    pub stage: Stage,
    /// Whose word it is.
    pub owner: Side,
    /// All must hold.
    pub clauses: Vec<Clause>,
    /// Ids of the questions that must be answered.
    pub questions: Vec<String>,
}

/// One named clause of a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// As people say it; unique in its definition.
    pub name: String,
    /// What must hold.
    pub when: Criterion,
    /// What a missing value means. `None` where the text does not say: pass for a request, else review.
    pub missing: Option<Missing>,
}

/// A kind of readiness with its own terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// `request`, `qualified` …
    pub name: String,
    /// Who is in it; the first tier that matches is taken.
    pub when: Criterion,
    /// The first attempt is due this long after the trigger; `None` goes to nurture.
    pub first_attempt: Option<Target>,
    /// Counted from opening, for leads held over closed time.
    pub after_hours: Option<Target>,
    /// What each new owner gets: the first attempt's target where the text says nothing.
    pub stretch: Option<Target>,
    /// An owner who makes no attempt in his own time keeps the lead this much longer, then it goes to the next in turn by
    /// itself, once; `None`, as usual, leaves that to the manager.
    pub reassign_after: Option<Target>,
    /// The planned attempts.
    pub cadence: Option<Cadence>,
}

/// The planned attempts of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cadence {
    /// How many.
    pub attempts: u32,
    /// By when the last is due, from the first attempt.
    pub within: Target,
    /// How many of them at least by telephone.
    pub calls_min: u32,
    /// Before each attempt, counted from the one before (the first: from the start). As many as attempts.
    pub gaps: Vec<Target>,
}

/// What earns points.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRule {
    /// As people say it; unique.
    pub name: String,
    /// Fit or engagement.
    pub group: Group,
    /// Engagement: judged at each touch. Fit: judged of who they are.
    pub when: Criterion,
    /// Above zero for engagement.
    pub points: f64,
    /// How long until half is left; never for fit.
    pub half_life: Option<Span>,
    /// The most that the rule's line counts for.
    pub cap: f64,
}

/// Something to ask, whose answer is the field `answers.ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Small letters, digits, `_`.
    pub id: String,
    /// The words.
    pub ask: String,
    /// What is answered; a choice carries its choices.
    pub kind: FieldKind,
}

/// A clause of the ideal customer: the share of won customers for whom it holds stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ideal {
    /// As people say it; unique.
    pub name: String,
    /// What holds of the ideal customer.
    pub when: Criterion,
}

/// A part of the note that goes with a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotePart {
    /// What the person asked for.
    AskedFor,
    /// When to call.
    WhenToCall,
    /// Who else is in it.
    WhoElse,
}

impl NotePart {
    /// Every part, with its name in the text.
    pub const ALL: [(&'static str, NotePart); 3] = [
        ("asked_for", Self::AskedFor),
        ("when_to_call", Self::WhenToCall),
        ("who_else", Self::WhoElse),
    ];

    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::AskedFor => "asked_for",
            Self::WhenToCall => "when_to_call",
            Self::WhoElse => "who_else",
        }
    }
}

/// What goes with a lead that is handed over. An unanswered question holds nothing up: it counts against the share that
/// Marketing owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOff {
    /// Ids of the questions to be answered before.
    pub questions: Vec<String>,
    /// What the note says.
    pub note: Vec<NotePart>,
}

/// Who may get a lead. Members and weights are the roster's.
#[derive(Clone, Debug, PartialEq)]
pub struct RotationRule {
    /// Unique, and for good: its members, its rota and what was decided by it are kept under this name.
    pub name: String,
    /// What people read instead, once it was given another name; its members stay.
    pub called: Option<String>,
    /// Whom it serves; the first rotation that matches is taken.
    pub when: Criterion,
    /// The name of the calendar that governs its clocks.
    pub calendar: String,
    /// Open handoffs a member may have before being passed over.
    pub open_work_max: u32,
    /// The role that answers where nobody is there.
    pub fallback: String,
    /// A lead is held for one rep for this long and must be taken by then; `None`, as usual, hands it over at once.
    pub take_by: Option<Target>,
    /// The rotation that a lead goes on to once this one's rep reports *advanced*: from SDRs to account executives. `None`,
    /// as usual, leaves it with the rep.
    pub hands_to: Option<HandsTo>,
}

impl RotationRule {
    /// The name that people read.
    pub fn called(&self) -> &str {
        self.called.as_deref().unwrap_or(&self.name)
    }
}

/// Where an advanced lead goes on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandsTo {
    /// The rotation, by name.
    pub rotation: String,
    /// Within this the next rep makes the first attempt, counted from the report.
    pub within: Target,
}

/// When somebody is told of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungAt {
    /// At this share of the counted time, 1 to 99.
    Percent(u8),
    /// When it is due.
    Due,
    /// In the daily digest after it was due.
    Daily,
}

/// One step of an escalation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rung {
    /// When.
    pub at: RungAt,
    /// `owner`, or a role of the roster.
    pub tell: String,
}

/// Who is told when, by tier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Rungs of the tiers that have their own.
    pub tiers: BTreeMap<String, Vec<Rung>>,
    /// Rungs of all other tiers.
    pub other: Vec<Rung>,
}

impl Escalation {
    /// A tier's rungs.
    pub fn rungs(&self, tier: &str) -> &[Rung] {
        self.tiers.get(tier).unwrap_or(&self.other)
    }
}

/// Which answer a reason belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Feedback: a next step is agreed.
    Advanced,
    /// Feedback: fits, not yet.
    FitNotReady,
    /// Feedback: does not fit.
    NotAFit,
    /// Given back before the first attempt.
    Rejected,
    /// Not a lead at all: which kind.
    NotALead,
    /// A deal that ended.
    Lost,
}

impl Which {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advanced => "advanced",
            Self::FitNotReady => "fit_not_ready",
            Self::NotAFit => "not_a_fit",
            Self::Rejected => "rejected",
            Self::NotALead => "not_a_lead",
            Self::Lost => "lost",
        }
    }
}

/// What is asked with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The words.
    pub ask: String,
    /// What is answered; a choice carries its choices.
    pub kind: FieldKind,
}

/// A coded why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is a reason for.
    pub which: Which,
    /// Unique within `which`.
    pub code: String,
    /// What people read.
    pub words: String,
    /// What exactly.
    pub detail: Option<Detail>,
    /// Too vague to help: warned of once, then kept and counted.
    pub vague: bool,
}

/// What Sales reports after connecting, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRules {
    /// From the first connect.
    pub due: Target,
    /// In the order of the text.
    pub reasons: Vec<Reason>,
}

impl FeedbackRules {
    /// The reasons of one answer, in the order of the text.
    pub fn reasons_of(&self, which: Which) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |reason| reason.which == which)
    }

    /// The reason of this code.
    pub fn reason(&self, which: Which, code: &str) -> Option<&Reason> {
        self.reasons_of(which).find(|reason| reason.code == code)
    }
}

/// How what Marketing owes each week is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// By the number of leads.
    #[default]
    Leads,
    /// By what they are expected to be worth: rates times the average purchase of their tier.
    Value,
}

impl Counted {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Leads => "leads",
            Self::Value => "value",
        }
    }
}

/// What Marketing owes. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwedByMarketing {
    /// Leads a week, by tier.
    pub per_week: BTreeMap<String, u32>,
    /// How these are counted.
    pub counted_by: Counted,
    /// Share of the pipeline.
    pub pipeline_share: Option<f64>,
    /// A lead on the review list is decided within.
    pub review_within: Target,
    /// A pattern is answered within.
    pub respond_to_patterns_within: Target,
    /// Share of leads whose questions are answered.
    pub questions_answered_min: Option<f64>,
    /// Share of leads that are valid.
    pub valid_min: Option<f64>,
}

/// What Sales owes. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwedBySales {
    /// Share of first attempts in time.
    pub first_attempt_kept_min: Option<f64>,
    /// Share of cadences kept to the end.
    pub persistence_min: Option<f64>,
    /// Share of feedback in time.
    pub feedback_in_time_min: Option<f64>,
    /// Share of "not a fit" that says what exactly.
    pub specific_min: Option<f64>,
    /// "Still alive?" is answered within.
    pub still_alive_within: Target,
}

/// What each side owes the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owed {
    /// Marketing.
    pub marketing: OwedByMarketing,
    /// Sales.
    pub sales: OwedBySales,
}

/// How often definitions, metrics and targets are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Often {
    /// Every month.
    Monthly,
    /// Every quarter.
    #[default]
    Quarterly,
    /// Every year.
    Yearly,
}

impl Often {
    /// Its name in the text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }
}

/// When the two sides meet over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// 0 is Monday.
    pub weekday: u8,
    /// Minutes from midnight.
    pub minute: u16,
    /// Definitions, metrics and targets.
    pub definitions: Often,
}
