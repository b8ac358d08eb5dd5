//! The API as another program meets it, told over HTTP on every engine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test

use crate::house;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use house::House;
use rules::fact::TokenScope::{Backdate, Read, Write};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LEADS: &str = "/api/v1/leads";

fn person(email: &str) -> Value {
    json!({
        "kind": "request", "email": email, "name": "Sample Person", "company": "Sample Company", "country": "DE",
        "source": "webinar", "form": "demo", "fields": { "company.employees": 120 },
    })
}

async fn with_tokens(house: House) -> House {
    house.token("both", &[Read, Write]).await;
    house.token("reads", &[Read]).await;
    house.token("writes", &[Write]).await;
    house.token("dates", &[Read, Write, Backdate]).await;
    house
}

async fn each(reps: usize) -> Vec<House> {
    let mut houses = Vec::new();
    for house in House::each(reps).await {
        houses.push(with_tokens(house).await);
    }
    houses
}

async fn quick() -> House {
    with_tokens(House::quick(1).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_comes_in_and_is_shown_with_its_due_time_and_why() {
    for house in each(1).await {
        let taken = house
            .post("both", LEADS, None, person("one@firm.example.com").to_string())
            .await;
        assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
        let answer = taken.json();
        let lead = answer["lead"].as_str().unwrap();
        assert_eq!(taken.header("location"), format!("{LEADS}/{lead}"));
        assert_eq!(answer["stage"], "mql");
        let shown = house.get("both", taken.header("location")).await.json();
        assert_eq!(shown["person"]["email"], "one@firm.example.com");
        assert_eq!(shown["person"]["fields"]["company.employees"], "120");
        assert_eq!(shown["due"][0]["clock"], "first_attempt");
        assert_eq!(shown["due"][0]["due"], answer["first_attempt_due"]);
        let spans = shown["due"][0]["spans"].as_array().unwrap();
        let counted: i64 = spans.iter().map(|span| span["counted_seconds"].as_i64().unwrap()).sum();
        assert_eq!(counted, 15 * 60);
        assert_eq!(shown["facts"][0]["kind"], "captured");
        assert_eq!(shown["facts"][0]["recorded_at"], "2026-03-04T09:00:00Z");
        assert!(shown["facts"][0]["actor"].as_str().unwrap().starts_with("token_"));
        assert_eq!(shown["facts_next"], Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_twice_happens_once_and_another_body_is_refused() {
    for house in each(1).await {
        let body = person("two@firm.example.com").to_string();
        let first = house.post("both", LEADS, Some("key-1"), body.clone()).await;
        let again = house.post("both", LEADS, Some("key-1"), body.clone()).await;
        assert_eq!((first.status, &first.text), (again.status, &again.text));
        let other = house
            .post(
                "both",
                LEADS,
                Some("key-1"),
                person("three@firm.example.com").to_string(),
            )
            .await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(other.json()["code"], "id_reused");
        assert_eq!(other.header("content-type"), "application/problem+json");
        let elsewhere = house.post("writes", LEADS, Some("key-1"), body).await;
        assert_eq!(elsewhere.status, StatusCode::CREATED, "each token has its own keys");
        let list = house.get("both", LEADS).await.json();
        assert_eq!(list["leads"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_row_never_fails_a_batch_and_a_batch_sent_again_happens_once() {
    for house in each(2).await {
        let mut rows: Vec<Value> = (0..40).map(|n| person(&format!("p{n}@firm{n}.example.com"))).collect();
        rows[3] = json!({ "emal": "x" });
        rows[7] = json!("text");
        rows[9] = json!({ "name": "Nobody" });
        let body = Value::Array(rows).to_string();
        let first = house.post("both", LEADS, Some("batch"), body.clone()).await;
        assert_eq!(first.status, StatusCode::OK, "{first:?}");
        let results = first.json()["results"].as_array().unwrap().clone();
        assert_eq!(results.len(), 40);
        assert_eq!(results[3]["problem"]["nearest"], "email");
        assert_eq!(results[3]["problem"]["pointer"], "/3/emal");
        assert_eq!(results[7]["problem"]["code"], "wrong_type");
        assert_eq!(results[9]["problem"]["code"], "no_contact_given");
        assert_eq!(results.iter().filter(|row| row["status"] == 201).count(), 37);
        let again = house.post("both", LEADS, Some("batch"), body).await;
        assert_eq!(again.text, first.text);
        let list = house.get("both", &format!("{LEADS}?limit=200")).await.json();
        assert_eq!(list["leads"].as_array().unwrap().len(), 37);
    }
    let house = quick().await;
    let many = Value::Array(vec![json!({}); web::api::BATCH_MAX + 1]).to_string();
    let refused = house.post("both", LEADS, None, many).await;
    assert_eq!(refused.json()["code"], "batch_too_large");
    assert_eq!(house.post("both", LEADS, None, "[]").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_and_filters_are_named() {
    for house in each(1).await {
        for n in 0..5 {
            house
                .post(
                    "both",
                    LEADS,
                    None,
                    person(&format!("p{n}@firm{n}.example.com")).to_string(),
                )
                .await;
            house.company.clock.pass(rules::Span::minutes(1));
        }
        let (mut seen, mut path) = (Vec::new(), format!("{LEADS}?limit=2&stage=mql&source=webinar"));
        loop {
            let page = house.get("reads", &path).await.json();
            seen.extend(page["leads"].as_array().unwrap().iter().map(|l| l["email"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{LEADS}?limit=2&stage=mql&source=webinar&after={next}");
        }
        let newest_first: Vec<Value> = (0..5)
            .rev()
            .map(|n| json!(format!("p{n}@firm{n}.example.com")))
            .collect();
        assert_eq!(seen, newest_first);
        for (query, code, nearest) in [
            ("stag=mql", "unknown_parameter", json!("stage")),
            ("stage=mpl", "unknown_value", json!("mql")),
            ("limit=0", "limit", Value::Null),
            ("after=x", "cursor", Value::Null),
            ("from=yesterday", "not_an_instant", Value::Null),
            ("owner=me", "not_an_id", Value::Null),
            ("stage=mql&stage=won", "twice", Value::Null),
            ("search=%00", "nul", Value::Null),
        ] {
            let answer = house.get("reads", &format!("{LEADS}?{query}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert_eq!(answer.json()["code"], code, "{query}");
            assert_eq!(answer.json()["nearest"], nearest, "{query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sales_works_a_handoff_from_another_program() {
    for house in each(1).await {
        let taken = house
            .post("both", LEADS, None, person("one@firm.example.com").to_string())
            .await
            .json();
        let path = |act: &str| format!("/api/v1/handoffs/{}/{act}", taken["handoff"].as_str().unwrap());
        let call = json!({ "channel": "call", "result": "connected", "note": "They will look at it." }).to_string();
        let done = house
            .post("both", &path("attempts"), Some("call-1"), call.clone())
            .await;
        assert_eq!(done.status, StatusCode::OK, "{done:?}");
        assert_eq!(
            house.post("both", &path("attempts"), Some("call-1"), call).await.text,
            done.text
        );
        let queue = house.get("both", "/api/v1/queue?only=owed").await.json();
        assert_eq!(queue["handoffs"][0]["handoff"], taken["handoff"]);
        assert_eq!(queue["totals"]["owed"], 1);
        let owner = format!("/api/v1/queue?owner={}", taken["owner"].as_str().unwrap());
        assert_eq!(
            house.get("both", &owner).await.json()["handoffs"][0]["company"],
            "Sample Company"
        );
        let late = house
            .post("both", &path("reject"), None, r#"{"reason":"duplicate"}"#)
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(late.json()["code"], "already_tried");
        let vague = house
            .post("both", &path("feedback"), None, r#"{"which":"not_a_fit"}"#)
            .await;
        assert_eq!(
            (vague.status.as_u16(), &vague.json()["code"]),
            (422, &json!("reason_needed"))
        );
        asks_and_wins(&house, &taken, path).await;
        refuses_by_name(&house, path).await;
        house.company.clock.pass(rules::Span::minutes(20));
        counts_what_was_done(&house).await;
    }
}

/// What is asked before SQL is answered, the deal is won, and that is taken back.
async fn asks_and_wins(house: &House, taken: &Value, path: impl Fn(&str) -> String) {
    let open = json!({ "which": "advanced", "answers": { "problem": "Counting by hand" } });
    let open = house.post("both", &path("feedback"), None, open.to_string()).await;
    assert_eq!(
        (open.status.as_u16(), &open.json()["code"]),
        (422, &json!("question_open")),
        "{open:?}"
    );
    assert_eq!(open.json()["field"], "answers.timeline");
    let lead_path = format!("{LEADS}/{}", taken["lead"].as_str().unwrap());
    let answers = json!({ "answers": { "timeline": "this year" }, "note": { "when_to_call": "Mornings" } });
    let kept = house
        .post("both", &format!("{lead_path}/answers"), None, answers.to_string())
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{kept:?}");
    let early = house.post("both", &path("won"), None, "{}").await;
    assert_eq!(early.json()["code"], "deal_not_begun");
    let advanced = json!({
        "which": "advanced",
        "amount": { "amount": 1_200_000, "currency": "EUR" },
        "answers": { "problem": "Counting by hand", "who_decides": "Purchasing" },
    });
    let done = house.post("both", &path("feedback"), None, advanced.to_string()).await;
    assert_eq!(done.status, StatusCode::OK, "{done:?}");
    let shown = house.get("both", &lead_path).await.json();
    let mut questions = shown["questions"].as_array().unwrap().iter();
    let timeline = questions.find(|q| q["id"] == "timeline").unwrap();
    assert_eq!(timeline["answer"], "this year");
    assert_eq!(shown["note"]["when_to_call"], "Mornings");
    let won = json!({ "amount": { "amount": 1_500_000, "currency": "EUR" } });
    let won = house.post("both", &path("won"), None, won.to_string()).await;
    assert_eq!(won.status, StatusCode::OK, "{won:?}");
    let twice = house.post("both", &path("lost"), None, r#"{"reason":"price"}"#).await;
    assert_eq!(twice.json()["code"], "deal_won");
    house.company.clock.pass(rules::Span::seconds(1));
    let deals = house.get("both", "/api/v1/scorecard").await.json()["deals"].clone();
    assert_eq!(
        (&deals["won"], &deals["won_amounts"]["EUR"]),
        (&json!(1), &json!(1_500_000))
    );
    let undone = house.post("both", &path("undo-outcome"), None, "{}").await;
    assert_eq!(undone.status, StatusCode::OK, "{undone:?}");
    assert_eq!(shown["handoffs"][0]["attempts"], 1);
    assert_eq!(shown["handoffs"][0]["verdict"], "met");
    assert_eq!(shown["handoffs"][0]["feedback"]["amount"]["currency"], "EUR");
}

async fn refuses_by_name(house: &House, path: impl Fn(&str) -> String) {
    for (act, body, code) in [
        ("attempts", r#"{"channel":"call"}"#, "missing"),
        ("attempts", r#"{"channel":"fax","result":"sent"}"#, "unknown_value"),
        (
            "feedback",
            r#"{"which":"advanced","amount":{"amount":1.5,"currency":"EUR"}}"#,
            "wrong_type",
        ),
        (
            "feedback",
            r#"{"which":"advanced","amount":{"amount":1,"currency":"eur"}}"#,
            "currency",
        ),
        ("reject", r#"{"reason":"tired"}"#, "unknown_value"),
    ] {
        assert_eq!(
            house.post("both", &path(act), None, body).await.json()["code"],
            code,
            "{body}"
        );
    }
    let nobody = house
        .post("both", "/api/v1/handoffs/handoff_x/reject", None, "{}")
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

async fn counts_what_was_done(house: &House) {
    let numbers = house.get("both", "/api/v1/scorecard").await.json();
    assert_eq!(numbers["first_attempts"]["met"], 1, "{numbers}");
    assert_eq!(numbers["all"]["advanced"], 1);
    assert_eq!(numbers["sources"][0]["source"], "webinar");
    let later = "/api/v1/scorecard?from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z";
    assert_eq!(house.get("both", later).await.json()["all"]["handed"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_what_its_scopes_say_and_no_more() {
    let house = quick().await;
    let body = person("one@firm.example.com").to_string();
    let refused = house.post("reads", LEADS, None, body.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.json()["args"]["scope"], "write");
    assert_eq!(house.get("writes", LEADS).await.status, StatusCode::FORBIDDEN);
    let stranger = house.post("nobody", LEADS, None, body.clone()).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert_eq!(stranger.header("www-authenticate"), "Bearer");
    let none = house.send(Request::get(LEADS).body(Body::empty()).unwrap()).await;
    assert_eq!(none.json()["code"], "token_missing");
    let by_cookie = Request::get(LEADS).header("cookie", "baton_session=both");
    assert_eq!(
        house.send(by_cookie.body(Body::empty()).unwrap()).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        house.post("writes", LEADS, None, body).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_that_may_backdate_goes_back_further_than_ten_minutes() {
    let house = quick().await;
    let sent = |email: &str, minutes: i64| {
        let at = house.company.engine.now() - rules::Span::minutes(minutes);
        let mut lead = person(email);
        lead["occurred_at"] = json!(at.rfc3339());
        lead.to_string()
    };
    let nine = house.post("both", LEADS, None, sent("nine@firm.example.com", 9)).await;
    assert_eq!(nine.status, StatusCode::CREATED, "{nine:?}");
    let far = house.post("both", LEADS, None, sent("far@firm.example.com", 60)).await;
    assert_eq!((far.status.as_u16(), &far.json()["code"]), (422, &json!("backdate")));
    let allowed = house.post("dates", LEADS, None, sent("far@firm.example.com", 60)).await;
    assert_eq!(allowed.status, StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_is_taken_or_refused_by_name() {
    let house = quick().await;
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let deeper = "[".repeat(100_000);
    let cases: Vec<(Vec<u8>, u16, &str)> = vec![
        (b"{".to_vec(), 400, "malformed"),
        (b"".to_vec(), 400, "malformed"),
        (b"{\"email\": 1e999}".to_vec(), 400, "malformed"),
        (deeper.into_bytes(), 400, "malformed"),
        (b"{\"email\": \"a\xff@b.example\"}".to_vec(), 400, "not_utf8"),
        (b"null".to_vec(), 422, "wrong_type"),
        (b"{\"email\": 7}".to_vec(), 422, "wrong_type"),
        (b"{\"email\": [\"a@b.example\"]}".to_vec(), 422, "wrong_type"),
        (b"{\"emial\": \"a@b.example\"}".to_vec(), 422, "unknown_key"),
        (
            b"{\"name\": \"a\\u0000b\", \"email\": \"a@b.example\"}".to_vec(),
            422,
            "nul",
        ),
        (b"{\"a\\u0000b\": 1}".to_vec(), 422, "nul"),
        (b"{\"kind\": \"reqest\"}".to_vec(), 422, "unknown_value"),
        (b"{\"occurred_at\": \"now\"}".to_vec(), 422, "not_an_instant"),
        (
            b"{\"occurred_at\": \"2026-03-04T10:00:00\"}".to_vec(),
            422,
            "not_an_instant",
        ),
        (
            b"{\"fields\": {\"company.employes\": 3}}".to_vec(),
            422,
            "unknown_field",
        ),
        (
            b"{\"fields\": {\"company.employees\": \"many\"}}".to_vec(),
            422,
            "field_kind",
        ),
        (b"{\"fields\": {\"score.fit\": 100}}".to_vec(), 422, "unknown_field"),
        (b"{\"fields\": {\"company.name\": {}}}".to_vec(), 422, "wrong_type"),
        (b"{}".to_vec(), 422, "no_contact_given"),
        (b"{\"email\": \"not an address\"}".to_vec(), 422, "email"),
        (
            format!("{{\"extra\": {{\"a\": {deep}}}}}").into_bytes(),
            422,
            "too_deep",
        ),
        (vec![b' '; 10 * 1024 * 1024], 413, "too_large"),
    ];
    for (body, status, code) in cases {
        let start = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let answer = house.post("both", LEADS, None, body).await;
        assert_eq!(answer.status.as_u16(), status, "{start}: {answer:?}");
        assert_eq!(answer.json()["code"], code, "{start}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(!answer.json()["detail"].as_str().unwrap().contains("({ $"), "{start}");
    }
    let field = house
        .post("both", LEADS, None, r#"{"fields":{"company.employes":3}}"#)
        .await
        .json();
    assert_eq!(field["nearest"], "company.employees");
    assert_eq!(field["pointer"], "/fields/company.employes");
    let text = Request::post(LEADS)
        .header("authorization", "Bearer both")
        .header("content-type", "text/plain");
    assert_eq!(
        house.send(text.body(Body::from("{}")).unwrap()).await.status.as_u16(),
        415
    );
    let gone = house.get("both", "/api/v1/lead").await;
    assert_eq!(
        (gone.status.as_u16(), &gone.json()["code"]),
        (404, &json!("no_such_route"))
    );
    let method = Request::delete(LEADS).body(Body::empty()).unwrap();
    assert_eq!(house.send(method).await.json()["code"], "wrong_method");
}

#[allow(clippy::disallowed_methods)] // where the data lies comes from whoever started the test
fn naughty() -> Vec<String> {
    let Ok(folder) = std::env::var("BATON_DATA") else {
        eprintln!("not run on the naughty strings: BATON_DATA is not set");
        return vec![
            "\u{202e}<script>alert(1)</script>".into(),
            "'; DROP TABLE lead; --".into(),
        ];
    };
    let text = std::fs::read_to_string(format!("{folder}/validators/blns.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn naughty_strings_are_kept_or_refused_and_never_break_anything() {
    let texts = [
        "name",
        "company",
        "job_title",
        "country",
        "website",
        "phone",
        "message",
        "form",
        "source",
        "campaign",
    ];
    let more = ["landing", "consent", "external_id", "email"];
    for house in each(1).await {
        let mut rows = Vec::new();
        for (n, text) in naughty().iter().enumerate() {
            for field in texts.iter().chain(&more) {
                let mut row = json!({ "email": format!("n{n}@firm.example.com") });
                row[*field] = json!(text);
                row["extra"] = json!({ *field: text });
                rows.push(row);
            }
        }
        for part in rows.chunks(500) {
            let answer = house
                .post("both", LEADS, None, Value::Array(part.to_vec()).to_string())
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
            for (row, result) in part.iter().zip(answer.json()["results"].as_array().unwrap()) {
                assert!(result["status"] == 201 || result["status"] == 422, "{row}: {result}");
            }
        }
        let list = house.get("both", &format!("{LEADS}?limit=200")).await;
        for lead in list.json()["leads"].as_array().unwrap() {
            let shown = house
                .get("both", &format!("{LEADS}/{}", lead["id"].as_str().unwrap()))
                .await;
            assert_eq!(shown.status, StatusCode::OK);
        }
    }
}

#[test]
fn the_description_lists_every_route_and_no_other() {
    let document = web::api::openapi::document();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            described.insert((method.clone(), path.clone()));
            assert!(operation["operationId"].is_string(), "{method} {path}");
        }
    }
    let served: BTreeSet<(String, String)> = web::api::listed()
        .into_iter()
        .map(|(method, path)| (method.to_owned(), path.to_owned()))
        .collect();
    assert_eq!(described, served);
    let text = document.to_string();
    let named = document["components"]["schemas"].as_object().unwrap();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(named.contains_key(name), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rota_is_read_by_dates_with_its_swaps() {
    use rules::ask::OfDuty;
    use rules::fact::{Block, Place, Stretch};
    for house in each(2).await {
        let company = &house.company;
        let rotation = company.engine.in_force().agreement.rotations[0].name.clone();
        let (one, two) = (company.reps[0], company.reps[1]);
        let when = Stretch {
            day: 2,
            from: 600,
            to: 660,
        };
        let blocks = vec![Block { when, on: vec![one] }];
        let set = OfDuty::SetRota {
            rotation: rotation.clone(),
            blocks,
        };
        company.by(company.manager, set).await.unwrap();
        let place = Place {
            date: "2026-03-11".into(),
            from: 600,
            out: one,
            takes: two,
        };
        let swap = OfDuty::SwapDuty {
            rotation: rotation.clone(),
            places: vec![place],
        };
        company.by(company.manager, swap).await.unwrap();
        let path = format!("/api/v1/rotas/{}", rotation.replace(' ', "%20"));
        let rota = house
            .get("reads", &format!("{path}?from=2026-03-02&days=14"))
            .await
            .json();
        assert_eq!(rota["by_blocks"], true);
        assert_eq!(rota["on_duty_now"], json!([one.show("user")]));
        assert_eq!(rota["blocks"].as_array().unwrap().len(), 2);
        assert_eq!(rota["blocks"][0]["from"], "2026-03-04T09:00:00Z");
        assert_eq!(rota["blocks"][0]["users"], json!([one.show("user")]));
        assert_eq!(rota["blocks"][1]["users"], json!([two.show("user")]));
        assert_eq!(rota["blocks"][1]["as_a_rule"], json!([one.show("user")]));
        assert_eq!(rota["swaps"][0]["places"][0]["date"], "2026-03-11");
        assert_eq!(
            house.get("reads", "/api/v1/rotas/nowhere").await.status,
            StatusCode::NOT_FOUND
        );
        let wrong = house.get("reads", &format!("{path}?days=63")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.get("writes", &path).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rotations_and_a_trial_of_their_rules_are_read() {
    for house in each(2).await {
        let company = &house.company;
        for n in 0..3 {
            let body = person(&format!("p{n}@firm{n}.example.com")).to_string();
            assert_eq!(house.post("both", LEADS, None, body).await.status, StatusCode::CREATED);
        }
        let all = house.get("reads", "/api/v1/rotations").await.json();
        let members = all["rotations"][0]["members"].as_array().unwrap();
        let picks: i64 = members.iter().map(|m| m["work"]["picks"][0].as_i64().unwrap()).sum();
        assert_eq!(picks, 3);
        assert!(members.iter().all(|member| member["on_duty"] == true));
        let text = rules::agreement::STARTING.replace("['DE', 'AT', 'CH']", "['AT', 'CH']");
        let propose = rules::ask::OfAgreement::Propose {
            text,
            trial: false,
            from: None,
            base: 0,
            draft: None,
        };
        let version = company.by(company.manager, propose).await.unwrap()["version"]
            .as_i64()
            .unwrap();
        let tried = house
            .get("reads", &format!("/api/v1/rotations/trial?version={version}"))
            .await
            .json();
        assert_eq!((&tried["leads"], &tried["untaken"]), (&json!(3), &json!(0)));
        assert_eq!(tried["changed"].as_array().unwrap().len(), 3);
        let load: i64 = tried["load"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["after"].as_i64().unwrap())
            .sum();
        assert_eq!(load, 3);
        assert_eq!(
            house.get("reads", "/api/v1/rotations/trial").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            house.get("reads", "/api/v1/rotations/trial?version=9").await.status,
            StatusCode::NOT_FOUND
        );
    }
}
