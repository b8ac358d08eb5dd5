//! Laws of duties over random histories. `cargo xtask laws` tries 100,000.

use crate::house::{House, wednesday};
use crate::tries::tries;
use proptest::prelude::*;
use rules::ask::OfHandoff;
use rules::clock::partition::{Blame, Holder};
use rules::fact::{AttemptResult, Attempted, Channel, Evidence};
use rules::handoff::{Handoff, Verdict};
use rules::{Id, Instant, Span};
use std::sync::OnceLock;

/// Three reps and a demo request, made once.
fn begun() -> (House, (Id, Id)) {
    static BEGUN: OnceLock<(House, (Id, Id))> = OnceLock::new();
    let begin = || {
        let mut house = House::open(3);
        let of = house.demo("one");
        (house, of)
    };
    BEGUN.get_or_init(begin).clone()
}

/// What happens next, after so many microseconds.
#[derive(Clone, Copy, Debug)]
enum Step {
    Move(usize),
    Try { back: i64, seen: bool },
    Machine,
    Pass,
}

fn step() -> impl Strategy<Value = (i64, Step)> {
    let what = prop_oneof![
        (0usize..3).prop_map(Step::Move),
        (0i64..200 * 60_000_000, any::<bool>()).prop_map(|(back, seen)| Step::Try { back, seen }),
        Just(Step::Machine),
        Just(Step::Pass),
    ];
    (0i64..9 * 3_600_000_000, what)
}

fn act(house: &mut House, of: (Id, Id), what: Step) {
    let (lead, handoff) = of;
    match what {
        Step::Move(n) => {
            let (manager, to) = (house.manager, house.reps[n]);
            // whoever has it already is refused, which changes nothing
            let _ = house.by(manager, OfHandoff::Move { lead, handoff, to });
        }
        Step::Try { back, seen } => {
            let command = OfHandoff::Attempt {
                lead,
                handoff,
                channel: Channel::Call,
                result: AttemptResult::NoAnswer,
                occurred_at: Some(house.now - Span(back)),
                seen,
                note: None,
            };
            let owner = house.owner(of);
            house.by(owner, command).expect("taken");
        }
        Step::Machine => {
            let owner = house.owner(of);
            let command = OfHandoff::MachineSent {
                lead,
                handoff,
                channel: Channel::Mail,
                sequence: false,
                occurred_at: None,
            };
            house.by(owner, command).expect("taken");
        }
        Step::Pass => {}
    }
}

proptest! {
    #![proptest_config(tries(256, u32::MAX))]

    #[test]
    fn the_partition_adds_up_to_the_microsecond_and_a_move_resets_nothing(steps in prop::collection::vec(step(), 1..12)) {
        let (mut house, of) = begun();
        let calendar = house.world.in_force.agreement.calendars["sales"].clone();
        for (after, what) in steps {
            house.pass(Span(after));
            if !house.handoff(of).is_open() {
                break;
            }
            act(&mut house, of, what);
            let handoff = house.handoff(of);
            let end = handoff.stopped_at().unwrap_or(house.now);
            let parts = handoff.partition(&calendar, house.now);
            let whole = Span((end - wednesday()).0.max(0));
            prop_assert_eq!(parts.open() + parts.closed(), whole);
            prop_assert_eq!(parts.open(), calendar.business(wednesday(), end));
            let first = handoff.first_attempt.as_ref().expect("it runs");
            prop_assert_eq!(first.due, wednesday() + Span::minutes(15));
            if let Some(own) = &handoff.stretch {
                prop_assert!(own.due < first.due || own.start >= first.due, "the smaller, or the whole target");
            }
        }
        let handoff = house.handoff(of);
        let blamed = handoff.blame(house.now);
        if handoff.verdict(house.now) == Verdict::Met {
            prop_assert_eq!(blamed, Blame::Routing, "nobody outran anything");
        }
        if let Blame::Stretch { place, holder } = blamed {
            prop_assert_eq!(handoff.had[place].by, holder);
            prop_assert!(matches!(holder, Holder::Owner(_)));
        }
    }

    #[test]
    fn the_verdict_is_the_same_whatever_the_order_of_arrival(
        tries in prop::collection::vec((-20i64..60 * 48, 0u8..4, 0u8..4), 0..9),
        order in prop::collection::vec(any::<u64>(), 9),
    ) {
        let (house, of) = begun();
        let fed = |tries: &[(i64, u8, u8)]| {
            let mut handoff: Handoff = house.handoff(of).clone();
            for (minutes, evidence, channel) in tries {
                let evidence = [Evidence::Seen, Evidence::Logged, Evidence::Claimed, Evidence::Automatic][usize::from(*evidence)];
                let attempt = Attempted {
                    handoff: of.1,
                    channel: Channel::ALL[usize::from(*channel)],
                    result: AttemptResult::NoAnswer,
                    evidence,
                    note: None,
                };
                handoff.tried(wednesday() + Span::minutes(*minutes), &attempt);
            }
            handoff
        };
        let mut shuffled: Vec<_> = tries.iter().copied().zip(order).collect();
        shuffled.sort_by_key(|(_, key)| *key);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(one, _)| one).collect();
        let (one, other) = (fed(&tries), fed(&shuffled));
        prop_assert_eq!(&one, &other);
        let due = wednesday() + Span::minutes(15);
        let human = |limit: Instant, proved: bool| tries.iter().any(|(minutes, evidence, _)| {
            let at = wednesday() + Span::minutes(*minutes);
            at >= wednesday() && at <= limit && *evidence < if proved { 2 } else { 3 }
        });
        let late = wednesday() + Span::days(9);
        let expected = match (human(due, true), human(due, false), human(late, false)) {
            (true, _, _) => Verdict::Met,
            (false, true, _) => Verdict::Claimed,
            _ => Verdict::Breached,
        };
        // the slow way: a claim in time stands unless a proved try came before it … which was in time then
        prop_assert_eq!(one.verdict(late), expected);
    }
}
