//! Free text as it comes in: kept readable, bounded, without what breaks a database or a terminal.

use super::code::Code;

/// Trims, makes every line end `\n`, drops control characters other than tab and line end.
/// Everything a person can see stays as it was written.
///
/// # Errors
/// `nul` for a NUL character (no database takes it, and no person types it); `too_long` for more than `max_chars` characters.
pub fn clean_text(text: &str, max_chars: usize) -> Result<String, Code> {
    if text.contains('\0') {
        return Err(Code::Nul);
    }
    let clean = if text.contains(char::is_control) || text.contains(['\u{2028}', '\u{2029}']) {
        without_controls(text)
    } else {
        text.trim().to_owned()
    };
    // a character has at most four octets, so most texts need no counting
    if clean.len() > max_chars && clean.chars().count() > max_chars {
        return Err(Code::TooLong);
    }
    Ok(clean)
}

fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_readable_and_bounded() {
        let rows: &[(&str, Result<&str, Code>)] = &[
            ("  Please call  ", Ok("Please call")),
            ("one\r\ntwo\rthree\u{2028}four", Ok("one\ntwo\nthree\nfour")),
            ("a\u{7}b\u{1b}[31mred", Ok("ab[31mred")),
            ("tab\tstays", Ok("tab\tstays")),
            ("Ω≈ç√∫˜µ 👩‍👩‍👧‍👦 مرحبا", Ok("Ω≈ç√∫˜µ 👩‍👩‍👧‍👦 مرحبا")),
            ("a\0b", Err(Code::Nul)),
            ("", Ok("")),
        ];
        for (text, clean) in rows {
            assert_eq!(clean_text(text, 100), clean.map(str::to_owned), "{text:?}");
        }
    }

    #[test]
    fn the_bound_counts_characters_not_octets() {
        assert_eq!(clean_text("ääää", 4), Ok("ääää".to_owned()));
        assert_eq!(clean_text("äääää", 4), Err(Code::TooLong));
    }
}
