//! What a form sent of one thing, and what of it goes into the text.

use super::clause;
use super::rename::stands;
use super::shape::{Key, Shape, Thing};
use crate::agreed::per_cent;
use rules::agreement::edit::{Edit, Literal, Place, count};
use rules::fields::Registry;
use std::collections::BTreeMap;

/// Most values that one form sends.
const VALUES_MAX: usize = 2_000;

/// Names and values in the order that they were sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// What a form sent; lines end as they do in files.
    pub(super) fn of(sent: Vec<(String, String)>) -> Self {
        let clean = |(name, value): (String, String)| (name, value.replace("\r\n", "\n"));
        Self(sent.into_iter().take(VALUES_MAX).map(clean).collect())
    }

    /// The first value of a name; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a name.
    pub(super) fn all<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t str> {
        let of = |(known, value): &'t (String, String)| (known == name).then_some(value.as_str());
        let all: Vec<&'t str> = self.0.iter().filter_map(of).collect();
        all.into_iter()
    }
}

/// What is wrong with what was typed: a key of the words.
pub(super) type Wrong = &'static str;
/// Everything wrong, by the input's name.
pub(super) type Wrongs = BTreeMap<String, Wrong>;

/// A literal as the input shows it.
pub(super) fn shown(shape: &Shape, literal: Option<&Literal>) -> String {
    match (shape, literal) {
        (_, None) => String::new(),
        (Shape::Share, Some(Literal::Number(share))) => share_shown(*share),
        (Shape::Share, Some(Literal::Whole(share))) => plain(*share as f64 * 100.0),
        (Shape::Amount, Some(Literal::Whole(minor))) if minor % 100 == 0 => (minor / 100).to_string(),
        (Shape::Amount, Some(Literal::Whole(minor))) => format!("{}.{:02}", minor / 100, minor % 100),
        (Shape::Commas, Some(literal)) => texts(literal).join(", "),
        (Shape::Lines | Shape::AnyOf(_), Some(literal)) => texts(literal).join("\n"),
        (Shape::Dates, Some(Literal::Table(dates))) => {
            let dates: Vec<String> = dates.iter().map(|(date, day)| date_shown(date, day)).collect();
            dates.join("\n")
        }
        (_, Some(Literal::Text(text))) => text.clone(),
        (_, Some(Literal::Whole(whole))) => whole.to_string(),
        (_, Some(Literal::Number(number))) => plain(*number),
        (_, Some(Literal::Flag(flag))) => flag.to_string(),
        _ => String::new(),
    }
}

/// In per cent. What is less than one carries its sign: it is typed so, too.
fn share_shown(share: f64) -> String {
    match is_small(share) {
        true => format!("{} %", per_cent(share)),
        false => per_cent(share),
    }
}

/// More than nothing and less than one per cent.
fn is_small(share: f64) -> bool {
    share > 0.0 && share < 0.01
}

fn plain(number: f64) -> String {
    format!("{number}")
}

pub(super) fn texts(literal: &Literal) -> Vec<String> {
    match literal {
        Literal::List(list) => list.iter().filter_map(|one| one.as_text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// `2026-12-24 09:00-12:00`, `2026-12-31 closed cut`.
fn date_shown(date: &str, day: &Literal) -> String {
    let (windows, cut) = match day {
        Literal::Table(_) => (
            day.get("windows").map(texts).unwrap_or_default(),
            day.get("cut") == Some(&Literal::Flag(true)),
        ),
        list => (texts(list), false),
    };
    let hours = if windows.is_empty() {
        "closed".to_owned()
    } else {
        windows.join(", ")
    };
    format!("{date} {hours}{}", if cut { " cut" } else { "" })
}

fn dates(text: &str) -> Result<Option<Literal>, Wrong> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let all = lines.map(date).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Literal::Table(all)).filter(|_| !text.trim().is_empty()))
}

fn date(line: &str) -> Result<(String, Literal), Wrong> {
    let mut words = line.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    let date = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let hours = rest.iter().filter(|word| !["closed", "cut"].contains(word));
    let windows = Literal::texts(hours.map(|word| (*word).to_owned()));
    if rest.is_empty() {
        return Err("edit-wrong-dates");
    }
    let day = match rest.contains(&"cut") {
        true => Literal::Table(vec![("windows".into(), windows), ("cut".into(), Literal::Flag(true))]),
        false => windows,
    };
    Ok((date.to_owned(), day))
}

/// What an input says; `None` where it says nothing. What was not changed stays what it is, to the last digit.
pub(super) fn read(
    key: &Key,
    typed: &Typed,
    now: Option<&Literal>,
    fields: &Registry,
) -> Result<Option<Literal>, Wrong> {
    let name = key.path.as_str();
    let text = typed.get(name).trim();
    match &key.shape {
        Shape::Clause { always, .. } => clause::read(typed, name, now, fields, *always),
        Shape::Steps => Ok(steps(typed, name, now)),
        Shape::Flag => Ok(flag(typed.get(name) == "yes", now)),
        Shape::AnyOf(_) => Ok(any_of(typed, name, now)),
        shape if text == shown(shape, now) => Ok(now.cloned()),
        _ if text.is_empty() => Ok(None),
        Shape::Whole => whole(text).map(|whole| Some(Literal::Whole(whole))),
        Shape::Number => number(text).map(|number| Some(Literal::Number(number))),
        Shape::Share => share(text).map(|share| Some(Literal::Number(share))),
        Shape::Amount => amount(text).map(|minor| Some(Literal::Whole(minor))),
        Shape::Currency => Ok(Some(Literal::Text(text.to_uppercase()))),
        Shape::Lines => Ok(listed(text, '\n')),
        Shape::Commas => Ok(listed(text, ',')),
        Shape::Dates => dates(text),
        Shape::Line | Shape::Length | Shape::OneOf(_) | Shape::Named(_) | Shape::Role => Ok(Some(Literal::text(text))),
    }
}

/// A tick that was not there is not written as a no.
fn flag(ticked: bool, now: Option<&Literal>) -> Option<Literal> {
    match (ticked, now) {
        (true, _) => Some(Literal::Flag(true)),
        (false, Some(Literal::Flag(false))) => now.cloned(),
        (false, _) => None,
    }
}

/// What stays, in its order; then what is new.
fn any_of(typed: &Typed, name: &str, now: Option<&Literal>) -> Option<Literal> {
    let ticked: Vec<&str> = typed.all(name).collect();
    let before = now.map(texts).unwrap_or_default();
    let stays = before.iter().filter(|one| ticked.contains(&one.as_str())).cloned();
    let new = ticked.iter().filter(|one| !before.iter().any(|known| known == **one));
    let all: Vec<String> = stays.chain(new.map(|one| (*one).to_owned())).collect();
    (now.is_some() || !all.is_empty()).then(|| Literal::texts(all))
}

fn listed(text: &str, parted_by: char) -> Option<Literal> {
    let parts = text.split(parted_by).map(str::trim).filter(|part| !part.is_empty());
    Some(Literal::texts(parts.map(str::to_owned))).filter(|list| *list != Literal::List(Vec::new()))
}

fn whole(text: &str) -> Result<i64, Wrong> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits.parse().map_err(|_| "edit-wrong-whole")
}

pub(super) fn number(text: &str) -> Result<f64, Wrong> {
    let bare = text.trim().trim_end_matches('%').trim();
    let number = bare.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or("edit-wrong-number")
}

/// Per cent as a share, to the last digit that was typed. A number below 1 is likely meant as a share, so it says that it
/// is not by its sign.
fn share(text: &str) -> Result<f64, Wrong> {
    let bare = text.trim_end_matches('%').trim();
    number(bare)?;
    // the point is moved in the text: a hundredth of 33.3 as a number would be 0.33299999999999996
    let share: f64 = format!("{bare}e-2").parse().map_err(|_| "edit-wrong-number")?;
    match share {
        share if !(0.0..=1.0).contains(&share) => Err("edit-wrong-share"),
        share if is_small(share) && !text.ends_with('%') => Err("edit-wrong-share-small"),
        share => Ok(share),
    }
}

/// Money in whole units with at most two decimals, as minor units.
fn amount(text: &str) -> Result<i64, Wrong> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let (units, cents) = bare.split_once('.').unwrap_or((&bare, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if units.is_empty() || units.len() > 13 || cents.len() > 2 || !digits(units) || !digits(cents) {
        return Err("edit-wrong-amount");
    }
    format!("{units}{cents:0<2}").parse().map_err(|_| "edit-wrong-amount")
}

fn steps(typed: &Typed, name: &str, now: Option<&Literal>) -> Option<Literal> {
    let row = |n: usize| {
        let (at, tell) = (format!("{name}.{n}.at"), format!("{name}.{n}.tell"));
        let (at, tell) = (typed.get(&at).trim(), typed.get(&tell));
        let table = vec![("at".into(), Literal::text(at)), ("tell".into(), Literal::text(tell))];
        (!at.is_empty()).then_some(Literal::Table(table))
    };
    let all: Vec<Literal> = (0..STEPS_MAX).filter_map(row).collect();
    match all.is_empty() {
        true => now.cloned().filter(|now| *now == Literal::List(Vec::new())),
        false => Some(Literal::List(all)),
    }
}

/// Most steps of an escalation in a form.
pub(super) const STEPS_MAX: usize = 12;

/// The place of a key of a thing.
pub(super) fn place_of(thing: &Place, key: &Key) -> Place {
    key.path.split('/').fold(thing.clone(), |place, step| place.key(step))
}

type Read = Vec<(String, Option<Literal>)>;

/// Everything that was typed of a thing, by key; what is wrong with it instead.
fn all_read(text: &str, thing: &Thing, typed: &Typed, fields: &Registry) -> Result<Read, Wrongs> {
    let (mut right, mut wrong) = (Vec::new(), Wrongs::new());
    for key in &thing.keys {
        let now = stands(text, thing, key);
        match read(key, typed, now.as_ref(), fields) {
            Ok(literal) => right.push((key.path.clone(), literal)),
            Err(problem) => drop(wrong.insert(key.path.clone(), problem)),
        }
    }
    if wrong.is_empty() { Ok(right) } else { Err(wrong) }
}

/// Keys with a table of their own come together; a table of nothing is nothing.
fn grouped(read: Read) -> Read {
    let mut all: Read = Vec::new();
    for (path, literal) in read {
        let Some((table, key)) = path.split_once('/') else {
            all.push((path, literal));
            continue;
        };
        if !all.iter().any(|(known, _)| known == table) {
            all.push((table.to_owned(), None));
        }
        let Some((_, group)) = all.iter_mut().find(|(known, _)| known == table) else {
            continue;
        };
        if let Some(literal) = literal {
            match group {
                Some(Literal::Table(entries)) => entries.push((key.to_owned(), literal)),
                _ => *group = Some(Literal::Table(vec![(key.to_owned(), literal)])),
            }
        }
    }
    all
}

/// The edits that make a thing say what was typed.
pub(super) fn edits(text: &str, thing: &Thing, typed: &Typed, fields: &Registry) -> Result<Vec<Edit>, Wrongs> {
    let all = grouped(all_read(text, thing, typed, fields)?);
    let nothing = all.iter().all(|(_, literal)| literal.is_none());
    if nothing && !thing.place.0.is_empty() {
        return Ok(vec![Edit::Drop(thing.place.clone())]);
    }
    let edit = |(key, literal): (String, Option<Literal>)| {
        let place = thing.place.key(&key);
        match literal {
            Some(literal) => Edit::Set(place, literal),
            None => Edit::Drop(place),
        }
    };
    Ok(all.into_iter().map(edit).collect())
}

/// The edits that add a thing.
pub(super) fn added(text: &str, thing: &Thing, typed: &Typed, fields: &Registry) -> Result<Vec<Edit>, Wrongs> {
    let all = grouped(all_read(text, thing, typed, fields)?);
    let mut said: Vec<(String, Literal)> = all
        .into_iter()
        .filter_map(|(key, literal)| Some((key, literal?)))
        .collect();
    if thing.kind == "accepted" {
        return Ok(accepted(text, thing, said));
    }
    if thing.kind != "calendar" {
        return Ok(vec![Edit::Add(thing.place.clone(), said)]);
    }
    let name = typed.get("calendar_name").trim();
    said.retain(|(key, _)| key != "calendar_name");
    if name.is_empty() {
        return Err(Wrongs::from([("calendar_name".to_owned(), "edit-wrong-name")]));
    }
    Ok(vec![Edit::Begin(thing.place.key(name), said)])
}

/// The definition of an accepted lead, and its first clause below it.
fn accepted(text: &str, thing: &Thing, said: Vec<(String, Literal)>) -> Vec<Edit> {
    let (own, clause): (Vec<_>, Vec<_>) = said.into_iter().partition(|(key, _)| key == "owner");
    let stage = ("stage".to_owned(), Literal::text("sal"));
    let at = count(text, &thing.place).unwrap_or_default();
    vec![
        Edit::Add(thing.place.clone(), [vec![stage], own].concat()),
        Edit::Add(thing.place.at(at).key("requires"), clause),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back_as_it_was() {
        let cases = [
            (Shape::Share, Literal::Number(0.95), "95"),
            (Shape::Share, Literal::Number(0.333), "33.3"),
            (Shape::Share, Literal::Whole(1), "100"),
            (Shape::Amount, Literal::Whole(40_000_000), "400000"),
            (Shape::Amount, Literal::Whole(1_005), "10.05"),
            (
                Shape::Commas,
                Literal::texts(["0m".to_owned(), "2h".to_owned()]),
                "0m, 2h",
            ),
            (Shape::Flag, Literal::Flag(true), "true"),
        ];
        for (shape, literal, written) in cases {
            assert_eq!(shown(&shape, Some(&literal)), written);
        }
    }

    #[test]
    fn per_cent_is_read_as_it_is_meant() {
        assert_eq!(share("95"), Ok(0.95));
        assert_eq!(share("33.3"), Ok(0.333));
        assert_eq!(share("100 %"), Ok(1.0));
        assert_eq!(share("0.95 %"), Ok(0.0095));
        assert_eq!(share("0"), Ok(0.0));
        assert_eq!(share("0.95"), Err("edit-wrong-share-small"));
        assert_eq!(share("120"), Err("edit-wrong-share"));
        assert_eq!(share("-5"), Err("edit-wrong-share"));
        assert_eq!(share("much"), Err("edit-wrong-number"));
        assert_eq!(shown(&Shape::Share, Some(&Literal::Number(0.0095))), "0.95 %");
    }

    #[test]
    fn money_is_read_to_the_cent() {
        assert_eq!(amount("400 000"), Ok(40_000_000));
        assert_eq!(amount("10.5"), Ok(1_050));
        assert_eq!(amount("10.05"), Ok(1_005));
        for wrong in ["", "1,000.00", "1.234", "-1", "a"] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_are_a_line_each() {
        let text = "2026-12-24 09:00-12:00, 13:00-14:00\n2026-12-25 closed\n2026-12-31 closed cut";
        let read = dates(text).unwrap();
        assert_eq!(shown(&Shape::Dates, read.as_ref()), text);
        assert_eq!(dates(" \n"), Ok(None));
        assert!(dates("2026-12-24").is_err());
    }
}
