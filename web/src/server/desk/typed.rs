//! What was typed into the form of an act: days, times, money. Read in the calendar's zone, kept as it was typed.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use rules::agreement::{Agreement, Money};
use rules::calendar::{Calendar, Target};
use rules::{Instant, Span};
use std::collections::HashMap;

/// Currency where the agreement names none.
const CURRENCY: &str = "EUR";
/// Digits a sum may have before its minor units.
const DIGITS_MAX: usize = 13;

/// What was typed, by field.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub HashMap<String, String>);

impl Typed {
    /// A field without the white space round it; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// A field, or nothing when it is empty.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// The instant a day opens in a calendar; of a closed day, the next opening. Without a calendar: 09:00.
pub fn opening(calendar: Option<&Calendar>, zone: &TimeZone, day: Date) -> Option<Instant> {
    let at = |zoned: Zoned| Instant(zoned.timestamp().as_microsecond());
    let midnight = at(day.to_zoned(zone.clone()).ok()?);
    let first_open = calendar.and_then(|calendar| calendar.due_at(midnight, Target::Span(Span(1))).ok());
    match first_open {
        Some(just_after) => Some(just_after - Span(1)),
        None => day.at(9, 0, 0, 0).to_zoned(zone.clone()).ok().map(at),
    }
}

/// The day of an instant in a zone.
pub fn day_of(zone: &TimeZone, at: Instant) -> Date {
    at.stamp().to_zoned(zone.clone()).date()
}

/// A day as a date field sends it.
pub fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// A time as a date-and-time field sends it, in a zone.
pub fn time(zone: &TimeZone, text: &str) -> Option<Instant> {
    let typed: DateTime = text.parse().ok()?;
    let zoned = typed.to_zoned(zone.clone()).ok()?;
    Some(Instant(zoned.timestamp().as_microsecond()))
}

/// Usual days to come back: in two weeks, in a month, at the start of the next quarter, in half a year.
pub fn usual_days(today: Date) -> Vec<(&'static str, Date)> {
    let after = |span: jiff::Span| today.checked_add(span).ok();
    let months_left = 3 - (i32::from(today.month()) - 1) % 3;
    let quarter = today.first_of_month().checked_add(months_left.months()).ok();
    let days = [
        ("day-two-weeks", after(2.weeks())),
        ("day-month", after(1.month())),
        ("day-quarter", quarter),
        ("day-half-year", after(6.months())),
    ];
    days.into_iter().filter_map(|(key, day)| Some((key, day?))).collect()
}

/// The currency that sums are typed in.
pub fn currency(agreement: &Agreement) -> String {
    let goal = agreement.goal.as_ref();
    let named = goal.and_then(|goal| goal.won.as_ref().or(goal.pipeline.as_ref()));
    named.map_or(CURRENCY, |money| money.currency.as_str()).to_owned()
}

/// How many digits the minor units of a currency have (ISO 4217).
fn minor_digits(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "PYG" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

/// A sum as people type it: `18000`, `18 000.50`, `18.000,50`. `None` when it cannot be told.
pub fn money(text: &str, currency: &str) -> Option<Money> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"'\u{2019}\u{202f}\u{a0}".contains(*c))
        .collect();
    let digits = minor_digits(currency);
    let (whole, part) = match plain.rfind(['.', ',']) {
        Some(at) if plain.len() - at - 1 < 3 => (&plain[..at], &plain[at + 1..]),
        _ => (plain.as_str(), ""),
    };
    if part.len() > digits as usize || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let whole = ungrouped(whole)?;
    let missing = digits - u32::try_from(part.len()).ok()?;
    let minor: i64 = format!("{whole}{part}").parse().ok()?;
    let amount = minor.checked_mul(10_i64.checked_pow(missing)?)?;
    Some(Money {
        amount,
        currency: currency.to_owned(),
    })
}

/// A sum as it is read: `18 000.50 EUR`, without minor units where there are none.
pub fn sum(money: &Money) -> String {
    let digits = minor_digits(&money.currency);
    let one = 10_u64.pow(digits);
    let amount = money.amount.unsigned_abs();
    let whole = crate::words::number(amount / one);
    match amount % one {
        0 => format!("{whole} {}", money.currency),
        part => format!("{whole}.{part:0width$} {}", money.currency, width = digits as usize),
    }
}

/// Whole digits, with thousands apart by points or commas or not at all.
fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let (first, rest) = groups.split_first()?;
    let apart = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let whole: String = groups.concat();
    let counts = !whole.is_empty() && whole.len() <= DIGITS_MAX && whole.chars().all(|c| c.is_ascii_digit());
    (apart && !first.is_empty() && counts).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        let cents = |text: &str| money(text, "EUR").map(|money| money.amount);
        for (text, expected) in [
            ("18000", Some(1_800_000)),
            ("18 000.50", Some(1_800_050)),
            ("18.000,5", Some(1_800_050)),
            ("18,000", Some(1_800_000)),
            ("1.234.567,89", Some(123_456_789)),
            ("0.05", Some(5)),
            ("18\u{202f}000", Some(1_800_000)),
            ("", None),
            (".50", None),
            ("18k", None),
            ("-5", None),
            ("1,2345", None),
            ("12,34,567", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(cents(text), expected, "{text:?}");
        }
        assert_eq!(money("1200", "JPY").map(|m| m.amount), Some(1_200));
        assert_eq!(money("1.50", "JPY"), None);
        assert_eq!(
            money("18000.5", "EUR").map(|m| sum(&m)).as_deref(),
            Some("18\u{202f}000.50 EUR")
        );
    }

    #[test]
    fn a_day_is_the_instant_it_opens_and_a_closed_one_the_next_opening() {
        let agreement = Agreement::starting().unwrap();
        let calendar = &agreement.calendars["sales"];
        let opens = |day: &str| opening(Some(calendar), calendar.zone(), day.parse().unwrap());
        assert_eq!(opens("2026-05-04"), Instant::parse("2026-05-04T09:00:00+02:00"));
        assert_eq!(
            opens("2026-05-09"),
            Instant::parse("2026-05-11T09:00:00+02:00"),
            "a Saturday"
        );
        let without = opening(None, calendar.zone(), "2026-05-09".parse().unwrap());
        assert_eq!(without, Instant::parse("2026-05-09T09:00:00+02:00"));
    }

    #[test]
    fn usual_days_are_counted_from_today() {
        let days = |today: &str| {
            usual_days(today.parse().unwrap())
                .into_iter()
                .map(|(_, d)| d.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            days("2026-03-31"),
            ["2026-04-14", "2026-04-30", "2026-04-01", "2026-09-30"]
        );
        assert_eq!(days("2026-12-02")[2], "2027-01-01");
    }
}
