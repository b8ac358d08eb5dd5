//! Who stands in for whom, how somebody leaves, and who may give a head's office.

use crate::house::House;
use rules::ask::{OfDuty, OfTeam};
use rules::decide::{LetterKind, depends_on};
use rules::fact::{Actor, AttemptResult, Role, RouteCause, Which};
use rules::{Id, Span};

/// With somebody who operates, so that others may leave.
fn staffed(reps: usize) -> House {
    let mut house = House::open(reps);
    house.hire_as("operator", Role::Admin);
    house
}

impl House {
    fn away(&mut self, user: Id, by: Span) {
        let (from, until) = (Some(self.now), Some(self.now + by));
        self.system(OfDuty::SetLeave { user, from, until });
    }

    fn covers(&mut self, user: Id, cover: Id) {
        let manager = self.manager;
        let cover = Some(cover);
        self.by(manager, OfTeam::SetCover { user, cover }).expect("covered");
    }

    /// As the engine counts what depends on somebody.
    fn counted(&mut self, user: Id) {
        let named = self.world.leads.values().flat_map(depends_on);
        let all = named.filter(|named| *named == user).count() as i64;
        self.world.depend.insert(user, all);
    }

    /// Moves everything and lets go, as the engine does slice by slice.
    fn leaves(&mut self, user: Id, to: Option<Id>) {
        self.counted(user);
        let done = self.ask(Actor::System, OfTeam::MoveOut { user, to }).expect("begun");
        let act = Id::read("act", done.answer["act"].as_str().expect("text")).expect("an act");
        let mut leads: Vec<Id> = self.world.leads.values().map(|lead| lead.id).collect();
        leads.retain(|lead| depends_on(self.lead(*lead)).contains(&user));
        leads.sort();
        let upto = leads.last().copied().unwrap_or_default();
        let last = true;
        self.system(OfTeam::MoveOutSlice {
            act,
            user,
            to,
            leads,
            upto,
            last,
        });
    }

    fn office(&mut self, by: Id, user: Id, roles: Vec<Role>) -> Vec<String> {
        let done = self.by(by, OfTeam::SetRoles { user, roles }).expect("set");
        let asked = done.answer["asked"].as_array().cloned().unwrap_or_default();
        asked
            .iter()
            .filter_map(|role| role.as_str().map(str::to_owned))
            .collect()
    }

    fn is(&self, user: Id, role: Role) -> bool {
        self.world.roster.active(user).is_some_and(|known| known.is(role))
    }
}

#[test]
fn what_comes_by_ownership_goes_to_the_cover_while_its_owner_is_away_and_the_record_says_so() {
    let mut house = House::open(4);
    let of = house.demo("ada");
    let owner = house.owner(of);
    let others: Vec<Id> = house.reps.iter().copied().filter(|rep| *rep != owner).collect();
    house.call(of, AttemptResult::Connected, None).expect("called");
    house.report(of, Which::FitNotReady, None).expect("a B");
    house.covers(owner, others[0]);
    house.away(owner, Span::days(60));
    house.pass(Span::days(31));
    let lead = house.lead(of.0);
    let back = lead.handoffs.last().expect("it came back");
    assert_eq!((back.owner, back.cause), (Some(others[0]), Some(RouteCause::Return)));
    let told = house.facts.iter().rev().find_map(|fact| match &fact.body {
        rules::fact::Body::Routed(routed) => Some(routed.decision.covers_for),
        _ => None,
    });
    assert_eq!(told, Some(Some(owner)));
}

#[test]
fn a_cover_who_is_away_is_passed_by_and_a_circle_of_covers_ends() {
    let mut house = staffed(3);
    let (a, b, c) = (house.reps[0], house.reps[1], house.reps[2]);
    let now = house.now;
    house.covers(a, b);
    house.covers(b, c);
    house.covers(c, a);
    house.away(a, Span::days(3));
    assert_eq!(house.world.roster.stand_in(a, now), Some(b));
    house.away(b, Span::days(3));
    assert_eq!(house.world.roster.stand_in(a, now), Some(c));
    house.away(c, Span::days(3));
    assert_eq!(house.world.roster.stand_in(a, now), None, "all of the circle are away");
    let of = house.demo("zoe");
    assert!(
        house.handoff(of).answers().is_some(),
        "nobody is ownerless all the same"
    );
    house.leaves(b, None);
    assert_eq!(
        house.world.roster.users[&a].cover, None,
        "who is gone covers for nobody"
    );
}

#[test]
fn nobody_covers_for_himself_and_a_marketer_covers_for_no_rep() {
    let mut house = House::open(1);
    let (user, manager) = (house.reps[0], house.manager);
    let refused = |house: &mut House, cover| {
        let done = house.by(
            manager,
            OfTeam::SetCover {
                user,
                cover: Some(cover),
            },
        );
        done.expect_err("refused").code
    };
    assert_eq!(refused(&mut house, user), "covers_himself");
    let marketer = house.hire_as("marketer2", Role::Marketer);
    assert_eq!(refused(&mut house, marketer), "nobody_to_cover");
}

#[test]
fn reminders_of_somebody_on_leave_go_to_his_cover() {
    let mut house = House::open(2);
    let of = house.demo("ada");
    let owner = house.owner(of);
    let cover = *house.reps.iter().find(|rep| **rep != owner).expect("another");
    house.covers(owner, cover);
    house.away(owner, Span::days(2));
    house.told(LetterKind::Reminder);
    house.pass(Span::minutes(14));
    assert_eq!(house.told(LetterKind::Reminder), [cover]);
}

#[test]
fn nobody_is_let_go_while_something_depends_on_him_and_all_of_it_moves_first() {
    let mut house = staffed(3);
    let leads: Vec<(Id, Id)> = (0..12).map(|n| house.demo(&format!("person{n}"))).collect();
    let ada = house.reps[0];
    let hers: Vec<(Id, Id)> = leads.iter().copied().filter(|of| house.owner(*of) == ada).collect();
    assert_eq!(hers.len(), 4);
    house.call(hers[0], AttemptResult::Connected, None).expect("called");
    house
        .report(hers[0], Which::FitNotReady, None)
        .expect("a B: comes back to her");
    house.call(hers[1], AttemptResult::Connected, None).expect("called");
    house.report(hers[1], Which::Advanced, None).expect("an A: her deal");
    house.counted(ada);
    let refused = house
        .ask(Actor::System, OfTeam::LetGo { user: ada })
        .expect_err("not yet");
    assert_eq!(refused.code, "still_has_handoffs");
    let bea = house.reps[1];
    house.leaves(ada, Some(bea));
    assert!(house.world.roster.active(ada).is_none(), "she left with the last slice");
    for of in &hers[2..] {
        assert_eq!(house.owner(*of), bea);
        assert!(house.handoff(*of).stopped_at().is_none(), "the clock keeps running");
    }
    assert_eq!(house.lead(hers[0].0).promised(), Some(bea));
    assert_eq!(house.lead(hers[1].0).promised(), Some(bea));
    assert!(house.world.leads.values().all(|lead| !depends_on(lead).contains(&ada)));
}

#[test]
fn by_rotation_each_lead_takes_a_turn_of_its_own() {
    let mut house = staffed(4);
    let leads: Vec<(Id, Id)> = (0..40).map(|n| house.demo(&format!("person{n}"))).collect();
    let ada = house.reps[0];
    let hers: Vec<(Id, Id)> = leads.iter().copied().filter(|of| house.owner(*of) == ada).collect();
    house.leaves(ada, None);
    let got = |rep: Id| hers.iter().filter(|of| house.owner(**of) == rep).count();
    let counts: Vec<usize> = house.reps[1..].iter().map(|rep| got(*rep)).collect();
    assert_eq!(counts.iter().sum::<usize>(), hers.len());
    assert!(
        counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1,
        "{counts:?}"
    );
}

#[test]
fn whoever_is_leaving_gets_nothing_new_and_cannot_come_back_into_a_rotation() {
    let mut house = staffed(2);
    let (ada, manager) = (house.reps[0], house.manager);
    house.counted(ada);
    house
        .ask(Actor::System, OfTeam::MoveOut { user: ada, to: None })
        .expect("begun");
    for n in 0..6 {
        let of = house.demo(&format!("person{n}"));
        assert_ne!(house.owner(of), ada);
    }
    let rotation = house.world.in_force.agreement.rotations[0].name.clone();
    let again = OfTeam::SetMember {
        rotation,
        user: ada,
        weight: 1,
    };
    assert_eq!(house.by(manager, again).expect_err("no").code, "leaving_already");
    let again = house.ask(Actor::System, OfTeam::MoveOut { user: ada, to: None });
    assert_eq!(again.expect_err("once").code, "leaving_already");
}

#[test]
fn a_held_lead_waits_on_under_another_name() {
    let mut house = staffed(2);
    house.hire_as("manager2", Role::SalesManager);
    house.until(crate::house::at("2026-03-04T22:00:00+01:00"));
    let of = house.demo("night");
    let before = house.handoff(of).answers().expect("a name");
    house.leaves(before, None);
    let after = house.handoff(of);
    assert!(after.held_until.is_some() && after.answers().is_some_and(|who| who != before));
}

#[test]
fn an_office_that_was_held_is_given_only_with_a_heads_consent() {
    let mut house = House::open(1);
    let admin = house.hire_as("admin", Role::Admin);
    let puppet = house.hire_as("puppet", Role::Rep);
    let marketing = house.hire_as("headm", Role::Marketer);
    let sales = house.reps[0];
    assert!(
        house
            .office(admin, sales, vec![Role::Rep, Role::HeadOfSales])
            .is_empty()
    );
    let first = house.office(admin, marketing, vec![Role::HeadOfMarketing]);
    assert!(first.is_empty(), "set-up names both: nobody ever held it");
    let asked = house.office(admin, puppet, vec![Role::Rep, Role::HeadOfSales]);
    assert_eq!(asked, ["head_of_sales"]);
    assert!(!house.is(puppet, Role::HeadOfSales), "an admin alone makes no head");
    let give = |consent| OfTeam::AnswerOffice {
        user: puppet,
        office: Role::HeadOfSales,
        consent,
    };
    for never in [admin, puppet, house.manager] {
        assert_eq!(house.by(never, give(true)).expect_err("no head").code, "may_not");
    }
    house.by(sales, give(false)).expect("declined");
    assert!(!house.is(puppet, Role::HeadOfSales));
    house.office(admin, puppet, vec![Role::Rep, Role::HeadOfSales]);
    house.by(marketing, give(true)).expect("consented");
    assert!(house.is(puppet, Role::HeadOfSales));
    let named = house.world.roster.users[&puppet]
        .named
        .last()
        .cloned()
        .expect("on record");
    assert_eq!((named.by, named.consent), (Some(admin), Some(marketing)));
}

#[test]
fn an_admin_cannot_take_the_heads_away_and_begin_anew() {
    let mut house = House::open(1);
    let admin = house.hire_as("admin", Role::Admin);
    let (sales, marketing) = (house.reps[0], house.hire_as("headm", Role::HeadOfMarketing));
    house.office(admin, sales, vec![Role::Rep, Role::HeadOfSales]);
    assert_eq!(house.office(admin, sales, vec![Role::Rep]), ["head_of_sales"]);
    assert!(house.is(sales, Role::HeadOfSales), "taken only with consent");
    house.counted(sales);
    for leaves in [OfTeam::LetGo { user: sales }, OfTeam::MoveOut { user: sales, to: None }] {
        assert_eq!(house.by(admin, leaves).expect_err("no").code, "still_head");
    }
    let down = OfTeam::AnswerOffice {
        user: sales,
        office: Role::HeadOfSales,
        consent: true,
    };
    house.by(sales, down).expect("a head steps down");
    assert!(!house.is(sales, Role::HeadOfSales));
    let last = OfTeam::SetRoles {
        user: marketing,
        roles: vec![Role::Marketer],
    };
    assert_eq!(house.by(admin, last).expect_err("the last one").code, "last_head");
}
