//! Texts that we gave out and know again: a form's token, the reference of a thank-you page.

use hmac::{Hmac, KeyInit, Mac};
use rules::{Id, Instant, Span};
use sha2::Sha256;

/// The token of one showing of a form: `made.random.sign`. Sent twice, the form counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    text: String,
    made: Instant,
}

impl Token {
    /// A fresh one.
    pub fn fresh(key: &[u8; 32], form: &str, made: Instant, random: [u8; 16]) -> Self {
        let open = format!("{:x}.{}", made.0.max(0), hex(&random));
        let text = format!("{open}.{}", sign(key, &["form", form, &open]));
        Self { text, made }
    }

    /// One that we gave out for this form; `None` for any other text.
    pub fn read(key: &[u8; 32], form: &str, text: &str) -> Option<Self> {
        let (open, signed) = text.rsplit_once('.')?;
        let made = i64::from_str_radix(open.split('.').next()?, 16).ok()?;
        is_signed(key, &["form", form, open], signed).then(|| Self {
            text: text.to_owned(),
            made: Instant(made),
        })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The id of the ask that the form becomes.
    pub fn ask_id(&self) -> Id {
        Id::named("form", &self.text)
    }

    /// From showing to sending.
    pub fn age(&self, now: Instant) -> Span {
        now - self.made
    }
}

/// The reference of a thank-you page: until when somebody is owed an answer, and nothing else.
pub fn reference(key: &[u8; 32], form: &str, due: Option<Instant>) -> String {
    let open = due.map_or(String::new(), |due| format!("{:x}", due.0.max(0)));
    format!("{open}.{}", sign(key, &["thanks", form, &open]))
}

/// Reads what `reference` wrote; `None` for any other text.
pub fn read_reference(key: &[u8; 32], form: &str, text: &str) -> Option<Option<Instant>> {
    let (open, signed) = text.rsplit_once('.')?;
    if !is_signed(key, &["thanks", form, open], signed) {
        return None;
    }
    Some(i64::from_str_radix(open, 16).ok().map(Instant))
}

fn keyed(key: &[u8; 32], parts: &[&str]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    Some(mac)
}

fn sign(key: &[u8; 32], parts: &[&str]) -> String {
    keyed(key, parts).map_or(String::new(), |mac| hex(&mac.finalize().into_bytes()))
}

fn is_signed(key: &[u8; 32], parts: &[&str], signed: &str) -> bool {
    let Some(bytes) = unhex(signed) else { return false };
    keyed(key, parts).is_some_and(|mac| mac.verify_slice(&bytes).is_ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() != 64 {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_token_of_this_form_is_known_again() {
        let token = Token::fresh(&[1; 32], "demo", Instant(5_000_000), [7; 16]);
        assert_eq!(Token::read(&[1; 32], "demo", token.as_str()), Some(token.clone()));
        assert_eq!(Token::read(&[1; 32], "contact", token.as_str()), None);
        assert_eq!(Token::read(&[2; 32], "demo", token.as_str()), None);
        let later = token.as_str().replacen('4', "5", 1);
        assert_eq!(Token::read(&[1; 32], "demo", &later), None);
        for text in ["", ".", "..", "x.y.z", "ä.ö.ü"] {
            assert_eq!(Token::read(&[1; 32], "demo", text), None, "{text}");
        }
        assert_eq!(token.age(Instant(8_000_000)), Span::seconds(3));
    }

    #[test]
    fn a_due_time_cannot_be_made_up() {
        for due in [None, Some(Instant(9_000_000))] {
            let text = reference(&[1; 32], "demo", due);
            assert_eq!(read_reference(&[1; 32], "demo", &text), Some(due));
            assert_eq!(read_reference(&[1; 32], "newsletter", &text), None);
            assert_eq!(read_reference(&[1; 32], "demo", &format!("ff{text}")), None);
        }
    }
}
