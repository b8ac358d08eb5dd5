//! One sample of every (kind, version) ever released lies in `schema/facts/`; all of them are read and folded here.
#![allow(clippy::disallowed_methods, reason = "the samples are files of this repository")]

mod samples;

use rules::agreement::Stage;
use rules::fact::*;
use rules::lead::{Lead, deadlines};
use samples::{all, at, id, of_lead};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schema/facts")
}

#[test]
fn every_sample_ever_released_reads_as_it_was_meant() {
    let bodies = all();
    for body in &bodies {
        let (kind, v, text) = body.write().unwrap();
        let path = folder().join(format!("{kind}.v{v}.json"));
        let stored = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no sample of {kind} v{v}"));
        assert_eq!(&upcast(&kind, v, stored.trim()).unwrap(), body, "{kind}");
        assert_eq!(
            stored.trim(),
            text,
            "{kind} is written otherwise than it was released: give it a new version"
        );
    }
    let files = std::fs::read_dir(folder()).unwrap().count();
    assert_eq!(files, bodies.len(), "every sample belongs to a kind that is told here");
}

#[test]
fn all_samples_about_a_lead_fold() {
    let fact = |(n, body): (usize, Body)| Fact {
        subject: Subject::lead(id(1)),
        seq: n as i64 + 1,
        origin: Origin::Live,
        occurred_at: at(n as i64),
        recorded_at: at(n as i64),
        actor: Actor::System,
        body,
    };
    let facts: Vec<Fact> = of_lead().into_iter().enumerate().map(fact).collect();
    let lead = Lead::fold(&facts).unwrap();
    assert_eq!(lead.stage, Stage::Won);
    assert_eq!(lead.seq, facts.len() as i64);
    assert!(
        deadlines(&lead).is_empty(),
        "nothing is owed once it is won and its timers are out of service"
    );
    assert!(serde_json::to_string(&lead).unwrap().len() < 16 * 1_024);
}

#[test]
fn a_newer_fact_is_refused_in_words() {
    let error = upcast("captured", 99, "{}").unwrap_err();
    assert!(error.to_string().contains("version 99"));
}

#[test]
#[ignore = "writes the samples of a new kind; run by hand"]
fn write_samples() {
    for body in all() {
        let (kind, v, text) = body.write().unwrap();
        std::fs::write(folder().join(format!("{kind}.v{v}.json")), text + "\n").unwrap();
    }
}
