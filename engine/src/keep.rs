//! Writing what a group brought about: once, with one multi-row write a table.

use crate::error::EngineError;
use crate::row::{at, id, opt_at, text};
use crate::{
    account, agreement, command, desk, duty, fact, feed, field_value, handoff, lead, letter, note, person, rotation,
    session, subject, submission, token,
};
use ledger::{OnClash, Put, Statement, Table, Tx, Value};
use rules::ask::Told;
use rules::decide::{Done, Paper, World};
use rules::fact::{Fact, Subject, SubjectKind};
use rules::handoff::Handoff;
use rules::lead::Lead;
use rules::pattern::Pattern;
use rules::person::Person;
use rules::routing::Turns;
use rules::{Id, Instant};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was loaded, as it was: only what moved is written. Of a lead and its handoffs those are columns, of rotations
/// and desks whole rows.
#[derive(Clone, Debug)]
pub struct Places {
    turns: BTreeMap<String, Turns>,
    desks: BTreeMap<Id, i64>,
    leads: HashMap<Id, Vec<Value>>,
    handoffs: HashMap<Id, Vec<Value>>,
    duties: HashMap<Id, Vec<Vec<Value>>>,
}

impl Places {
    /// Those of a world.
    pub fn of(world: &World) -> Self {
        Self {
            turns: world.turns.clone(),
            desks: world.desks.clone(),
            leads: world
                .leads
                .values()
                .map(|lead| (lead.id, lead::records::columns(lead)))
                .collect(),
            handoffs: world.leads.values().flat_map(handoffs_of).collect(),
            duties: world.leads.values().filter_map(duties_of).collect(),
        }
    }
}

/// Everything that one commit writes, table by table.
#[derive(Default)]
pub struct Sheet {
    facts: Vec<Vec<Value>>,
    commands: Vec<Vec<Value>>,
    people: BTreeMap<Id, Vec<Value>>,
    /// Those of whom own fields are known, by lead.
    described: BTreeMap<Id, Box<Person>>,
    submissions: Vec<Vec<Value>>,
    notes: Vec<Vec<Value>>,
    letters: Vec<Vec<Value>>,
    texts: Vec<Vec<Value>>,
    drafts: BTreeMap<(Id, u32), Vec<Value>>,
    accounts: Vec<Vec<Value>>,
    links: Vec<Vec<Value>>,
    sessions: Vec<Vec<Value>>,
    tokens: Vec<Vec<Value>>,
    feeds: Vec<Vec<Value>>,
    leads: BTreeSet<Id>,
    handoffs: BTreeSet<(Id, Id)>,
    subjects: BTreeMap<Subject, (i64, Instant)>,
    changes: Vec<(&'static Statement, Vec<Value>)>,
    moves_places: bool,
}

impl Sheet {
    /// Adds what one ask brought about.
    ///
    /// # Errors
    /// `EngineError::Kept` when a body cannot be written.
    pub fn add(&mut self, ask: (Id, [u8; 32], Instant), done: &Done, answer: String) -> Result<(), EngineError> {
        self.commands.push(command::records::row(ask.0, ask.1, answer, ask.2));
        done.facts.iter().try_for_each(|fact| self.add_fact(fact))?;
        done.papers.iter().try_for_each(|paper| self.add_paper(paper))?;
        self.letters.extend(done.letters.iter().map(letter::records::row));
        Ok(())
    }

    fn add_fact(&mut self, fact: &Fact) -> Result<(), EngineError> {
        self.facts.push(fact::records::row(fact)?);
        if fact.subject.kind == SubjectKind::Lead {
            self.moves_places = true;
            self.leads.insert(fact.subject.id);
            self.handoffs
                .extend(fact.body.handoff().map(|handoff| (fact.subject.id, handoff)));
        } else {
            self.subjects.insert(fact.subject, (fact.seq, fact.recorded_at));
        }
        Ok(())
    }

    fn add_paper(&mut self, paper: &Paper) -> Result<(), EngineError> {
        match paper {
            Paper::Person(person) => {
                self.people.insert(person.id, person::records::row(person)?);
                if !person.fields.is_empty() {
                    self.described.insert(person.lead, person.clone());
                }
            }
            Paper::Submission(submission) => self.submissions.push(submission::records::row(submission)?),
            Paper::Note(note) => self.notes.push(note::records::row(note)),
            Paper::Agreement {
                version,
                text,
                hash,
                at,
            } => {
                self.texts.push(agreement::records::row(*version, text, hash, *at));
            }
            Paper::Draft {
                draft,
                slot,
                text,
                hash,
                at,
            } => {
                let row = agreement::records::draft_row((*draft, *slot), text, hash, *at);
                self.drafts.insert((*draft, *slot), row);
            }
            Paper::Told { letter, outcome, at } => self.changes.push(told(*letter, outcome, *at)),
            paper => self.add_account(paper)?,
        }
        Ok(())
    }

    fn add_account(&mut self, paper: &Paper) -> Result<(), EngineError> {
        match paper {
            Paper::User { user, name, email, at } => self.accounts.push(account::records::row(*user, name, email, *at)),
            Paper::Password { user, hash, .. } => {
                self.changes
                    .push((&account::records::SET_PASSWORD, vec![id(*user), text(hash)]));
            }
            Paper::Alerts { user, place } => {
                let values = account::records::alert_values(*user, place.as_ref());
                self.changes.push((&account::records::SET_ALERTS, values));
            }
            Paper::Link { hash, user, until, at } => {
                self.links.push(account::records::link_row(hash, *user, *at, *until))
            }
            Paper::LinkUsed { hash, at: when } => {
                self.changes
                    .push((&account::records::USE_LINK, vec![text(hash), at(*when)]));
            }
            Paper::Session { hash, user, at, until } => {
                self.sessions.push(session::records::row(hash, *user, *at, *until));
            }
            Paper::SessionOver { hash, at: when } => {
                self.changes.push((&session::records::END, vec![text(hash), at(*when)]));
            }
            Paper::SessionsOver { user, at: when } => {
                self.changes
                    .push((&session::records::END_ALL, vec![id(*user), at(*when)]));
            }
            Paper::Token {
                token,
                name,
                scopes,
                hash,
                at,
            } => {
                self.tokens.push(token::records::row(*token, name, scopes, hash, *at)?);
            }
            Paper::Feed { feed, user, hash, at } => self.feeds.push(feed::records::row(*feed, *user, hash, *at)),
            Paper::TokenOver { token, at: when } => {
                self.changes.push((&token::records::END, vec![id(*token), at(*when)]));
            }
            _ => {}
        }
        Ok(())
    }

    /// Writes all of it and commits. Statements run last: they change rows that were just added.
    ///
    /// # Errors
    /// `EngineError` when a row cannot be made or the ledger fails; nothing was kept then.
    pub async fn write(self, mut tx: Tx, before: &Places, after: &World) -> Result<(), EngineError> {
        let changes = self.changes.clone();
        let puts = self.puts(before, after)?;
        if changes.is_empty() {
            tx.commit_with(puts).await?;
            return Ok(());
        }
        tx.put_all(puts).await?;
        for (statement, params) in changes {
            tx.run(statement, &params).await?;
        }
        Ok(tx.commit().await?)
    }

    fn puts(self, before: &Places, after: &World) -> Result<Vec<Put>, EngineError> {
        let mut puts: Vec<Put> = Vec::new();
        let mut put = |table: &'static Table, rows: Vec<Vec<Value>>, on_clash| {
            if !rows.is_empty() {
                puts.push((table, rows, on_clash));
            }
        };
        put(&command::records::TABLE, self.commands, OnClash::Fail);
        put(
            &person::records::TABLE,
            self.people.into_values().collect(),
            OnClash::Replace,
        );
        put(
            &field_value::records::TABLE,
            value_rows(&self.described, after),
            OnClash::Replace,
        );
        for (on_clash, rows) in lead_rows(&self.leads, before, after)? {
            put(&lead::records::TABLE, rows, on_clash);
        }
        put(&fact::records::TABLE, self.facts, OnClash::Fail);
        for (on_clash, rows) in handoff_rows(&self.handoffs, before, after) {
            put(&handoff::records::TABLE, rows, on_clash);
        }
        put(
            &duty::records::TABLE,
            duty_rows(&self.leads, before, after),
            OnClash::Replace,
        );
        put(&submission::records::TABLE, self.submissions, OnClash::Fail);
        put(&note::records::TABLE, self.notes, OnClash::Fail);
        put(&letter::records::TABLE, self.letters, OnClash::Fail);
        put(
            &subject::records::TABLE,
            subject_rows(&self.subjects, after)?,
            OnClash::Replace,
        );
        put(&agreement::records::TABLE, self.texts, OnClash::Fail);
        let drafts = self.drafts.into_values().collect();
        put(&agreement::records::DRAFTS, drafts, OnClash::Replace);
        put(&account::records::TABLE, self.accounts, OnClash::Fail);
        put(&account::records::LINKS, self.links, OnClash::Fail);
        put(&session::records::TABLE, self.sessions, OnClash::Fail);
        put(&token::records::TABLE, self.tokens, OnClash::Fail);
        put(&feed::records::TABLE, self.feeds, OnClash::Fail);
        if self.moves_places {
            put(
                &rotation::records::TABLE,
                rotation_rows(before, after)?,
                OnClash::Replace,
            );
            put(&desk::records::TABLE, desk_rows(before, after), OnClash::Replace);
        }
        Ok(puts)
    }
}

fn told(letter: Id, outcome: &Told, when: Instant) -> (&'static Statement, Vec<Value>) {
    use crate::letter::records::{AGAIN, DEAD, LATER, SENT, WAIT};
    match outcome {
        Told::Sent => (&SENT, vec![id(letter), at(when)]),
        Told::Later { at: next, why } => (&LATER, vec![id(letter), opt_at(Some(*next)), text(why)]),
        Told::Wait { at: next } => (&WAIT, vec![id(letter), at(*next)]),
        Told::Dead { why } => (&DEAD, vec![id(letter), at(when), text(why)]),
        Told::Again => (&AGAIN, vec![id(letter), at(when)]),
    }
}

fn value_rows(described: &BTreeMap<Id, Box<Person>>, after: &World) -> Vec<Vec<Value>> {
    let people = described
        .iter()
        .filter_map(|(lead, person)| Some((after.leads.get(lead)?, person)));
    let rows = people.map(|(lead, person)| field_value::records::rows(&after.fields, lead, person));
    rows.flatten().collect()
}

/// Rows by what is to be written of them: all, or only the columns that changed.
type ByColumns = BTreeMap<Option<u64>, Vec<Vec<Value>>>;

/// New rows first, then those of which the same columns changed.
fn by_columns(rows: ByColumns) -> impl Iterator<Item = (OnClash, Vec<Vec<Value>>)> {
    let on_clash = |changed: Option<u64>| changed.map_or(OnClash::Replace, OnClash::Change);
    rows.into_iter().map(move |(changed, rows)| (on_clash(changed), rows))
}

/// The columns that differ, and those that stand behind what is compared: bit n stands for column n.
fn changed(before: &[Value], row: &[Value]) -> u64 {
    let differs = |n: usize| before.get(n) != row.get(n);
    (0..row.len()).filter(|n| differs(*n)).fold(0, |all, n| all | 1 << n)
}

fn lead_rows(
    leads: &BTreeSet<Id>,
    before: &Places,
    after: &World,
) -> Result<impl Iterator<Item = (OnClash, Vec<Vec<Value>>)>, EngineError> {
    let mut rows = ByColumns::new();
    for lead in leads.iter().filter_map(|id| after.leads.get(id)) {
        let row = lead::records::row(lead)?;
        let of = before.leads.get(&lead.id).map(|before| changed(before, &row));
        rows.entry(of).or_default().push(row);
    }
    Ok(by_columns(rows))
}

fn handoffs_of(lead: &Lead) -> impl Iterator<Item = (Id, Vec<Value>)> {
    let row = |handoff: &Handoff| (handoff.id, handoff::records::row(lead, handoff));
    lead.handoffs.iter().map(row)
}

fn duties_of(lead: &Lead) -> Option<(Id, Vec<Vec<Value>>)> {
    (!lead.duties.is_empty()).then(|| (lead.id, duty::records::rows(lead).collect()))
}

/// Duties that began, ended or are due at another instant.
fn duty_rows(leads: &BTreeSet<Id>, before: &Places, after: &World) -> Vec<Vec<Value>> {
    let known = |lead: &Lead, row: &Vec<Value>| before.duties.get(&lead.id).is_some_and(|rows| rows.contains(row));
    let found = leads.iter().filter_map(|id| after.leads.get(id));
    found
        .flat_map(|lead| duty::records::rows(lead).filter(move |row| !known(lead, row)))
        .collect()
}

/// Handoffs that facts were about, and those that they go on from, each once.
fn concerned<'w>(handoffs: &BTreeSet<(Id, Id)>, after: &'w World) -> BTreeMap<Id, (&'w Lead, &'w Handoff)> {
    let found = |(lead, handoff): &(Id, Id)| Some((after.leads.get(lead)?, *handoff));
    let all = handoffs.iter().filter_map(found);
    let each = all.flat_map(|(lead, handoff)| lead.concerned(handoff).map(move |h| (h.id, (lead, h))));
    each.collect()
}

fn handoff_rows(
    handoffs: &BTreeSet<(Id, Id)>,
    before: &Places,
    after: &World,
) -> impl Iterator<Item = (OnClash, Vec<Vec<Value>>)> {
    let mut rows = ByColumns::new();
    for (lead, handoff) in concerned(handoffs, after).into_values() {
        let row = handoff::records::row(lead, handoff);
        let of = before.handoffs.get(&handoff.id).map(|before| changed(before, &row));
        rows.entry(of).or_default().push(row);
    }
    // what a handoff goes on from seldom changes with it
    rows.remove(&Some(0));
    by_columns(rows)
}

/// The state that a subject's row keeps: the fold of its facts. Imports and tokens have none.
fn state(subject: &Subject, after: &World) -> Result<String, EngineError> {
    let of = &subject.id;
    let state = match subject.kind {
        SubjectKind::Roster => serde_json::to_string(&*after.roster),
        SubjectKind::Agreement => serde_json::to_string(&*after.life),
        SubjectKind::Fields => serde_json::to_string(&*after.fields),
        SubjectKind::Pattern => serde_json::to_string(&after.patterns.get(of).cloned().unwrap_or_default()),
        SubjectKind::Company => serde_json::to_string(&after.companies.get(of).cloned().unwrap_or_default()),
        SubjectKind::Act => serde_json::to_string(&after.acts.get(of)),
        SubjectKind::Lead | SubjectKind::Import | SubjectKind::Token => Ok("{}".to_owned()),
    };
    state.map_err(|e| EngineError::kept(subject.kind.code(), &e))
}

fn subject_rows(subjects: &BTreeMap<Subject, (i64, Instant)>, after: &World) -> Result<Vec<Vec<Value>>, EngineError> {
    let due = |subject: &Subject| after.patterns.get(&subject.id).and_then(Pattern::deadline);
    subjects
        .iter()
        .map(|(subject, (seq, last_at))| {
            Ok(subject::records::row(
                *subject,
                *seq,
                *last_at,
                state(subject, after)?,
                due(subject),
            ))
        })
        .collect()
}

fn rotation_rows(before: &Places, after: &World) -> Result<Vec<Vec<Value>>, EngineError> {
    let moved = after
        .turns
        .iter()
        .filter(|(name, turns)| before.turns.get(*name) != Some(turns));
    moved.map(|(name, turns)| rotation::records::row(name, turns)).collect()
}

fn desk_rows(before: &Places, after: &World) -> Vec<Vec<Value>> {
    let moved = after
        .desks
        .iter()
        .filter(|(user, open)| before.desks.get(*user) != Some(open));
    moved.map(|(user, open)| desk::records::row(*user, *open)).collect()
}
