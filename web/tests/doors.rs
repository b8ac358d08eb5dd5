//! Hosted forms as a visitor meets them, and what an operator's tools ask, told on every engine.
#![allow(clippy::unwrap_used, clippy::panic)] // a test

use crate::house;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use house::common::Company;
use house::{Answer, House, shown};
use rules::Span;
use rules::fact::TokenScope;
use std::sync::Arc;
use web::server::{App, router};

async fn look(house: &House, path: &str) -> Answer {
    house.send(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn send(house: &House, path: &str, body: &str) -> Answer {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://www.firm.example.com")
        .header("sec-fetch-site", "cross-site");
    house.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// The value of the first attribute after a text.
fn after(page: &str, start: &str) -> String {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    rest.split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&")
}

fn token(page: &Answer) -> String {
    after(&page.text, r#"name="form_token" value=""#)
}

fn filled(token: &str, email: &str) -> String {
    format!(
        "form_token={token}&name=Sample+Person&email={email}&company=Sample+Company&country=Germany&phone=&message=Hello"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_asks_for_a_demo_and_is_told_the_true_due_time() {
    for house in House::each(1).await {
        let form = look(&house, "/f/demo?utm_source=fair&utm_medium=card&utm_campaign=spring").await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.headers.get("set-cookie").is_none());
        let action = after(&form.text, r#"action=""#);
        house.company.clock.pass(Span::seconds(30));
        let body = filled(&token(&form), "visitor@firm.example.com") + "&consent=yes&seats=12";
        let sent = send(&house, &action, &body).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
        assert!(sent.headers.get("set-cookie").is_none());
        let to = sent.header("location").to_owned();
        assert!(to.starts_with("/f/demo/thanks?r=") && !to.contains("visitor"), "{to}");
        let thanks = look(&house, &to).await;
        assert!(thanks.text.contains("2026-03-04T09:15:30Z"), "{}", thanks.text);
        assert!(thanks.text.contains("today 10:15"), "{}", thanks.text);

        house.token("reads", &[TokenScope::Read]).await;
        let list = house.get("reads", "/api/v1/leads").await.json();
        let lead = &list["leads"][0];
        assert!(
            lead["due_at"].as_str().unwrap() < "2026-03-04T09:15:30Z",
            "a reminder comes first"
        );
        assert_eq!((&lead["source"], &lead["campaign"]), (&"fair".into(), &"spring".into()));
        let id = rules::Id::read("lead", lead["id"].as_str().unwrap()).unwrap();
        let key = vec![ledger_id(id)];
        let rows = house
            .company
            .engine
            .ledger()
            .read(&engine::submission::records::OF_LEAD, key)
            .await
            .unwrap();
        let given: serde_json::Value = serde_json::from_str(rows[0].text(3).unwrap()).unwrap();
        assert_eq!(
            given["extra.seats"], "12",
            "an input that no field is mapped to is kept"
        );
        assert_eq!(given["extra.utm_medium"], "card");
        assert!(rows[0].text(5).unwrap().starts_with("You may send me news"));
    }
}

fn ledger_id(id: rules::Id) -> ledger::Value {
    ledger::Value::Bytes(id.0.to_vec())
}

async fn count(house: &House) -> usize {
    house.token("counts", &[TokenScope::Read]).await;
    let list = house.get("counts", "/api/v1/leads?limit=200").await.json();
    list["leads"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_counts_once_and_other_words_under_its_token_are_asked_about() {
    for house in House::each(1).await {
        let token = token(&look(&house, "/f/demo").await);
        house.company.clock.pass(Span::seconds(9));
        let first = send(&house, "/f/demo", &filled(&token, "one@firm.example.com")).await;
        house.company.clock.pass(Span::seconds(9));
        let again = send(&house, "/f/demo", &filled(&token, "one@firm.example.com")).await;
        assert_eq!(
            (first.status, again.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
        );
        assert_eq!(first.header("location"), again.header("location"));
        let other = send(&house, "/f/demo", &filled(&token, "two@firm.example.com")).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.text.contains("two@firm.example.com"), "what was typed is kept");
        assert!(other.text.contains("sent already"));
        let fresh = after(&other.text, r#"name="form_token" value=""#);
        assert_ne!(fresh, token);
        let once_more = send(&house, "/f/demo", &filled(&fresh, "two@firm.example.com")).await;
        assert_eq!(once_more.status, StatusCode::SEE_OTHER);
        assert_eq!(count(&house).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_stand_beside_their_line_and_what_was_typed_is_kept() {
    let house = House::quick(1).await;
    let form = look(&house, "/f/demo").await;
    let sent = format!(
        "form_token={}&name=Sample+%3Cb%3E&email=nobody&company=&country=Germany&message=Hello",
        token(&form)
    );
    let again = send(&house, "/f/demo", &sent).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains(r#"id="company-wrong""#) && again.text.contains("This is needed."));
    assert!(!again.text.contains("<b>"));
    let sent = sent.replace("company=", "company=Firm");
    let again = send(&house, "/f/demo", &sent).await;
    assert!(
        again.text.contains(r#"id="email-wrong""#) && again.text.contains(r#"value="nobody""#),
        "{}",
        again.text
    );
    for body in [
        "email=%00%00",
        "name=x",
        "%00=1&email=a%40firm.example.com",
        "email=%ff%fe",
        "=&&==&",
    ] {
        let answer = send(&house, "/f/contact", body).await;
        assert!(matches!(answer.status.as_u16(), 303 | 422), "{body}: {answer:?}");
    }
    let large = "x".repeat(3_000_000);
    assert_eq!(
        send(&house, "/f/contact", &large).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let json = Request::post("/f/contact").header("content-type", "application/json");
    let json = house.send(json.body(Body::from("{}")).unwrap()).await;
    assert_eq!(json.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(look(&house, "/f/other").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_own_form_is_taken_in_and_a_trapped_one_is_owed_nothing() {
    let house = House::quick(1).await;
    let plain = send(
        &house,
        "/f/contact",
        "email=plain%40firm.example.com&company.employees=40",
    )
    .await;
    assert_eq!(plain.status, StatusCode::SEE_OTHER, "{plain:?}");
    let body = "email=robot%40firm.example.com&contact_by_fax=buy";
    let trapped = send(&house, "/f/newsletter", body).await;
    assert_eq!(trapped.status, StatusCode::SEE_OTHER, "it is not told that it was seen");
    assert_eq!(count(&house).await, 2);
    let thanks = look(&house, trapped.header("location")).await;
    assert!(!thanks.text.contains("<time"), "{}", thanks.text);
    let made_up = trapped.header("location").replace("?r=", "?r=5d0");
    assert_eq!(look(&house, &made_up).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_waits_for_the_first_user_and_a_demo_takes_in_nothing() {
    let clock = Arc::new(engine::HandClock::at(house::common::wednesday(), 3));
    let empty = engine::Engine::open(engine::Place::Memory, clock.clone())
        .await
        .unwrap();
    let router = router(App::new(empty, shown()));
    let company = Company::open(engine::Place::Memory, None, 0).await;
    let mut house = House { company, router };
    let early = look(&house, "/f/demo").await;
    assert_eq!((early.status.as_u16(), early.header("retry-after")), (503, "60"));
    assert!(early.text.contains("not open yet"));
    let sent = send(&house, "/f/demo", "email=a%40firm.example.com").await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE);

    let folder = std::env::temp_dir().join(format!("baton-doors-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let place = engine::Place::File(folder.join("demo.db"));
    drop(engine::Engine::open(place.clone(), clock.clone()).await.unwrap());
    let ledger = ledger::Ledger::open(place.clone()).await.unwrap();
    engine::mark::mark_demo(&ledger).await.unwrap();
    let demo = engine::Engine::open(place, clock).await.unwrap();
    assert!(demo.is_demo());
    let hash = web::server::hash_secret("both");
    let scopes = vec![TokenScope::Read, TokenScope::Write];
    let make = rules::ask::OfAccount::MakeToken {
        name: "both".into(),
        scopes,
        hash,
    };
    demo.ask(None, rules::fact::Actor::System, make).await.unwrap();
    house.router = web::server::router(App::new(demo, shown()));
    let refused = send(&house, "/f/demo", "email=a%40firm.example.com").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("This is a demo"));
    let refused = house
        .post("both", "/api/v1/leads", None, r#"{"email":"a@firm.example.com"}"#)
        .await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["code"]),
        (403, &"demo".into())
    );
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_ready_while_its_clock_agrees_with_the_databases() {
    for house in House::each(0).await {
        assert_eq!(look(&house, "/healthz").await.text, "up\n");
        let off = look(&house, "/readyz").await;
        assert_eq!((off.status.as_u16(), off.text.as_str()), (503, "not ready: clock\n"));
        let theirs = house.company.engine.ledger().clock_micros().await.unwrap();
        house.company.clock.set(rules::Instant(theirs));
        assert_eq!(look(&house, "/readyz").await.text, "ready\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_shown_to_this_machine_or_to_a_token_that_reads() {
    let mut house = House::quick(0).await;
    assert_eq!(
        house.get("", "/metrics").await.status,
        StatusCode::UNAUTHORIZED,
        "nobody measures here"
    );
    let app = || App::new(house.company.engine.clone(), shown());
    let render: web::server::doors::MetricsHandle = Arc::new(|| "baton_conflicts 0\n".to_owned());
    let (near, far) = (app().measured(render.clone(), true), app().measured(render, false));
    house.router = router(near);
    assert_eq!(look(&house, "/metrics").await.text, "baton_conflicts 0\n");
    house.router = router(far);
    house.token("reads", &[TokenScope::Read]).await;
    house.token("writes", &[TokenScope::Write]).await;
    assert_eq!(look(&house, "/metrics").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("writes", "/metrics").await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("reads", "/metrics").await.text, "baton_conflicts 0\n");
}
