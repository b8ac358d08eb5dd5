//! Drafts of the agreement: edited by forms and as text, private to a side, discarded and taken back, proposed.

use super::desk::{Desk, differences, forms, value, with};
use crate::books::house::houses;
use axum::http::StatusCode;
use rules::agreement::STARTING;
use rules::fact::Role::{Admin, Boss, HeadOfMarketing, HeadOfSales, Marketer, Rep, SalesManager};

const PARTS: [&str; 14] = [
    "goal",
    "expected",
    "who",
    "definitions",
    "ideal",
    "tiers",
    "scores",
    "questions",
    "calendars",
    "rotations",
    "escalation",
    "feedback",
    "owed",
    "review",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_as_it_came_changes_no_byte() {
    let house = &houses().await[0];
    let whole = include_str!("../../../rules/tests/whole_agreement.toml");
    let desk = Desk::begin(house, HeadOfSales).await;
    for text in [STARTING, whole] {
        let page = house.get(HeadOfSales, &format!("{}/text", desk.draft)).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "text").is_empty())
            .unwrap();
        assert_eq!(
            desk.send("text", &with(&form, &[("text", text)]), "").await.status,
            StatusCode::SEE_OTHER
        );
        let mut cards = 0;
        for part in PARTS {
            let page = house.get(HeadOfSales, &format!("{}/{part}", desk.draft)).await;
            for form in forms(&page.text) {
                if value(&form, "_seen").is_empty() || value(&form, "_new") == "yes" {
                    continue;
                }
                let got = desk.send(part, &form, "save").await;
                let title = format!("{part} {}: {}", value(&form, "_at"), got.text.len());
                assert_eq!(got.status, StatusCode::SEE_OTHER, "{title}");
                assert_eq!(desk.text().await, text, "{title}");
                cards += 1;
            }
        }
        assert!(cards > 60, "{cards}");
        assert_eq!(desk.text().await, text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_write_what_a_hand_would_write() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        assert_eq!(desk.text().await, STARTING);
        let kept = desk
            .change(
                "tiers",
                "/tier/0",
                &[("first_attempt", "10m"), ("cadence/attempts", "6")],
            )
            .await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let by_hand = STARTING.replacen("first_attempt = \"15m\"", "first_attempt = \"10m\"", 1);
        assert_eq!(desk.text().await, by_hand);
        desk.change("definitions", "/definition/1/requires/0", &[("when.0.value", "10")])
            .await;
        let by_hand = by_hand.replacen("company.employees >= 20", "company.employees >= 10", 1);
        assert_eq!(desk.text().await, by_hand);
        desk.change("owed", "/owed/sales", &[("persistence_min", "85")]).await;
        let by_hand = by_hand.replacen("persistence_min = 0.90", "persistence_min = 0.85", 1);
        assert_eq!(desk.text().await, by_hand);
        let whole = house.get(HeadOfMarketing, &desk.draft).await;
        assert!(whole.says("An MQL now needs 10 employees instead of 20."));
        assert!(whole.says("The first attempt on request is now due within 10\u{a0}min instead of 15\u{a0}min."));
        for (part, at, back) in [
            ("tiers", "/tier/0", [("first_attempt", "15m")]),
            ("definitions", "/definition/1/requires/0", [("when.0.value", "20")]),
            ("owed", "/owed/sales", [("persistence_min", "90")]),
        ] {
            desk.change(part, at, &back).await;
        }
        assert_eq!(desk.text().await, STARTING, "there and back, to the byte");
        assert!(differences(&house).await == 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_added_moved_and_taken_out_without_script() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let new = desk.card("tiers", "/tier", true).await;
    let typed = [
        ("name", "vip"),
        ("when.0.field", "company.employees"),
        ("when.0.test", "above"),
        ("when.0.value", "1000"),
        ("first_attempt", "5m"),
    ];
    let late = desk.send("tiers", &with(&new, &typed), "add").await;
    assert_eq!(
        late.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "behind the tier that takes everything"
    );
    assert!(
        late.says("value=\"vip\"") && late.says("content"),
        "what was typed stays"
    );

    let rule = desk.card("scores", "/score", true).await;
    let typed = [
        ("name", "came back"),
        ("when.0.field", "touch.kind"),
        ("when.0.test", "one_of"),
        ("when.0.value", "reply, booking"),
        ("points", "15"),
        ("half_life", "10d"),
        ("cap", "30"),
    ];
    let added = desk.send("scores", &with(&rule, &typed), "add").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let text = desk.text().await;
    assert!(text.contains(
        "[[score]]\nname = \"came back\"\ngroup = \"engagement\"\nwhen = \"touch.kind in ['reply', 'booking']\""
    ));
    let entry = desk.card("scores", "/score/8", false).await;
    desk.send("scores", &entry, "up").await;
    let entry = desk.card("scores", "/score/7", false).await;
    assert_eq!(value(&entry, "name"), "came back");
    desk.send("scores", &entry, "down").await;
    let entry = desk.card("scores", "/score/8", false).await;
    desk.send("scores", &entry, "remove").await;
    assert_eq!(desk.text().await, STARTING);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_begun_and_ended_without_script() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let goal = desk
        .change(
            "goal",
            "/goal",
            &[
                ("quarter", "2027-Q1"),
                ("won/amount", "400000"),
                ("won/currency", "eur"),
            ],
        )
        .await;
    assert_eq!(goal.status, StatusCode::SEE_OTHER);
    let text = desk.text().await;
    assert!(
        text.contains("[goal]\nquarter = \"2027-Q1\"\nwon = { amount = 40000000, currency = \"EUR\" }"),
        "{text}"
    );
    let empty = [("quarter", ""), ("won/amount", ""), ("won/currency", "")];
    desk.change("goal", "/goal", &empty).await;
    assert_eq!(desk.text().await, STARTING);

    let new = desk.card("calendars", "/calendar", true).await;
    let typed = [
        ("calendar_name", "night desk"),
        ("zone", "America/New_York"),
        ("week/mon", "22:00-06:00"),
    ];
    assert_eq!(
        desk.send("calendars", &with(&new, &typed), "add").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        desk.text()
            .await
            .contains("[calendar.\"night desk\"]\nzone = \"America/New_York\"\nweek = { mon = [\"22:00-06:00\"] }")
    );
    let steps = desk
        .change(
            "escalation",
            "/escalation",
            &[("request.2.at", "daily"), ("request.2.tell", "head_of_sales")],
        )
        .await;
    assert_eq!(steps.status, StatusCode::SEE_OTHER);
    assert!(
        desk.text()
            .await
            .contains("{ at = \"due\", tell = \"sales_manager\" }, { at = \"daily\", tell = \"head_of_sales\" }]")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_its_input_and_nothing_typed_is_lost() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let wrong = desk.change("tiers", "/tier/0", &[("first_attempt", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let beside = wrong.text.split("id=\"c0-first_attempt-wrong\">").nth(1).unwrap();
    assert!(
        beside.split("</p>").next().unwrap().contains("15m, 2h, 2bd"),
        "{beside:.300}"
    );
    assert!(wrong.says("value=\"soon\""));
    let wrong = desk.change("owed", "/owed/sales", &[("persistence_min", "much")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.says("This is not a number."));
    let wrong = desk
        .change("definitions", "/definition/1/requires/0", &[("when.0.value", "many")])
        .await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.says("This is not a number."));
    let more = house.get(HeadOfMarketing, &format!("{}/definitions", desk.draft)).await;
    assert!(more.says("This clause says more than field, comparison and value."));

    let page = house.get(HeadOfMarketing, &format!("{}/text", desk.draft)).await;
    let form = forms(&page.text)
        .into_iter()
        .find(|form| !value(form, "text").is_empty())
        .unwrap();
    let typo = STARTING.replacen("company.employees >= 20", "company.employes >= 20", 1);
    let wrong = desk.send("text", &with(&form, &[("text", &typo)]), "").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("company.employes") && wrong.says("Expected: company.employees"));
    assert!(wrong.says("<code>25:9</code>") || wrong.says(":9</code>"));
    assert_eq!(desk.text().await, STARTING, "nothing was kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_its_sides_alone_until_it_is_proposed() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        for nobody in [HeadOfSales, SalesManager, Rep, Boss, Admin] {
            for page in ["", "/text", "/tiers"] {
                let got = house.get(nobody, &format!("{}{page}", desk.draft)).await;
                assert_eq!(got.status, StatusCode::NOT_FOUND, "{nobody:?}{page}");
            }
            let got = house.post(nobody, &format!("{}/discard", desk.draft), &[]).await;
            assert!(got.status.is_client_error(), "{nobody:?}");
            assert!(!house.get(nobody, "/agreement/versions").await.says(&desk.draft));
        }
        for nobody in [Rep, Boss] {
            let got = house.post(nobody, "/agreement/drafts", &[]).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{nobody:?}");
        }
        let list = house.get(Marketer, "/agreement/versions").await;
        assert!(list.says(&desk.draft) && list.says("Begun by Sample head_of_marketing"));
        let other = Desk {
            house: &house,
            who: Marketer,
            draft: desk.draft.clone(),
        };
        let mine = desk.card("tiers", "/tier/0", false).await;
        assert_eq!(
            other
                .change("tiers", "/tier/0", &[("first_attempt", "12m")])
                .await
                .status,
            StatusCode::SEE_OTHER
        );
        let late = desk
            .send("tiers", &with(&mine, &[("first_attempt", "10m")]), "save")
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Sample marketer changed this draft since you opened it") && late.says("value=\"10m\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_discarded_taken_back_and_proposed_from_a_day_on() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        desk.change("tiers", "/tier/0", &[("first_attempt", "12m")]).await;
        let gone = house.post(Marketer, &format!("{}/discard", desk.draft), &[]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let page = house.get(Marketer, &desk.draft).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(
            page.says("This draft was discarded") && page.says("Take back"),
            "{}",
            page.text
        );
        assert!(
            house
                .get(HeadOfMarketing, "/agreement/versions")
                .await
                .says("Take back")
        );
        house
            .post(HeadOfMarketing, &format!("{}/restore", desk.draft), &[])
            .await;
        assert!(desk.text().await.contains("first_attempt = \"12m\""));

        let page = house.get(HeadOfMarketing, &desk.draft).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "from_day").is_empty())
            .unwrap();
        assert_eq!(
            (value(&form, "from_day"), value(&form, "from_time")),
            ("2026-03-05", "09:00")
        );
        let past = with(&form, &[("from_day", "2026-03-03")]);
        let refused = desk.send("propose", &past, "").await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("This is no day and time to come."));
        let proposed = desk.send("propose", &form, "").await;
        assert_eq!(proposed.to, "/agreement/versions/1");
        let version = house.get(HeadOfSales, "/agreement/versions/1").await;
        assert!(version.says("within 12\u{a0}min instead of 15\u{a0}min"));
        assert!(
            !house.get(Marketer, "/agreement/versions").await.says(&desk.draft),
            "it is no draft any more"
        );
        let page = house.get(HeadOfMarketing, &desk.draft).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.says("it is version 1 now"), "{}", page.text);
        assert_eq!(page.hrefs("/agreement/versions/1"), ["/agreement/versions/1"]);
        assert_eq!(differences(&house).await, 0);
    }
}
