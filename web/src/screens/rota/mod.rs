//! The rota of a rotation: a week of blocks with who is on, swaps, and the pattern behind it.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Choice;

/// Somebody in a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The place as forms name it: `2026-03-04.600.user_…`; empty where it cannot be swapped.
    pub place: String,
    /// Where choosing it leads.
    pub href: String,
    /// Here by a swap.
    pub swapped: bool,
    /// Away at that time: why, in words.
    pub away: String,
    /// Chosen to be swapped.
    pub chosen: bool,
}

/// A block of a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// "10:00–11:00".
    pub when: String,
    /// Now.
    pub now: bool,
    /// Over.
    pub over: bool,
    /// Who is on.
    pub people: Vec<Person>,
}

/// A date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// "Wed 4 Mar".
    pub shown: String,
    /// Today.
    pub today: bool,
    /// The office is closed all day.
    pub closed: bool,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// Choices under a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub label: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A swap of this week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swap {
    /// Its id as addresses write it.
    pub id: String,
    /// In words.
    pub shown: String,
    /// It can still be undone.
    pub open: bool,
}

/// What may be changed; `None` on the page where this viewer may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Where forms post: this page's address.
    pub href: String,
    /// The week shown, carried along.
    pub week: String,
    /// Places that can be given, by day.
    pub give: Vec<Group>,
    /// With whom: members who take over, then places by day.
    pub with: Vec<Group>,
    /// Blocks of the pattern: which one to set.
    pub blocks: Vec<Group>,
    /// Members, for the pattern.
    pub members: Vec<Choice>,
    /// Days of the week, for dealing.
    pub days: Vec<Choice>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "rota.html")]
pub struct RotaPage {
    /// What stands round it.
    pub frame: Frame,
    /// The rotation's name.
    pub name: String,
    /// "2 – 8 March 2026, Europe/Berlin".
    pub week: String,
    /// "On duty now: … until 11:00".
    pub now: String,
    /// The weeks beside it, and this one.
    pub before: String,
    /// The week after.
    pub after: String,
    /// This week; empty when it is shown.
    pub this: String,
    /// Runs by blocks.
    pub runs: bool,
    /// Runs by blocks, or did once: there are weeks to look at.
    pub was: bool,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// The week.
    pub days: Vec<Day>,
    /// Swaps of this week.
    pub swaps: Vec<Swap>,
    /// What may be changed.
    pub change: Option<Change>,
}
