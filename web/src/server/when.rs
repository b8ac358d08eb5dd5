//! Instants as people read them: in a zone, near ones in words.

use crate::shapes::{Countdown, Moment, Near};
use crate::words::Words;
use jiff::tz::TimeZone;
use rules::{Instant, Span};

/// An instant on the face and, on hover, the whole truth.
pub fn moment(words: &Words, zone: &TimeZone, at: Instant, now: Instant) -> Moment {
    Moment {
        iso: at.rfc3339(),
        shown: shown(words, zone, at, now),
        title: whole(zone, at),
    }
}

/// The whole truth: date, time, zone.
pub fn whole(zone: &TimeZone, at: Instant) -> String {
    at.stamp()
        .to_zoned(zone.clone())
        .strftime("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

fn shown(words: &Words, zone: &TimeZone, at: Instant, now: Instant) -> String {
    let (then, today) = (at.stamp().to_zoned(zone.clone()), now.stamp().to_zoned(zone.clone()));
    let time = then.strftime("%H:%M").to_string();
    let days = then.date().since(today.date()).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => words.say_of("when-today", &time),
        -1 => words.say_of("when-yesterday", &time),
        1 => words.say_of("when-tomorrow", &time),
        2..=6 => format!("{} {time}", then.strftime("%a")),
        _ if then.year() == today.year() => then.strftime("%-d %b %H:%M").to_string(),
        _ => then.strftime("%-d %b %Y").to_string(),
    }
}

/// A running due time; soon in its last third.
pub fn countdown(words: &Words, zone: &TimeZone, start: Instant, due: Instant, now: Instant) -> Countdown {
    let soon = due - Span((due - start).0.max(0) / 3);
    let state = match now {
        late if late > due => Near::Late,
        near if near >= soon => Near::Soon,
        _ => Near::Fine,
    };
    Countdown {
        due_iso: due.rfc3339(),
        soon_iso: soon.rfc3339(),
        shown: left(words, zone, due, now),
        title: whole(zone, due),
        state,
    }
}

fn left(words: &Words, zone: &TimeZone, due: Instant, now: Instant) -> String {
    let away = (due - now).whole_seconds();
    if away.abs() > 24 * 3_600 {
        let key = if away < 0 { "when-late-since" } else { "when-due" };
        return words.say_of(key, &shown(words, zone, due, now));
    }
    let length = length(Span::seconds(away.abs()));
    if away < 0 {
        words.say_of("when-late", &length)
    } else {
        words.say_of("when-left", &length)
    }
}

/// A length of time in hours and minutes: "6 min", "2 h 05".
pub fn length(span: Span) -> String {
    let minutes = span.whole_seconds() / 60;
    match minutes {
        0..60 => format!("{minutes}\u{a0}min"),
        60..1_440 => format!("{}\u{a0}h {:02}", minutes / 60, minutes % 60),
        _ => format!("{}\u{a0}d", minutes / 1_440),
    }
}
