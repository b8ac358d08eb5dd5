//! What a server's answer means for the message.
use crate::message::Sent;
use hyper::{Response, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// Longest pause that another side may ask for.
const AFTER_SECONDS_MAX: i64 = 24 * 3600;
/// Most of the other side's words that are kept; characters.
const SAID_CHARS_MAX: usize = 200;

/// 2xx is done; 408, 425, 429 and 5xx mean try again; everything else, redirects too, means never.
pub fn read(response: &Response<()>, body: &str, now_seconds: i64) -> Sent {
    let status = response.status();
    if status.is_success() {
        return Sent::Done { reference: None };
    }
    let why = said(&format!("http_{}: {body}", status.as_u16()));
    let again = [
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::TOO_EARLY,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    if !status.is_server_error() && !again.contains(&status) {
        return Sent::refused(why);
    }
    let after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    Sent::Retry {
        after: after.and_then(|text| pause(text, now_seconds)),
        why,
    }
}

/// `Retry-After` (RFC 9110): seconds, or a date.
fn pause(text: &str, now_seconds: i64) -> Option<Duration> {
    let seconds = match text.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => rfc2822::parse(text)
            .ok()?
            .timestamp()
            .duration_since(Timestamp::from_second(now_seconds).ok()?)
            .as_secs(),
    };
    u64::try_from(seconds.clamp(0, AFTER_SECONDS_MAX))
        .ok()
        .map(Duration::from_secs)
}

/// Another side's words on one line, cut.
#[must_use]
pub fn said(words: &str) -> String {
    let one_line = words
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty());
    let one_line = one_line.collect::<Vec<_>>().join(" ");
    one_line
        .chars()
        .take(SAID_CHARS_MAX)
        .collect::<String>()
        .trim_end_matches(':')
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_770_000_000;

    fn answer(status: u16, after: Option<&str>) -> Sent {
        let mut response = Response::builder().status(status);
        if let Some(after) = after {
            response = response.header(header::RETRY_AFTER, after);
        }
        read(&response.body(()).unwrap(), "", NOW)
    }

    #[test]
    fn the_status_decides() {
        for status in [200, 201, 202, 204] {
            assert_eq!(answer(status, None), Sent::Done { reference: None });
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(answer(status, None), Sent::retry(format!("http_{status}")));
        }
        for status in [301, 302, 307, 400, 401, 403, 404, 410, 422] {
            assert_eq!(answer(status, None), Sent::refused(format!("http_{status}")));
        }
    }

    #[test]
    fn the_other_side_may_say_when() {
        let after = |text| match answer(429, Some(text)) {
            Sent::Retry { after, .. } => after.map(|after| after.as_secs()),
            other => panic!("{other:?}"),
        };
        assert_eq!(after("120"), Some(120));
        assert_eq!(after("-5"), Some(0));
        assert_eq!(after("999999999"), Some(86_400));
        assert_eq!(after("Mon, 02 Feb 2026 02:41:40 GMT"), Some(100));
        assert_eq!(after("Mon, 02 Feb 2026 02:00:00 GMT"), Some(0));
        assert_eq!(after("soon"), None);
    }

    #[test]
    fn what_was_said_stays_on_a_line_and_is_cut() {
        assert_eq!(
            said("http_400: no\r\n\tsuch \u{1b}[1mchannel"),
            "http_400: no such [1mchannel"
        );
        assert_eq!(said(&"ä".repeat(500)).chars().count(), SAID_CHARS_MAX);
    }
}
