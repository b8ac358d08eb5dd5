//! What an error of PostgreSQL means to a caller.

use crate::LedgerError;
use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

/// What to do where the server's certificate is not known here.
const OWN_ROOT: &str = "Nothing was sent in the clear. Where its certificate is of your own root, add \
    sslrootcert=FILE to the address; where the server has none, sslmode=disable says that it may be in the clear";

/// The server cannot encrypt, or its certificate leads to no root that is known.
fn is_not_trusted(source: &Error) -> bool {
    let said = whole(source);
    said.contains("invalid peer certificate") || said.contains("does not support TLS")
}

/// By the state the server names, else by the connection's.
pub(super) fn broken(name: &str, source: Error) -> LedgerError {
    match source.as_db_error() {
        Some(said) => by_state(name, said).unwrap_or_else(|| other(name, source)),
        None if is_not_trusted(&source) => LedgerError::Place {
            why: format!("{}. {OWN_ROOT}", whole(&source)),
        },
        None if lost(&source) => LedgerError::Away { why: whole(&source) },
        None => other(name, source),
    }
}

fn other(name: &str, source: Error) -> LedgerError {
    // the server's own words: tokio-postgres shows only "db error"
    let said = whole(&source);
    LedgerError::Statement {
        name: name.to_owned(),
        source: said.into(),
    }
}

fn by_state(name: &str, said: &DbError) -> Option<LedgerError> {
    let why = said.message().to_owned();
    let state = said.code();
    Some(match *state {
        SqlState::UNIQUE_VIOLATION => LedgerError::Clash {
            table: said.table().unwrap_or(name).to_owned(),
        },
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => LedgerError::Conflict { why },
        SqlState::LOCK_NOT_AVAILABLE => LedgerError::Busy { what: why },
        SqlState::QUERY_CANCELED => LedgerError::TooSlow { name: name.to_owned() },
        SqlState::DISK_FULL => LedgerError::Full { why },
        SqlState::TOO_MANY_CONNECTIONS => LedgerError::Busy { what: why },
        // a primary that became a standby takes no writes: the address points to the wrong one
        SqlState::READ_ONLY_SQL_TRANSACTION => LedgerError::Away { why },
        _ if going(state.code()) => LedgerError::Away { why },
        _ => return None,
    })
}

/// Classes 08 (connection) and 57P (the server stops or starts), and a session ended for idling.
fn going(state: &str) -> bool {
    state.starts_with("08") || state.starts_with("57P") || state == "25P03"
}

fn lost(source: &Error) -> bool {
    let inner = std::error::Error::source(source);
    source.is_closed() || inner.is_some_and(|it| it.is::<std::io::Error>()) || said_by_network(source)
}

/// Connecting may fail in ways that have no type: a timeout, no such host.
fn said_by_network(source: &Error) -> bool {
    let words = source.to_string();
    words.starts_with("error connecting") || words.starts_with("error communicating")
}

fn whole(source: &Error) -> String {
    match std::error::Error::source(source) {
        Some(inner) => format!("{source}: {inner}"),
        None => source.to_string(),
    }
}

/// No connection from the pool.
pub(super) fn no_client(source: PoolError) -> LedgerError {
    match source {
        PoolError::Backend(source) => broken("connect", source),
        PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => LedgerError::Busy {
            what: "a connection to PostgreSQL".to_owned(),
        },
        other => LedgerError::Away { why: other.to_string() },
    }
}

/// A connection lost while the commit was on its way: nobody knows.
pub(super) fn unknown(source: LedgerError) -> LedgerError {
    match source {
        LedgerError::Away { why } => LedgerError::CommitUnknown { why },
        other => other,
    }
}
