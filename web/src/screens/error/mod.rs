//! When something cannot be shown or done: what happened, what was kept, what to do.

use askama::Template;

use crate::frame::Frame;

/// Which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not allowed.
    Forbidden,
    /// Not there.
    NotFound,
    /// Somebody was first.
    Conflict,
    /// Cannot be understood.
    Unprocessable,
    /// A fault here.
    Fault,
    /// Too busy, or the database is away.
    Busy,
    /// No space is left where the database lives.
    Full,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::Unprocessable,
        Self::Fault,
        Self::Busy,
        Self::Full,
    ];

    /// The status of the answer.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Unprocessable => 422,
            Self::Fault => 500,
            Self::Busy | Self::Full => 503,
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title_in(self, frame: &Frame) -> String {
        match self {
            Self::Forbidden => frame.say("error-403"),
            Self::NotFound => frame.say("error-404"),
            Self::Conflict => frame.say("error-409"),
            Self::Unprocessable => frame.say("error-422"),
            Self::Fault => frame.say("error-500"),
            Self::Busy => frame.say("error-503"),
            Self::Full => frame.say("error-full"),
        }
    }

    fn happened_in(self, frame: &Frame, who: &str) -> String {
        match self {
            Self::Forbidden => frame.say("error-403-happened"),
            Self::NotFound => frame.say("error-404-happened"),
            Self::Conflict => frame.say_of("error-409-happened", who),
            Self::Unprocessable => frame.say("error-422-happened"),
            Self::Fault => frame.say("error-500-happened"),
            Self::Busy => frame.say("error-503-happened"),
            Self::Full => frame.say("error-full-happened"),
        }
    }

    fn kept_in(self, frame: &Frame) -> String {
        match self {
            Self::Forbidden | Self::NotFound => String::new(),
            Self::Conflict | Self::Unprocessable => frame.say("error-nothing-changed"),
            Self::Fault | Self::Busy => frame.say("error-kept"),
            Self::Full => frame.say("error-full-kept"),
        }
    }

    fn action_in(self, frame: &Frame) -> String {
        match self {
            Self::Conflict => frame.say("error-see-lead"),
            Self::Unprocessable | Self::Fault | Self::Busy | Self::Full => frame.say("error-again"),
            Self::Forbidden | Self::NotFound => frame.say("error-home"),
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What stands round it.
    pub frame: Frame,
    /// Which.
    pub kind: Kind,
    /// What happened.
    pub happened: String,
    /// What was kept; may be empty.
    pub kept: String,
    /// What to do.
    pub action: String,
    /// Where that leads.
    pub href: String,
    /// An id for the operator; may be empty.
    pub trace: String,
}

impl ErrorPage {
    /// The page in the usual words. `who`: who was first (409); `href`: where the button leads.
    #[must_use]
    pub fn new(frame: Frame, kind: Kind, who: &str, href: &str) -> Self {
        let (happened, kept, action) = (
            kind.happened_in(&frame, who),
            kind.kept_in(&frame),
            kind.action_in(&frame),
        );
        Self {
            frame,
            kind,
            happened,
            kept,
            action,
            href: href.to_owned(),
            trace: String::new(),
        }
    }

    /// There is somewhere to go: a visitor of a form has no start here, and may only try again.
    fn leads_on(&self) -> bool {
        !self.href.is_empty() || matches!(self.kind, Kind::Busy | Kind::Full | Kind::Fault)
    }

    /// The same page for a refusal of the rules, already in words.
    #[must_use]
    pub fn refused(frame: Frame, kind: Kind, words: String, href: &str) -> Self {
        Self {
            happened: words,
            kept: String::new(),
            ..Self::new(frame, kind, "", href)
        }
    }
}
