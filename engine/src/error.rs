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

    /// Whether the database cannot be reached or takes nothing now.
    pub fn is_away(&self) -> bool {
        use LedgerError::{Away, Busy, CommitUnknown, Full};
        matches!(
            self,
            Self::Ledger(Away { .. } | Busy { .. } | Full { .. } | CommitUnknown { .. }) | Self::NotNow(_)
        )
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
