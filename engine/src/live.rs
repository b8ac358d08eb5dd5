//! What changed, told to open pages after a commit: ids only.

use rules::Id;
use rules::decide::Done;
use rules::fact::{Body, SubjectKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Changes that may wait for a slow reader before it is told to refresh.
pub const WAITING_MAX: usize = 1_024;

/// What one commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Leads that changed.
    pub leads: BTreeSet<Id>,
    /// Users whose queues changed.
    pub users: BTreeSet<Id>,
    /// Whether the roster, the agreement or the fields changed.
    pub reference: bool,
    /// Whether a token was made or withdrawn.
    pub tokens: bool,
    /// Whether more changed than is said here: look at everything again.
    pub everything: bool,
}

impl Change {
    /// What a decision changed.
    pub fn note(&mut self, done: &Done) {
        for fact in &done.facts {
            match fact.subject.kind {
                SubjectKind::Lead => self.leads.insert(fact.subject.id),
                SubjectKind::Roster | SubjectKind::Agreement | SubjectKind::Fields => {
                    self.reference = true;
                    false
                }
                SubjectKind::Token => {
                    self.tokens = true;
                    false
                }
                _ => false,
            };
            if let Body::Routed(routed) = &fact.body {
                self.users.insert(routed.owner);
            }
        }
        self.users.extend(done.letters.iter().map(|letter| letter.to));
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty() && self.users.is_empty() && !self.reference && !self.tokens && !self.everything
    }
}

/// The place where changes are told.
#[derive(Clone, Debug)]
pub struct Live(broadcast::Sender<Arc<Change>>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(WAITING_MAX).0)
    }
}

impl Live {
    /// Tells whoever listens.
    pub fn tell(&self, change: Change) {
        if !change.is_empty() {
            // nobody listening is no error
            let _ = self.0.send(Arc::new(change));
        }
    }

    /// Listens from now on. A reader that falls behind gets `Lagged` and should refresh.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.0.subscribe()
    }
}
