//! The whole company as one file: out of one database, into another, whichever engine either has.
//!
//! What this room promises:
//! - an archive is one moment of everything that is kept (but sessions and one-time links, see [`travels`]), and says
//!   nothing of the engine or the day: the same company gives the same bytes;
//! - it comes only into an empty database, and only after its checksum and every line of it were found right;
//! - a database that an archive came into by half is marked so from its first row on, and nothing opens it: the same
//!   archive goes over it once more;
//! - the mark goes only after every row that follows from facts was folded anew and agrees.
//!
//! The format is told in `docs/archive.md`.

mod error;
mod exporting;
mod format;
mod importing;
mod reading;

pub use error::ArchiveError;
pub use exporting::{Exported, export};
pub use format::{FORMAT, VERSION};
pub use importing::{Imported, import};
pub use reading::{Checked, LINE_BYTES_MAX, check};

use crate::{MIGRATIONS, TABLES, account, session};
use ledger::Table;
use std::sync::Arc;

/// What is being done, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The moment is being held: pages of the database.
    Copying,
    /// Rows are being written.
    Writing,
    /// The archive is being checked: bytes.
    Checking,
    /// Rows are being kept: bytes of the archive.
    Importing,
    /// Facts are being folded anew: leads.
    Verifying,
}

/// Hears what is being done, how much of it is done, and how much there is.
pub type Progress = Arc<dyn Fn(Stage, u64, u64) + Send + Sync>;

/// Whether a table's rows go into an archive. Sessions and one-time links do not: each lets whoever holds it in at one
/// address, until a day; a copy of the company elsewhere must open to nobody because of them. People sign in with their
/// passwords, or get a new link.
pub fn travels(table: &Table) -> bool {
    ![session::records::TABLE.name, account::records::LINKS.name].contains(&table.name)
}

/// The tables of an archive, in its order.
fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().copied().filter(|table| travels(table))
}

/// The newest migration that this Baton knows.
fn migration() -> i64 {
    MIGRATIONS.last().map_or(0, |newest| newest.number)
}
