//! Replay of a proposed version over many leads, each with three touches, a try, a conversation and a word of Sales.

use crate::Tried;
use crate::company::{self, Running};
use engine::{Engine, Place, fact, lead, person, submission};
use ledger::{OnClash, Row, Table, Value};
use rules::agreement::{Agreement, STARTING};
use rules::ask::{Answers, OfHandoff};
use rules::calendar::Holidays;
use rules::decide::InForce;
use rules::fact::{Actor, AttemptResult, Channel, Fact, Subject, SubjectKind, Which};
use rules::lead::Lead;
use rules::person::Person;
use rules::replay::Window;
use rules::{Id, Span};
use serde_json::json;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Leads written at once while the house is filled.
const LEADS: u64 = 500;
/// How many leads come in before what follows a lead's coming in is recorded: so facts lie as where a company worked.
const LATER: u64 = 2_000;
/// Facts that are recorded as a lead comes in.
const AT_FIRST: usize = 4;
/// Clauses of the version that is proposed, as the design counts them.
const CLAUSES: usize = 15;

/// Replays the last ninety days under a version with fifteen clauses.
pub async fn replay(place: Place, leads: u64) -> Tried<serde_json::Value> {
    let (engine, _) = company::open(place, Running::start()).await?;
    let sample = worked(&engine).await?;
    for first in (0..leads + LATER).step_by(LEADS as usize) {
        fill(&engine, &sample, (first, leads)).await?;
    }
    let fields = engine.fields().registry_of_all();
    let agreement = Agreement::load(&longer(), &fields, &Holidays::shipped());
    let agreement = agreement.map_err(|wrong| format!("the text is wrong: {wrong:?}"))?;
    let proposed = Arc::new(InForce { version: 0, agreement });
    let to = engine.now() + Span::minutes(1);
    let window = Window {
        from: to - Span::days(90),
        to,
    };
    let watch = tokio::time::Instant::now();
    let never = AtomicBool::new(false);
    let found = engine::replay::replay(&engine, (proposed.clone(), window), &mut |_, _| {}, &never).await?;
    let seconds = watch.elapsed().as_secs_f64();
    let found = found.ok_or("the replay was stopped")?;
    if !found.is_faithful() {
        return Err("the version in force does not return every stored verdict".into());
    }
    let again = engine::replay::replay(&engine, (proposed, window), &mut |_, _| {}, &never).await?;
    let mut again = again.ok_or("the replay was stopped")?;
    // the clock runs: until when things are known is another instant, and nothing else is
    again.known_at = found.known_at;
    if serde_json::to_vec(&again)? != serde_json::to_vec(&found)? {
        return Err("the same replay told something else".into());
    }
    let facts = sample.facts.len();
    Ok(
        json!({ "rate": leads as f64 / seconds, "leads": leads, "seconds": seconds, "facts": facts, "clauses": CLAUSES }),
    )
}

/// The starting text with more clauses, which all hold.
fn longer() -> String {
    let has = STARTING.matches("[[definition.requires]]").count();
    let more: String = (has..CLAUSES)
        .map(|n| format!("[[definition.requires]]\nname = \"sample {n}\"\nwhen = \"lead.country != 'AQ' && score.engagement > -{n}.0\"\n"))
        .collect();
    let mql = "stage = \"mql\"\nowner = \"marketing\"\n";
    STARTING.replacen(mql, &format!("{mql}{more}"), 1)
}

/// A lead that came through, and everything that is kept of it.
struct Sample {
    lead: Lead,
    person: Person,
    facts: Vec<Fact>,
    submissions: Vec<Row>,
}

async fn worked(engine: &Engine) -> Tried<Sample> {
    let lead = company::capture(engine, "sample", engine.now()).await?;
    let state = lead::reads::one(engine.ledger(), lead)
        .await?
        .ok_or("the lead is gone")?;
    let handoff = state.open_handoff().ok_or("nothing was handed over")?;
    let (handoff, owner) = (handoff.id, handoff.owner.ok_or("nobody has it")?);
    for touch in ["again", "once more"] {
        company::touch(engine, "sample", touch, engine.now()).await?;
    }
    for (channel, result) in [
        (Channel::Call, AttemptResult::NoAnswer),
        (Channel::Call, AttemptResult::Connected),
    ] {
        let attempt = OfHandoff::Attempt {
            lead,
            handoff,
            channel,
            result,
            occurred_at: None,
            seen: false,
            note: None,
        };
        engine.ask(None, Actor::User(owner), attempt).await?;
    }
    let said = OfHandoff::Feedback {
        lead,
        handoff,
        which: Which::NotAFit,
        reason: Some("too_small".into()),
        detail: None,
        note: None,
        back_at: None,
        next_step_at: None,
        amount: None,
        answers: Answers::default(),
        covers: None,
    };
    engine.ask(None, Actor::User(owner), said).await?;
    let state = lead::reads::one(engine.ledger(), lead)
        .await?
        .ok_or("the lead is gone")?;
    let subject = Subject {
        kind: SubjectKind::Lead,
        id: lead,
    };
    Ok(Sample {
        lead: state,
        person: person::reads::of_lead(engine.ledger(), lead)
            .await?
            .ok_or("nobody is behind the lead")?,
        facts: fact::reads::of(engine.ledger(), subject, 0).await?,
        submissions: rows(engine, &submission::records::TABLE, lead).await?,
    })
}

async fn rows(engine: &Engine, table: &'static Table, lead: Id) -> Tried<Vec<Row>> {
    let keys = vec![Value::Bytes(lead.0.to_vec())];
    Ok(engine.ledger().read_many(table, None, "lead_id", keys).await?)
}

/// The rows of many leads: people, leads, facts, submissions.
type Rows = [Vec<Vec<Value>>; 4];

/// Leads of the same story under ids of their own, one a second before the sample, the oldest first: rows beside the
/// engine, to have many. Beside those that come in, what followed is recorded of those that came in earlier.
async fn fill(engine: &Engine, sample: &Sample, (first, of): (u64, u64)) -> Tried<()> {
    let mut rows = Rows::default();
    for n in first..(first + LEADS).min(of) {
        let story = Told::of(sample, (n, of));
        story.comes_in(&mut rows)?;
        story.facts(&mut rows, 0..AT_FIRST)?;
    }
    let earlier = first.saturating_sub(LATER)..(first + LEADS).saturating_sub(LATER).min(of);
    for n in earlier {
        Told::of(sample, (n, of)).facts(&mut rows, AT_FIRST..sample.facts.len())?;
    }
    let mut tx = engine.ledger().begin().await?;
    let [people, leads, facts, submissions] = rows;
    tx.put_many(&person::records::TABLE, people, OnClash::Fail).await?;
    tx.put_many(&lead::records::TABLE, leads, OnClash::Fail).await?;
    tx.put_many(&fact::records::TABLE, facts, OnClash::Fail).await?;
    tx.put_many(&submission::records::TABLE, submissions, OnClash::Fail)
        .await?;
    Ok(tx.commit().await?)
}

/// The sample's story told of another lead.
struct Told<'a> {
    sample: &'a Sample,
    n: u64,
    /// The sample's ids, and what each becomes; the lead's first.
    ids: Vec<(Id, Id)>,
    person: Id,
}

impl<'a> Told<'a> {
    /// The story of the n-th of many.
    fn of(sample: &'a Sample, (n, of): (u64, u64)) -> Self {
        let at = sample.lead.submitted_at - Span::seconds((of - n) as i64);
        let anew = |ordinal| Id::derive(Id::named("replay", &n.to_string()), ordinal, at);
        Self {
            sample,
            n,
            ids: ids(sample, anew),
            person: anew(1),
        }
    }

    fn lead(&self) -> Id {
        self.ids.first().map_or(self.sample.lead.id, |(_, new)| *new)
    }

    /// The rows of a lead, of who is behind it, and of what was submitted.
    fn comes_in(&self, [people, leads, _, submissions]: &mut Rows) -> Tried<()> {
        let mut lead = self.sample.lead.clone();
        (lead.id, lead.person) = (self.lead(), self.person);
        let mut person = self.sample.person.clone();
        (person.id, person.lead, person.key) = (self.person, lead.id, format!("sample {}", self.n));
        people.push(person::records::row(&person)?);
        leads.push(lead::records::row(&lead)?);
        submissions.extend(
            self.sample
                .submissions
                .iter()
                .map(|row| self.renamed(row.values().to_vec())),
        );
        Ok(())
    }

    /// The rows of some of the story's facts.
    fn facts(&self, [_, _, facts, _]: &mut Rows, which: Range<usize>) -> Tried<()> {
        for fact in self.sample.facts.get(which).unwrap_or_default() {
            let mut fact = fact.clone();
            fact.subject.id = self.lead();
            facts.push(self.renamed(fact::records::row(&fact)?));
        }
        Ok(())
    }

    fn renamed(&self, row: Vec<Value>) -> Vec<Value> {
        row.into_iter().map(|value| renamed(value, &self.ids)).collect()
    }
}

/// The ids of a story, and what each becomes.
fn ids(sample: &Sample, anew: impl Fn(u32) -> Id) -> Vec<(Id, Id)> {
    let handoffs = sample.lead.handoffs.iter().map(|handoff| handoff.id);
    let submissions = sample
        .submissions
        .iter()
        .filter_map(|row| row.values().first().and_then(bytes));
    let others = handoffs.chain(submissions).zip(2..).map(|(id, n)| (id, anew(n)));
    std::iter::once((sample.lead.id, anew(0))).chain(others).collect()
}

fn bytes(value: &Value) -> Option<Id> {
    match value {
        Value::Bytes(bytes) => Id::from_slice(bytes),
        _ => None,
    }
}

fn renamed(value: Value, ids: &[(Id, Id)]) -> Value {
    match value {
        Value::Bytes(_) => {
            let new = |old: Id| {
                ids.iter()
                    .find(|(id, _)| *id == old)
                    .map(|(_, new)| Value::Bytes(new.0.to_vec()))
            };
            bytes(&value).and_then(new).unwrap_or(value)
        }
        Value::Text(text) => {
            let one = |text: String, (old, new): &(Id, Id)| text.replace(&old.to_string(), &new.to_string());
            Value::Text(ids.iter().fold(text, one))
        }
        other => other,
    }
}
