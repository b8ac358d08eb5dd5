//! A rotation that is called otherwise: it is the same one, with its members, its rota, its turns and its leads.

use crate::house::{House, at};
use rules::agreement::change::{Change, Kind, Value, changes, kind};
use rules::agreement::{Agreement, ProblemCode, STARTING, Side};
use rules::ask::{OfDuty, OfTeam};
use rules::decide::InForce;
use rules::fact::{Block, Stretch};
use rules::roster::Duty;
use std::sync::Arc;

fn renamed(called: &str) -> String {
    STARTING.replacen(
        "name = \"DACH\"\n",
        &format!("name = \"DACH\"\ncalled = \"{called}\"\n"),
        1,
    )
}

/// Another text comes into force.
fn under(house: &mut House, text: &str) {
    let agreement = Agreement::load_plain(text).expect("it loads");
    house.world.in_force = Arc::new(InForce { version: 2, agreement });
}

#[test]
fn its_members_turns_and_rota_stay_when_it_is_called_otherwise_and_when_it_no_longer_is() {
    let mut house = House::open(3);
    let blocks = vec![Block {
        when: Stretch {
            day: 2,
            from: 9 * 60,
            to: 17 * 60,
        },
        on: house.reps[..2].to_vec(),
    }];
    let rotation = "DACH".to_owned();
    let command = OfDuty::SetRota { rotation, blocks };
    house.by(house.manager, command).expect("set");
    let first = house.demo("one");
    let turns = house.world.turns["DACH"].clone();
    under(&mut house, &renamed("DACH North"));
    let rule = &house.world.in_force.agreement.rotations[0];
    assert_eq!((rule.name.as_str(), rule.called()), ("DACH", "DACH North"));
    let second = house.demo("two");
    assert_eq!(house.handoff(second).rotation, house.handoff(first).rotation);
    let (one, two) = (house.owner(first), house.owner(second));
    assert!(
        one != two && house.reps[..2].contains(&two),
        "the next in turn of those on duty"
    );
    assert_ne!(house.world.turns["DACH"], turns, "its turns go on");
    let third = house.reps[2];
    assert_eq!(house.world.roster.duty("DACH", None, third, house.now), Duty::OffBlock);
    // it is known by its own name to whoever changes it
    let member = |rotation: &str| OfTeam::SetMember {
        rotation: rotation.to_owned(),
        user: third,
        weight: 2,
    };
    house.by(house.manager, member("DACH")).expect("set");
    let refused = house.by(house.manager, member("DACH North")).expect_err("no such one");
    assert_eq!(refused.code, "unknown_rotation");
    // a trial that ends gives the old name back, and nothing was moved
    under(&mut house, STARTING);
    assert_eq!(house.world.roster.rotations["DACH"].len(), 3);
    house.now = at("2026-03-04T16:00:00+01:00");
    let last = house.demo("three");
    assert_eq!(house.handoff(last).rotation, "DACH");
}

#[test]
fn it_is_told_as_another_name_and_is_sales_own() {
    let old = Agreement::starting().expect("it loads");
    let new = Agreement::load_plain(&renamed("DACH North")).expect("it loads");
    let found = changes(&old, &new);
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    assert_eq!(
        found,
        [Change::Term {
            area: rules::agreement::change::Area::Rotation,
            of: vec!["DACH North".to_owned()],
            key: "called",
            old: text("DACH"),
            new: text("DACH North"),
        }]
    );
    assert_eq!(kind(&found), Some(Kind::Own(Side::Sales)));
    let same = Agreement::load_plain(&renamed("DACH")).expect("it loads");
    assert_eq!(changes(&old, &same), [Change::Bytes], "called as it is named");
    // what is said of it besides is said under the name that people read
    let more = renamed("DACH North").replacen("open_work_max = 25", "open_work_max = 20", 1);
    let more = changes(&old, &Agreement::load_plain(&more).expect("it loads"));
    let of = |change: &Change| matches!(change, Change::Term { of, .. } if of == &["DACH North"]);
    assert!(more.len() == 2 && more.iter().all(of), "{more:?}");
}

#[test]
fn no_two_rotations_read_alike() {
    let told = |text: &str| Agreement::load_plain(text).expect_err("refused")[0].code;
    assert_eq!(told(&renamed("everyone else")), ProblemCode::Duplicate);
}
