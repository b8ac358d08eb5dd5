//! Who held the time: the parts always add up, and a breach has one name.

use crate::cases::shared;
use crate::worlds::{DAY, config, span, world};
use proptest::prelude::*;
use rules::clock::partition::{Allowed, Blame, Handover, Holder, partition, stretch_allowed};
use rules::{Id, Instant, Span};

fn rep(number: u8) -> Holder {
    Holder::Owner(Id([number; 16]))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect(text)
}

fn handover(text: &str, to: Holder, allowed: Option<Allowed>) -> Handover {
    Handover {
        at: at(text),
        to,
        allowed,
    }
}

fn wall(seconds: i64) -> Option<Allowed> {
    Some(Allowed::Wall(Span::seconds(seconds)))
}

fn open(minutes: i64) -> Option<Allowed> {
    Some(Allowed::Open(Span::minutes(minutes)))
}

#[test]
fn a_friday_evening_lead_is_told_by_who_had_it() {
    let calendar = shared("Europe/Berlin", "wk");
    let handovers = [
        handover("2026-03-06T16:50:10+01:00", Holder::Baton, wall(60)),
        handover("2026-03-06T16:50:12+01:00", rep(1), open(15)),
        handover("2026-03-09T09:20:00+01:00", rep(2), open(15)),
    ];
    let (trigger, end) = (at("2026-03-06T16:50:00+01:00"), at("2026-03-09T09:30:00+01:00"));
    let parts = partition(&calendar, trigger, end, &handovers);
    let told: Vec<_> = parts
        .stretches
        .iter()
        .map(|s| (s.holder, s.open.whole_seconds()))
        .collect();
    let expected = [
        (Holder::Source, 10),
        (Holder::Baton, 2),
        (rep(1), 29 * 60 + 48),
        (rep(2), 600),
    ];
    assert_eq!(told, expected);
    assert_eq!(parts.closed(), Span::hours(64));
    assert_eq!(parts.open() + parts.closed(), end - trigger);
    assert_eq!(parts.held_by(rep(1)), (Span::seconds(1_788), Span::hours(64)));
    assert_eq!(
        parts.blame(),
        Blame::Stretch {
            place: 2,
            holder: rep(1)
        }
    );
}

#[test]
fn the_first_to_outrun_its_target_answers_for_it() {
    let calendar = shared("Europe/Berlin", "wk");
    let handovers = [
        handover("2026-03-04T10:00:00+01:00", Holder::Baton, wall(60)),
        handover("2026-03-04T10:01:01+01:00", rep(1), open(15)),
    ];
    let (trigger, end) = (at("2026-03-04T10:00:00+01:00"), at("2026-03-04T12:00:00+01:00"));
    let blame = partition(&calendar, trigger, end, &handovers).blame();
    assert_eq!(
        blame,
        Blame::Stretch {
            place: 0,
            holder: Holder::Baton
        }
    );
}

#[test]
fn many_short_stretches_are_routings_doing() {
    let calendar = shared("Europe/Berlin", "wk");
    let handovers = [
        handover("2026-03-04T10:00:00+01:00", rep(1), open(15)),
        handover("2026-03-04T10:15:00+01:00", rep(2), open(15)),
        handover("2026-03-04T10:25:00+01:00", rep(3), open(15)),
    ];
    let (trigger, end) = (at("2026-03-04T10:00:00+01:00"), at("2026-03-04T10:39:00+01:00"));
    let parts = partition(&calendar, trigger, end, &handovers);
    assert_eq!(parts.stretches.len(), 3);
    assert_eq!(parts.blame(), Blame::Routing);
}

#[test]
fn closed_time_is_the_walls_for_baton_and_nobodys_for_a_rep() {
    let calendar = shared("Europe/Berlin", "wk");
    let (trigger, end) = (at("2026-03-07T15:00:00+01:00"), at("2026-03-09T09:10:00+01:00"));
    let held_by = |to, allowed| {
        partition(
            &calendar,
            trigger,
            end,
            &[Handover {
                at: trigger,
                to,
                allowed,
            }],
        )
        .blame()
    };
    assert_eq!(held_by(rep(1), open(15)), Blame::Routing);
    assert_eq!(
        held_by(Holder::Baton, wall(60)),
        Blame::Stretch {
            place: 0,
            holder: Holder::Baton
        }
    );
}

#[test]
fn handovers_at_one_instant_or_to_the_same_holder_make_one_stretch() {
    let calendar = shared("Europe/Berlin", "wk");
    let handovers = [
        handover("2026-03-04T10:10:00+01:00", rep(1), open(99)),
        handover("2026-03-04T09:00:00+01:00", rep(1), open(15)),
        handover("2026-03-04T10:20:00+01:00", rep(2), open(15)),
        handover("2026-03-04T10:20:00+01:00", rep(1), open(99)),
        handover("2026-03-04T11:00:00+01:00", rep(3), None),
    ];
    let (trigger, end) = (at("2026-03-04T10:00:00+01:00"), at("2026-03-04T11:00:00+01:00"));
    let parts = partition(&calendar, trigger, end, &handovers);
    assert_eq!(parts.stretches.len(), 1);
    assert_eq!(parts.stretches[0].open, Span::hours(1));
    assert_eq!(
        parts.blame(),
        Blame::Stretch {
            place: 0,
            holder: rep(1)
        }
    );
    assert!(partition(&calendar, end, trigger, &handovers).stretches.is_empty());
}

#[test]
fn an_owner_gets_the_smaller_of_the_target_and_what_is_left() {
    let allowed = |target, left| stretch_allowed(Span::minutes(target), Span::minutes(left));
    assert_eq!(Some(allowed(15, 5)), open(5));
    assert_eq!(Some(allowed(15, 40)), open(15));
    assert_eq!(Some(allowed(15, 0)), open(15));
    assert_eq!(Some(allowed(15, -3)), open(15));
}

fn handovers() -> impl Strategy<Value = Vec<(i64, u8)>> {
    prop::collection::vec((-DAY..3 * DAY, 0u8..6), 0..8)
}

fn holder(number: u8) -> Holder {
    match number {
        0 => Holder::Source,
        1 => Holder::Baton,
        2 => Holder::Held,
        number => rep(number),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_parts_add_up_to_the_microsecond(world in world(), changes in handovers(), length in span()) {
        let calendar = world.calendar();
        let (trigger, end) = (world.near, Instant(world.near.0 + length));
        let handovers: Vec<Handover> = changes
            .iter()
            .map(|(after, to)| Handover { at: Instant(trigger.0 + after), to: holder(*to), allowed: None })
            .collect();
        let parts = partition(&calendar, trigger, end, &handovers);
        let mut reached = trigger;
        for stretch in &parts.stretches {
            prop_assert!(stretch.from == reached && stretch.from < stretch.to);
            prop_assert_eq!(stretch.open + stretch.closed, stretch.to - stretch.from);
            prop_assert!(stretch.open >= Span::ZERO && stretch.closed >= Span::ZERO);
            reached = stretch.to;
        }
        prop_assert_eq!(reached, end);
        prop_assert_eq!(parts.open(), calendar.business(trigger, end));
        prop_assert_eq!(parts.open() + parts.closed(), end - trigger);
        prop_assert!(parts.stretches.windows(2).all(|pair| pair[0].holder != pair[1].holder));
        for stretch in &parts.stretches {
            let last = handovers.iter().filter(|h| h.at <= stretch.from).max_by_key(|h| h.at);
            prop_assert_eq!(stretch.holder, last.map_or(Holder::Source, |h| h.to));
        }
    }
}
