//! The state that decisions are made on: loaded by the engine with one multi-get a table, moved on ask by ask.

use super::{Done, depends_on};
use crate::agreement::Agreement;
use crate::agreement::filled::Filled;
use crate::agreement::life::Life;
use crate::ask::Prepared;
use crate::company::Company;
use crate::decide::Paper;
use crate::fact::{Body, Fact, RouteCause, SubjectKind};
use crate::fields::OwnFields;
use crate::lead::Lead;
use crate::pattern::Pattern;
use crate::person::Person;
use crate::roster::Roster;
use crate::routing::Turns;
use crate::slices::Progress;
use crate::{Id, Instant};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A version of the agreement with its number.
#[derive(Debug)]
pub struct InForce {
    /// From 1; 0 is the built-in one, before anything was signed.
    pub version: i64,
    /// The text, checked and compiled.
    pub agreement: Agreement,
}

/// An account as sign-in sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub user: Id,
    /// The address to sign in with, folded.
    pub email: String,
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose; none for the very first user.
    pub user: Option<Id>,
    /// Until when.
    pub until: Instant,
    /// Whether it was used.
    pub used: bool,
}

/// Everything that a group of asks touches.
#[derive(Clone, Debug)]
pub struct World {
    /// The agreement in force.
    pub in_force: Arc<InForce>,
    /// Every version that a running clock may name.
    pub versions: BTreeMap<i64, Arc<InForce>>,
    /// Of how many of the last leads which fields are known; loaded where a text is proposed.
    pub filled: Option<Arc<Filled>>,
    /// What became of each version.
    pub life: Arc<Life>,
    /// Who is who.
    pub roster: Arc<Roster>,
    /// The company's own fields.
    pub fields: Arc<OwnFields>,
    /// The rotations' places.
    pub turns: BTreeMap<String, Turns>,
    /// Open handoffs per user.
    pub desks: BTreeMap<Id, i64>,
    /// What depends on users who are to leave; loaded where somebody is.
    pub depend: BTreeMap<Id, i64>,
    /// Leads by id.
    pub leads: HashMap<Id, Lead>,
    /// People by lead.
    pub people: HashMap<Id, Person>,
    /// Leads by the key of their person.
    pub keys: HashMap<String, Id>,
    /// Patterns of C's that an ask touches.
    pub patterns: HashMap<Id, Pattern>,
    /// Companies of the people at hand.
    pub companies: HashMap<Id, Company>,
    /// Open handoffs of these companies: which, and on which lead.
    pub open_of: HashMap<Id, BTreeSet<(Id, Id)>>,
    /// Acts over many leads, and how far they are.
    pub acts: HashMap<Id, Progress>,
    /// The place of other subjects' last facts.
    pub others: HashMap<(SubjectKind, Id), (i64, Instant)>,
    /// Accounts by folded address.
    pub accounts: HashMap<String, Account>,
    /// One-time links by hash.
    pub links: HashMap<String, Link>,
}

impl World {
    /// A world in which nothing has happened yet.
    pub fn empty(in_force: Arc<InForce>) -> Self {
        Self {
            versions: BTreeMap::from([(in_force.version, in_force.clone())]),
            in_force,
            filled: None,
            life: Arc::default(),
            roster: Arc::new(Roster::default()),
            fields: Arc::default(),
            turns: BTreeMap::new(),
            desks: BTreeMap::new(),
            depend: BTreeMap::new(),
            leads: HashMap::new(),
            people: HashMap::new(),
            keys: HashMap::new(),
            patterns: HashMap::new(),
            companies: HashMap::new(),
            open_of: HashMap::new(),
            acts: HashMap::new(),
            others: HashMap::new(),
            accounts: HashMap::new(),
            links: HashMap::new(),
        }
    }

    /// The version that a clock names, or the one in force when it is not at hand.
    pub fn version(&self, version: i64) -> &InForce {
        self.versions.get(&version).unwrap_or(&self.in_force)
    }

    /// Moves the world on by what an ask brought about, so that the next one sees it.
    pub fn moved(&mut self, done: &Done) {
        done.facts.iter().for_each(|fact| self.apply(fact));
        done.papers.iter().for_each(|paper| self.file(paper));
    }

    /// Whether a prepared ask finds its person here.
    pub fn known(&self, prepared: &Prepared) -> Option<Id> {
        let key = &prepared.readied.as_ref()?.person.key;
        self.keys.get(key).copied()
    }

    /// Applies one fact to everything that is derived from it.
    pub fn apply(&mut self, fact: &Fact) {
        match fact.subject.kind {
            SubjectKind::Lead => self.apply_to_lead(fact),
            SubjectKind::Roster => Arc::make_mut(&mut self.roster).apply(fact),
            SubjectKind::Fields => Arc::make_mut(&mut self.fields).apply(fact),
            SubjectKind::Agreement => Arc::make_mut(&mut self.life).apply(fact),
            kind => {
                if kind == SubjectKind::Company {
                    self.companies.entry(fact.subject.id).or_default().apply(fact);
                }
                if kind == SubjectKind::Pattern {
                    self.patterns.entry(fact.subject.id).or_default().apply(fact);
                }
                if kind == SubjectKind::Act {
                    self.apply_to_act(fact);
                }
                self.others
                    .insert((kind, fact.subject.id), (fact.seq, fact.recorded_at));
            }
        }
    }

    fn apply_to_act(&mut self, fact: &Fact) {
        if let Some(born) = Progress::born(fact) {
            self.acts.insert(born.act, born);
        } else if let Some(act) = self.acts.get_mut(&fact.subject.id) {
            act.apply(fact);
        }
    }

    fn apply_to_lead(&mut self, fact: &Fact) {
        let id = fact.subject.id;
        let before = self.leads.get(&id).map(desks_of).unwrap_or_default();
        self.count_depending(id, -1);
        self.move_turns(fact);
        self.count_open(id, false);
        match self.leads.get_mut(&id) {
            Some(lead) => lead.apply(fact),
            None => {
                let Some(lead) = Lead::born(fact) else { return };
                self.leads.insert(id, lead);
            }
        }
        self.count_depending(id, 1);
        self.count_open(id, true);
        let after = self.leads.get(&id).map(desks_of).unwrap_or_default();
        if before == after {
            // desks are loaded only where they may change: an absent one must not become an empty one
            return;
        }
        before
            .into_iter()
            .for_each(|user| *self.desks.entry(user).or_default() -= 1);
        after
            .into_iter()
            .for_each(|user| *self.desks.entry(user).or_default() += 1);
    }

    /// Keeps what companies have open; a company that was not loaded has only what this group opened, and is not asked of.
    fn count_open(&mut self, lead: Id, is_there: bool) {
        let handoffs = self
            .leads
            .get(&lead)
            .map(|lead| lead.handoffs.as_slice())
            .unwrap_or_default();
        let open = handoffs.iter().filter(|h| h.is_open());
        for (company, handoff) in open.filter_map(|h| Some((h.company?, h.id))) {
            let known = self.open_of.entry(company).or_default();
            if is_there {
                known.insert((handoff, lead));
            } else {
                known.remove(&(handoff, lead));
            }
        }
    }

    fn count_depending(&mut self, lead: Id, by: i64) {
        if self.depend.is_empty() {
            return;
        }
        let named = self.leads.get(&lead).map(depends_on).unwrap_or_default();
        for user in named {
            self.depend.entry(user).and_modify(|count| *count += by);
        }
    }

    /// A pick moves a rotation's places; a give-back does too.
    fn move_turns(&mut self, fact: &Fact) {
        let lead = self.leads.get(&fact.subject.id);
        let of = |handoff: Id| {
            lead.and_then(|l| l.handoff(handoff))
                .map(|h| (h.rotation.clone(), h.owner))
        };
        let given = match &fact.body {
            Body::Routed(routed) if routed.cause == RouteCause::Rotation => {
                let turns = self.turns.entry(routed.rotation.clone()).or_default();
                turns.follow(routed.owner, &routed.decision);
                return;
            }
            Body::Rejected(rejected) if rejected.given_back > 0 => (of(rejected.handoff), rejected.given_back),
            Body::NotALead(not) if not.given_back > 0 => (not.handoff.and_then(of), not.given_back),
            _ => return,
        };
        if let (Some((rotation, Some(owner))), given) = given {
            self.turns.entry(rotation).or_default().give_back(owner, given * 2);
        }
    }

    fn file(&mut self, paper: &Paper) {
        match paper {
            Paper::Person(person) => {
                self.keys.insert(person.key.clone(), person.lead);
                self.people.insert(person.lead, (**person).clone());
            }
            Paper::User { user, email, .. } => {
                self.accounts.insert(
                    email.clone(),
                    Account {
                        user: *user,
                        email: email.clone(),
                    },
                );
            }
            Paper::Link { hash, user, until, .. } => {
                self.links.insert(
                    hash.clone(),
                    Link {
                        user: *user,
                        until: *until,
                        used: false,
                    },
                );
            }
            Paper::LinkUsed { hash, .. } => {
                if let Some(link) = self.links.get_mut(hash) {
                    link.used = true;
                }
            }
            _ => {}
        }
    }
}

/// Whose desks a lead's open handoffs lie on.
pub fn desks_of(lead: &Lead) -> Vec<Id> {
    lead.handoffs
        .iter()
        .filter(|h| h.is_open())
        .filter_map(|h| h.owner)
        .collect()
}
