//! The company that is measured: 30 reps in the starting agreement's rotations, on a Wednesday in opening hours.

use crate::Tried;
use engine::{Engine, Lane, Outside, Place};
use rules::ask::{Ask, Capture, Command};
use rules::fact::{Actor, Origin, Role, SubmissionKind};
use rules::{Id, Instant, Span};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const REPS: usize = 30;

/// A clock that runs, from a Wednesday morning on; what looks random is counted.
pub struct Running {
    from: Instant,
    since: tokio::time::Instant,
    drawn: AtomicU64,
}

impl Running {
    pub fn start() -> Arc<Self> {
        let from = Instant::parse("2026-03-04T10:00:00+01:00").unwrap_or_default();
        let since = tokio::time::Instant::now();
        let drawn = AtomicU64::new(0);
        Arc::new(Self { from, since, drawn })
    }
}

impl Outside for Running {
    fn now(&self) -> Instant {
        self.from + Span(self.since.elapsed().as_micros() as i64)
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let n = self.drawn.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Id::named("measure", &n.to_string()).0[..chunk.len()]);
        }
    }
}

/// Opens a new database and staffs the company. Answers the engine and the manager.
pub async fn open(place: Place, outside: Arc<dyn Outside>) -> Tried<(Engine, Id)> {
    let engine = Engine::open(place, outside).await?;
    let (hash, until) = ("first".to_owned(), engine.now() + Span::days(1));
    let link = Command::MakeLink {
        user: None,
        hash,
        until,
    };
    engine.ask(None, Actor::System, link).await?;
    let set_up = Command::SetUp {
        link: "first".into(),
        name: "Sample Admin".into(),
        email: "admin@sample.example.com".into(),
        roles: vec![],
        password: "none".into(),
    };
    let answer = engine.ask(None, Actor::Visitor, set_up).await?;
    let admin = user(&answer)?;
    let manager = hire(&engine, admin, "manager", Role::SalesManager).await?;
    for n in 0..REPS {
        let user = hire(&engine, admin, &format!("rep{n}"), Role::Rep).await?;
        for rule in &engine.in_force().agreement.rotations {
            let (rotation, weight) = (rule.name.clone(), 1);
            let member = Command::SetMember { rotation, user, weight };
            engine.ask(None, Actor::User(manager), member).await?;
        }
    }
    Ok((engine, manager))
}

async fn hire(engine: &Engine, admin: Id, name: &str, role: Role) -> Tried<Id> {
    let (email, name) = (format!("{name}@sample.example.com"), format!("Sample {name}"));
    let roles = vec![role];
    let join = Command::AddUser { name, email, roles };
    user(&engine.ask(None, Actor::User(admin), join).await?)
}

fn user(answer: &serde_json::Value) -> Tried<Id> {
    let text = answer["user"].as_str().unwrap_or_default();
    Id::read("user", text).ok_or_else(|| "no user was answered".into())
}

/// The id of the ask that brings in a lead of this name.
pub fn ask_id(name: &str) -> Id {
    Id::named("form", name)
}

/// A demo request, taken in as of an instant. Answers the lead.
pub async fn capture(engine: &Engine, name: &str, at: Instant) -> Tried<Id> {
    let capture = Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("person{name}@sample-company.de")),
        name: Some("Sample Person".into()),
        company: Some("Sample Company".into()),
        country: Some("DE".into()),
        source: Some("webinar".into()),
        form: Some("demo".into()),
        message: Some("Please show us how it works.".into()),
        ..Capture::default()
    };
    let ask = Ask {
        id: ask_id(name),
        actor: Actor::Visitor,
        scopes: vec![],
        at,
        origin: Origin::Live,
        command: Command::Capture(Box::new(capture)),
    };
    let answer = engine.submit(ask, Lane::Interactive).await?;
    let text = answer["lead"].as_str().unwrap_or_default();
    Id::read("lead", text).ok_or_else(|| "no lead was answered".into())
}
