//! What stands round every page: language, theme, navigation by role, duty, a message, the live address.
//!
//! Promises: a page is given one `Frame` and asks it for words; the navigation shows only where the role may go.

use crate::assets;
use crate::shapes::{Icon, Key};
use crate::words::{Said, Words};

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Reads a cookie or a query; anything else is the system's.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme` and of the cookie.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Whose desk the navigation is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A salesperson or SDR.
    Rep,
    /// Leads a sales team.
    Manager,
    /// Works in Marketing.
    Marketer,
    /// Keeps the system; sees all places.
    Admin,
}

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The rep's queue.
    Queue,
    /// Feedback owed: the queue, that section only.
    Owed,
    /// The list of leads.
    Leads,
    /// What waits for Marketing.
    Review,
    /// Patterns of "C · not a fit".
    Patterns,
    /// Both sides' numbers.
    Scorecard,
    /// The agreement, page one.
    Agreement,
    /// Users and duty.
    Team,
    /// The system's health.
    Status,
    /// One's own account.
    Account,
    /// Nowhere in the navigation.
    Elsewhere,
}

impl Place {
    /// The places of a sample's role, in order; a real viewer's follow from what the roster lets him see.
    #[must_use]
    pub fn of(role: Role) -> &'static [Self] {
        use Place::{Agreement, Leads, Owed, Patterns, Queue, Review, Scorecard, Status, Team};
        match role {
            Role::Rep => &[Queue, Owed, Leads, Scorecard, Agreement],
            Role::Manager => &[Queue, Leads, Team, Scorecard, Agreement, Status],
            Role::Marketer => &[Review, Leads, Patterns, Scorecard, Agreement],
            Role::Admin => &[Leads, Review, Scorecard, Team, Queue, Patterns, Agreement, Status],
        }
    }

    fn looks(self) -> (Key, Icon, &'static str) {
        match self {
            Self::Queue => (Key("nav-queue"), Icon("inbox"), "/queue"),
            Self::Owed => (Key("nav-owed"), Icon("message-square-text"), "/queue?only=owed"),
            Self::Leads => (Key("nav-leads"), Icon("users"), "/leads"),
            Self::Review => (Key("nav-review"), Icon("list-checks"), "/review"),
            Self::Patterns => (Key("nav-patterns"), Icon("ban"), "/patterns"),
            Self::Scorecard => (Key("nav-scorecard"), Icon("chart-column"), "/scorecard"),
            Self::Agreement => (Key("nav-agreement"), Icon("handshake"), "/agreement"),
            Self::Team => (Key("nav-team"), Icon("calendar-clock"), "/team"),
            Self::Status => (Key("nav-status"), Icon("activity"), "/status"),
            Self::Account => (Key("nav-account"), Icon("circle-user-round"), "/account"),
            Self::Elsewhere => (Key("nav-home"), Icon("inbox"), "/"),
        }
    }

    /// Its words.
    #[must_use]
    pub fn key(self) -> Key {
        self.looks().0
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        self.looks().1
    }

    /// Its address.
    #[must_use]
    pub fn href(self) -> &'static str {
        self.looks().2
    }
}

/// One's own duty, at the foot of the navigation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duty {
    /// On duty now.
    pub on: bool,
    /// Not on leave: a break can be taken.
    pub here: bool,
    /// "On duty until 13:00", "Back on Monday 09:00".
    pub shown: String,
}

/// Who looks at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// What the office calls this person: "Head of Sales, Rep".
    pub title: String,
    /// Where this viewer may go, in order; the first four stand at the foot of a phone.
    pub places: Vec<Place>,
    /// The duty, for those who have one.
    pub duty: Option<Duty>,
}

/// What kind of message stands on top of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// Worth knowing.
    Note,
}

/// A message after an act, with undo where the act can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What kind.
    pub tone: Tone,
    /// What happened, in words.
    pub text: String,
    /// Where to post to undo it.
    pub undo: Option<String>,
}

/// What stands round a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The words.
    pub words: Words,
    /// The nonce of this answer's content security policy.
    pub nonce: String,
    /// Light or dark.
    pub theme: Theme,
    /// Single keys act (WCAG 2.1.4: a person can switch them off).
    pub single_keys: bool,
    /// Which place is current.
    pub place: Place,
    /// Who looks; `None` before signing in.
    pub viewer: Option<Viewer>,
    /// Numbers beside places.
    pub counts: Vec<(Place, u64)>,
    /// What was last searched for.
    pub search: String,
    /// A message.
    pub flash: Option<Flash>,
    /// The address of the event stream for this view.
    pub live: Option<String>,
    /// This server's instant as the page was made, RFC 3339: what countdowns are counted from; empty in samples.
    pub now: String,
    /// The page shows samples and says so.
    pub sample: bool,
    /// A version of the agreement runs on trial: which, and until when, in words.
    pub trial: Option<String>,
}

impl Frame {
    /// A frame for nobody yet: no navigation, no message.
    #[must_use]
    pub fn bare(words: Words, nonce: &str) -> Self {
        Self {
            words,
            nonce: nonce.to_owned(),
            theme: Theme::System,
            single_keys: true,
            place: Place::Elsewhere,
            viewer: None,
            counts: Vec::new(),
            search: String::new(),
            flash: None,
            live: None,
            now: String::new(),
            sample: false,
            trial: None,
        }
    }

    /// The content security policy that goes with this frame's nonce. Nothing unsafe; reports go to `/csp`.
    #[must_use]
    pub fn policy(&self) -> String {
        format!(
            "default-src 'none'; script-src 'nonce-{}'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp",
            self.nonce
        )
    }

    /// The text of a key.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The text of a key that counts.
    #[must_use]
    pub fn say_n(&self, key: &str, n: &u64) -> String {
        self.words.say_n(key, *n)
    }

    /// The text of a key about one named thing.
    #[must_use]
    pub fn say_of(&self, key: &str, name: &str) -> String {
        self.words.say_of(key, name)
    }

    /// The text of a key with its values.
    #[must_use]
    pub fn say_with(&self, key: &str, values: &[(&'static str, Said<'_>)]) -> String {
        self.words.say_with(key, values)
    }

    /// A whole number with its thousands apart.
    #[must_use]
    pub fn number(&self, n: &u64) -> String {
        crate::words::number(*n)
    }

    /// The address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// The places this viewer sees.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        self.viewer.as_ref().map_or(&[], |viewer| &viewer.places)
    }

    /// The number beside a place, if there is one above zero.
    #[must_use]
    pub fn count(&self, place: &Place) -> Option<u64> {
        self.counts
            .iter()
            .find(|(of, n)| of == place && *n > 0)
            .map(|(_, n)| *n)
    }
}
