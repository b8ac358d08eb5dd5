//! Targets as they are written: `90s`, `15m`, `2h`, `2bd`.

use super::problem::CalendarProblem;
use crate::time::Span;
use crate::written;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Business days a target may ask for.
pub const BUSINESS_DAYS_MAX: u32 = 500;
/// Digits a target's number may have.
const DIGITS_MAX: usize = 9;

/// What a clock allows: a length of open time, or business days. A bare "day" is neither, and is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A length of time: `90s`, `15m`, `2h`; where it is not whole seconds, `1500us`.
    Span(Span),
    /// Business days: `2bd`.
    BusinessDays(u32),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = match self {
            Self::BusinessDays(days) => return write!(f, "{days}bd"),
            Self::Span(span) => span.0,
        };
        let unit = |size: i64| micros % size == 0 && micros != 0;
        match micros {
            0 => f.write_str("0m"),
            n if unit(3_600_000_000) => write!(f, "{}h", n / 3_600_000_000),
            n if unit(60_000_000) => write!(f, "{}m", n / 60_000_000),
            n if unit(1_000_000) => write!(f, "{}s", n / 1_000_000),
            n => write!(f, "{n}us"),
        }
    }
}

impl FromStr for Target {
    type Err = CalendarProblem;

    fn from_str(text: &str) -> Result<Self, CalendarProblem> {
        read(text).ok_or_else(|| CalendarProblem::BadTarget {
            text: text.chars().take(64).collect(),
        })
    }
}

fn read(text: &str) -> Option<Target> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if unit == "us" {
        return (digits <= 18)
            .then(|| number.parse().ok())
            .flatten()
            .map(|n| Target::Span(Span(n)));
    }
    if digits > DIGITS_MAX {
        return None;
    }
    let number: i64 = number.parse().ok()?;
    match unit {
        "s" => Some(Target::Span(Span::seconds(number))),
        "m" => Some(Target::Span(Span::minutes(number))),
        "h" => span_of_hours(number),
        "bd" => u32::try_from(number)
            .ok()
            .filter(|days| *days <= BUSINESS_DAYS_MAX)
            .map(Target::BusinessDays),
        _ => None,
    }
}

/// Hours overflow a span first.
fn span_of_hours(hours: i64) -> Option<Target> {
    hours
        .checked_mul(3_600_000_000)
        .map(|micros| Target::Span(Span(micros)))
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let of = |text: &str| text.parse().map_err(|e: CalendarProblem| e.to_string());
        written::read(from, "a target, as 15m or 2bd", of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_reads_as_it_is_written() {
        for (text, target) in [
            ("15m", Target::Span(Span::minutes(15))),
            ("2h", Target::Span(Span::hours(2))),
            ("90s", Target::Span(Span::seconds(90))),
            ("1500us", Target::Span(Span(1_500))),
            ("0m", Target::Span(Span::ZERO)),
            ("2bd", Target::BusinessDays(2)),
        ] {
            assert_eq!(text.parse(), Ok(target), "{text}");
            assert_eq!(target.to_string(), text);
            assert_eq!(serde_json::to_value(target).unwrap(), serde_json::json!(text));
        }
    }

    #[test]
    fn what_is_not_a_target_is_refused() {
        for text in [
            "",
            "15",
            "m",
            "1d",
            "-5m",
            "1.5h",
            " 5m",
            "5 m",
            "501bd",
            "9999999999s",
            "5M",
            "٣m",
        ] {
            assert!(text.parse::<Target>().is_err(), "{text:?}");
        }
        assert!("999999999h".parse::<Target>().is_ok());
    }
}
