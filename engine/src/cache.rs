//! Roster and agreement as last seen: read anew only when their rows say that they moved on.

use crate::agreement::records as texts;
use crate::error::EngineError;
use crate::row::{Columns, parse};
use crate::token::known::Known;
use crate::{row, subject};
use ledger::{Ledger, Row, Tx};
use rules::Instant;
use rules::agreement::Agreement;
use rules::agreement::life::Life;
use rules::calendar::Holidays;
use rules::decide::{InForce, World};
use rules::fact::Subject;
use rules::fields::OwnFields;
use rules::roster::Roster;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use tokio::sync::watch;

/// The subjects that are kept here.
pub const REFERENCE: [fn() -> Subject; 3] = [Subject::roster, Subject::agreement, Subject::fields];

/// What every group needs and few change.
#[derive(Clone, Debug)]
pub struct Cache {
    roster: Arc<Roster>,
    fields: Arc<OwnFields>,
    versions: BTreeMap<i64, Arc<InForce>>,
    built_in: Arc<InForce>,
    life: Arc<Life>,
}

/// The cache as readers see it. Clones share it.
#[derive(Clone, Debug)]
pub struct Shared(Arc<watch::Sender<Cache>>, Arc<Known>);

impl Shared {
    /// Readers see this until something newer is offered.
    pub fn of(cache: Cache) -> Self {
        Self(Arc::new(watch::Sender::new(cache)), Arc::default())
    }

    /// Shows a cache to readers, unless they see a newer one already.
    pub fn offer(&self, cache: &Cache) {
        self.0.send_if_modified(|seen| {
            let newer = cache.places() != seen.places()
                && cache.roster.seq >= seen.roster.seq
                && cache.fields.seq >= seen.fields.seq;
            if newer {
                seen.clone_from(cache);
            }
            newer
        });
    }

    /// Who is who, as readers see it.
    pub fn roster(&self) -> Arc<Roster> {
        self.0.borrow().roster()
    }

    /// The company's own fields, as readers see them.
    pub fn fields(&self) -> Arc<OwnFields> {
        self.0.borrow().fields.clone()
    }

    /// The agreement in force at an instant, as readers see it.
    pub fn in_force(&self, at: Instant) -> Arc<InForce> {
        self.0.borrow().in_force(at)
    }

    /// What became of each version, as readers see it.
    pub fn life(&self) -> Arc<Life> {
        self.0.borrow().life.clone()
    }

    /// A version's text, compiled.
    pub fn version(&self, version: i64) -> Option<Arc<InForce>> {
        self.0.borrow().versions.get(&version).cloned()
    }

    /// Tokens as last seen here.
    pub fn tokens(&self) -> &Known {
        &self.1
    }

    /// What readers see now.
    pub fn now(&self) -> Cache {
        self.0.borrow().clone()
    }
}

impl Cache {
    /// The places of the last facts taken in: roster, agreement, fields.
    pub fn places(&self) -> (i64, i64, i64) {
        (self.roster.seq, self.life.seq, self.fields.seq)
    }

    /// Before anything happened: nobody, and the built-in agreement.
    ///
    /// # Errors
    /// `EngineError::Kept` when the built-in text does not load (a defect).
    pub fn starting() -> Result<Self, EngineError> {
        let agreement =
            Agreement::starting().map_err(|problems| EngineError::kept("agreement", &format!("{problems:?}")))?;
        let built_in = Arc::new(InForce { version: 0, agreement });
        let versions = BTreeMap::from([(0, built_in.clone())]);
        Ok(Self {
            roster: Arc::new(Roster::default()),
            fields: Arc::default(),
            versions,
            built_in,
            life: Arc::default(),
        })
    }

    /// A world at an instant with what is cached and nothing else.
    pub fn world(&self, at: Instant) -> World {
        let mut world = World::empty(self.in_force(at));
        world.versions.clone_from(&self.versions);
        world.roster = self.roster.clone();
        world.fields = self.fields.clone();
        world.life = self.life.clone();
        world
    }

    /// The agreement in force at an instant. The built-in one is always there.
    pub fn in_force(&self, at: Instant) -> Arc<InForce> {
        let held = self.versions.get(&self.life.in_force_at(at));
        held.unwrap_or(&self.built_in).clone()
    }

    /// Who is who.
    pub fn roster(&self) -> Arc<Roster> {
        self.roster.clone()
    }

    /// Takes in what changed since, given the rows of roster and agreement as they are now.
    ///
    /// # Errors
    /// `EngineError` when a row or a text cannot be read.
    pub async fn follow(&mut self, tx: &mut Tx, rows: &[Row]) -> Result<(), EngineError> {
        if self.take(rows)? {
            let rows = tx.query(&texts::ALL, &[]).await?;
            self.take_texts(&rows)?;
        }
        Ok(())
    }

    /// Takes in the rows; tells whether texts of the agreement must be read anew.
    ///
    /// # Errors
    /// As `follow`.
    pub fn take(&mut self, rows: &[Row]) -> Result<bool, EngineError> {
        let mut texts_moved = false;
        for row in rows {
            let (id, seq) = (row.id(0)?, row.int(2)?);
            if id == Subject::roster().id && seq != self.roster.seq {
                self.roster = Arc::new(parse(row, 4)?);
            }
            if id == Subject::fields().id && seq != self.fields.seq {
                self.fields = Arc::new(parse(row, 4)?);
            }
            if id == Subject::agreement().id && seq != self.life.seq {
                self.life = Arc::new(parse(row, 4)?);
                texts_moved = true;
            }
        }
        Ok(texts_moved)
    }

    /// Takes in what changed since, read outside any transaction; tells whether anything did.
    ///
    /// # Errors
    /// As `follow`.
    pub async fn refresh(&mut self, ledger: &Ledger) -> Result<bool, EngineError> {
        let before = self.places();
        let keys = REFERENCE.map(|subject| row::id(subject().id)).to_vec();
        let rows = ledger.read_many(&subject::records::TABLE, None, "id", keys).await?;
        if self.take(&rows)? {
            let texts = ledger.read(&texts::ALL, Vec::new()).await?;
            self.take_texts(&texts)?;
        }
        Ok(self.places() != before)
    }

    /// Loads texts not known yet.
    ///
    /// # Errors
    /// As `follow`.
    pub fn take_texts(&mut self, rows: &[Row]) -> Result<(), EngineError> {
        for row in rows {
            let version = row.int(0)?;
            if let Entry::Vacant(free) = self.versions.entry(version) {
                // what was agreed while a field was not retired still means what it meant
                let registry = self.fields.registry_of_all();
                let agreement = Agreement::load(row.text(1)?, &registry, &Holidays::shipped())
                    .map_err(|problems| EngineError::kept("agreement", &format!("{problems:?}")))?;
                free.insert(Arc::new(InForce { version, agreement }));
            }
        }
        Ok(())
    }
}
