//! The law of `spec/routing.md` over generated rosters, with people who leave, fill up, are passed over and come back.
//! `PROPTEST_CASES` says how many; 10,000 rosters are the bar.

use proptest::prelude::*;
use proptest::test_runner::Config;
use rules::Id;
use rules::routing::{Candidate, Turns, WhyNot, cost, pick};

/// Rosters tried where nobody asks for another number.
const ROSTERS: u32 = 10_000;
/// What the library takes when nobody asks.
const LIBRARY_CASES: u32 = 256;

fn config() -> Config {
    let asked = Config::default();
    let cases = if asked.cases == LIBRARY_CASES {
        ROSTERS
    } else {
        asked.cases
    };
    Config { cases, ..asked }
}

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
    #![proptest_config(config())]

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
