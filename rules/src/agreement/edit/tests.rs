use super::*;
use crate::agreement::{Agreement, STARTING};
use crate::tries::tries;
use proptest::prelude::*;

const WHOLE: &str = include_str!("../../../tests/whole_agreement.toml");

fn set(pointer: &str, literal: Literal) -> Edit {
    Edit::Set(Place::read(pointer), literal)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    edit(text, edits, Some(text)).unwrap()
}

/// The text with one spot changed by hand.
fn by_hand(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from}");
    WHOLE.replacen(from, to, 1)
}

fn text(words: &str) -> Literal {
    Literal::text(words)
}

fn texts(words: &[&str]) -> Literal {
    Literal::texts(words.iter().map(|one| (*one).to_owned()))
}

type Case = (Edit, &'static str, &'static str);

fn as_by_hand(cases: Vec<Case>) {
    for (edit, from, to) in cases {
        assert_eq!(
            edited(WHOLE, std::slice::from_ref(&edit)),
            by_hand(from, to),
            "{edit:?}"
        );
    }
}

#[test]
fn a_form_changes_the_bytes_that_a_hand_would_change() {
    as_by_hand(vec![
        (
            set("/tier/0/first_attempt", text("10m")),
            "first_attempt = \"15m\"",
            "first_attempt = \"10m\"",
        ),
        (
            set("/tier/0/after_hours", text("2h")),
            "after_hours = \"1h\"         ",
            "after_hours = \"2h\"         ",
        ),
        (
            set("/tier/0/cadence/attempts", Literal::Whole(7)),
            "attempts = 6",
            "attempts = 7",
        ),
        (
            set("/owed/sales/persistence_min", Literal::Number(0.85)),
            "persistence_min = 0.90",
            "persistence_min = 0.85",
        ),
        (
            set("/owed/marketing/per_week/request", Literal::Whole(20)),
            "request = 15,",
            "request = 20,",
        ),
        (
            set("/owed/marketing/per_week/event", Literal::Whole(5)),
            "qualified = 25 }",
            "qualified = 25, event = 5 }",
        ),
    ]);
}

#[test]
fn keys_and_entries_come_and_go_as_by_hand() {
    as_by_hand(vec![
        (Edit::Drop(Place::read("/tier/0/stretch")), "stretch = \"10m\"\n", ""),
        (
            Edit::Drop(Place::read("/tier/0/cadence/calls_min")),
            ", calls_min = 2",
            "",
        ),
        (
            set("/question/1/choices", texts(&["now", "this year", "never"])),
            "\"this quarter\", \"this year\", \"1-3 years\", \"no plan\"]",
            "\"this year\", \"never\"]",
        ),
        (
            set("/calendar/sales/exceptions/2026-12-25", Literal::List(vec![])),
            "cut = true } }",
            "cut = true }, \"2026-12-25\" = [] }",
        ),
        (
            set("/escalation/request/0/at", text("50%")),
            "at = \"66%\"",
            "at = \"50%\"",
        ),
        (
            set("/rotation/1/take_by", text("5m")),
            "fallback = \"sales_manager\"\n\n[escalation]",
            "fallback = \"sales_manager\"\ntake_by = \"5m\"\n\n[escalation]",
        ),
        (
            Edit::Add(
                Place::read("/ideal"),
                vec![("name".into(), text("known")), ("when".into(), text("has(lead.city)"))],
            ),
            "when = \"lead.country in ['DE', 'AT']\"\n",
            "when = \"lead.country in ['DE', 'AT']\"\n[[ideal]]\nname = \"known\"\nwhen = \"has(lead.city)\"\n",
        ),
    ]);
}

#[test]
fn an_entry_goes_up_with_the_comment_on_it_and_comes_back() {
    let up = [Edit::Up(Place::read("/tier/3"))];
    let moved = edited(WHOLE, &up);
    let (event, again) = (moved.find("name = \"event\""), moved.find("name = \"return\""));
    assert!(event < again && moved.contains("# a list collected at most two days ago"));
    assert!(moved.contains("# --- How fast, and how often: the first tier that matches is taken"));
    assert_eq!(edited(&moved, &up), WHOLE);
    let rung = [Edit::Up(Place::read("/escalation/other/1"))];
    assert_eq!(edited(&edited(WHOLE, &rung), &rung), WHOLE);
}

#[test]
fn what_was_added_is_gone_again_without_a_trace() {
    let entry = vec![
        ("name".to_owned(), text("vip")),
        ("when".to_owned(), text("has(lead.city)")),
    ];
    for list in [
        "/tier",
        "/score",
        "/definition/1/requires",
        "/ideal",
        "/feedback/reason",
        "/rotation",
    ] {
        let list = Place::read(list);
        let there = count(WHOLE, &list).unwrap();
        let more = edited(WHOLE, &[Edit::Add(list.clone(), entry.clone())]);
        assert_eq!(count(&more, &list), Ok(there + 1), "{list}");
        assert_eq!(edited(&more, &[Edit::Drop(list.at(there))]), WHOLE, "{list}");
    }
    let calendar = Place::read("/calendar/late");
    let more = edited(WHOLE, &[Edit::Begin(calendar.clone(), entry)]);
    assert_eq!(edited(&more, &[Edit::Drop(calendar)]), WHOLE);
    let goal = [set("/goal/quarter", text("2027-Q1"))];
    assert!(
        edit(STARTING, &goal, None)
            .unwrap()
            .contains("[goal]\nquarter = \"2027-Q1\"")
    );
}

#[test]
fn comments_inside_of_lists_stay() {
    let list = "a = [\n  \"x\", # first\n  \"y\", # second\n  \"z\"  # third\n]\n";
    let now = |to: &[&str]| edited(list, &[set("/a", texts(to))]);
    for to in [
        &["x", "y"][..],
        &["y", "z"],
        &[],
        &["z"],
        &["q"],
        &["x", "q", "z"],
        &["x", "y", "z", "w"],
    ] {
        let after = now(to);
        for comment in ["# first", "# second", "# third"] {
            assert!(after.contains(comment), "{after}");
        }
        assert_eq!(said(&after, &Place::read("/a")), Ok(Some(texts(to))), "{after}");
    }
}

#[test]
fn what_cannot_be_changed_well_is_left_alone() {
    let dotted = "tier.a = 1\n";
    let refused = edit(dotted, &[set("/tier/b", Literal::Whole(1))], None);
    assert_eq!(refused, Err(Unwritten::OnlyAsText));
    assert_eq!(edit("a = ", &[], None), Ok("a = ".to_owned()));
    assert_eq!(
        edit("a = ", &[set("/a", Literal::Whole(1))], None),
        Err(Unwritten::NotToml)
    );
}

#[test]
fn a_place_of_the_text_tells_which_value_it_is() {
    let of = |words: &str| {
        let at = WHOLE.find(words).unwrap();
        let before = &WHOLE[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        place_at(WHOLE, line as u32, column as u32).unwrap().to_string()
    };
    assert_eq!(of("\"15m\""), "/tier/0/first_attempt");
    assert_eq!(of("\"2bd\", \"3bd\"]"), "/tier/0/cadence/gaps/4");
    assert_eq!(of("first_attempt = \"2h\""), "/tier/1/first_attempt");
    assert_eq!(of("[[rotation]]"), "/rotation/0");
}

/// Every value of the text that a form may change, with its place.
fn leaves(text: &str) -> Vec<(Place, Literal)> {
    fn walk(place: &Place, literal: &Literal, all: &mut Vec<(Place, Literal)>) {
        match literal {
            Literal::Table(entries) => entries
                .iter()
                .for_each(|(key, value)| walk(&place.key(key), value, all)),
            Literal::List(list) if list.iter().any(|one| matches!(one, Literal::Table(_))) => {
                list.iter()
                    .enumerate()
                    .for_each(|(at, value)| walk(&place.at(at), value, all));
            }
            leaf => all.push((place.clone(), leaf.clone())),
        }
    }
    let mut all = Vec::new();
    let root = said(text, &Place::default()).unwrap().unwrap();
    walk(&Place::default(), &root, &mut all);
    all
}

fn comments(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.find("# ").map(|at| &line[at..]))
        .collect()
}

fn other(literal: &Literal, salt: u32) -> Literal {
    match literal {
        Literal::Text(_) => Literal::Text(format!("new \"{salt}\" \\ # no comment\n")),
        Literal::Whole(whole) => Literal::Whole(whole + i64::from(salt) + 1),
        Literal::Number(number) => Literal::Number(number + f64::from(salt) + 0.5),
        Literal::Flag(flag) => Literal::Flag(!flag),
        Literal::List(list) => {
            let mut list: Vec<Literal> = list.iter().skip((salt % 3) as usize).cloned().collect();
            list.extend((0..salt % 4).map(|n| Literal::Text(format!("more {n}"))));
            Literal::List(list)
        }
        Literal::Table(_) => literal.clone(),
    }
}

proptest! {
    #![proptest_config(tries(80, 5_000))]

    /// A value changed and changed back gives the same bytes; meanwhile nothing else moved and every comment is there.
    #[test]
    fn there_and_back_is_the_same_text(picks in prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 1..8)) {
        let all = leaves(WHOLE);
        let mut picked: Vec<(Place, Literal, u32)> = Vec::new();
        for (index, salt) in picks {
            let (place, literal) = index.get(&all);
            if !picked.iter().any(|(known, ..)| known == place) {
                picked.push((place.clone(), literal.clone(), salt % 50));
            }
        }
        let there: Vec<Edit> = picked.iter().map(|(place, literal, salt)| Edit::Set(place.clone(), other(literal, *salt))).collect();
        let back: Vec<Edit> = picked.iter().map(|(place, literal, _)| Edit::Set(place.clone(), literal.clone())).collect();
        let changed = edit(WHOLE, &there, Some(WHOLE)).unwrap();
        for edit in &there {
            let Edit::Set(place, literal) = edit else { unreachable!() };
            let now = said(&changed, place).unwrap().unwrap();
            prop_assert!(now.says_as(literal), "{place}: {now:?}");
        }
        let untouched = all.iter().filter(|(place, _)| !picked.iter().any(|(known, ..)| known == place));
        let now: std::collections::BTreeMap<Place, Literal> = leaves(&changed).into_iter().collect();
        for (place, literal) in untouched {
            prop_assert_eq!(now.get(place), Some(literal));
        }
        for comment in comments(WHOLE) {
            prop_assert!(changed.contains(comment), "{}", comment);
        }
        prop_assert_eq!(edit(&changed, &back, Some(WHOLE)).unwrap(), WHOLE);
    }

    /// Entries of a list of tables in any order hold the same comments, and nothing of the rest moves.
    #[test]
    fn entries_in_any_order_keep_all_bytes(moves in prop::collection::vec((0usize..6, 1usize..20), 1..12)) {
        let lists = ["/tier", "/score", "/question", "/feedback/reason", "/definition/1/requires", "/rotation"];
        let mut text = WHOLE.to_owned();
        let mut undo = Vec::new();
        for (list, at) in moves {
            let list = Place::read(lists[list]);
            let many = count(&text, &list).unwrap();
            let up = Edit::Up(list.at(1 + at % (many - 1)));
            text = edit(&text, std::slice::from_ref(&up), None).unwrap();
            undo.push(up);
        }
        let mut sorted: (Vec<&str>, Vec<&str>) = (text.lines().collect(), WHOLE.lines().collect());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        prop_assert_eq!(&sorted.0, &sorted.1, "the same lines");
        undo.reverse();
        prop_assert_eq!(edit(&text, &undo, None).unwrap(), WHOLE);
    }
}

#[test]
fn the_starting_text_is_edited_too() {
    let edits = [
        set("/tier/0/first_attempt", text("20m")),
        set("/review/meeting", text("tue 09:30")),
    ];
    let text = edit(STARTING, &edits, Some(STARTING)).unwrap();
    assert_eq!(
        text,
        STARTING
            .replacen("\"15m\"", "\"20m\"", 1)
            .replace("mon 10:00", "tue 09:30")
    );
    assert!(Agreement::load_plain(&text).is_ok());
}
