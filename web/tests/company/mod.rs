//! A house with its doors open and a clock moved by hand: pages are asked for as a browser asks for them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it must, and every story uses a part of this"
)]

pub mod codes;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use engine::{Engine, HandClock, Place, timers::Timers};
use http_body_util::BodyExt;
use rules::ask::{Capture, OfAccount, OfHandoff, OfLead, OfTeam};
use rules::fact::{Actor, AttemptResult, Channel, Role, SubmissionKind};
use rules::handoff::Handoff;
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tower::ServiceExt;
use web::server::{App, Shown, hash_secret, router};

static NEXT: AtomicU64 = AtomicU64::new(0);
const ADDRESS: &str = "http://desk.example.com";
const PASSWORD: &str = "four words in a row";

pub struct House {
    pub engine: Engine,
    pub clock: Arc<HandClock>,
    pages: Router,
    users: BTreeMap<String, Id>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    /// Where it leads on.
    pub to: String,
    /// The cookies it sets, as a browser sends them back.
    pub cookie: String,
    /// After how many seconds to come back.
    pub retry: String,
    pub text: String,
}

impl Answer {
    pub fn says(&self, words: &str) -> bool {
        self.text.contains(words) || self.text.replace("&#39;", "'").replace("&#34;", "\"").contains(words)
    }

    /// The value of a hidden field.
    pub fn value(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        self.text
            .split(&field)
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned()
    }

    /// Where the message's undo is posted.
    pub fn undo(&self) -> String {
        let message = self.text.split("class=\"flash").nth(1).unwrap_or_default();
        let message = message.split("</div>").next().unwrap_or_default();
        let action = message
            .split("action=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        action.unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&")
    }

    pub fn token(&self) -> String {
        self.value("form_token")
    }
}

/// Memory, and PostgreSQL where one is given.
pub async fn places() -> Vec<Place> {
    let mut places = vec![Place::Memory];
    match postgres_url().await {
        Some(url) => places.push(Place::Postgres { url, pool: 4 }),
        None => eprintln!("not run on PostgreSQL: BATON_TEST_POSTGRES is not set"),
    }
    places
}

#[allow(clippy::disallowed_methods)] // where the tests' PostgreSQL is comes from whoever started it
async fn postgres_url() -> Option<String> {
    let server = std::env::var("BATON_TEST_POSTGRES").ok()?;
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    let name = format!("baton_desk_{}_{n}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
        .await
        .unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (head, _) = server.rsplit_once('/').unwrap();
    Some(format!("{head}/{name}"))
}

impl House {
    /// Wednesday 4 March 2026, 10:00 in Berlin.
    pub async fn open(place: Place) -> Self {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-03-04T10:00:00+01:00").unwrap(), 11));
        let engine = Engine::open(place, clock.clone()).await.unwrap();
        let shown = Shown {
            public_url: ADDRESS.to_owned(),
            secret_key: [7; 32],
            version: "test",
        };
        let pages = router(App::new(engine.clone(), shown));
        Self {
            engine,
            clock,
            pages,
            users: BTreeMap::new(),
        }
    }

    /// The link of the first start, its form, and the first page; answers the session's cookie of an admin who also
    /// manages Sales.
    pub async fn first_start(&mut self) -> String {
        let until = self.engine.now() + Span::days(1);
        let hash = hash_secret("first-link");
        let link = OfAccount::MakeLink {
            user: None,
            hash,
            until,
        };
        self.engine.ask(None, Actor::System, link).await.unwrap();
        assert!(self.get("", "/set-up/first-link").await.says("Welcome to Baton"));
        let form = [
            ("name", "Sample Manager"),
            ("email", "manager@sample.example.com"),
            ("password", PASSWORD),
            ("also", "sales_manager"),
        ];
        let answer = self.post("", "/set-up/first-link", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        self.know().await;
        self.sign_in("manager@sample.example.com").await
    }

    pub async fn sign_in(&self, email: &str) -> String {
        let form = [("email", email), ("password", PASSWORD), ("next", "/")];
        let answer = self.post("", "/sign-in", &form).await;
        assert!(
            answer.cookie.starts_with("baton_session="),
            "{} {}",
            answer.status,
            answer.text
        );
        answer.cookie
    }

    async fn know(&mut self) {
        let all = engine::account::reads::all(self.engine.ledger()).await.unwrap();
        self.users = all.into_iter().map(|account| (account.name, account.user)).collect();
    }

    pub fn user(&self, name: &str) -> Id {
        self.users[name]
    }

    /// The manager takes somebody on; reps come into every rotation. Answers the new one's session.
    pub async fn hire(&mut self, _manager: &str, name: &str, role: Role) -> String {
        let by = Actor::User(self.user("Sample Manager"));
        let email = format!("{}@sample.example.com", name.to_lowercase().replace(' ', "."));
        let command = OfTeam::AddUser {
            name: name.to_owned(),
            email: email.clone(),
            roles: vec![role],
        };
        let answer = self.engine.ask(None, by, command).await.unwrap();
        let user = Id::read("user", answer["user"].as_str().unwrap()).unwrap();
        let link = OfAccount::MakeLink {
            user: Some(user),
            hash: hash_secret(&email),
            until: self.engine.now() + Span::days(1),
        };
        self.engine.ask(None, by, link).await.unwrap();
        let rotations: Vec<String> = self
            .engine
            .in_force()
            .agreement
            .rotations
            .iter()
            .map(|r| r.name.clone())
            .collect();
        for rotation in rotations.into_iter().filter(|_| role == Role::Rep) {
            let weight = 1;
            self.engine
                .ask(None, by, OfTeam::SetMember { rotation, user, weight })
                .await
                .unwrap();
        }
        let form = [("name", name), ("email", email.as_str()), ("password", PASSWORD)];
        let path = format!("/set-up/{email}");
        let answer = self.post("", &path, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        self.know().await;
        self.sign_in(&email).await
    }

    /// Somebody asks for a demo. Answers lead, handoff.
    pub async fn demo(&self, name: &str, email: &str) -> (Id, Id) {
        let capture = Capture {
            kind: SubmissionKind::Request,
            email: Some(email.to_owned()),
            name: Some(name.to_owned()),
            phone: Some("030 901820".to_owned()),
            company: Some("Sample Company".to_owned()),
            country: Some("DE".to_owned()),
            source: Some("webinar".to_owned()),
            form: Some("demo".to_owned()),
            message: Some("We count by hand.".to_owned()),
            ..Capture::default()
        };
        let command = OfLead::Capture(Box::new(capture));
        let answer = self.engine.ask(None, Actor::Visitor, command).await.unwrap();
        let id = |name: &str| Id::read(name, answer[name].as_str().unwrap()).unwrap();
        (id("lead"), id("handoff"))
    }

    /// An attempt by the manager, without pages.
    pub async fn attempt(&self, lead: Id, handoff: Id, result: AttemptResult) {
        let command = OfHandoff::Attempt {
            lead,
            handoff,
            channel: Channel::Call,
            result,
            occurred_at: None,
            seen: false,
            note: None,
        };
        let by = Actor::User(self.user("Sample Manager"));
        self.engine.ask(None, by, command).await.unwrap();
        self.clock.pass(Span::seconds(1));
    }

    pub async fn handoff(&self, lead: Id, handoff: Id) -> Handoff {
        let lead = engine::lead::reads::one(self.engine.ledger(), lead)
            .await
            .unwrap()
            .unwrap();
        lead.handoff(handoff).unwrap().clone()
    }

    /// Time passes, and the timers strike what is due.
    pub async fn pass(&self, by: Span) {
        self.clock.pass(by);
        Timers::default().strike(&self.engine, self.engine.now()).await.unwrap();
    }

    pub fn path(&self, handoff: Id, act: &str) -> String {
        format!("/handoffs/{}/{act}", handoff.show("handoff"))
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        self.answer(request).await
    }

    pub async fn post(&self, cookie: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::HOST, "desk.example.com")
            .header(header::ORIGIN, ADDRESS)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.answer(request).await
    }

    /// A form sent by somebody from a network, without cookies.
    pub async fn knock(&self, from: &str, path: &str, form: &[(String, String)]) -> Answer {
        let body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let request = Request::post(path)
            .header(header::HOST, "desk.example.com")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(peer(from))
            .body(Body::from(body.join("&")))
            .unwrap();
        self.answer(request).await
    }

    /// A call of the API from a network.
    pub async fn call(&self, from: &str, path: &str, token: &str) -> Answer {
        let request = Request::get(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .extension(peer(from))
            .body(Body::empty())
            .unwrap();
        self.answer(request).await
    }

    /// Opens the form of an act and sends it.
    pub async fn act(&self, cookie: &str, handoff: Id, act: &str, typed: &[(&str, &str)]) -> Answer {
        let path = self.path(handoff, act);
        let form = self.get(cookie, &path).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        let token = form.token();
        let mut sent = typed.to_vec();
        sent.push(("form_token", &token));
        self.post(cookie, &path, &sent).await
    }

    /// Goes where an answer leads, with its message.
    pub async fn follow(&self, cookie: &str, answer: &Answer) -> Answer {
        self.get(&format!("{cookie}; {}", answer.cookie), &answer.to).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let answer = self.pages.clone().oneshot(request).await.unwrap();
        let headers = answer.headers().clone();
        let text = |name| {
            headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let cookies: Vec<&str> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .collect();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            to: text(header::LOCATION),
            cookie: cookies.join("; "),
            retry: text(header::RETRY_AFTER),
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

fn peer(from: &str) -> ConnectInfo<SocketAddr> {
    ConnectInfo(from.parse().unwrap())
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
