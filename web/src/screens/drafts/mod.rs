//! A draft of the agreement: what it changes so far, its parts as forms, its text.

use askama::Template;

use crate::frame::Frame;
use crate::screens::agreement::Known;
use crate::screens::versions::Wrong;
use crate::shapes::{Choice, Field, Filter, Moment};

/// A draft in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its page; what is discarded has none.
    pub href: String,
    /// Where taking it back is posted; `None`: it is not discarded.
    pub restore: Option<String>,
    /// Who began it.
    pub by: String,
    /// Who changed it last.
    pub kept_by: String,
    /// When.
    pub at: Moment,
}

/// The draft as a whole.
#[derive(Debug, Template)]
#[template(path = "draft.html")]
pub struct DraftPage {
    /// What stands round it.
    pub frame: Frame,
    /// Its address.
    pub href: String,
    /// Who began it, who changed it last, and who sees it.
    pub about: String,
    /// Another version came into force since it was begun: in words.
    pub moved_on: Option<String>,
    /// Its parts.
    pub parts: Vec<Filter>,
    /// What is wrong with it.
    pub wrong: Vec<Wrong>,
    /// What it changes.
    pub sentences: Vec<String>,
    /// Who has to sign.
    pub who_signs: String,
    /// What its goal asks for, worked backwards; `None`: it has none.
    pub goal: Option<String>,
    /// What it would have changed of the last 90 days; empty: not reckoned yet.
    pub replayed: Vec<String>,
    /// Where it is reckoned; `None`: not for this viewer, or it changes nothing.
    pub replay: Option<String>,
    /// It changes something and may be proposed.
    pub ready: bool,
    /// As a trial.
    pub trial: bool,
    /// From when: the day and the time of day; the next business day's beginning at first.
    pub from_day: Field,
    /// The time of day.
    pub from_time: String,
    /// At once when the last side has signed.
    pub at_once: bool,
    /// In whose zone.
    pub zone: String,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// The viewer's last save, to undo.
    pub undo: Option<Undo>,
    /// Each clause's fields with the share of the last 90 days' leads that have them.
    pub known: Vec<Known>,
    /// Of how many leads, in words.
    pub looked_at: String,
    /// The text's hash, as seen.
    pub seen: String,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// The draft as text.
#[derive(Debug, Template)]
#[template(path = "draft_text.html")]
pub struct TextPage {
    /// What stands round it.
    pub frame: Frame,
    /// The draft's page.
    pub href: String,
    /// The parts, and this.
    pub parts: Vec<Filter>,
    /// As typed.
    pub text: String,
    /// What is wrong with it.
    pub wrong: Vec<Wrong>,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// Somebody changed the draft meanwhile.
    pub stale: Option<Stale>,
    /// The viewer's last save, to undo.
    pub undo: Option<Undo>,
    /// The text's hash, as seen.
    pub seen: String,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// One condition of a clause: field, comparison, value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// The name that its inputs begin with.
    pub name: String,
    /// The fields there are, in words.
    pub fields: Vec<Choice>,
    /// The comparisons that go with the field.
    pub tests: Vec<Choice>,
    /// What the value is typed in: `text`, `number`, `date`, `lines`, `select`, `ticks`, `none`.
    pub control: &'static str,
    /// What stands there.
    pub value: String,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// One step of an escalation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The name that its inputs begin with.
    pub name: String,
    /// When.
    pub at: String,
    /// Who may be told.
    pub tell: Vec<Choice>,
}

/// One input of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Its id on the page.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How it is written; may be empty.
    pub hint: String,
    /// What it is: `line`, `number`, `date`, `lines`, `select`, `ticks`, `tick`, `clause`, `steps`, `text`.
    pub control: &'static str,
    /// What stands there.
    pub value: String,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// A clause's conditions, and an empty one to add another.
    pub conditions: Vec<Condition>,
    /// An escalation's steps, and an empty one.
    pub steps: Vec<Step>,
    /// What is wrong with it, in words.
    pub wrong: Option<String>,
    /// Its key in the text, for whoever edits that.
    pub key: String,
}

/// Something wrong with a card, and the way there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// Where it is mended: an input of this page, or another part.
    pub href: String,
    /// The input's label.
    pub label: String,
    /// What is wrong.
    pub sentence: String,
}

/// What was typed beside what stands there now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Of what: an input's label, or a line's number.
    pub label: String,
    /// What was typed; may be empty.
    pub mine: String,
    /// What the draft says; may be empty.
    pub now: String,
}

/// Somebody changed the draft meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    /// Who, in words.
    pub words: String,
    /// What differs.
    pub rows: Vec<Difference>,
    /// Where the current one is taken.
    pub take: String,
    /// Of lines of the text.
    pub lines: bool,
}

/// The viewer's last save, which can be undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undo {
    /// Where it is posted.
    pub action: String,
    /// When it was.
    pub about: String,
    /// The text's hash, as seen.
    pub seen: String,
    /// The part that is shown.
    pub back: String,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// A draft that is none any more.
#[derive(Debug, Template)]
#[template(path = "draft_gone.html")]
pub struct GonePage {
    /// What stands round it.
    pub frame: Frame,
    /// What became of it.
    pub title: String,
    /// The same with who and when.
    pub happened: String,
    /// Where to go: what the button says, and its address.
    pub act: String,
    /// The address.
    pub href: String,
    /// Where taking it back is posted; `None`: it cannot be.
    pub restore: Option<String>,
    /// What was typed and not kept, by label.
    pub typed: Vec<(String, String)>,
}

/// One thing of a part: a tier, a clause; or a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its place in the text.
    pub at: String,
    /// Its id on the page.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// It is not there yet.
    pub is_new: bool,
    /// It stands inside of the card before.
    pub inside: bool,
    /// It is shown open.
    pub open: bool,
    /// Its inputs.
    pub inputs: Vec<Input>,
    /// It may go up.
    pub up: bool,
    /// It may go down.
    pub down: bool,
    /// It may be taken out.
    pub remove: bool,
    /// What is wrong with it as a whole.
    pub problem: Option<String>,
    /// What is wrong with its inputs, each with the way there.
    pub faults: Vec<Fault>,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

impl Card {
    /// How much is wrong with it, as a sentence.
    #[must_use]
    pub fn faulty(&self, frame: &Frame) -> String {
        frame.say_n("edit-faults", &(self.faults.len() as u64))
    }

    /// Whether a clause is typed in it: then its values can be fitted to its fields.
    #[must_use]
    pub fn has_clause(&self) -> bool {
        self.inputs.iter().any(|input| input.control == "clause")
    }
}

/// A part of a draft as forms.
#[derive(Debug, Template)]
#[template(path = "draft_part.html")]
pub struct PartPage {
    /// What stands round it.
    pub frame: Frame,
    /// The draft's page.
    pub href: String,
    /// This page.
    pub action: String,
    /// The parts, this one current.
    pub parts: Vec<Filter>,
    /// The part's name.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Its things.
    pub cards: Vec<Card>,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// Somebody changed the draft meanwhile.
    pub stale: Option<Stale>,
    /// What else a new name changed, in words.
    pub renamed: Option<String>,
    /// The viewer's last save, to undo.
    pub undo: Option<Undo>,
    /// The text's hash, as seen.
    pub seen: String,
}
