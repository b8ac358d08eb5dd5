//! What can go wrong behind the door.

use ledger::LedgerError;
use rules::refusal::Refusal;

/// Why an ask got no answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It was decided against; nothing was written.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// An id was used for something else before.
    #[error("this id was used for another ask")]
    IdReused,
    /// Too much at once, or the database is away: nothing was written; try again.
    #[error("not now: {0}")]
    NotNow(String),
    /// No space is left where the database lives: nothing was written; once there is room, try again.
    #[error("no room: {0}")]
    Full(String),
    /// The database went away while this was being kept, and did not come back in time to be asked: it was kept whole
    /// or not at all. The same id finds out.
    #[error("not known whether it was kept: {0}")]
    Unsure(String),
    /// An archive came into this database by half.
    #[error(
        "This database holds half of an archive, so nothing opens it. Run `baton import-archive` with the same file again, or name another database."
    )]
    Half,
    /// The database said no.
    #[error("ledger: {0}")]
    Ledger(#[from] LedgerError),
    /// A kept row cannot be read.
    #[error("kept {what}: {why}")]
    Kept {
        /// Which kind of row.
        what: String,
        /// What the reader said.
        why: String,
    },
}

impl EngineError {
    /// Whether doing it again may help: two transactions met, a guard was missed, a reply was lost.
    pub fn again(&self) -> bool {
        match self {
            Self::Ledger(LedgerError::Clash { .. } | LedgerError::CommitUnknown { .. }) => true,
            Self::Ledger(error) => error.again(),
            _ => false,
        }
    }

    /// Whether something in an ask does not fit into a row, whoever else is in the group.
    pub(crate) fn is_of_an_ask(&self) -> bool {
        matches!(
            self,
            Self::Ledger(LedgerError::Shape { .. } | LedgerError::Limit { .. })
        )
    }

    /// Whether the database cannot be reached or takes nothing now.
    pub fn is_away(&self) -> bool {
        use LedgerError::{Away, Busy, CommitUnknown, Full, Place};
        matches!(
            self,
            Self::Ledger(Away { .. } | Busy { .. } | Full { .. } | CommitUnknown { .. } | Place { .. })
                | Self::NotNow(_)
                | Self::Full(_)
                | Self::Unsure(_)
        )
    }

    /// Whether no space is left where the database lives.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full(_) | Self::Ledger(LedgerError::Full { .. }))
    }

    /// Whether nobody knows if it was kept.
    pub fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure(_) | Self::Ledger(LedgerError::CommitUnknown { .. }))
    }

    /// What each asker of a group is told that was not kept for this.
    pub(crate) fn told(&self) -> Self {
        let why = self.to_string();
        match self {
            _ if self.is_full() => Self::Full(why),
            _ if self.is_unsure() => Self::Unsure(why),
            _ => Self::NotNow(why),
        }
    }

    /// A kept row that cannot be read.
    pub fn kept(what: &str, why: &dyn std::fmt::Display) -> Self {
        Self::Kept {
            what: what.to_owned(),
            why: why.to_string(),
        }
    }
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
