//! Page one: an agreement in at most twelve sentences, and those of a version against another's.
//!
//! Promises: what is signed is said to the last digit; `annex` tells of what no sentence shows.

use super::{Saying, percent, pieces, target};
use crate::screens::agreement::Piece;
use crate::words::{Said, Words};
use jiff::tz::TimeZone;
use rules::agreement::{
    Agreement, Counted, Definition, Desk, Often, OwedByMarketing, OwedBySales, RotationRule, Rung, RungAt, Stage, Tier,
};
use rules::calendar::{Calendar, Target};
use rules::{Instant, Span};
use std::collections::BTreeMap;

/// Most sentences of page one.
pub const SENTENCES_MAX: usize = 12;
/// Weeks looked at to tell the usual hours from a holiday's.
const WEEKS_LOOKED_AT: i64 = 6;

/// The agreement in sentences, at most `SENTENCES_MAX`.
pub fn sentences(words: &Words, agreement: &Agreement, now: Instant) -> Vec<String> {
    keyed(words, agreement, now)
        .into_iter()
        .map(|(_, sentence)| sentence)
        .collect()
}

/// The sentences of a version against those of another, piece by piece. A sentence that is gone comes where it stood.
pub fn compared(words: &Words, old: &Agreement, new: &Agreement, now: Instant) -> Vec<Vec<Piece>> {
    let (old, new) = (keyed(words, old, now), keyed(words, new, now));
    let find = |all: &[(usize, String)], at: usize| all.iter().find(|(known, _)| *known == at).map(|(_, s)| s.clone());
    let one = |at: usize| match (find(&old, at), find(&new, at)) {
        (Some(before), Some(after)) => Some(pieces(&before, &after)),
        (None, Some(after)) => Some(vec![Piece::New(after)]),
        (Some(before), None) => Some(vec![Piece::Gone(before)]),
        (None, None) => None,
    };
    (0..SENTENCES_MAX).filter_map(one).collect()
}

/// The sentences with their places among all that there can be.
fn keyed(words: &Words, agreement: &Agreement, now: Instant) -> Vec<(usize, String)> {
    let all = [
        agreement.goal.as_ref().and_then(|goal| {
            let amount = goal.won.as_ref().or(goal.pipeline.as_ref())?;
            Some(say(
                words,
                "agreement-goal",
                &[("quarter", &goal.quarter), ("amount", &super::amount(amount))],
            ))
        }),
        agreement
            .definition(Stage::Lead)
            .map(|d| clauses(words, "agreement-counts", d)),
        agreement
            .definition(Stage::Mql)
            .map(|d| ready(words, agreement.desk, d)),
        agreement
            .definition(Stage::Sql)
            .map(|qualified| accepted(words, agreement.definition(Stage::Sal), qualified)),
        Some(say(
            words,
            "agreement-first",
            &[("tiers", &each(&agreement.tiers, |tier| first(words, tier)))],
        )),
        Some(say(
            words,
            "agreement-cadence",
            &[("tiers", &each(&agreement.tiers, |tier| cadence(words, tier)))],
        )),
        Some(say(
            words,
            "agreement-hours",
            &[("hours", &hours(words, agreement, now))],
        )),
        Some(feedback(words, agreement)),
        Some(say(
            words,
            "agreement-escalation",
            &[("steps", &escalation(words, agreement))],
        )),
        Some(marketing_owes(words, &agreement.owed.marketing)),
        Some(sales_owes(words, &agreement.owed.sales)),
        agreement.review.as_ref().map(|review| {
            let often = match review.definitions {
                Often::Monthly => words.say("agreement-monthly"),
                Often::Quarterly => words.say("agreement-quarterly"),
                Often::Yearly => words.say("agreement-yearly"),
            };
            let time = format!("{:02}:{:02}", review.minute / 60, review.minute % 60);
            let day = weekday(words, usize::from(review.weekday));
            say(
                words,
                "agreement-review",
                &[("day", &day), ("time", &time), ("often", &often)],
            )
        }),
    ];
    let there = all.into_iter().enumerate().filter_map(|(at, said)| Some((at, said?)));
    there.take(SENTENCES_MAX).collect()
}

fn say(words: &Words, key: &str, values: &[(&'static str, &str)]) -> String {
    let values: Vec<(&'static str, Said<'_>)> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
    words.say_with(key, &values)
}

fn each(tiers: &[Tier], one: impl Fn(&Tier) -> Option<String>) -> String {
    tiers.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

fn clauses(words: &Words, key: &str, definition: &Definition) -> String {
    let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
    say(words, key, &[("clauses", &names.join("; "))])
}

/// When Sales has accepted a lead, and when it calls it qualified: one sentence.
fn accepted(words: &Words, accepts: Option<&Definition>, qualified: &Definition) -> String {
    let names = |definition: &Definition| {
        let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
        names.join("; ")
    };
    let clauses = names(qualified);
    match accepts {
        Some(own) => say(
            words,
            "agreement-accepted-when",
            &[("accepted", &names(own)), ("clauses", &clauses)],
        ),
        None => say(words, "agreement-accepted", &[("clauses", &clauses)]),
    }
}

fn ready(words: &Words, desk: Desk, definition: &Definition) -> String {
    let who = match desk {
        Desk::Marketing => words.say("agreement-desk-marketing"),
        Desk::Sdr => words.say("agreement-desk-sdr"),
        Desk::Rep => words.say("agreement-desk-rep"),
    };
    let names: Vec<&str> = definition.clauses.iter().map(|clause| clause.name.as_str()).collect();
    say(words, "agreement-mql", &[("who", &who), ("clauses", &names.join("; "))])
}

/// What Sales says after the first connect; and to whom an advanced lead goes on, where it does.
fn feedback(words: &Words, agreement: &Agreement) -> String {
    let due = target_said(words, agreement.feedback.due);
    let said = say(words, "agreement-feedback", &[("due", &due)]);
    let onward = |rule: &RotationRule| {
        let to = rule.hands_to.as_ref()?;
        let within = target_said(words, to.within);
        let values = [("from", rule.name.as_str()), ("to", &to.rotation), ("within", &within)];
        Some(say(words, "agreement-hands-on-one", &values))
    };
    let ways: Vec<String> = agreement.rotations.iter().filter_map(onward).collect();
    if ways.is_empty() {
        return said;
    }
    say(
        words,
        "agreement-hands-on",
        &[("said", &said), ("ways", &ways.join("; "))],
    )
}

/// A target as people say it.
pub fn target_said(words: &Words, length: Target) -> String {
    let fields = rules::fields::Registry::default();
    target(&Saying { words, fields: &fields }, length)
}

fn first(words: &Words, tier: &Tier) -> Option<String> {
    let name = words.code("tier", &tier.name, &[]);
    let Some(within) = tier.first_attempt else {
        return Some(say(words, "agreement-tier-nurture", &[("tier", &name)]));
    };
    let within = target_said(words, within);
    Some(match tier.after_hours {
        Some(after) => {
            let after = target_said(words, after);
            say(
                words,
                "agreement-tier-after",
                &[("tier", &name), ("within", &within), ("after", &after)],
            )
        }
        None => say(words, "agreement-tier", &[("tier", &name), ("within", &within)]),
    })
}

fn cadence(words: &Words, tier: &Tier) -> Option<String> {
    let plan = tier.cadence.as_ref()?;
    let values = [
        ("tier", words.code("tier", &tier.name, &[]).into()),
        ("attempts", plan.attempts.into()),
        ("calls", plan.calls_min.into()),
        ("within", target_said(words, plan.within).into()),
    ];
    Some(words.say_with("agreement-tier-cadence", &values))
}

fn escalation(words: &Words, agreement: &Agreement) -> String {
    let steps = |rungs: &[Rung]| {
        rungs
            .iter()
            .map(|rung| step(words, rung))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let named = agreement.escalation.tiers.iter().map(|(tier, rungs)| {
        let tier = words.code("tier", tier, &[]);
        say(words, "agreement-steps", &[("tier", &tier), ("steps", &steps(rungs))])
    });
    let other = say(
        words,
        "agreement-steps",
        &[
            ("tier", &words.say("agreement-other-tiers")),
            ("steps", &steps(&agreement.escalation.other)),
        ],
    );
    named.chain(std::iter::once(other)).collect::<Vec<_>>().join("; ")
}

fn step(words: &Words, rung: &Rung) -> String {
    let who = match rung.tell.as_str() {
        "owner" => words.say("agreement-owner"),
        role => words.code("role-name", role, &[]),
    };
    match rung.at {
        RungAt::Percent(n) => words.say_with("agreement-at-percent", &[("n", n.into()), ("who", who.into())]),
        RungAt::Due => say(words, "agreement-at-due", &[("who", &who)]),
        RungAt::Daily => say(words, "agreement-at-daily", &[("who", &who)]),
    }
}

fn marketing_owes(words: &Words, owed: &OwedByMarketing) -> String {
    let weekly: Vec<String> = owed
        .per_week
        .iter()
        .map(|(tier, n)| format!("{n} {}", words.code("tier", tier, &[])))
        .collect();
    let mut parts = Vec::new();
    if !weekly.is_empty() {
        let key = match owed.counted_by {
            Counted::Leads => "agreement-per-week",
            Counted::Value => "agreement-per-week-value",
        };
        parts.push(say(words, key, &[("leads", &weekly.join(", "))]));
    }
    let shares = [
        ("agreement-pipeline-share", owed.pipeline_share),
        ("agreement-valid", owed.valid_min),
        ("agreement-questions", owed.questions_answered_min),
    ];
    parts.extend(said_shares(words, &shares));
    parts.push(say(
        words,
        "agreement-review-within",
        &[("within", &target_said(words, owed.review_within))],
    ));
    let answer = target_said(words, owed.respond_to_patterns_within);
    parts.push(say(words, "agreement-respond-within", &[("within", &answer)]));
    say(words, "agreement-marketing-owes", &[("what", &parts.join("; "))])
}

fn sales_owes(words: &Words, owed: &OwedBySales) -> String {
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
    shares
        .iter()
        .filter_map(|(key, share)| Some(say(words, key, &[("share", &percent((*share)?))])))
        .collect()
}

fn weekday(words: &Words, day: usize) -> String {
    let days = words.say("agreement-weekdays");
    days.split_whitespace().nth(day).unwrap_or_default().to_owned()
}

fn hours(words: &Words, agreement: &Agreement, now: Instant) -> String {
    let one = |(name, calendar): (&String, &Calendar)| {
        let week = usual_week(calendar, now);
        let values = [
            ("name", name.as_str()),
            ("week", &week_said(words, &week)),
            ("zone", calendar.zone_name()),
        ];
        say(words, "agreement-calendar", &values)
    };
    agreement.calendars.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The hours that each weekday usually has, from Monday: of several weeks those met most often.
fn usual_week(calendar: &Calendar, now: Instant) -> [String; 7] {
    let zone = calendar.zone();
    let mut seen: [BTreeMap<String, usize>; 7] = Default::default();
    for day in 0..WEEKS_LOOKED_AT * 7 {
        let date = (now + Span::days(day)).stamp().to_zoned(zone.clone()).date();
        let at = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        if let Some(counts) = seen.get_mut(at) {
            *counts.entry(day_hours(calendar, zone, date)).or_default() += 1;
        }
    }
    seen.map(|counts| {
        let most = counts.into_iter().max_by_key(|(_, n)| *n);
        most.map(|(hours, _)| hours).unwrap_or_default()
    })
}

fn day_hours(calendar: &Calendar, zone: &TimeZone, date: jiff::civil::Date) -> String {
    let start = |date: jiff::civil::Date| {
        date.to_zoned(zone.clone())
            .map(|z| Instant(z.timestamp().as_microsecond()))
    };
    let (Ok(mut at), Ok(end)) = (start(date), date.tomorrow().and_then(start)) else {
        return String::new();
    };
    let clock = |at: Instant| at.stamp().to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let mut windows = Vec::new();
    while let Some(open) = calendar.next_open(at).filter(|open| *open < end) {
        let Some(close) = calendar.next_close(open) else { break };
        windows.push(format!("{}–{}", clock(open), clock(close)));
        at = close;
    }
    windows.join(", ")
}

/// Days with the same hours in a row are said together; closed ones are not said.
fn week_said(words: &Words, week: &[String; 7]) -> String {
    let mut runs: Vec<(usize, usize, &String)> = Vec::new();
    for (day, hours) in week.iter().enumerate() {
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    let said = runs.into_iter().filter(|(_, _, hours)| !hours.is_empty());
    said.map(|(from, to, hours)| match from == to {
        true => format!("{} {hours}", weekday(words, from)),
        false => format!("{}–{} {hours}", weekday(words, from), weekday(words, to)),
    })
    .collect::<Vec<_>>()
    .join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::stands_on_page_one;
    use super::*;
    use rules::agreement::change::changes;

    const WHOLE: &str = include_str!("../../../rules/tests/whole_agreement.toml");
    /// Each line a change of the whole text: every part of it is there.
    const KINDS: &str = include_str!("../../../rules/tests/agreement_kinds.tsv");

    fn on_page(agreement: &Agreement) -> (String, Vec<String>) {
        let now = Instant::parse("2026-03-04T10:00:00+01:00").unwrap();
        (agreement.name.clone(), sentences(&Words::new("en"), agreement, now))
    }

    #[test]
    fn a_change_is_told_in_the_annex_if_and_only_if_page_one_reads_as_before() {
        let old = Agreement::load_plain(WHOLE).unwrap();
        let mut annexed = 0;
        for line in KINDS.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<String> = line.split('\t').map(|cell| cell.replace("\\n", "\n")).collect();
            let new = Agreement::load_plain(&WHOLE.replacen(&cells[0], &cells[1], 1)).unwrap();
            let found = changes(&old, &new);
            let seen = found.iter().any(stands_on_page_one);
            assert_eq!(seen, on_page(&old) != on_page(&new), "{line}: {found:?}");
            annexed += usize::from(!seen);
        }
        assert!(annexed > 25, "{annexed}");
    }

    #[test]
    fn what_is_signed_stands_exactly_on_page_one() {
        let text = WHOLE
            .replace("persistence_min = 0.90", "persistence_min = 0.0095")
            .replace("won = { amount = 400_000_00", "won = { amount = 400_000_50")
            .replace("feedback_in_time_min = 0.95", "feedback_in_time_min = 0.9333")
            .replace("first_attempt = \"15m\"", "first_attempt = \"90m\"");
        let (_, said) = on_page(&Agreement::load_plain(&text).unwrap());
        let whole = said.join("\n");
        for part in [
            "0.95\u{a0}% of leads tried",
            "93.33\u{a0}% of feedback",
            "000.50\u{a0}EUR",
            "within 90\u{a0}min",
        ] {
            assert!(whole.contains(part), "{part} in\n{whole}");
        }
        assert!(said.len() <= SENTENCES_MAX);
    }

    #[test]
    fn to_whom_an_advanced_lead_goes_on_is_said_where_it_does_and_only_there() {
        let whole = on_page(&Agreement::load_plain(WHOLE).unwrap()).1.join("\n");
        let said = "An A · advanced of “DACH” goes on to “everyone else”, first attempt there within 4\u{a0}h.";
        assert!(whole.contains(said), "{said} in\n{whole}");
        let starting = on_page(&Agreement::starting().unwrap()).1.join("\n");
        assert!(!starting.contains("goes on to"), "{starting}");
    }

    #[test]
    fn the_starting_agreement_is_said_in_at_most_twelve_sentences() {
        let agreement = Agreement::starting().unwrap();
        let now = Instant::parse("2026-03-04T10:00:00+01:00").unwrap();
        let said = sentences(&Words::new("en"), &agreement, now);
        assert!(said.len() <= SENTENCES_MAX && said.len() >= 10, "{said:#?}");
        let whole = said.join("\n");
        for part in [
            "a company of a size we serve",
            "15\u{a0}min",
            "Mon–Thu 09:00–17:30, Fri 09:00–16:00",
            "Europe/Berlin",
            "2 business days",
            "the owner at 66 % of the time",
            "95\u{a0}%",
            "15 request",
            "Mon at 10:00",
        ] {
            assert!(whole.contains(part), "{part} in\n{whole}");
        }
        assert!(!whole.contains("agreement-"), "no bare key: {whole}");
    }
}
