//! From SDR to account executive, told over the pages and the API as people see it.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::company;

use axum::http::StatusCode;
use company::{House, places};
use engine::timers::Timers;
use rules::agreement::{NotePart, STARTING};
use rules::ask::{Answers, Command, OfAgreement, OfHandoff, OfLead, OfTeam};
use rules::fact::{Actor, AttemptResult, Role};
use rules::{Id, Span};

/// The starting agreement, in which what DACH's reps advance goes on to those who close.
fn text() -> String {
    let closers = "[[rotation]]\nname = \"Closers\"\nwhen = \"false\"\ncalendar = \"sales\"\nopen_work_max = 25\n\
                   fallback = \"sales_manager\"\n\n[[rotation]]\nname = \"DACH\"\nhands_to = \"Closers\"\n\
                   hands_to_within = \"4h\"\n";
    let text = STARTING.replacen("[[rotation]]\nname = \"DACH\"\n", closers, 1);
    format!("{text}\n[handoff]\nnote = [\"asked_for\"]\n")
}

async fn by(house: &House, name: &str, command: impl Into<Command>) -> serde_json::Value {
    let actor = Actor::User(house.user(name));
    house.engine.ask(None, actor, command).await.unwrap()
}

/// Both heads sign the text.
async fn agree(house: &mut House, manager: &str) -> String {
    let marketing = house.hire(manager, "Sample Marketing", Role::HeadOfMarketing).await;
    house.hire(manager, "Sample Sales", Role::HeadOfSales).await;
    let propose = OfAgreement::Propose {
        text: text(),
        trial: false,
        from: None,
        base: house.engine.in_force().version,
        draft: None,
    };
    let proposed = by(house, "Sample Marketing", propose).await;
    let version = proposed["version"].as_i64().unwrap();
    for head in ["Sample Marketing", "Sample Sales"] {
        let hash = proposed["hash"].as_str().unwrap().to_owned();
        by(house, head, OfAgreement::Sign { version, hash }).await;
    }
    marketing
}

async fn member(house: &House, rotation: &str, name: &str, weight: u8) {
    let member = OfTeam::SetMember {
        rotation: rotation.into(),
        user: house.user(name),
        weight,
    };
    by(house, "Sample Manager", member).await;
}

/// An SDR in DACH alone, and one who closes.
async fn team(house: &mut House, manager: &str) -> (String, String) {
    let sdr = house.hire(manager, "Sample Sdr", Role::Rep).await;
    let closer = house.hire(manager, "Sample Closer", Role::Rep).await;
    let names: Vec<String> = {
        let in_force = house.engine.in_force();
        in_force
            .agreement
            .rotations
            .iter()
            .map(|rule| rule.name.clone())
            .collect()
    };
    for rotation in names {
        let leaves = if rotation == "Closers" {
            "Sample Sdr"
        } else {
            "Sample Closer"
        };
        member(house, &rotation, leaves, 0).await;
    }
    (sdr, closer)
}

fn page(lead: Id) -> String {
    format!("/leads/{}", lead.show("lead"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_a_of_the_sdr_is_on_the_next_reps_queue_with_its_note_and_is_tried() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let head = agree(&mut house, &manager).await;
        let one = house.get(&head, "/agreement").await;
        let said = "goes on to “Closers”, first attempt there within 4\u{a0}h";
        assert!(one.says(said), "page one says so: {}", one.text);
        let (sdr, closer) = team(&mut house, &manager).await;
        let of = house.demo("Sample Person", "one@sample-company.de").await;
        said_a(&house, &sdr, of).await;
        next_rep_tries(&house, &closer, of.0).await;
        first_rep_keeps(&house, (&sdr, of)).await;
        counted_beside(&house, &manager).await;
    }
}

async fn said_a(house: &House, sdr: &str, (lead, handoff): (Id, Id)) {
    house.attempt(lead, handoff, AttemptResult::Connected).await;
    let note = Answers {
        note: [(NotePart::AskedFor, "Wants the warehouse module.".to_owned())].into(),
        ..Answers::default()
    };
    by(house, "Sample Manager", OfLead::Answer { lead, answers: note }).await;
    let typed = [
        ("next_step", "meeting"),
        ("next_step_on", "2026-03-09"),
        ("note", "Met two of them."),
        ("answers.problem", "Counting by hand"),
        ("answers.timeline", "this year"),
        ("answers.who_decides", "Purchasing"),
    ];
    let said = house.act(sdr, handoff, "advanced", &typed).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
}

async fn next_rep_tries(house: &House, closer: &str, lead: Id) {
    let queue = house.get(closer, "/queue").await;
    assert!(
        queue.says("Sample Person") && queue.says("advanced, and passed on to you"),
        "{}",
        queue.text
    );
    let shown = house.get(closer, &page(lead)).await;
    for words in [
        "Passed on to Sample Closer",
        "after A · advanced",
        "Met two of them.",
        "Counting by hand",
        "Wants the warehouse module.",
    ] {
        assert!(shown.says(words), "{words} in {}", shown.text);
    }
    let state = engine::lead::reads::one(house.engine.ledger(), lead)
        .await
        .unwrap()
        .unwrap();
    let next = state.open_handoff().unwrap().id;
    let tried = house
        .act(closer, next, "attempt", &[("channel", "call"), ("result", "connected")])
        .await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text);
    let met = house.handoff(lead, next).await;
    assert_eq!(met.verdict(house.engine.now()), rules::handoff::Verdict::Met);
    house.clock.pass(Span::minutes(1));
    Timers::default()
        .strike(&house.engine, house.engine.now())
        .await
        .unwrap();
}

/// The scorecard counts the next rep's work in a section of its own, and each number opens its leads.
async fn counted_beside(house: &House, manager: &str) {
    house.pass(Span::hours(5)).await;
    let card = house.get(manager, "/scorecard").await;
    assert!(card.says("Passed on within Sales"), "{}", card.text);
    let opens: Vec<String> = card
        .text
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.contains("of=within_sales"))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .collect();
    assert!(opens.len() >= 4, "{opens:?}");
    let met = opens.iter().find(|href| href.ends_with("part=met")).unwrap();
    let list = house.get(manager, met).await;
    assert!(
        list.says("Passed on within Sales, first attempt of the next rep due"),
        "{}",
        list.text
    );
    assert!(
        list.says("Sample Person") && list.says("Sample Closer"),
        "{}",
        list.text
    );
    let ours = house.get(manager, "/scorecard/leads?part=handed&by=trigger").await;
    assert_eq!(
        ours.text.matches("row-link").count(),
        1,
        "Marketing brought it once: {}",
        ours.text
    );
    let owed = house.get(manager, "/agreement").await;
    assert!(owed.says("First attempt kept, passed on within Sales"), "{}", owed.text);
}

/// Who reported first still sees the lead, with his own report, which is no longer his to change.
async fn first_rep_keeps(house: &House, (sdr, (lead, handoff)): (&str, (Id, Id))) {
    let shown = house.get(sdr, &page(lead)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(
        shown.says("Passed on to Sample Closer") && shown.says("Handed to Sample Sdr"),
        "{}",
        shown.text
    );
    assert!(
        !house.get(sdr, "/queue").await.says("Sample Person"),
        "it lies with somebody else"
    );
    let again = house
        .act(
            sdr,
            handoff,
            "not-a-fit",
            &[("reason", "too_small"), ("detail_too_small", "3")],
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
    assert!(again.says("went on to the next rep"), "{}", again.text);
}

/// What a rep says to "by when", and what the page makes of it.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_whether_an_a_is_an_sql_and_what_it_lacks() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let sdr = house.hire(&manager, "Sample Sdr", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        house.attempt(lead, handoff, AttemptResult::Connected).await;
        let typed = |timeline: &'static str| {
            [
                ("next_step", "meeting"),
                ("next_step_on", "2026-03-09"),
                ("answers.problem", "Counting by hand"),
                ("answers.timeline", timeline),
                ("answers.who_decides", "Purchasing"),
            ]
        };
        let said = house.act(&sdr, handoff, "advanced", &typed("no plan")).await;
        assert_eq!(
            said.status,
            StatusCode::SEE_OTHER,
            "never refused for it: {}",
            said.text
        );
        let shown = house.get(&sdr, &page(lead)).await;
        for words in [
            "Not an SQL yet: wants it within a year",
            "report A · advanced once more",
            "not an SQL yet: wants it within a year",
            ">SAL<",
        ] {
            assert!(shown.says(words), "{words} in {}", shown.text);
        }
        let again = house.act(&sdr, handoff, "advanced", &typed("this year")).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
        let shown = house.get(&sdr, &page(lead)).await;
        assert!(
            shown.says("SQL: its definition held") && shown.says(">SQL<"),
            "{}",
            shown.text
        );
        assert!(!shown.says("Not an SQL yet"), "{}", shown.text);
    }
}

/// Given back by the one rep there is, and released: the record says to whom it does not go again.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_who_gave_it_back() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        for name in ["Sample One", "Sample Two"] {
            house.hire(&manager, name, Role::Rep).await;
        }
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let first = house.handoff(lead, handoff).await.owner.unwrap();
        let reject = OfHandoff::Reject {
            lead,
            handoff,
            reason: rules::fact::RejectReason::OutsideDefinition,
            clause: None,
            covers: None,
        };
        house.engine.ask(None, Actor::User(first), reject).await.unwrap();
        let choice = rules::fact::ReviewChoice::Release;
        let release = OfLead::Review { lead, choice };
        house.engine.ask(None, Actor::System, release).await.unwrap();
        let shown = house.get(&manager, &page(lead)).await;
        let is_first = |name: &&str| house.user(name) == first;
        let name = ["Sample One", "Sample Two"].into_iter().find(is_first).unwrap();
        let said = format!("{name} gave this lead back, so it did not go there again by itself.");
        assert!(
            shown.says(&said) && shown.says("gave this lead back<"),
            "{}",
            shown.text
        );
    }
}
