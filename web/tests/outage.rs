//! A database that goes away and comes back, and a disk that is full, as a person and a program meet them: told over
//! HTTP. Nothing that was acknowledged is lost, nothing happens twice, and all of it works again by itself.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test

use crate::house;
mod proxy;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::Place;
use engine::outbox::{LetterView, Words};
use futures_util::future::join_all;
use house::common::{Company, places, read};
use house::{Answer, House};
use ledger::{Kind, Statement};
use post::fake::Fake;
use post::{Channel, Message, Post};
use proxy::{Commit, Proxy};
use rules::fact::TokenScope::{Read, Write};
use rules::{Id, Span};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const LEADS: &str = "/api/v1/leads";
const SESSION: &str = "baton_session=its-secret";

fn person(n: usize) -> String {
    format!(r#"{{"kind":"request","email":"p{n}@firm{n}.example.com","name":"Sample Person","country":"DE"}}"#)
}

/// A house whose way to PostgreSQL can be cut; `None` without PostgreSQL.
async fn cuttable() -> Option<(House, Proxy)> {
    let all = places().await.into_iter().map(|(place, _)| place);
    let url = all.into_iter().find_map(|place| match place {
        Place::Postgres { url, .. } => Some(url),
        _ => None,
    })?;
    let (_, rest) = url.split_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let proxy = Proxy::to(server).await;
    let url = url.replace(server, &format!("127.0.0.1:{}", proxy.port));
    assert!(url.ends_with(database));
    let house = House::over(Company::open(Place::Postgres { url, pool: 8 }, None, 2).await);
    signed_in(&house).await;
    Some((house, proxy))
}

async fn signed_in(house: &House) {
    house.token("both", &[Read, Write]).await;
    let open = rules::ask::OfAccount::OpenSession {
        user: house.company.manager,
        hash: web::server::hash_secret("its-secret"),
        until: house.company.engine.now() + Span::days(9_000),
    };
    house.company.by(house.company.manager, open).await.unwrap();
}

async fn page(house: &House, path: &str) -> Answer {
    let request = Request::get(path).header("cookie", SESSION);
    house.send(request.body(Body::empty()).unwrap()).await
}

async fn form(house: &House, token: &str, email: &str) -> Answer {
    let body =
        format!("form_token={token}&name=Sample+Person&email={email}&company=Firm&country=Germany&message=Hello");
    let request = Request::post("/f/demo").header("content-type", "application/x-www-form-urlencoded");
    house.send(request.body(Body::from(body)).unwrap()).await
}

fn token(page: &Answer) -> String {
    let rest = page.text.split_once(r#"name="form_token" value=""#).unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

fn is_not_now(answer: &Answer, code: &str) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    assert!(!answer.header("retry-after").is_empty(), "{answer:?}");
    if !code.is_empty() {
        assert_eq!(
            (answer.header("content-type"), &answer.json()["code"]),
            ("application/problem+json", &code.into())
        );
    }
}

async fn count(house: &House) -> usize {
    let list = house.get("both", &format!("{LEADS}?limit=200")).await.json();
    list["leads"].as_array().unwrap().len()
}

async fn agrees(house: &House) {
    let report = engine::verify::verify(house.company.engine.ledger(), &mut |_, _| {})
        .await
        .unwrap();
    assert!(report.agrees(), "{report:#?}");
}

async fn is_said_to_be_away(house: &House, open: &str) {
    for _ in 0..3 {
        is_not_now(&house.post("both", LEADS, Some("two"), person(2)).await, "busy");
        is_not_now(&house.get("both", LEADS).await, "busy");
    }
    for path in ["/queue", "/leads", "/scorecard", "/status", "/"] {
        let shown = page(house, path).await;
        is_not_now(&shown, "");
        assert!(
            shown.text.contains("The database did not answer in time."),
            "{path}: {}",
            shown.text
        );
        assert!(
            shown.text.contains(&format!(r#"href="{path}""#)),
            "{path} is where to try again"
        );
    }
    let kept = form(house, open, "visitor@firm.example.com").await;
    is_not_now(&kept, "");
    assert!(kept.text.contains("Not sent yet") && kept.text.contains("visitor@firm.example.com"));
    assert_eq!(token(&kept), open, "sent again it is the same ask");
    is_not_now(&page(house, "/readyz").await, "");
    assert_eq!(page(house, "/healthz").await.status, StatusCode::OK);
    assert_eq!(
        page(house, "/f/demo").await.status,
        StatusCode::OK,
        "a form needs no database to be shown"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_said_honestly_and_everything_works_when_it_is_back() {
    let Some((house, mut proxy)) = cuttable().await else {
        return;
    };
    let theirs = house.company.engine.ledger().clock_micros().await.unwrap();
    house.company.clock.set(rules::Instant(theirs));
    assert_eq!(
        house.post("both", LEADS, Some("one"), person(1)).await.status,
        StatusCode::CREATED
    );
    let open = token(&page(&house, "/f/demo").await);
    assert_eq!(page(&house, "/queue").await.status, StatusCode::OK);

    proxy.cut().await;
    is_said_to_be_away(&house, &open).await;

    proxy.mend().await;
    assert_eq!(page(&house, "/readyz").await.text, "ready\n");
    assert_eq!(
        house.post("both", LEADS, Some("two"), person(2)).await.status,
        StatusCode::CREATED
    );
    assert_eq!(
        form(&house, &open, "visitor@firm.example.com").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        form(&house, &open, "visitor@firm.example.com").await.status,
        StatusCode::SEE_OTHER
    );
    for path in ["/queue", "/leads", "/scorecard", "/status"] {
        assert_eq!(page(&house, path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(count(&house).await, 3);
    agrees(&house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ask_whose_commit_was_lost_on_the_way_is_looked_up_and_done_once() {
    let Some((house, proxy)) = cuttable().await else { return };
    for (n, commit) in [Commit::Lost, Commit::Unanswered].into_iter().enumerate() {
        proxy.lose(commit);
        let key = format!("key-{n}");
        let first = house.post("both", LEADS, Some(&key), person(n)).await;
        assert!(proxy.lost(), "{commit:?}");
        assert_eq!(first.status, StatusCode::CREATED, "{commit:?}: {first:?}");
        let again = house.post("both", LEADS, Some(&key), person(n)).await;
        assert_eq!(again.text, first.text);
        assert_eq!(count(&house).await, n + 1);
    }
    agrees(&house).await;
}

/// Some seconds of real time: until the one who asks is told that nobody knows.
#[tokio::test(flavor = "multi_thread")]
async fn an_ask_that_nobody_can_look_up_is_said_to_be_unsure_and_its_id_finds_out() {
    let Some((house, mut proxy)) = cuttable().await else {
        return;
    };
    let open = token(&page(&house, "/f/demo").await);
    proxy.lose(Commit::UnansweredAndCut);
    let unsure = house.post("both", LEADS, Some("key"), person(1)).await;
    assert!(proxy.lost());
    is_not_now(&unsure, "unsure");
    proxy.mend().await;
    assert_eq!(count(&house).await, 1, "it was kept");
    let found = house.post("both", LEADS, Some("key"), person(1)).await;
    assert_eq!((found.status, count(&house).await), (StatusCode::CREATED, 1));

    proxy.lose(Commit::UnansweredAndCut);
    let unsure = form(&house, &open, "visitor@firm.example.com").await;
    is_not_now(&unsure, "");
    assert!(unsure.text.contains("it counts once") && token(&unsure) == open);
    proxy.mend().await;
    assert_eq!(
        form(&house, &open, "visitor@firm.example.com").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(count(&house).await, 2);
    agrees(&house).await;
}

/// Words as short as a test can read.
struct Plain;

impl Words for Plain {
    fn message(&self, view: &LetterView) -> Option<Message> {
        Some(Message {
            id: view.letter.0,
            to: view.to_email.clone(),
            subject: view.kind.code().to_owned(),
            ..Message::default()
        })
    }

    fn digest(&self, views: &[LetterView]) -> Option<Message> {
        self.message(views.first()?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn timers_and_letters_go_on_by_themselves_when_the_database_is_back() {
    let Some((house, mut proxy)) = cuttable().await else {
        return;
    };
    let engine = house.company.engine.clone();
    let (stop, stopped) = watch::channel(false);
    let fake = Fake::new(Channel::Mail);
    let letters = Post::new().with(fake.clone());
    let timers = tokio::spawn(engine::timers::run(engine.clone(), stopped.clone()));
    let outbox = tokio::spawn(engine::outbox::run(engine.clone(), letters, Arc::new(Plain), stopped));
    let (lead, _) = house.company.demo("due@firm.example.com").await;
    until("the first letter", || !fake.messages().is_empty()).await;
    let before = fake.messages().len();

    let mut tried = proxy.turn_away().await;
    house.company.clock.pass(Span::minutes(16));
    // both loops try again and again, and fail
    let tries = tried.wait_for(|tries| *tries >= 6);
    tokio::time::timeout(Duration::from_secs(30), tries)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(fake.messages().len(), before);
    proxy.mend().await;
    until("letters after it", || fake.messages().len() > before).await;
    until("the strike", || {
        fake.messages().iter().any(|letter| letter.subject == "late")
    })
    .await;
    let struck = facts(&house, lead)
        .await
        .iter()
        .filter(|kind| *kind == "struck")
        .count();
    assert!(struck > 0, "the deadlines that passed meanwhile struck");
    stop.send_replace(true);
    timers.await.unwrap();
    outbox.await.unwrap();
    agrees(&house).await;
}

async fn facts(house: &House, lead: Id) -> Vec<String> {
    let shown = house
        .get("both", &format!("{LEADS}/{}", lead.show("lead")))
        .await
        .json();
    let facts = shown["facts"].as_array().unwrap().iter();
    facts.map(|fact| fact["kind"].as_str().unwrap().to_owned()).collect()
}

/// What other tasks bring about can only be awaited; not for ever.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not come");
}

/// No page may be added: what a full disk says to SQLite, without one.
static FULL: Statement = Statement {
    name: "no more room",
    sql: "PRAGMA max_page_count = 1",
    params: &[],
    columns: &[Kind::Int],
};

static ROOM: Statement = Statement {
    name: "room",
    sql: "PRAGMA max_page_count = 1000000",
    params: &[],
    columns: &[Kind::Int],
};

async fn set_room(house: &House, room: &'static Statement) {
    let mut tx = house.company.engine.ledger().begin().await.unwrap();
    tx.query(room, &[]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_acknowledged_and_reading_goes_on() {
    for (place, folder) in places().await {
        if !matches!(place, Place::File(_)) {
            continue;
        }
        let house = House::over(Company::open(place, folder, 2).await);
        signed_in(&house).await;
        let open = token(&page(&house, "/f/demo").await);
        let (_, handoff) = house.company.demo("before@firm.example.com").await;
        set_room(&house, &FULL).await;
        let mut kept = Vec::new();
        let refused = loop {
            let n = kept.len();
            let answer = house.post("both", LEADS, Some(&format!("key-{n}")), person(n)).await;
            if answer.status != StatusCode::CREATED {
                break answer;
            }
            kept.push(answer.text);
            assert!(kept.len() < 1_000, "there is no end of room");
        };
        is_not_now(&refused, "full");
        assert!(refused.text.contains("Nothing was kept of this"), "{}", refused.text);
        still_reads(&house, kept.len() + 1).await;
        acts_are_refused(&house, &open, handoff).await;

        set_room(&house, &ROOM).await;
        let n = kept.len();
        let taken = house.post("both", LEADS, Some(&format!("key-{n}")), person(n)).await;
        assert_eq!(taken.status, StatusCode::CREATED);
        for (n, text) in kept.iter().enumerate() {
            let again = house.post("both", LEADS, Some(&format!("key-{n}")), person(n)).await;
            assert_eq!(&again.text, text, "what was acknowledged is there");
        }
        assert_eq!(
            form(&house, &open, "visitor@firm.example.com").await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(count(&house).await, kept.len() + 3);
        agrees(&house).await;
    }
}

async fn still_reads(house: &House, leads: usize) {
    assert_eq!(count(house).await, leads.min(200));
    for path in ["/queue", "/leads", "/scorecard", "/status"] {
        assert_eq!(page(house, path).await.status, StatusCode::OK, "{path}");
    }
    agrees(house).await;
}

async fn acts_are_refused(house: &House, open: &str, handoff: Id) {
    let kept = form(house, open, "visitor@firm.example.com").await;
    is_not_now(&kept, "");
    assert!(kept.text.contains("visitor@firm.example.com") && token(&kept) == open);
    let path = format!("/handoffs/{}/attempt", handoff.show("handoff"));
    let shown = page(house, &path).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let body = format!("form_token={}&channel=call&result=no_answer", token(&shown));
    let request = Request::post(&path)
        .header("cookie", SESSION)
        .header("host", "127.0.0.1:8080")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    let refused = house.send(request.body(Body::from(body)).unwrap()).await;
    is_not_now(&refused, "");
    assert!(refused.text.contains("No room to write for now"), "{}", refused.text);
    assert!(refused.text.contains("What you sent just now was not kept."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_met_a_full_disk_is_refused_whole_and_nothing_is_half_done() {
    for (place, folder) in places().await {
        if !matches!(place, Place::File(_)) {
            continue;
        }
        let house = House::over(Company::open(place, folder, 2).await);
        set_room(&house, &FULL).await;
        let asks: Vec<Id> = (0..64).map(|n| Id::named("capture", &format!("{n}"))).collect();
        let company = &house.company;
        let all = asks
            .iter()
            .enumerate()
            .map(|(n, ask)| company.submit(*ask, Company::request(&format!("g{n}@firm{n}.example.com"))));
        let replies = join_all(all).await;
        let refused = replies.iter().filter(|reply| reply.is_err()).count();
        assert!(refused > 0);
        agrees(&house).await;
        set_room(&house, &ROOM).await;
        for (n, (ask, reply)) in asks.iter().zip(replies).enumerate() {
            let again = company
                .submit(*ask, Company::request(&format!("g{n}@firm{n}.example.com")))
                .await
                .unwrap();
            if let Ok(first) = reply {
                assert_eq!(read(&again), read(&first));
            }
        }
        agrees(&house).await;
    }
}
