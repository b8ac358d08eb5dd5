//! Which changes a reader of page one sees there, and which stand in the annex alone.

use super::sheet::{CALENDARS_SHOWN, CLAUSES_SHOWN, ROTATIONS_SHOWN, TIERS_SHOWN, escalated, owed_weekly};
use super::{Saying, sentences};
use rules::agreement::change::{Area, Change, changes};
use rules::agreement::{Agreement, RotationRule};
use std::collections::BTreeSet;

/// What page one names of lists that may be longer than it has room for.
struct Shown {
    /// By part and name, a clause with its stage before it.
    names: BTreeSet<(Area, Vec<String>)>,
    /// Rotations that hold leads for one rep.
    held: BTreeSet<String>,
    /// Rotations that hand on.
    onward: BTreeSet<String>,
    /// Rotations that are handed on to, or named so above.
    called: BTreeSet<String>,
    /// Tiers that go to the next in turn untried.
    untried: BTreeSet<String>,
}

impl Shown {
    fn of(agreement: &Agreement) -> Self {
        let rotations = |is: fn(&RotationRule) -> bool| {
            let all = agreement.rotations.iter().filter(move |rule| is(rule));
            all.take(ROTATIONS_SHOWN).map(|rule| rule.called().to_owned()).collect()
        };
        let (held, onward): (BTreeSet<String>, BTreeSet<String>) = (
            rotations(|rule| rule.take_by.is_some()),
            rotations(|rule| rule.hands_to.is_some()),
        );
        let onto = agreement.rotations.iter().filter(|rule| onward.contains(rule.called()));
        let onto =
            onto.filter_map(|rule| Some(agreement.rotation_called(&rule.hands_to.as_ref()?.rotation).to_owned()));
        let untried = agreement.tiers.iter().filter(|tier| tier.reassign_after.is_some());
        Self {
            names: names(agreement).collect(),
            called: onto.chain(held.iter().cloned()).chain(onward.iter().cloned()).collect(),
            held,
            onward,
            untried: untried.take(ROTATIONS_SHOWN).map(|tier| tier.name.clone()).collect(),
        }
    }

    /// Whether the term with this key of this part stands on the page.
    fn has(&self, area: Area, of: &[String], key: &str) -> bool {
        let first = of.first().map(String::as_str).unwrap_or_default();
        match (area, key) {
            (Area::Rotation, "called") => self.called.contains(first),
            (Area::Rotation, "take_by") => self.held.contains(first),
            (Area::Rotation, "hands_to" | "hands_to_within") => self.onward.contains(first),
            (Area::Tier, "reassign_after") => self.untried.contains(first),
            (Area::Clause | Area::Tier | Area::Calendar | Area::Escalation | Area::Marketing, _) => {
                of.is_empty() || self.names.contains(&(area, of.to_vec()))
            }
            _ => true,
        }
    }
}

fn names(agreement: &Agreement) -> impl Iterator<Item = (Area, Vec<String>)> {
    let one = |area: Area, name: &str| (area, vec![name.to_owned()]);
    let clauses = agreement.definitions.iter().flat_map(|definition| {
        let shown = definition.clauses.iter().take(CLAUSES_SHOWN);
        let stage = definition.stage.code().to_owned();
        shown.map(move |clause| (Area::Clause, vec![stage.clone(), clause.name.clone()]))
    });
    let tiers = agreement.tiers.iter().take(TIERS_SHOWN);
    let tiers = tiers.map(move |tier| one(Area::Tier, &tier.name));
    let calendars = agreement.calendars.keys().take(CALENDARS_SHOWN);
    let calendars = calendars.map(move |name| one(Area::Calendar, name));
    let escalated = escalated(agreement).into_iter().take(TIERS_SHOWN);
    let escalated = escalated.map(move |(tier, _)| one(Area::Escalation, tier));
    let weekly = owed_weekly(agreement).into_iter().take(TIERS_SHOWN);
    let weekly = weekly.map(move |(tier, _)| one(Area::Marketing, tier));
    clauses.chain(tiers).chain(calendars).chain(escalated).chain(weekly)
}

/// Whether a change makes a sentence of page one read otherwise. A clause stands there by its name.
fn stands(change: &Change, old: &Shown, new: &Shown) -> bool {
    match change {
        Change::New(thing) => is_shown(thing.area, &thing.of, &thing.terms, new),
        Change::Gone(thing) => is_shown(thing.area, &thing.of, &thing.terms, old),
        Change::Order {
            area,
            within,
            old: was,
            new: is,
        } => order_stands(*area, within, (was, is), new),
        Change::Term {
            area,
            of,
            key,
            new: said,
            ..
        } => {
            // what is said no more stood where it was said before
            let on_page = new.has(*area, of, key) || (said.is_none() && old.has(*area, of, key));
            is_said(*area, key) && on_page
        }
        Change::Bytes => false,
    }
}

/// Whether all that came or went with a thing stands on the page. Of what stands there in part, the annex tells too.
fn is_shown<T>(area: Area, of: &[String], terms: &[(&'static str, T)], shown: &Shown) -> bool {
    terms
        .iter()
        .all(|(key, _)| is_said(area, key) && shown.has(area, of, key))
}

/// Whether the order of what is shown is another.
fn order_stands(area: Area, within: &[String], (was, is): (&[String], &[String]), shown: &Shown) -> bool {
    let seen = |name: &&String| {
        let of: Vec<String> = within.iter().chain([*name]).cloned().collect();
        shown.has(area, &of, "")
    };
    let shown_of = |names: &[String]| -> Vec<String> { names.iter().filter(seen).cloned().collect() };
    matches!(area, Area::Clause | Area::Tier) && shown_of(was) != shown_of(is)
}

fn is_annex(area: Area) -> bool {
    use Area::*;
    matches!(
        area,
        Expected | Ideal | Score | Question | Handoff | Exception | Rotation | Reason
    )
}

/// Whether page one says the term with this key.
fn is_said(area: Area, key: &str) -> bool {
    match area {
        Area::Goal => true,
        Area::Clause | Area::Definition => false,
        Area::Tier => !["when", "stretch", "gaps"].contains(&key),
        Area::Calendar => key != "holidays",
        Area::Rotation => ["called", "take_by", "hands_to", "hands_to_within"].contains(&key),
        area => !is_annex(area),
    }
}

/// What a text changes of another that page one does not show.
#[must_use]
pub fn hidden(old: &Agreement, new: &Agreement) -> Vec<Change> {
    let (was, is) = (Shown::of(old), Shown::of(new));
    let all = changes(old, new).into_iter();
    all.filter(|change| !stands(change, &was, &is)).collect()
}

/// The same in sentences.
#[must_use]
pub fn annex(say: &Saying<'_>, old: &Agreement, new: &Agreement) -> Vec<String> {
    sentences(say, &hidden(old, new))
}
