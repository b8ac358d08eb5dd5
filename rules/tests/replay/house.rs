//! A company whose past is made decision by decision, and replayed.

use rules::agreement::change::Kind;
use rules::agreement::life::{Force, Life};
use rules::agreement::{Agreement, Question, STARTING, Stage};
use rules::ask::{Answers, Ask, Capture, Command, OfFields, OfHandoff, OfLead, OfTeam, prepare};
use rules::decide::{Done, InForce, Paper, World, decide};
use rules::fact::{
    Actor, AgreementProposed, AttemptResult, Channel, Fact, Origin, ReviewChoice, Role, SubjectKind, SubmissionKind,
    TokenScope, Which,
};
use rules::fields::{FieldKind, OwnField};
use rules::lead::next;
use rules::refusal::Refusal;
use rules::replay::{Clauses, Found, OwnFieldsAt, Replay, Setting, Story, Tally, Window, walk};
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect(text)
}

/// Wednesday 4 March 2026, 10:00 in Berlin.
pub fn wednesday() -> Instant {
    at("2026-03-04T10:00:00+01:00")
}

pub struct House {
    pub world: World,
    pub now: Instant,
    pub facts: Vec<Fact>,
    pub given: BTreeMap<Id, (Id, BTreeMap<String, String>)>,
    pub reps: Vec<Id>,
    marketer: Id,
    life: Life,
    versions: BTreeMap<i64, Arc<InForce>>,
    asked: u64,
}

/// The text with something else in it.
pub fn text(from: &str, to: &str) -> String {
    assert!(STARTING.contains(from), "{from}");
    STARTING.replace(from, to)
}

pub fn compiled(text: &str, world: &World) -> Agreement {
    let holidays = rules::calendar::Holidays::shipped();
    Agreement::load(text, &world.fields.registry(), &holidays).expect("it loads")
}

impl House {
    pub fn open(reps: usize) -> Self {
        let built_in = Arc::new(InForce {
            version: 0,
            agreement: Agreement::starting().expect("it loads"),
        });
        let mut house = Self {
            world: World::empty(built_in.clone()),
            now: wednesday(),
            facts: vec![],
            given: BTreeMap::new(),
            reps: vec![],
            marketer: Id::default(),
            life: Life::default(),
            versions: BTreeMap::from([(0, built_in)]),
            asked: 0,
        };
        house.marketer = house.hire("marketer", Role::Marketer);
        house.hire("manager", Role::SalesManager);
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

    fn hire(&mut self, name: &str, role: Role) -> Id {
        let command = OfTeam::AddUser {
            name: name.into(),
            email: format!("{name}@sample.example.com"),
            roles: vec![role],
        };
        let done = self.system(command);
        Id::read("user", done.answer["user"].as_str().unwrap_or_default()).expect("a user")
    }

    pub fn ask(&mut self, actor: Actor, origin: Origin, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.asked += 1;
        self.now = self.now + Span(1_000);
        let ask = Ask {
            id: Id::named("ask", &self.asked.to_string()),
            actor,
            scopes: vec![TokenScope::Write],
            at: self.now,
            origin,
            command: command.into(),
        };
        let done = decide(&self.world, &prepare(ask)?)?;
        for paper in &done.papers {
            if let Paper::Submission(sent) = paper {
                self.given.insert(sent.id, (sent.lead, sent.given.clone()));
            }
        }
        self.world.moved(&done);
        self.facts.extend(done.facts.clone());
        Ok(done)
    }

    pub fn system(&mut self, command: impl Into<Command>) -> Done {
        self.ask(Actor::System, Origin::Live, command).expect("done")
    }

    pub fn capture(&mut self, capture: Capture) -> Id {
        let done = self.ask(Actor::Visitor, Origin::Live, OfLead::Capture(Box::new(capture)));
        Id::read("lead", done.expect("captured").answer["lead"].as_str().unwrap()).unwrap()
    }

    pub fn of_the_past(&mut self, capture: Capture) {
        let command = OfLead::History {
            capture: Box::new(capture),
            won: None,
        };
        self.ask(Actor::System, Origin::History, command).expect("taken in");
    }

    pub fn review(&mut self, lead: Id, choice: ReviewChoice) -> bool {
        let marketer = Actor::User(self.marketer);
        self.ask(marketer, Origin::Live, OfLead::Review { lead, choice })
            .is_ok()
    }

    /// The rep who has it tries, connects and reports.
    pub fn report(&mut self, lead: Id, which: Which, reason: &str, back: Option<Instant>) -> bool {
        let open = self.world.leads.get(&lead).and_then(|l| l.open_handoff());
        let Some((handoff, Some(owner))) = open.map(|h| (h.id, h.owner)) else {
            return false;
        };
        let tried = OfHandoff::Attempt {
            lead,
            handoff,
            channel: Channel::Call,
            result: AttemptResult::Connected,
            occurred_at: None,
            seen: true,
            note: None,
        };
        self.ask(Actor::User(owner), Origin::Live, tried).expect("tried");
        let next = self.now + Span::days(3);
        let said = OfHandoff::Feedback {
            lead,
            handoff,
            which,
            reason: Some(reason.to_owned()).filter(|it| !it.is_empty()),
            detail: None,
            note: None,
            back_at: back,
            next_step_at: (which == Which::Advanced).then_some(next),
            amount: None,
            covers: None,
            answers: found_out(&self.world.in_force.agreement, which),
        };
        self.ask(Actor::User(owner), Origin::Live, said).expect("said");
        true
    }

    pub fn not_a_lead(&mut self, lead: Id) -> bool {
        let open = self.world.leads.get(&lead).and_then(|l| l.open_handoff());
        let Some((handoff, Some(owner))) = open.map(|h| (h.id, h.owner)) else {
            return false;
        };
        let what = SubmissionKind::Student;
        let said = OfHandoff::NotALead { lead, handoff, what };
        self.ask(Actor::User(owner), Origin::Live, said).is_ok()
    }

    /// Time passes: whatever is due by then strikes, the earliest first.
    pub fn pass(&mut self, until: Instant) {
        for _ in 0..100_000 {
            let due = self
                .world
                .leads
                .values()
                .filter_map(|lead| Some((next(lead)?, lead.id)));
            let first = due.min_by_key(|(deadline, lead)| (deadline.at, *lead));
            let Some((deadline, lead)) = first.filter(|(deadline, _)| deadline.at <= until) else {
                break;
            };
            self.now = self.now.max(deadline.at);
            self.system(OfLead::Strike {
                lead,
                clock: deadline.clock,
                rung: deadline.rung,
                handoff: deadline.handoff,
                due: deadline.at,
            });
        }
        self.now = self.now.max(until);
    }

    /// A field of the company's own, from now on.
    pub fn add_field(&mut self, name: &str, kind: FieldKind) {
        self.system(OfFields::AddField {
            name: name.to_owned(),
            field: OwnField {
                kind,
                label: "Plan".to_owned(),
                personal: false,
                indexed: false,
                retired_at: None,
            },
        });
    }

    /// Another version comes into force now.
    pub fn put_in_force(&mut self, text: &str) -> i64 {
        let number = self.life.next();
        self.now = self.now + Span(1_000);
        let agreement = compiled(text, &self.world);
        let proposed = AgreementProposed {
            version: number,
            hash: agreement.hash_hex(),
            change: Kind::Shared,
            trial: false,
            base: number - 1,
            from: None,
            answer_by: self.now,
            draft: None,
        };
        let mut version = proposed.born(None, self.now);
        version.force.push(Force {
            from: self.now,
            until: None,
        });
        self.life.versions.insert(number, version);
        let in_force = Arc::new(InForce {
            version: number,
            agreement,
        });
        self.versions.insert(number, in_force.clone());
        self.world.versions.insert(number, in_force.clone());
        self.world.in_force = in_force;
        number
    }

    pub fn in_force(&self) -> Arc<InForce> {
        self.world.in_force.clone()
    }

    pub fn setting(&self, window: Window, proposed: Arc<InForce>) -> Setting {
        let fields: Vec<Fact> = self
            .facts
            .iter()
            .filter(|f| f.subject.kind == SubjectKind::Fields)
            .cloned()
            .collect();
        Setting::new(
            (window, self.now + Span(1_000)),
            proposed,
            self.versions.clone(),
            Arc::new(self.life.clone()),
            OwnFieldsAt::of(&fields),
            None,
        )
    }

    /// Every lead's history, in the order of the leads.
    pub fn stories(&self) -> Vec<Story> {
        let mut stories: BTreeMap<Id, Story> = BTreeMap::new();
        for fact in self.facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Lead) {
            let story = stories.entry(fact.subject.id).or_default();
            story.lead = fact.subject.id;
            story.facts.push(fact.clone());
        }
        for (sent, (lead, given)) in &self.given {
            if let Some(story) = stories.get_mut(lead) {
                story.given.insert(*sent, given.clone());
            }
        }
        stories.into_values().collect()
    }

    pub fn everything(&self) -> Window {
        Window {
            from: wednesday(),
            to: self.now + Span(1),
        }
    }

    pub fn walked(&self, setting: &Setting) -> Vec<Found> {
        let mut clauses = Clauses::of(&setting.proposed.agreement);
        let walked = |story: &Story| walk(setting, story, &mut clauses);
        self.stories().iter().map(walked).collect()
    }

    pub fn replay(&self, window: Window, proposed: Arc<InForce>) -> Replay {
        self.replay_of(window, proposed, &self.stories())
    }

    pub fn replay_of(&self, window: Window, proposed: Arc<InForce>, stories: &[Story]) -> Replay {
        let setting = self.setting(window, proposed);
        let mut clauses = Clauses::of(&setting.proposed.agreement);
        let mut tally = Tally::default();
        for story in stories {
            let found = walk(&setting, story, &mut clauses);
            tally.take(&setting, found);
        }
        tally.told(&setting, &self.world.roster, clauses)
    }

    /// The same window under a text that nobody signed.
    pub fn under(&self, text: &str) -> Replay {
        let agreement = compiled(text, &self.world);
        self.replay(self.everything(), Arc::new(InForce { version: 0, agreement }))
    }
}

/// A submission of a person.
pub fn sent(person: u32, kind: SubmissionKind, employees: Option<u32>) -> Capture {
    let mut capture = Capture {
        kind,
        email: Some(format!("p{person}@firm{person}.example.com")),
        country: Some("DE".to_owned()),
        source: Some("google".to_owned()),
        form: Some(
            if kind == SubmissionKind::Request {
                "demo"
            } else {
                "content"
            }
            .to_owned(),
        ),
        ..Capture::default()
    };
    if let Some(employees) = employees {
        capture
            .fields
            .insert("company.employees".to_owned(), employees.to_string());
    }
    capture
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
