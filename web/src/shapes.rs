//! The small shapes that many screens share: a moment, a countdown, a mark.
//!
//! Promises: plain text, numbers and enums; whoever fills them has already asked the rules and the words.

/// The key of a text in `words/*.ftl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub &'static str);

/// The name of an icon in the sprite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(pub &'static str);

/// An instant as a person reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, UTC.
    pub iso: String,
    /// On the face, in the viewer's zone: "today 14:20".
    pub shown: String,
    /// On hover, the whole truth, in the calendar's zone too.
    pub title: String,
}

/// How near a due time is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Near {
    /// Time enough.
    #[default]
    Fine,
    /// The last third is running.
    Soon,
    /// Past due.
    Late,
}

impl Near {
    /// The word that the styles and the script read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

/// A running due time; the script keeps `shown` true while the page is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Countdown {
    /// When it is due, RFC 3339, UTC.
    pub due_iso: String,
    /// From when it counts as soon, RFC 3339; empty: never said.
    pub soon_iso: String,
    /// As the server saw it: "6 min left", "12 min late", "due 16:00".
    pub shown: String,
    /// On hover: the instant in both zones.
    pub title: String,
    /// How near it is now.
    pub state: Near,
}

/// What the rep said after connecting. Always shown in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// A · advanced.
    Advanced,
    /// B · fit, not ready.
    Nurture,
    /// C · not a fit.
    NotAFit,
}

impl Feedback {
    /// All three, in their order.
    pub const ALL: [Self; 3] = [Self::Advanced, Self::Nurture, Self::NotAFit];

    /// Its words.
    #[must_use]
    pub fn key(self) -> Key {
        match self {
            Self::Advanced => Key("feedback-a"),
            Self::Nurture => Key("feedback-b"),
            Self::NotAFit => Key("feedback-c"),
        }
    }

    /// Its class in the styles.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Advanced => "advanced",
            Self::Nurture => "nurture",
            Self::NotAFit => "not-a-fit",
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Advanced => Icon("trending-up"),
            Self::Nurture => Icon("sprout"),
            Self::NotAFit => Icon("ban"),
        }
    }
}

/// A value to choose, with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// Chosen already (kept input).
    pub chosen: bool,
}

/// A field of a form with what was typed and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// What was typed, kept.
    pub value: String,
    /// What is wrong and what to do, in words; `None`: nothing.
    pub wrong: Option<String>,
}

impl Field {
    /// A field with a value and nothing wrong.
    #[must_use]
    pub fn of(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            wrong: None,
        }
    }

    /// A field with what was typed and why it cannot stay.
    #[must_use]
    pub fn wrong(value: &str, why: &str) -> Self {
        Self {
            value: value.to_owned(),
            wrong: Some(why.to_owned()),
        }
    }
}

/// A filter that is a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many stand behind it, if counted.
    pub count: Option<u64>,
    /// The one in force.
    pub current: bool,
}

/// Pages by cursor: a list says what is shown and where to go on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pager {
    /// "1–50 of 1 204", or only "50 shown" where counting is dear.
    pub shown: String,
    /// The page before, by cursor.
    pub previous: Option<String>,
    /// The page after, by cursor.
    pub next: Option<String>,
}
