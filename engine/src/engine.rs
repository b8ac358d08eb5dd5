//! The engine: the door, the ledger behind it, and what readers share.

use crate::cache::{Cache, Shared};
use crate::decider::{Decider, Reply};
use crate::door::{Door, Lane};
use crate::error::EngineError;
use crate::live::Live;
use crate::outside::{Outside, ten};
use crate::token::known::Known;
use crate::{MIGRATIONS, READER_VERSION, STATEMENTS, TABLES};
use ledger::{Ledger, Place};
use rules::agreement::life::Life;
use rules::ask::{Ask, Command};
use rules::decide::InForce;
use rules::fact::{Actor, Origin, TokenScope};
use rules::fields::OwnFields;
use rules::lead::Lead;
use rules::roster::Roster;
use rules::{Id, Instant};
use std::sync::Arc;
use tokio::sync::Notify;

/// The engine of one node. Clones share it.
#[derive(Clone)]
pub struct Engine {
    ledger: Ledger,
    door: Door,
    live: Live,
    shared: Shared,
    outside: Arc<dyn Outside>,
    wake: Arc<Notify>,
    origin: Origin,
    node: Id,
}

impl Engine {
    /// Opens a database: migrated, every statement prepared, the door open.
    ///
    /// # Errors
    /// `EngineError` when the database cannot be opened, is newer, holds half of an archive, or a statement does
    /// not fit it.
    pub async fn open(place: Place, outside: Arc<dyn Outside>) -> Result<Self, EngineError> {
        let ledger = Ledger::open(place).await?;
        ledger.migrate(MIGRATIONS, outside.now().0, READER_VERSION).await?;
        ledger.prepare_all(STATEMENTS, TABLES).await?;
        crate::mark::whole(&ledger).await?;
        let origin = crate::mark::origin(&ledger).await?;
        let live = Live::default();
        let shared = Shared::of(Cache::starting()?);
        let node = Id::fresh(outside.now(), ten(&*outside));
        let mut decider = Decider::new(ledger.clone(), Cache::starting()?, live.clone(), shared.clone(), node);
        decider.refresh().await?;
        let door = Door::open(decider, tokio::runtime::Handle::current())?;
        Ok(Self {
            ledger,
            door,
            live,
            shared,
            outside,
            wake: Arc::new(Notify::new()),
            origin,
            node,
        })
    }

    /// Asks, and waits until the answer is durable.
    ///
    /// # Errors
    /// As `Door::submit`.
    pub async fn submit(&self, ask: Ask, lane: Lane) -> Reply {
        let reply = self.door.submit(ask, lane).await;
        self.waking(reply)
    }

    /// Asks in the lane behind everybody, with leads as they were read just now; see `Door::submit_seen`.
    pub(crate) async fn submit_seen(&self, ask: Ask, seen: Vec<Lead>) -> Reply {
        let reply = self.door.submit_seen(ask, Lane::Bulk, seen).await;
        self.waking(reply)
    }

    fn waking(&self, reply: Reply) -> Reply {
        if reply.is_ok() {
            self.wake.notify_waiters();
        }
        reply
    }

    /// Asks now, in the name of somebody, with a fresh id or the one given.
    ///
    /// # Errors
    /// As `Door::submit`.
    pub async fn ask(&self, id: Option<Id>, actor: Actor, command: impl Into<Command>) -> Reply {
        self.ask_now(id, actor, Vec::new(), command.into()).await
    }

    /// Asks now, in the name of a token.
    ///
    /// # Errors
    /// As `Door::submit`.
    pub async fn ask_by_token(
        &self,
        id: Option<Id>,
        token: Id,
        scopes: &[TokenScope],
        command: impl Into<Command>,
    ) -> Reply {
        self.ask_now(id, Actor::Token(token), scopes.to_vec(), command.into())
            .await
    }

    async fn ask_now(&self, id: Option<Id>, actor: Actor, scopes: Vec<TokenScope>, command: Command) -> Reply {
        let ask = Ask {
            id: id.unwrap_or_else(|| self.fresh_id()),
            actor,
            scopes,
            at: self.now(),
            origin: self.origin,
            command,
        };
        self.submit(ask, Lane::Interactive).await
    }

    /// The wall clock.
    pub fn now(&self) -> Instant {
        self.outside.now()
    }

    /// A fresh id.
    pub fn fresh_id(&self) -> Id {
        Id::fresh(self.now(), ten(&*self.outside))
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.outside.random(&mut bytes);
        bytes
    }

    /// Randomness and the clock, as an argument for others.
    pub fn outside(&self) -> Arc<dyn Outside> {
        self.outside.clone()
    }

    /// The ledger, for reading.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What changes, for open pages.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// This node, among others on the same database.
    pub fn node(&self) -> Id {
        self.node
    }

    /// Tokens as last seen here.
    pub fn tokens(&self) -> &Known {
        self.shared.tokens()
    }

    /// Who is who, as last committed here.
    pub fn roster(&self) -> Arc<Roster> {
        self.shared.roster()
    }

    /// The company's own fields, as last committed here.
    pub fn fields(&self) -> Arc<OwnFields> {
        self.shared.fields()
    }

    /// What became of each version of the agreement, as last committed here.
    pub fn life(&self) -> Arc<Life> {
        self.shared.life()
    }

    /// A version of the agreement, compiled; `None` where there is none of this number.
    pub fn version(&self, version: i64) -> Option<Arc<InForce>> {
        self.shared.version(version)
    }

    /// Every version of the agreement, compiled; the built-in one is 0.
    pub fn versions(&self) -> std::collections::BTreeMap<i64, Arc<InForce>> {
        self.shared.versions()
    }

    /// The agreement in force now, as last committed here.
    pub fn in_force(&self) -> Arc<InForce> {
        self.shared.in_force(self.now())
    }

    /// Takes in what another process changed in roster or agreement.
    ///
    /// # Errors
    /// `EngineError` when they cannot be read.
    pub async fn refresh(&self) -> Result<(), EngineError> {
        let mut cache = self.shared.now();
        if cache.refresh(&self.ledger).await? {
            self.shared.offer(&cache);
            let change = crate::live::Change {
                reference: true,
                ..Default::default()
            };
            self.live.tell(change);
        }
        Ok(())
    }

    /// What facts made here are: live, or a demo's.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether this is a demo.
    pub fn is_demo(&self) -> bool {
        self.origin == Origin::Demo
    }

    /// Waits until something was committed here.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }
}
