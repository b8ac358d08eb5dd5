//! A decision in the making: facts get their place and time here, and the working copy of the lead moves on with each.

use super::{Done, Letter, LetterKind, Note, Paper, World};
use crate::ask::{Ask, Command, SLICE_MAX};
use crate::fact::{Actor, Body, Fact, Origin, Subject, SubjectKind};
use crate::lead::Lead;
use crate::refusal::Refusal;
use crate::roster::{Act, may};
use crate::routing::Turns;
use crate::{Id, Instant, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// How far back anybody but an import or a backdating token may go.
pub const BACKDATE_MAX: Span = Span::minutes(10);

pub(super) struct Draft<'w> {
    pub world: &'w World,
    pub ask: &'w Ask,
    /// The lead in hand, as it stands after the facts so far.
    pub lead: Option<Lead>,
    /// Others that this ask had in hand, as it left them.
    aside: BTreeMap<Id, Lead>,
    /// Handoffs opened so far: for which company, on which lead.
    pub opened: Vec<(Id, Id, Id)>,
    /// Rotations' places after the picks so far.
    pub turns: BTreeMap<String, Turns>,
    /// What these picks put on desks.
    pub more_open: BTreeMap<Id, i64>,
    done: Done,
    ordinal: u32,
    /// The places of the last facts about other subjects so far.
    last: BTreeMap<Subject, (i64, Instant)>,
}

impl<'w> Draft<'w> {
    pub fn new(world: &'w World, ask: &'w Ask) -> Self {
        Self {
            world,
            ask,
            lead: None,
            aside: BTreeMap::new(),
            opened: Vec::new(),
            turns: BTreeMap::new(),
            more_open: BTreeMap::new(),
            done: Done::default(),
            ordinal: 0,
            last: BTreeMap::new(),
        }
    }

    pub fn done(self) -> Done {
        self.done
    }

    /// What was appended so far.
    pub fn facts(&self) -> &[Fact] {
        &self.done.facts
    }

    pub fn command(&self) -> &'w Command {
        &self.ask.command
    }

    pub fn now(&self) -> Instant {
        self.ask.at
    }

    /// The next id that follows from the ask.
    pub fn id(&mut self) -> Id {
        self.ordinal += 1;
        Id::derive(self.ask.id, self.ordinal, self.ask.at)
    }

    pub fn allow(&self, act: Act) -> Result<(), Refusal> {
        if may(&self.world.roster, self.ask.actor, &self.ask.scopes, act) {
            return Ok(());
        }
        Err(Refusal::forbidden("may_not"))
    }

    pub fn may(&self, act: Act) -> bool {
        may(&self.world.roster, self.ask.actor, &self.ask.scopes, act)
    }

    pub fn user(&self) -> Option<Id> {
        self.ask.actor.user()
    }

    /// Goes on where this is a slice of an act over many leads: Baton's own ask, and not too large.
    pub fn allow_slice(&self, leads: &[Id]) -> Result<(), Refusal> {
        if self.ask.actor != Actor::System {
            return Err(Refusal::forbidden("may_not"));
        }
        if leads.len() > SLICE_MAX {
            return Err(Refusal::invalid("too_many_leads", "leads").with("max", SLICE_MAX));
        }
        Ok(())
    }

    /// Takes a lead in hand.
    pub fn take(&mut self, lead: Id) -> Result<&Lead, Refusal> {
        if let Some(before) = self.lead.take() {
            self.aside.insert(before.id, before);
        }
        let before = self.aside.remove(&lead);
        self.lead = before.or_else(|| self.world.leads.get(&lead).cloned());
        self.lead.as_ref().ok_or_else(|| Refusal::not_found("no_such_lead"))
    }

    /// A lead as this ask leaves it so far.
    pub fn seen(&self, lead: Id) -> Option<&Lead> {
        let in_hand = self.lead.as_ref().filter(|known| known.id == lead);
        in_hand
            .or_else(|| self.aside.get(&lead))
            .or_else(|| self.world.leads.get(&lead))
    }

    /// Takes another lead in hand for a moment. Nothing is done where it is not at hand.
    pub fn beside(&mut self, lead: Id, act: impl FnOnce(&mut Self)) {
        let before = self.lead.as_ref().map(|known| known.id);
        if self.take(lead).is_ok() {
            act(self);
        }
        if let Some(before) = before {
            // it was in hand, so it is at hand
            self.take(before).map(|_| ()).unwrap_or_default();
        }
    }

    /// Appends a fact about the lead in hand (or the one being born).
    pub fn lead_fact(&mut self, lead: Id, occurred_at: Instant, body: Body) {
        let (seq, last) = self.lead.as_ref().map_or((0, Instant(0)), |l| (l.seq, l.last_at));
        let fact = self.fact(Subject::lead(lead), seq, last, occurred_at, body);
        match &mut self.lead {
            Some(lead) => lead.apply(&fact),
            None => self.lead = Lead::born(&fact),
        }
        self.done.facts.push(fact);
    }

    /// Appends a fact about anything else.
    pub fn other_fact(&mut self, subject: Subject, body: Body) {
        let known = self.last.get(&subject).copied();
        let (seq, last) = known.unwrap_or_else(|| self.place_of(subject));
        let fact = self.fact(subject, seq, last, self.ask.at, body);
        self.last.insert(subject, (fact.seq, fact.recorded_at));
        self.done.facts.push(fact);
    }

    fn place_of(&self, subject: Subject) -> (i64, Instant) {
        match subject.kind {
            SubjectKind::Roster => (self.world.roster.seq, self.world.roster.last_at),
            SubjectKind::Fields => (self.world.fields.seq, self.world.fields.last_at),
            SubjectKind::Agreement => (self.world.life.seq, self.world.life.last_at),
            SubjectKind::Company => {
                let known = self.world.companies.get(&subject.id);
                known.map(|company| (company.seq, company.last_at)).unwrap_or_default()
            }
            kind => self.world.others.get(&(kind, subject.id)).copied().unwrap_or_default(),
        }
    }

    fn fact(&self, subject: Subject, seq: i64, last: Instant, occurred_at: Instant, body: Body) -> Fact {
        let recorded_at = self.ask.at.max(last + Span(1));
        let occurred_at = occurred_at.min(recorded_at);
        Fact {
            subject,
            seq: seq + 1,
            origin: self.ask.origin,
            occurred_at,
            recorded_at,
            actor: self.ask.actor,
            body,
        }
    }

    pub fn paper(&mut self, paper: Paper) {
        self.done.papers.push(paper);
    }

    /// Keeps detail and words in a row of their own, if there are any.
    pub fn note(&mut self, lead: Option<Id>, detail: Option<&str>, words: Option<&str>) -> Option<Id> {
        let filled = |text: Option<&str>| text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let (detail, words) = (filled(detail), filled(words));
        if detail.is_none() && words.is_none() {
            return None;
        }
        let id = self.id();
        let at = self.ask.at;
        self.paper(Paper::Note(Box::new(Note {
            id,
            lead,
            at,
            detail,
            words,
        })));
        Some(id)
    }

    /// Tells somebody, unless this is about the past.
    pub fn tell(&mut self, kind: LetterKind, to: Id, handoff: Option<Id>) {
        self.tell_at(kind, to, handoff, self.ask.at);
    }

    /// Tells somebody at an instant to come, unless this is about the past.
    pub fn tell_at(&mut self, kind: LetterKind, to: Id, handoff: Option<Id>, goes_at: Instant) {
        if self.ask.origin == Origin::History {
            return;
        }
        let (id, at) = (self.id(), self.ask.at);
        let lead = self.lead.as_ref().map(|l| l.id);
        self.done.letters.push(Letter {
            id,
            kind,
            to,
            lead,
            handoff,
            at,
            goes_at,
        });
    }

    /// Whoever gets a lead that is held for him alone is told so.
    pub fn letter_says_held(&mut self, handoff: Id) {
        let letters = self.done.letters.iter_mut();
        for letter in letters.filter(|letter| letter.handoff == Some(handoff)) {
            letter.kind = letter.kind.held();
        }
    }

    pub fn answer(&mut self, answer: Value) {
        self.done.answer = answer;
    }

    /// When something happened at the source: never in the future, and not far back unless that is allowed.
    pub fn occurred(&self, said: Option<Instant>, far: bool) -> Result<Instant, Refusal> {
        let Some(at) = said else { return Ok(self.ask.at) };
        if at < self.ask.at - BACKDATE_MAX && !far && !self.may_backdate() {
            return Err(Refusal::invalid("backdate", "occurred_at").with("minutes", 10));
        }
        Ok(at.min(self.ask.at))
    }

    fn may_backdate(&self) -> bool {
        let by_token = self.ask.scopes.contains(&crate::fact::TokenScope::Backdate);
        by_token || self.ask.origin != Origin::Live
    }
}

impl Draft<'_> {
    /// The person as this ask leaves it.
    pub fn drafted_person(&self) -> Option<&crate::person::Person> {
        self.done.papers.iter().rev().find_map(|paper| match paper {
            Paper::Person(person) => Some(person.as_ref()),
            _ => None,
        })
    }
}
