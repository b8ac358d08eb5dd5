//! A company whose world moves on decision by decision.

use rules::agreement::{Agreement, Question, Stage};
use rules::ask::{Answers, Ask, Capture, Command, OfHandoff, OfLead, OfTeam, prepare};
use rules::decide::{Done, InForce, LetterKind, World, decide};
use rules::fact::{Actor, AttemptResult, Channel, Fact, Origin, Role, Rung, SubmissionKind, TokenScope, Which};
use rules::fields::FieldKind;
use rules::handoff::Handoff;
use rules::lead::{Lead, deadlines};
use rules::refusal::Refusal;
use rules::{Id, Instant, Span};
use std::sync::Arc;

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect(text)
}

/// Wednesday 4 March 2026, 10:00 in Berlin.
pub fn wednesday() -> Instant {
    at("2026-03-04T10:00:00+01:00")
}

#[derive(Clone)]
pub struct House {
    pub world: World,
    pub now: Instant,
    pub facts: Vec<Fact>,
    pub letters: Vec<(LetterKind, Id)>,
    pub reps: Vec<Id>,
    pub manager: Id,
    asked: u64,
}

impl House {
    pub fn open(reps: usize) -> Self {
        Self::with(Agreement::starting().expect("the starting agreement loads"), reps)
    }

    /// With a text of its own.
    pub fn under(text: &str, reps: usize) -> Self {
        Self::with(Agreement::load_plain(text).expect("it loads"), reps)
    }

    fn with(agreement: Agreement, reps: usize) -> Self {
        let world = World::empty(Arc::new(InForce { version: 1, agreement }));
        let mut house = Self {
            world,
            now: wednesday(),
            facts: vec![],
            letters: vec![],
            reps: vec![],
            manager: Id::default(),
            asked: 0,
        };
        house.manager = house.hire("manager", Role::SalesManager);
        house.hire("marketer", Role::Marketer);
        for n in 0..reps {
            let rep = house.hire(&format!("rep{n}"), Role::Rep);
            house.reps.push(rep);
            for rule in house.world.in_force.clone().agreement.rotations.iter() {
                house.system(OfTeam::SetMember {
                    rotation: rule.name.clone(),
                    user: rep,
                    weight: 1,
                });
            }
        }
        house
    }

    /// Somebody more joins.
    pub fn hire_as(&mut self, name: &str, role: Role) -> Id {
        self.hire(name, role)
    }

    fn hire(&mut self, name: &str, role: Role) -> Id {
        let command = OfTeam::AddUser {
            name: name.into(),
            email: format!("{name}@sample.example.com"),
            roles: vec![role],
        };
        let done = self.ask(Actor::System, command).expect("hired");
        Id::read("user", done.answer["user"].as_str().unwrap_or_default()).expect("a user")
    }

    /// Another rep, in no rotation.
    pub fn hire_rep(&mut self, name: &str) -> Id {
        self.hire(name, Role::Rep)
    }

    /// Somebody with one role alone.
    pub fn hire_only(&mut self, role: Role) -> Id {
        self.hire(&format!("only-{}", role.code()), role)
    }

    pub fn ask(&mut self, actor: Actor, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.asked += 1;
        let ask = Ask {
            id: Id::named("ask", &self.asked.to_string()),
            actor,
            scopes: match actor {
                Actor::Token(_) => vec![TokenScope::Read, TokenScope::Write],
                _ => vec![],
            },
            at: self.now,
            origin: Origin::Live,
            command: command.into(),
        };
        let done = decide(&self.world, &prepare(ask)?)?;
        self.world.moved(&done);
        self.facts.extend(done.facts.iter().cloned());
        self.letters.extend(done.letters.iter().map(|l| (l.kind, l.to)));
        Ok(done)
    }

    pub fn system(&mut self, command: impl Into<Command>) -> Done {
        self.ask(Actor::System, command).expect("the system may")
    }

    pub fn by(&mut self, user: Id, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.ask(Actor::User(user), command)
    }

    pub fn submit(&mut self, capture: Capture) -> (Id, Id) {
        let done = self
            .ask(Actor::Visitor, OfLead::Capture(Box::new(capture)))
            .expect("taken in");
        let read = |name: &str| Id::read(name, done.answer[name].as_str().unwrap_or_default());
        (read("lead").expect("a lead"), read("handoff").unwrap_or_default())
    }

    pub fn demo(&mut self, name: &str) -> (Id, Id) {
        self.submit(request(name))
    }

    pub fn lead(&self, lead: Id) -> &Lead {
        &self.world.leads[&lead]
    }

    pub fn handoff(&self, of: (Id, Id)) -> &Handoff {
        self.lead(of.0).handoff(of.1).expect("a handoff")
    }

    pub fn owner(&self, of: (Id, Id)) -> Id {
        self.handoff(of).owner.expect("an owner")
    }

    pub fn call(&mut self, of: (Id, Id), result: AttemptResult, when: Option<Instant>) -> Result<Done, Refusal> {
        let owner = self.owner(of);
        let command = OfHandoff::Attempt {
            lead: of.0,
            handoff: of.1,
            channel: Channel::Call,
            result,
            occurred_at: when,
            seen: false,
            note: None,
        };
        self.by(owner, command)
    }

    pub fn report(&mut self, of: (Id, Id), which: Which, next_step_at: Option<Instant>) -> Result<Done, Refusal> {
        let owner = self.owner(of);
        let reason = match which {
            Which::Advanced => "meeting",
            Which::FitNotReady => "no_budget_yet",
            Which::NotAFit => "too_small",
        };
        let command = OfHandoff::Feedback {
            lead: of.0,
            handoff: of.1,
            which,
            reason: Some(reason.into()),
            detail: Some("12".into()),
            note: None,
            back_at: (which == Which::FitNotReady).then(|| self.now + Span::days(30)),
            next_step_at,
            amount: None,
            covers: None,
            answers: found_out(&self.world.in_force.agreement, which),
        };
        self.by(owner, command)
    }

    pub fn move_to(&mut self, of: (Id, Id), to: Id) {
        let manager = self.manager;
        let (lead, handoff) = of;
        self.by(manager, OfHandoff::Move { lead, handoff, to }).expect("moved");
    }

    /// Time passes; whatever is due strikes, each at its own instant, the most pressing first.
    pub fn until(&mut self, end: Instant) -> usize {
        let mut struck = 0;
        loop {
            let due = self.world.leads.values().flat_map(|lead| {
                let first = deadlines(lead).into_iter().next();
                first.map(|d| (d.at, d.rank, d.since, lead.id, d))
            });
            let Some((at, _, _, lead, d)) = due.filter(|d| d.0 <= end).min_by_key(|d| (d.0, d.1, d.2, d.3)) else {
                self.now = end;
                return struck;
            };
            self.now = self.now.max(at);
            self.system(OfLead::Strike {
                lead,
                clock: d.clock,
                rung: d.rung,
                handoff: d.handoff,
                due: d.at,
            });
            struck += 1;
            assert!(struck < 100_000, "a deadline that stays where it was");
        }
    }

    pub fn pass(&mut self, by: Span) -> usize {
        self.until(self.now + by)
    }

    /// Who was told of this since, oldest first; forgets it.
    pub fn told(&mut self, kind: LetterKind) -> Vec<Id> {
        let told = self
            .letters
            .iter()
            .filter(|(k, _)| *k == kind)
            .map(|(_, to)| *to)
            .collect();
        self.letters.retain(|(k, _)| *k != kind);
        told
    }

    pub fn strikes(&self, clock: rules::fact::Clock, rung: Rung) -> usize {
        let is =
            |fact: &&Fact| matches!(&fact.body, rules::fact::Body::Struck(s) if s.clock == clock && s.rung == rung);
        self.facts.iter().filter(is).count()
    }
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

/// Somebody of a company of his own.
pub fn request(name: &str) -> Capture {
    request_of(name, &format!("{name}.sample-company.de"))
}

/// Somebody of a company.
pub fn request_of(name: &str, domain: &str) -> Capture {
    Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("{name}@{domain}")),
        name: Some("Sample Person".into()),
        company: Some("Sample Company".into()),
        country: Some("DE".into()),
        source: Some("webinar".into()),
        form: Some("demo".into()),
        fields: [("company.employees".to_owned(), "120".to_owned())].into(),
        ..Capture::default()
    }
}
