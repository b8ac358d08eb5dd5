//! Why a piece of time counts or does not.

use super::windows::Opening;
use crate::written;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The reason of a span, as text `counted`, `closed`, `weekend`, `exception:2026-12-25`, `holiday:2026-12-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Open: it counts.
    Counted,
    /// Outside the windows of a working day.
    Closed,
    /// A run of weekdays without windows about Saturday or Sunday.
    Weekend,
    /// A dated exception closes it.
    Exception(Date),
    /// A holiday list closes it.
    Holiday(Date),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counted => f.write_str("counted"),
            Self::Closed => f.write_str("closed"),
            Self::Weekend => f.write_str("weekend"),
            Self::Exception(date) => write!(f, "exception:{date}"),
            Self::Holiday(date) => write!(f, "holiday:{date}"),
        }
    }
}

impl FromStr for Why {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once(':') {
            None if text == "counted" => Ok(Self::Counted),
            None if text == "closed" => Ok(Self::Closed),
            None if text == "weekend" => Ok(Self::Weekend),
            Some(("exception", date)) => date.parse().map(Self::Exception).map_err(|_| ()),
            Some(("holiday", date)) => date.parse().map(Self::Holiday).map_err(|_| ()),
            _ => Err(()),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Why {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let of = |text: &str| text.parse().map_err(|()| "not a reason of a span".to_owned());
        written::read(from, "a reason of a span", of)
    }
}

/// A closed piece: from, to, why.
pub(super) type Piece = (i64, i64, Why);

/// Splits closed time by its reasons, date by date. The evening before and the morning after a weekend, an exception
/// or a holiday are told as part of it: "Fri 17:00 – Mon 09:00 weekend".
pub(super) fn closed_pieces(opening: &Opening, from: i64, to: i64) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for day in opening.date(from)..=opening.date(to - 1) {
        let (start, end) = (opening.start(day), opening.start(day + 1));
        let piece = (
            start.max(from),
            end.min(to),
            opening.why(day, start.max(from), end.min(to)),
        );
        match pieces.last_mut() {
            _ if piece.0 >= piece.1 => {}
            Some(last) if last.2 == piece.2 => last.1 = piece.1,
            Some(morning_after) if piece.2 == Why::Closed && to < end => morning_after.1 = to,
            Some(evening) if evening.2 == Why::Closed && evening.0 > opening.start(day - 1) => {
                *evening = (evening.0, piece.1, piece.2);
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}
