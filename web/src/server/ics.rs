//! Calendars as text (RFC 5545): CRLF, lines folded at 75 octets, escaped text, stamps in UTC.
//!
//! Promises: the same events give the same bytes; a fold never cuts a letter; a text cannot break out of its line.

use jiff::civil::Date;
use rules::Instant;

/// Most octets of one line, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From one instant to another.
    Timed(Instant, Instant),
    /// Whole days: the first, and the one after the last.
    Days(Date, Date),
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for as long as the event is the same one.
    pub uid: String,
    /// When.
    pub when: When,
    /// What people read.
    pub summary: String,
    /// Whether it takes the time: leave does, duty does not keep meetings away.
    pub busy: bool,
}

/// A calendar as text. `stamp` is when its data last changed.
pub fn text(name: &str, stamp: Instant, events: &[Event]) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN:VCALENDAR");
    lines.plain("VERSION:2.0");
    lines.plain("PRODID:-//Baton//Duty and leave//EN");
    lines.plain("CALSCALE:GREGORIAN");
    lines.plain("METHOD:PUBLISH");
    lines.said("X-WR-CALNAME", name);
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for event in events {
        lines.event(event, stamp);
    }
    lines.plain("END:VCALENDAR");
    lines.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line as it is, folded.
    fn plain(&mut self, line: &str) {
        let mut left = LINE_OCTETS;
        for letter in line.chars() {
            if letter.len_utf8() > left {
                self.0.push_str("\r\n ");
                left = LINE_OCTETS - 1;
            }
            left -= letter.len_utf8();
            self.0.push(letter);
        }
        self.0.push_str("\r\n");
    }

    fn said(&mut self, name: &str, value: &str) {
        self.plain(&format!("{name}:{}", escaped(value)));
    }

    fn event(&mut self, event: &Event, stamp: Instant) {
        self.plain("BEGIN:VEVENT");
        self.said("UID", &event.uid);
        self.plain(&format!("DTSTAMP:{}", utc(stamp)));
        match event.when {
            When::Timed(from, to) => {
                self.plain(&format!("DTSTART:{}", utc(from)));
                self.plain(&format!("DTEND:{}", utc(to)));
            }
            When::Days(from, to) => {
                self.plain(&format!("DTSTART;VALUE=DATE:{}", from.strftime("%Y%m%d")));
                self.plain(&format!("DTEND;VALUE=DATE:{}", to.strftime("%Y%m%d")));
            }
        }
        self.said("SUMMARY", &event.summary);
        self.plain(if event.busy {
            "TRANSP:OPAQUE"
        } else {
            "TRANSP:TRANSPARENT"
        });
        self.plain("END:VEVENT");
    }
}

fn utc(at: Instant) -> String {
    at.stamp().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT of RFC 5545, 3.3.11; other control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reader of its own, by the standard: unfolds, splits name, parameters and value, unescapes.
    fn read(text: &str) -> Vec<(String, String)> {
        assert!(text.ends_with("\r\n"));
        assert!(
            text.split("\r\n").all(|line| line.len() <= LINE_OCTETS),
            "75 octets at most"
        );
        let bare = text.replace("\r\n", "");
        assert!(!bare.contains(['\r', '\n']), "every end of a line is CRLF");
        let unfolded = text.replace("\r\n ", "").replace("\r\n\t", "");
        unfolded
            .split("\r\n")
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (name, value) = line.split_once(':').expect("a name and a value");
                (name.to_owned(), unescape(value))
            })
            .collect()
    }

    fn unescape(value: &str) -> String {
        let (mut out, mut letters) = (String::new(), value.chars());
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(other) => out.push(other),
                    None => panic!("a backslash at the end"),
                },
                letter => out.push(letter),
            }
        }
        out
    }

    fn event(summary: &str) -> Event {
        let day = |text: &str| text.parse().expect("a date");
        Event {
            uid: "leave-1@baton.example.com".to_owned(),
            when: When::Days(day("2026-03-04"), day("2026-03-07")),
            summary: summary.to_owned(),
            busy: true,
        }
    }

    #[test]
    fn whole_days_end_on_the_day_after_and_times_are_utc() {
        let at = |text: &str| Instant::parse(text).expect("an instant");
        let timed = Event {
            when: When::Timed(at("2026-03-29T01:30:00+01:00"), at("2026-03-29T03:30:00+02:00")),
            busy: false,
            ..event("Duty")
        };
        let read = read(&text("Duty", at("2026-03-04T09:00:00Z"), &[event("Leave"), timed]));
        let of = |name: &str| {
            read.iter()
                .filter(|(n, _)| n == name)
                .map(|(_, v)| v.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("DTSTART;VALUE=DATE"), ["20260304"]);
        assert_eq!(of("DTEND;VALUE=DATE"), ["20260307"]);
        assert_eq!(of("DTSTART"), ["20260329T003000Z"]);
        assert_eq!(of("DTEND"), ["20260329T013000Z"]);
        assert_eq!(of("DTSTAMP"), ["20260304T090000Z"; 2]);
        assert_eq!(of("TRANSP"), ["OPAQUE", "TRANSPARENT"]);
        assert_eq!((of("BEGIN").len(), of("END").len()), (3, 3));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was(summary in "[ -~äöüß漢字🙂,;\\\\\n\r]{0,200}") {
            let read = read(&text(&summary, Instant(0), &[event(&summary)]));
            let plain = summary.replace("\r\n", "\n").replace('\r', "\n");
            let found: Vec<&String> = read.iter().filter(|(n, _)| n == "SUMMARY").map(|(_, v)| v).collect();
            prop_assert_eq!(found, vec![&plain]);
            prop_assert_eq!(read.iter().filter(|(n, _)| n == "BEGIN").count(), 2, "no line of its own");
        }
    }
}
