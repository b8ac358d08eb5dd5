//! Loading what a group touches, locked in one order: people's keys, leads, other subjects, rotations and desks last.

use crate::cache::{Cache, REFERENCE};
use crate::error::EngineError;
use crate::row::{Columns, id, parse, text};
use crate::touch::Touch;
use crate::{account, command, desk, handoff, lead, leaver, person, rotation, subject};
use ledger::{Get, Ledger, LedgerError, OnClash, Row, Tx, Value};
use rules::company::of_person;
use rules::decide::{Account, Link, World};
use rules::fact::{Subject, SubjectKind};
use rules::lead::Lead;
use rules::routing::Turns;
use rules::{Id, Instant};
use std::collections::{BTreeSet, HashMap};

/// Asks done before: their body's hash and stored answer.
pub type DoneBefore = HashMap<Id, (Vec<u8>, String)>;

/// Leads as somebody read them just now, each until it is used.
pub type Seen = HashMap<Id, Lead>;

/// How often a group begins anew because more is needed than was known.
const ROUNDS_MAX: usize = 4;

/// Begins, and loads the world of a group as it is at an instant, and which of its asks were done before.
///
/// Colleagues are known only once leads and companies were read: the open handoff of a company, and who joined one. Where
/// one of them is not at hand, all begins anew with it, so that locks are taken in one order.
///
/// # Errors
/// `EngineError` when the ledger fails or a row cannot be read.
pub async fn begin(
    ledger: &Ledger,
    cache: &mut Cache,
    (asks, at): (&[Id], Instant),
    touch: &Touch,
    seen: &mut Seen,
) -> Result<(Tx, World, DoneBefore), EngineError> {
    let mut touch = touch.clone();
    for _ in 0..ROUNDS_MAX {
        let (tx, world, done_before) = begin_once(ledger, cache, (asks, at), &touch, seen).await?;
        let more = colleagues(&world, &touch);
        if more.is_empty() {
            return Ok((tx, world, done_before));
        }
        tx.roll_back().await;
        metrics::counter!("baton_colleagues").increment(1);
        touch.colleagues.extend(more);
    }
    Err(LedgerError::Conflict {
        why: "colleagues came and went".to_owned(),
    }
    .into())
}

/// Leads that decisions may look at and that are not at hand: whose handoff somebody joined, who joined one that may
/// end, whose handoff a company has open.
fn colleagues(world: &World, touch: &Touch) -> BTreeSet<Id> {
    // of one that is here for its state alone nobody stands behind it yet
    let is_named = |lead: &Id| touch.leads.contains(lead) || touch.colleagues.contains(lead);
    let is_whole = |lead: &Id| !touch.alone.contains(lead) || is_named(lead);
    let whole = world.leads.values().filter(|lead| is_whole(&lead.id));
    let joined_with = whole.filter_map(|lead| Some(lead.with.as_ref()?.lead));
    let named = touch.leads.iter().filter_map(|lead| world.leads.get(lead));
    let ends = touch.routes || !touch.of_company.is_empty();
    let joined = named
        .filter(|_| ends)
        .flat_map(|lead| &lead.handoffs)
        .flat_map(|h| &h.joined);
    let open = world.open_of.values().flatten().map(|(_, lead)| lead);
    let all = joined_with.chain(joined.copied()).chain(open.copied());
    // a lead that is gone was looked for already
    let is_here = |lead: &Id| world.leads.contains_key(lead) && is_whole(lead);
    all.filter(|lead| !is_here(lead) && !touch.colleagues.contains(lead))
        .collect()
}

async fn begin_once(
    ledger: &Ledger,
    cache: &mut Cache,
    (asks, at): (&[Id], Instant),
    touch: &Touch,
    seen: &mut Seen,
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
    load_leads(&mut tx, &mut world, touch, seen).await?;
    load_others(&mut tx, &mut world, touch).await?;
    if touch.routes {
        load_places(&mut tx, &mut world, touch).await?;
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

async fn load_leads(tx: &mut Tx, world: &mut World, touch: &Touch, seen: &mut Seen) -> Result<(), EngineError> {
    let mut wanted: BTreeSet<Id> = world.people.keys().copied().collect();
    wanted.extend(&touch.leads);
    wanted.extend(&touch.alone);
    wanted.extend(&touch.colleagues);
    if wanted.is_empty() {
        return Ok(());
    }
    if !seen.is_empty() {
        take_seen(tx, world, &mut wanted, seen).await?;
    }
    for row in tx.get_many(&lead::records::STATES, "id", &keys(&wanted), true).await? {
        let lead = lead::records::read_state(&row, 1)?;
        world.leads.insert(lead.id, lead);
    }
    let unknown: BTreeSet<Id> = touch
        .leads
        .union(&touch.colleagues)
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

fn keys(ids: &BTreeSet<Id>) -> Vec<Value> {
    ids.iter().map(|lead| id(*lead)).collect()
}

/// Takes leads that still are as somebody saw them: nothing was recorded of them since. All that are wanted are locked
/// here, in one order.
async fn take_seen(
    tx: &mut Tx,
    world: &mut World,
    wanted: &mut BTreeSet<Id>,
    seen: &mut Seen,
) -> Result<(), EngineError> {
    let rows = tx.get_many(&lead::records::SEQS, "id", &keys(wanted), true).await?;
    for row in rows {
        let (lead, seq) = (row.id(0)?, row.int(1)?);
        if let Some(state) = still(seen, lead, seq) {
            wanted.remove(&lead);
            world.leads.insert(lead, state);
        }
    }
    Ok(())
}

/// A lead as it was seen, if nothing was recorded of it since.
fn still(seen: &mut Seen, lead: Id, seq: i64) -> Option<Lead> {
    seen.remove(&lead).filter(|state| state.seq == seq)
}

/// Subjects named, and the patterns that feedback on the leads at hand belongs to, before and after.
fn others(world: &World, touch: &Touch) -> BTreeSet<Subject> {
    let mut others = touch.others.clone();
    let people = touch.of_company.iter().filter_map(|lead| world.people.get(lead));
    others.extend(people.filter_map(of_person));
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

/// Companies, and acts over many leads.
fn take_states(world: &mut World, rows: &[Row]) -> Result<(), EngineError> {
    for row in rows {
        match SubjectKind::read(row.text(1)?) {
            Some(SubjectKind::Company) => {
                world.companies.insert(row.id(0)?, parse(row, 4)?);
            }
            Some(SubjectKind::Act) => {
                world.acts.insert(row.id(0)?, parse(row, 4)?);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Companies of everybody at hand or about to come: they tell whose a lead is. Read behind the locks of the places, in
/// the multi-get that is made there anyway.
fn companies(world: &World, touch: &Touch) -> BTreeSet<Id> {
    let known = world.people.values().filter_map(of_person);
    known
        .chain(touch.companies.iter().copied())
        .map(|company| company.id)
        .collect()
}

/// What companies have open: read behind the locks of the places, which whoever opens a handoff holds to his commit.
fn take_open(world: &mut World, rows: &[Row]) -> Result<(), EngineError> {
    for row in rows {
        world
            .open_of
            .entry(row.id(2)?)
            .or_default()
            .insert((row.id(0)?, row.id(1)?));
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
        take_states(world, &rows)?;
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
async fn load_places(tx: &mut Tx, world: &mut World, touch: &Touch) -> Result<(), EngineError> {
    let rotations = world.in_force.agreement.rotations.iter().map(|rule| rule.name.clone());
    let names: BTreeSet<String> = rotations.collect();
    let users: BTreeSet<Id> = world.roster.users.keys().copied().collect();
    let companies = companies(world, touch);
    read_places(tx, world, (&names, &users, &companies)).await?;
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
    read_places(tx, world, (&names, &users, &companies)).await
}

async fn read_places(
    tx: &mut Tx,
    world: &mut World,
    (names, users, companies): (&BTreeSet<String>, &BTreeSet<Id>, &BTreeSet<Id>),
) -> Result<(), EngineError> {
    let mut subjects = reference();
    subjects.extend(companies.iter().map(|company| id(*company)));
    let gets: [Get; 4] = [
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
        (&subject::records::TABLE, "id", subjects, false),
        (
            &handoff::records::OPEN,
            "company_id",
            companies.iter().map(|company| id(*company)).collect(),
            false,
        ),
    ];
    let mut got = tx.get_all(&gets).await?;
    take_open(world, &got.pop().unwrap_or_default())?;
    let subjects = got.pop().unwrap_or_default();
    still_the_same(world, &subjects)?;
    take_states(world, &subjects)?;
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
            id if id == Subject::agreement().id => world.life.seq,
            _ => continue,
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

#[cfg(test)]
mod tests {
    use super::*;
    use rules::agreement::{Agreement, STARTING};
    use rules::decide::InForce;
    use std::sync::Arc;

    fn named(name: &str) -> Id {
        Id::named("lead", name)
    }

    /// A lead that joined another's handoff.
    fn joined(name: &str, other: &str) -> Lead {
        let state = serde_json::json!({
            "id": named(name), "seq": 3, "last_at": 3, "person": named("person"), "origin": "live", "submitted_at": 1,
            "touched_at": 1, "submissions": 1, "submission": named("submission"), "kind": "request", "came_from": {},
            "stage": "mql",
            "with": {"lead": named(other), "handoff": named("handoff"), "since": 2, "tier": "request", "rank": 0},
        });
        serde_json::from_value(state).unwrap()
    }

    fn world(leads: [Lead; 2]) -> World {
        let agreement = Agreement::load_plain(STARTING).unwrap();
        let mut world = World::empty(Arc::new(InForce { version: 0, agreement }));
        world.leads.extend(leads.map(|lead| (lead.id, lead)));
        world
    }

    #[test]
    fn whose_handoff_a_lead_joined_is_looked_for_but_not_for_one_that_is_here_alone() {
        let world = world([joined("whole", "one"), joined("alone", "two")]);
        let touch = Touch {
            leads: [named("whole")].into(),
            alone: [named("alone")].into(),
            ..Touch::default()
        };
        assert_eq!(colleagues(&world, &touch), [named("one")].into());
    }

    #[test]
    fn a_lead_is_taken_as_it_was_seen_only_while_nothing_was_recorded_since() {
        let seen = || Seen::from([(named("one"), joined("one", "two"))]);
        assert!(still(&mut seen(), named("one"), 3).is_some());
        assert!(
            still(&mut seen(), named("one"), 4).is_none(),
            "a try was logged meanwhile"
        );
        assert!(still(&mut seen(), named("two"), 3).is_none(), "nobody saw it");
    }

    #[test]
    fn one_that_is_asked_for_both_ways_is_whole() {
        let world = world([joined("both", "one"), joined("one", "two")]);
        let mut touch = Touch {
            leads: [named("both")].into(),
            alone: [named("both"), named("one")].into(),
            ..Touch::default()
        };
        let wanted = colleagues(&world, &touch);
        assert_eq!(wanted, [named("one")].into(), "it is here, and not whole");
        touch.colleagues.extend(wanted);
        assert_eq!(colleagues(&world, &touch), [named("two")].into(), "now it is whole");
    }
}
