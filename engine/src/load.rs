//! Loading what a group touches, locked in one order: people's keys, leads, other subjects, rotations and desks last.

use crate::cache::{Cache, REFERENCE};
use crate::error::EngineError;
use crate::row::{Columns, id, text};
use crate::touch::Touch;
use crate::{account, command, desk, lead, leaver, person, rotation, subject};
use ledger::{Get, Ledger, LedgerError, OnClash, Row, Tx, Value};
use rules::decide::{Account, Link, World};
use rules::fact::{Subject, SubjectKind};
use rules::routing::Turns;
use rules::{Id, Instant};
use std::collections::{BTreeSet, HashMap};

/// Asks done before: their body's hash and stored answer.
pub type DoneBefore = HashMap<Id, (Vec<u8>, String)>;

/// Begins, and loads the world of a group as it is at an instant, and which of its asks were done before.
///
/// # Errors
/// `EngineError` when the ledger fails or a row cannot be read.
pub async fn begin(
    ledger: &Ledger,
    cache: &mut Cache,
    asks: &[Id],
    touch: &Touch,
    at: Instant,
) -> Result<(Tx, World, DoneBefore), EngineError> {
    let gets: [Get; 3] = [
        (
            &command::records::TABLE,
            "id",
            asks.iter().map(|ask| id(*ask)).collect(),
            false,
        ),
        (
            &person::records::TABLE,
            "key",
            touch.keys.iter().map(|key| text(key)).collect(),
            true,
        ),
        (
            &subject::records::TABLE,
            "id",
            reference(),
            touch.staffs || touch.agrees || touch.fields,
        ),
    ];
    let (mut tx, mut got) = ledger.begin_with(&gets).await?;
    let reference = got.pop().unwrap_or_default();
    let people = got.pop().unwrap_or_default();
    let before = got.pop().unwrap_or_default();
    cache.follow(&mut tx, &reference).await?;
    let mut world = cache.world(at);
    take_people(&mut world, &people)?;
    load_leads(&mut tx, &mut world, touch).await?;
    load_others(&mut tx, &mut world, touch).await?;
    if touch.routes {
        load_places(&mut tx, &mut world).await?;
        // behind the locks of the places: nobody can be given anything meanwhile
        load_depending(&mut tx, &mut world, touch).await?;
    }
    Ok((tx, world, done_before(&before)?))
}

fn reference() -> Vec<Value> {
    REFERENCE.map(|subject| id(subject().id)).to_vec()
}

fn done_before(rows: &[Row]) -> Result<DoneBefore, EngineError> {
    rows.iter()
        .map(|row| Ok((row.id(0)?, (row.bytes(1)?.to_vec(), row.text(2)?.to_owned()))))
        .collect()
}

fn take_people(world: &mut World, rows: &[Row]) -> Result<(), EngineError> {
    for row in rows {
        let person = person::records::read(row)?;
        world.keys.insert(person.key.clone(), person.lead);
        world.people.insert(person.lead, person);
    }
    Ok(())
}

async fn load_leads(tx: &mut Tx, world: &mut World, touch: &Touch) -> Result<(), EngineError> {
    let mut wanted: BTreeSet<Id> = world.people.keys().copied().collect();
    wanted.extend(&touch.leads);
    if wanted.is_empty() {
        return Ok(());
    }
    let keys = |ids: &BTreeSet<Id>| ids.iter().map(|lead| id(*lead)).collect::<Vec<_>>();
    for row in tx.get_many(&lead::records::TABLE, "id", &keys(&wanted), true).await? {
        let lead = lead::records::read(&row)?;
        world.leads.insert(lead.id, lead);
    }
    let unknown: BTreeSet<Id> = touch
        .leads
        .iter()
        .copied()
        .filter(|lead| !world.people.contains_key(lead))
        .collect();
    if !unknown.is_empty() {
        let rows = tx
            .get_many(&person::records::TABLE, "lead_id", &keys(&unknown), false)
            .await?;
        take_people(world, &rows)?;
    }
    Ok(())
}

/// Subjects named, and the patterns that feedback on the leads at hand belongs to, before and after.
fn others(world: &World, touch: &Touch) -> BTreeSet<Subject> {
    let mut others = touch.others.clone();
    for (lead, handoff, reason) in &touch.said {
        let Some(lead) = world.leads.get(lead) else { continue };
        let source = lead.came_from.source.as_deref().unwrap_or_default();
        let said = lead.handoff(*handoff).and_then(|h| h.said.as_ref()?.reason.as_ref());
        let reasons = reason.iter().chain(said);
        others.extend(reasons.map(|reason| Subject::pattern(reason, source)));
    }
    others
}

fn take_patterns(world: &mut World, others: &BTreeSet<Subject>, rows: &[Row]) -> Result<(), EngineError> {
    let patterns = others.iter().filter(|subject| subject.kind == SubjectKind::Pattern);
    for subject in patterns {
        for row in rows {
            if row.id(0)? == subject.id {
                world.patterns.insert(subject.id, subject::records::pattern(row)?);
            }
        }
    }
    Ok(())
}

async fn load_others(tx: &mut Tx, world: &mut World, touch: &Touch) -> Result<(), EngineError> {
    let others = others(world, touch);
    if !others.is_empty() {
        let keys: Vec<Value> = others.iter().map(|subject| id(subject.id)).collect();
        let rows = tx.get_many(&subject::records::TABLE, "id", &keys, true).await?;
        let found: HashMap<Id, (i64, Instant)> = rows
            .iter()
            .map(|row| Ok((row.id(0)?, (row.int(2)?, row.at(3)?))))
            .collect::<Result<_, EngineError>>()?;
        for subject in &others {
            if let Some(place) = found.get(&subject.id) {
                world.others.insert((subject.kind, subject.id), *place);
            }
        }
        take_patterns(world, &others, &rows)?;
    }
    if !touch.addresses.is_empty() {
        let keys: Vec<Value> = touch.addresses.iter().map(|address| text(address)).collect();
        for row in tx.get_many(&account::records::TABLE, "email", &keys, false).await? {
            let email = row.string(2)?;
            world.accounts.insert(
                email.clone(),
                Account {
                    user: row.id(0)?,
                    email,
                },
            );
        }
    }
    if !touch.links.is_empty() {
        let keys: Vec<Value> = touch.links.iter().map(|link| text(link)).collect();
        for row in tx.get_many(&account::records::LINKS, "hash", &keys, true).await? {
            let link = Link {
                user: row.opt_id(1)?,
                until: row.at(3)?,
                used: row.opt_int(4)?.is_some(),
            };
            world.links.insert(row.string(0)?, link);
        }
    }
    Ok(())
}

async fn load_depending(tx: &mut Tx, world: &mut World, touch: &Touch) -> Result<(), EngineError> {
    for user in &touch.leavers {
        let rows = tx.query(&leaver::reads::DEPENDING, &[id(*user)]).await?;
        let found = rows.first().map(leaver::reads::read).transpose()?;
        let all = found.map_or(0, |found| i64::try_from(found.all()).unwrap_or(i64::MAX));
        world.depend.insert(*user, all);
    }
    Ok(())
}

/// Rotations' places and desks: small tables, all of them, locked last. A row that is not there yet cannot be locked, so
/// it is made first; otherwise two nodes would each begin at nothing.
async fn load_places(tx: &mut Tx, world: &mut World) -> Result<(), EngineError> {
    let rotations = world.in_force.agreement.rotations.iter().map(|rule| rule.name.clone());
    let names: BTreeSet<String> = rotations.collect();
    let users: BTreeSet<Id> = world.roster.users.keys().copied().collect();
    read_places(tx, world, &names, &users).await?;
    let new_rotations = names.iter().filter(|name| !world.turns.contains_key(*name));
    let new_rotations = new_rotations
        .map(|name| rotation::records::row(name, &Turns::default()))
        .collect::<Result<Vec<_>, _>>()?;
    let new_desks: Vec<_> = users
        .iter()
        .filter(|user| !world.desks.contains_key(user))
        .map(|user| desk::records::row(*user, 0))
        .collect();
    if new_rotations.is_empty() && new_desks.is_empty() {
        return Ok(());
    }
    tx.put_many(&rotation::records::TABLE, new_rotations, OnClash::Ignore)
        .await?;
    tx.put_many(&desk::records::TABLE, new_desks, OnClash::Ignore).await?;
    read_places(tx, world, &names, &users).await
}

async fn read_places(
    tx: &mut Tx,
    world: &mut World,
    names: &BTreeSet<String>,
    users: &BTreeSet<Id>,
) -> Result<(), EngineError> {
    let gets: [Get; 3] = [
        (
            &rotation::records::TABLE,
            "name",
            names.iter().map(|name| text(name)).collect(),
            true,
        ),
        (
            &desk::records::TABLE,
            "user_id",
            users.iter().map(|user| id(*user)).collect(),
            true,
        ),
        // asked behind the locks: it sees what was committed while we waited for them
        (&subject::records::TABLE, "id", reference(), false),
    ];
    let mut got = tx.get_all(&gets).await?;
    still_the_same(world, &got.pop().unwrap_or_default())?;
    let desks = got.pop().unwrap_or_default();
    for row in got.pop().unwrap_or_default() {
        let (name, turns) = rotation::records::read(&row)?;
        world.turns.insert(name, turns);
    }
    for row in desks {
        let (user, open) = desk::records::read(&row)?;
        world.desks.insert(user, open);
    }
    Ok(())
}

/// While we waited for the places somebody may have left or gone on leave on another node: then all is loaded anew.
fn still_the_same(world: &World, reference: &[Row]) -> Result<(), EngineError> {
    for row in reference {
        let (subject, seq) = (row.id(0)?, row.int(2)?);
        let known = match subject {
            id if id == Subject::roster().id => world.roster.seq,
            id if id == Subject::fields().id => world.fields.seq,
            _ => world.life.seq,
        };
        if seq != known {
            return Err(LedgerError::Conflict {
                why: "the roster, the agreement or the fields moved on".to_owned(),
            }
            .into());
        }
    }
    Ok(())
}
