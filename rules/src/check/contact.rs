//! All checks on one contact at once, with what they found out.

use super::address::{Email, address};
use super::code::{Code, What};
use super::domain::{DomainKind, domain_kind, meant_domain};
use super::{Check, E164, country, is_role, person_name, phone, state};

/// What a person or a row says. Texts as they came; white space around them does not count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contact<'a> {
    /// Mail address.
    pub email: Option<&'a str>,
    /// Telephone number, any writing.
    pub phone: Option<&'a str>,
    /// The person's name.
    pub name: Option<&'a str>,
    /// The company's name.
    pub company: Option<&'a str>,
    /// The company's website: an address or a host.
    pub website: Option<&'a str>,
    /// Country: a code or a name.
    pub country: Option<&'a str>,
    /// State or province: a code or a name.
    pub state: Option<&'a str>,
}

/// What the checks said and found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The verdicts. No personal data inside.
    pub checks: Vec<Check>,
    /// The mail address, where it reads well.
    pub email: Option<Email>,
    /// The telephone number in E.164.
    pub phone_e164: Option<String>,
    /// Digits behind the switchboard.
    pub phone_extension: Option<String>,
    /// The country of the number, alpha-2.
    pub phone_country: Option<String>,
    /// The country as said, alpha-2. Not guessed from the number.
    pub country: Option<String>,
    /// The state as said, ISO 3166-2.
    pub state: Option<String>,
    /// The company's domain in ASCII: of the mail address, or of the website where the mail is free, forwarded or throw-away.
    pub company_domain: Option<String>,
    /// The mail address with the well-known domain that was probably meant. To be suggested, never put in place.
    pub suggestion: Option<String>,
    /// Free mail.
    pub free_mail: bool,
    /// Throw-away mail. Never together with `free_mail`.
    pub disposable: bool,
    /// A position's mailbox.
    pub role: bool,
}

/// Every check that needs only the contact. `home_country` (alpha-2) is where a number without country is read.
///
/// Each check stands at most once. Those of the mail domain stand only where there is an address that reads well,
/// that of the state only where a state is given.
pub fn check_contact(contact: &Contact<'_>, home_country: Option<&str>) -> Checked {
    let mut checked = nothing();
    mail(given(contact.email), &mut checked);
    company(given(contact.website), &mut checked);
    place(given(contact.country), given(contact.state), &mut checked);
    telephone(given(contact.phone), home_country, &mut checked);
    checked.checks.push(person_name(contact.name.unwrap_or_default()));
    checked
}

fn nothing() -> Checked {
    Checked {
        checks: Vec::with_capacity(10),
        email: None,
        phone_e164: None,
        phone_extension: None,
        phone_country: None,
        country: None,
        state: None,
        company_domain: None,
        suggestion: None,
        free_mail: false,
        disposable: false,
        role: false,
    }
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn mail(text: Option<&str>, checked: &mut Checked) {
    match text.map(address) {
        None => checked.checks.push(Check::unknown(What::Address, Code::Missing)),
        Some(Err(reason)) => checked.checks.push(Check::bad(What::Address, reason)),
        Some(Ok(email)) => {
            checked.checks.push(Check::ok(What::Address));
            kind(&email, checked);
            role(&email, checked);
            typo(&email, checked);
            checked.email = Some(email);
        }
    }
}

fn kind(email: &Email, checked: &mut Checked) {
    let kind = domain_kind(&email.domain);
    checked.disposable = kind == DomainKind::Disposable;
    checked.free_mail = kind == DomainKind::Free;
    let (disposable, free) = match kind {
        DomainKind::Disposable => (
            Check::bad(What::Disposable, Code::DisposableDomain),
            Check::unknown(What::FreeMail, Code::DisposableDomain),
        ),
        DomainKind::Relay => (
            Check::ok(What::Disposable),
            Check::unknown(What::FreeMail, Code::PrivacyRelay),
        ),
        DomainKind::Free => (
            Check::ok(What::Disposable),
            Check::bad(What::FreeMail, Code::FreeMailDomain),
        ),
        DomainKind::Company => (Check::ok(What::Disposable), Check::ok(What::FreeMail)),
    };
    checked.checks.extend([disposable, free]);
    if kind == DomainKind::Company {
        checked.company_domain = Some(email.domain.clone());
    }
}

fn role(email: &Email, checked: &mut Checked) {
    checked.role = is_role(&email.local_part());
    checked.checks.push(if checked.role {
        Check::bad(What::Role, Code::RoleMailbox)
    } else {
        Check::ok(What::Role)
    });
}

/// A possible slip is unknown: the address may be right.
fn typo(email: &Email, checked: &mut Checked) {
    let Some(meant) = meant_domain(&email.domain) else {
        return checked.checks.push(Check::ok(What::Typo));
    };
    let local = email.shown.rsplit_once('@').map_or("", |(local, _)| local);
    checked.suggestion = Some(format!("{local}@{meant}"));
    checked.checks.push(Check::unknown(What::Typo, Code::NearKnownDomain));
}

fn company(website: Option<&str>, checked: &mut Checked) {
    if checked.company_domain.is_some() {
        return checked.checks.push(Check::ok(What::CompanyDomain));
    }
    checked.company_domain = website.and_then(website_domain);
    let reason = if checked.company_domain.is_some() {
        Code::FromWebsite
    } else {
        Code::NoCompanyDomain
    };
    checked.checks.push(Check::unknown(What::CompanyDomain, reason));
}

/// The host of a website, `www.` dropped, where it can be a company's own.
fn website_domain(website: &str) -> Option<String> {
    const SHARED: [&str; 9] = [
        "facebook.com",
        "linkedin.com",
        "instagram.com",
        "twitter.com",
        "x.com",
        "xing.com",
        "youtube.com",
        "google.com",
        "linktr.ee",
    ];
    let rest = website.split_once("://").map_or(website, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .split(':')
        .next()
        .unwrap_or_default();
    let small = host.trim_end_matches('.').to_lowercase();
    // as the domain of an address it meets the same rules: a dot, no IP address, no reserved name
    let domain = address(&format!("a@{}", small.strip_prefix("www.").unwrap_or(&small)))
        .ok()?
        .domain;
    let shared = SHARED
        .iter()
        .any(|shared| domain == *shared || domain.ends_with(&format!(".{shared}")));
    (!shared && domain_kind(&domain) == DomainKind::Company).then_some(domain)
}

fn place(said: Option<&str>, state_said: Option<&str>, checked: &mut Checked) {
    let found = said.and_then(country);
    checked.checks.push(match (said, found) {
        (None, _) => Check::unknown(What::Country, Code::Missing),
        (Some(_), None) => Check::unknown(What::Country, Code::UnknownCountry),
        (Some(_), Some(_)) => Check::ok(What::Country),
    });
    checked.country = found.map(str::to_owned);
    if let Some(text) = state_said {
        let found = found.and_then(|country| state(text, country));
        checked.state = found.map(str::to_owned);
        let unknown = Check::unknown(What::State, Code::UnknownState);
        checked.checks.push(if found.is_some() {
            Check::ok(What::State)
        } else {
            unknown
        });
    }
}

fn telephone(text: Option<&str>, home_country: Option<&str>, checked: &mut Checked) {
    let read_in = checked.country.as_deref().or(home_country);
    match text.map(|text| phone(text, read_in)) {
        None => checked.checks.push(Check::unknown(What::Phone, Code::Missing)),
        Some(Err(reason)) => checked.checks.push(phone_verdict(reason)),
        Some(Ok(E164 {
            number,
            country,
            extension,
        })) => {
            checked.checks.push(Check::ok(What::Phone));
            checked.phone_e164 = Some(number);
            checked.phone_country = country.map(str::to_owned);
            checked.phone_extension = extension;
        }
    }
}

/// A range newer than our data, or a number without a country, is not the lead's fault.
fn phone_verdict(reason: Code) -> Check {
    match reason {
        Code::NotInPlan | Code::NoCountry => Check::unknown(What::Phone, reason),
        _ => Check::bad(What::Phone, reason),
    }
}
