//! "Apply to running" over many clocks: how long until all have the new terms, in slices through the one door.

use crate::company::{self, Running};
use crate::{Tried, staff};
use engine::slices::go_on;
use engine::{Engine, Place, handoff, lead};
use ledger::{OnClash, Value};
use rules::agreement::STARTING;
use rules::ask::OfAgreement;
use rules::fact::Actor;
use rules::lead::Lead;
use rules::{Id, Span};
use serde_json::json;

/// Rows written at once while the house is filled.
const ROWS: u64 = 1_000;
/// One in so many clocks is worked out again, by itself.
const SAMPLE: u64 = 997;

/// Applies a version with ten minutes in place of fifteen to so many leads whose first attempt runs.
pub async fn apply(place: Place, leads: u64) -> Tried<serde_json::Value> {
    let (engine, manager) = company::open(place, Running::start()).await?;
    let sample = company::capture(&engine, "sample", engine.now()).await?;
    let sample = state(&engine, sample).await?;
    fill(&engine, &sample, leads).await?;
    let stricter = STARTING.replace("first_attempt = \"15m\"", "first_attempt = \"10m\"");
    let (head, version) = staff::agree(&engine, manager, stricter).await?;
    let begun = OfAgreement::ApplyToRunning { version, after: None };
    let begun = engine.ask(None, Actor::User(head), begun).await?;
    let act = begun["act"].as_str().and_then(|text| Id::read("act", text));
    let act = act.ok_or("no act was begun")?;
    let watch = tokio::time::Instant::now();
    let done = go_on(&engine, act, &mut |_| {}).await?.ok_or("the act is not known")?;
    let seconds = watch.elapsed().as_secs_f64();
    for n in (0..leads).step_by(SAMPLE as usize) {
        agrees(&state(&engine, name(n, &sample)).await?, version)?;
    }
    let rate = done.things as f64 / seconds;
    Ok(json!({ "rate": rate, "clocks": done.things, "leads": done.leads, "seconds": seconds }))
}

/// In opening hours ten minutes are ten minutes: that is the slow way.
fn agrees(lead: &Lead, version: i64) -> Tried<()> {
    let terms = lead.open_handoff().and_then(|handoff| handoff.first_attempt.as_ref());
    match terms {
        Some(terms) if terms.version == version && terms.due == terms.start + Span::minutes(10) => Ok(()),
        other => Err(format!("a clock has other terms than those applied: {other:?}").into()),
    }
}

async fn state(engine: &Engine, lead: Id) -> Tried<Lead> {
    let state = lead::reads::one(engine.ledger(), lead).await?;
    state.ok_or_else(|| "a lead is gone".into())
}

/// Ids as captures have them: of the instant, one lead a second, and then by chance.
fn name(n: u64, sample: &Lead) -> Id {
    let at = sample.submitted_at + Span::seconds(n as i64);
    Id::derive(Id::named("apply", &n.to_string()), 1, at)
}

/// Leads that wait for their first attempt: rows as the sample's are, beside the engine, to have many.
async fn fill(engine: &Engine, sample: &Lead, leads: u64) -> Tried<()> {
    for first in (0..leads).step_by(ROWS as usize) {
        let (mut rows, mut handoffs): (Vec<Vec<Value>>, Vec<Vec<Value>>) = Default::default();
        for n in first..(first + ROWS).min(leads) {
            let mut copy = sample.clone();
            copy.id = name(n, sample);
            copy.handoffs.iter_mut().for_each(|handoff| handoff.id = copy.id);
            rows.push(lead::records::row(&copy)?);
            handoffs.extend(
                copy.handoffs
                    .iter()
                    .map(|handoff| handoff::records::row(&copy, handoff)),
            );
        }
        let mut tx = engine.ledger().begin().await?;
        tx.put_many(&lead::records::TABLE, rows, OnClash::Fail).await?;
        tx.put_many(&handoff::records::TABLE, handoffs, OnClash::Fail).await?;
        tx.commit().await?;
    }
    Ok(())
}
