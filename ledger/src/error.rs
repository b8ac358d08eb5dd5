//! What can go wrong with keeping, in kinds that a caller acts upon.

use std::error::Error;
use std::path::PathBuf;

/// What went wrong. Unless said otherwise nothing of the transaction was kept.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A row with that key is there already.
    #[error("a row with that key is already in {table}")]
    Clash {
        /// The table's name.
        table: String,
    },
    /// Two transactions stood in each other's way: do it again.
    #[error("two transactions met ({why}); try again")]
    Conflict {
        /// What the engine said.
        why: String,
    },
    /// The database could not be reached, or went away before the commit was asked for.
    #[error("the database cannot be reached: {why}")]
    Away {
        /// What the engine or the network said.
        why: String,
    },
    /// The connection was lost while committing: look whether it was kept before trying again.
    #[error("the connection was lost while committing ({why}); it may or may not have been kept")]
    CommitUnknown {
        /// What the engine or the network said.
        why: String,
    },
    /// The address of the database asks for what cannot be.
    #[error("the address of the database: {why}")]
    Place {
        /// What, and what to do.
        why: String,
    },
    /// No space is left where the database lives.
    #[error("no space is left for the database: {why}")]
    Full {
        /// What the engine said.
        why: String,
    },
    /// A wait reached [`crate::WAIT_MAX`].
    #[error("waited too long for {what}; try again in a moment")]
    Busy {
        /// What was waited for.
        what: String,
    },
    /// A read reached [`crate::READ_TIME_MAX`] and was stopped.
    #[error("{name} was stopped because it took too long")]
    TooSlow {
        /// The statement's name.
        name: String,
    },
    /// The database was written by a newer version than this program.
    #[error(
        "this database was written by a newer version ({what} {found}; this program knows {known}): install that version or restore an older copy"
    )]
    Newer {
        /// `migration` or `reader`.
        what: &'static str,
        /// The number in the database.
        found: i64,
        /// The newest number this program knows.
        known: i64,
    },
    /// A migration that was already applied reads differently now.
    #[error(
        "migration {number} ({name}) was applied with another text: migrations are never edited; add a new one instead"
    )]
    Changed {
        /// The migration's number.
        number: i64,
        /// Its name.
        name: String,
    },
    /// A value, row or column is not of the shape that was declared.
    #[error("wrong shape: {what}")]
    Shape {
        /// Where, what was declared, what was found.
        what: String,
    },
    /// More was asked in one call than a call may ask.
    #[error("{what}: {found} are more than {max} in one call")]
    Limit {
        /// What there are too many of.
        what: String,
        /// How many.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// The transaction failed before; nothing more can be done in it.
    #[error("this transaction failed before; begin another")]
    Spoiled,
    /// This engine does not do that.
    #[error("{what}")]
    NotHere {
        /// What, and what to use instead.
        what: &'static str,
    },
    /// A file could not be opened, copied or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the engine or the system said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Anything else an engine said about a statement.
    #[error("{name}: {source}")]
    Statement {
        /// The statement's or table's name.
        name: String,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl LedgerError {
    /// Whether doing the same transaction again may succeed: a conflict or a wait.
    pub fn again(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Busy { .. })
    }
}
