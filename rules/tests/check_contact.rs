//! A contact comes in: what a person sees of its checks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::tries::tries;
use proptest::prelude::*;
use rules::check::{
    Check, Checked, Code, Contact, Mark, What, address, check_contact, clean_text, country, meant_domain, person_name,
    phone, state,
};

fn verdict(checked: &Checked, what: What) -> (Mark, Option<Code>) {
    let found: Vec<_> = checked.checks.iter().filter(|check| check.what == what).collect();
    assert_eq!(found.len(), 1, "{what} stands once");
    (found[0].mark, found[0].reason)
}

fn mail(text: &str) -> Checked {
    check_contact(
        &Contact {
            email: Some(text),
            ..Contact::default()
        },
        None,
    )
}

#[test]
fn a_good_lead_passes_every_check() {
    let contact = Contact {
        email: Some(" Anna.Berg@Acme.example "),
        phone: Some("030 123456"),
        name: Some("Anna Berg"),
        company: Some("Acme"),
        website: None,
        country: Some("Deutschland"),
        state: Some("Bayern"),
    };
    let checked = check_contact(&contact, Some("US"));
    assert!(
        checked.checks.iter().all(|check| check.mark == Mark::Ok),
        "{:?}",
        checked.checks
    );
    let email = checked.email.unwrap();
    assert_eq!(
        (email.shown.as_str(), email.key.as_str()),
        ("Anna.Berg@acme.example", "anna.berg@acme.example")
    );
    assert_eq!(checked.phone_e164.as_deref(), Some("+4930123456"));
    assert_eq!(checked.phone_country.as_deref(), Some("DE"));
    assert_eq!(checked.country.as_deref(), Some("DE"));
    assert_eq!(checked.state.as_deref(), Some("DE-BY"));
    assert_eq!(checked.company_domain.as_deref(), Some("acme.example"));
    assert!(!checked.free_mail && !checked.disposable && !checked.role);
}

#[test]
fn nothing_written_is_unknown_and_never_bad() {
    let checked = check_contact(&Contact::default(), Some("DE"));
    assert!(!checked.checks.is_empty() && checked.checks.iter().all(|check| check.mark == Mark::Unknown));
}

#[test]
fn throw_away_mail_is_called_so_and_not_free() {
    let checked = mail("x@sofortmail.de");
    assert!(checked.disposable && !checked.free_mail);
    assert_eq!(
        verdict(&checked, What::Disposable),
        (Mark::Bad, Some(Code::DisposableDomain))
    );
    assert_eq!(checked.company_domain, None);
}

#[test]
fn a_privacy_relay_is_a_person_of_an_unknown_company() {
    for text in [
        "a1b2@duck.com",
        "x@mozmail.com",
        "x@anna.anonaddy.com",
        "x@simplelogin.com",
        "x@privaterelay.appleid.com",
        "x@opayq.com",
    ] {
        let checked = mail(text);
        assert!(!checked.disposable && !checked.free_mail, "{text}");
        assert_eq!(verdict(&checked, What::Disposable).0, Mark::Ok, "{text}");
        assert_eq!(
            verdict(&checked, What::FreeMail),
            (Mark::Unknown, Some(Code::PrivacyRelay)),
            "{text}"
        );
        assert_eq!(checked.company_domain, None, "{text}");
    }
}

#[test]
fn free_mail_tells_no_company_but_a_website_does() {
    let contact = Contact {
        email: Some("anna@gmail.com"),
        website: Some("https://www.Acme.example/about?x=1"),
        ..Contact::default()
    };
    let checked = check_contact(&contact, None);
    assert!(checked.free_mail);
    assert_eq!(checked.company_domain.as_deref(), Some("acme.example"));
    assert_eq!(
        verdict(&checked, What::CompanyDomain),
        (Mark::Unknown, Some(Code::FromWebsite))
    );
    for website in [
        "https://linkedin.com/company/acme",
        "www.gmail.com",
        "none",
        "http://10.0.0.1/",
        "de.linkedin.com",
        "",
    ] {
        let checked = check_contact(
            &Contact {
                website: Some(website),
                ..contact
            },
            None,
        );
        assert_eq!(checked.company_domain, None, "{website}");
    }
}

#[test]
fn a_mistyped_domain_is_suggested_and_not_changed() {
    let checked = mail("Anna.Berg@gmial.con");
    assert_eq!(checked.suggestion.as_deref(), Some("Anna.Berg@gmail.com"));
    assert_eq!(checked.email.as_ref().unwrap().domain, "gmial.con");
    assert_eq!(
        verdict(&checked, What::Typo),
        (Mark::Unknown, Some(Code::NearKnownDomain))
    );
}

#[test]
fn a_position_is_told_from_a_person() {
    assert!(mail("info@acme.example").role && mail("Sales+web@acme.example").role);
    assert!(!mail("anna@acme.example").role);
}

#[test]
fn a_bad_address_says_why() {
    let rows: &[(&str, Code)] = &[
        ("anna", Code::NoAt),
        ("@acme.example", Code::NoLocalPart),
        ("anna@", Code::NoDomain),
        ("anna@acme", Code::DomainNoDot),
        ("anna berg@acme.example", Code::Space),
        ("anna..berg@acme.example", Code::LocalPartDots),
        ("anna@acme..example", Code::DomainNotValid),
        ("anna@b@acme.example", Code::DomainNotValid),
        ("anna,berg@acme.example", Code::LocalPartCharacter),
        ("Anna Berg <anna@acme.example>", Code::DisplayName),
        ("anna(work)@acme.example", Code::Comment),
        ("anna@[192.0.2.1]", Code::AddressLiteral),
        ("anna@192.0.2.1", Code::TopLevelNotValid),
        ("anna@host.local", Code::DomainReserved),
        ("an\u{0}na@acme.example", Code::ControlCharacter),
        ("an\u{200b}na@acme.example", Code::ControlCharacter),
    ];
    for (text, reason) in rows {
        assert_eq!(
            verdict(&mail(text), What::Address),
            (Mark::Bad, Some(*reason)),
            "{text:?}"
        );
    }
}

#[test]
fn a_number_is_read_where_the_lead_is_then_at_home() {
    let number = |country, home| {
        let contact = Contact {
            phone: Some("044 668 18 00"),
            country,
            ..Contact::default()
        };
        check_contact(&contact, home).phone_e164
    };
    assert_eq!(number(Some("Suisse"), Some("DE")).as_deref(), Some("+41446681800"));
    assert_eq!(number(None, Some("CH")).as_deref(), Some("+41446681800"));
    assert_eq!(number(None, None), None);
}

#[test]
fn a_number_newer_than_our_data_is_unknown() {
    let said = |text| {
        verdict(
            &check_contact(
                &Contact {
                    phone: Some(text),
                    ..Contact::default()
                },
                None,
            ),
            What::Phone,
        )
    };
    assert_eq!(said("+1 278 555 2671"), (Mark::Unknown, Some(Code::NotInPlan)));
    assert_eq!(said("030 123456"), (Mark::Unknown, Some(Code::NoCountry)));
    assert_eq!(said("call me"), (Mark::Bad, Some(Code::NotANumber)));
}

#[test]
fn checks_are_words_on_the_wire() {
    let checks = [Check::bad(What::FreeMail, Code::FreeMailDomain), Check::ok(What::Name)];
    let text = serde_json::to_string(&checks).unwrap();
    assert_eq!(
        text,
        r#"[{"what":"free_mail","mark":"bad","reason":"free_mail_domain"},{"what":"name","mark":"ok"}]"#
    );
    assert_eq!(serde_json::from_str::<Vec<Check>>(&text).unwrap(), checks);
    for code in Code::ALL {
        assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{code}\""));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..tries(512, u32::MAX) })]

    #[test]
    fn no_text_breaks_a_check(text in any::<String>(), other in any::<String>(), home in "[A-Z]{2}") {
        let contact = Contact {
            email: Some(&text), phone: Some(&other), name: Some(&text), company: Some(&other), website: Some(&text),
            country: Some(&other), state: Some(&text),
        };
        check_contact(&contact, Some(&home));
        let _ = (clean_text(&text, 20), country(&text), state(&text, "US"), person_name(&text), meant_domain(&text));
    }

    #[test]
    fn nearly_numbers_break_nothing(text in "[+]{0,2}[0-9 ()./x#+-]{0,30}", home in "(DE|US|IT|AR|BR|MX|CH|RU|GB|XX)") {
        if let Ok(found) = phone(&text, Some(&home)) {
            prop_assert!(found.number.starts_with('+') && found.number[1..].bytes().all(|octet| octet.is_ascii_digit()));
            prop_assert_eq!(phone(&found.number, None).map(|again| again.number), Ok(found.number));
        }
    }

    #[test]
    fn nearly_addresses_break_nothing_and_a_key_is_its_own_key(
        local in "[A-Za-zß-ü0-9.+_\"\\\\ -]{1,20}",
        domain in "(gmail.com|GoogleMail.com|outlook.com|pm.me|ya.ru|fastmail.com|me.com|acme.example|bücher.example|a{0,3}[.-]?b.de)",
    ) {
        if let Ok(email) = address(&format!("{local}@{domain}")) {
            let again = address(&email.key);
            prop_assert_eq!(again.map(|found| found.key), Ok(email.key));
            prop_assert_eq!(address(&email.shown).map(|found| found.domain), Ok(email.domain));
        }
    }

    #[test]
    fn clean_text_is_clean(text in any::<String>()) {
        if let Ok(clean) = clean_text(&text, 1_000) {
            prop_assert_eq!(clean_text(&clean, 1_000), Ok(clean));
        }
    }
}
