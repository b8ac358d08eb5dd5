//! How it is kept: a transaction on SQLite or PostgreSQL. Knows no domain word.
//!
//! What this room promises:
//! - one text, two engines: the same calls give the same rows in the same order, and the same
//!   kind of error, on both; where a text must differ, it differs in `forks.rs` alone;
//! - what `commit` has answered survives a crash of the process and of the machine;
//! - a transaction that is dropped, or that failed once, leaves nothing behind;
//! - readers never wait for the writer (but in memory, where there is one connection), and no
//!   read lasts longer than [`READ_TIME_MAX`];
//! - everything has a limit: keys and rows a call, waits, pools.
//!
//! What it does not do: it makes no ids, reads no clock but the database's (when asked), builds
//! no SQL from values, and retries nothing that could happen twice.

mod error;
mod forks;
mod keeping;
mod migrate;
mod plan;
mod postgres;
mod shape;
mod snapshot;
mod sqlite;
mod table;
mod text;
mod tx;
mod value;

pub use error::LedgerError;
pub use keeping::{Column, Durability, Ledger, Place};
pub use migrate::{Migrated, Migration};
pub use plan::{Planned, Step};
pub use postgres::Listener;
pub use snapshot::Snapshot;
pub use table::{Claim, Get, OnClash, Put, Statement, Table};
pub use tx::Tx;
pub use value::{Kind, Row, Value};

use std::time::Duration;

/// The longest a read may last; then it is stopped and answers [`LedgerError::TooSlow`].
pub const READ_TIME_MAX: Duration = Duration::from_secs(5);

/// The longest anybody waits for the writer, a lock or a connection; then [`LedgerError::Busy`].
pub const WAIT_MAX: Duration = Duration::from_secs(5);

/// The most keys one multi-get takes.
pub const KEYS_MAX: usize = 20_000;

/// The longest payload of one [`Tx::notify`], in bytes: PostgreSQL takes less than 8,000.
pub const NOTIFY_MAX: usize = 7_999;

/// The most rows one multi-row write takes.
pub const ROWS_MAX: usize = 20_000;
