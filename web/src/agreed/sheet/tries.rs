//! How fast Sales tries and how often, tier by tier; and whose turn it is.

use super::{Line, ROTATIONS_SHOWN, TIERS_SHOWN, grouped, more, quoted, say, target_said, tier_name};
use crate::words::Words;
use rules::agreement::{Agreement, Cadence, RotationRule, Tier};

/// The tiers, a line each.
pub(super) fn tries(words: &Words, agreement: &Agreement) -> Line {
    let tiers = &agreement.tiers;
    let heads = [
        "agreement-try-tier",
        "agreement-try-first",
        "agreement-try-after",
        "agreement-try-attempts",
        "agreement-try-calls",
        "agreement-try-within",
    ];
    Line {
        text: words.say("agreement-tries"),
        heads: heads.into_iter().map(|key| words.say(key)).collect(),
        rows: tiers.iter().take(TIERS_SHOWN).map(|tier| row(words, tier)).collect(),
        more: more(words, tiers.len(), TIERS_SHOWN),
    }
}

fn row(words: &Words, tier: &Tier) -> Vec<String> {
    let name = tier_name(words, &tier.name);
    let Some(first) = tier.first_attempt else {
        let nothing = String::new;
        return vec![
            name,
            words.say("agreement-try-nurture"),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
        ];
    };
    let after = tier.after_hours.map(|after| target_said(words, after));
    let after = after.unwrap_or_else(|| words.say("agreement-try-same"));
    let plan = |of: fn(&Cadence) -> u32| tier.cadence.as_ref().map(|plan| of(plan).to_string());
    let within = tier.cadence.as_ref().map(|plan| target_said(words, plan.within));
    vec![
        name,
        target_said(words, first),
        after,
        plan(|plan| plan.attempts).unwrap_or_default(),
        plan(|plan| plan.calls_min).unwrap_or_default(),
        within.unwrap_or_default(),
    ]
}

/// What is held for one rep to take, and what goes to the next in turn untried; nothing where neither is.
pub(super) fn turns(words: &Words, agreement: &Agreement) -> Option<String> {
    let held = held(words, agreement);
    let untried = untried(words, agreement);
    let all: Vec<String> = [held, untried].into_iter().flatten().collect();
    (!all.is_empty()).then(|| say(words, "agreement-turns", &[("what", &all.join("; "))]))
}

fn held(words: &Words, agreement: &Agreement) -> Option<String> {
    let one = |rule: &RotationRule| Some((target_said(words, rule.take_by?), quoted(words, rule.called())));
    let held: Vec<(String, String)> = agreement.rotations.iter().filter_map(one).collect();
    let rest = more(words, held.len(), ROTATIONS_SHOWN);
    let group = |(within, of): (String, Vec<String>)| {
        let values = [("of", of.join(", ")), ("within", within)];
        say(
            words,
            "agreement-held-one",
            &values.each_ref().map(|(name, value)| (*name, value.as_str())),
        )
    };
    let shown = grouped(held.into_iter().take(ROTATIONS_SHOWN)).into_iter().map(group);
    let all: Vec<String> = shown.chain(Some(rest).filter(|rest| !rest.is_empty())).collect();
    (!all.is_empty()).then(|| say(words, "agreement-held", &[("of", &all.join(", "))]))
}

fn untried(words: &Words, agreement: &Agreement) -> Option<String> {
    let one = |tier: &Tier| Some((target_said(words, tier.reassign_after?), tier_name(words, &tier.name)));
    let found: Vec<(String, String)> = agreement.tiers.iter().filter_map(one).collect();
    let rest = more(words, found.len(), ROTATIONS_SHOWN);
    let group = |(after, tiers): (String, Vec<String>)| {
        let values = [("tier", tiers.join(", ")), ("after", after)];
        say(
            words,
            "agreement-untried-one",
            &values.each_ref().map(|(name, value)| (*name, value.as_str())),
        )
    };
    let shown = grouped(found.into_iter().take(ROTATIONS_SHOWN)).into_iter().map(group);
    let all: Vec<String> = shown.chain(Some(rest).filter(|rest| !rest.is_empty())).collect();
    (!all.is_empty()).then(|| say(words, "agreement-untried", &[("of", &all.join(", "))]))
}
