//! Everything that is prepared before serving: migrations, tables, statements.

use crate::{
    account, agreement, command, desk, fact, handoff, lead, letter, mark, note, pattern, person, review, rotation,
    scorecard, session, status, subject, submission, token, verify,
};
use ledger::{Migration, Statement, Table};

/// The oldest program that may open what this one writes.
pub const READER_VERSION: i64 = 1;

/// Forward only, never edited.
pub static MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    name: "house",
    sql: include_str!("../../schema/0001_house.sql"),
}];

/// Every table that is written.
pub static TABLES: &[&Table] = &[
    &fact::records::TABLE,
    &command::records::TABLE,
    &subject::records::TABLE,
    &lead::records::TABLE,
    &handoff::records::TABLE,
    &person::records::TABLE,
    &submission::records::TABLE,
    &note::records::TABLE,
    &rotation::records::TABLE,
    &desk::records::TABLE,
    &letter::records::TABLE,
    &agreement::records::TABLE,
    &account::records::TABLE,
    &account::records::LINKS,
    &session::records::TABLE,
    &token::records::TABLE,
    &mark::TABLE,
];

/// Every statement.
pub static STATEMENTS: &[&Statement] = &[
    &fact::reads::OF_SUBJECT,
    &fact::reads::OF_KIND,
    &lead::reads::DUE,
    &lead::reads::NEXT_DUE,
    &lead::reads::LIST,
    &lead::reads::LIST_OF_STAGE,
    &lead::reads::LIST_OF_SOURCE,
    &lead::reads::LIST_OF_OWNER,
    &lead::reads::LIST_FOUND,
    &submission::records::OF_LEAD,
    &note::records::OF_LEAD,
    &rotation::records::ALL,
    &desk::records::ALL,
    &letter::records::SENT,
    &letter::records::LATER,
    &letter::records::DEAD,
    &letter::records::AGAIN,
    &letter::records::WAIT,
    &letter::reads::NEXT_DUE,
    &letter::reads::DEAD_LIST,
    &letter::reads::COUNTS,
    &agreement::records::ALL,
    &account::reads::BY_EMAIL,
    &account::reads::BY_USER,
    &account::reads::ALL,
    &account::reads::LINK,
    &session::reads::BY_HASH,
    &session::reads::OF_USER,
    &account::records::SET_PASSWORD,
    &account::records::USE_LINK,
    &session::records::END,
    &session::records::END_ALL,
    &scorecard::reads::KEPT,
    &scorecard::reads::SPEED,
    &scorecard::reads::SAID,
    &scorecard::reads::WAIT_AT,
    &scorecard::reads::WAIT_FROM_LONGEST,
    &scorecard::list::LIST,
    &scorecard::history::GROUPS,
    &scorecard::history::WINS,
    &token::records::END,
    &token::records::BY_HASH,
    &token::records::ALL,
    &pattern::reads::GROUPS,
    &pattern::reads::SINCE,
    &pattern::reads::SAID,
    &pattern::reads::HANDED,
    &review::reads::WAITING,
    &review::reads::COUNTS,
    &status::reads::LETTERS,
    &status::reads::DEAD,
    &status::reads::DEAD_LIST,
    &status::reads::OVERDUE,
    &status::reads::QUARANTINED,
    &status::reads::QUARANTINED_COUNT,
    &status::reads::OPEN_BY,
    &mark::READ,
    &verify::reads::LEAD_IDS,
    &verify::reads::COMMAND_IDS,
    &verify::reads::SUBJECT_IDS,
    &verify::reads::COUNTS,
];
