//! What a message may weigh, and what may not stand in its lines.
use crate::message::Message;

/// Longest address or URL; bytes.
pub const TO_BYTES_MAX: usize = 2_048;
/// Longest subject; bytes. RFC 5322 allows 998 in a line.
pub const SUBJECT_BYTES_MAX: usize = 900;
/// Longest plain text or JSON document; bytes.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Longest HTML; bytes.
pub const HTML_BYTES_MAX: usize = 512 * 1024;
/// Most further headers.
pub const HEADERS_MAX: usize = 50;
/// Longest value of a header; bytes.
pub const HEADER_BYTES_MAX: usize = 2_000;

/// Headers that the message's own fields make.
const RESERVED: &[&str] = &["from", "sender", "to", "cc", "bcc", "subject", "mime-version"];

/// Checks a message.
///
/// # Errors
/// The code of the first limit it breaks.
pub fn check(message: &Message) -> Result<(), &'static str> {
    line(&message.to, TO_BYTES_MAX, "to_too_long", "to_line_break")?;
    line(
        &message.subject,
        SUBJECT_BYTES_MAX,
        "subject_too_long",
        "subject_line_break",
    )?;
    line(
        message.from.as_deref().unwrap_or(""),
        TO_BYTES_MAX,
        "from_too_long",
        "from_line_break",
    )?;
    no_more(message.text.len(), TEXT_BYTES_MAX, "text_too_long")?;
    no_more(
        message.html.as_ref().map_or(0, String::len),
        HTML_BYTES_MAX,
        "html_too_long",
    )?;
    no_more(message.headers.len(), HEADERS_MAX, "too_many_headers")?;
    message
        .headers
        .iter()
        .try_for_each(|(name, value)| header(name, value))?;
    if message.to.is_empty() {
        Err("to_missing")
    } else {
        Ok(())
    }
}

fn header(name: &str, value: &str) -> Result<(), &'static str> {
    let lower = name.to_ascii_lowercase();
    let plain = !name.is_empty() && name.len() <= 76 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain {
        return Err("header_name");
    }
    if RESERVED.contains(&lower.as_str()) || lower.starts_with("content-") {
        return Err("header_reserved");
    }
    line(value, HEADER_BYTES_MAX, "header_too_long", "header_line_break")
}

fn line(text: &str, most: usize, long: &'static str, broken: &'static str) -> Result<(), &'static str> {
    no_more(text.len(), most, long)?;
    if text.contains(['\r', '\n', '\0']) {
        Err(broken)
    } else {
        Ok(())
    }
}

fn no_more(size: usize, most: usize, code: &'static str) -> Result<(), &'static str> {
    if size > most { Err(code) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Message)) -> Result<(), &'static str> {
        let mut message = Message {
            to: "ann@example.com".into(),
            ..Message::default()
        };
        change(&mut message);
        check(&message)
    }

    fn headers(name: &str, value: &str) -> Result<(), &'static str> {
        with(|message| message.headers.push((name.into(), value.into())))
    }

    #[test]
    fn a_line_break_cannot_smuggle_a_header() {
        assert_eq!(
            with(|m| m.subject = "Hi\r\nBcc: eve@example.com".into()),
            Err("subject_line_break")
        );
        assert_eq!(with(|m| m.to = "ann@example.com\nX: y".into()), Err("to_line_break"));
        assert_eq!(
            with(|m| m.from = Some("a@b.example\rX: y".into())),
            Err("from_line_break")
        );
        assert_eq!(
            headers("List-Id", "a\r\nBcc: eve@example.com"),
            Err("header_line_break")
        );
        assert_eq!(headers("X: y\r\nBcc", "eve@example.com"), Err("header_name"));
    }

    #[test]
    fn a_header_cannot_take_the_place_of_a_field() {
        for name in ["Bcc", "from", "SUBJECT", "Content-Type"] {
            assert_eq!(headers(name, "x"), Err("header_reserved"), "{name}");
        }
        assert_eq!(headers("List-Unsubscribe", "<https://example.com/u>"), Ok(()));
    }

    #[test]
    fn every_size_has_its_end() {
        assert_eq!(with(|m| m.subject = "ä".repeat(SUBJECT_BYTES_MAX / 2)), Ok(()));
        assert_eq!(
            with(|m| m.subject = "a".repeat(SUBJECT_BYTES_MAX + 1)),
            Err("subject_too_long")
        );
        assert_eq!(with(|m| m.text = "a".repeat(TEXT_BYTES_MAX + 1)), Err("text_too_long"));
        assert_eq!(
            with(|m| m.html = Some("a".repeat(HTML_BYTES_MAX + 1))),
            Err("html_too_long")
        );
        assert_eq!(
            with(|m| m.headers = vec![("A".into(), "b".into()); HEADERS_MAX + 1]),
            Err("too_many_headers")
        );
        assert_eq!(headers("A", &"b".repeat(HEADER_BYTES_MAX + 1)), Err("header_too_long"));
        assert_eq!(with(|m| m.to = String::new()), Err("to_missing"));
    }
}
