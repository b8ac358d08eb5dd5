//! The forms of the acts on a lead. Each is a page of its own; the script may lay it into the lead's page.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Countdown, Field};

/// A reason with what is asked next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub choice: Choice,
    /// The question for its detail; empty: none.
    pub ask: String,
    /// Answers as chips; empty: a line to type.
    pub details: Vec<Choice>,
    /// What was typed.
    pub typed: String,
}

/// Log an attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttemptForm {
    /// Phone, mail, social, meeting.
    pub channels: Vec<Choice>,
    /// What came of it; each a button.
    pub results: Vec<Choice>,
    /// When, if not now.
    pub at: Field,
    /// A call that the system saw begin here; empty: none.
    pub seen: String,
    /// The same in words.
    pub seen_shown: String,
    /// Free words.
    pub note: Field,
}

/// A question as a line of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedLine {
    /// `answers.timeline`, `note.when_to_call`.
    pub name: String,
    /// Its words.
    pub label: String,
    /// `text` or `date`.
    pub kind: String,
    /// Answers to choose from; empty: a line to type.
    pub choices: Vec<Choice>,
    /// What was typed or is known, and what is wrong with it.
    pub field: Field,
}

/// The agreement's questions, and the note that goes with a handoff.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswersForm {
    /// The questions.
    pub questions: Vec<AskedLine>,
    /// Parts of the note.
    pub note: Vec<AskedLine>,
}

/// A · advanced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdvancedForm {
    /// What is asked before SQL.
    pub questions: Vec<AskedLine>,
    /// The next step.
    pub steps: Vec<Choice>,
    /// What is wrong with the step.
    pub step_wrong: Field,
    /// Its date.
    pub on: Field,
    /// The amount, where known.
    pub amount: Field,
    /// The reporting currency.
    pub currency: String,
    /// Free words.
    pub note: Field,
}

/// B · fit, not ready.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NurtureForm {
    /// Why not yet, with details.
    pub reasons: Vec<Reason>,
    /// What is wrong with the reason.
    pub reason_wrong: Field,
    /// Usual days: "in a month", "next quarter".
    pub days: Vec<Choice>,
    /// A day of its own.
    pub on: Field,
    /// Free words.
    pub note: Field,
}

/// C · not a fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotAFitForm {
    /// The fit clauses that held: which of them is wrong?
    pub clauses: Vec<Choice>,
    /// Reasons with their details.
    pub reasons: Vec<Reason>,
    /// What is wrong with the reason.
    pub reason_wrong: Field,
    /// Free words.
    pub note: Field,
}

/// Give back before the first attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RejectForm {
    /// Reasons with their details.
    pub reasons: Vec<Reason>,
    /// What is wrong with the reason.
    pub reason_wrong: Field,
}

/// To another rep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoveForm {
    /// To whom; each a button.
    pub reps: Vec<Choice>,
}

/// Not a lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotALeadForm {
    /// Customer, support, applicant …
    pub kinds: Vec<Choice>,
}

/// A line to fill in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub label: String,
    /// `date` or `datetime-local`.
    pub kind: String,
    /// What was typed.
    pub field: Field,
}

/// One press, with a date where it needs one: a conversation that goes on, a call asked for, why it was late, still alive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PressForm {
    /// Its heading.
    pub title: String,
    /// What follows from it.
    pub hint: String,
    /// Dates.
    pub lines: Vec<Line>,
    /// The name of the buttons.
    pub name: String,
    /// Each an answer.
    pub buttons: Vec<Choice>,
}

/// Which act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Log an attempt.
    Attempt(AttemptForm),
    /// A · advanced.
    Advanced(AdvancedForm),
    /// B · fit, not ready.
    Nurture(NurtureForm),
    /// C · not a fit.
    NotAFit(NotAFitForm),
    /// Give back.
    Reject(RejectForm),
    /// Not a lead.
    NotALead(NotALeadForm),
    /// To another rep.
    Move(MoveForm),
    /// Questions and note.
    Answers(AnswersForm),
    /// One press.
    Press(PressForm),
}

impl Form {
    /// Its heading.
    #[must_use]
    pub fn title_in(&self, frame: &Frame) -> String {
        match self {
            Self::Attempt(_) => frame.say("act-log"),
            Self::Advanced(_) => frame.say("feedback-a"),
            Self::Nurture(_) => frame.say("feedback-b"),
            Self::NotAFit(_) => frame.say("feedback-c"),
            Self::Reject(_) => frame.say("reject-title"),
            Self::NotALead(_) => frame.say("not-a-lead-title"),
            Self::Move(_) => frame.say("move-title"),
            Self::Answers(_) => frame.say("answers-title"),
            Self::Press(form) => form.title.clone(),
        }
    }
}

/// Colleagues who joined the handoff: each is covered by what is said, or left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// What becomes of whom, in words.
    pub hint: String,
    /// Each with a tick; none where the act leaves no choice.
    pub ticks: Vec<Choice>,
    /// All of them, as the form sends them back.
    pub shown: String,
}

/// An act about to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The person.
    pub who: String,
    /// Company, what they asked for.
    pub about: String,
    /// What runs.
    pub clock: Option<Countdown>,
    /// Where the form posts.
    pub action: String,
    /// The id of this ask, so that the same press twice is one act.
    pub token: String,
    /// Where "back" leads.
    pub back: String,
    /// What is wrong with the whole, in words.
    pub problem: Option<String>,
    /// Colleagues who joined, as the act treats them.
    pub people: Option<People>,
    /// The form.
    pub form: Form,
}

/// The page of an act.
#[derive(Debug, Template)]
#[template(path = "act.html")]
pub struct ActPage {
    /// What stands round it.
    pub frame: Frame,
    /// The act.
    pub act: Act,
}
