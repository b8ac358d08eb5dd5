//! The law of `spec/routing.md` over generated rosters, with people who leave, fill up, are passed over and come back.
//! `BATON_LAWS` says how many; 10,000 rosters are the bar.

use crate::tries::tries;
use proptest::prelude::*;
use rules::Id;
use rules::routing::{Candidate, Turns, WhyNot, cost, pick};

/// Rosters tried where nobody asks for another number.
const ROSTERS: u32 = 10_000;
/// Why somebody stands aside from one lead to another.
#[derive(Clone, Copy, Debug)]
struct Aside {
    who: usize,
    from: usize,
    to: usize,
    why: WhyNot,
}

fn aside() -> impl Strategy<Value = Aside> {
    let why = prop_oneof![
        Just(WhyNot::Left),
        Just(WhyNot::Leave),
        Just(WhyNot::Full),
        Just(WhyNot::PassedOver),
    ];
    (0usize..14, 0usize..200, 0usize..200, why).prop_map(|(who, from, to, why)| Aside { who, from, to, why })
}

fn user(n: usize) -> Id {
    Id([n as u8; 16])
}

fn members(weights: &[u8], asides: &[Aside], step: usize) -> Vec<Candidate> {
    let against = |n: usize| {
        let now = asides.iter().find(|a| a.who == n && (a.from..a.to).contains(&step));
        now.map(|a| a.why)
    };
    let one = |(n, weight): (usize, &u8)| Candidate {
        user: user(n),
        weight: *weight,
        against: against(n),
    };
    weights.iter().enumerate().map(one).collect()
}

proptest! {
    #![proptest_config(tries(ROSTERS, u32::MAX))]

    #[test]
    fn picks_less_give_backs_by_weight_differ_by_at_most_one_pick_of_the_lighter(
        weights in prop::collection::vec(1u8..=16, 2..14),
        asides in prop::collection::vec(aside(), 0..6),
        leads in 1usize..200,
        given in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let mut turns = Turns::default();
        // picks in whole turns of weight 1: what the law calls n / w, exactly
        let mut shares = vec![0i64; weights.len()];
        let backs: Vec<usize> = given.iter().map(|at| at.index(leads)).collect();
        for step in 0..leads {
            let all = members(&weights, &asides, step);
            let Some((chosen, decision)) = pick("a", &mut turns, &all) else { continue };
            let n = usize::from(chosen.0[0]);
            let away = all[n].against.is_some_and(|why| why != WhyNot::Full);
            prop_assert!(!away, "{:?} was picked", all[n]);
            prop_assert_eq!(all[n].against == Some(WhyNot::Full), decision.over_capacity, "over the limit, and said so");
            prop_assert_eq!(decision.candidates.len(), all.len());
            prop_assert!(decision.candidates.iter().all(|c| (c.user == chosen) == c.why_not.is_none()));
            shares[n] += cost(weights[n]);
            if backs.contains(&step) {
                shares[n] -= turns.give_back(chosen, cost(weights[n]));
            }
        }
        let steady: Vec<usize> = (0..weights.len()).filter(|n| asides.iter().all(|a| a.who != *n || a.from >= a.to || a.from >= leads)).collect();
        for i in &steady {
            for j in &steady {
                let lighter = cost(weights[*i].min(weights[*j]));
                let gap = (shares[*i] - shares[*j]).abs();
                // a give-back to whoever was behind puts him behind by its half as well, until his next pick
                let allowed = lighter + backs.len() as i64 * (lighter / 2);
                prop_assert!(gap <= allowed, "{:?} of {:?}: {} and {}", shares, weights, i, j);
            }
        }
    }

    #[test]
    fn two_away_for_a_hundred_leads_are_not_flooded_on_return(
        weights in prop::collection::vec(1u8..=16, 4..14),
        before in 0usize..60,
    ) {
        let mut turns = Turns::default();
        let away = |who, from, to| Aside { who, from, to, why: WhyNot::Leave };
        let asides = [away(0, before, before + 100), away(1, before, before + 100)];
        for step in 0..before + 100 {
            pick("a", &mut turns, &members(&weights, &asides, step));
        }
        let total: i64 = weights.iter().map(|w| i64::from(*w)).sum();
        // one whole round after the return: each gets his share, and one more at most
        let mut got = vec![0i64; weights.len()];
        for step in 0..total as usize {
            let all = members(&weights, &asides, before + 100 + step);
            if let Some((chosen, _)) = pick("a", &mut turns, &all) {
                got[usize::from(chosen.0[0])] += 1;
            }
        }
        for n in 0..2 {
            prop_assert!(got[n] <= i64::from(weights[n]) + 1, "{:?} of {:?}", got, weights);
        }
    }
}

proptest! {
    #![proptest_config(tries(ROSTERS, u32::MAX))]

    /// A duty rota: in each block only some are on. Two who are on duty for the same picks stay as close as two who always
    /// are, however long they are both away in between.
    #[test]
    fn two_on_duty_for_the_same_picks_stay_within_one_pick_of_the_lighter(
        weights in prop::collection::vec(1u8..=16, 2..14),
        blocks in prop::collection::vec((prop::collection::vec(any::<bool>(), 14), 1usize..12), 1..8),
        asides in prop::collection::vec(aside(), 0..4),
        leads in 1usize..250,
    ) {
        let mut turns = Turns::default();
        let mut shares = vec![0i64; weights.len()];
        let mut duty: Vec<Vec<bool>> = vec![vec![]; weights.len()];
        let week: Vec<&Vec<bool>> = blocks.iter().flat_map(|(on, length)| std::iter::repeat_n(on, *length)).collect();
        for step in 0..leads {
            let on = week[step % week.len()];
            let mut all = members(&weights, &asides, step);
            for (n, member) in all.iter_mut().enumerate().filter(|(n, _)| !on[*n]) {
                prop_assert_eq!(usize::from(member.user.0[0]), n);
                member.against = Some(WhyNot::OffDuty);
            }
            let before = turns.clone();
            let Some((chosen, decision)) = pick("a", &mut turns, &all) else {
                prop_assert!(on.iter().zip(&all).all(|(_, member)| member.against.is_some()));
                continue;
            };
            let n = usize::from(chosen.0[0]);
            prop_assert!(on[n], "{:?} was picked off duty", all[n]);
            shares[n] += cost(weights[n]);
            duty.iter_mut().enumerate().for_each(|(n, picks)| picks.push(on[n]));
            let mut again = before;
            again.follow(chosen, &decision);
            prop_assert_eq!(&again, &turns, "the record alone moves the places on");
        }
        let steady: Vec<usize> = (0..weights.len()).filter(|n| asides.iter().all(|a| a.who != *n || a.from >= a.to || a.from >= leads)).collect();
        for i in &steady {
            for j in steady.iter().filter(|j| duty[**j] == duty[*i]) {
                let lighter = cost(weights[*i].min(weights[*j]));
                let gap = (shares[*i] - shares[*j]).abs();
                prop_assert!(gap <= lighter, "{:?} of {:?}: {} and {}", shares, weights, i, j);
            }
        }
    }
}

/// One lead in each block, and the two blocks by turns: who lost the tie once is not to lose it each time.
#[test]
fn two_who_share_a_block_share_its_leads_though_others_work_in_between() {
    let (mine, theirs) = ([true, true, false, false], [false, false, true, true]);
    let mut turns = Turns::default();
    let mut got = [0i64; 4];
    for block in 0..100 {
        let on = if block % 2 == 0 { mine } else { theirs };
        let all: Vec<Candidate> = (0..4)
            .map(|n| Candidate {
                user: user(n),
                weight: 1,
                against: (!on[n]).then_some(WhyNot::OffDuty),
            })
            .collect();
        let leads = if block % 2 == 0 { 1 } else { 5 };
        for _ in 0..leads {
            let (chosen, _) = pick("a", &mut turns, &all).expect("somebody is on");
            got[usize::from(chosen.0[0])] += 1;
        }
    }
    assert_eq!(got, [25, 25, 125, 125]);
}
