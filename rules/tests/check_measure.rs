//! How long a check takes and what the lists weigh.
//! `cargo test -p rules --release --test tables check_measure:: -- --ignored --nocapture`

#![allow(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "measures by the clock and says so"
)]

use rules::check::{Contact, address, check_contact, country, phone, prepare, state};
use std::hint::black_box;

const ROUNDS: usize = 20_000;
const MAILS: [&str; 5] = [
    "Anna.Berg@acme.example",
    "x@gmail.com",
    "info@bücher.example",
    "a@gmial.com",
    "x@mailinator.com",
];
const PHONES: [&str; 6] = [
    "+49 30 123456",
    "030 123456",
    "+1 (415) 555-2671",
    "+44 20 7946 0958",
    "+41 44 668 18 00",
    "+33 1 42 68 53 00",
];

fn micros<T>(name: &str, run: impl Fn(usize) -> T) {
    for n in 0..30 {
        black_box(run(n));
    }
    let start = std::time::Instant::now();
    for n in 0..ROUNDS {
        black_box(run(n));
    }
    eprintln!("{name}: {:.2} µs", start.elapsed().as_secs_f64() * 1e6 / ROUNDS as f64);
}

fn resident(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS"))
        .unwrap_or("not known here");
    eprintln!("{when}: {line}");
}

fn whole(n: usize) -> rules::check::Checked {
    let contact = Contact {
        email: Some(MAILS[n % MAILS.len()]),
        phone: Some(PHONES[n % PHONES.len()]),
        name: Some("Anna Berg"),
        company: Some("Acme"),
        website: Some("https://www.acme.example"),
        country: Some("Deutschland"),
        state: Some("Bayern"),
    };
    check_contact(&contact, Some("DE"))
}

#[test]
#[ignore = "a measurement; run it in release"]
fn how_long_a_check_takes() {
    resident("at start");
    let start = std::time::Instant::now();
    prepare(Some("DE"));
    eprintln!("prepare: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    resident("prepared");
    micros("address", |n| address(MAILS[n % MAILS.len()]));
    micros("phone", |n| phone(PHONES[n % PHONES.len()], Some("DE")));
    micros("phone, not in plan", |_| phone("+1 278 555 2671", None));
    micros("phonenumber's own parse and is_valid", |n| {
        let found = phonenumber::parse(Some(phonenumber::country::DE), PHONES[n % PHONES.len()]);
        found.is_ok_and(|found| phonenumber::is_valid(&found))
    });
    micros("country", |_| country("Deutschland"));
    micros("state", |_| state("California", "US"));
    micros("check_contact", whole);
    for country in rust_iso3166::ALL {
        let _ = phone("2 555 1234", Some(country.alpha2));
    }
    resident("with every plan compiled");
}
