//! Whose a lead is before any rotation is asked: the open deal's, the account's, who had the person, who had the company.

use crate::house::{House, request, request_of};
use rules::ask::{Capture, Command, OfCompany, OfDuty, OfTeam};
use rules::fact::{AttemptResult, RouteCause, Which};
use rules::refusal::Refusal;
use rules::{Id, Span};

const DOMAIN: &str = "sample-company.de";

fn account(owner: Option<Id>, customer: bool) -> OfCompany {
    let domain = DOMAIN.to_owned();
    OfCompany::SetAccount {
        domain,
        owner,
        customer,
    }
}

fn deal(owner: Option<Id>) -> OfCompany {
    let domain = DOMAIN.to_owned();
    OfCompany::SetDeal { domain, owner }
}

impl House {
    fn tells(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        let manager = self.manager;
        self.by(manager, command).map(|_| ())
    }

    /// Somebody of the one company.
    fn colleague(&mut self, name: &str) -> (Id, Id) {
        self.submit(request_of(name, DOMAIN))
    }

    fn came_to(&self, of: (Id, Id)) -> (Option<Id>, Option<RouteCause>) {
        let handoff = self.handoff(of);
        (handoff.owner, handoff.cause)
    }
}

#[test]
fn the_open_deal_comes_before_the_account_and_the_account_before_the_rotation() {
    let mut house = House::open(4);
    let (a, b) = (house.reps[2], house.reps[3]);
    house.tells(account(Some(a), false)).expect("told");
    let of = house.colleague("one");
    assert_eq!(house.came_to(of), (Some(a), Some(RouteCause::Account)));
    house.tells(deal(Some(b))).expect("told");
    let of = house.colleague("two");
    assert_eq!(house.came_to(of), (Some(b), Some(RouteCause::Deal)));
    house.tells(deal(None)).expect("told");
    house.tells(account(None, false)).expect("told");
    assert_eq!(house.colleague("three").1, Id::default(), "nobody owns it: joined");
    house.tells(account(Some(house.reps[1]), false)).expect("told");
    house.tells(account(None, false)).expect("told");
    let of = house.demo("three");
    assert_eq!(house.came_to(of).1, Some(RouteCause::Rotation));
}

#[test]
fn who_advanced_a_colleague_has_the_deal_and_who_worked_the_company_comes_before_the_rotation() {
    let mut house = House::open(4);
    let first = house.colleague("one");
    let owner = house.owner(first);
    house.call(first, AttemptResult::Connected, None).expect("called");
    house.report(first, Which::Advanced, None).expect("an A");
    let second = house.colleague("two");
    assert_eq!(house.came_to(second), (Some(owner), Some(RouteCause::Deal)));
    house
        .report(first, Which::NotAFit, None)
        .expect("corrected to a C: no deal any more");
    house.call(second, AttemptResult::Connected, None).expect("called");
    house.report(second, Which::NotAFit, None).expect("a C");
    let third = house.colleague("three");
    assert_eq!(house.came_to(third), (Some(owner), Some(RouteCause::Company)));
}

#[test]
fn an_owner_on_leave_has_his_cover_and_one_who_left_is_passed_by() {
    let mut house = House::open(3);
    let (owner, cover) = (house.reps[0], house.reps[1]);
    house.tells(account(Some(owner), false)).expect("told");
    house
        .tells(OfTeam::SetCover {
            user: owner,
            cover: Some(cover),
        })
        .expect("covered");
    let (from, until) = (Some(house.now), Some(house.now + Span::days(3)));
    house.system(OfDuty::SetLeave {
        user: owner,
        from,
        until,
    });
    let mut without = house.clone();
    let of = house.colleague("one");
    assert_eq!(house.came_to(of), (Some(cover), Some(RouteCause::Account)));
    without
        .tells(OfTeam::SetCover {
            user: owner,
            cover: None,
        })
        .expect("none");
    let of = without.colleague("two");
    assert_eq!(
        without.came_to(of).1,
        Some(RouteCause::Rotation),
        "away without a cover: passed by"
    );
}

#[test]
fn an_existing_customer_goes_to_the_accounts_manager_and_is_marked() {
    let mut house = House::open(3);
    let owner = house.reps[2];
    house.tells(account(Some(owner), true)).expect("told");
    let of = house.colleague("one");
    assert_eq!(house.came_to(of), (Some(owner), Some(RouteCause::Account)));
    assert!(house.handoff(of).customer);
    let stranger = Capture {
        email: Some("one@other-sample.de".into()),
        ..request("x")
    };
    let other = house.submit(stranger);
    assert!(!house.handoff(other).customer);
}

#[test]
fn free_mail_belongs_to_no_company_and_owner_first_moves_no_turn() {
    let mut house = House::open(3);
    let owner = house.reps[0];
    house.tells(account(Some(owner), true)).expect("told");
    let before = house.world.turns.clone();
    house.colleague("one");
    assert_eq!(house.world.turns, before, "owner-first moves no turn");
    let free = Capture {
        email: Some("sample.person@gmail.com".into()),
        website: Some("https://sample-company.de".into()),
        ..request("x")
    };
    let of = house.submit(free);
    if of.1 != Id::default() {
        assert!(!house.handoff(of).customer, "a typed website claims no company");
    }
    let refused = house.tells(OfCompany::SetDeal {
        domain: "gmail.com".into(),
        owner: Some(owner),
    });
    assert_eq!(refused.expect_err("nobody's own").code, "no_company_domain");
    let rep = house.reps[1];
    assert_eq!(
        house.by(rep, deal(Some(rep))).expect_err("a rep may not").code,
        "may_not"
    );
}
