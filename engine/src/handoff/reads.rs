//! Reading handoffs: desks in the order of what presses most, their counts, one handoff's place.

use super::records;
use crate::error::EngineError;
use crate::row::{Columns, at, id, parse, text};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::fact::{Clock, RouteCause, SubmissionKind};
use rules::{Id, Instant};
use std::collections::BTreeMap;

/// Most handoffs that one place of a desk shows at once.
pub const SHOWN_MAX: i64 = 200;
/// Sorts after every instant: an open handoff that owes nothing.
const NEVER: Instant = rules::time::INSTANT_MAX;

/// Where a handoff stands on a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// An attempt is late, or due before the given instant.
    Soon,
    /// Connected; feedback is owed.
    Owed,
    /// Came back on its agreed day and was not tried yet.
    Returning,
    /// Due later.
    Later,
    /// Waits without an owner; the viewer answers for it.
    Held,
}

impl Spot {
    /// Every place, in the order of a desk.
    pub const ALL: [Spot; 5] = [Self::Soon, Self::Owed, Self::Returning, Self::Later, Self::Held];

    /// As statements and addresses write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Owed => "owed",
            Self::Returning => "returning",
            Self::Later => "later",
            Self::Held => "held",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spot| spot.code() == code)
    }
}

/// One open handoff as a desk shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The handoff.
    pub handoff: Id,
    /// Its lead.
    pub lead: Id,
    /// Where it stands.
    pub spot: Spot,
    /// What it is sorted by: when something is due.
    pub at: Instant,
    /// Its tier.
    pub tier: String,
    /// Where the lead came from first.
    pub source: Option<String>,
    /// Why its owner has it.
    pub cause: Option<RouteCause>,
    /// Who has it.
    pub owner: Option<Id>,
    /// Who answers while it is held.
    pub accountable: Option<Id>,
    /// The trigger.
    pub trigger_at: Instant,
    /// Attempts made.
    pub attempts: u32,
    /// When it connected.
    pub connected_at: Option<Instant>,
    /// How many colleagues joined it.
    pub joined: u32,
    /// It went on from an SDR.
    pub passed_on: bool,
    /// Held for its owner alone until then.
    pub take_by: Option<Instant>,
    /// Which duty runs.
    pub owed: Option<Clock>,
    /// The kind of the last submission.
    pub kind: SubmissionKind,
    /// The person's name; none when not given, or erased.
    pub name: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Telephone number, E.164.
    pub phone: Option<String>,
    /// What else is known of the person, by field: answers to questions, the note.
    pub fields: BTreeMap<String, String>,
}

impl Item {
    /// Answers to the agreement's questions, by id.
    pub fn answers(&self) -> BTreeMap<&str, &str> {
        self.fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("answers.")?, value.as_str())))
            .collect()
    }

    /// Whether something is due at all.
    pub fn is_due_once(&self) -> bool {
        self.at != NEVER
    }
}

/// A desk: what is shown, and how many there are at each place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// In order of place, then of what is due.
    pub items: Vec<Item>,
    /// How many, shown or not.
    pub totals: BTreeMap<Spot, u64>,
}

/// Whose handoffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One user's, and those held under his name.
    Of(Id),
    /// Everybody's.
    All,
}

/// Which part of a desk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Attempts due up to this instant press.
    pub soon_until: Instant,
    /// This place only.
    pub only: Option<Spot>,
    /// After this place in the order.
    pub after: Option<(Instant, Id)>,
    /// At most so many at each place; up to `SHOWN_MAX`.
    pub limit: i64,
}

/// What one place of a desk shows: what presses most first.
macro_rules! place {
    ($spot:literal) => {
        concat!(
            "SELECT id, spot, sort_at FROM (SELECT id, spot, sort_at FROM o WHERE spot = '",
            $spot,
            "' AND ($3 = '' OR spot = $3) AND (sort_at > $4 OR (sort_at = $4 AND id > $5)) ORDER BY sort_at, id LIMIT $6) of_place"
        )
    };
}

/// One text for one user's desk and for everybody's: they differ in whose rows they begin with. What is placed and counted
/// is read from the index alone, once; the rest is joined to what is shown, in this order (SQLite keeps the order of cross
/// joins; by its own it would go through all handoffs there ever were).
macro_rules! desk {
    ($whose:literal) => {
        concat!(
            "WITH o AS MATERIALIZED (SELECT id, \
             CASE WHEN owner_id IS NULL THEN 'held' WHEN take_by IS NOT NULL THEN 'soon' WHEN owed = 'feedback' THEN 'owed' \
             WHEN owed IN ('first_attempt', 'next_attempt') AND owed_at <= $2 THEN 'soon' \
             WHEN owed = 'first_attempt' AND cause = 'return' THEN 'returning' ELSE 'later' END AS spot, \
             COALESCE(held_until, take_by, owed_at, 253402207200000000) AS sort_at \
             FROM handoff WHERE closed_at IS NULL AND ",
            $whose,
            "), many AS MATERIALIZED (SELECT spot, count(*) AS total FROM o GROUP BY spot), s AS MATERIALIZED (",
            place!("soon"),
            " UNION ALL ",
            place!("owed"),
            " UNION ALL ",
            place!("returning"),
            " UNION ALL ",
            place!("later"),
            " UNION ALL ",
            place!("held"),
            ") SELECT h.id, h.lead_id, s.spot, s.sort_at, many.total, h.tier, h.source, h.cause, h.owner_id, h.accountable_id, \
             h.trigger_at, h.attempts, h.connected_at, h.owed, l.kind, p.name, p.company, p.email, p.phone, p.fields, \
             h.joined, h.passed_from, h.take_by \
             FROM s CROSS JOIN many CROSS JOIN handoff h CROSS JOIN lead l CROSS JOIN person p \
             WHERE many.spot = s.spot AND h.id = s.id AND l.id = h.lead_id AND p.lead_id = h.lead_id \
             ORDER BY s.sort_at, s.id LIMIT 1000"
        )
    };
}

const DESK_PARAMS: &[Kind] = &[Kind::Bytes, Kind::Int, Kind::Text, Kind::Int, Kind::Bytes, Kind::Int];
const DESK_COLUMNS: &[Kind] = &[
    Kind::Bytes,
    Kind::Bytes,
    Kind::Text,
    Kind::Int,
    Kind::Int,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Bytes,
    Kind::Bytes,
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Int,
    Kind::Bytes,
    Kind::Int,
];

/// The open handoffs of one user, and those held under his name.
pub static DESK_OF: Statement = Statement {
    name: "handoff_desk_of",
    sql: desk!("(owner_id = $1 OR (held_until IS NOT NULL AND accountable_id = $1))"),
    params: DESK_PARAMS,
    columns: DESK_COLUMNS,
};

/// Everybody's open handoffs; the user is not looked at.
pub static DESK_ALL: Statement = Statement {
    name: "handoff_desk_all",
    sql: desk!("$1 = $1"),
    params: DESK_PARAMS,
    columns: DESK_COLUMNS,
};

/// How many open handoffs one user has, and of how many feedback is owed.
pub static OPEN_OF: Statement = Statement {
    name: "handoff_open_of",
    sql: "SELECT count(*), count(*) FILTER (WHERE owed = 'feedback') FROM handoff WHERE owner_id = $1 AND closed_at IS NULL",
    params: &[Kind::Bytes],
    columns: &[Kind::Int, Kind::Int],
};

/// How many open handoffs there are, and of how many feedback is owed.
pub static OPEN_ALL: Statement = Statement {
    name: "handoff_open_all",
    sql: "SELECT count(*), count(*) FILTER (WHERE owed = 'feedback') FROM handoff WHERE closed_at IS NULL",
    params: &[],
    columns: &[Kind::Int, Kind::Int],
};

/// Who has open handoffs, and how many.
pub static OWNERS: Statement = Statement {
    name: "handoff_owners",
    sql: "SELECT owner_id, count(*) FROM handoff WHERE closed_at IS NULL AND owner_id IS NOT NULL \
          GROUP BY owner_id ORDER BY owner_id LIMIT 2000",
    params: &[],
    columns: &[Kind::Bytes, Kind::Int],
};

/// A part of a desk, what presses most first.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn desk(ledger: &Ledger, whose: Whose, part: &Part) -> Result<Desk, EngineError> {
    let (statement, user) = match whose {
        Whose::Of(user) => (&DESK_OF, user),
        Whose::All => (&DESK_ALL, Id::default()),
    };
    let (after_at, after_id) = part.after.unwrap_or((Instant(i64::MIN), Id::default()));
    let params = vec![
        id(user),
        at(part.soon_until),
        text(part.only.map_or("", Spot::code)),
        at(after_at),
        id(after_id),
        Value::Int(part.limit.clamp(1, SHOWN_MAX)),
    ];
    let mut desk = Desk::default();
    for row in &ledger.read(statement, params).await? {
        let item = item(row)?;
        let total = u64::try_from(row.int(4)?).unwrap_or_default();
        desk.totals.insert(item.spot, total);
        desk.items.push(item);
    }
    Ok(desk)
}

fn item(row: &Row) -> Result<Item, EngineError> {
    let unknown = |what: &str| EngineError::kept("handoff", &format!("unknown {what}"));
    let cause = row.opt_string(7)?;
    Ok(Item {
        handoff: row.id(0)?,
        lead: row.id(1)?,
        spot: Spot::read(row.text(2)?).ok_or_else(|| unknown("spot"))?,
        at: row.at(3)?,
        tier: row.string(5)?,
        source: row.opt_string(6)?,
        cause: cause.as_deref().and_then(cause_of),
        owner: row.opt_id(8)?,
        accountable: row.opt_id(9)?,
        trigger_at: row.at(10)?,
        attempts: u32::try_from(row.int(11)?).unwrap_or_default(),
        connected_at: row.opt_at(12)?,
        owed: row.opt_text(13)?.and_then(Clock::read),
        kind: SubmissionKind::read(row.text(14)?).ok_or_else(|| unknown("kind"))?,
        name: row.opt_string(15)?,
        company: row.opt_string(16)?,
        email: row.opt_string(17)?,
        phone: row.opt_string(18)?,
        fields: parse(row, 19)?,
        joined: u32::try_from(row.opt_int(20)?.unwrap_or_default()).unwrap_or_default(),
        passed_on: row.opt_id(21)?.is_some(),
        take_by: row.opt_at(22)?,
    })
}

fn cause_of(code: &str) -> Option<RouteCause> {
    RouteCause::ALL.into_iter().find(|cause| cause.code() == code)
}

/// How many are open, and of how many feedback is owed.
///
/// # Errors
/// As `desk`.
pub async fn open(ledger: &Ledger, whose: Whose) -> Result<(u64, u64), EngineError> {
    let rows = match whose {
        Whose::Of(user) => ledger.read(&OPEN_OF, vec![id(user)]).await?,
        Whose::All => ledger.read(&OPEN_ALL, Vec::new()).await?,
    };
    let count = |row: &Row, column| row.int(column).map(|n| u64::try_from(n).unwrap_or_default());
    match rows.first() {
        Some(row) => Ok((count(row, 0)?, count(row, 1)?)),
        None => Ok((0, 0)),
    }
}

/// Who has open handoffs, and how many.
///
/// # Errors
/// As `desk`.
pub async fn owners(ledger: &Ledger) -> Result<Vec<(Id, u64)>, EngineError> {
    let rows = ledger.read(&OWNERS, Vec::new()).await?;
    let read = |row: &Row| Ok((row.id(0)?, u64::try_from(row.int(1)?).unwrap_or_default()));
    rows.iter().map(read).collect()
}

/// The lead that a handoff belongs to.
///
/// # Errors
/// As `desk`.
pub async fn lead_of(ledger: &Ledger, handoff: Id) -> Result<Option<Id>, EngineError> {
    let rows = ledger.read_many(&records::TABLE, None, "id", vec![id(handoff)]).await?;
    Ok(rows.first().map(|row| row.id(1)).transpose()?)
}
