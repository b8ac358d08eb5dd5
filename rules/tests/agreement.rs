//! Agreements: the starting one and what leads come to under it; bad texts and where they are wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use proptest::prelude::*;
use rules::agreement::{
    Agreement, ClauseOutcome, Desk, Holds, Missing, Problem, RungAt, STARTING, Side, Stage, Verdict, Which,
};
use rules::calendar::{Holidays, Target};
use rules::criteria::Facets;
use rules::fields::{FieldKind, Registry};
use rules::score::{self, Group};
use rules::{Instant, Span};

fn starting() -> Agreement {
    Agreement::starting().unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

fn shown(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn load(text: &str) -> Result<Agreement, Vec<Problem>> {
    Agreement::load(text, &Registry::starting(), &Holidays::none())
}

/// The starting text with one piece of it written otherwise.
fn with(from: &str, to: &str) -> String {
    assert!(STARTING.contains(from), "the starting text has no {from:?}");
    STARTING.replacen(from, to, 1)
}

/// Code, the text at the place named, and what was expected.
fn told(from: &str, to: &str) -> Vec<(String, String, String)> {
    let text = with(from, to);
    let at = |problem: &Problem| {
        let line = text.lines().nth(problem.line as usize - 1).unwrap_or_default();
        line.chars()
            .skip(problem.column as usize - 1)
            .take(12)
            .collect::<String>()
    };
    let problems = load(&text).err().unwrap_or_default();
    problems
        .iter()
        .map(|p| (p.code.name().to_owned(), at(p), p.expected.clone()))
        .collect()
}

fn request() -> Facets {
    let mut facets = Facets::new();
    facets.set("submission.kind", "request");
    facets.set("lead.country", "DE");
    facets.set("company.employees", 120.0);
    facets.set("company.is_customer", false);
    facets.set("score.fit", 0.0);
    facets.set("score.engagement", 0.0);
    facets
}

fn of_kind(kind: &str) -> Facets {
    let mut facets = request();
    facets.set("submission.kind", kind);
    facets
}

#[test]
fn the_starting_agreement_says_what_it_says() {
    let agreement = starting();
    assert_eq!(
        (agreement.name.as_str(), agreement.desk),
        ("How we work leads", Desk::Marketing)
    );
    let tiers: Vec<_> = agreement
        .tiers
        .iter()
        .map(|t| (t.name.as_str(), t.first_attempt))
        .collect();
    let span = |span| Some(Target::Span(span));
    assert_eq!(
        tiers,
        [
            ("request", span(Span::minutes(15))),
            ("qualified", span(Span::hours(2))),
            ("return", span(Span::hours(7))),
            ("event", Some(Target::BusinessDays(1))),
            ("content", None),
        ]
    );
    let cadence = agreement.tier_named("request").unwrap().cadence.as_ref().unwrap();
    assert_eq!(
        (cadence.attempts, cadence.within, cadence.calls_min),
        (6, Target::BusinessDays(10), 2)
    );
    assert_eq!(agreement.definition(Stage::Sql).unwrap().owner, Side::Sales);
    assert_eq!(
        agreement.definition(Stage::Lead).unwrap().clauses[0].missing,
        Some(Missing::Pass)
    );
    assert_eq!(agreement.feedback.due, Target::BusinessDays(2));
    for which in [
        Which::Advanced,
        Which::FitNotReady,
        Which::NotAFit,
        Which::Rejected,
        Which::NotALead,
        Which::Lost,
    ] {
        assert!(agreement.feedback.reasons_of(which).count() >= 3, "{which:?}");
    }
    assert_eq!(
        agreement
            .feedback
            .reason(Which::NotAFit, "too_small")
            .unwrap()
            .detail
            .as_ref()
            .unwrap()
            .kind,
        FieldKind::Number
    );
    assert_eq!(agreement.escalation.rungs("request")[0].at, RungAt::Percent(66));
    assert_eq!(agreement.escalation.rungs("event")[1].at, RungAt::Daily);
    assert_eq!(agreement.owed.marketing.per_week["request"], 15);
    assert_eq!(agreement.review.as_ref().map(|r| (r.weekday, r.minute)), Some((0, 600)));
    let rotation = agreement.rotation_named("DACH").unwrap();
    assert_eq!(agreement.calendar_of(rotation).unwrap().zone_name(), "Europe/Berlin");
    assert!(
        agreement
            .fields(&Registry::starting())
            .get("answers.timeline")
            .is_some()
    );
}

#[test]
fn the_hash_is_over_the_exact_bytes() {
    assert_eq!(starting().hash, starting().hash);
    assert_ne!(starting().hash, load(&format!("{STARTING}\n")).unwrap().hash);
}

#[test]
fn a_request_of_the_right_kind_is_an_mql() {
    let agreement = starting();
    let verdict = agreement.judge(Stage::Mql, &request());
    assert_eq!(verdict.holds, Holds::Yes);
    assert!(
        verdict
            .clauses
            .iter()
            .all(|(_, outcome)| *outcome == ClauseOutcome::True)
    );
    assert_eq!(agreement.tier(&request()).unwrap().name, "request");
    assert_eq!(agreement.rotation_for(&request()).unwrap().name, "DACH");
}

#[test]
fn a_request_with_gaps_passes_and_says_what_is_unchecked() {
    let mut facets = request();
    facets.unset("company.employees");
    facets.unset("lead.country");
    let agreement = starting();
    let verdict = agreement.judge(Stage::Mql, &facets);
    assert_eq!(verdict.holds, Holds::Yes);
    assert_eq!(verdict.absent, ["company.employees", "lead.country"]);
    assert_eq!(
        verdict.clauses[0],
        ("a company of a size we serve".to_owned(), ClauseOutcome::Missing)
    );
    assert_eq!(agreement.rotation_for(&facets).unwrap().name, "everyone else");
}

#[test]
fn anything_else_with_gaps_is_reviewed_unless_a_clause_fails() {
    let agreement = starting();
    let mut facets = of_kind("content");
    facets.set("score.engagement", 55.0);
    facets.unset("company.employees");
    assert_eq!(agreement.judge(Stage::Mql, &facets).holds, Holds::Review);
    assert_eq!(agreement.tier(&facets).unwrap().name, "qualified");
    facets.set("lead.country", "BR");
    assert_eq!(agreement.judge(Stage::Mql, &facets).holds, Holds::No);
}

#[test]
fn leads_fall_into_their_tiers() {
    let agreement = starting();
    let tier = |facets: &Facets| agreement.tier(facets).unwrap().name.clone();
    let mut back = of_kind("content");
    back.set("lead.returned", true);
    assert_eq!(tier(&back), "return");
    assert_eq!(agreement.judge(Stage::Mql, &back).holds, Holds::Yes);
    let mut list = of_kind("event");
    assert_eq!(tier(&list), "event");
    list.set("submission.days_old", 24.0);
    assert_eq!(tier(&list), "content", "an old list is no fresh event");
    assert_eq!(agreement.judge(Stage::Mql, &list).holds, Holds::No);
    assert_eq!(tier(&of_kind("newsletter")), "content");
    assert_eq!(tier(&Facets::new()), "content");
}

#[test]
fn who_is_no_lead_is_told_apart_even_where_half_is_unknown() {
    let agreement = starting();
    let lead = |facets: &Facets| agreement.judge(Stage::Lead, facets).holds;
    assert_eq!(lead(&request()), Holds::Yes);
    assert_eq!(lead(&of_kind("student")), Holds::No);
    let mut student = of_kind("student");
    student.unset("company.is_customer");
    assert_eq!(lead(&student), Holds::No);
    let mut unknown = request();
    unknown.unset("company.is_customer");
    assert_eq!(lead(&unknown), Holds::Yes, "missing = pass");
}

#[test]
fn an_sql_needs_its_questions_answered() {
    let agreement = starting();
    let mut facets = request();
    facets.set("answers.timeline", "this quarter");
    facets.set("answers.problem", "leads get cold");
    let verdict = agreement.judge(Stage::Sql, &facets);
    assert_eq!(
        (verdict.holds, verdict.unanswered),
        (Holds::No, vec!["who_decides".to_owned()])
    );
    facets.set("answers.who_decides", "the head of Sales");
    assert_eq!(agreement.judge(Stage::Sql, &facets).holds, Holds::Yes);
    facets.set("answers.timeline", "no plan");
    assert_eq!(agreement.judge(Stage::Sql, &facets).holds, Holds::No);
}

#[test]
fn a_stage_without_a_definition_requires_nothing() {
    let verdict = starting().judge(Stage::Sal, &Facets::new());
    assert_eq!((verdict.holds, verdict.clauses.len()), (Holds::Yes, 0));
}

#[test]
fn a_verdict_is_small_json_and_comes_back() {
    let verdict = starting().judge(Stage::Mql, &request());
    let text = serde_json::to_string(&verdict).unwrap();
    assert!(
        text.starts_with(r#"{"stage":"mql","holds":"yes","clauses":[["a company of a size we serve","true"]"#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
}

#[test]
fn touches_earn_points_and_fit_is_earned_once() {
    let agreement = starting();
    let (mut lines, mut facets) = (Vec::new(), request());
    facets.set("lead.job_title", "Head of Purchasing");
    facets.set("lead.free_mail", false);
    facets.set("touch.kind", "page");
    facets.set("touch.path", "/pricing/teams");
    let day = |n: i64| Instant(0) + Span::days(n);
    let added = agreement.score_touch(&facets, &mut lines, day(0));
    assert_eq!(
        added,
        [
            "decides or advises on buying",
            "writes from a company's address",
            "read about prices",
            "looked around",
        ]
    );
    assert_eq!(
        agreement.score_touch(&facets, &mut lines, day(7)),
        ["read about prices", "looked around"]
    );
    assert_eq!(score::total(&lines, Group::Fit, day(7)), 35.0);
    assert_eq!(score::total(&lines, Group::Engagement, day(7)), 15.0 + 1.5);
    assert_eq!(score::total(&lines, Group::Engagement, day(14)), 7.5 + 0.75);
    facets.set("lead.job_title", "Intern");
    agreement.score_fit(&facets, &mut lines, day(8));
    assert_eq!(
        score::total(&lines, Group::Fit, day(8)),
        10.0,
        "a new title, other points"
    );
}

#[test]
fn the_last_tier_or_rotation_takes_everything_and_no_other_does() {
    let table = [
        (
            "when = \"true\"\nfirst_attempt = \"none\"",
            "when = \"submission.kind == 'content'\"\nfirst_attempt = \"none\"",
            "last_not_always",
        ),
        (
            "when = \"true\"\ncalendar",
            "when = \"lead.country == 'US'\"\ncalendar",
            "last_not_always",
        ),
        (
            "when = \"lead.country in ['DE', 'AT', 'CH']\"\ncalendar",
            "when = \"true\"\ncalendar",
            "unreachable",
        ),
    ];
    for (from, to, code) in table {
        assert_eq!(
            told(from, to).iter().map(|t| t.0.as_str()).collect::<Vec<_>>(),
            [code],
            "{to}"
        );
    }
}

#[test]
fn bad_texts_are_refused_with_place_and_what_was_expected() {
    let table = [
        // keys
        (
            "name = \"How we",
            "nam = \"How we",
            vec![
                ("missing_key", "# How Market", "name"),
                ("unknown_key", "nam = \"How w", "name"),
            ],
        ),
        (
            "after_hours = \"1h\" ",
            "after_hour = \"1h\" ",
            vec![("unknown_key", "after_hour =", "after_hours")],
        ),
        ("format = 1", "format = 2", vec![("format", "2", "1")]),
        ("format = 1", "format = ", vec![("syntax", "", "")]),
        ("[review]\n", "[reviews]\n", vec![("unknown_key", "reviews]", "review")]),
        (
            "attempts = 6",
            "attempts = \"six\"",
            vec![("wrong_kind", "\"six\", withi", "whole number")],
        ),
        // clauses, with the place inside the clause
        (
            "company.employees >= 20",
            "company.employes >= 20",
            vec![("clause_unknown_field", "company.empl", "company.employees")],
        ),
        (
            "company.employees >= 20",
            "company.employees >= 'many'",
            vec![("clause_wrong_kind", "'many'\"", "number")],
        ),
        (
            "lead.country in ['DE', 'AT', 'CH', 'FR'",
            "lead.country in ['DE', 'UK', 'CH', 'FR'",
            vec![("clause_not_a_country", "'UK', 'CH', ", "GB")],
        ),
        (
            "answers.timeline in ['now', 'this quarter'",
            "answers.timeline in ['now', 'this quartr'",
            vec![("clause_not_a_choice", "'this quartr", "this quarter")],
        ),
        (
            "answers.timeline in",
            "answers.timelin in",
            vec![("clause_unknown_field", "answers.time", "answers.timeline")],
        ),
        (
            "company.employees >= 20",
            "touch.kind == 'page'",
            vec![("field_out_of_place", "\"touch.kind ", "")],
        ),
        // definitions
        (
            "stage = \"sql\"",
            "stage = \"sqll\"",
            vec![("bad_value", "\"sqll\"", "sql")],
        ),
        (
            "stage = \"sql\"",
            "stage = \"sal\"",
            vec![("no_definition", "[[definition", "[[definition]] stage = \"sql\"")],
        ),
        (
            "\"who_decides\"]",
            "\"who_decide\"]",
            vec![("unknown_question", "\"who_decide\"", "who_decides")],
        ),
        (
            "missing = \"review\"",
            "missing = \"reviewed\"",
            vec![("bad_value", "\"reviewed\"", "review")],
        ),
        (
            "name = \"in a country we sell to\"",
            "name = \"a company of a size we serve\"",
            vec![("duplicate", "\"a company o", "")],
        ),
        // tiers and cadences
        (
            "first_attempt = \"15m\"",
            "first_attempt = \"15 minutes\"",
            vec![("bad_value", "\"15 minutes\"", "15m, 2h, 2bd")],
        ),
        (
            "first_attempt = \"2h\"",
            "first_attempt = \"none\"",
            vec![
                ("without_first_attempt", "\"2h\"", "first_attempt"),
                ("without_first_attempt", "{ attempts =", "first_attempt"),
            ],
        ),
        (
            "first_attempt = \"2h\"",
            "first_attempt = \"0m\"",
            vec![("bad_value", "\"0m\"", "15m, 2h, 2bd")],
        ),
        (
            "\"2bd\", \"3bd\"]",
            "\"2bd\"]",
            vec![("cadence_gaps", "[\"0m\", \"2h\",", "6")],
        ),
        (
            "calls_min = 2",
            "calls_min = 7",
            vec![("cadence_calls", "7, gaps = [\"", "6")],
        ),
        (
            "within = \"10bd\"",
            "within = \"5bd\"",
            vec![("cadence_too_long", "\"5bd\", calls", "8bd")],
        ),
        (
            "name = \"qualified\"",
            "name = \"request\"",
            vec![
                ("duplicate", "\"request\"", ""),
                (
                    "unknown_tier",
                    "qualified = ",
                    "request, request, return, event, content",
                ),
            ],
        ),
        // scores
        (
            "half_life = \"14d\"",
            "half_life = \"2bd\"",
            vec![("bad_value", "\"2bd\"", "14d, 36h")],
        ),
        ("points = 40", "points = -5", vec![("bad_value", "-5", "> 0")]),
        ("cap = 40\n", "\n", vec![("missing_key", "[[score]]", "cap")]),
        (
            "points = 25",
            "points = 25\nhalf_life = \"7d\"",
            vec![("bad_value", "\"7d\"", "group = \"engagement\"")],
        ),
        (
            "touch.kind in ['reply', 'mail_click']",
            "lead.country == 'DE'",
            vec![("score_without_touch", "\"lead.countr", "touch.kind")],
        ),
        (
            "!lead.free_mail\"",
            "score.fit > 1\"",
            vec![("field_out_of_place", "\"score.fit >", "")],
        ),
        // calendars and rotations
        (
            "zone = \"Europe/Berlin\"",
            "",
            vec![("missing_key", "[calendar.sa", "zone")],
        ),
        (
            "fri = [\"09:00-16:00\"]",
            "fri = \"09:00-16:00\"",
            vec![("calendar.malformed", "\"09:00-16:00", "")],
        ),
        (
            "zone = \"Europe/Berlin\"",
            "zone = \"Europe/Berln\"",
            vec![("calendar.zone_unknown", "\"Europe/Berl", "Europe/Berlin")],
        ),
        (
            "week = { mon",
            "weeks = { mon",
            vec![
                ("missing_key", "[calendar.sa", "week"),
                ("unknown_key", "weeks = { mo", "week"),
            ],
        ),
        (
            "fri = [\"09:00-16:00\"]",
            "fry = [\"09:00-16:00\"]",
            vec![("unknown_key", "fry = [\"09:0", "fri")],
        ),
        (
            "fri = [\"09:00-16:00\"]",
            "fri = [\"9-16\"]",
            vec![("calendar.window_malformed", "[\"9-16\"] }", "")],
        ),
        (
            "calendar = \"sales\"",
            "calendar = \"sale\"",
            vec![("unknown_calendar", "\"sale\"", "sales")],
        ),
        (
            "fallback = \"sales_manager\"\n",
            "\n",
            vec![("missing_key", "[[rotation]]", "fallback")],
        ),
        (
            "open_work_max = 25",
            "open_work_max = 0",
            vec![("bad_value", "0", "1 – 10000")],
        ),
        (
            "name = \"everyone else\"",
            "name = \"DACH\"",
            vec![("duplicate", "\"DACH\"", "")],
        ),
        // escalation
        (
            "at = \"66%\"",
            "at = \"120%\"",
            vec![("escalation_after_due", "\"120%\", tell", "1% – 99%, due, daily")],
        ),
        (
            "at = \"66%\"",
            "at = \"due+10m\"",
            vec![("escalation_after_due", "\"due+10m\", t", "1% – 99%, due, daily")],
        ),
        (
            "at = \"66%\"",
            "at = \"soon\"",
            vec![("bad_value", "\"soon\", tell", "1% – 99%, due, daily")],
        ),
        (
            "{ at = \"66%\", tell = \"owner\" }, { at = \"due\"",
            "{ at = \"due\", tell = \"owner\" }, { at = \"50%\"",
            vec![("escalation_order", "{ at = \"50%\"", "66%, due, daily")],
        ),
        (
            "request = [{ at",
            "requests = [{ at",
            vec![("unknown_tier", "requests = [", "request")],
        ),
        // feedback, owed, review
        (
            "which = \"fit_not_ready\"",
            "which = \"b\"",
            vec![(
                "bad_value",
                "\"b\"",
                "advanced, fit_not_ready, not_a_fit, rejected, not_a_lead, lost",
            )],
        ),
        (
            "code = \"offer\"",
            "code = \"meeting\"",
            vec![("duplicate", "\"meeting\"", "")],
        ),
        (
            "code = \"offer\"",
            "code = \"An offer\"",
            vec![("bad_value", "\"An offer\"", "a-z 0-9 _")],
        ),
        ("due = \"2bd\"", "", vec![("missing_key", "[feedback]", "due")]),
        ("valid_min = 0.95", "valid_min = 95", vec![("bad_value", "95", "0 – 1")]),
        (
            "qualified = 25",
            "qualifed = 25",
            vec![("unknown_tier", "qualifed = 2", "qualified")],
        ),
        (
            "meeting = \"mon 10:00\"",
            "meeting = \"monday\"",
            vec![("bad_value", "\"monday\"", "mon 10:00")],
        ),
    ];
    let mut wrong = String::new();
    for (from, to, expected) in table {
        let told = told(from, to);
        let told: Vec<_> = told
            .iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
            .collect();
        if told != expected {
            wrong += &format!("{from} → {to}\n  told {told:?}\n  want {expected:?}\n");
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn a_calendar_that_never_opens_is_refused() {
    let week = "week = { mon = [\"09:00-17:30\"], tue = [\"09:00-17:30\"], wed = [\"09:00-17:30\"], thu = [\"09:00-17:30\"], fri = [\"09:00-16:00\"] }";
    assert_eq!(
        told(week, "week = {}"),
        [("calendar.never_opens".into(), "{}".into(), String::new())]
    );
}

#[test]
fn all_problems_are_told_at_once_and_in_order() {
    let text = STARTING
        .replace("company.employees", "company.employes")
        .replace("score.engagement >=", "score.engagment >=");
    let problems = load(&text).unwrap_err();
    assert_eq!(problems.len(), 3, "{}", shown(&problems));
    assert!(problems.windows(2).all(|pair| pair[0].line <= pair[1].line));
}

#[test]
fn a_text_beyond_its_limits_is_refused() {
    let code = |text: &str| load(text).unwrap_err()[0].code.name();
    assert_eq!(code(&"#".repeat(300_000)), "too_long");
    let tier = "[[tier]]\nname = \"x\"\nwhen = \"false\"\nfirst_attempt = \"1h\"\n";
    let many: String = (0..30).map(|n| tier.replace('x', &format!("t{n}"))).collect();
    assert!(load(&format!("{many}{STARTING}")).is_err());
    assert!(load("").is_err());
    assert!(load(&"[a]\n".repeat(50_000)).is_err());
}

#[test]
fn a_question_that_is_a_field_already_is_refused() {
    assert_eq!(told("id = \"who_decides\"", "id = \"problem\"")[1].0, "duplicate");
}

/// `cargo test -p rules --release --test agreement -- --ignored --nocapture` prints what judging costs.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn microseconds_a_lead() {
    const LEADS: u32 = 200_000;
    let agreement = starting();
    let mut facets = request();
    facets.set("lead.job_title", "Head of Purchasing");
    facets.set("lead.free_mail", false);
    facets.set("touch.kind", "page");
    facets.set("touch.path", "/pricing/teams");
    facets.set("answers.timeline", "now");
    let measure = |what: &str, act: &mut dyn FnMut() -> usize| {
        let start = std::time::Instant::now();
        let seen: usize = (0..LEADS).map(|_| act()).sum();
        println!(
            "{what}: {:.2} µs ({seen})",
            start.elapsed().as_secs_f64() * 1e6 / f64::from(LEADS)
        );
    };
    measure("facets of a lead", &mut || {
        usize::from(request().get("lead.country").is_some())
    });
    measure("lead, MQL and SQL judged, tier, rotation", &mut || {
        let stages = [Stage::Lead, Stage::Mql, Stage::Sql];
        let clauses: usize = stages
            .iter()
            .map(|stage| agreement.judge(*stage, &facets).clauses.len())
            .sum();
        clauses
            + agreement.tier(&facets).map_or(0, |t| t.name.len())
            + agreement.rotation_for(&facets).map_or(0, |r| r.name.len())
    });
    let mut lines = Vec::new();
    measure("a touch scored by 8 rules", &mut || {
        agreement.score_touch(&facets, &mut lines, Instant(0)).len()
    });
    let when: Vec<_> = agreement
        .definitions
        .iter()
        .flat_map(|d| &d.clauses)
        .map(|c| &c.when)
        .collect();
    measure("the 5 clauses alone", &mut || {
        when.iter().filter(|when| when.holds(&facets)).count()
    });
    let start = std::time::Instant::now();
    starting();
    println!("the text loaded once: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}

proptest! {
    /// The starting text with a piece cut out or written twice: taken or refused, never a panic.
    #[test]
    fn mangled_texts_never_panic(from in 0usize..12_000, length in 0usize..200, insert in "[\\[\\]{}\"'=a-z0-9.\n ]{0,12}") {
        let characters: Vec<char> = STARTING.chars().collect();
        let from = from % characters.len();
        let until = (from + length).min(characters.len());
        let text: String = characters[..from].iter().chain(insert.chars().collect::<Vec<_>>().iter()).chain(&characters[until..]).collect();
        if let Err(problems) = load(&text) {
            prop_assert!(!problems.is_empty(), "refused without a word");
        }
    }

    #[test]
    fn any_text_never_panics(text in ".{0,200}") {
        prop_assert!(load(&text).is_err());
    }
}
