//! The bodies of facts: one variant a kind.

pub use crate::agreement::Money;
use crate::agreement::{self, Stage, Verdict};
use crate::calendar::{CountedSpan, Target};
use crate::check::Check;
use crate::routing::Decision;
use crate::score::Group;

use crate::{Id, Instant, Span};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Body {
    /// A submission was taken in and checked.
    Captured(Captured),
    /// A definition was judged for the lead.
    Qualified(Qualified),
    /// The lead waits for Marketing's eye.
    PutOnReview(PutOnReview),
    /// Marketing decided about it.
    ReviewDecided(ReviewDecided),
    /// A handoff was opened, or moved, to an owner.
    Routed(Routed),
    /// A handoff waits, with an accountable name.
    Held(Held),
    /// A duty began; its terms stay as they were then.
    ClockStarted(ClockStarted),
    /// A timer went off: an alarm, never a verdict.
    Struck(Struck),
    /// Somebody tried to reach the lead.
    Attempted(Attempted),
    /// A two-way exchange took place.
    Connected(Connected),
    /// Sales reported: advanced, fit not ready, not a fit.
    Feedback(Feedback),
    /// Sales gave the lead back before the first attempt.
    Rejected(Rejected),
    /// It was no lead at all.
    NotALead(NotALead),
    /// The planned attempts ended without a connect.
    NoContact(NoContact),
    /// The lead came into nurture.
    NurtureIn(NurtureIn),
    /// The lead left nurture.
    NurtureOut(NurtureOut),
    /// A deal was won.
    Won(Won),
    /// A deal was lost.
    Lost(Lost),
    /// The lead's timers were taken out of service.
    Quarantined(Quarantined),
    /// Marketing answered a pattern of C's.
    Responded(Responded),
    /// Somebody joined.
    UserJoined(UserJoined),
    /// Somebody's roles changed.
    RolesChanged(RolesChanged),
    /// Somebody may no longer sign in.
    UserLeft(UserLeft),
    /// A rep came into a rotation, or got another weight.
    MemberSet(MemberSet),
    /// A rep left a rotation.
    MemberGone(MemberGone),
    /// Somebody is away from one instant to another.
    LeaveSet(LeaveSet),
    /// A version of the agreement came into force.
    PutInForce(PutInForce),
    /// A file was taken in.
    Imported(Imported),
    /// A token for another program was made.
    TokenMade(TokenMade),
    /// A token was withdrawn.
    TokenWithdrawn(TokenWithdrawn),
}

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

/// Why a handoff came to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteCause {
    /// Picked from a rotation.
    Rotation,
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
    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
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
    /// Who could have had it, and why not.
    pub decision: Decision,
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
    /// A held handoff's end.
    Held,
    /// A B's agreed day.
    Return,
}

impl Clock {
    /// Every clock.
    pub const ALL: [Clock; 7] = [
        Self::FirstAttempt,
        Self::NextAttempt,
        Self::Cadence,
        Self::Feedback,
        Self::Review,
        Self::Held,
        Self::Return,
    ];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstAttempt => "first_attempt",
            Self::NextAttempt => "next_attempt",
            Self::Cadence => "cadence",
            Self::Feedback => "feedback",
            Self::Review => "review",
            Self::Held => "held",
            Self::Return => "return",
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
    /// A reminder at two thirds.
    Reminder,
    /// The due instant itself.
    Due,
}

impl Rung {
    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Due => "due",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        [Self::Reminder, Self::Due].into_iter().find(|rung| rung.code() == code)
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
    /// The reminder, if one is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder: Option<Instant>,
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
}

/// A deal was lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// The coded why.
    pub reason: String,
}

/// The lead's timers were taken out of service: a deadline struck twice in vain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Of which duty.
    pub clock: Clock,
}

/// What Marketing did about a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseKind {
    /// A rule was changed.
    RuleChanged,
    /// A source was stopped or changed.
    SourceChanged,
    /// A definition was proposed.
    DefinitionProposed,
    /// Kept, with the reason in the note.
    Kept,
}

impl ResponseKind {
    /// Every kind.
    pub const ALL: [ResponseKind; 4] = [
        Self::RuleChanged,
        Self::SourceChanged,
        Self::DefinitionProposed,
        Self::Kept,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::RuleChanged => "rule_changed",
            Self::SourceChanged => "source_changed",
            Self::DefinitionProposed => "definition_proposed",
            Self::Kept => "kept",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Marketing answered a pattern; every C of it up to now is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Responded {
    /// The reason the C's share.
    pub reason: String,
    /// The source they share; empty when they have none.
    pub source: String,
    /// What was done.
    pub response: ResponseKind,
    /// Free words, in a row of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Id>,
}

/// What somebody is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works leads.
    Rep,
    /// Answers for reps.
    SalesManager,
    /// Brings leads.
    Marketer,
    /// Signs for Marketing.
    HeadOfMarketing,
    /// Signs for Sales.
    HeadOfSales,
    /// Reads.
    Boss,
    /// Operates; decides no lead and signs nothing.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Self::Rep,
        Self::SalesManager,
        Self::Marketer,
        Self::HeadOfMarketing,
        Self::HeadOfSales,
        Self::Boss,
        Self::Admin,
    ];

    /// As stored and as texts write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::SalesManager => "sales_manager",
            Self::Marketer => "marketer",
            Self::HeadOfMarketing => "head_of_marketing",
            Self::HeadOfSales => "head_of_sales",
            Self::Boss => "boss",
            Self::Admin => "admin",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserJoined {
    /// Whose row keeps name and address.
    pub user: Id,
    /// What for.
    pub roles: Vec<Role>,
}

/// Somebody's roles changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RolesChanged {
    /// Who.
    pub user: Id,
    /// The roles from now on.
    pub roles: Vec<Role>,
}

/// Somebody may no longer sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserLeft {
    /// Who.
    pub user: Id,
}

/// A rep came into a rotation, or got another weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberSet {
    /// The rotation's name.
    pub rotation: String,
    /// Who.
    pub user: Id,
    /// The share, 1 to 16.
    pub weight: u8,
}

/// A rep left a rotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberGone {
    /// The rotation's name.
    pub rotation: String,
    /// Who.
    pub user: Id,
}

/// Somebody is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaveSet {
    /// Who.
    pub user: Id,
    /// From when; none ends every leave.
    pub from: Option<Instant>,
    /// Until when; none is open.
    pub until: Option<Instant>,
}

/// A version of the agreement came into force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutInForce {
    /// Its number, from 1.
    pub version: i64,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
}

/// A file was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// SHA-256 of the file, in hexadecimal.
    pub file: String,
    /// Rows read.
    pub rows: i64,
    /// Rows refused.
    pub refused: i64,
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read.
    Read,
    /// Write.
    Write,
    /// Tell of acts more than 10 minutes past.
    Backdate,
}

impl TokenScope {
    /// Every scope.
    pub const ALL: [TokenScope; 3] = [Self::Read, Self::Write, Self::Backdate];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Backdate => "backdate",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// A token for another program was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenMade {
    /// Its id.
    pub token: Id,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
}

/// A token was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenWithdrawn {
    /// Its id.
    pub token: Id,
}

impl Body {
    /// The handoff that a fact concerns, if it is one.
    pub fn handoff(&self) -> Option<Id> {
        match self {
            Self::Routed(f) => Some(f.handoff),
            Self::Held(f) => Some(f.handoff),
            Self::ClockStarted(f) => f.handoff,
            Self::Struck(f) => f.handoff,
            Self::Attempted(f) => Some(f.handoff),
            Self::Connected(f) => Some(f.handoff),
            Self::Feedback(f) => Some(f.handoff),
            Self::Rejected(f) => Some(f.handoff),
            Self::NotALead(f) => f.handoff,
            Self::NoContact(f) => Some(f.handoff),
            _ => None,
        }
    }
}
