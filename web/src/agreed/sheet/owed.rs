//! What each side owes the other, a sentence each.

use super::{TIERS_SHOWN, cut, say, target_said, tier_name};
use crate::agreed::percent;
use crate::words::Words;
use rules::agreement::{Agreement, Counted, OwedBySales};

/// What Marketing owes; tiers in the order of the text.
pub(super) fn marketing(words: &Words, agreement: &Agreement) -> String {
    let owed = &agreement.owed.marketing;
    let mut parts: Vec<String> = weekly(words, agreement).into_iter().collect();
    let shares = [
        ("agreement-pipeline-share", owed.pipeline_share),
        ("agreement-valid", owed.valid_min),
        ("agreement-questions", owed.questions_answered_min),
    ];
    parts.extend(said_shares(words, &shares));
    let (review, answer) = (owed.review_within, owed.respond_to_patterns_within);
    let within = |key: &str, length| say(words, key, &[("within", &target_said(words, length))]);
    parts.push(within("agreement-review-within", review));
    parts.push(within("agreement-respond-within", answer));
    say(words, "agreement-marketing-owes", &[("what", &parts.join("; "))])
}

/// How many leads a week of each tier.
fn weekly(words: &Words, agreement: &Agreement) -> Option<String> {
    let owed = &agreement.owed.marketing;
    let one = |(tier, n): (&str, u32)| format!("{n} {}", tier_name(words, tier));
    let all: Vec<String> = owed_weekly(agreement).into_iter().map(one).collect();
    let key = match owed.counted_by {
        Counted::Leads => "agreement-per-week",
        Counted::Value => "agreement-per-week-value",
    };
    (!all.is_empty()).then(|| say(words, key, &[("leads", &cut(words, all, TIERS_SHOWN, ", "))]))
}

/// The tiers of which leads are owed each week, in the order of the text.
pub fn owed_weekly(agreement: &Agreement) -> Vec<(&str, u32)> {
    let owed = &agreement.owed.marketing.per_week;
    let names = agreement.tiers.iter().map(|tier| tier.name.as_str());
    names.filter_map(|name| Some((name, *owed.get(name)?))).collect()
}

/// What Sales owes.
pub(super) fn sales(words: &Words, owed: &OwedBySales) -> String {
    let shares = [
        ("agreement-kept", owed.first_attempt_kept_min),
        ("agreement-persistence", owed.persistence_min),
        ("agreement-feedback-in-time", owed.feedback_in_time_min),
        ("agreement-specific", owed.specific_min),
    ];
    let mut parts = said_shares(words, &shares);
    let alive = target_said(words, owed.still_alive_within);
    parts.push(say(words, "agreement-still-alive", &[("within", &alive)]));
    say(words, "agreement-sales-owes", &[("what", &parts.join("; "))])
}

fn said_shares(words: &Words, shares: &[(&str, Option<f64>)]) -> Vec<String> {
    let one = |(key, share): &(&str, Option<f64>)| Some(say(words, key, &[("share", &percent((*share)?))]));
    shares.iter().filter_map(one).collect()
}
