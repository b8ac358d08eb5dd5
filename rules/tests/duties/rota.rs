//! Duty by blocks: who is picked, who is told, what is held; swaps, own hours, leave.

use crate::house::{House, at, wednesday};
use rules::ask::{OfDuty, OfTeam};
use rules::decide::LetterKind;
use rules::fact::{Actor, Block, Clock, Place, Role, RouteCause, Rung, Stretch};
use rules::roster::rota::dealt;
use rules::roster::{Act, Duty, may};
use rules::routing::WhyNot;
use rules::{Id, Instant, Span};

fn hours(day: u8, from: u16, to: u16) -> Stretch {
    Stretch {
        day,
        from: from * 60,
        to: to * 60,
    }
}

fn block(when: Stretch, on: &[Id]) -> Block {
    Block { when, on: on.to_vec() }
}

/// The rotation that a demo request goes to, and its manager's right hand.
fn rotation(house: &House) -> String {
    house.world.in_force.agreement.rotations[0].name.clone()
}

/// Each rotation runs by the same blocks.
fn run_by(house: &mut House, blocks: &[Block]) {
    let names: Vec<String> = house.world.roster.rotations.keys().cloned().collect();
    for rotation in names {
        let blocks = blocks.to_vec();
        house
            .by(house.manager, OfDuty::SetRota { rotation, blocks })
            .expect("set");
    }
}

/// Two of four on duty each hour of Wednesday, by turns.
fn open() -> House {
    let mut house = House::open(4);
    let reps = house.reps.clone();
    let on = |hour: u16| if hour.is_multiple_of(2) { &reps[..2] } else { &reps[2..] };
    let blocks: Vec<Block> = (9..17).map(|hour| block(hours(2, hour, hour + 1), on(hour))).collect();
    run_by(&mut house, &blocks);
    house
}

fn why_not(house: &House, user: Id) -> Option<WhyNot> {
    let routed = house.facts.iter().rev().find_map(|fact| match &fact.body {
        rules::fact::Body::Routed(routed) => Some(routed.clone()),
        _ => None,
    });
    let routed = routed.expect("routed");
    routed
        .decision
        .candidates
        .iter()
        .find(|c| c.user == user)
        .and_then(|c| c.why_not)
}

#[test]
fn only_those_of_the_block_get_leads_and_the_record_says_who_was_off_duty() {
    let mut house = open();
    let reps = house.reps.clone();
    let mut got: Vec<Id> = (0..6)
        .map(|n| {
            let of = house.demo(&format!("ten{n}"));
            house.owner(of)
        })
        .collect();
    got.sort_unstable();
    got.dedup();
    let mut first_two = reps[..2].to_vec();
    first_two.sort_unstable();
    assert_eq!(got, first_two, "at ten the first two");
    assert_eq!(why_not(&house, reps[2]), Some(WhyNot::OffDuty));
    house.now = wednesday() + Span::minutes(60);
    let of = house.demo("eleven");
    assert!(reps[2..].contains(&house.owner(of)), "at eleven the others");
}

#[test]
fn fairness_is_counted_over_duty_hours() {
    let mut house = open();
    let mut had = std::collections::BTreeMap::<Id, usize>::new();
    for n in 0..6 * 8 {
        house.now = at("2026-03-11T09:00:00+01:00") + Span::minutes(n * 10);
        let of = house.demo(&format!("p{n}"));
        *had.entry(house.owner(of)).or_default() += 1;
    }
    assert_eq!(had.values().copied().collect::<Vec<_>>(), [12, 12, 12, 12]);
}

#[test]
fn where_nobody_is_on_now_but_somebody_soon_a_lead_is_held_for_the_block() {
    let mut house = House::open(2);
    let rep = house.reps[0];
    run_by(&mut house, &[block(hours(2, 14, 16), &[rep])]);
    let of = house.demo("early");
    let held = house.handoff(of);
    assert_eq!(held.owner, None);
    assert_eq!(held.accountable, Some(house.manager));
    assert_eq!(held.held_until, Some(at("2026-03-04T14:00:00+01:00")));
    house.until(at("2026-03-04T14:00:00+01:00"));
    assert_eq!(house.owner(of), rep);
}

#[test]
fn where_nobody_is_on_for_long_the_manager_has_it() {
    let mut house = House::open(2);
    let rep = house.reps[0];
    run_by(&mut house, &[block(hours(1, 9, 10), &[rep])]);
    let of = house.demo("long");
    assert_eq!(house.owner(of), house.manager);
    assert_eq!(house.handoff(of).cause, Some(RouteCause::Fallback));
}

#[test]
fn leads_of_the_night_go_to_whoever_is_on_as_it_opens() {
    let mut house = open();
    let reps = house.reps.clone();
    let on = |n: usize| [reps[n]];
    run_by(
        &mut house,
        &[block(hours(3, 9, 12), &on(3)), block(hours(3, 12, 17), &on(1))],
    );
    house.now = at("2026-03-04T22:00:00+01:00");
    let of = house.demo("night");
    assert_eq!(house.handoff(of).held_until, Some(at("2026-03-05T08:30:00+01:00")));
    house.until(at("2026-03-05T08:30:00+01:00"));
    assert_eq!(house.owner(of), reps[3]);
}

fn place(from: u16, out: Id, takes: Id) -> Place {
    Place {
        date: "2026-03-04".into(),
        from: from * 60,
        out,
        takes,
    }
}

#[test]
fn a_swap_holds_for_its_date_alone_and_can_be_undone() {
    let mut house = open();
    let (reps, rotation) = (house.reps.clone(), rotation(&house));
    let places = vec![place(10, reps[0], reps[2]), place(11, reps[2], reps[0])];
    let swap = OfDuty::SwapDuty {
        rotation: rotation.clone(),
        places,
    };
    let done = house.by(house.manager, swap).expect("swapped");
    let swap = Id::read("swap", done.answer["swap"].as_str().unwrap_or_default()).expect("its id");
    let on = |house: &House, user: Id, when: &str| house.world.roster.duty(&rotation, None, user, at(when)) == Duty::On;
    for (user, hour, is_on) in [
        (reps[0], 10, false),
        (reps[2], 10, true),
        (reps[0], 11, true),
        (reps[2], 11, false),
    ] {
        let when = format!("2026-03-04T{hour}:30:00+01:00");
        assert_eq!(on(&house, user, &when), is_on, "{hour}");
    }
    assert!(on(&house, reps[0], "2026-03-11T10:30:00+01:00"), "a week later as ever");
    let undo = OfDuty::UndoSwap {
        rotation: rotation.clone(),
        swap,
    };
    house.by(house.manager, undo.clone()).expect("undone");
    assert!(on(&house, reps[0], "2026-03-04T10:30:00+01:00"));
    assert_eq!(house.by(house.manager, undo).unwrap_err().code, "no_such_swap");
}

#[test]
fn a_swap_that_cannot_be_is_refused_with_its_reason() {
    let mut house = open();
    let (reps, rotation) = (house.reps.clone(), rotation(&house));
    let stranger = house.hire_rep("stranger");
    let cases: Vec<(Vec<Place>, &str)> = vec![
        (vec![], "one_or_two_places"),
        (vec![place(10, reps[2], reps[3])], "not_on_then"),
        (vec![place(10, reps[0], reps[1])], "on_already"),
        (vec![place(10, reps[0], stranger)], "no_member"),
        (vec![place(20, reps[0], reps[2])], "no_such_block"),
        (vec![place(9, reps[2], reps[0])], "no_such_block"),
        (
            vec![place(10, reps[0], reps[2]), place(10, reps[1], reps[3])],
            "one_or_two_places",
        ),
    ];
    for (places, code) in cases {
        let swap = OfDuty::SwapDuty {
            rotation: rotation.clone(),
            places,
        };
        assert_eq!(house.by(house.manager, swap).unwrap_err().code, code);
    }
    house.now = at("2026-03-04T11:00:00+01:00");
    let over = OfDuty::SwapDuty {
        rotation: rotation.clone(),
        places: vec![place(10, reps[0], reps[2])],
    };
    assert_eq!(house.by(house.manager, over).unwrap_err().code, "block_over");
    let other = OfDuty::SwapDuty {
        rotation: "nowhere".into(),
        places: vec![place(10, reps[0], reps[2])],
    };
    assert_eq!(house.by(house.manager, other).unwrap_err().code, "no_rota");
}

#[test]
fn a_pattern_that_is_none_is_refused() {
    let mut house = House::open(1);
    let (rep, manager, rotation) = (house.reps[0], house.manager, rotation(&house));
    let cases = [
        (vec![block(hours(7, 9, 10), &[rep])], "bad_stretch"),
        (vec![block(hours(0, 10, 10), &[rep])], "bad_stretch"),
        (vec![block(hours(0, 23, 25), &[rep])], "bad_stretch"),
        (
            vec![block(hours(0, 9, 11), &[rep]), block(hours(0, 10, 12), &[])],
            "stretches_overlap",
        ),
        (vec![block(hours(0, 9, 10), &[manager])], "no_member"),
    ];
    for (blocks, code) in cases {
        let rotation = rotation.clone();
        let refused = house.by(manager, OfDuty::SetRota { rotation, blocks });
        assert_eq!(refused.unwrap_err().code, code);
    }
}

#[test]
fn whoever_leaves_is_out_of_the_rota_and_of_his_swaps() {
    let mut house = open();
    let (reps, rotation) = (house.reps.clone(), rotation(&house));
    let swap = OfDuty::SwapDuty {
        rotation: rotation.clone(),
        places: vec![place(10, reps[0], reps[2])],
    };
    house.by(house.manager, swap).expect("swapped");
    house.hire_only(Role::Admin);
    house.system(OfTeam::LetGo { user: reps[2] });
    let rota = &house.world.roster.rotas[&rotation];
    assert!(rota.swaps.is_empty(), "the first has his place back");
    assert!(rota.blocks.iter().all(|block| !block.on.contains(&reps[2])));
    assert_eq!(house.world.roster.duty(&rotation, None, reps[0], house.now), Duty::On);
}

#[test]
fn outside_his_own_hours_a_rep_is_off_duty() {
    let mut house = House::open(2);
    let rep = house.reps[0];
    let set = |week| OfDuty::SetHours {
        user: rep,
        zone: "Europe/Berlin".into(),
        week,
    };
    house.by(house.manager, set(vec![hours(2, 14, 17)])).expect("set");
    for n in 0..4 {
        let of = house.demo(&format!("p{n}"));
        assert_eq!(house.owner(of), house.reps[1], "in the morning the other has all");
    }
    assert_eq!(why_not(&house, rep), Some(WhyNot::OffDuty));
    house.now = at("2026-03-04T14:00:00+01:00");
    let got: Vec<Id> = (0..4)
        .map(|n| {
            let of = house.demo(&format!("q{n}"));
            house.owner(of)
        })
        .collect();
    let his = got.iter().filter(|id| **id == rep).count();
    assert!(
        (1..=3).contains(&his),
        "his share, one more at most, and no burst: {his}"
    );
    house.by(house.manager, set(vec![])).expect("taken away");
    assert_eq!(house.world.roster.users[&rep].hours, None);
}

#[test]
fn who_is_off_duty_is_not_told_but_whoever_answers_for_him() {
    let mut house = open();
    house.now = at("2026-03-04T10:50:00+01:00");
    let of = house.demo("late");
    let rep = house.owner(of);
    house.until(at("2026-03-04T10:59:59+01:00"));
    house.pass(Span::hours(1));
    assert_eq!(
        house.told(LetterKind::Reminder),
        vec![rep],
        "at two thirds, as his block ends"
    );
    let late = house.told(LetterKind::Late);
    assert_eq!(late, vec![house.manager], "at due only the manager, as agreed");
}

#[test]
fn a_clock_that_ends_as_the_office_closes_still_tells_the_one_who_worked() {
    let text = rules::agreement::STARTING.replace(
        "request = [{ at = \"66%\", tell = \"owner\" }, { at = \"due\", tell = \"sales_manager\" }]",
        "request = [{ at = \"due\", tell = \"owner\" }]",
    );
    let mut house = House::under(&text, 1);
    let close = house
        .world
        .in_force
        .agreement
        .calendars
        .values()
        .next()
        .and_then(|c| c.next_close(house.now));
    house.now = close.expect("it closes") - Span::minutes(15);
    let of = house.demo("closing");
    let rep = house.owner(of);
    house.pass(Span::minutes(20));
    assert_eq!(house.told(LetterKind::Late), vec![rep]);
}

#[test]
fn each_percent_of_a_tier_fires_at_its_own_share_of_the_time() {
    let text = rules::agreement::STARTING.replace(
        "request = [{ at = \"66%\", tell = \"owner\" }, { at = \"due\", tell = \"sales_manager\" }]",
        "request = [{ at = \"40%\", tell = \"owner\" }, { at = \"80%\", tell = \"sales_manager\" }, \
         { at = \"due\", tell = \"head_of_sales\" }]",
    );
    let mut house = House::under(&text, 1);
    let of = house.demo("one");
    let (rep, manager) = (house.owner(of), house.manager);
    let mut told_by = |after: Span| {
        house.until(wednesday() + after);
        house.told(LetterKind::Reminder)
    };
    let minutes = Span::minutes;
    assert_eq!(told_by(minutes(6) - Span(1)), []);
    assert_eq!(told_by(minutes(6)), [rep], "40 % of 15 minutes");
    assert_eq!(told_by(minutes(12) - Span(1)), []);
    assert_eq!(told_by(minutes(12)), [manager], "80 %");
    assert_eq!(told_by(minutes(190)), [], "each once");
    assert_eq!(house.strikes(Clock::FirstAttempt, Rung::Reminder), 1);
    assert_eq!(house.strikes(Clock::FirstAttempt, Rung::Further(80)), 1);
    assert_eq!(house.strikes(Clock::FirstAttempt, Rung::Due), 1);
}

#[test]
fn of_business_days_too_the_reminder_comes_at_its_share_of_the_open_time() {
    let mut house = House::open(1);
    let mut event = crate::house::request("fair");
    event.kind = rules::fact::SubmissionKind::Event;
    let of = house.submit(event);
    let terms = house.handoff(of).first_attempt.clone().expect("owed");
    let calendar = &house.world.in_force.agreement.calendars[&terms.calendar];
    let whole = calendar.business(terms.start, terms.due);
    let reminder = terms.reminder.expect("66 % of the open time");
    assert_eq!(calendar.business(terms.start, reminder), Span(whole.0 * 66 / 100));
}

#[test]
fn a_leave_is_changed_and_taken_back_and_one_that_is_over_stays() {
    let mut house = House::open(1);
    let rep = house.reps[0];
    let day = |n: i64| wednesday() + Span::days(n);
    let add = |from: Instant, until: Instant| OfDuty::SetLeave {
        user: rep,
        from: Some(from),
        until: Some(until),
    };
    house.by(rep, add(day(-9), day(1))).expect("since last week");
    house.now = day(2);
    house.by(rep, add(day(1), day(4))).expect("running, right after it");
    house.by(rep, add(day(10), day(12))).expect("coming");
    let leaves = house.world.roster.users[&rep].leaves.clone();
    let back = |leave| OfDuty::TakeLeaveBack { user: rep, leave };
    assert_eq!(house.by(rep, back(leaves[0].id)).unwrap_err().code, "leave_over");
    assert!(house.world.roster.users[&rep].is_on_leave(house.now));
    house.by(rep, back(leaves[1].id)).expect("back early");
    assert!(!house.world.roster.users[&rep].is_on_leave(house.now));
    let change = OfDuty::ChangeLeave {
        user: rep,
        leave: leaves[2].id,
        from: day(11),
        until: Some(day(14)),
    };
    house.by(rep, change).expect("changed");
    assert!(!house.world.roster.users[&rep].is_on_leave(day(10)));
    assert!(house.world.roster.users[&rep].is_on_leave(day(13)));
    house.by(rep, back(leaves[2].id)).expect("taken back");
    let left: Vec<Id> = house.world.roster.users[&rep]
        .leaves
        .iter()
        .map(|leave| leave.id)
        .collect();
    assert_eq!(left, [leaves[0].id, leaves[1].id]);
}

#[test]
fn a_matrix_of_who_may_set_duty() {
    let mut house = open();
    let (reps, rotation) = (house.reps.clone(), rotation(&house));
    for role in Role::ALL {
        let user = house.hire_only(role);
        let staffs = may(&house.world.roster, Actor::User(user), &[], Act::Staff);
        let expected = matches!(role, Role::SalesManager | Role::HeadOfSales | Role::Admin);
        assert_eq!(staffs, expected, "{role:?}");
        let leave = Id::named("leave", "none");
        let asks = [
            OfDuty::SwapDuty {
                rotation: rotation.clone(),
                places: vec![place(10, reps[0], reps[2])],
            },
            OfDuty::SetRota {
                rotation: rotation.clone(),
                blocks: vec![],
            },
            OfDuty::SetHours {
                user: reps[0],
                zone: "UTC".into(),
                week: vec![],
            },
            OfDuty::TakeLeaveBack { user: reps[0], leave },
        ];
        for ask in asks {
            let code = house.clone().by(user, ask.clone()).err().map(|refusal| refusal.code);
            assert_eq!(code != Some("may_not"), expected, "{role:?} {ask:?}");
        }
        let own = OfDuty::TakeLeaveBack { user, leave };
        assert_eq!(
            house.by(user, own).unwrap_err().code,
            "no_such_leave",
            "{role:?}: one's own leave"
        );
    }
}

#[test]
fn a_feed_is_its_owners_and_the_newest_is_the_only_one() {
    let mut house = House::open(2);
    let (rep, other) = (house.reps[0], house.reps[1]);
    let make = |n: u8| OfDuty::MakeFeed {
        hash: format!("{n:02x}").repeat(32),
    };
    house.by(rep, make(1)).expect("made");
    let first = house.world.roster.users[&rep].feed;
    house.by(rep, make(2)).expect("made anew");
    assert_ne!(house.world.roster.users[&rep].feed, first);
    let withdraw = OfDuty::WithdrawFeed { user: rep };
    assert_eq!(house.by(other, withdraw.clone()).unwrap_err().code, "may_not");
    house.by(rep, withdraw.clone()).expect("withdrawn");
    assert_eq!(house.by(rep, withdraw).unwrap_err().code, "no_feed");
    assert_eq!(house.ask(Actor::Visitor, make(3)).unwrap_err().code, "may_not");
}

#[test]
fn a_week_is_dealt_by_weight() {
    let people: Vec<(Id, u8)> = (1..=4).map(|n| (Id([n; 16]), if n == 1 { 2 } else { 1 })).collect();
    let week: Vec<Stretch> = (0..5)
        .flat_map(|day| (9..17).map(move |hour| hours(day, hour, hour + 1)))
        .collect();
    let blocks = dealt(&week, &people, 2);
    assert_eq!(blocks.len(), 40);
    assert!(blocks.iter().all(|block| block.on.len() == 2));
    let had = |id: Id| blocks.iter().filter(|block| block.on.contains(&id)).count();
    assert_eq!(
        people.iter().map(|(id, _)| had(*id)).collect::<Vec<_>>(),
        [32, 16, 16, 16]
    );
    assert!(dealt(&week, &[], 2).iter().all(|block| block.on.is_empty()));
}

#[test]
fn a_swap_that_a_later_one_builds_on_is_undone_after_it() {
    let mut house = open();
    let (reps, rotation) = (house.reps.clone(), rotation(&house));
    let swap = |places| OfDuty::SwapDuty {
        rotation: rotation.clone(),
        places,
    };
    house
        .by(house.manager, swap(vec![place(10, reps[0], reps[2])]))
        .expect("swapped");
    house
        .by(house.manager, swap(vec![place(10, reps[2], reps[0])]))
        .expect("swapped back");
    let swaps: Vec<Id> = house.world.roster.rotas[&rotation]
        .swaps
        .iter()
        .map(|swap| swap.id)
        .collect();
    let undo = |swap| OfDuty::UndoSwap {
        rotation: rotation.clone(),
        swap,
    };
    let refused = house.by(house.manager, undo(swaps[0])).unwrap_err();
    assert_eq!(refused.code, "later_swap");
    house.by(house.manager, undo(swaps[1])).expect("the later one first");
    house.by(house.manager, undo(swaps[0])).expect("then the one before");
}

#[test]
fn only_who_works_leads_is_dealt_any_and_he_keeps_a_role_that_works_them() {
    let mut house = open();
    let (rep, rotation) = (house.reps[0], rotation(&house));
    let marketer = house.hire_only(Role::Marketer);
    house.hire_only(Role::Admin);
    let deal = |user, weight| OfTeam::SetMember {
        rotation: rotation.clone(),
        user,
        weight,
    };
    let refused = house.by(house.manager, deal(marketer, 1)).unwrap_err();
    assert_eq!(refused.code, "nobody_to_deal_to");
    let roles = |roles| OfTeam::SetRoles { user: rep, roles };
    let asked = house.ask(Actor::System, roles(vec![Role::Marketer])).unwrap_err();
    assert_eq!(asked.code, "still_in_rotation");
    house
        .ask(Actor::System, roles(vec![Role::Rep, Role::Marketer]))
        .expect("a rep still");
}
