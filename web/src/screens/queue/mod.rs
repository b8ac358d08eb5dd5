//! The rep's queue: the one to call now, then what is due, owed, returning, later; the chosen lead beside it.
//!
//! Promises: one address (`/queue?lead=…`) is one page, on a desk with both columns, on a phone with one.

use askama::Template;

use crate::frame::Frame;
use crate::screens::lead::{Call, Lead, Now};
use crate::screens::rotations::OutBox;
use crate::shapes::{Choice, Countdown, Icon, Key};

/// Why a lead stands where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Due within the next hour, or late.
    DueSoon,
    /// Connected; feedback is owed.
    Owed,
    /// A "B · fit, not ready" whose day has come.
    Returning,
    /// Due later.
    Later,
    /// Waits for somebody; the viewer answers for it.
    Held,
}

impl Kind {
    /// Its words.
    #[must_use]
    pub fn key(self) -> Key {
        match self {
            Self::DueSoon => Key("queue-due-soon"),
            Self::Owed => Key("queue-owed"),
            Self::Returning => Key("queue-returning"),
            Self::Later => Key("queue-later"),
            Self::Held => Key("queue-held"),
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::DueSoon => Icon("timer"),
            Self::Owed => Icon("message-square-text"),
            Self::Returning => Icon("undo-2"),
            Self::Later => Icon("calendar-clock"),
            Self::Held => Icon("circle-pause"),
        }
    }

    /// The id of its heading.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::DueSoon => "due-soon",
            Self::Owed => "owed",
            Self::Returning => "returning",
            Self::Later => "later",
            Self::Held => "held",
        }
    }
}

/// One lead in the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its address in the queue, `/queue?lead=…`.
    pub href: String,
    /// The person.
    pub name: String,
    /// The company; may be empty.
    pub company: String,
    /// Why it is here: "asked for a demo", "connected yesterday".
    pub what: String,
    /// The tier, in words.
    pub tier: String,
    /// Attempt n of m.
    pub tries: Option<(u8, u8)>,
    /// How many colleagues joined: "+2 people".
    pub people: u64,
    /// What runs.
    pub clock: Option<Countdown>,
    /// How to call; for the one that is now.
    pub call: Option<Call>,
    /// Where it is taken, and what that sends; for the one that is now and held for the viewer.
    pub take: Option<(String, Now)>,
    /// It is the one shown beside.
    pub chosen: bool,
}

/// A group of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which.
    pub kind: Kind,
    /// Those shown.
    pub items: Vec<Item>,
    /// How many there are.
    pub total: u64,
    /// Where to see them all, when not all are shown.
    pub more: Option<String>,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// All open handoffs of this rep.
    pub open: u64,
    /// The one to call now.
    pub now: Option<Item>,
    /// The groups, in their order; an empty one is not shown.
    pub sections: Vec<Section>,
    /// Whose leads, for those who see everybody's; empty: no choice.
    pub owners: Vec<Choice>,
    /// Where the list goes on, when one group is read alone.
    pub next: Option<String>,
    /// Why no rotation picks the viewer now, in words.
    pub out: Option<String>,
    /// What waits for the opening, and what of it can be kept; `None` while it is open.
    pub morning: Option<String>,
}

impl Queue {
    /// Nothing at all to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now.is_none() && self.sections.iter().all(|section| section.items.is_empty())
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "queue.html")]
pub struct QueuePage {
    /// What stands round it.
    pub frame: Frame,
    /// What a manager is asked about reps who let leads pass.
    pub out: OutBox,
    /// The list.
    pub queue: Queue,
    /// The lead beside it; without a choice the first one.
    pub chosen: Option<Lead>,
    /// The choice is in the address: a phone shows the lead instead of the list.
    pub picked: bool,
}
