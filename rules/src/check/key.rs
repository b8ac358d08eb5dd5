//! The stored key of a mailbox: what its provider treats as the same, and nothing more.
//!
//! Where a provider's rules are not known, dots and plus stay: joining two people is worse than keeping one twice.

/// How a provider reads the local part.
#[derive(Clone, Copy)]
struct Habits {
    /// The domain under which all of the provider's domains are one name space.
    home: &'static str,
    /// Characters that do not count.
    ignored: &'static str,
    /// Written for one another: (from, to).
    same: Option<(char, char)>,
}

/// Everyone here drops what follows a plus.
fn habits(domain: &str) -> Option<Habits> {
    let plain = |home| {
        Some(Habits {
            home,
            ignored: "",
            same: None,
        })
    };
    match domain {
        "gmail.com" | "googlemail.com" => Some(Habits {
            home: "gmail.com",
            ignored: ".",
            same: None,
        }),
        "proton.me" | "protonmail.com" | "protonmail.ch" | "pm.me" => Some(Habits {
            home: "proton.me",
            ignored: ".-_",
            same: None,
        }),
        "yandex.ru" | "yandex.com" | "yandex.by" | "yandex.kz" | "ya.ru" => Some(Habits {
            home: "yandex.ru",
            ignored: "",
            same: Some(('.', '-')),
        }),
        "icloud.com" | "me.com" | "mac.com" => plain("icloud.com"),
        _ => plus_only(domain).and_then(plain),
    }
}

/// Providers that read a plus, each domain a name space of its own.
fn plus_only(domain: &str) -> Option<&'static str> {
    const DOMAINS: [&str; 30] = [
        "fastmail.com",
        "fastmail.fm",
        "hey.com",
        "hotmail.be",
        "hotmail.ca",
        "hotmail.ch",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.de",
        "hotmail.es",
        "hotmail.fr",
        "hotmail.it",
        "hotmail.nl",
        "live.at",
        "live.be",
        "live.ca",
        "live.co.uk",
        "live.com",
        "live.de",
        "live.fr",
        "live.nl",
        "mailbox.org",
        "msn.com",
        "outlook.at",
        "outlook.com",
        "outlook.de",
        "outlook.es",
        "outlook.fr",
        "posteo.de",
        "runbox.com",
    ];
    DOMAINS.iter().copied().find(|known| *known == domain)
}

/// The key of a local part (quotes and escapes already gone) at an ASCII domain.
pub(super) fn of(local: &str, must_quote: bool, domain: &str) -> String {
    let small = local.to_lowercase();
    if must_quote {
        return format!("\"{}\"@{domain}", small.replace('\\', "\\\\").replace('"', "\\\""));
    }
    match habits(domain) {
        None => format!("{small}@{domain}"),
        Some(habits) => format!("{}@{}", kept(&small, habits), habits.home),
    }
}

/// A local part that the rules would leave empty stays as it is.
fn kept(small: &str, habits: Habits) -> String {
    let base = small.split('+').next().unwrap_or_default().trim_end_matches('.');
    let mut kept: String = base.chars().filter(|c| !habits.ignored.contains(*c)).collect();
    if let Some((from, to)) = habits.same {
        kept = kept.replace(from, &to.to_string());
    }
    if kept.is_empty() { small.to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::super::address;

    #[test]
    fn one_mailbox_has_one_key() {
        let rows: &[(&str, &str)] = &[
            ("Anna.Berg+Trade.Fair@GoogleMail.com", "annaberg@gmail.com"),
            ("a.n.n.a.berg@gmail.com", "annaberg@gmail.com"),
            ("Anna.Berg+news@outlook.com", "anna.berg@outlook.com"),
            ("anna+x@fastmail.com", "anna@fastmail.com"),
            ("anna_b-erg@pm.me", "annaberg@proton.me"),
            ("anna.berg@ya.ru", "anna-berg@yandex.ru"),
            ("anna@me.com", "anna@icloud.com"),
            ("Anna.Berg+x@Acme.example", "anna.berg+x@acme.example"),
            ("\"anna.berg\"@acme.example", "anna.berg@acme.example"),
            ("\"Anna Berg\"@acme.example", "\"anna berg\"@acme.example"),
            ("anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
            ("n\u{303}a@acme.example", "ña@acme.example"),
            ("+anna@gmail.com", "+anna@gmail.com"),
        ];
        for (written, key) in rows {
            assert_eq!(&address(written).unwrap().key, key, "{written}");
        }
    }
}
