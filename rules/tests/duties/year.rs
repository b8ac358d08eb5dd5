//! A year in which people join, leave, go on leave and come back, under covers and holidays: at every step every open
//! handoff has one active person who answers for it, and what is held has an end.

use crate::house::{House, request, request_of};
use crate::tries::tries;
use proptest::prelude::*;
use rules::ask::{OfDuty, OfTeam};
use rules::decide::depends_on;
use rules::fact::{Actor, AttemptResult, Role, Which};
use rules::lead::deadlines;
use rules::{Id, Span};
use std::collections::BTreeSet;

/// What may happen on a step.
#[derive(Clone, Copy, Debug)]
enum Step {
    Comes,
    Called(usize, bool),
    Said(usize, Which),
    Away(usize, i64),
    Covered(usize, usize),
    Joins,
    Leaves(usize, bool),
    Waits(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Comes),
        5 => (0usize..400, any::<bool>()).prop_map(|(n, on)| Step::Called(n, on)),
        3 => (0usize..400, prop_oneof![Just(Which::Advanced), Just(Which::FitNotReady), Just(Which::NotAFit)])
            .prop_map(|(n, which)| Step::Said(n, which)),
        2 => (0usize..40, 1i64..21).prop_map(|(n, days)| Step::Away(n, days)),
        1 => (0usize..40, 0usize..40).prop_map(|(a, b)| Step::Covered(a, b)),
        1 => Just(Step::Joins),
        1 => (0usize..40, any::<bool>()).prop_map(|(n, named)| Step::Leaves(n, named)),
        4 => (1i64..96).prop_map(Step::Waits),
    ]
}

/// Nobody is ownerless: the law, looked at after every step and every strike.
fn nobody_is_ownerless(house: &House) {
    for lead in house.world.leads.values() {
        for handoff in lead.handoffs.iter().filter(|h| h.is_open()) {
            let who = handoff
                .answers()
                .unwrap_or_else(|| panic!("{} is nobody's", handoff.id));
            assert!(house.world.roster.active(who).is_some(), "who left has an open handoff");
            if handoff.owner.is_none() {
                let until = handoff.held_until.unwrap_or_else(|| panic!("held without an end"));
                let due = deadlines(lead).iter().any(|d| d.at == until);
                assert!(due || until <= house.now, "nothing ends the hold");
            }
        }
        if let Some(promised) = lead.promised() {
            assert!(
                house.world.roster.active(promised).is_some(),
                "promised of somebody who left"
            );
        }
    }
}

/// A company has one open handoff, and whoever is part of one is listed there with the owner that it has.
fn one_open_a_company(house: &House) {
    let mut open = BTreeSet::new();
    for lead in house.world.leads.values() {
        assert!(
            lead.handoffs.iter().filter(|h| h.is_open()).count() <= 1,
            "two open handoffs of one person"
        );
        for handoff in lead.handoffs.iter().filter(|h| h.is_open()) {
            let twice = handoff.company.filter(|company| !open.insert(*company));
            assert_eq!(twice, None, "two open handoffs of one company");
            for joined in &handoff.joined {
                let part = house.world.leads[joined].joined();
                assert_eq!(
                    part.map(|with| with.handoff),
                    Some(handoff.id),
                    "listed, and not part of it"
                );
            }
        }
        if let Some(with) = lead.joined() {
            let handoff = house.world.leads[&with.lead]
                .handoff(with.handoff)
                .expect("its handoff");
            assert!(
                handoff.is_open() && handoff.joined.contains(&lead.id),
                "part of what is over"
            );
            assert_eq!(handoff.owner, with.owner, "with another owner than it has");
            assert!(lead.open_handoff().is_none(), "part of one, and one of his own");
        }
    }
}

struct Year {
    house: House,
    leads: Vec<(Id, Id)>,
    came: usize,
}

impl Year {
    fn begin() -> Self {
        let mut house = House::open(4);
        house.hire_as("operator", Role::Admin);
        let (leads, came) = (Vec::new(), 0);
        Self { house, leads, came }
    }

    fn staff(&self) -> Vec<Id> {
        let works = |id: &Id| {
            let user = self.house.world.roster.active(*id);
            user.is_some_and(|user| user.is(Role::Rep) || user.is(Role::SalesManager))
        };
        let users = self.house.world.roster.users.keys();
        users.copied().filter(works).collect()
    }

    fn one(&self, n: usize) -> Option<Id> {
        let staff = self.staff();
        (!staff.is_empty()).then(|| staff[n % staff.len()])
    }

    fn open(&self, n: usize) -> Option<(Id, Id)> {
        let open = |of: &&(Id, Id)| self.house.handoff(**of).is_open() && self.house.handoff(**of).owner.is_some();
        let all: Vec<&(Id, Id)> = self.leads.iter().rev().take(60).filter(open).collect();
        (!all.is_empty()).then(|| *all[n % all.len()])
    }

    fn go(&mut self, step: Step) {
        match step {
            Step::Comes => self.comes(),
            Step::Called(n, on) => {
                let result = if on {
                    AttemptResult::Connected
                } else {
                    AttemptResult::NoAnswer
                };
                if let Some(of) = self.open(n) {
                    let _refused = self.house.call(of, result, None);
                }
            }
            Step::Said(n, which) => {
                if let Some(of) = self.open(n) {
                    let _refused = self.house.report(of, which, None);
                }
            }
            Step::Away(n, days) => {
                let (from, until) = (Some(self.house.now), Some(self.house.now + Span::days(days)));
                if let Some(user) = self.one(n) {
                    let away = OfDuty::SetLeave { user, from, until };
                    let _away_already = self.house.ask(Actor::System, away);
                }
            }
            Step::Covered(a, b) => {
                if let (Some(user), cover) = (self.one(a), self.one(b)) {
                    let _refused = self.house.ask(Actor::System, OfTeam::SetCover { user, cover });
                }
            }
            Step::Joins => self.joins(),
            Step::Leaves(n, named) => self.leaves(n, named),
            Step::Waits(hours) => self.waits(hours),
        }
    }

    fn comes(&mut self) {
        self.came += 1;
        let name = format!("person{}", self.came);
        // every second one is of one of seven companies, so that colleagues meet
        let capture = if self.came.is_multiple_of(2) {
            request_of(&name, &format!("sample-firm-{}.de", self.came % 7))
        } else {
            request(&name)
        };
        let of = self.house.submit(capture);
        if of.1 != Id::default() {
            self.leads.push(of);
        }
    }

    fn joins(&mut self) {
        self.came += 1;
        let user = self.house.hire_as(&format!("joiner{}", self.came), Role::Rep);
        for rule in self.house.world.in_force.clone().agreement.rotations.iter() {
            let (rotation, weight) = (rule.name.clone(), 1 + (self.came % 4) as u8);
            self.house.system(OfTeam::SetMember { rotation, user, weight });
        }
    }

    fn leaves(&mut self, n: usize, named: bool) {
        let Some(user) = self.one(n) else { return };
        let to = if named {
            self.one(n + 1).filter(|to| *to != user)
        } else {
            None
        };
        let all = self.house.world.leads.values().flat_map(depends_on);
        let depend = all.filter(|named| *named == user).count() as i64;
        self.house.world.depend = [(user, depend)].into();
        let Ok(done) = self.house.ask(Actor::System, OfTeam::MoveOut { user, to }) else {
            return;
        };
        nobody_is_ownerless(&self.house);
        let act = Id::read("act", done.answer["act"].as_str().unwrap()).unwrap();
        let named = |house: &House| {
            let depends = house
                .world
                .leads
                .values()
                .filter(|lead| depends_on(lead).contains(&user));
            let mut leads: Vec<Id> = depends.map(|lead| lead.id).take(3).collect();
            leads.sort();
            leads
        };
        // in slices of three, so that the year sees it half done
        for _ in 0..1_000 {
            let leads = named(&self.house);
            let (upto, last) = (leads.last().copied().unwrap_or_default(), leads.len() < 3);
            let command = OfTeam::MoveOutSlice {
                act,
                user,
                to,
                leads,
                upto,
                last,
            };
            let done = self.house.system(command);
            nobody_is_ownerless(&self.house);
            if done.answer["last"] == true {
                break;
            }
        }
        assert!(self.house.world.roster.active(user).is_none(), "all moved, and gone");
    }

    fn waits(&mut self, hours: i64) {
        for _ in 0..hours.div_euclid(8) + 1 {
            self.house.pass(Span::hours(8));
            nobody_is_ownerless(&self.house);
        }
    }
}

proptest! {
    #![proptest_config(tries(12, 1_000))]
    #[test]
    fn at_every_step_of_a_year_every_open_handoff_has_one_who_answers_for_it(
        steps in proptest::collection::vec(step(), 60..110),
    ) {
        let mut year = Year::begin();
        let end = year.house.now + Span::days(365);
        for step in steps.into_iter().cycle().take(2_000) {
            if year.house.now >= end {
                break;
            }
            year.go(step);
            nobody_is_ownerless(&year.house);
            one_open_a_company(&year.house);
        }
        prop_assert!(year.house.now >= end || year.came > 100);
    }
}
