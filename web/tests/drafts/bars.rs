//! What no form and no page lets through: bad clauses, one side alone; and what is signed as page one says it.

use super::desk::{Desk, differences, forms, value, with};
use crate::books::house::{House, houses};
use axum::http::StatusCode;
use rules::agreement::STARTING;
use rules::ask::OfAgreement;
use rules::fact::Role::{HeadOfMarketing, HeadOfSales, Marketer};

/// A text that both heads sign; its version.
pub async fn signed(house: &House, text: String, base: i64) -> i64 {
    let propose = OfAgreement::Propose {
        text,
        trial: false,
        from: None,
        base,
        draft: None,
    };
    let answer = house.by(HeadOfMarketing, propose).await;
    let (version, hash) = (answer["version"].as_i64().unwrap(), answer["hash"].as_str().unwrap());
    for head in [HeadOfMarketing, HeadOfSales] {
        let hash = hash.to_owned();
        house.by(head, OfAgreement::Sign { version, hash }).await;
    }
    version
}

#[tokio::test(flavor = "multi_thread")]
async fn page_one_says_how_many_changes_stand_in_the_annex_alone_and_leads_back() {
    for house in houses().await {
        let first = signed(&house, STARTING.replace("How we work leads", "How we work"), 0).await;
        let text = STARTING
            .replace("company.employees >= 20", "company.employees >= 10")
            .replace("points = 40", "points = 30")
            .replace("persistence_min = 0.90", "persistence_min = 0.0095");
        let second = signed(&house, text.replace("How we work leads", "How we work"), first).await;
        let page = house
            .get(HeadOfSales, &format!("/agreement/versions/{second}/page"))
            .await;
        assert!(
            page.says("<a class=\"onward\" href=\"#annex\">and 2 changes in the annex"),
            "{}",
            page.text
        );
        assert!(page.says("id=\"annex\"") && page.says("An MQL now needs 10 employees instead of 20."));
        assert!(page.says("now scores 30 points instead of 40"));
        assert!(page.says("0.95"), "what is signed is shown exactly");
        assert!(
            page.says(&format!("href=\"/agreement/versions/{second}\"")),
            "a way back to the version"
        );
        let annex = page.text.split("id=\"annex\"").nth(1).unwrap();
        assert!(
            !annex.contains("tried to the end"),
            "what stands on page one is not in the annex"
        );
        let in_force = house.get(HeadOfSales, "/agreement").await;
        assert!(in_force.says("and 2 changes in the annex"));
    }
}

/// What is refused wherever a text is read: what it is, the clause, the code.
const BAD_CLAUSES: &str = include_str!("../../../rules/tests/bad_clauses.tsv");

#[tokio::test(flavor = "multi_thread")]
async fn clauses_too_large_too_deep_slow_unknown_or_absorbing_are_refused_by_the_forms() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let page = house.get(HeadOfMarketing, &format!("{}/text", desk.draft)).await;
    let form = forms(&page.text)
        .into_iter()
        .find(|form| !value(form, "text").is_empty())
        .unwrap();
    for line in BAD_CLAUSES.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let text = STARTING.replacen("company.employees >= 20", cells[1], 1);
        let wrong = desk.send("text", &with(&form, &[("text", &text)]), "").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", cells[0]);
        assert!(wrong.says("id=\"wrong\""), "{}", cells[0]);
        let form = [("text", text.as_str()), ("base", "0"), ("act", "propose")];
        let propose = house.post(HeadOfMarketing, "/agreement/propose", &form).await;
        assert_eq!(propose.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", cells[0]);
    }
    // what can be typed as field, comparison and value
    let (many, long) = (
        (0..101).map(|n| n.to_string()).collect::<Vec<_>>().join("\n"),
        "a".repeat(1_001),
    );
    for (field, test, typed) in [
        ("company.employees", "one_of", many.as_str()),
        ("lead.job_title", "equal", &long),
        ("company.employes", "at_least", "20"),
        ("company.employees", "at_least", "many"),
        ("company.employees", "matches", "1"),
    ] {
        let changes = [("when.0.field", field), ("when.0.test", test), ("when.0.value", typed)];
        let wrong = desk.change("definitions", "/definition/1/requires/0", &changes).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {test}");
        assert!(
            wrong.says("aria-describedby") && wrong.says("1 thing needs another look."),
            "{field} {test}"
        );
    }
    assert_eq!(desk.text().await, STARTING, "nothing of it was kept");
    assert!(house.engine.life().versions.is_empty(), "nothing was proposed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_errs_while_it_is_judged_is_missing_and_never_true() {
    for house in houses().await {
        // times nought would be nought, were the unknown absorbed
        let clause = "when = \"company.revenue * 0.0 == 0.0\"\nmissing = \"fail\"";
        let text = STARTING.replacen("when = \"company.employees >= 20\"\nmissing = \"review\"", clause, 1);
        assert_ne!(text, STARTING);
        signed(&house, text, 0).await;
        let (lead, handoff) = house.demo("Sample Person", "webinar").await;
        assert_eq!(handoff, rules::Id::default(), "not handed over");
        let subject = rules::fact::Subject::lead(lead);
        let facts = engine::fact::reads::of(house.engine.ledger(), subject, 0)
            .await
            .unwrap();
        let told = facts.iter().find_map(|fact| match &fact.body {
            rules::fact::Body::Qualified(qualified) => Some(qualified.verdict.clauses.clone()),
            _ => None,
        });
        let missing = rules::agreement::ClauseOutcome::Missing;
        let clause = ("a company of a size we serve".to_owned(), missing);
        assert!(told.clone().unwrap().contains(&clause), "{told:?}");
    }
}

/// One side alone: whoever it is, by whatever page, nothing comes into force.
#[tokio::test(flavor = "multi_thread")]
async fn no_page_lets_one_side_alone_put_a_version_in_force() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        desk.change("tiers", "/tier/0", &[("first_attempt", "12m")]).await;
        let page = house.get(HeadOfMarketing, &desk.draft).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "from_day").is_empty())
            .unwrap();
        let proposed = desk.send("propose", &with(&form, &[("from", "now")]), "").await;
        let version = proposed.to;
        let hash = house.engine.life().versions[&1].hash.clone();
        for role in [
            HeadOfMarketing,
            Marketer,
            rules::fact::Role::Admin,
            rules::fact::Role::Boss,
            HeadOfMarketing,
        ] {
            house.post(role, &format!("{version}/sign"), &[("hash", &hash)]).await;
            for act in ["decline", "object", "withdraw"] {
                if role != HeadOfMarketing {
                    house
                        .post(role, &format!("{version}/{act}"), &[("words", "no"), ("hash", &hash)])
                        .await;
                }
            }
            house.post(role, "/agreement/running", &[("version", "1")]).await;
            assert_eq!(house.engine.in_force().version, 0, "{role:?}");
        }
        house
            .post(HeadOfMarketing, "/agreement/deputy", &[("deputy", "")])
            .await;
        assert_eq!(house.engine.in_force().version, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_in_force_on_one_signature_says_so_everywhere_and_ends() {
    for house in houses().await {
        let trial = OfAgreement::Propose {
            text: STARTING.replacen("first_attempt = \"15m\"", "first_attempt = \"11m\"", 1),
            trial: true,
            from: None,
            base: 0,
            draft: None,
        };
        let answer = house.by(HeadOfMarketing, trial).await;
        let hash = answer["hash"].as_str().unwrap().to_owned();
        assert_eq!(house.engine.in_force().version, 0, "proposed alone, it is nothing");
        house
            .post(HeadOfMarketing, "/agreement/versions/1/sign", &[("hash", &hash)])
            .await;
        assert_eq!(house.engine.in_force().version, 1);
        for path in [
            "/agreement",
            "/agreement/versions",
            "/agreement/versions/1",
            "/scorecard",
            "/team",
            "/agreement/running",
        ] {
            let page = house.get(HeadOfSales, path).await;
            assert!(page.says("Version 1 of the agreement runs on trial until"), "{path}");
        }
        house.clock.pass(rules::Span::days(31));
        assert_eq!(
            house.engine.life().in_force_at(house.engine.now()),
            0,
            "it ends by itself"
        );
        let page = house.get(HeadOfSales, "/agreement").await;
        assert!(!page.says("runs on trial until"), "{}", page.text);
    }
}

/// How many of those who came within a day were handed over, and accepted.
async fn went(house: &House) -> (i64, i64) {
    let asked = engine::scorecard::reads::Asked {
        period: rules::scorecard::Period {
            from: house.engine.now() - rules::Span::days(1),
            to: house.engine.now() + rules::Span::days(1),
        },
        filter: engine::scorecard::parts::Filter::default(),
        now: house.engine.now(),
        within: rules::Span::days(1),
    };
    let tiers = engine::scorecard::reads::went(house.engine.ledger(), &asked)
        .await
        .unwrap();
    let sum = |n: fn(&rules::scorecard::Went) -> i64| tiers.values().map(n).sum();
    (sum(|went| went.said.handed), sum(|went| went.accepted))
}

#[tokio::test(flavor = "multi_thread")]
async fn when_sales_accepts_a_lead_is_written_by_form_said_on_page_one_and_counted() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfSales).await;
        let before = house.get(HeadOfSales, "/agreement").await;
        assert!(
            before.says("Sales accepts a lead (SAL) when it talks with the person, and calls it"),
            "{}",
            before.text
        );
        let new = desk.card("definitions", "/definition", true).await;
        let typed = [
            ("name", "a decision is near"),
            ("when.0.field", "lead.state"),
            ("when.0.test", "equal"),
            ("when.0.value", "BY"),
            ("missing", "fail"),
        ];
        let added = desk.send("definitions", &with(&new, &typed), "add").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let text = desk.text().await;
        let written = "[[definition]]\nstage = \"sal\"\nowner = \"sales\"\n[[definition.requires]]\n\
                       name = \"a decision is near\"\nwhen = \"lead.state == 'BY'\"\nmissing = \"fail\"";
        assert!(text.contains(written), "{text}");
        let version = signed(&house, text, 0).await;
        let page = house.get(HeadOfMarketing, "/agreement").await;
        assert!(
            page.says("when it talks with the person and all of this holds: a decision is near; it calls it qualified"),
            "{}",
            page.text
        );
        assert!(
            house
                .get(HeadOfSales, &format!("/agreement/versions/{version}"))
                .await
                .says("SAL")
        );

        let of = house.demo("Sample Person", "webinar").await;
        house.call(of, rules::fact::AttemptResult::Connected).await;
        let lead = house.get(HeadOfSales, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(lead.says("not accepted (SAL) yet: a decision is near"), "{}", lead.text);
        let went = went(&house).await;
        assert_eq!(went, (1, 0), "talked with, and not accepted");
        assert_eq!(differences(&house).await, 0);

        let desk = Desk::begin(&house, HeadOfSales).await;
        let form = desk.card("definitions", "/definition/3", false).await;
        desk.send("definitions", &form, "remove").await;
        assert_eq!(desk.text().await, STARTING, "taken out again by form, to the byte");
    }
}
