//! One open handoff per company: colleagues join it as people, and what is said of it covers them.

use crate::house::{House, at, request_of};
use rules::ask::{Capture, OfCompany, OfDeal, OfHandoff, OfLead};
use rules::decide::LetterKind;
use rules::fact::{AttemptResult, RejectReason, ReviewChoice, Role, RouteCause, SubmissionKind, Which};
use rules::handoff::{Ending, Verdict};
use rules::refusal::Refusal;
use rules::{Id, Span};

const DOMAIN: &str = "sample-company.de";

/// Who of the open handoff is covered.
type Covers = Option<Vec<Id>>;

fn event(name: &str) -> Capture {
    Capture {
        kind: SubmissionKind::Event,
        ..request_of(name, DOMAIN)
    }
}

impl House {
    fn comes(&mut self, name: &str) -> (Id, Id) {
        self.submit(request_of(name, DOMAIN))
    }

    fn says(&mut self, of: (Id, Id), which: Which, covers: Covers) -> Result<(), Refusal> {
        let owner = self.owner(of);
        let reason = match which {
            Which::Advanced => None,
            Which::FitNotReady => Some("no_budget_yet".to_owned()),
            Which::NotAFit => Some("too_small".to_owned()),
        };
        let command = OfHandoff::Feedback {
            lead: of.0,
            handoff: of.1,
            which,
            reason,
            detail: Some("12".into()),
            note: None,
            back_at: (which == Which::FitNotReady).then(|| self.now + Span::days(30)),
            next_step_at: None,
            amount: None,
            covers,
            answers: crate::house::found_out(&self.world.in_force.agreement, which),
        };
        self.by(owner, command).map(|_| ())
    }

    fn gives_back(&mut self, of: (Id, Id), reason: RejectReason, covers: Covers) -> Result<(), Refusal> {
        let owner = self.owner(of);
        let command = OfHandoff::Reject {
            lead: of.0,
            handoff: of.1,
            reason,
            clause: None,
            covers,
        };
        self.by(owner, command).map(|_| ())
    }

    fn stage(&self, lead: Id) -> &'static str {
        self.lead(lead).stage.code()
    }

    /// The handoff that somebody has open.
    fn own(&self, lead: Id) -> Option<(Id, Id)> {
        self.lead(lead).open_handoff().map(|handoff| (lead, handoff.id))
    }
}

#[test]
fn a_colleague_joins_with_a_touch_and_an_alert_and_takes_no_turn() {
    let mut house = House::open(3);
    let first = house.comes("one");
    let owner = house.owner(first);
    house.told(LetterKind::NewLead);
    let before = house.world.turns.clone();
    let (second, none) = house.comes("two");
    assert_eq!(none, Id::default(), "no handoff of his own");
    assert_eq!(house.world.turns, before, "no turn");
    assert_eq!(house.world.desks[&owner], 1, "and no more open work");
    let with = house.lead(second).joined().expect("joined").clone();
    assert_eq!((with.lead, with.handoff, with.owner), (first.0, first.1, Some(owner)));
    assert_eq!(house.stage(second), "mql", "ready like any other");
    assert_eq!(house.handoff(first).joined, vec![second]);
    assert_eq!(house.told(LetterKind::Joined), vec![owner]);
    assert_eq!(house.told(LetterKind::NewLead), vec![], "nobody got a lead");
    assert_eq!(house.lead(second).held_by(), Some(owner));
    // he asks again: a touch and an alert, and he stays where he is
    house.comes("two");
    assert_eq!(house.told(LetterKind::AskedAgain), vec![owner]);
    assert_eq!(house.handoff(first).joined, vec![second]);
    // strangers and free mail belong to nobody's company
    assert_ne!(house.demo("three").1, Id::default());
    assert_ne!(house.submit(request_of("four", "gmail.com")).1, Id::default());
    assert_ne!(house.submit(request_of("five", "gmail.com")).1, Id::default());
}

#[test]
fn a_colleague_of_a_higher_tier_begins_a_clock_of_his_own_on_the_open_handoff() {
    let mut house = House::open(1);
    let first = house.submit(event("one"));
    house.pass(Span::hours(1));
    house.submit(event("two"));
    assert_eq!(house.handoff(first).tier, "event", "no higher tier");
    house.comes("three");
    let handoff = house.handoff(first);
    assert_eq!(handoff.tier, "request");
    let due = handoff.first_attempt.as_ref().map(|terms| terms.due);
    assert_eq!(due, Some(house.now + Span::minutes(15)));
    // and so does one who had joined with a lower tier and asks for a demo now
    let other = house.submit(Capture {
        kind: SubmissionKind::Event,
        ..request_of("a", "other-sample.de")
    });
    let low = house.submit(Capture {
        kind: SubmissionKind::Event,
        ..request_of("b", "other-sample.de")
    });
    house.submit(request_of("b", "other-sample.de"));
    assert_eq!(house.handoff(other).tier, "request");
    assert_eq!(house.lead(low.0).joined().expect("still").tier, "request");
}

#[test]
fn feedback_covers_everybody_who_joined_and_whoever_is_left_out_goes_on_with_the_same_owner() {
    for which in Which::ALL {
        let mut house = House::open(3);
        let first = house.comes("one");
        let owner = house.owner(first);
        let (two, three) = (house.comes("two").0, house.comes("three").0);
        house.call(first, AttemptResult::Connected, None).expect("called");
        house.says(first, which, None).expect("said of all");
        let stage = house.stage(first.0);
        assert_eq!([house.stage(two), house.stage(three)], [stage, stage], "{which:?}");
        assert!(house.lead(two).joined().is_none() && house.own(two).is_none());
        assert_eq!(house.handoff(first).ending, Some(Ending::Feedback));
        assert!(
            house.lead(two).handoffs.is_empty(),
            "no handoff, no feedback of his own"
        );
        assert!(house.lead(two).deal.is_none(), "the deal is the handoff's");

        let mut house = House::open(3);
        let first = house.comes("one");
        let owner_now = house.owner(first);
        assert_eq!(owner, owner_now, "the same house");
        let (two, three, four) = (house.comes("two").0, house.comes("three").0, house.comes("four").0);
        house.call(first, AttemptResult::Connected, None).expect("called");
        house.says(first, which, Some(vec![three])).expect("said");
        assert_eq!(house.stage(three), stage);
        let own = house.own(two).expect("a handoff of his own");
        assert_eq!(house.owner(own), owner, "with the same owner");
        assert_eq!(house.handoff(own).cause, Some(RouteCause::Company));
        assert_eq!(
            house.handoff(own).verdict(house.now),
            Verdict::Pending,
            "with a clock of its own"
        );
        let with = house.lead(four).joined().expect("the others join him");
        assert_eq!((with.lead, with.handoff), own);
        assert_eq!(house.handoff(first).joined, vec![three], "covered were these");
    }
    let mut house = House::open(1);
    let first = house.comes("one");
    house.call(first, AttemptResult::Connected, None).expect("called");
    let stranger = house.demo("stranger").0;
    let refused = house.says(first, Which::Advanced, Some(vec![stranger]));
    assert_eq!(refused.expect_err("never joined").code, "not_joined");
}

#[test]
fn a_correction_corrects_for_all_whom_it_covered_and_for_nobody_who_went_on() {
    let mut house = House::open(2);
    let first = house.comes("one");
    let (two, three) = (house.comes("two").0, house.comes("three").0);
    house.call(first, AttemptResult::Connected, None).expect("called");
    house.says(first, Which::FitNotReady, Some(vec![two])).expect("a B");
    let own = house.own(three).expect("his own");
    house.says(first, Which::NotAFit, None).expect("corrected to a C");
    assert_eq!([house.stage(first.0), house.stage(two)], ["not_a_fit", "not_a_fit"]);
    assert!(house.lead(two).nurture.is_none(), "out of care again");
    assert_eq!(house.own(three), Some(own), "he went on by himself");
}

#[test]
fn those_covered_by_a_b_come_back_together_on_the_day() {
    let mut house = House::open(2);
    let first = house.comes("one");
    let owner = house.owner(first);
    let two = house.comes("two").0;
    house.call(first, AttemptResult::Connected, None).expect("called");
    house.says(first, Which::FitNotReady, None).expect("a B");
    house.pass(Span::days(31));
    let open: Vec<(Id, Id)> = [first.0, two].into_iter().filter_map(|lead| house.own(lead)).collect();
    assert_eq!(open.len(), 1, "one handoff");
    assert_eq!(house.owner(open[0]), owner, "with the same rep");
    let other = if open[0].0 == two { first.0 } else { two };
    assert_eq!(house.lead(other).joined().map(|with| with.handoff), Some(open[0].1));
}

#[test]
fn given_back_for_the_companys_sake_all_go_back_and_for_the_persons_the_others_stay() {
    let mut house = House::open(2);
    let first = house.comes("one");
    let two = house.comes("two").0;
    house
        .gives_back(first, RejectReason::WrongTerritory, None)
        .expect("given back");
    assert!(house.lead(first.0).review.is_some() && house.lead(two).review.is_some());
    assert_eq!(house.lead(two).held_by(), None, "with Marketing it is nobody's");
    assert_eq!(house.lead(first.0).held_by(), None, "nor is the one it was said of");

    let mut house = House::open(2);
    let first = house.comes("one");
    let owner = house.owner(first);
    let two = house.comes("two").0;
    house
        .gives_back(first, RejectReason::Duplicate, None)
        .expect("given back");
    let own = house.own(two).expect("he stays with Sales");
    assert_eq!(house.owner(own), owner);

    let mut house = House::open(2);
    let first = house.comes("one");
    let owner = house.owner(first);
    let two = house.comes("two").0;
    let (lead, handoff) = first;
    let what = SubmissionKind::Student;
    house
        .by(owner, OfHandoff::NotALead { lead, handoff, what })
        .expect("said");
    assert_eq!(house.stage(lead), "not_a_lead");
    let own = house.own(two).expect("he is one");
    assert_eq!(house.owner(own), owner);
}

#[test]
fn what_is_not_reached_is_not_reached_for_all_and_a_lost_deal_is_lost_for_all() {
    let mut house = House::open(1);
    let first = house.comes("one");
    let two = house.comes("two").0;
    house.call(first, AttemptResult::NoAnswer, None).expect("tried");
    house.pass(Span::days(40));
    assert_eq!(house.handoff(first).ending, Some(Ending::NoContact));
    assert_eq!([house.stage(first.0), house.stage(two)], ["nurture", "nurture"]);

    let mut house = House::open(1);
    let first = house.comes("one");
    let two = house.comes("two").0;
    house.call(first, AttemptResult::Connected, None).expect("called");
    house.says(first, Which::Advanced, None).expect("an A");
    let reason = house
        .world
        .in_force
        .agreement
        .feedback
        .reasons_of(rules::agreement::Which::Lost)
        .next()
        .expect("a reason")
        .code
        .clone();
    let owner = house.owner(first);
    let answer = rules::fact::AliveAnswer::Lost { reason };
    let (lead, handoff) = first;
    house
        .by(owner, OfDeal::StillAlive { lead, handoff, answer })
        .expect("lost");
    assert_eq!([house.stage(lead), house.stage(two)], ["lost", "lost"]);
}

#[test]
fn an_account_with_an_owner_keeps_the_owner_order() {
    let mut house = House::open(3);
    let first = house.comes("one");
    let holds = house.owner(first);
    let other = *house.reps.iter().find(|rep| **rep != holds).expect("another");
    let manager = house.manager;
    let account = |owner| OfCompany::SetAccount {
        domain: DOMAIN.into(),
        owner: Some(owner),
        customer: true,
    };
    house.by(manager, account(other)).expect("told");
    let second = house.comes("two");
    assert_eq!(
        house.owner(second),
        other,
        "the account's owner, not the colleague's rep"
    );
    assert_eq!(
        house.comes("three").1,
        Id::default(),
        "whose handoff the next one joins"
    );
    assert_eq!(house.handoff(second).joined.len(), 1);
}

#[test]
fn those_who_joined_follow_the_handoff_to_another_owner() {
    let mut house = House::open(2);
    house.now = at("2026-03-07T11:00:00+01:00");
    let first = house.comes("one");
    let two = house.comes("two").0;
    assert_eq!(
        house.lead(two).joined().expect("joined").owner,
        None,
        "held over the weekend"
    );
    house.until(at("2026-03-09T08:45:00+01:00"));
    let owner = house.owner(first);
    assert_eq!(house.lead(two).joined().expect("still").owner, Some(owner));
    let other = *house.reps.iter().find(|rep| **rep != owner).expect("another");
    house.move_to(first, other);
    assert_eq!(house.lead(two).held_by(), Some(other));
    assert_eq!(
        house.lead(two).joined().expect("still").since,
        at("2026-03-07T11:00:00+01:00")
    );
}

#[test]
fn who_turns_out_to_be_no_lead_is_part_of_it_no_longer() {
    let mut house = House::open(1);
    let first = house.comes("one");
    let two = house.comes("two").0;
    house.submit(Capture {
        kind: SubmissionKind::Applicant,
        ..request_of("two", DOMAIN)
    });
    assert_eq!(house.stage(two), "not_a_lead");
    assert!(house.lead(two).joined().is_none() && house.handoff(first).joined.is_empty());
}

#[test]
fn a_release_beside_an_open_handoff_is_a_touch_on_it() {
    let mut house = House::open(2);
    let of = house.submit(event("one"));
    let owner = house.owner(of);
    // what came next looks like spam, and waits for Marketing
    let spam = Capture {
        name: Some("http://win.example/now".into()),
        message: Some("Buy now http://a.example http://b.example http://c.example".into()),
        ..event("one")
    };
    house.submit(spam);
    let lead = of.0;
    assert!(house.lead(lead).review.is_some(), "on the review list");
    let marketer = house.hire_only(Role::Marketer);
    house.told(LetterKind::AskedAgain);
    let choice = ReviewChoice::Release;
    house.by(marketer, OfLead::Review { lead, choice }).expect("released");
    assert_eq!(house.lead(lead).handoffs.len(), 1, "no second handoff");
    assert_eq!(house.told(LetterKind::AskedAgain), vec![owner]);
    assert!(house.lead(lead).review.is_none());
    // nor is what Sales has put away or cared for
    for choice in [ReviewChoice::Nurture, ReviewChoice::Discard] {
        let mut house = house.clone();
        house.submit(Capture {
            name: Some("http://win.example/now".into()),
            message: Some("Buy now http://a.example http://b.example http://c.example".into()),
            ..event("one")
        });
        house.by(marketer, OfLead::Review { lead, choice }).expect("decided");
        assert_eq!(house.own(lead), Some(of), "Sales goes on");
        assert!(
            !["nurture", "not_a_lead"].contains(&house.stage(lead)),
            "{}",
            house.stage(lead)
        );
    }
}
