//! Tiers and rotations: ordered rules, of which the first that matches is taken and the last takes everything.

use super::definitions::no_touch;
use super::load::{spelled, unique};
use super::page::{At, Section};
use super::problem::ProblemCode;
use super::sense;
use super::terms::{Cadence, HandsTo, RotationRule, Tier};
use crate::calendar::Target;
use crate::criteria::Criterion;
use crate::fields::Registry;
use crate::time::Span;

/// Most tiers.
const TIERS_MAX: usize = 20;
/// Most rotations.
const ROTATIONS_MAX: usize = 100;
/// Most attempts of a cadence.
const ATTEMPTS_MAX: u32 = 30;
/// Most open handoffs of a rep.
const OPEN_WORK_MAX: u32 = 10_000;

/// The tiers.
pub(super) fn tiers(whole: &Section<'_, '_>, registry: &Registry) -> Vec<Tier> {
    let sections = whole.required(
        "tier",
        Some(whole.sections("tier", TIERS_MAX)).filter(|list| !list.is_empty()),
    );
    let expected = sections.as_ref().map_or(0, Vec::len);
    let found: Vec<_> = sections
        .into_iter()
        .flatten()
        .filter_map(|s| tier(s, registry))
        .collect();
    unique(whole.page, found.iter().map(|(name, _)| name));
    if found.len() == expected {
        sense::takes_everything(whole, found.iter().map(|(name, tier)| (name, &tier.when)));
    }
    found.into_iter().map(|(_, tier)| tier).collect()
}

fn tier(section: Section<'_, '_>, registry: &Registry) -> Option<(At<String>, Tier)> {
    let name = section.required("name", spelled(&section, "name"));
    let when = matching(&section, registry);
    let first_attempt = first_attempt(&section);
    let after_hours = unless_off(&section, "after_hours");
    let stretch = positive(&section, "stretch").or(first_attempt);
    let reassign_after = unless_off(&section, "reassign_after");
    let cadence = section.section("cadence").and_then(cadence);
    if section
        .table
        .get("first_attempt")
        .and_then(|value| value.get_ref().as_str())
        == Some("none")
    {
        for key in ["after_hours", "stretch", "reassign_after", "cadence"] {
            if section.table.get(key).is_some() && !section.spelled_out(key, "off") {
                section.page.note(
                    section.place_of(key),
                    ProblemCode::WithoutFirstAttempt,
                    &[key],
                    "first_attempt",
                );
            }
        }
    }
    section.finish();
    let (name, when) = (name?, when?);
    let tier = Tier {
        name: name.value.clone(),
        when,
        first_attempt,
        after_hours,
        stretch,
        reassign_after,
        cadence,
    };
    Some((name, tier))
}

fn matching(section: &Section<'_, '_>, registry: &Registry) -> Option<Criterion> {
    let when = section.required("when", section.criterion("when", registry))?;
    no_touch(section, &when);
    Some(when.value)
}

/// A target, or `"none"`; one of them must be said.
fn first_attempt(section: &Section<'_, '_>) -> Option<Target> {
    let text = section.required("first_attempt", section.text("first_attempt"))?;
    if text.value == "none" {
        return None;
    }
    section
        .target_of("first_attempt", &text)
        .filter(|target| above_zero(section, "first_attempt", *target))
}

fn positive(section: &Section<'_, '_>, key: &'static str) -> Option<Target> {
    section.target(key).filter(|target| above_zero(section, key, *target))
}

/// A target, or `"off"`, which is the same as saying nothing.
fn unless_off(section: &Section<'_, '_>, key: &'static str) -> Option<Target> {
    if section.spelled_out(key, "off") {
        let _asked = section.find(key);
        return None;
    }
    positive(section, key)
}

fn above_zero(section: &Section<'_, '_>, key: &str, target: Target) -> bool {
    let above = !matches!(target, Target::Span(Span::ZERO) | Target::BusinessDays(0));
    if !above {
        section.bad_value(section.place_of(key), key, &target.to_string(), "15m, 2h, 2bd");
    }
    above
}

fn cadence(section: Section<'_, '_>) -> Option<Cadence> {
    let attempts = section.required("attempts", section.count("attempts", 1..=ATTEMPTS_MAX));
    let within = section.required("within", positive(&section, "within"));
    let calls_min = section.count("calls_min", 0..=ATTEMPTS_MAX).unwrap_or_default();
    let texts = section.required(
        "gaps",
        Some(section.texts("gaps", ATTEMPTS_MAX as usize)).filter(|g| !g.is_empty()),
    );
    let gaps: Vec<Target> = texts
        .iter()
        .flatten()
        .filter_map(|text| section.target_of("gaps", text))
        .collect();
    let cadence = Cadence {
        attempts: attempts?,
        within: within?,
        calls_min,
        gaps,
    };
    if texts.is_some_and(|texts| texts.len() == cadence.gaps.len()) {
        sense::cadence_adds_up(&section, &cadence);
    }
    section.finish();
    Some(cadence)
}

/// A rotation with the place of the calendar's name, which is looked up when all calendars are known.
pub(super) struct ReadRotation {
    pub(super) rule: RotationRule,
    pub(super) calendar: At<String>,
    /// The name of the rotation handed to, looked up when all rotations are known.
    pub(super) hands_to: Option<At<String>>,
    /// The name that people read instead.
    called: Option<At<String>>,
}

/// The rotations.
pub(super) fn rotations(whole: &Section<'_, '_>, registry: &Registry) -> Vec<ReadRotation> {
    let sections = Some(whole.sections("rotation", ROTATIONS_MAX)).filter(|list| !list.is_empty());
    let sections = whole.required("rotation", sections);
    let expected = sections.as_ref().map_or(0, Vec::len);
    let found: Vec<_> = sections
        .into_iter()
        .flatten()
        .filter_map(|s| rotation(s, registry))
        .collect();
    unique(whole.page, found.iter().map(|(name, _)| name));
    unique_to_readers(whole, &found);
    if found.len() == expected {
        sense::takes_everything(whole, found.iter().map(|(name, read)| (name, &read.rule.when)));
    }
    found.into_iter().map(|(_, read)| read).collect()
}

/// No two rotations read alike, by whichever of their names people see.
fn unique_to_readers(whole: &Section<'_, '_>, found: &[(At<String>, ReadRotation)]) {
    for (at, (_, read)) in found.iter().enumerate() {
        let Some(called) = &read.called else { continue };
        let mut others = found.iter().enumerate().filter(|(other, _)| *other != at);
        if others.any(|(_, (_, other))| other.rule.called() == called.value) {
            whole.page.note(called.at, ProblemCode::Duplicate, &[&called.value], "");
        }
    }
}

/// Within this, where the text says nothing.
pub(super) const HANDS_TO_WITHIN: Target = Target::BusinessDays(1);

/// The rotation handed to, and within which time the first attempt is owed there; `"off"` is the same as saying nothing.
fn hands_to(section: &Section<'_, '_>) -> Option<(At<String>, Target)> {
    let within = unless_off(section, "hands_to_within");
    let name = section.text("hands_to").filter(|name| name.value != "off");
    if name.is_none() && within.is_some() {
        let at = section.place_of("hands_to_within");
        section.bad_value(at, "hands_to_within", "hands_to", "off");
    }
    Some((name?, within.unwrap_or(HANDS_TO_WITHIN)))
}

fn rotation(section: Section<'_, '_>, registry: &Registry) -> Option<(At<String>, ReadRotation)> {
    let name = section.required("name", section.text("name"));
    let named = name.as_ref().map(|name| name.value.clone());
    let called = section
        .text("called")
        .filter(|called| Some(&called.value) != named.as_ref());
    let when = matching(&section, registry);
    let calendar = section.required("calendar", section.text("calendar"));
    let open_work_max = section.required("open_work_max", section.count("open_work_max", 1..=OPEN_WORK_MAX));
    let fallback = section.required("fallback", sense::role(&section, "fallback", &[]));
    let take_by = unless_off(&section, "take_by");
    let onward = hands_to(&section);
    section.finish();
    let (name, calendar) = (name?, calendar?);
    let rule = RotationRule {
        name: name.value.clone(),
        called: called.as_ref().map(|called| called.value.clone()),
        when: when?,
        calendar: calendar.value.clone(),
        open_work_max: open_work_max?,
        fallback: fallback?,
        take_by,
        hands_to: onward.as_ref().map(|(rotation, within)| HandsTo {
            rotation: rotation.value.clone(),
            within: *within,
        }),
    };
    let hands_to = onward.map(|(rotation, _)| rotation);
    Some((
        name,
        ReadRotation {
            rule,
            calendar,
            hands_to,
            called,
        },
    ))
}
