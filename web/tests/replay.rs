//! A proposed version's replay as a head reads it: the page that waits, what changes, the lists, the files, the API.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test"
)]

use crate::books::house;
use crate::drafts::desk::{Desk, forms, value, with};

use axum::http::StatusCode;
use house::{Got, House, houses};
use rules::Span;
use rules::agreement::STARTING;
use rules::ask::{Capture, OfAgreement};
use rules::fact::{AttemptResult, Role, SubmissionKind, Which};

const HERE: &str = "/agreement/versions/1/replay";
const WINDOW: &str = "from=2026-03-01&to=2026-03-10";

fn sized(n: u32, employees: u32) -> Capture {
    let mut capture = Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("p{n}@company{n}.example.com")),
        name: Some(format!("Sample Number {n}")),
        country: Some("DE".into()),
        form: Some("demo".into()),
        ..Capture::default()
    };
    capture.fields.insert("company.employees".into(), employees.to_string());
    capture
}

/// Five leads, one a C; a proposal with a limit of 100, and a clause that nobody meets.
async fn proposed(house: &House, text: String) {
    for (n, employees) in [(1, 5), (2, 25), (3, 60), (4, 150), (5, 900)] {
        let handoff = house.capture(sized(n, employees)).await;
        if employees == 60 {
            house.clock.pass(Span::minutes(2));
            house.call(handoff, AttemptResult::Connected).await;
            house.say(handoff, Which::NotAFit, "too_small").await;
        }
    }
    let command = OfAgreement::Propose {
        text,
        trial: false,
        from: None,
        base: 0,
        draft: None,
    };
    house.by(Role::HeadOfMarketing, command).await;
    house.clock.pass(Span::minutes(5));
}

async fn waited(house: &House, role: Role, path: &str) -> Got {
    for _ in 0..100_000 {
        let got = house.get(role, path).await;
        assert!(got.status.is_success(), "{} {}", got.status, got.text);
        if !got.says("<progress") {
            return got;
        }
        tokio::task::yield_now().await;
    }
    panic!("it never came to its end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sees_at_once_what_changes_and_opens_it() {
    for house in houses().await {
        proposed(
            &house,
            STARTING.replace("company.employees >= 20", "company.employees >= 100"),
        )
        .await;
        let before = house.get(Role::HeadOfSales, "/agreement/versions/1").await;
        assert!(
            before.says("What it would have changed") && before.says("The whole replay"),
            "it begins as soon as somebody looks at what waits for a signature"
        );
        let form = house.get(Role::HeadOfSales, HERE).await;
        assert!(
            form.says("name=\"from\"") && !form.says("<progress"),
            "nothing runs before it is asked for"
        );

        let path = format!("{HERE}?{WINDOW}");
        let page = waited(&house, Role::HeadOfSales, &path).await;
        assert!(
            page.says("2 leads would have come to Sales instead of 4"),
            "{}",
            page.text
        );
        assert!(page.says("1 C · not a fit"), "what Sales said of those that go");
        assert!(page.says("judged again by the version that was in force then"));
        assert!(page.says("<svg viewBox") && page.says("No lead of this window was erased."));

        let lists = page.hrefs(&format!("{HERE}/leads"));
        assert!(lists.len() > 10, "{lists:?}");
        for list in &lists {
            let opened = house.get(Role::HeadOfSales, list).await;
            assert_eq!(opened.status, StatusCode::OK, "{list}");
            let shown = page
                .text
                .split(&format!("{}\">", list.replace('&', "&#38;")))
                .nth(1)
                .unwrap();
            let counted: usize = shown.split('<').next().unwrap().parse().unwrap();
            assert_eq!(opened.lines(), counted, "{list}");
        }
        let sales = house.get(Role::HeadOfSales, "/agreement/versions/1").await;
        assert!(
            sales.says("2 leads would have come to Sales instead of 4"),
            "beside the signature"
        );

        files(&house).await;
    }
}

/// The same as files.
async fn files(house: &House) {
    let csv = house.get(Role::Boss, &format!("{HERE}.csv?{WINDOW}")).await;
    assert!(
        csv.says("table,row,column,value") && csv.says("tiers,request,In fact,4"),
        "{}",
        csv.text
    );
    let json = house.get(Role::Boss, &format!("{HERE}.json?{WINDOW}")).await;
    let json: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(
        (json["changes"]["out"].as_u64(), json["totals"]["differing"].as_u64()),
        (Some(2), Some(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_clause_is_exposed_and_reps_are_named_to_their_manager_alone() {
    for house in houses().await {
        let bad = STARTING.replace(
            "when = \"lead.country in ['DE', 'AT', 'CH', 'FR', 'GB', 'US']\"",
            "when = \"lead.country in ['LI', 'MC']\"",
        );
        proposed(&house, bad).await;
        let path = format!("{HERE}?{WINDOW}");
        let page = waited(&house, Role::HeadOfMarketing, &path).await;
        assert!(page.says("Nobody at all would have come to Sales."));
        assert!(page.says("“in a country we sell to” (MQL) held at none of 5 judgements; a lead is judged each time it does something. At 4 of them it alone stood in the way."));
        assert!(!page.says("id=\"reps\""), "Marketing sees the team's numbers");
        let manager = house.get(Role::SalesManager, &path).await;
        assert!(manager.says("id=\"reps\"") && manager.says("Sample rep"));
        let signing = house.get(Role::HeadOfSales, "/agreement/versions/1").await;
        assert!(
            signing.says("held at none of 5 judgements"),
            "said beside the signature too"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_and_which_windows() {
    for house in houses().await {
        proposed(
            &house,
            STARTING.replace("company.employees >= 20", "company.employees >= 21"),
        )
        .await;
        let path = format!("{HERE}?{WINDOW}");
        for role in Role::ALL {
            let got = house.get(role, &path).await;
            let may = role != Role::Admin;
            assert_eq!(got.status == StatusCode::OK, may, "{role:?} {}", got.status);
        }
        waited(&house, Role::HeadOfSales, &path).await;
        let list = format!("{HERE}/leads?{WINDOW}&change=out");
        for role in Role::ALL {
            let may = !matches!(role, Role::Admin | Role::Rep);
            assert_eq!(house.get(role, &list).await.status == StatusCode::OK, may, "{role:?}");
        }
        for wrong in [
            "from=2026-03-09&to=2026-03-01",
            "from=2020-01-01&to=2026-03-01",
            "from=x&to=y",
            "from=2030-01-01&to=2030-02-01",
        ] {
            let got = house.get(Role::Boss, &format!("{HERE}?{wrong}")).await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let gone = house.get(Role::Boss, "/agreement/versions/99/replay").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let empty = waited(&house, Role::Boss, &format!("{HERE}?from=2026-01-01&to=2026-01-31")).await;
        assert!(empty.says("Nobody came in this window"));
        for act in ["again", "stop"] {
            let form = [("from", "2026-03-01"), ("to", "2026-03-10")];
            let got = house.post(Role::Boss, &format!("{HERE}/{act}"), &form).await;
            assert_eq!(got.status, StatusCode::SEE_OTHER, "{act}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_finished_replay_says_why_to_programs_and_to_people() {
    for house in houses().await {
        proposed(
            &house,
            STARTING.replace("company.employees >= 20", "company.employees >= 21"),
        )
        .await;
        for kind in ["csv", "json"] {
            let path = format!("{HERE}.{kind}?{WINDOW}");
            let got = house.get(Role::Boss, &path).await;
            assert_eq!(
                (got.status, got.kind.as_str()),
                (StatusCode::NOT_FOUND, "application/problem+json")
            );
            let told: serde_json::Value = serde_json::from_str(&got.text).unwrap();
            assert_eq!(told["code"], "replay_not_asked");
            let page = house.browse(Role::Boss, &path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(
                page.kind.starts_with("text/html") && page.says("This window was not replayed yet"),
                "{}",
                page.text
            );
            assert!(page.says("value=\"2026-03-01\""), "the window stands in the form");
            let wrong = house
                .get(Role::Boss, &format!("{HERE}.{kind}?from=2026-03-09&to=2026-03-01"))
                .await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let path = format!("{HERE}?{WINDOW}");
        house.get(Role::Boss, &path).await;
        // it runs, or is done by now: then the files are there
        let got = house.get(Role::Boss, &format!("{HERE}.csv?{WINDOW}")).await;
        assert!(
            [StatusCode::CONFLICT, StatusCode::OK].contains(&got.status),
            "{}",
            got.status
        );
        waited(&house, Role::Boss, &path).await;
        for (kind, media) in [("csv", "text/csv; charset=utf-8"), ("json", "application/json")] {
            let got = house.browse(Role::Boss, &format!("{HERE}.{kind}?{WINDOW}")).await;
            assert_eq!((got.status, got.kind.as_str()), (StatusCode::OK, media));
        }
    }
}

/// Looks until what runs has come to its end.
async fn told(house: &House, role: Role, path: &str, words: &str) -> Got {
    for _ in 0..100_000 {
        let got = house.get(role, path).await;
        if got.says(words) {
            return got;
        }
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        tokio::task::yield_now().await;
    }
    panic!("{path} never said: {words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_signature_is_replayed_unasked_and_can_be_compared_with_any_version() {
    for house in houses().await {
        let text = STARTING.replace("company.employees >= 20", "company.employees >= 100");
        proposed(&house, text).await;
        let here = "/agreement/versions/1";
        let page = told(
            &house,
            Role::HeadOfSales,
            here,
            "2 leads would have come to Sales instead of 4",
        )
        .await;
        assert!(
            page.says("an answer is awaited until") && page.says("silence signs nothing"),
            "{}",
            page.text
        );
        let nothing = house.get(Role::HeadOfSales, &format!("{here}?against=0")).await;
        assert!(nothing.says("100 employees"), "{}", nothing.text);
        let odd = house.get(Role::HeadOfSales, &format!("{here}?against=x%00")).await;
        assert_eq!(odd.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_replayed_where_it_is_written() {
    for house in houses().await {
        proposed(
            &house,
            STARTING.replace("company.employees >= 20", "company.employees >= 100"),
        )
        .await;
        let desk = Desk::begin(&house, Role::HeadOfSales).await;
        let text = desk
            .text()
            .await
            .replace("company.employees >= 20", "company.employees >= 500");
        let page = house.get(desk.who, &format!("{}/text", desk.draft)).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "text").is_empty())
            .unwrap();
        let form = with(&form, &[("text", &text)]);
        let form: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let saved = house.post(desk.who, &format!("{}/text", desk.draft), &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let unasked = house.get(desk.who, &desk.draft).await;
        assert!(unasked.says("Replay the last 90 days under this draft") && !unasked.says("would have come"));
        let asked = format!("{}?tried=yes", desk.draft);
        told(
            &house,
            desk.who,
            &asked,
            "1 leads would have come to Sales instead of 4",
        )
        .await;
    }
}

/// A text that no database keeps is refused in its own name, by whatever form it comes, and keeps nobody else's from being
/// kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_nul_in_a_form_is_refused_and_nothing_is_kept() {
    for house in houses().await {
        proposed(
            &house,
            STARTING.replace("company.employees >= 20", "company.employees >= 100"),
        )
        .await;
        let here = "/agreement/versions/1";
        let said = house
            .post(Role::HeadOfSales, &format!("{here}/decline"), &[("words", "no\0")])
            .await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", said.text);
        assert!(
            said.says("holds a") && !said.says("not answer in time"),
            "{}",
            said.text
        );
        let form = [("name", "Odd"), ("email", "odd\0@sample.example"), ("role", "rep")];
        let odd = house
            .get(Role::Marketer, "/patterns/leads?reason=%00&source=a%00b")
            .await;
        assert_eq!(odd.status, StatusCode::OK, "asked for, it finds nothing");
        let added = house.post(Role::Admin, "/team/users", &form).await;
        assert_eq!(added.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", added.text);
    }
}
