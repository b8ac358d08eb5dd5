//! Dates as files write them. What can be read in two ways is not read.

use rules::Instant;

/// An instant: RFC 3339; `YYYY-MM-DD` with or without a time, in UTC; `DD.MM.YYYY`; milliseconds since 1970 in 13 digits.
/// `None` for anything else, also for `1/2/2026`, of which nobody knows the month.
pub fn instant(text: &str) -> Option<Instant> {
    let text = text.trim();
    if text.len() == 13 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().map(Instant::from_millis);
    }
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, time.trim()),
        None => (text, "00:00:00"),
    };
    let day = iso_day(day)?;
    let has_offset = time.ends_with(['Z', 'z']) || time.contains(['+', '-']);
    let seconds = if time.matches(':').count() == 1 && !has_offset {
        ":00"
    } else {
        ""
    };
    let offset = if has_offset { "" } else { "Z" };
    Instant::parse(&format!("{day}T{time}{seconds}{offset}"))
}

fn iso_day(day: &str) -> Option<String> {
    if let [dd, mm, yyyy] = day.split('.').collect::<Vec<_>>()[..] {
        return (yyyy.len() == 4).then(|| format!("{yyyy}-{mm:0>2}-{dd:0>2}"));
    }
    (day.len() == 10 && day.as_bytes()[4] == b'-').then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_mean_one_thing_are_read() {
        let rows = [
            ("2018-02-01", Some("2018-02-01T00:00:00Z")),
            ("2018-02-26 19:58:54", Some("2018-02-26T19:58:54Z")),
            ("2026-03-04T10:00:00+01:00", Some("2026-03-04T09:00:00Z")),
            ("2026-03-04 10:00", Some("2026-03-04T10:00:00Z")),
            ("4.3.2026", Some("2026-03-04T00:00:00Z")),
            ("1772582400000", Some("2026-03-04T00:00:00Z")),
            ("3/4/2026", None),
            ("2026-02-30", None),
            ("soon", None),
            ("", None),
            ("ü26-03-04x", None),
        ];
        for (text, wanted) in rows {
            assert_eq!(instant(text).map(Instant::rfc3339).as_deref(), wanted, "{text}");
        }
    }
}
