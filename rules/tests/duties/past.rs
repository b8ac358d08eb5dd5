//! What was on duty stays as it was, whatever is changed for good; leave that cannot be is refused.

use crate::house::{House, wednesday};
use rules::ask::{OfDuty, OfTeam};
use rules::fact::{Block, Place, Stretch};
use rules::roster::Duty;
use rules::{Id, Instant, Span};

const WEEK: Span = Span::days(7);

/// Wednesdays from 9 to 17, an hour each, all by the first rep.
fn open() -> (House, String) {
    let mut house = House::open(3);
    let rotation = house.world.in_force.agreement.rotations[0].name.clone();
    let first = house.reps[0];
    set(&mut house, &rotation, first);
    (house, rotation)
}

fn set(house: &mut House, rotation: &str, user: Id) {
    let hour = |from: u16| Block {
        when: Stretch {
            day: 2,
            from: from * 60,
            to: (from + 1) * 60,
        },
        on: vec![user],
    };
    let blocks = (9..17).map(hour).collect();
    let rotation = rotation.to_owned();
    house
        .by(house.manager, OfDuty::SetRota { rotation, blocks })
        .expect("set");
}

/// Who is on in the block of a date that begins at an hour; nobody where there is none.
fn on(house: &House, rotation: &str, date: &str, hour: u16) -> Option<Id> {
    let roster = &house.world.roster;
    let rota = roster.rotas.get(rotation).or(roster.rotas_ended.get(rotation))?;
    let date = date.parse().ok()?;
    let block = rota.block_on(date, hour * 60)?;
    rota.people(date, block).first().copied()
}

#[test]
fn a_block_changed_for_good_holds_from_now_on_and_past_weeks_show_who_was() {
    let (mut house, rotation) = open();
    let (first, second) = (house.reps[0], house.reps[1]);
    house.now = wednesday() + WEEK + Span::minutes(30);
    set(&mut house, &rotation, second);
    assert_eq!(on(&house, &rotation, "2026-03-04", 10), Some(first), "last week");
    assert_eq!(
        on(&house, &rotation, "2026-03-11", 9),
        Some(first),
        "this morning, over"
    );
    assert_eq!(on(&house, &rotation, "2026-03-11", 10), Some(second), "it runs now");
    assert_eq!(on(&house, &rotation, "2026-03-18", 9), Some(second), "next week");
    let duty = |user: Id, at: Instant| house.world.roster.duty(&rotation, None, user, at);
    let before = wednesday() + WEEK + Span::minutes(10);
    assert_eq!((duty(first, before), duty(second, before)), (Duty::On, Duty::OffBlock));
    assert_eq!(
        (duty(first, house.now), duty(second, house.now)),
        (Duty::OffBlock, Duty::On)
    );
    let rota = &house.world.roster.rotas[&rotation];
    assert!(
        rota.before().iter().all(|block| block.on == [first]),
        "what an undo sets again"
    );
}

#[test]
fn who_leaves_and_a_rota_that_ends_stay_in_the_weeks_that_were() {
    let (mut house, rotation) = open();
    let (first, second) = (house.reps[0], house.reps[1]);
    let place = Place {
        date: "2026-03-04".into(),
        from: 660,
        out: first,
        takes: second,
    };
    let swap = OfDuty::SwapDuty {
        rotation: rotation.clone(),
        places: vec![place],
    };
    house.by(house.manager, swap).expect("swapped");
    house.now = wednesday() + WEEK;
    let out = |user: Id| OfTeam::SetMember {
        rotation: rotation.clone(),
        user,
        weight: 0,
    };
    house.by(house.manager, out(second)).expect("out");
    house.by(house.manager, out(first)).expect("out");
    assert_eq!(on(&house, &rotation, "2026-03-04", 10), Some(first));
    assert_eq!(on(&house, &rotation, "2026-03-04", 11), Some(second), "by the swap");
    assert_eq!(on(&house, &rotation, "2026-03-18", 10), None);
    let end = OfDuty::SetRota {
        rotation: rotation.clone(),
        blocks: vec![],
    };
    house.by(house.manager, end).expect("ended");
    assert!(!house.world.roster.rotas.contains_key(&rotation));
    assert_eq!(on(&house, &rotation, "2026-03-04", 11), Some(second));
    let third = house.reps[2];
    assert_eq!(house.world.roster.duty(&rotation, None, third, house.now), Duty::On);
}

#[test]
fn leave_that_overlaps_or_is_over_is_refused_and_one_that_runs_since_is_kept() {
    let mut house = House::open(1);
    let rep = house.reps[0];
    let day = |n: i64| wednesday() + Span::days(n);
    let mut add = |from: Instant, until: Option<Instant>| {
        let from = Some(from);
        let asked = OfDuty::SetLeave { user: rep, from, until };
        house.by(rep, asked).map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(add(day(-9), Some(day(-7))), Err("leave_past"));
    assert_eq!(add(day(-9), Some(day(0))), Err("leave_past"), "it ends as it is said");
    assert_eq!(add(day(-1), Some(day(2))), Ok(()), "since yesterday");
    assert_eq!(add(day(10), Some(day(12))), Ok(()));
    for (from, until) in [(9, 11), (11, 13), (10, 12), (9, 13), (10, 11)] {
        assert_eq!(
            add(day(from), Some(day(until))),
            Err("leave_overlaps"),
            "{from} to {until}"
        );
    }
    assert_eq!(add(day(11), None), Err("leave_overlaps"), "it begins in one");
    assert_eq!(add(day(12), Some(day(14))), Ok(()), "right after it");
    assert_eq!(
        add(day(3), None),
        Ok(()),
        "without an end: until back, which may be before the next"
    );
    assert_eq!(add(day(20), None), Ok(()), "planned while the other has no end");
}

#[test]
fn a_leave_is_not_changed_into_another_nor_into_the_past() {
    let mut house = House::open(1);
    let rep = house.reps[0];
    let day = |n: i64| wednesday() + Span::days(n);
    for (from, until) in [(-1, 2), (10, 12)] {
        let (from, until) = (Some(day(from)), Some(day(until)));
        house.by(rep, OfDuty::SetLeave { user: rep, from, until }).expect("set");
    }
    let leaves = house.world.roster.users[&rep].leaves.clone();
    let mut change = |n: usize, from: i64, until: i64| {
        let change = OfDuty::ChangeLeave {
            user: rep,
            leave: leaves[n].id,
            from: day(from),
            until: Some(day(until)),
        };
        house.by(rep, change).map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(change(1, 1, 12), Err("leave_overlaps"));
    assert_eq!(change(1, -5, -3), Err("leave_past"));
    assert_eq!(change(0, -1, 5), Ok(()), "itself is no obstacle");
}
