//! Page one: an agreement in at most twelve sentences, and those of a version against another's.
//!
//! Promises: what is signed is said to the last digit; terms of one shape (tiers, calendars, who is told) stand under one
//! sentence as lines; however long the text, page one stays one sheet: of what is more than fits it is said how many, and
//! `annex` tells of what no sentence shows.

mod against;
mod hours;
mod owed;
mod tries;

pub(super) use owed::owed_weekly;

use super::{Saying, target};
use crate::screens::agreement::{Piece, Row, Sentence};
use crate::words::{Said, Words};
use rules::Instant;
use rules::agreement::{Agreement, Definition, Desk, Often, RotationRule, Rung, RungAt, Stage};
use rules::calendar::Target;

/// Most sentences of page one.
pub const SENTENCES_MAX: usize = 12;
/// Most clauses of a definition that page one names.
pub const CLAUSES_SHOWN: usize = 10;
/// Most tiers.
pub const TIERS_SHOWN: usize = 8;
/// Most calendars.
pub const CALENDARS_SHOWN: usize = 4;
/// Most rotations of one kind (that hold leads for one rep, or hand on), and most tiers that go to the next in turn.
pub const ROTATIONS_SHOWN: usize = 4;
/// From so many groups on, who is told stands in lines.
const GROUPS_INLINE: usize = 2;

/// A sentence as it is made: its words, the lines under it, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    text: String,
    /// Heads of the columns; none where the lines are a plain list.
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    more: String,
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// The agreement in sentences, at most `SENTENCES_MAX`.
pub fn sentences(words: &Words, agreement: &Agreement, now: Instant) -> Vec<Sentence> {
    let all = keyed(words, agreement, now).into_iter();
    all.map(|(_, line)| against::marked(line, Piece::Same)).collect()
}

/// The sentences of a version against those of another, piece by piece. A sentence that is gone comes where it stood.
pub fn compared(words: &Words, old: &Agreement, new: &Agreement, now: Instant) -> Vec<Sentence> {
    let (old, new) = (keyed(words, old, now), keyed(words, new, now));
    let find = |all: &[(usize, Line)], at: usize| all.iter().find(|(known, _)| *known == at).map(|(_, s)| s.clone());
    let one = |at: usize| match (find(&old, at), find(&new, at)) {
        (Some(before), Some(after)) => Some(against::compared(&before, &after)),
        (None, Some(after)) => Some(against::marked(after, Piece::New)),
        (Some(before), None) => Some(against::marked(before, Piece::Gone)),
        (None, None) => None,
    };
    (0..SENTENCES_MAX).filter_map(one).collect()
}

/// The sentences with their places among all that there can be.
fn keyed(words: &Words, agreement: &Agreement, now: Instant) -> Vec<(usize, Line)> {
    let definition = |stage| agreement.definition(stage);
    let sentence = |text: Option<String>| text.map(Line::from);
    let all: [Option<Line>; SENTENCES_MAX] = [
        sentence(goal(words, agreement)),
        sentence(definition(Stage::Lead).map(|d| say(words, "agreement-counts", &[("clauses", &clauses(words, d))]))),
        sentence(definition(Stage::Mql).map(|d| ready(words, agreement.desk, d))),
        sentence(definition(Stage::Sql).map(|qualified| accepted(words, definition(Stage::Sal), qualified))),
        Some(tries::tries(words, agreement)),
        sentence(tries::turns(words, agreement)),
        Some(hours::hours(words, agreement, now)),
        Some(feedback(words, agreement).into()),
        Some(escalation(words, agreement)),
        Some(owed::marketing(words, agreement).into()),
        Some(owed::sales(words, &agreement.owed.sales).into()),
        sentence(review(words, agreement)),
    ];
    let there = all.into_iter().enumerate();
    there.filter_map(|(at, said)| Some((at, said?))).collect()
}

fn say(words: &Words, key: &str, values: &[(&'static str, &str)]) -> String {
    let values: Vec<(&'static str, Said<'_>)> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
    words.say_with(key, &values)
}

/// "3 more, in the annex"; empty where all are shown.
fn more(words: &Words, all: usize, shown: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        n => words.say_n("agreement-more", n as u64),
    }
}

/// As many as page one has room for, and how many more there are, in one row of words.
fn cut(words: &Words, all: Vec<String>, most: usize, joint: &str) -> String {
    let rest = more(words, all.len(), most);
    let shown = all.into_iter().take(most);
    let rest = Some(rest).filter(|rest| !rest.is_empty());
    shown.chain(rest).collect::<Vec<_>>().join(joint)
}

/// What a tier is called.
fn tier_name(words: &Words, tier: &str) -> String {
    words.code("tier", tier, &[])
}

fn goal(words: &Words, agreement: &Agreement) -> Option<String> {
    let goal = agreement.goal.as_ref()?;
    if let Some((won, pipeline)) = goal.won.as_ref().zip(goal.pipeline.as_ref()) {
        let (won, pipeline) = (super::amount(won), super::amount(pipeline));
        let values = [
            ("quarter", goal.quarter.as_str()),
            ("won", &won),
            ("pipeline", &pipeline),
        ];
        return Some(say(words, "agreement-goal-both", &values));
    }
    let amount = super::amount(goal.won.as_ref().or(goal.pipeline.as_ref())?);
    let values = [("quarter", goal.quarter.as_str()), ("amount", amount.as_str())];
    Some(say(words, "agreement-goal", &values))
}

fn clauses(words: &Words, definition: &Definition) -> String {
    let names = definition.clauses.iter().map(|clause| clause.name.clone());
    cut(words, names.collect(), CLAUSES_SHOWN, "; ")
}

/// When Sales has accepted a lead, and when it calls it qualified: one sentence.
fn accepted(words: &Words, accepts: Option<&Definition>, qualified: &Definition) -> String {
    let needed = clauses(words, qualified);
    match accepts.map(|own| clauses(words, own)) {
        Some(own) => say(
            words,
            "agreement-accepted-when",
            &[("accepted", &own), ("clauses", &needed)],
        ),
        None => say(words, "agreement-accepted", &[("clauses", &needed)]),
    }
}

fn ready(words: &Words, desk: Desk, definition: &Definition) -> String {
    let who = match desk {
        Desk::Marketing => words.say("agreement-desk-marketing"),
        Desk::Sdr => words.say("agreement-desk-sdr"),
        Desk::Rep => words.say("agreement-desk-rep"),
    };
    let needed = clauses(words, definition);
    say(words, "agreement-mql", &[("who", &who), ("clauses", &needed)])
}

/// What Sales says after the first connect; and to whom an advanced lead goes on, where it does.
fn feedback(words: &Words, agreement: &Agreement) -> String {
    let due = target_said(words, agreement.feedback.due);
    let said = say(words, "agreement-feedback", &[("due", &due)]);
    let onward = |rule: &RotationRule| {
        let to = rule.hands_to.as_ref()?;
        let onto = agreement.rotation_named(&to.rotation);
        let onto = onto.map_or(to.rotation.as_str(), RotationRule::called);
        Some((
            (onto.to_owned(), target_said(words, to.within)),
            quoted(words, rule.called()),
        ))
    };
    let ways: Vec<_> = agreement.rotations.iter().filter_map(onward).collect();
    if ways.is_empty() {
        return said;
    }
    let rest = more(words, ways.len(), ROTATIONS_SHOWN);
    let way = |((to, within), from): ((String, String), Vec<String>)| {
        let from = from.join(", ");
        let values = [("from", from.as_str()), ("to", &to), ("within", &within)];
        say(words, "agreement-hands-on-one", &values)
    };
    let shown = grouped(ways.into_iter().take(ROTATIONS_SHOWN)).into_iter().map(way);
    let all: Vec<String> = shown.chain(Some(rest).filter(|rest| !rest.is_empty())).collect();
    let values = [("said", said.as_str()), ("ways", &all.join("; "))];
    say(words, "agreement-hands-on", &values)
}

fn quoted(words: &Words, name: &str) -> String {
    words.say_of("agreement-quoted", name)
}

/// What is alike, together, in the order in which each kind was met first.
fn grouped<K: PartialEq>(all: impl Iterator<Item = (K, String)>) -> Vec<(K, Vec<String>)> {
    let mut groups: Vec<(K, Vec<String>)> = Vec::new();
    for (kind, name) in all {
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, names)) => names.push(name),
            None => groups.push((kind, vec![name])),
        }
    }
    groups
}

/// A target as people say it.
pub fn target_said(words: &Words, length: Target) -> String {
    let fields = rules::fields::Registry::default();
    target(&Saying { words, fields: &fields }, length)
}

/// Tiers whose steps are alike are said together, in the order of the text; all others last.
fn escalation(words: &Words, agreement: &Agreement) -> Line {
    let own = escalated(agreement);
    let named = own.iter().take(TIERS_SHOWN);
    let named = named.map(|(tier, rungs)| (steps(words, rungs), tier_name(words, tier)));
    let other = (
        steps(words, &agreement.escalation.other),
        words.say("agreement-other-tiers"),
    );
    let groups = grouped(named.chain([other]));
    let rest = more(words, own.len(), TIERS_SHOWN);
    if groups.len() > GROUPS_INLINE || !rest.is_empty() {
        return Line {
            text: words.say("agreement-escalation-lines"),
            rows: groups
                .into_iter()
                .map(|(steps, tiers)| vec![tiers.join(", "), steps])
                .collect(),
            more: rest,
            ..Line::default()
        };
    }
    let one = |(steps, tiers): (String, Vec<String>)| {
        say(
            words,
            "agreement-steps",
            &[("tier", &tiers.join(", ")), ("steps", &steps)],
        )
    };
    let said: Vec<String> = groups.into_iter().map(one).collect();
    say(words, "agreement-escalation", &[("steps", &said.join("; "))]).into()
}

/// The tiers with an escalation of their own, in the order of the text.
pub(super) fn escalated(agreement: &Agreement) -> Vec<(&str, &[Rung])> {
    let own = |name: &str| agreement.escalation.tiers.get(name).map(Vec::as_slice);
    let names = agreement.tiers.iter().map(|tier| tier.name.as_str());
    names.filter_map(|name| Some((name, own(name)?))).collect()
}

fn steps(words: &Words, rungs: &[Rung]) -> String {
    rungs
        .iter()
        .map(|rung| step(words, rung))
        .collect::<Vec<_>>()
        .join(", ")
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

fn review(words: &Words, agreement: &Agreement) -> Option<String> {
    let review = agreement.review.as_ref()?;
    let often = match review.definitions {
        Often::Monthly => words.say("agreement-monthly"),
        Often::Quarterly => words.say("agreement-quarterly"),
        Often::Yearly => words.say("agreement-yearly"),
    };
    let time = format!("{:02}:{:02}", review.minute / 60, review.minute % 60);
    let day = weekday(words, usize::from(review.weekday));
    let values = [("day", day.as_str()), ("time", &time), ("often", &often)];
    Some(say(words, "agreement-review", &values))
}

fn weekday(words: &Words, day: usize) -> String {
    let days = words.say("agreement-weekdays");
    days.split_whitespace().nth(day).unwrap_or_default().to_owned()
}

impl Row {
    /// Its cells, each in pieces of one kind.
    fn of(cells: Vec<String>, mark: fn(String) -> Piece) -> Self {
        let one = |cell: String| vec![mark(cell)];
        Self {
            cells: cells.into_iter().map(one).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
