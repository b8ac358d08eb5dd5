//! Mail addresses as mail servers take them: RFC 5321 mailbox with RFC 6531 letters, read by hand.
//!
//! Narrower than the RFCs where no person with a mailbox is hurt: no comments, no folding white space, no address literals,
//! no single-label domains, no obsolete forms. White space around an address is the caller's to trim.

use super::code::Code;
use super::fold::composed;
use super::key;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

/// RFC 5321, 4.5.3.1.1, in octets.
const LOCAL_OCTETS_MAX: usize = 64;
/// RFC 5321, 4.5.3.1.3 less the angle brackets, in octets.
const ADDRESS_OCTETS_MAX: usize = 254;
/// Special-use names that never take mail (RFC 6761, 7686, 6762).
const RESERVED: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// A mail address that reads well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// For people: as written, letters composed, the domain in small letters.
    pub shown: String,
    /// For identity: two addresses of one mailbox have one key. Small letters, ASCII domain, provider rules where known.
    pub key: String,
    /// The domain in ASCII (IDNA), small letters.
    pub domain: String,
}

impl Email {
    /// The part before the @, in small letters, without quotes or provider rules.
    pub fn local_part(&self) -> String {
        let local = self.shown.rsplit_once('@').map_or("", |(local, _)| local);
        local.trim_matches('"').to_lowercase()
    }
}

/// Reads a mail address. The text must be the address and nothing else.
///
/// # Errors
/// The first thing a mail server would stumble over, as a code.
pub fn address(text: &str) -> Result<Email, Code> {
    if text.is_empty() {
        return Err(Code::Missing);
    }
    refuse_whole(text)?;
    let (local, domain) = halves(text)?;
    let local = read_local(local)?;
    let ascii = read_domain(domain)?;
    let shown = format!("{}@{}", local.shown, composed(domain).to_lowercase());
    if shown.len().max(local.shown.len() + 1 + ascii.len()) > ADDRESS_OCTETS_MAX {
        return Err(Code::AddressTooLong);
    }
    let key = key::of(&local.plain, local.must_quote, &ascii);
    Ok(Email {
        shown,
        key,
        domain: ascii,
    })
}

/// What is wrong wherever it stands. The bound first, so that nothing below reads megabytes.
fn refuse_whole(text: &str) -> Result<(), Code> {
    if text.len() > ADDRESS_OCTETS_MAX {
        return Err(Code::AddressTooLong);
    }
    // most addresses are plain, and octets are quicker to look at than characters
    let plain = text.bytes().all(|octet| matches!(octet, b' '..=b'~'));
    if !plain && text.chars().any(invisible) {
        return Err(Code::ControlCharacter);
    }
    Ok(())
}

/// Control, format, private and unassigned-by-design characters: in an address they only hide something.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Cuts at the @ that ends the local part: after the closing quote, or the only one.
fn halves(text: &str) -> Result<(&str, &str), Code> {
    let end = if text.starts_with('"') {
        closing_quote(text)? + 1
    } else {
        text.find('@').ok_or(no_at(text))?
    };
    let (local, rest) = text.split_at(end);
    match rest.strip_prefix('@') {
        Some("") => Err(Code::NoDomain),
        Some(domain) => Ok((local, domain)),
        None => Err(after_quote(rest)),
    }
}

fn no_at(text: &str) -> Code {
    if text.contains(char::is_whitespace) {
        Code::Space
    } else {
        Code::NoAt
    }
}

/// `"Anna B" <anna@b.example>` is a display name; anything else after a quote is a slip.
fn after_quote(rest: &str) -> Code {
    if rest.contains('<') {
        Code::DisplayName
    } else {
        Code::LocalPartQuotes
    }
}

fn closing_quote(text: &str) -> Result<usize, Code> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at),
            _ => {}
        }
    }
    Err(Code::LocalPartQuotes)
}

struct Local {
    shown: String,
    /// Without quotes and escapes.
    plain: String,
    must_quote: bool,
}

fn read_local(local: &str) -> Result<Local, Code> {
    if local.len() > LOCAL_OCTETS_MAX {
        return Err(Code::LocalPartTooLong);
    }
    let Some(inside) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        dot_string(local)?;
        let plain = composed(local).into_owned();
        // composing can bring out a character that was refused before, such as U+037E turning into a semicolon
        dot_string(&plain)?;
        return Ok(Local {
            shown: plain.clone(),
            plain,
            must_quote: false,
        });
    };
    let plain = composed(&unescaped(inside)?).into_owned();
    let must_quote = dot_string(&plain).is_err();
    Ok(Local {
        shown: composed(local).into_owned(),
        plain,
        must_quote,
    })
}

/// RFC 5321 Dot-string, RFC 6531 letters.
fn dot_string(local: &str) -> Result<(), Code> {
    if local.is_empty() {
        return Err(Code::NoLocalPart);
    }
    // a display name has spaces too, and the bracket says more
    if local.contains(['<', '>']) {
        return Err(Code::DisplayName);
    }
    if let Some(wrong) = local.chars().find(|c| *c != '.' && !atext(*c)) {
        return Err(wrong_in_local(wrong));
    }
    if local.split('.').any(str::is_empty) {
        return Err(Code::LocalPartDots);
    }
    Ok(())
}

fn atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && !c.is_whitespace())
}

fn wrong_in_local(c: char) -> Code {
    match c {
        '(' | ')' => Code::Comment,
        '"' => Code::LocalPartQuotes,
        c if c.is_whitespace() => Code::Space,
        _ => Code::LocalPartCharacter,
    }
}

/// RFC 5321 QcontentSMTP: printable, a backslash before a printable ASCII character.
fn unescaped(inside: &str) -> Result<String, Code> {
    let mut plain = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        let taken = if c == '\\' {
            chars.next().filter(char::is_ascii)
        } else {
            Some(c)
        };
        plain.push(taken.ok_or(Code::LocalPartQuotes)?);
    }
    if plain.trim().is_empty() {
        Err(Code::NoLocalPart)
    } else {
        Ok(plain)
    }
}

/// The domain in ASCII, by IDNA with host-name characters only.
fn read_domain(domain: &str) -> Result<String, Code> {
    refuse_domain(domain)?;
    let ascii = Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::Check,
            DnsLength::Verify,
        )
        .map_err(|_| Code::DomainNotValid)?
        .into_owned();
    let top = ascii.rsplit_once('.').map(|(_, top)| top).ok_or(Code::DomainNoDot)?;
    if RESERVED.contains(&top) {
        return Err(Code::DomainReserved);
    }
    if !top_level(top) {
        return Err(Code::TopLevelNotValid);
    }
    Ok(ascii)
}

/// Words for the commoner slips; everything else is left to IDNA.
fn refuse_domain(domain: &str) -> Result<(), Code> {
    if domain.starts_with('[') {
        return Err(Code::AddressLiteral);
    }
    match domain.chars().find(|c| c.is_whitespace() || "()<>".contains(*c)) {
        Some('(' | ')') => Err(Code::Comment),
        Some('<' | '>') => Err(Code::DisplayName),
        Some(_) => Err(Code::Space),
        None => Ok(()),
    }
}

/// No top-level domain ends in a digit, but those in punycode may.
fn top_level(top: &str) -> bool {
    top.starts_with("xn--") || top.ends_with(|c: char| c.is_ascii_lowercase())
}
