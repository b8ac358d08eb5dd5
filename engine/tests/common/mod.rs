//! A company to tell stories about, on every engine that is at hand.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use engine::{Engine, HandClock, Lane, Place, Reply, timers::Timers};
use rules::agreement::{Agreement, Question, Stage};
use rules::ask::{Answers, Ask, Capture, Command, OfAccount, OfAgreement, OfHandoff, OfLead, OfTeam};
use rules::fact::{Actor, AttemptResult, Channel, Origin, Role, SubmissionKind, Which};
use rules::fields::FieldKind;
use rules::{Id, Instant, Span};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

static NEXT: AtomicU64 = AtomicU64::new(0);

/// Wednesday 4 March 2026, 10:00 in Berlin.
pub fn wednesday() -> Instant {
    Instant::parse("2026-03-04T10:00:00+01:00").unwrap()
}

pub struct Company {
    pub engine: Engine,
    pub clock: Arc<HandClock>,
    pub admin: Id,
    pub manager: Id,
    pub marketer: Id,
    pub reps: Vec<Id>,
    folder: Option<std::path::PathBuf>,
}

/// The places to try: a file, memory, and PostgreSQL where one is given.
pub async fn places() -> Vec<(Place, Option<std::path::PathBuf>)> {
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("baton-engine-{}-{n}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut places = vec![
        (Place::Memory, None),
        (Place::File(folder.join("baton.db")), Some(folder)),
    ];
    match postgres_url().await {
        Some(url) => places.push((Place::Postgres { url, pool: 8 }, None)),
        None => eprintln!("not run on PostgreSQL: BATON_TEST_POSTGRES is not set"),
    }
    places
}

#[allow(clippy::disallowed_methods)] // where the tests' PostgreSQL is comes from whoever started it
async fn postgres_url() -> Option<String> {
    let server = std::env::var("BATON_TEST_POSTGRES").ok()?;
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    let name = format!("baton_engine_{}_{n}", std::process::id());
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

impl Company {
    pub async fn open(place: Place, folder: Option<std::path::PathBuf>, reps: usize) -> Self {
        let clock = Arc::new(HandClock::at(wednesday(), 7));
        let engine = Engine::open(place, clock.clone()).await.unwrap();
        let mut company = Self {
            engine,
            clock,
            admin: Id::default(),
            manager: Id::default(),
            marketer: Id::default(),
            reps: vec![],
            folder,
        };
        company.set_up().await;
        company.manager = company.hire("Sample Manager", Role::SalesManager).await;
        company.marketer = company.hire("Sample Marketer", Role::Marketer).await;
        for n in 0..reps {
            let rep = company.hire(&format!("Sample Rep {n}"), Role::Rep).await;
            company.reps.push(rep);
            for rule in &company.engine.in_force().agreement.rotations {
                let command = OfTeam::SetMember {
                    rotation: rule.name.clone(),
                    user: rep,
                    weight: 1,
                };
                company.by(company.manager, command).await.unwrap();
            }
        }
        company
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
        self.admin = Id::read("user", answer["user"].as_str().unwrap()).unwrap();
    }

    pub async fn hire(&self, name: &str, role: Role) -> Id {
        let email = format!("{}@sample.example.com", name.to_lowercase().replace(' ', "."));
        let command = OfTeam::AddUser {
            name: name.into(),
            email,
            roles: vec![role],
        };
        let answer = self.by(self.admin, command).await.unwrap();
        let user = Id::read("user", answer["user"].as_str().unwrap()).unwrap();
        self.consented(user, &answer).await;
        user
    }

    /// A second head is named with the consent of the first.
    async fn consented(&self, user: Id, answer: &serde_json::Value) {
        let roster = self.engine.roster();
        for office in answer["asked"].as_array().into_iter().flatten() {
            let office = Role::read(office.as_str().unwrap()).unwrap();
            let head = roster.heads().next().unwrap();
            let consent = true;
            let answer = OfTeam::AnswerOffice { user, office, consent };
            self.by(head, answer).await.unwrap();
        }
    }

    pub async fn by(&self, user: Id, command: impl Into<Command>) -> Reply {
        self.engine.ask(None, Actor::User(user), command).await
    }

    /// A text proposed and signed by both heads.
    pub async fn agree(&self, text: String) {
        let marketing = self.hire("Sample Head of Marketing", Role::HeadOfMarketing).await;
        let sales = self.hire("Sample Head of Sales", Role::HeadOfSales).await;
        let propose = OfAgreement::Propose {
            text,
            trial: false,
            from: None,
            base: self.engine.in_force().version,
            draft: None,
        };
        let proposed = self.by(marketing, propose).await.unwrap();
        let version = proposed["version"].as_i64().unwrap();
        let hash = proposed["hash"].as_str().unwrap().to_owned();
        for head in [marketing, sales] {
            let hash = hash.clone();
            self.by(head, OfAgreement::Sign { version, hash }).await.unwrap();
        }
        assert_eq!(self.engine.in_force().version, version);
    }

    /// Somebody who wants a demo. Addresses at sample-company.de get a domain each, so that nobody has colleagues.
    pub fn request(email: &str) -> Capture {
        let alone = email.strip_suffix("@sample-company.de");
        let email = alone.map_or(email.to_owned(), |name| format!("{name}@{name}.sample-company.de"));
        Self::request_of(&email)
    }

    /// The same with exactly this address.
    pub fn request_of(email: &str) -> Capture {
        Capture {
            kind: SubmissionKind::Request,
            email: Some(email.into()),
            name: Some("Sample Person".into()),
            company: Some("Sample Company".into()),
            country: Some("DE".into()),
            source: Some("webinar".into()),
            form: Some("demo".into()),
            ..Capture::default()
        }
    }

    /// A visitor asks for a demo. Answers lead, handoff.
    pub async fn demo(&self, email: &str) -> (Id, Id) {
        let answer = self.submit(self.engine.fresh_id(), Self::request(email)).await.unwrap();
        read(&answer)
    }

    pub async fn submit(&self, id: Id, capture: Capture) -> Reply {
        let command = OfLead::Capture(Box::new(capture));
        let ask = Ask {
            id,
            actor: Actor::Visitor,
            scopes: vec![],
            at: self.engine.now(),
            origin: Origin::Live,
            command: command.into(),
        };
        self.engine.submit(ask, Lane::Interactive).await
    }

    pub async fn call(&self, rep: Id, (lead, handoff): (Id, Id), result: AttemptResult) -> Reply {
        let command = OfHandoff::Attempt {
            lead,
            handoff,
            channel: Channel::Call,
            result,
            occurred_at: None,
            seen: false,
            note: None,
        };
        self.by(rep, command).await
    }

    pub async fn report(
        &self,
        rep: Id,
        (lead, handoff): (Id, Id),
        which: Which,
        reason: Option<&str>,
        back_at: Option<Instant>,
    ) -> Reply {
        let command = OfHandoff::Feedback {
            lead,
            handoff,
            which,
            reason: reason.map(str::to_owned),
            detail: None,
            note: None,
            back_at,
            next_step_at: None,
            amount: None,
            covers: None,
            answers: found_out(&self.engine.in_force().agreement, which),
        };
        self.by(rep, command).await
    }

    /// Time passes, and the timers strike what is due.
    pub async fn pass(&self, by: Span) -> usize {
        self.clock.pass(by);
        Timers::default().strike(&self.engine, self.engine.now()).await.unwrap()
    }

    pub async fn lead(&self, lead: Id) -> rules::lead::Lead {
        engine::lead::reads::one(self.engine.ledger(), lead)
            .await
            .unwrap()
            .unwrap()
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

pub fn read(answer: &serde_json::Value) -> (Id, Id) {
    let id = |name: &str| Id::read(name, answer[name].as_str().unwrap_or_default()).unwrap_or_default();
    (id("lead"), id("handoff"))
}

/// What a rep found out before he says that a lead advanced: an answer to every question before SQL.
pub fn found_out(agreement: &Agreement, which: Which) -> Answers {
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
