//! Leads, their next deadline, and their handoffs' rows as they were last written.

use super::histories::{Histories, order};
use super::places::Replay;
use super::reads::{self, Ids, LEAD_IDS};
use super::report::{Difference, Kind, Report, difference};
use super::{IDS_MAX, Progress};
use crate::error::EngineError;
use crate::row::{Columns, id};
use crate::{duty, fact, handoff, lead};
use ledger::{Ledger, Row, Table, Value};
use rules::Id;
use rules::fact::{Fact, Subject, SubjectKind};
use rules::lead::Lead;
use std::collections::{BTreeMap, HashMap};

/// Leads whose rows are read at once.
const BATCH: usize = 256;
/// How often a lead that seems to differ is looked at: facts may have come in between.
const LOOKS_MAX: usize = 4;

/// What facts make of one lead.
struct Folded {
    id: Id,
    facts: usize,
    lead: Option<Lead>,
    /// Each handoff's row after the last fact that concerns it.
    handoffs: BTreeMap<Id, Vec<Value>>,
    /// Each duty's row, by kind and beginning.
    duties: BTreeMap<(String, i64), Vec<Value>>,
    out_of_order: Vec<Difference>,
}

/// Rows as they are kept, by lead.
struct Rows {
    leads: HashMap<Id, Row>,
    handoffs: HashMap<Id, Vec<Row>>,
    duties: HashMap<Id, Vec<Row>>,
}

pub(super) async fn compare(
    ledger: &Ledger,
    report: &mut Report,
    replay: &mut Replay,
    progress: Progress<'_>,
) -> Result<(), EngineError> {
    let counted = reads::counts(ledger).await?;
    let mut histories = Histories::of(ledger, SubjectKind::Lead);
    let mut ids = Ids::of(ledger, &LEAD_IDS, IDS_MAX);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(facts) = histories.next().await? {
        let folded = fold(&facts, replay);
        no_facts(report, ids.before(Some(folded.id)).await?);
        report.facts += folded.facts as u64;
        replay.lies(folded.lead.as_ref());
        batch.push(folded);
        if batch.len() == BATCH {
            compare_batch(ledger, &mut batch, report).await?;
            progress(report.leads, counted.0);
        }
    }
    compare_batch(ledger, &mut batch, report).await?;
    progress(report.leads, counted.0);
    no_facts(report, ids.before(None).await?);
    let now = reads::counts(ledger).await?;
    if now == counted && now.1 != report.handoffs {
        report.differs(Kind::Handoff, "all", format!("rows {} of {}", now.1, report.handoffs));
    }
    Ok(())
}

fn no_facts(report: &mut Report, ids: Vec<Id>) {
    for id in ids {
        report.differs(Kind::Lead, id.show("lead"), "no_facts");
    }
}

fn fold(facts: &[Fact], replay: &mut Replay) -> Folded {
    let subject = facts.first().map(|fact| fact.subject.id).unwrap_or_default();
    let mut folded = Folded {
        id: subject,
        facts: facts.len(),
        lead: None,
        handoffs: BTreeMap::new(),
        duties: BTreeMap::new(),
        out_of_order: order(facts),
    };
    for fact in facts {
        replay.note(fact, folded.lead.as_ref());
        match &mut folded.lead {
            Some(lead) => lead.apply(fact),
            none => *none = Lead::born(fact),
        }
        if let Some(lead) = &folded.lead {
            let rows = lead.duties.iter().zip(duty::records::rows(lead));
            let rows = rows.map(|(duty, row)| ((duty.clock.code().to_owned(), duty.since.0), row));
            folded.duties.extend(rows);
        }
        if let (Some(lead), Some(concerned)) = (&folded.lead, fact.body.handoff()) {
            let rows = lead
                .concerned(concerned)
                .map(|h| (h.id, handoff::records::row(lead, h)));
            folded.handoffs.extend(rows);
        }
    }
    folded
}

async fn compare_batch(ledger: &Ledger, batch: &mut Vec<Folded>, report: &mut Report) -> Result<(), EngineError> {
    let ids: Vec<Id> = batch.iter().map(|folded| folded.id).collect();
    let rows = rows(ledger, &ids).await?;
    for folded in batch.drain(..) {
        report.leads += 1;
        report.handoffs += folded.handoffs.len() as u64;
        report.ownerless += ownerless(folded.lead.as_ref());
        let mut found = differences(&folded, &rows)?;
        if !found.is_empty() {
            found = look_again(ledger, folded.id, found).await?;
        }
        report.take(found);
    }
    Ok(())
}

fn ownerless(lead: Option<&Lead>) -> u64 {
    let open = lead.into_iter().flat_map(|lead| &lead.handoffs).filter(|h| h.is_open());
    open.filter(|handoff| handoff.answers().is_none()).count() as u64
}

/// Whether it still differs once everything of it is read anew.
async fn look_again(ledger: &Ledger, lead: Id, mut found: Vec<Difference>) -> Result<Vec<Difference>, EngineError> {
    for _ in 1..LOOKS_MAX {
        if found.is_empty() {
            break;
        }
        let mut facts = Vec::new();
        loop {
            let after = facts.last().map_or(0, |fact: &Fact| fact.seq);
            let more = fact::reads::of(ledger, Subject::lead(lead), after).await?;
            if more.is_empty() {
                break;
            }
            facts.extend(more);
        }
        found = differences(&fold(&facts, &mut Replay::default()), &rows(ledger, &[lead]).await?)?;
    }
    Ok(found)
}

async fn rows(ledger: &Ledger, ids: &[Id]) -> Result<Rows, EngineError> {
    let keys: Vec<Value> = ids.iter().map(|lead| id(*lead)).collect();
    let mut rows = Rows {
        leads: HashMap::new(),
        handoffs: HashMap::new(),
        duties: HashMap::new(),
    };
    for row in ledger
        .read_many(&lead::records::TABLE, None, "id", keys.clone())
        .await?
    {
        rows.leads.insert(row.id(0)?, row);
    }
    for row in ledger
        .read_many(&handoff::records::TABLE, None, "lead_id", keys.clone())
        .await?
    {
        rows.handoffs.entry(row.id(1)?).or_default().push(row);
    }
    for row in ledger.read_many(&duty::records::TABLE, None, "lead_id", keys).await? {
        rows.duties.entry(row.id(0)?).or_default().push(row);
    }
    Ok(rows)
}

fn differences(folded: &Folded, rows: &Rows) -> Result<Vec<Difference>, EngineError> {
    let mut found = folded.out_of_order.clone();
    let differs = |what: &str| difference(Kind::Lead, "lead", folded.id, what);
    match (&folded.lead, rows.leads.get(&folded.id)) {
        (None, _) => found.push(differs("no_capture")),
        (Some(_), None) => found.push(differs("missing")),
        (Some(lead), Some(kept)) => {
            let columns = columns(&lead::records::TABLE, &lead::records::row(lead)?, kept);
            found.extend(columns.iter().map(|what| differs(what)));
        }
    }
    handoffs(folded, rows, &mut found)?;
    duties(folded, rows, &mut found)?;
    Ok(found)
}

fn duties(folded: &Folded, rows: &Rows, found: &mut Vec<Difference>) -> Result<(), EngineError> {
    let mut left = folded.duties.clone();
    let differs = |what: &str| difference(Kind::Duty, "lead", folded.id, what);
    for kept in rows.duties.get(&folded.id).into_iter().flatten() {
        match left.remove(&(kept.text(1)?.to_owned(), kept.int(2)?)) {
            None => found.push(differs("no_facts")),
            Some(row) => {
                let columns = columns(&duty::records::TABLE, &row, kept);
                found.extend(columns.iter().map(|what| differs(what)));
            }
        }
    }
    found.extend(left.iter().map(|_| differs("missing")));
    Ok(())
}

fn handoffs(folded: &Folded, rows: &Rows, found: &mut Vec<Difference>) -> Result<(), EngineError> {
    let mut left = folded.handoffs.clone();
    let differs = |id: Id, what: &str| difference(Kind::Handoff, "handoff", id, what);
    for kept in rows.handoffs.get(&folded.id).into_iter().flatten() {
        let id = kept.id(0)?;
        match left.remove(&id) {
            None => found.push(differs(id, "no_facts")),
            Some(row) => {
                let columns = columns(&handoff::records::TABLE, &row, kept);
                found.extend(columns.iter().map(|what| differs(id, what)));
            }
        }
    }
    found.extend(left.keys().map(|id| differs(*id, "missing")));
    Ok(())
}

/// The columns in which a row differs from what it should be.
fn columns(table: &Table, should: &[Value], kept: &Row) -> Vec<String> {
    let names = table.columns.iter().map(|(name, _)| name);
    names
        .zip(should.iter().zip(kept.values()))
        .filter(|(_, (should, kept))| should != kept)
        .map(|(name, _)| format!("column {name}"))
        .collect()
}
