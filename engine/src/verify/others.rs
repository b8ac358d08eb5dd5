//! Everything that is no lead: the roster, the agreement's texts, and the places of all other subjects.

use super::IDS_MAX;
use super::histories::{Histories, order};
use super::reads::{Ids, SUBJECT_IDS};
use super::report::{Difference, Kind, Report, difference};
use crate::error::EngineError;
use crate::row::{Columns, id, parse};
use crate::{agreement, subject};
use ledger::{Ledger, Row};
use rules::Id;
use rules::agreement::life::Life;
use rules::company::Company;
use rules::fact::{Body, Fact, SubjectKind};
use rules::fields::OwnFields;
use rules::pattern::Pattern;
use rules::roster::Roster;
use rules::slices::Progress;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How often a subject that seems to differ is looked at: facts may have come in between.
const LOOKS_MAX: usize = 4;

pub(super) async fn compare(ledger: &Ledger, report: &mut Report) -> Result<(), EngineError> {
    let mut known = BTreeSet::new();
    for kind in SubjectKind::ALL.into_iter().filter(|kind| *kind != SubjectKind::Lead) {
        let mut found = of_kind(ledger, kind, report, &mut known).await?;
        for _ in 1..LOOKS_MAX {
            if found.is_empty() {
                break;
            }
            found = of_kind(ledger, kind, &mut Report::default(), &mut known).await?;
        }
        report.take(found);
    }
    for id in Ids::of(ledger, &SUBJECT_IDS, IDS_MAX).before(None).await? {
        if !known.contains(&id) && row_of(ledger, id).await?.is_some_and(|row| has_facts(&row)) {
            report.differs(Kind::Subject, id.to_string(), "no_facts");
        }
    }
    Ok(())
}

fn has_facts(row: &Row) -> bool {
    row.int(2).is_ok_and(|seq| seq > 0)
}

async fn of_kind(
    ledger: &Ledger,
    kind: SubjectKind,
    report: &mut Report,
    known: &mut BTreeSet<Id>,
) -> Result<Vec<Difference>, EngineError> {
    let mut found = Vec::new();
    let mut histories = Histories::of(ledger, kind);
    while let Some(facts) = histories.next().await? {
        let Some(last) = facts.last() else { continue };
        report.subjects += 1;
        report.facts += facts.len() as u64;
        known.insert(last.subject.id);
        found.extend(order(&facts));
        let row = row_of(ledger, last.subject.id).await?;
        found.extend(differences(&facts, last, row.as_ref())?);
        if kind == SubjectKind::Agreement {
            found.extend(texts(ledger, &facts).await?);
            found.extend(drafts(ledger, &facts).await?);
        }
    }
    Ok(found)
}

async fn row_of(ledger: &Ledger, subject: Id) -> Result<Option<Row>, EngineError> {
    let rows = ledger
        .read_many(&subject::records::TABLE, None, "id", vec![id(subject)])
        .await?;
    Ok(rows.into_iter().next())
}

fn differences(facts: &[Fact], last: &Fact, row: Option<&Row>) -> Result<Vec<Difference>, EngineError> {
    let kind = last.subject.kind;
    let differs = |what: &str| difference(Kind::Subject, kind.code(), last.subject.id, what);
    let Some(row) = row else {
        return Ok(vec![differs("missing")]);
    };
    let columns = [
        ("column kind", row.text(1)? == kind.code()),
        ("column seq", row.int(2)? == last.seq),
        ("column last_at", row.at(3)? == last.recorded_at),
        ("column state", is_state(kind, facts, row)),
        ("column state", kind != SubjectKind::Pattern || is_pattern(facts, row)?),
    ];
    let wrong = columns.iter().filter(|(_, right)| !right);
    Ok(wrong.map(|(what, _)| differs(what)).collect())
}

/// The state that a row keeps is the fold of its facts; subjects without one keep none.
fn is_state(kind: SubjectKind, facts: &[Fact], row: &Row) -> bool {
    match kind {
        SubjectKind::Roster => is_roster(facts, row),
        SubjectKind::Agreement => {
            let mut life = Life::default();
            facts.iter().for_each(|fact| life.apply(fact));
            parse::<Life>(row, 4).is_ok_and(|kept| kept == life)
        }
        SubjectKind::Fields => {
            let mut fields = OwnFields::default();
            facts.iter().for_each(|fact| fields.apply(fact));
            parse::<OwnFields>(row, 4).is_ok_and(|kept| kept == fields)
        }
        SubjectKind::Company => {
            let mut company = Company::default();
            facts.iter().for_each(|fact| company.apply(fact));
            parse::<Company>(row, 4).is_ok_and(|kept| kept == company)
        }
        SubjectKind::Act => parse::<Option<Progress>>(row, 4).is_ok_and(|kept| kept == Progress::of(facts)),
        _ => true,
    }
}

fn is_roster(facts: &[Fact], row: &Row) -> bool {
    let mut roster = Roster::default();
    facts.iter().for_each(|fact| roster.apply(fact));
    parse::<Roster>(row, 4).is_ok_and(|kept| kept == roster)
}

/// The fold of a pattern's facts, and the deadline that follows from it.
fn is_pattern(facts: &[Fact], row: &Row) -> Result<bool, EngineError> {
    let mut pattern = Pattern::default();
    facts.iter().for_each(|fact| pattern.apply(fact));
    let kept = subject::records::pattern(row)?;
    Ok(kept == pattern && row.opt_at(5)? == pattern.deadline())
}

/// Every version that was proposed has its text, and the text has its hash.
async fn texts(ledger: &Ledger, facts: &[Fact]) -> Result<Vec<Difference>, EngineError> {
    let mut kept = BTreeMap::new();
    for row in ledger.read(&agreement::records::ALL, Vec::new()).await? {
        kept.insert(row.int(0)?, (row.string(1)?, row.string(2)?));
    }
    let mut found = Vec::new();
    let mut differs = |version: i64, what: &str| {
        let (id, what) = (format!("version {version}"), what.to_owned());
        let kind = Kind::Agreement;
        found.push(Difference { kind, id, what });
    };
    for fact in facts {
        let Body::AgreementProposed(put) = &fact.body else {
            continue;
        };
        match kept.remove(&put.version) {
            None => differs(put.version, "missing"),
            Some((_, hash)) if hash != put.hash => differs(put.version, "column hash"),
            Some((text, hash)) if hash_of(&text) != hash => differs(put.version, "column text"),
            Some(_) => {}
        }
    }
    kept.keys().for_each(|version| differs(*version, "no_facts"));
    Ok(found)
}

/// The text of every draft that is known reads as its last fact says.
async fn drafts(ledger: &Ledger, facts: &[Fact]) -> Result<Vec<Difference>, EngineError> {
    let mut life = Life::default();
    facts.iter().for_each(|fact| life.apply(fact));
    let mut found = Vec::new();
    for (draft, known) in &life.drafts {
        let text = agreement::reads::draft_of(ledger, *draft, &known.hash).await?;
        let what = match text {
            None => "missing",
            Some(text) if hash_of(&text) != known.hash => "column text",
            Some(_) => continue,
        };
        found.push(difference(Kind::Agreement, "draft", *draft, what));
    }
    Ok(found)
}

fn hash_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
