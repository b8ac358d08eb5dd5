//! The forms of the acts: what may be chosen, and what was typed before, kept.

use super::answers::Asking;
use super::called::Called;
use super::lead::qualified;
use super::typed::{Typed, currency, day_of, usual_days};
use super::{Looker, Telling};
use crate::screens::lead::{
    AdvancedForm, AttemptForm, Form, MoveForm, NotAFitForm, NotALeadForm, NurtureForm, Reason, RejectForm,
};
use crate::shapes::{Choice, Field};
use engine::lead::reads::Sheet;
use rules::agreement::{self, ClauseOutcome, Stage};
use rules::fact::{AttemptResult, Channel, RejectReason, Role, SubmissionKind, Which};
use rules::fields::FieldKind;
use rules::handoff::Handoff;

/// Which act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Log an attempt.
    Attempt,
    /// Feedback.
    Feedback(Which),
    /// Give back.
    Reject,
    /// Not a lead.
    NotALead,
    /// To another rep.
    Move,
    /// The conversation goes on.
    Conversation,
    /// A call was asked for.
    CallBack,
    /// Take what is held for oneself.
    Take,
    /// Give on what its owner let pass.
    GiveOn,
    /// Why it was late.
    Late,
    /// Is the deal still alive.
    Alive,
    /// Ask Marketing to answer the pattern.
    PleaseRespond,
    /// The deal was won.
    Won,
    /// The deal was lost.
    Lost,
    /// How it ended is taken back.
    UndoOutcome,
}

impl Doing {
    /// Reads the last word of the address.
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "attempt" => Self::Attempt,
            "advanced" => Self::Feedback(Which::Advanced),
            "not-ready" => Self::Feedback(Which::FitNotReady),
            "not-a-fit" => Self::Feedback(Which::NotAFit),
            "reject" => Self::Reject,
            "not-a-lead" => Self::NotALead,
            "move" => Self::Move,
            "conversation" => Self::Conversation,
            "call-back" => Self::CallBack,
            "take" => Self::Take,
            "give-on" => Self::GiveOn,
            "late" => Self::Late,
            "alive" => Self::Alive,
            "please-respond" => Self::PleaseRespond,
            "won" => Self::Won,
            "lost" => Self::Lost,
            "undo-outcome" => Self::UndoOutcome,
            _ => return None,
        })
    }

    /// As the address has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Attempt => "attempt",
            Self::Feedback(Which::Advanced) => "advanced",
            Self::Feedback(Which::FitNotReady) => "not-ready",
            Self::Feedback(Which::NotAFit) => "not-a-fit",
            Self::Reject => "reject",
            Self::NotALead => "not-a-lead",
            Self::Move => "move",
            Self::Conversation => "conversation",
            Self::CallBack => "call-back",
            Self::Take => "take",
            Self::GiveOn => "give-on",
            Self::Late => "late",
            Self::Alive => "alive",
            Self::PleaseRespond => "please-respond",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::UndoOutcome => "undo-outcome",
        }
    }

    /// Told of a deal's end.
    pub fn is_outcome(self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::UndoOutcome)
    }

    /// Said of what has ended too: why it was late, whether a deal lives, what Marketing is to answer.
    pub fn is_of_the_ended(self) -> bool {
        matches!(self, Self::Late | Self::Alive | Self::PleaseRespond)
    }

    /// What the next page says when it is done.
    pub fn flash(self) -> &'static str {
        match self {
            Self::Attempt => "flash-attempt",
            Self::Feedback(Which::Advanced) => "flash-advanced",
            Self::Feedback(Which::FitNotReady) => "flash-not-ready",
            Self::Feedback(Which::NotAFit) => "flash-not-a-fit",
            Self::Reject => "flash-rejected",
            Self::NotALead => "flash-not-a-lead",
            Self::Move => "flash-moved",
            Self::Conversation => "flash-conversation",
            Self::CallBack => "flash-call-back",
            Self::Take => "flash-take",
            Self::GiveOn => "flash-give-on",
            Self::Late => "flash-late",
            Self::Alive => "flash-alive",
            Self::PleaseRespond => "flash-please-respond",
            Self::Won => "flash-won",
            Self::Lost => "flash-lost",
            Self::UndoOutcome => "flash-undo-outcome",
        }
    }
}

/// What is wrong: the field, and the words for it. An empty field is the whole.
pub(super) type Wrong = (String, String);

/// All that a form is made of.
pub(super) struct Making<'a> {
    pub telling: &'a Telling<'a>,
    pub looker: &'a Looker,
    pub sheet: &'a Sheet,
    pub handoff: &'a Handoff,
    pub typed: &'a Typed,
    pub wrong: &'a [Wrong],
    pub called: Option<Called>,
}

impl Making<'_> {
    /// The form of an act.
    pub fn form(&self, doing: Doing) -> Form {
        match doing {
            Doing::Attempt => Form::Attempt(self.attempt()),
            Doing::Feedback(Which::Advanced) => Form::Advanced(self.advanced()),
            Doing::Feedback(Which::FitNotReady) => Form::Nurture(self.nurture()),
            Doing::Feedback(Which::NotAFit) => Form::NotAFit(self.not_a_fit()),
            Doing::Reject => Form::Reject(self.reject()),
            Doing::NotALead => Form::NotALead(self.not_a_lead()),
            Doing::Move => Form::Move(self.move_to()),
            ended if ended.is_outcome() => Form::Press(self.outcome(ended)),
            press => Form::Press(self.press(press)),
        }
    }

    /// Whether a field shows its own fault; anything else stands above the form.
    pub fn shows(&self, doing: Doing, field: &str) -> bool {
        match doing {
            Doing::Attempt => field == "at",
            Doing::Feedback(Which::Advanced) => {
                matches!(field, "step" | "next_step_on" | "amount") || field.starts_with("answers.")
            }
            Doing::Won | Doing::Lost => matches!(field, "on" | "amount"),
            Doing::Feedback(Which::FitNotReady) => matches!(field, "reason" | "again_on"),
            Doing::Feedback(Which::NotAFit) | Doing::Reject => field == "reason",
            Doing::Conversation | Doing::CallBack => field == "at",
            Doing::Alive => matches!(field, "step_on" | "until"),
            Doing::NotALead
            | Doing::Move
            | Doing::Take
            | Doing::GiveOn
            | Doing::Late
            | Doing::PleaseRespond
            | Doing::UndoOutcome => false,
        }
    }

    pub(super) fn field(&self, name: &str) -> Field {
        let value = self.typed.get(name);
        let wrong = self.wrong.iter().find(|(field, _)| field == name);
        wrong.map_or_else(|| Field::of(value), |(_, words)| Field::wrong(value, words))
    }

    fn choice(&self, name: &str, value: &str, label: String, default: bool) -> Choice {
        let typed = self.typed.get(name);
        Choice {
            chosen: typed == value || (typed.is_empty() && default),
            value: value.to_owned(),
            label,
        }
    }

    fn attempt(&self) -> AttemptForm {
        let words = |family, code| self.telling.say_code(family, code);
        let channel = |c: Channel| self.choice("channel", c.code(), words("channel", c.code()), c == Channel::Call);
        let result = |r: AttemptResult| self.choice("result", r.code(), words("result", r.code()), false);
        let seen_at = self.called.as_ref().map(|called| self.telling.moment(called.at).shown);
        AttemptForm {
            channels: Channel::ALL.into_iter().map(channel).collect(),
            results: AttemptResult::ALL.into_iter().map(result).collect(),
            at: self.field("at"),
            seen: self
                .called
                .as_ref()
                .map(|called| called.text.clone())
                .unwrap_or_default(),
            seen_shown: seen_at
                .map(|at| self.telling.frame.say_of("attempt-seen", &at))
                .unwrap_or_default(),
            note: self.field("note"),
        }
    }

    fn reasons_of(&self, which: agreement::Which) -> Vec<Reason> {
        let rules = &self.telling.agreement.feedback;
        let reason = |known: &agreement::Reason| {
            let detail = known.detail.as_ref();
            self.reason(
                &known.code,
                known.words.clone(),
                detail.map(|d| d.ask.clone()).unwrap_or_default(),
                detail.map(|d| answers(&d.kind)).unwrap_or_default(),
            )
        };
        rules.reasons_of(which).map(reason).collect()
    }

    fn reason(&self, code: &str, label: String, ask: String, answers: Vec<String>) -> Reason {
        let field = format!("detail_{code}");
        let details = answers
            .iter()
            .map(|answer| self.choice(&field, answer, answer.clone(), false));
        Reason {
            choice: self.choice("reason", code, label, false),
            ask,
            details: details.collect(),
            typed: self.typed.get(&field).to_owned(),
        }
    }

    fn advanced(&self) -> AdvancedForm {
        let known = self.telling.agreement.feedback.reasons_of(agreement::Which::Advanced);
        let step = |known: &agreement::Reason| self.choice("next_step", &known.code, known.words.clone(), false);
        let person = self.sheet.person.clone().unwrap_or_default();
        let asking = Asking {
            words: &self.telling.frame.words,
            person: &person,
            typed: self.typed,
            wrong: self.wrong,
        };
        let before = self.telling.agreement.questions_before(Stage::Sql);
        AdvancedForm {
            questions: before.map(|question| asking.line(question)).collect(),
            steps: known.map(step).collect(),
            step_wrong: self.field("step"),
            on: self.field("next_step_on"),
            amount: self.field("amount"),
            currency: currency(self.telling.agreement),
            note: self.field("note"),
        }
    }

    fn nurture(&self) -> NurtureForm {
        let today = day_of(&self.telling.zone, self.telling.now);
        let day = |(key, day): (&'static str, jiff::civil::Date)| {
            let label = self.telling.frame.say_of(key, &day.strftime("%-d %b").to_string());
            self.choice("again", &day.to_string(), label, false)
        };
        NurtureForm {
            reasons: self.reasons_of(agreement::Which::FitNotReady),
            reason_wrong: self.field("reason"),
            days: usual_days(today).into_iter().map(day).collect(),
            on: self.field("again_on"),
            note: self.field("note"),
        }
    }

    fn not_a_fit(&self) -> NotAFitForm {
        let held = qualified(self.sheet)
            .into_iter()
            .flat_map(|qualified| &qualified.verdict.clauses)
            .filter(|(_, outcome)| *outcome == ClauseOutcome::True);
        let clause = |(name, _): &(String, ClauseOutcome)| self.choice("clause", name, name.clone(), false);
        NotAFitForm {
            clauses: held.map(clause).collect(),
            reasons: self.reasons_of(agreement::Which::NotAFit),
            reason_wrong: self.field("reason"),
            note: self.field("note"),
        }
    }

    fn reject(&self) -> RejectForm {
        let definition = self.telling.agreement.definition(Stage::Mql);
        let clauses = definition.into_iter().flat_map(|definition| &definition.clauses);
        let clauses: Vec<String> = clauses.map(|clause| clause.name.clone()).collect();
        let rules = &self.telling.agreement.feedback;
        let reason = |reason: RejectReason| {
            let known = rules.reason(agreement::Which::Rejected, reason.code());
            let label = known.map_or_else(|| self.telling.say_code("rejected", reason.code()), |r| r.words.clone());
            let outside = reason == RejectReason::OutsideDefinition;
            let ask = if outside {
                self.telling.frame.say("reject-clause")
            } else {
                String::new()
            };
            self.reason(
                reason.code(),
                label,
                ask,
                if outside { clauses.clone() } else { Vec::new() },
            )
        };
        // once a try found the contact data wrong, that is the one reason left
        let may = |reason: &RejectReason| self.handoff.may_be_given_back(*reason);
        RejectForm {
            reasons: RejectReason::ALL.into_iter().filter(may).map(reason).collect(),
            reason_wrong: self.field("reason"),
        }
    }

    fn not_a_lead(&self) -> NotALeadForm {
        let rules = &self.telling.agreement.feedback;
        let kind = |kind: SubmissionKind| {
            let known = rules.reason(agreement::Which::NotALead, kind.code());
            let label = known.map_or_else(|| self.telling.say_code("kind", kind.code()), |r| r.words.clone());
            self.choice("kind", kind.code(), label, false)
        };
        let kinds = SubmissionKind::ALL.into_iter().filter(|kind| kind.is_no_lead());
        NotALeadForm {
            kinds: kinds.map(kind).collect(),
        }
    }

    fn move_to(&self) -> MoveForm {
        let users = &self.looker.roster.users;
        let may_take = users.iter().filter(|(id, user)| {
            let works = user.is(Role::Rep) || user.is(Role::SalesManager);
            user.is_active() && works && self.handoff.owner != Some(**id)
        });
        let away = |name: String| self.telling.frame.say_of("move-away", &name);
        let mut reps: Vec<Choice> = may_take
            .map(|(id, user)| {
                let name = self.telling.names.of(*id);
                let label = if user.is_on_leave(self.telling.now) {
                    away(name)
                } else {
                    name
                };
                self.choice("to", &id.show("user"), label, false)
            })
            .collect();
        reps.sort_by(|a, b| a.label.cmp(&b.label));
        MoveForm { reps }
    }
}

/// The answers of a detail that has a few.
fn answers(kind: &FieldKind) -> Vec<String> {
    match kind {
        FieldKind::Choice(choices) => choices.clone(),
        _ => Vec::new(),
    }
}
