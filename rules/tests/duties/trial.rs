//! Rules of rotations tried on leads of the past.

use crate::house::wednesday;
use rules::agreement::{Agreement, STARTING};
use rules::criteria::{Facets, FieldValue};
use rules::roster::{Roster, User};
use rules::routing::trial::{Past, trial};
use rules::{Id, Span};

/// The starting text with one more rotation before the last.
fn with_rotation(when: &str) -> Agreement {
    let at = STARTING.find("[[rotation]]").expect("it has rotations");
    let rule = format!(
        "[[rotation]]\nname = \"Large\"\nwhen = '{when}'\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\n\n"
    );
    let text = format!("{}{rule}{}", &STARTING[..at], &STARTING[at..]);
    Agreement::load_plain(&text).expect("it loads")
}

fn past(n: u8, employees: i64) -> Past {
    let mut facets = Facets::default();
    facets.set("company.employees", FieldValue::Number(employees as f64));
    Past {
        lead: Id([n; 16]),
        trigger: wednesday() + Span::minutes(i64::from(n)),
        facets,
        went: "then".into(),
    }
}

fn roster(rotations: &[(&str, &[(u8, u8)])]) -> Roster {
    let mut roster = Roster::default();
    for (name, members) in rotations {
        for (user, weight) in *members {
            roster.users.insert(Id([*user; 16]), User::default());
            let of = roster.rotations.entry((*name).to_owned()).or_default();
            of.insert(Id([*user; 16]), *weight);
        }
    }
    roster
}

#[test]
fn each_lead_goes_where_its_first_matching_rule_says_and_the_load_follows_the_law() {
    let before = Agreement::starting().expect("it loads");
    let after = with_rotation("company.employees >= 100.0");
    let other = before.rotations.last().expect("one").name.clone();
    let leads: Vec<Past> = (1..=40).map(|n| past(n, if n % 4 == 0 { 500 } else { 20 })).collect();
    let roster = roster(&[(&other, &[(101, 1), (102, 2)]), ("Large", &[(103, 1), (104, 1)])]);
    let found = trial(&before, &after, &roster, &leads);
    assert_eq!(found.leads.iter().filter(|one| one.is_changed()).count(), 10);
    assert_eq!(
        (found.rotations["Large"].before, found.rotations["Large"].after),
        (0, 10)
    );
    assert_eq!(
        (found.rotations[&other].before, found.rotations[&other].after),
        (40, 30)
    );
    assert_eq!((found.rotations["Large"].came, found.rotations[&other].went), (10, 10));
    assert_eq!(found.untaken, 0, "the last rule takes all");
    let load = |name: &str, user: u8| found.load[&(name.to_owned(), Id([user; 16]))];
    assert_eq!((load("Large", 103), load("Large", 104)), ((0, 5), (0, 5)));
    let (one, two) = (load(&other, 101), load(&other, 102));
    assert_eq!((one.0 + two.0, one.1 + two.1), (40, 30));
    assert!(
        (one.1 * 2 - two.1).abs() <= 2 && (one.0 * 2 - two.0).abs() <= 2,
        "by weight: {one:?} {two:?}"
    );
    assert_eq!(found, trial(&before, &after, &roster, &leads), "the same twice");
}

#[test]
fn the_same_rules_change_nothing_and_a_rotation_without_members_is_shown_with_its_leads() {
    let agreement = Agreement::starting().expect("it loads");
    let leads: Vec<Past> = (1..=9).map(|n| past(n, 20)).collect();
    let found = trial(&agreement, &agreement, &Roster::default(), &leads);
    assert!(found.leads.iter().all(|one| !one.is_changed()));
    assert!(found.load.is_empty());
    assert_eq!(found.rotations.values().map(|of| of.after).sum::<i64>(), 9);
}
