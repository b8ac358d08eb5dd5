//! What a mail domain tells: throw-away, forwarded, free, or a company's; and which well-known one was meant.

use super::lists::{DISPOSABLE, FREE, POPULAR, RELAY};

/// Whose mailboxes a domain holds. Exactly one: relays before disposable, because lists of disposable domains name some relays and
/// would turn real people away; disposable before free, because lists of free domains name many disposable ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainKind {
    /// A forwarding service for privacy: a real person reads it.
    Relay,
    /// Throw-away.
    Disposable,
    /// Free, or given with an internet line.
    Free,
    /// Anything else: taken for a company's.
    Company,
}

/// The kind of a domain in ASCII, small letters.
pub fn domain_kind(domain: &str) -> DomainKind {
    if RELAY.has_domain(domain) {
        DomainKind::Relay
    } else if DISPOSABLE.has_domain(domain) {
        DomainKind::Disposable
    } else if FREE.has(domain) || POPULAR.has(domain) {
        DomainKind::Free
    } else {
        DomainKind::Company
    }
}

/// Endings that exist nowhere, and what the finger was after.
const SLIPS: [(&str, &str); 14] = [
    (".con", ".com"),
    (".cmo", ".com"),
    (".ocm", ".com"),
    (".comm", ".com"),
    (".cpm", ".com"),
    (".vom", ".com"),
    (".xom", ".com"),
    (".coom", ".com"),
    (".c0m", ".com"),
    (".nte", ".net"),
    (".ney", ".net"),
    (".nett", ".net"),
    (".ogr", ".org"),
    (".orgg", ".org"),
];

/// Real mail domains one letter from a popular one.
const NEIGHBOURS: [&str; 5] = ["email.com", "mail.com", "qmail.com", "xmail.com", "ymail.com"];

/// The well-known domain that a mistyped one was meant to be, to be suggested and never put in place.
pub fn meant_domain(domain: &str) -> Option<String> {
    if POPULAR.has(domain) || NEIGHBOURS.contains(&domain) {
        return None;
    }
    let mended = mended_ending(domain);
    let seen = mended.as_deref().unwrap_or(domain);
    if POPULAR.has(seen) {
        return mended;
    }
    let near = POPULAR
        .all()
        .iter()
        .find(|known| one_slip(seen.as_bytes(), known.as_bytes()) && !other_country(seen, known));
    near.map(|known| (*known).to_owned()).or(mended)
}

/// `hotmail.se` is the same provider in another country, not a slip for `hotmail.de`.
fn other_country(a: &str, b: &str) -> bool {
    let name_length = |domain: &str| domain.split_once('.').map(|(name, _)| name.len());
    let country = |domain: &str| domain.rsplit('.').next().is_some_and(|top| top.len() == 2);
    let same_name =
        name_length(a).is_some_and(|length| name_length(b) == Some(length) && a.get(..length) == b.get(..length));
    same_name && country(a) && country(b)
}

fn mended_ending(domain: &str) -> Option<String> {
    let (wrong, right) = SLIPS.iter().find(|(wrong, _)| domain.ends_with(wrong))?;
    Some(format!("{}{right}", domain.strip_suffix(wrong)?))
}

/// One letter changed, dropped, doubled, or two swapped.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => false,
        ([x1, x2, a_rest @ ..], [y1, y2, b_rest @ ..]) if x1 == y2 && x2 == y1 && a_rest == b_rest => true,
        _ if a.len() == b.len() => a[1..] == b[1..],
        _ if a.len() > b.len() => &a[1..] == b,
        _ => a == &b[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_domain_is_of_one_kind() {
        let rows: &[(&str, DomainKind)] = &[
            ("mailinator.com", DomainKind::Disposable),
            ("x.mailinator.com", DomainKind::Disposable),
            ("sofortmail.de", DomainKind::Disposable),
            ("duck.com", DomainKind::Relay),
            ("mozmail.com", DomainKind::Relay),
            ("addy.io", DomainKind::Relay),
            ("anna.anonaddy.com", DomainKind::Relay),
            ("simplelogin.com", DomainKind::Relay),
            ("opayq.com", DomainKind::Relay),
            ("privaterelay.appleid.com", DomainKind::Relay),
            ("gmail.com", DomainKind::Free),
            ("icloud.com", DomainKind::Free),
            ("proton.me", DomainKind::Free),
            ("bluewin.ch", DomainKind::Free),
            ("acme.example", DomainKind::Company),
        ];
        for (domain, kind) in rows {
            assert_eq!(domain_kind(domain), *kind, "{domain}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_seen() {
        let rows: &[(&str, Option<&str>)] = &[
            ("gmial.com", Some("gmail.com")),
            ("gmai.com", Some("gmail.com")),
            ("gmaill.com", Some("gmail.com")),
            ("gnail.com", Some("gmail.com")),
            ("gmail.co", Some("gmail.com")),
            ("gmail.con", Some("gmail.com")),
            ("gmial.con", Some("gmail.com")),
            ("hotmial.com", Some("hotmail.com")),
            ("outlok.com", Some("outlook.com")),
            ("yahooo.com", Some("yahoo.com")),
            ("tonline.de", Some("t-online.de")),
            ("acme.con", Some("acme.com")),
            ("hotmail.se", None),
            ("yahoo.co.id", None),
            ("outlook.be", None),
            ("gmail.com", None),
            ("ymail.com", None),
            ("mail.com", None),
            ("web.de", None),
            ("acme.example", None),
        ];
        for (domain, meant) in rows {
            assert_eq!(meant_domain(domain).as_deref(), *meant, "{domain}");
        }
    }
}
