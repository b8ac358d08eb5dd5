//! When time counts: each calendar's usual week.

use super::{CALENDARS_SHOWN, Line, more, say, weekday};
use crate::words::Words;
use jiff::tz::TimeZone;
use rules::agreement::Agreement;
use rules::calendar::Calendar;
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Weeks looked at to tell the usual hours from a holiday's.
const WEEKS_LOOKED_AT: i64 = 6;

/// One calendar in the sentence itself; several in lines under it.
pub(super) fn hours(words: &Words, agreement: &Agreement, now: Instant) -> Line {
    let week = |calendar: &Calendar| week_said(words, &usual_week(calendar, now));
    let all = &agreement.calendars;
    if let (1, Some((name, calendar))) = (all.len(), all.first_key_value()) {
        let values = [
            ("name", name.as_str()),
            ("week", &week(calendar)),
            ("zone", calendar.zone_name()),
        ];
        let said = say(words, "agreement-calendar", &values);
        return say(words, "agreement-hours", &[("hours", &said)]).into();
    }
    let row = |(name, calendar): (&String, &Calendar)| {
        let values = [("week", week(calendar)), ("zone", calendar.zone_name().to_owned())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        vec![name.clone(), say(words, "agreement-calendar-line", &values)]
    };
    Line {
        text: words.say("agreement-hours-lines"),
        rows: all.iter().take(CALENDARS_SHOWN).map(row).collect(),
        more: more(words, all.len(), CALENDARS_SHOWN),
        ..Line::default()
    }
}

/// The hours that each weekday usually has, from Monday: of several weeks those met most often.
fn usual_week(calendar: &Calendar, now: Instant) -> [String; 7] {
    let zone = calendar.zone();
    let mut seen: [BTreeMap<String, usize>; 7] = Default::default();
    for day in 0..WEEKS_LOOKED_AT * 7 {
        let date = (now + Span::days(day)).stamp().to_zoned(zone.clone()).date();
        let at = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        if let Some(counts) = seen.get_mut(at) {
            *counts.entry(day_hours(calendar, zone, date)).or_default() += 1;
        }
    }
    seen.map(|counts| {
        let most = counts.into_iter().max_by_key(|(_, n)| *n);
        most.map(|(hours, _)| hours).unwrap_or_default()
    })
}

fn day_hours(calendar: &Calendar, zone: &TimeZone, date: jiff::civil::Date) -> String {
    let start = |date: jiff::civil::Date| {
        date.to_zoned(zone.clone())
            .map(|z| Instant(z.timestamp().as_microsecond()))
    };
    let (Ok(mut at), Ok(end)) = (start(date), date.tomorrow().and_then(start)) else {
        return String::new();
    };
    let clock = |at: Instant| at.stamp().to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let mut windows = Vec::new();
    while let Some(open) = calendar.next_open(at).filter(|open| *open < end) {
        let Some(close) = calendar.next_close(open) else { break };
        windows.push(format!("{}–{}", clock(open), clock(close)));
        at = close;
    }
    windows.join(", ")
}

/// Days with the same hours in a row are said together; closed ones are not said.
fn week_said(words: &Words, week: &[String; 7]) -> String {
    let mut runs: Vec<(usize, usize, &String)> = Vec::new();
    for (day, hours) in week.iter().enumerate() {
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    let said = runs.into_iter().filter(|(_, _, hours)| !hours.is_empty());
    said.map(|(from, to, hours)| match from == to {
        true => format!("{} {hours}", weekday(words, from)),
        false => format!("{}–{} {hours}", weekday(words, from), weekday(words, to)),
    })
    .collect::<Vec<_>>()
    .join(", ")
}
