//! A company behind the router: one user of every role, each signed in.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use engine::{Engine, HandClock, Place};
use rules::agreement::{Agreement, Question, Stage};
use rules::ask::{Answers, Capture, Command, OfAccount, OfHandoff, OfLead, OfTeam};
use rules::fact::{Actor, AttemptResult, Channel, Role, SubmissionKind, Which};
use rules::fields::FieldKind;
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tower::ServiceExt;
use web::server::{App, Shown, hash_secret, router};

static NEXT: AtomicU64 = AtomicU64::new(0);
const BODY_MAX: usize = 4 << 20;

/// What came back.
pub struct Got {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
    pub kind: String,
}

impl Got {
    /// Whether a person would read this.
    pub fn says(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    /// The value that a hidden input carries.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.text.split_once(&mark).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Every address that a text is linked to.
    pub fn hrefs(&self, within: &str) -> Vec<String> {
        self.text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
            .filter(|href| href.contains(within))
            .collect()
    }

    /// Lines of a list.
    pub fn lines(&self) -> usize {
        self.text.matches("data-row>").count()
    }
}

pub struct House {
    pub engine: Engine,
    pub clock: Arc<HandClock>,
    pub people: BTreeMap<Role, Id>,
    router: axum::Router,
}

/// Wednesday 4 March 2026, 10:00 in Berlin.
pub fn wednesday() -> Instant {
    Instant::parse("2026-03-04T10:00:00+01:00").unwrap()
}

/// Memory, and PostgreSQL where one is given.
pub async fn houses() -> Vec<House> {
    let mut houses = vec![House::open(Place::Memory).await];
    if let Some(url) = postgres_url().await {
        houses.push(House::open(Place::Postgres { url, pool: 8 }).await);
    }
    houses
}

#[allow(clippy::disallowed_methods)] // where the tests' PostgreSQL is comes from whoever started it
async fn postgres_url() -> Option<String> {
    let server = std::env::var("BATON_TEST_POSTGRES").ok()?;
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    let name = format!("baton_books_{}_{n}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let drop_it = format!("DROP DATABASE IF EXISTS {name}");
    client.batch_execute(&drop_it).await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (head, _) = server.rsplit_once('/').unwrap();
    Some(format!("{head}/{name}"))
}

/// An address at a domain of its own.
fn alone(name: &str) -> String {
    let local = name.to_lowercase().replace(' ', ".");
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '.';
    let label: String = local
        .chars()
        .filter(plain)
        .map(|c| if c == '.' { '-' } else { c })
        .collect();
    format!("{local}@{label}.sample-company.de")
}

fn secret_of(role: Role) -> String {
    format!("secret of {}", role.code()).replace(' ', "-")
}

impl House {
    async fn open(place: Place) -> Self {
        let clock = Arc::new(HandClock::at(wednesday(), 11));
        let engine = Engine::open(place, clock.clone()).await.unwrap();
        let shown = Shown {
            public_url: "http://baton.example.com".into(),
            secret_key: [7; 32],
            version: "0.0.0-test",
        };
        let router = router(App::new(engine.clone(), shown));
        let mut house = Self {
            engine,
            clock,
            people: BTreeMap::new(),
            router,
        };
        house.set_up().await;
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin) {
            house.hire(role).await;
        }
        for rule in &house.engine.in_force().agreement.rotations {
            let command = OfTeam::SetMember {
                rotation: rule.name.clone(),
                user: house.people[&Role::Rep],
                weight: 1,
            };
            house.by(Role::SalesManager, command).await;
        }
        for role in Role::ALL {
            house.open_session(role).await;
        }
        house
    }

    async fn set_up(&mut self) {
        let until = self.engine.now() + Span::days(1);
        let link = OfAccount::MakeLink {
            user: None,
            hash: "first".into(),
            until,
        };
        self.engine.ask(None, Actor::System, link).await.unwrap();
        let command = OfAccount::SetUp {
            link: "first".into(),
            name: "Sample Admin".into(),
            email: "admin@sample.example.com".into(),
            roles: vec![],
            password: "$argon2id$none".into(),
        };
        let answer = self.engine.ask(None, Actor::Visitor, command).await.unwrap();
        let admin = Id::read("user", answer["user"].as_str().unwrap()).unwrap();
        self.people.insert(Role::Admin, admin);
    }

    async fn hire(&mut self, role: Role) {
        let command = OfTeam::AddUser {
            name: format!("Sample {}", role.code()),
            email: format!("{}@sample.example.com", role.code()),
            roles: vec![role],
        };
        let answer = self.by(Role::Admin, command).await;
        let user = Id::read("user", answer["user"].as_str().unwrap()).unwrap();
        self.people.insert(role, user);
    }

    async fn open_session(&self, role: Role) {
        let command = OfAccount::OpenSession {
            user: self.people[&role],
            hash: hash_secret(&secret_of(role)),
            until: self.engine.now() + Span::days(400),
        };
        self.by(role, command).await;
    }

    pub async fn by(&self, role: Role, command: impl Into<Command>) -> serde_json::Value {
        let actor = Actor::User(self.people[&role]);
        self.engine.ask(None, actor, command).await.unwrap()
    }

    pub async fn get(&self, role: Role, path: &str) -> Got {
        self.send(Some(role), "GET", path, String::new()).await
    }

    pub async fn post(&self, role: Role, path: &str, form: &[(&str, &str)]) -> Got {
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.send(Some(role), "POST", path, pairs.join("&")).await
    }

    pub async fn send(&self, role: Option<Role>, method: &str, path: &str, body: String) -> Got {
        self.send_from("*/*", role, (method, path), body).await
    }

    /// As a browser opens a link: it asks for a page.
    #[allow(dead_code, reason = "not every story that lives here opens a file")]
    pub async fn browse(&self, role: Role, path: &str) -> Got {
        let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
        self.send_from(accept, Some(role), ("GET", path), String::new()).await
    }

    async fn send_from(&self, accept: &str, role: Option<Role>, (method, path): (&str, &str), body: String) -> Got {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, accept)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(role) = role {
            request = request.header(header::COOKIE, format!("baton_session={}", secret_of(role)));
        }
        let request = request.body(Body::from(body)).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let header = |name| {
            let value = answer.headers().get(name).map(|v| v.to_str().unwrap_or_default());
            value.unwrap_or_default().to_owned()
        };
        let (to, kind) = (header(header::LOCATION), header(header::CONTENT_TYPE));
        let bytes = to_bytes(answer.into_body(), BODY_MAX).await.unwrap();
        Got {
            status,
            to,
            kind,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Somebody asks for a demo. Answers lead and handoff.
    pub async fn demo(&self, name: &str, source: &str) -> (Id, Id) {
        let capture = Capture {
            kind: SubmissionKind::Request,
            // a company each, so that nobody has colleagues
            email: Some(alone(name)),
            name: Some(name.into()),
            company: Some("Sample Company".into()),
            country: Some("DE".into()),
            source: Some(source.into()),
            form: Some("demo".into()),
            ..Capture::default()
        };
        self.capture(capture).await
    }

    pub async fn capture(&self, capture: Capture) -> (Id, Id) {
        let command = OfLead::Capture(Box::new(capture));
        let answer = self.engine.ask(None, Actor::Visitor, command).await.unwrap();
        let id = |name: &str| Id::read(name, answer[name].as_str().unwrap_or_default()).unwrap_or_default();
        (id("lead"), id("handoff"))
    }

    pub async fn call(&self, (lead, handoff): (Id, Id), result: AttemptResult) {
        let command = OfHandoff::Attempt {
            lead,
            handoff,
            channel: Channel::Call,
            result,
            occurred_at: None,
            seen: false,
            note: None,
        };
        self.by(Role::Rep, command).await;
    }

    pub async fn say(&self, (lead, handoff): (Id, Id), which: Which, reason: &str) {
        let command = OfHandoff::Feedback {
            lead,
            handoff,
            which,
            reason: Some(reason.into()),
            detail: None,
            note: None,
            back_at: None,
            next_step_at: None,
            amount: None,
            covers: None,
            answers: found_out(&self.engine.in_force().agreement, which),
        };
        self.by(Role::Rep, command).await;
    }
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// What a rep found out before he says that a lead advanced: an answer to every question before SQL.
fn found_out(agreement: &Agreement, which: Which) -> Answers {
    let answer = |question: &Question| match &question.kind {
        FieldKind::Choice(choices) => choices[0].clone(),
        _ => "as told".to_owned(),
    };
    let asked = agreement
        .questions_before(Stage::Sql)
        .filter(|_| which == Which::Advanced);
    Answers {
        answers: asked.map(|question| (question.id.clone(), answer(question))).collect(),
        ..Answers::default()
    }
}
