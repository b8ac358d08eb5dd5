//! Why a calendar or a target is refused: a code and its arguments.

use jiff::civil::Date;

/// A calendar that cannot be used, or a question it cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// No such IANA zone.
    #[error("calendar.zone_unknown name={name:?} nearest={nearest:?}")]
    UnknownZone {
        /// As written.
        name: String,
        /// The most similar zone there is.
        nearest: Option<String>,
    },
    /// Not `HH:MM-HH:MM`.
    #[error("calendar.window_malformed place={place:?} text={text:?}")]
    BadWindow {
        /// Where it stands: `week.mon`, `exceptions.2026-12-24`.
        place: String,
        /// As written.
        text: String,
    },
    /// Not a date of the years 1970 to 2199, written `2026-12-24`.
    #[error("calendar.date_malformed place={place:?} text={text:?}")]
    BadDate {
        /// Where it stands: `exceptions`.
        place: String,
        /// As written.
        text: String,
    },
    /// No holiday list of that name.
    #[error("calendar.holidays_unknown name={name:?} nearest={nearest:?}")]
    UnknownHolidays {
        /// As written.
        name: String,
        /// The most similar list there is.
        nearest: Option<String>,
    },
    /// Closed for 366 days on end.
    #[error("calendar.never_opens from={from:?}")]
    NeverOpens {
        /// The first closed date of the run; `None` when no weekday has a window.
        from: Option<Date>,
    },
    /// More than a named limit.
    #[error("calendar.too_many place={place:?} max={max}")]
    TooMany {
        /// What there is too much of: `week.mon`, `exceptions`, `holidays`.
        place: String,
        /// How many there may be.
        max: usize,
    },
    /// Not a target: `90s`, `15m`, `2h`, `2bd`.
    #[error("target.malformed text={text:?}")]
    BadTarget {
        /// As written.
        text: String,
    },
    /// The due time lies further ahead than the calendar is walked.
    #[error("target.too_far days_max={days_max}")]
    TooFar {
        /// How many days are walked.
        days_max: i32,
    },
}

impl CalendarProblem {
    /// The code that the words for people are found by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownZone { .. } => "calendar.zone_unknown",
            Self::BadWindow { .. } => "calendar.window_malformed",
            Self::BadDate { .. } => "calendar.date_malformed",
            Self::UnknownHolidays { .. } => "calendar.holidays_unknown",
            Self::NeverOpens { .. } => "calendar.never_opens",
            Self::TooMany { .. } => "calendar.too_many",
            Self::BadTarget { .. } => "target.malformed",
            Self::TooFar { .. } => "target.too_far",
        }
    }

    /// The arguments of the words, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let nearest = |name: &String, nearest: &Option<String>| {
            vec![("name", name.clone()), ("nearest", nearest.clone().unwrap_or_default())]
        };
        match self {
            Self::UnknownZone { name, nearest: near } => nearest(name, near),
            Self::UnknownHolidays { name, nearest: near } => nearest(name, near),
            Self::BadWindow { place, text } | Self::BadDate { place, text } => {
                vec![("place", place.clone()), ("text", text.clone())]
            }
            Self::NeverOpens { from } => {
                vec![("from", from.map(|date| date.to_string()).unwrap_or_default())]
            }
            Self::TooMany { place, max } => {
                vec![("place", place.clone()), ("max", max.to_string())]
            }
            Self::BadTarget { text } => vec![("text", text.clone())],
            Self::TooFar { days_max } => vec![("days_max", days_max.to_string())],
        }
    }
}
