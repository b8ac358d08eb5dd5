//! Sense: what each part alone cannot tell.

use super::page::{At, Section};
use super::problem::ProblemCode;
use super::terms::Cadence;
use super::tiers::ReadRotation;
use crate::calendar::{Calendar, Target};
use crate::criteria::Criterion;
use crate::fact::Role;
use std::collections::BTreeMap;

/// Of ordered rules the last must take everything, and no other may: what comes after it would never be reached.
pub(super) fn takes_everything<'a>(
    whole: &Section<'_, '_>,
    rules: impl Iterator<Item = (&'a At<String>, &'a Criterion)>,
) {
    let rules: Vec<_> = rules.collect();
    if let Some((name, when)) = rules.last().filter(|(_, when)| !when.always()) {
        whole.page.note(
            name.at,
            ProblemCode::LastNotAlways,
            &[&name.value, when.source()],
            "when = \"true\"",
        );
    }
    let Some(first) = rules.iter().position(|(_, when)| when.always()) else {
        return;
    };
    let Some((taker, _)) = rules.get(first) else { return };
    for (name, _) in rules.iter().skip(first + 1) {
        whole
            .page
            .note(name.at, ProblemCode::Unreachable, &[&name.value, &taker.value], "");
    }
}

/// A role of the roster, or one of the other names that can stand there.
pub(super) fn role(section: &Section<'_, '_>, key: &'static str, also: &[&'static str]) -> Option<String> {
    let name = section.text(key)?;
    let known = || Role::ALL.into_iter().map(Role::code).chain(also.iter().copied());
    if !known().any(|role| role == name.value) {
        section.page.note_unknown(ProblemCode::UnknownRole, &name, known());
        return None;
    }
    Some(name.value)
}

/// As many gaps as attempts, no more calls than attempts, and an end that the gaps can reach.
pub(super) fn cadence_adds_up(section: &Section<'_, '_>, cadence: &Cadence) {
    let (gaps, attempts) = (cadence.gaps.len().to_string(), cadence.attempts.to_string());
    if gaps != attempts {
        section.page.note(
            section.place_of("gaps"),
            ProblemCode::CadenceGaps,
            &[&gaps, &attempts],
            &attempts,
        );
    }
    if cadence.calls_min > cadence.attempts {
        let calls = cadence.calls_min.to_string();
        section.page.note(
            section.place_of("calls_min"),
            ProblemCode::CadenceCalls,
            &[&calls, &attempts],
            &attempts,
        );
    }
    let Target::BusinessDays(within) = cadence.within else {
        return;
    };
    let days: u64 = cadence.gaps.iter().map(|gap| days_at_least(*gap)).sum();
    if days > u64::from(within) {
        let args = [days.to_string(), within.to_string()];
        let args = [args[0].as_str(), args[1].as_str()];
        section.page.note(
            section.place_of("within"),
            ProblemCode::CadenceTooLong,
            &args,
            &format!("{days}bd"),
        );
    }
}

fn days_at_least(gap: Target) -> u64 {
    match gap {
        Target::BusinessDays(days) => u64::from(days),
        Target::Span(_) => 0,
    }
}

/// Whoever hands on hands to another rotation of the text, which hands on to nobody: one step, and no circle.
pub(super) fn hands_on(whole: &Section<'_, '_>, rotations: &[ReadRotation]) {
    let found = |name: &str| rotations.iter().find(|rotation| rotation.rule.name == name);
    let named = rotations
        .iter()
        .filter_map(|rotation| Some((rotation, rotation.hands_to.as_ref()?)));
    for (rotation, to) in named {
        match found(&to.value) {
            None => {
                let known = rotations.iter().map(|rotation| rotation.rule.name.as_str());
                let others = known.filter(|name| *name != rotation.rule.name);
                whole.page.note_unknown(ProblemCode::UnknownRotation, to, others);
            }
            Some(next) if next.hands_to.is_some() => {
                let args = [rotation.rule.name.as_str(), to.value.as_str()];
                whole.page.note(to.at, ProblemCode::HandsOnTwice, &args, "");
            }
            Some(_) => {}
        }
    }
}

/// Every rotation's calendar is written in the text. One that is there and not right has been noted already.
pub(super) fn calendars_known(
    whole: &Section<'_, '_>,
    rotations: &[ReadRotation],
    calendars: &BTreeMap<String, Option<Calendar>>,
) {
    for rotation in rotations
        .iter()
        .filter(|rotation| !calendars.contains_key(&rotation.calendar.value))
    {
        let known = calendars.keys().map(String::as_str);
        whole
            .page
            .note_unknown(ProblemCode::UnknownCalendar, &rotation.calendar, known);
    }
}
