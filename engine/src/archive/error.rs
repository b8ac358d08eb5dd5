//! Why an archive did not come out or in.

use crate::error::EngineError;
use crate::verify::Report;
use ledger::LedgerError;

/// What is wrong, and what was kept.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file is something else.
    #[error("This is no archive of Baton: its first line is not an archive's header.")]
    NotAnArchive,
    /// Written by a Baton that this one cannot follow.
    #[error(
        "This archive was made by a newer Baton ({what} {found}; this one knows {known}). Import it with that version or a later one."
    )]
    Newer {
        /// `format`, `reader` or `migration`.
        what: &'static str,
        /// The archive's number.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// Written before the lines or the tables were changed.
    #[error(
        "This archive was made by an older Baton ({what} {found}; this one is at {known}). Import it with that version, then open the database with this one: it is brought up to date then."
    )]
    Older {
        /// `format` or `migration`.
        what: &'static str,
        /// The archive's number.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It has no last line.
    #[error("The archive stops after line {line}, before its end: it was not written or copied whole.")]
    Truncated {
        /// The last line that is there.
        line: u64,
    },
    /// Not the bytes that were written.
    #[error("The archive is not as it was made: its checksum differs from the one in its last line{}.", place(.line))]
    Damaged {
        /// The first line that cannot be right, if one was found.
        line: Option<u64>,
    },
    /// A line that no archive has.
    #[error("Line {line} of the archive: {why}.")]
    Line {
        /// Which, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// There is nothing to export.
    #[error("The database holds nothing yet, so there is nothing to export.")]
    Nothing,
    /// There is something already.
    #[error(
        "The database is not empty ({table} has rows). An archive comes only into an empty database, one that no server was started on."
    )]
    NotEmpty {
        /// A table with rows.
        table: &'static str,
    },
    /// Half of another archive is there.
    #[error("The database holds half of another archive. Import that one again to its end, or name an empty database.")]
    OtherHalf,
    /// The file was changed between checking and importing.
    #[error("The archive changed while it was being imported.")]
    Moved,
    /// Something went wrong after the first rows were kept.
    #[error("{0} The database is marked as half imported, and nothing opens it; run the same import again.")]
    Stopped(Box<ArchiveError>),
    /// It is in, and does not agree with itself.
    #[error(
        "{} rows of the archive do not say what its facts say. The database stays marked as half imported, and nothing opens it.",
        .0.found
    )]
    Disagrees(Box<Report>),
    /// The file could not be read or written.
    #[error("the archive: {0}")]
    File(#[from] std::io::Error),
    /// The database said no.
    #[error("{0}")]
    Engine(#[from] EngineError),
}

impl From<LedgerError> for ArchiveError {
    fn from(error: LedgerError) -> Self {
        Self::Engine(error.into())
    }
}

fn place(line: &Option<u64>) -> String {
    line.map(|line| format!(" (line {line} cannot be right)"))
        .unwrap_or_default()
}
