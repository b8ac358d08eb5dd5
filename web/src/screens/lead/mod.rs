//! A lead: what is owed and why, what can be done, why now, what to say, what happened, why this rep.
//!
//! Promises: the same body stands beside the queue and on its own page; every act has a page of its own that
//! works without script.

mod acts;
mod needs;

pub use acts::{
    Act, ActPage, AdvancedForm, AnswersForm, AskedLine, AttemptForm, Form, Line, MoveForm, NotAFitForm, NotALeadForm,
    NurtureForm, People, PressForm, Reason, RejectForm,
};

pub use needs::{Need, Needs};

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Countdown, Feedback, Icon, Key, Moment};

/// How to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// `tel:+49…`.
    pub href: String,
    /// The number as people read it.
    pub shown: String,
    /// Where the page tells that dialling began (a seen attempt).
    pub tell: String,
}

/// A stretch of counted or closed time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// "Fri 16:50 – 17:00".
    pub when: String,
    /// "10 min" counted, or nothing.
    pub length: String,
    /// "counted", "weekend", "holiday: …".
    pub why: String,
    /// It counts towards the target.
    pub counts: bool,
}

/// A running duty with its explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owed {
    /// "First attempt due".
    pub what: String,
    /// "15 minutes of business time".
    pub target: String,
    /// What runs.
    pub clock: Countdown,
    /// Why this due time.
    pub spans: Vec<Span>,
    /// "Agreement v3, calendar v7".
    pub terms: String,
}

/// One contribution to the score.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreLine {
    /// "Asked for a demo".
    pub what: String,
    /// Its points now.
    pub points: i64,
    /// "2 × this week"; may be empty.
    pub note: String,
}

impl ScoreLine {
    /// The points with their sign, minus as a real minus.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.points < 0 {
            format!("\u{2212}{}", self.points.unsigned_abs())
        } else {
            format!("+{}", self.points)
        }
    }
}

/// Why now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// "85: fit 45, engagement 40".
    pub total: String,
    /// Its lines, the heaviest first.
    pub lines: Vec<ScoreLine>,
}

/// A way to reach the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Telephone.
    Phone,
    /// E-mail.
    Mail,
    /// A page of the web.
    Link,
    /// The lead's own hour.
    Hours,
    /// What the person allowed.
    Consent,
}

impl Way {
    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Phone => Icon("phone"),
            Self::Mail => Icon("mail"),
            Self::Link => Icon("link"),
            Self::Hours => Icon("clock"),
            Self::Consent => Icon("shield-check"),
        }
    }
}

/// A line of contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Which way.
    pub kind: Way,
    /// Where it leads; may be empty.
    pub href: String,
    /// What is read.
    pub shown: String,
    /// "there it is 11:20", "may not be called"; may be empty.
    pub note: String,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// In order.
    Pass,
    /// Worth a look.
    Warn,
    /// Could not be told.
    Unknown,
}

impl Verdict {
    /// Its words.
    #[must_use]
    pub fn key(self) -> Key {
        match self {
            Self::Pass => Key("verdict-pass"),
            Self::Warn => Key("verdict-warn"),
            Self::Unknown => Key("verdict-unknown"),
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Pass => Icon("check"),
            Self::Warn => Icon("triangle-alert"),
            Self::Unknown => Icon("circle-dashed"),
        }
    }

    /// Its class in the styles.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
        }
    }
}

/// A check and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// "Mailbox accepts mail".
    pub what: String,
    /// What it found.
    pub verdict: Verdict,
    /// Why; may be empty.
    pub why: String,
}

/// What the buyer saw and what to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SayLine {
    /// The campaign.
    pub campaign: String,
    /// What the buyer saw.
    pub saw: String,
    /// What to say.
    pub say: String,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// The lead did something.
    Touch,
    /// A form was sent.
    Submission,
    /// Somebody tried to reach the lead.
    Attempt,
    /// A two-way exchange.
    Connected,
    /// Feedback was given.
    Feedback,
    /// Baton qualified or routed.
    Routed,
    /// A reminder went out.
    Alert,
    /// Something was corrected.
    Corrected,
    /// Given back or moved.
    Returned,
}

impl Happened {
    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Touch => Icon("mouse-pointer-click"),
            Self::Submission => Icon("file-text"),
            Self::Attempt => Icon("phone"),
            Self::Connected => Icon("phone-call"),
            Self::Feedback => Icon("message-square-text"),
            Self::Routed => Icon("route"),
            Self::Alert => Icon("bell"),
            Self::Corrected => Icon("pencil-line"),
            Self::Returned => Icon("undo-2"),
        }
    }
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What kind.
    pub kind: Happened,
    /// What happened, in words.
    pub what: String,
    /// Who; may be empty.
    pub who: String,
    /// When.
    pub at: Moment,
    /// More; may be empty.
    pub detail: String,
}

/// Somebody who could have had the lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// The turn, as shown.
    pub turn: String,
    /// Chosen.
    pub chosen: bool,
    /// Why, or why not.
    pub why: String,
}

/// Why this rep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// One sentence.
    pub short: String,
    /// Who else was there.
    pub candidates: Vec<Candidate>,
    /// "Rotation North v4, 12 May 09:41".
    pub version: String,
}

/// A correction of feedback.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// From what, in words.
    pub from: String,
    /// To what, in words.
    pub to: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: Moment,
}

/// Feedback as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which of the three.
    pub which: Feedback,
    /// The reason and its detail, in words.
    pub reason: String,
    /// Free words; may be empty.
    pub note: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// After it was due.
    pub late: bool,
    /// A: whether the definition of SQL held, and why not; else empty.
    pub sql: String,
    /// It did not hold.
    pub sql_lacks: bool,
    /// It can be reported anew when that has changed.
    pub sql_again: bool,
    /// What was corrected since.
    pub corrections: Vec<Correction>,
}

/// Where the three kinds of feedback are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedbackActs {
    /// A · advanced.
    pub advanced: String,
    /// B · fit, not ready.
    pub nurture: String,
    /// C · not a fit.
    pub not_a_fit: String,
}

/// What this viewer may do now; `None`: not now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acts {
    /// Calling is possible (see [`Lead::call`]).
    pub call: bool,
    /// Log an attempt.
    pub log: Option<String>,
    /// Feedback.
    pub feedback: Option<FeedbackActs>,
    /// Give back with a reason.
    pub reject: Option<String>,
    /// Not a lead.
    pub not_a_lead: Option<String>,
    /// To another rep.
    pub hand_on: Option<String>,
    /// What else moves a duty: one press each.
    pub presses: Vec<Press>,
}

/// A further act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Where.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Its icon.
    pub icon: Icon,
    /// The key that presses it; may be empty.
    pub key: &'static str,
    /// Pressed at once, without a form between.
    pub now: Option<Now>,
}

impl Press {
    /// The key as it stands on the button.
    #[must_use]
    pub fn key_shown(&self) -> String {
        self.key.to_uppercase()
    }
}

/// What a press that needs no form sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    /// The same press twice is one act.
    pub token: String,
    /// What is pressed.
    pub value: String,
}

/// Somebody had the time from the trigger to the first attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HadLine {
    /// Who.
    pub who: String,
    /// From when to when.
    pub when: String,
    /// Open time.
    pub open: String,
    /// Closed time; may be empty.
    pub closed: String,
}

/// Who had the time, and who answers for a breach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Had {
    /// In order.
    pub lines: Vec<HadLine>,
    /// "Charged to …"; empty: kept, or not over yet.
    pub charged: String,
    /// From the first submission to the first attempt, where that is another number; may be empty.
    pub since_asked: String,
}

impl Acts {
    /// Anything at all.
    #[must_use]
    pub fn any(&self) -> bool {
        let far =
            self.reject.is_some() || self.not_a_lead.is_some() || self.hand_on.is_some() || !self.presses.is_empty();
        self.call || self.log.is_some() || self.feedback.is_some() || far
    }
}

/// Somebody of the same company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub name: String,
    /// Their title; may be empty.
    pub title: String,
    /// The lead's page.
    pub href: String,
}

/// A company has one handoff: whose it is, or who joined it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    /// "Joined the handoff of … with …", or "2 people of this company joined".
    pub words: String,
    /// The page of the colleague whose handoff it is; empty where it is this one's.
    pub href: String,
    /// Who joined this one's.
    pub people: Vec<Colleague>,
}

/// A question, or a part of the note, with what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownLine {
    /// What is asked.
    pub ask: String,
    /// The answer; empty: open.
    pub answer: String,
    /// "before a handoff", "before SQL"; may be empty.
    pub before: String,
}

/// What is known of a lead by the agreement's questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Questions, the answered ones first.
    pub lines: Vec<KnownLine>,
    /// The note that goes with the handoff: what of it was written.
    pub note: Vec<KnownLine>,
    /// Where they are answered; empty: not by this viewer.
    pub edit: String,
}

/// How a deal ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// "Won", "Lost".
    pub what: String,
    /// What it brought; may be empty.
    pub amount: String,
    /// The day.
    pub on: String,
}

/// All that a person reads about a lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lead {
    /// The person.
    pub name: String,
    /// Their title; may be empty.
    pub title: String,
    /// The company; may be empty.
    pub company: String,
    /// Where its account and deal are told; empty where it has no domain of its own.
    pub company_href: String,
    /// Town and country; may be empty.
    pub place: String,
    /// The stage, in the customer's own words.
    pub stage: String,
    /// The tier, in words.
    pub tier: String,
    /// Where it came from.
    pub source: String,
    /// Who has it; may be empty.
    pub owner: String,
    /// Colleagues, where the company has a handoff that others joined.
    pub together: Option<Together>,
    /// Running duties, the nearest first.
    pub owed: Vec<Owed>,
    /// The agreement's questions of it.
    pub known: Known,
    /// How its deal ended.
    pub ended: Option<Ended>,
    /// Why now.
    pub score: Score,
    /// What is not known: "company size".
    pub missing: Vec<String>,
    /// What would make it an MQL, while it is none.
    pub needs: Option<Needs>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// How to reach the person.
    pub contact: Vec<Contact>,
    /// The number to call now.
    pub call: Option<Call>,
    /// What to say.
    pub say: Vec<SayLine>,
    /// What happened, the newest first.
    pub timeline: Vec<Event>,
    /// Where earlier events are.
    pub earlier: Option<String>,
    /// Why this rep.
    pub decision: Option<Decision>,
    /// Who had the time from the trigger to the first attempt.
    pub had: Option<Had>,
    /// Feedback, when given.
    pub feedback: Option<Given>,
    /// What may be done.
    pub acts: Acts,
}

/// The lead's own page.
#[derive(Debug, Template)]
#[template(path = "lead.html")]
pub struct LeadPage {
    /// What stands round it.
    pub frame: Frame,
    /// The lead.
    pub lead: Lead,
}
