//! Clauses: what is taken, what is refused and where, and what a lead comes to under them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use crate::tries::tries;
use proptest::prelude::*;
use rules::criteria::{Criterion, CriterionCode as Code, Facets, FieldValue, Outcome};
use rules::fields::{Field, FieldKind, Registry};

fn registry() -> Registry {
    let mut registry = Registry::starting();
    let timeline = FieldKind::Choice(["now", "this quarter", "this year"].map(str::to_owned).to_vec());
    for (name, kind) in [("answers.timeline", timeline), ("lead.asked_on", FieldKind::Date)] {
        registry
            .add(Field {
                label: None,
                name: name.to_owned(),
                kind,
                personal: false,
                indexed: false,
            })
            .unwrap();
    }
    registry
}

fn clause(source: &str) -> Criterion {
    Criterion::compile(source, &registry()).unwrap_or_else(|problem| panic!("{source}: {problem}"))
}

fn refused(source: &str) -> (Code, usize, String) {
    let problem = Criterion::compile(source, &registry()).expect_err(source);
    (problem.code, problem.at, problem.expected)
}

/// A request from Germany, 40 employees; the job title and the answers are not known.
fn lead() -> Facets {
    let mut facets = Facets::new();
    facets.set("submission.kind", "request");
    facets.set("lead.country", "DE");
    facets.set("lead.email_domain", "acme.example");
    facets.set("lead.free_mail", false);
    facets.set("lead.asked_on", "2026-03-06");
    facets.set("company.employees", 40.0);
    facets.set("score.fit", 25.0);
    facets.set("score.engagement", 10.0);
    facets
}

#[test]
fn clauses_come_out_true() {
    for source in [
        "true",
        "lead.country == 'DE'",
        "lead.country in ['DE', 'AT', 'CH']",
        "company.employees >= 20",
        "company.employees >= 20.0 && company.employees < 41u",
        "20 <= company.employees",
        "submission.kind != 'content'",
        "!(lead.country == 'AT')",
        "!lead.free_mail && lead.free_mail == false",
        "score.fit + score.engagement >= 35",
        "score.fit * 2 - 10 == 40",
        "-score.fit < -24.5",
        "lead.email_domain.endsWith('.example')",
        "lead.email_domain.startsWith('acme') && lead.email_domain.contains('me.')",
        "lead.email_domain.matches('(?i)^ACME')",
        "lead.email_domain.size() == 12 && size(lead.email_domain) > 11",
        "lead.asked_on > '2026-01-31' && lead.asked_on <= '2026-03-06'",
        "['acme', 'umbrella'].exists(name, lead.email_domain.startsWith(name))",
        "['acme', '.example'].all(part, lead.email_domain.contains(part))",
        "[10, 20, 30].exists(n, company.employees == n + 10)",
        "!has(lead.job_title) && has(lead.country)",
        "has(lead.job_title) || true",
        "company.employees in [40, 50]",
    ] {
        assert_eq!(clause(source).judge(&lead()), Outcome::True, "{source}");
    }
}

#[test]
fn clauses_come_out_false() {
    for source in [
        "false",
        "lead.country == 'AT'",
        "lead.country in []",
        "has(lead.job_title)",
        "['a', 'b'].all(part, lead.email_domain.contains(part))",
        "['y', 'z'].exists(part, lead.email_domain.contains(part))",
        "company.employees > 40",
        "lead.email_domain.matches('^example')",
    ] {
        assert_eq!(clause(source).judge(&lead()), Outcome::False, "{source}");
    }
}

#[test]
fn what_is_absent_is_never_taken_for_true() {
    let missing = |names: &[&str]| Outcome::Missing(names.iter().map(|n| (*n).to_owned()).collect());
    let table = [
        ("lead.job_title == 'CEO'", missing(&["lead.job_title"])),
        ("lead.job_title != 'CEO'", missing(&["lead.job_title"])),
        ("!lead.job_title.contains('intern')", missing(&["lead.job_title"])),
        (
            "lead.job_title == lead.state",
            missing(&["lead.job_title", "lead.state"]),
        ),
        ("lead.country == 'DE' && lead.state == 'BY'", missing(&["lead.state"])),
        ("lead.country == 'AT' || lead.state == 'BY'", missing(&["lead.state"])),
        ("lead.country == 'AT' && lead.state == 'BY'", Outcome::False),
        ("lead.state == 'BY' && lead.country == 'AT'", Outcome::False),
        ("lead.country == 'DE' || lead.state == 'BY'", Outcome::True),
        ("lead.state == 'BY' || lead.country == 'DE'", Outcome::True),
        ("lead.state == 'BY' || true", Outcome::True),
        ("lead.state in ['BY', 'BE']", missing(&["lead.state"])),
        ("lead.state.size() < 3", missing(&["lead.state"])),
        ("company.revenue * 0 == 0", missing(&["company.revenue"])),
        ("['BY'].all(s, lead.state == s)", missing(&["lead.state"])),
        (
            "['DE', 'BY'].exists(s, lead.country == s || lead.state == s)",
            Outcome::True,
        ),
        ("has(lead.state) && lead.state == 'BY'", Outcome::False),
    ];
    for (source, expected) in table {
        assert_eq!(clause(source).judge(&lead()), expected, "{source}");
    }
}

#[test]
fn the_fields_read_and_absent_are_listed_even_where_the_clause_holds() {
    let (told, absent) = clause("!has(lead.state) || lead.job_title == 'CEO'").judge_listing(&lead());
    assert_eq!((told, absent), (Some(true), vec!["lead.state".to_owned()]));
    assert_eq!(
        clause("lead.state == 'BY' && lead.country == 'DE'").fields(),
        ["lead.state", "lead.country"]
    );
}

#[test]
fn a_value_of_another_kind_is_missing_and_not_true() {
    let mut facets = lead();
    facets.set("company.employees", "forty");
    assert_eq!(
        clause("company.employees >= 20").judge(&facets),
        Outcome::Missing(vec![])
    );
    assert_eq!(
        clause("company.employees >= 20 || lead.country == 'DE'").judge(&facets),
        Outcome::True
    );
    facets.set("company.employees", f64::MAX);
    assert_eq!(
        clause("company.employees * 10 > 1").judge(&facets),
        Outcome::Missing(vec![]),
        "out of range"
    );
}

#[test]
fn bad_clauses_are_refused_with_code_place_and_what_was_expected() {
    let table = [
        ("", Code::Empty, 0, "true"),
        ("lead.nope > 3 || true", Code::UnknownField, 0, ""),
        ("true || lead.contry == 'DE'", Code::UnknownField, 8, "lead.country"),
        ("nope", Code::UnknownField, 0, ""),
        ("lead", Code::UnknownField, 0, ""),
        ("lead.country.name == 'DE'", Code::UnknownField, 0, ""),
        ("has(lead.contry)", Code::UnknownField, 4, "lead.country"),
        ("company.employees == 'many'", Code::WrongKind, 21, "number"),
        ("company.employees > lead.country", Code::WrongKind, 20, "number"),
        ("lead.country && true", Code::WrongKind, 0, "bool"),
        ("company.employees.contains('x')", Code::WrongKind, 0, "text"),
        ("lead.job_title.contains(3)", Code::WrongKind, 24, "text"),
        ("lead.job_title + 'x' == 'y'", Code::WrongKind, 0, "number"),
        ("lead.job_title < 'x'", Code::WrongKind, 15, "number, date"),
        ("lead.country in ['DE', 3]", Code::WrongKind, 23, "country"),
        ("lead.country in lead.state", Code::WrongKind, 16, "list"),
        ("lead.country", Code::NotTrueOrFalse, 0, "bool"),
        ("company.employees + 1", Code::NotTrueOrFalse, 0, "bool"),
        ("lead.country == 'UK'", Code::NotACountry, 16, "GB"),
        ("lead.country in ['DE', 'Germany']", Code::NotACountry, 23, "DE"),
        ("submission.kind == 'requst'", Code::NotAChoice, 19, "request"),
        (
            "answers.timeline in ['now', 'someday']",
            Code::NotAChoice,
            28,
            "now, this quarter, this year",
        ),
        ("lead.asked_on > '31.01.2026'", Code::NotADate, 16, "YYYY-MM-DD"),
        ("lead.asked_on > lead.state", Code::WrongKind, 16, "date"),
        ("lead.job_title.startWith('a')", Code::UnknownFunction, 24, "startsWith"),
        ("lead.job_title.lowerAscii() == 'x'", Code::UnknownFunction, 25, ""),
        ("int('3') == 3", Code::UnknownFunction, 3, ""),
        ("['a'].map(x, x) == ['a']", Code::UnknownFunction, 9, ""),
        ("['a', 'b'].exists_one(x, x == 'a')", Code::UnknownFunction, 21, ""),
        ("lead.country == null", Code::Unsupported, 16, "has()"),
        ("lead.country == 'DE' ? true : false", Code::Unsupported, 21, ""),
        ("{'a': 1}.a == 1", Code::Unsupported, 0, ""),
        ("company.employees / 2 > 1", Code::Unsupported, 18, ""),
        ("lead.country ==", Code::Syntax, 15, ""),
        ("lead.country = 'DE'", Code::Syntax, 13, ""),
        ("lead.job_title.matches(lead.state)", Code::PatternNotLiteral, 23, "'…'"),
        ("lead.job_title.matches('(')", Code::Pattern, 23, ""),
        ("lead.job_title.matches('(a{1000}){1000}')", Code::Pattern, 23, ""),
    ];
    let mut wrong = String::new();
    for (source, code, at, expected) in table {
        let told = refused(source);
        if told != (code, at, expected.to_owned()) {
            wrong += &format!("{source}\n  told {told:?}\n  want {:?}\n", (code, at, expected));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn attacks_are_refused_before_they_run() {
    let list = |n: usize| (0..n).map(|k| k.to_string()).collect::<Vec<_>>().join(",");
    let deep = |n: usize| format!("{}true{}", "(".repeat(n), ")".repeat(n));
    let table = [
        (
            "[1,2].all(a, [1,2].all(b, [1,2].all(c, a + b + c > 0)))".to_owned(),
            Code::NestedQuantifier,
        ),
        (
            "[1].exists(a, [2].exists(b, a == b))".to_owned(),
            Code::NestedQuantifier,
        ),
        ("['a'].filter(x, true).all(y, true)".to_owned(), Code::NestedQuantifier),
        ("['a'].all(lead, lead.country == 'DE')".to_owned(), Code::UnknownField),
        (format!("company.employees in [{}]", list(101)), Code::ListTooLong),
        (
            format!("[{}].all(n, n > 0 && n < 5 && n != 7 && n != 8)", list(100)),
            Code::TooCostly,
        ),
        (format!("true{}", " ".repeat(1_000)), Code::TooLong),
        (deep(100), Code::TooDeep),
        (format!("{}true", "!(".repeat(400)), Code::TooDeep),
        (
            (0..55).map(|_| "lead.free_mail").collect::<Vec<_>>().join(" && "),
            Code::TooManyParts,
        ),
        (format!("1{} > 0", "+1".repeat(49)), Code::TooDeep),
        (format!("1{} > 0", "+1".repeat(480)), Code::TooDeep),
        (format!("lead{} == 1", ".a".repeat(490)), Code::UnknownField),
        (format!("lead.job_title.matches('{}')", "a".repeat(201)), Code::Pattern),
        ("lead.job_title.matches('\\\\w{500}')".to_owned(), Code::Pattern),
    ];
    for (source, code) in table {
        assert_eq!(refused(&source).0, code, "{source}");
    }
}

#[test]
fn hostile_texts_end_soon_and_without_a_panic() {
    for piece in [
        "!", "-", "a.", "a?b:", "a+", "a[0]", "'", "\"", "`", "r'", "'''", "\\", "1e", "0x", "a&&", "in ", ".?a", "}",
        "]", "\u{0}", "é", "🦀", "//", "\n",
    ] {
        let long = piece.repeat(1_000 / piece.chars().count());
        for source in [long.clone(), format!("{} true", &long), format!("true {}", &long)] {
            let _ = Criterion::compile(&source, &registry());
        }
    }
}

/// A catastrophic pattern for backtracking engines: here it is linear in the text.
#[test]
fn a_catastrophic_pattern_is_harmless() {
    let catastrophic = clause("lead.job_title.matches('^(a+)+$')");
    let mut facets = lead();
    facets.set("lead.job_title", format!("{}!", "a".repeat(50_000)));
    assert_eq!(catastrophic.judge(&facets), Outcome::False);
}

fn value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        any::<bool>().prop_map(FieldValue::Bool),
        any::<f64>().prop_map(FieldValue::Number),
        "[a-zA-Z. ]{0,12}".prop_map(FieldValue::Text),
        Just(FieldValue::Text("DE".to_owned())),
    ]
}

fn facets() -> impl Strategy<Value = Facets> {
    let names: Vec<String> = registry().iter().map(|f| f.name.clone()).collect();
    proptest::collection::vec((proptest::sample::select(names), value()), 0..12).prop_map(|pairs| {
        let mut facets = Facets::new();
        pairs.into_iter().for_each(|(name, value)| facets.set(name, value));
        facets
    })
}

/// Pieces of clauses, thrown together.
fn rubble() -> impl Strategy<Value = String> {
    let pieces = [
        "lead.country",
        "lead.free_mail",
        "company.employees",
        "submission.kind",
        "==",
        "!=",
        ">",
        "in",
        "&&",
        "||",
        "!",
        "-",
        "+",
        "*",
        "(",
        ")",
        "[",
        "]",
        ",",
        "'DE'",
        "'request'",
        "\"x\"",
        "20",
        "1.5",
        "true",
        "false",
        "has(",
        ".contains('a')",
        ".matches('a+')",
        ".exists(x, ",
        ".all(y, ",
        "x",
        "size(",
        "?",
        ":",
        ".",
        "{",
        "}",
        "null",
        "'",
        "r'",
        "\\",
        "b'a'",
        "1u",
        "0x1",
        "1e9",
        "\n",
        "//",
        "`a`",
        "é",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24).prop_map(|p| p.join(" "))
}

/// Clauses that pass the check, of some depth.
fn sound() -> impl Strategy<Value = String> {
    let leaves = proptest::sample::select(vec![
        "lead.country == 'DE'",
        "lead.country in ['DE', 'AT']",
        "lead.free_mail",
        "company.employees >= 20",
        "company.employees + score.fit > 3.5",
        "lead.job_title.contains('a')",
        "lead.job_title.matches('(?i)a+b')",
        "lead.job_title == lead.state",
        "submission.kind == 'request'",
        "has(lead.state)",
        "['a', 'b'].exists(x, lead.job_title.startsWith(x))",
        "[1.0, 2.0].all(x, company.employees != x)",
        "true",
    ]);
    leaves.prop_map(str::to_owned).prop_recursive(4, 10, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| format!("!({of})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) || ({b})")),
        ]
    })
}

/// The same clause by cel's own interpreter; every field of the clause is present.
fn by_interpreter(source: &str, facets: &Facets) -> Option<bool> {
    let mut context = cel::Context::default();
    let mut groups: std::collections::BTreeMap<&str, std::collections::HashMap<String, cel::Value>> =
        Default::default();
    let registry = registry();
    for field in registry.iter() {
        let (group, name) = field.name.split_once('.').unwrap();
        let value = match facets.get(&field.name) {
            Some(FieldValue::Text(text)) => cel::Value::from(text.as_str()),
            Some(FieldValue::Number(number)) => cel::Value::from(*number),
            Some(FieldValue::Bool(flag)) => cel::Value::from(*flag),
            None => continue,
        };
        groups.entry(group).or_default().insert(name.to_owned(), value);
    }
    for group in ["lead", "company", "submission", "touch", "score", "answers"] {
        context.add_variable_from_value(group, groups.remove(group).unwrap_or_default());
    }
    match cel::Program::compile(source).unwrap().execute(&context) {
        Ok(cel::Value::Bool(flag)) => Some(flag),
        _ => None,
    }
}

fn whole_lead() -> impl Strategy<Value = Facets> {
    let country = proptest::sample::select(vec!["DE", "AT", "US"]);
    let kind = proptest::sample::select(vec!["request", "content"]);
    let number = || proptest::sample::select(vec![0.0, 1.0, 2.0, 3.5, 20.0, 1e6]);
    (
        country,
        kind,
        any::<bool>(),
        number(),
        number(),
        "[abAB]{0,4}",
        "[ab]{0,2}",
    )
        .prop_map(|(c, k, free, n, f, title, state)| {
            let mut facets = Facets::new();
            facets.set("lead.country", c);
            facets.set("submission.kind", k);
            facets.set("lead.free_mail", free);
            facets.set("company.employees", n);
            facets.set("score.fit", f);
            facets.set("lead.job_title", title);
            facets.set("lead.state", state);
            facets
        })
}

proptest! {
    #![proptest_config(tries(256, u32::MAX))]

    #[test]
    fn compiling_never_panics_on_any_text(source in ".{0,80}") {
        let _ = Criterion::compile(&source, &registry());
    }

    #[test]
    fn compiling_never_panics_on_rubble(source in rubble(), facets in facets()) {
        if let Ok(criterion) = Criterion::compile(&source, &registry()) {
            let _ = criterion.judge(&facets);
        }
    }

    #[test]
    fn judging_never_panics(source in sound(), facets in facets()) {
        if let Ok(criterion) = Criterion::compile(&source, &registry()) {
            let _ = criterion.judge(&facets);
        }
    }

    #[test]
    fn with_every_field_known_we_agree_with_the_interpreter(source in sound(), facets in whole_lead()) {
        if let Ok(criterion) = Criterion::compile(&source, &registry()) {
            prop_assert_eq!(criterion.judge_listing(&facets).0, by_interpreter(&source, &facets));
        }
    }

    /// To learn a field can settle what was missing; it never turns what was told.
    #[test]
    fn learning_more_never_turns_a_verdict(source in sound(), whole in whole_lead(), hidden in proptest::collection::vec(any::<bool>(), 7)) {
        let Ok(criterion) = Criterion::compile(&source, &registry()) else { return Ok(()) };
        if source.contains("has(") { return Ok(()) }
        let mut part = whole.clone();
        let names = ["lead.country", "submission.kind", "lead.free_mail", "company.employees", "score.fit", "lead.job_title", "lead.state"];
        names.iter().zip(hidden).filter(|(_, hide)| *hide).for_each(|(name, _)| part.unset(name));
        if let (Some(told), _) = criterion.judge_listing(&part) {
            prop_assert_eq!(Some(told), criterion.judge_listing(&whole).0);
        }
    }
}

/// `cargo test -p rules --release --test tables criteria:: -- --ignored --nocapture` sets us beside cel's interpreter.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn microseconds_a_clause() {
    const TIMES: u32 = 50_000;
    let mut context = cel::Context::default();
    let text = |value: &str| cel::Value::from(value);
    let lead = [("country", text("DE")), ("job_title", text("Head of Purchasing"))];
    let group = |pairs: &[(&str, cel::Value)]| {
        pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect::<std::collections::HashMap<_, _>>()
    };
    context.add_variable_from_value("lead", group(&lead));
    context.add_variable_from_value("company", group(&[("employees", cel::Value::from(40.0))]));
    context.add_variable_from_value("submission", group(&[("kind", text("request"))]));
    let mut facets = self::lead();
    facets.set("lead.job_title", "Head of Purchasing");
    let micros = |act: &mut dyn FnMut()| {
        let start = std::time::Instant::now();
        (0..TIMES).for_each(|_| act());
        start.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES)
    };
    for source in [
        "submission.kind == 'request'",
        "company.employees >= 20",
        "lead.country in ['DE', 'AT', 'CH', 'FR', 'GB', 'US']",
        "lead.job_title.matches('(?i)(head|director|vp|chief|owner|founder)')",
    ] {
        let (ours, program) = (clause(source), cel::Program::compile(source).unwrap());
        let us = micros(&mut || assert!(ours.holds(&facets)));
        let cel = micros(&mut || assert!(program.execute(&context).is_ok()));
        println!("{us:8.3} µs ours, {cel:8.3} µs cel: {source}");
    }
    let start = std::time::Instant::now();
    (0..100).for_each(|_| drop(clause("lead.country in ['DE', 'AT'] && company.employees >= 20")));
    println!("compiling: {:.0} µs a clause", start.elapsed().as_secs_f64() * 1e4);
    let nested = "[1,2,3,4,5,6,7,8,9,10]";
    let attack = ["a", "b", "c", "d", "e"]
        .iter()
        .rev()
        .fold("a+b+c+d+e>0".to_owned(), |body, v| format!("{nested}.all({v},{body})"));
    let program = cel::Program::compile(&attack).unwrap();
    let start = std::time::Instant::now();
    let _ = program.execute(&cel::Context::default());
    println!(
        "cel on a nested all() of {} characters: {:.2} s",
        attack.len(),
        start.elapsed().as_secs_f64()
    );
    let start = std::time::Instant::now();
    assert_eq!(refused(&attack).0, Code::NestedQuantifier);
    println!("ours refuses it in {:.0} µs", start.elapsed().as_secs_f64() * 1e6);
}
