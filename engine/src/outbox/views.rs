//! What words about letters need, read when they are sent: nothing personal waits in the outbox.

use super::{About, Asks, LetterView};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::row::{Columns, id};
use crate::{account, lead, person};
use ledger::{Ledger, Row, Table, Value};
use rules::agreement::change::Kind;
use rules::agreement::life::{Version, signs_for};
use rules::agreement::{Agreement, NotePart};
use rules::ask::AlertPlace;
use rules::decide::LetterKind;
use rules::fact::Terms;
use rules::handoff::Handoff;
use rules::lead::Lead;
use rules::person::Person;
use rules::{Id, Instant};
use std::collections::{BTreeSet, HashMap};

/// A letter under our lease.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub view: LetterView,
    pub tries: i64,
    /// When this try was due: with the letter it names the try.
    pub due_at: Instant,
}

/// A letter that nobody can get: its id, tries and due instant.
pub(super) type Unknown = (Id, i64, Instant);

/// Whom a letter is for.
struct Whom {
    name: String,
    email: String,
    place: Option<AlertPlace>,
}

/// What is known behind the letters.
#[derive(Default)]
struct Known {
    accounts: HashMap<Id, Whom>,
    leads: HashMap<Id, Lead>,
    people: HashMap<Id, Person>,
}

/// Letters with what is known of them, and those whose user or kind is not known.
pub(super) async fn of(
    engine: &Engine,
    rows: &[Row],
    now: Instant,
) -> Result<(Vec<Claimed>, Vec<Unknown>), EngineError> {
    let known = known(engine.ledger(), rows).await?;
    let in_force = engine.in_force();
    let (mut views, mut unknown) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let (tries, due_at) = (row.int(8)?, row.at(6)?);
        match view(row, &known, (&in_force.agreement, now))? {
            Some(view) => {
                let about = about(engine, &view);
                let view = LetterView { about, ..view };
                views.push(Claimed { view, tries, due_at });
            }
            None => unknown.push((row.id(0)?, tries, due_at)),
        }
    }
    Ok((views, unknown))
}

async fn known(ledger: &Ledger, rows: &[Row]) -> Result<Known, EngineError> {
    let mut known = Known::default();
    for row in &by(ledger, &account::records::TABLE, "user_id", rows, 2).await? {
        let place = account::records::alert_place(row, 5)?;
        let (name, email) = (row.string(1)?, row.string(2)?);
        known.accounts.insert(row.id(0)?, Whom { name, email, place });
    }
    for row in &by(ledger, &lead::records::TABLE, "id", rows, 3).await? {
        known.leads.insert(row.id(0)?, lead::records::read(row)?);
    }
    for row in &by(ledger, &person::records::TABLE, "lead_id", rows, 3).await? {
        known.people.insert(row.id(1)?, person::records::read(row)?);
    }
    Ok(known)
}

/// Rows of a table by the ids that stand in a column of the letters.
async fn by(
    ledger: &Ledger,
    table: &'static Table,
    column: &'static str,
    letters: &[Row],
    place: usize,
) -> Result<Vec<Row>, EngineError> {
    let ids: BTreeSet<Id> = letters
        .iter()
        .filter_map(|row| row.opt_id(place).transpose())
        .collect::<Result<_, _>>()?;
    let keys: Vec<Value> = ids.into_iter().map(id).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    Ok(ledger.read_many(table, None, column, keys).await?)
}

fn view(row: &Row, known: &Known, (agreement, now): (&Agreement, Instant)) -> Result<Option<LetterView>, EngineError> {
    let (to, lead, handoff) = (row.id(2)?, row.opt_id(3)?, row.opt_id(4)?);
    let (Some(whom), Some(kind)) = (known.accounts.get(&to), LetterKind::read(row.text(1)?)) else {
        return Ok(None);
    };
    let state = lead.and_then(|id| known.leads.get(&id));
    let person = lead.and_then(|id| known.people.get(&id));
    let passing = handoff.and_then(|id| state?.handoff(id));
    Ok(Some(LetterView {
        letter: row.id(0)?,
        kind,
        to,
        to_name: whom.name.clone(),
        to_email: whom.email.clone(),
        place: whom.place.clone(),
        refused: None,
        lead,
        person: person.and_then(|p| p.name.clone()),
        company: person.and_then(|p| p.company.clone()),
        tier: passing
            .map(|h| h.tier.clone())
            .or_else(|| state.and_then(|s| s.tier.clone())),
        due: passing.and_then(|h| due_of(kind, h)).map(|terms| terms.due),
        handoff,
        answers: person.map(|person| answers(agreement, person)).unwrap_or_default(),
        note: person.map(|person| note(agreement, person)).unwrap_or_default(),
        about: None,
        at: row.at(5)?,
        now,
    }))
}

/// The version that a letter of the agreement came about by: the letter and the fact are of one ask.
fn about(engine: &Engine, view: &LetterView) -> Option<About> {
    let life = engine.life();
    let signed = |version: &Version| version.signatures.iter().any(|signature| signature.at == view.at);
    let is_it = |version: &Version| match view.kind {
        LetterKind::AgreementProposed => version.at == view.at,
        LetterKind::AgreementInForce => signed(version),
        LetterKind::AgreementDeclined => version.declined.as_ref().is_some_and(|no| no.at == view.at),
        LetterKind::AgreementObjected => version.objected.as_ref().is_some_and(|no| no.at == view.at),
        LetterKind::AgreementSilent => version.silence_told_at == Some(view.at),
        _ => false,
    };
    let (number, version) = life.versions.iter().rev().find(|(_, version)| is_it(version))?;
    let signs = signs_for(&engine.roster(), &life, view.to);
    let sides = signs.map(|signs| signs.sides).unwrap_or_default();
    let of_other = |own| sides.iter().any(|side| *side != own);
    let asks = match (view.kind, version.kind, version.object_until) {
        (LetterKind::AgreementProposed, ..) if version.needs().iter().any(|side| sides.contains(side)) => {
            Asks::Answer(version.answer_by)
        }
        (LetterKind::AgreementInForce, Kind::Own(own), Some(until)) if of_other(own) => Asks::Object(until),
        _ => Asks::Nothing,
    };
    Some(About { version: *number, asks })
}

/// What was answered, in the order of the agreement.
fn answers(agreement: &Agreement, person: &Person) -> Vec<(String, String)> {
    let questions = agreement.questions.iter();
    let answered =
        questions.filter_map(|question| Some((question.ask.clone(), person.answer(&question.id)?.to_owned())));
    answered.collect()
}

/// What was written of the note.
fn note(agreement: &Agreement, person: &Person) -> Vec<(NotePart, String)> {
    let parts = agreement.handoff.note.iter();
    parts
        .filter_map(|part| Some((*part, person.note(*part)?.to_owned())))
        .collect()
}

/// What a letter names as due: the hold where it tells of one, else the first attempt.
fn due_of(kind: LetterKind, handoff: &Handoff) -> Option<&Terms> {
    let held = handoff.to_be_taken().filter(|_| kind.is_held());
    held.or(handoff.first_attempt.as_ref())
}
