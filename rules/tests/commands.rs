//! What is asked is written as ever: an ask that is sent once more, to a program that was upgraded meanwhile, is known
//! again by the hash of what was asked.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where it must")]

use rules::ask::{
    Ask, Command, OfAccount, OfAgreement, OfCompany, OfDeal, OfDuty, OfFields, OfHandoff, OfLead, OfLetter, OfPattern,
    OfTeam, prepare,
};
use rules::fact::{Actor, Origin};
use rules::{Id, Instant};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// One of each, as they were always written.
const COMMANDS: &str = include_str!("data/commands.jsonl");

fn read(line: &str) -> Command {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[test]
fn every_command_is_read_and_written_to_the_same_bytes() {
    for line in COMMANDS.lines() {
        let written = serde_json::to_string(&read(line)).expect("written");
        assert_eq!(written, line);
    }
}

#[test]
fn the_hash_of_what_was_asked_is_the_same_as_ever() {
    let line = COMMANDS
        .lines()
        .find(|line| line.contains("\"take_out\""))
        .expect("listed");
    let ask = Ask {
        id: Id::default(),
        actor: Actor::System,
        scopes: Vec::new(),
        at: Instant(0),
        origin: Origin::Live,
        command: read(line),
    };
    let hash = prepare(ask).expect("sound").body_hash;
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "f417722feafdb258a4631505f7d18bc5d2aacae23ad8b031de5a440d7cb00353");
}

/// The names that a group reads, as it tells them to whoever asks for another.
fn names<T: DeserializeOwned + Debug>() -> Vec<String> {
    let told = serde_json::from_str::<T>("{\"do\":\"\"}")
        .expect_err("no such command")
        .to_string();
    told.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_command_of_every_group_stands_here() {
    let groups = [
        names::<OfLead>(),
        names::<OfHandoff>(),
        names::<OfDeal>(),
        names::<OfPattern>(),
        names::<OfTeam>(),
        names::<OfDuty>(),
        names::<OfCompany>(),
        names::<OfAgreement>(),
        names::<OfFields>(),
        names::<OfAccount>(),
        names::<OfLetter>(),
    ];
    let known: BTreeSet<String> = groups.concat().into_iter().collect();
    assert_eq!(known.len(), groups.concat().len(), "a name stands in two groups");
    let first = |line: &str| line.split('"').nth(3).map(str::to_owned);
    let here: BTreeSet<String> = COMMANDS.lines().filter_map(first).collect();
    assert_eq!(here, known);
}
