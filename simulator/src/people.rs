//! The people of a demo company: both sides, and reps of differing diligence.

use crate::{SimError, World};
use engine::Engine;
use rules::ask::{OfDuty, OfTeam};
use rules::fact::{Actor, Role};
use rules::{Id, Instant, Span};

/// Somebody who may sign in to the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoUser {
    /// Who.
    pub id: Id,
    /// Name, marked as a demo's.
    pub name: String,
    /// Address, at a domain kept for examples.
    pub email: String,
    /// What for.
    pub role: Role,
}

/// How a rep works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Looks often, tries to the end, reports at once.
    Diligent,
    /// Looks rarely.
    Slow,
    /// Tells of attempts late, reports late or vaguely.
    Sloppy,
    /// Stops after the second try.
    GivesUp,
}

impl Temper {
    /// Minutes between two looks at an empty queue: least, most.
    pub fn looks_every(self) -> (i64, i64) {
        match self {
            Self::Diligent => (6, 14),
            Self::Slow => (45, 170),
            Self::Sloppy => (12, 50),
            Self::GivesUp => (10, 30),
        }
    }

    /// Tries before stopping by himself.
    pub fn tries(self) -> i64 {
        if self == Self::GivesUp { 2 } else { i64::MAX }
    }

    /// Hours a report lies at most.
    pub fn reports_within(self) -> f64 {
        match self {
            Self::Diligent | Self::GivesUp => 4.0,
            Self::Slow => 30.0,
            Self::Sloppy => 120.0,
        }
    }
}

/// A rep of the demo.
#[derive(Clone, Copy, Debug)]
pub struct Rep {
    /// Who.
    pub user: Id,
    /// How he works.
    pub temper: Temper,
}

/// Everybody who acts.
#[derive(Clone, Debug)]
pub struct People {
    /// Who carries leads.
    pub reps: Vec<Rep>,
    /// Who answers for them.
    pub managers: Vec<Id>,
    /// Who reviews.
    pub marketers: Vec<Id>,
    /// Who answers patterns.
    pub head_of_marketing: Id,
}

const TEMPERS: [Temper; 6] = [
    Temper::Diligent,
    Temper::Diligent,
    Temper::Slow,
    Temper::Diligent,
    Temper::Sloppy,
    Temper::GivesUp,
];

/// Hires everybody, puts reps into rotations, and lets one of them go on leave for a week.
pub async fn hire(engine: &Engine, world: &mut World, reps: u32, leave_from: Instant) -> Result<People, SimError> {
    let mut people = People {
        reps: Vec::new(),
        managers: Vec::new(),
        marketers: Vec::new(),
        head_of_marketing: Id::default(),
    };
    join(engine, world, "Demo Admin", Role::Admin).await?;
    join(engine, world, "Demo Boss", Role::Boss).await?;
    join(engine, world, "Demo Head of Sales", Role::HeadOfSales).await?;
    people.head_of_marketing = join(engine, world, "Demo Head of Marketing", Role::HeadOfMarketing).await?;
    for n in 1..=2 {
        people
            .marketers
            .push(join(engine, world, &format!("Demo Marketer {n}"), Role::Marketer).await?);
    }
    for n in 1..=(1 + u32::from(reps > 8)) {
        people
            .managers
            .push(join(engine, world, &format!("Demo Sales Manager {n}"), Role::SalesManager).await?);
    }
    for n in 0..reps {
        let user = join(engine, world, &format!("Demo Rep {}", n + 1), Role::Rep).await?;
        let temper = TEMPERS[n as usize % TEMPERS.len()];
        people.reps.push(Rep { user, temper });
        rotate(engine, user, n).await?;
    }
    if let Some(rep) = people.reps.get(1) {
        let command = OfDuty::SetLeave {
            user: rep.user,
            from: Some(leave_from),
            until: Some(leave_from + Span::days(7)),
        };
        engine.ask(None, Actor::User(rep.user), command).await?;
    }
    Ok(people)
}

async fn join(engine: &Engine, world: &mut World, name: &str, role: Role) -> Result<Id, SimError> {
    let email = format!("{}@demo.example.com", name.to_lowercase().replace(' ', "."));
    let command = OfTeam::AddUser {
        name: name.to_owned(),
        email: email.clone(),
        roles: vec![role],
    };
    let answer = engine.ask(None, Actor::System, command).await?;
    let id = answer["user"]
        .as_str()
        .and_then(|text| Id::read("user", text))
        .ok_or(SimError::Answer("user"))?;
    world.users.push(DemoUser {
        id,
        name: name.to_owned(),
        email,
        role,
    });
    Ok(id)
}

async fn rotate(engine: &Engine, user: Id, n: u32) -> Result<(), SimError> {
    for rule in &engine.in_force().agreement.rotations {
        let command = OfTeam::SetMember {
            rotation: rule.name.clone(),
            user,
            weight: 1 + u8::from(n.is_multiple_of(3)),
        };
        engine.ask(None, Actor::System, command).await?;
    }
    Ok(())
}
