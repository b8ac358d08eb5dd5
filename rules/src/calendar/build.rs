//! From a calendar's text to its opening times: exceptions over holidays over weekdays, within the named limits.

use super::holidays::Holidays;
use super::nearest::nearest;
use super::problem::CalendarProblem;
use super::text::{self, CalendarText, WeekText, day_number};
use super::why::Why;
use super::windows::{DAY, Day, Hours, Opening, Special, union, weekday};
use super::zone::Offsets;
use super::{CLOSED_DAYS_MAX, EXCEPTIONS_MAX, HOLIDAY_LISTS_MAX, HOLIDAYS_MAX, WINDOWS_PER_DAY_MAX};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

type Week = [Vec<Hours>; 7];

/// Compiles the text.
pub(super) fn opening(text: &CalendarText, holidays: &Holidays, zone: &TimeZone) -> Result<Opening, CalendarProblem> {
    let week = week_hours(&text.week)?;
    let mut special = BTreeMap::new();
    close_holidays(text, holidays, &mut special)?;
    let cuts = apply_exceptions(text, &mut special)?;
    cut_night_shifts(&cuts, &week, &mut special);
    let week_why = week_why(&week);
    let special = special.into_iter().collect();
    let opening = Opening {
        week,
        week_why,
        special,
        offsets: Offsets::of(zone),
    };
    check_opens(&opening)?;
    Ok(opening)
}

fn week_hours(text: &WeekText) -> Result<Week, CalendarProblem> {
    let mut week = Week::default();
    for (at, (name, windows)) in text.days().into_iter().enumerate() {
        week[at] = day_hours(&format!("week.{name}"), windows)?;
    }
    Ok(week)
}

fn day_hours(place: &str, windows: &[String]) -> Result<Vec<Hours>, CalendarProblem> {
    at_most(place, windows.len(), WINDOWS_PER_DAY_MAX)?;
    let hours: Result<Vec<Hours>, _> = windows.iter().map(|w| text::window(place, w)).collect();
    Ok(union(hours?))
}

fn at_most(place: &str, count: usize, max: usize) -> Result<(), CalendarProblem> {
    if count > max {
        return Err(CalendarProblem::TooMany {
            place: place.to_owned(),
            max,
        });
    }
    Ok(())
}

fn close_holidays(
    text: &CalendarText,
    holidays: &Holidays,
    special: &mut BTreeMap<Day, Special>,
) -> Result<(), CalendarProblem> {
    at_most("holidays", text.holidays.len(), HOLIDAY_LISTS_MAX)?;
    for name in &text.holidays {
        let list = holidays.list(name).ok_or_else(|| unknown_holidays(name, holidays))?;
        for date in list.keys() {
            let holiday = Special {
                hours: Vec::new(),
                why: Some(Why::Holiday(*date)),
            };
            special.insert(day_number(*date), holiday);
        }
        at_most("holidays", special.len(), HOLIDAYS_MAX)?;
    }
    Ok(())
}

fn unknown_holidays(name: &str, holidays: &Holidays) -> CalendarProblem {
    let nearest = nearest(name, holidays.names());
    CalendarProblem::UnknownHolidays {
        name: name.to_owned(),
        nearest,
    }
}

/// Puts the exceptions over what is there; gives back the dates that cut the night shift before them.
fn apply_exceptions(text: &CalendarText, special: &mut BTreeMap<Day, Special>) -> Result<Vec<Day>, CalendarProblem> {
    at_most("exceptions", text.exceptions.len(), EXCEPTIONS_MAX)?;
    let mut cuts = Vec::new();
    for (date_text, exception) in &text.exceptions {
        let date = text::date("exceptions", date_text)?;
        let hours = day_hours(&format!("exceptions.{date_text}"), exception.windows())?;
        special.insert(
            day_number(date),
            Special {
                hours,
                why: Some(Why::Exception(date)),
            },
        );
        if exception.cut() {
            cuts.push(day_number(date));
        }
    }
    Ok(cuts)
}

fn cut_night_shifts(cuts: &[Day], week: &Week, special: &mut BTreeMap<Day, Special>) {
    for cut in cuts {
        let before = cut - 1;
        let weekly = || Special {
            hours: week[weekday(before)].clone(),
            why: None,
        };
        for hours in &mut special.entry(before).or_insert_with(weekly).hours {
            hours.close = hours.close.min(DAY);
        }
    }
}

/// A weekday without windows is part of the weekend when Saturday or Sunday is in the same run of such days.
fn week_why(week: &Week) -> [Why; 7] {
    std::array::from_fn(|day| {
        let back = (0..7).take_while(|n| week[(day + 7 - n) % 7].is_empty());
        let ahead = (0..7).take_while(|n| week[(day + n) % 7].is_empty());
        let run = back.map(|n| (day + 7 - n) % 7).chain(ahead.map(|n| (day + n) % 7));
        if run.into_iter().any(|day| day >= 5) {
            Why::Weekend
        } else {
            Why::Closed
        }
    })
}

/// Refuses a calendar that stays closed for [`CLOSED_DAYS_MAX`] dates on end. Only the dates about special ones are
/// looked at: seven dates without a special one hold an open weekday.
fn check_opens(opening: &Opening) -> Result<(), CalendarProblem> {
    if opening.week.iter().all(Vec::is_empty) {
        return Err(CalendarProblem::NeverOpens { from: None });
    }
    let mut closed = 0;
    let mut next = Day::MIN;
    for (special, _) in &opening.special {
        for day in next.max(special - 7)..special + 8 {
            closed = if opening.hours(day).is_empty() { closed + 1 } else { 0 };
            if closed >= CLOSED_DAYS_MAX {
                return Err(CalendarProblem::NeverOpens {
                    from: date_of(day - CLOSED_DAYS_MAX + 1),
                });
            }
        }
        next = special + 8;
    }
    Ok(())
}

fn date_of(day: Day) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(day.days()).ok()
}
