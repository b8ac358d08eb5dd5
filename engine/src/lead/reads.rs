//! Reading leads: what is due, lists, one lead's page.

use super::records;
use crate::error::EngineError;
use crate::person::records::fold;
use crate::row::{Columns, at, id, opt_text, parse, text};
use ledger::{Kind, Ledger, Row, Statement, Value};
use rules::agreement::Stage;
use rules::lead::Lead;
use rules::{Id, Instant};

/// Leads with something due, the most pressing first.
pub static DUE: Statement = Statement {
    name: "lead_due",
    sql: "SELECT state FROM lead WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, due_rank, id LIMIT $2",
    params: &[Kind::Int, Kind::Int],
    columns: &[Kind::Text],
};

/// The next due instant of all.
pub static NEXT_DUE: Statement = Statement {
    name: "lead_next_due",
    sql: "SELECT due_at FROM lead WHERE due_at IS NOT NULL ORDER BY due_at, due_rank, id LIMIT 1",
    params: &[],
    columns: &[Kind::Int],
};

/// Leads with something due at an instant, at most `limit`. A state that cannot be read is told of and left out, so
/// that one broken row does not stop everybody's timers.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn due(ledger: &Ledger, now: Instant, limit: i64) -> Result<Vec<Lead>, EngineError> {
    let rows = ledger.read(&DUE, vec![at(now), Value::Int(limit)]).await?;
    let state = |row: &Row| {
        parse(row, 0)
            .inspect_err(|error| tracing::error!(%error, "a lead that is due cannot be read"))
            .ok()
    };
    Ok(rows.iter().filter_map(state).collect())
}

/// The next due instant.
///
/// # Errors
/// `EngineError` when the ledger cannot be read.
pub async fn next_due(ledger: &Ledger) -> Result<Option<Instant>, EngineError> {
    let rows = ledger.read(&NEXT_DUE, Vec::new()).await?;
    Ok(rows.first().map(|row| row.at(0)).transpose()?)
}

/// A lead by id.
///
/// # Errors
/// As `due`.
pub async fn one(ledger: &Ledger, id: rules::Id) -> Result<Option<Lead>, EngineError> {
    let rows = ledger
        .read_many(&records::TABLE, None, "id", vec![crate::row::id(id)])
        .await?;
    rows.first().map(records::read).transpose()
}

/// Most leads on one page of a list.
pub const PAGE_MAX: i64 = 200;
/// A search looks at so many people by name and as many by company; the newest of those are shown first.
pub const FOUND_MAX: i64 = 500;

/// What of a lead a list shows.
macro_rules! listed {
    () => {
        "l.id, l.stage, l.kind, l.tier, l.source, l.campaign, l.submitted_at, l.touched_at, l.last_at, l.owner_id, \
         l.review_at, l.due_at, p.name, p.email, p.phone, p.company, p.company_domain, p.country"
    };
}

/// The page: newest first, before a cursor ($1, $2), not before $3, and whatever else is asked for.
macro_rules! page {
    ($from:literal, $only:literal, $limit:literal) => {
        concat!(
            "SELECT ",
            listed!(),
            " FROM ",
            $from,
            " WHERE (l.submitted_at, l.id) < ($1, $2) AND l.submitted_at >= $3",
            $only,
            " ORDER BY l.submitted_at DESC, l.id DESC LIMIT ",
            $limit
        )
    };
}

const LISTED: &[Kind] = &[
    Kind::Bytes,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Int,
    Kind::Int,
    Kind::Int,
    Kind::Bytes,
    Kind::Int,
    Kind::Int,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
];

/// All leads, the newest first.
pub static LIST: Statement = Statement {
    name: "lead_list",
    sql: page!("lead l LEFT JOIN person p ON p.lead_id = l.id", "", "$4"),
    params: &[Kind::Int, Kind::Bytes, Kind::Int, Kind::Int],
    columns: LISTED,
};

/// The leads of one stage.
pub static LIST_OF_STAGE: Statement = Statement {
    name: "lead_list_of_stage",
    sql: page!(
        "lead l LEFT JOIN person p ON p.lead_id = l.id",
        " AND l.stage = $5",
        "$4"
    ),
    params: &[Kind::Int, Kind::Bytes, Kind::Int, Kind::Int, Kind::Text],
    columns: LISTED,
};

/// The leads of one source, of any or one stage: a source is a smaller part of all leads than a stage may be.
pub static LIST_OF_SOURCE: Statement = Statement {
    name: "lead_list_of_source",
    sql: page!(
        "lead l LEFT JOIN person p ON p.lead_id = l.id",
        " AND l.source = $5 AND ($6 IS NULL OR l.stage = $6)",
        "$4"
    ),
    params: &[Kind::Int, Kind::Bytes, Kind::Int, Kind::Int, Kind::Text, Kind::Text],
    columns: LISTED,
};

/// The leads that one rep has or had last, of any or one stage and source.
pub static LIST_OF_OWNER: Statement = Statement {
    name: "lead_list_of_owner",
    sql: page!(
        "lead l LEFT JOIN person p ON p.lead_id = l.id",
        " AND l.owner_id = $5 AND ($6 IS NULL OR l.stage = $6) AND ($7 IS NULL OR l.source = $7)",
        "$4"
    ),
    params: &[
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Bytes,
        Kind::Text,
        Kind::Text,
    ],
    columns: LISTED,
};

/// The leads of whom an own field has this value, of any or one owner, stage and source.
pub static LIST_OF_FIELD: Statement = Statement {
    name: "lead_list_of_field",
    sql: concat!(
        "SELECT ",
        listed!(),
        " FROM field_value v JOIN lead l ON l.id = v.lead_id LEFT JOIN person p ON p.lead_id = l.id \
         WHERE v.name = $8 AND v.value = $9 AND (v.submitted_at, v.lead_id) < ($1, $2) AND v.submitted_at >= $3 \
         AND ($5 IS NULL OR l.owner_id = $5) AND ($6 IS NULL OR l.stage = $6) AND ($7 IS NULL OR l.source = $7) \
         ORDER BY v.submitted_at DESC, v.lead_id DESC LIMIT $4"
    ),
    params: &[
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Bytes,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
    ],
    columns: LISTED,
};

/// The leads of people whose name or company begins so, or whose key it is; joined in this order (see `handoff_desk_of`).
pub static LIST_FOUND: Statement = Statement {
    name: "lead_list_found",
    sql: page!(
        "(SELECT lead_id FROM person WHERE key = $8 \
          UNION SELECT lead_id FROM (SELECT lead_id FROM person WHERE name_fold >= $9 AND name_fold < $10 \
          ORDER BY name_fold, id LIMIT $11) AS named \
          UNION SELECT lead_id FROM (SELECT lead_id FROM person WHERE company_fold >= $9 AND company_fold < $10 \
          ORDER BY company_fold, id LIMIT $11) AS companies) AS found \
          CROSS JOIN lead l CROSS JOIN person p",
        " AND l.id = found.lead_id AND p.lead_id = l.id \
         AND ($5 IS NULL OR l.owner_id = $5) AND ($6 IS NULL OR l.stage = $6) AND ($7 IS NULL OR l.source = $7) \
         AND ($12 IS NULL OR EXISTS (SELECT 1 FROM field_value v \
         WHERE v.lead_id = l.id AND v.name = $12 AND v.value = $13))",
        "$4"
    ),
    params: &[
        Kind::Int,
        Kind::Bytes,
        Kind::Int,
        Kind::Int,
        Kind::Bytes,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Int,
        Kind::Text,
        Kind::Text,
    ],
    columns: LISTED,
};

/// Which leads. What is left open holds for every lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The stage reached.
    pub stage: Option<Stage>,
    /// Where it came from first: a source code.
    pub source: Option<String>,
    /// Who has it, or had it last.
    pub owner: Option<Id>,
    /// Submitted first at this instant or later.
    pub from: Option<Instant>,
    /// Submitted first before this instant.
    pub to: Option<Instant>,
    /// How a name or a company begins, or a whole mail address.
    pub search: Option<String>,
    /// An own field that is indexed, and the value it has, as `FieldKind::plain` gives it.
    pub field: Option<(String, String)>,
}

/// A lead in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The lead.
    pub id: Id,
    /// The stage reached, as stored.
    pub stage: String,
    /// The kind of the last submission, as stored.
    pub kind: String,
    /// The tier of the last handoff.
    pub tier: Option<String>,
    /// Source code.
    pub source: Option<String>,
    /// Campaign code.
    pub campaign: Option<String>,
    /// When the person first submitted anything.
    pub submitted_at: Instant,
    /// When the person did anything last.
    pub touched_at: Instant,
    /// When its last fact was recorded.
    pub changed_at: Instant,
    /// Who has it, or had it last.
    pub owner: Option<Id>,
    /// Since when it waits for Marketing's eye.
    pub review_at: Option<Instant>,
    /// The next due instant of all its duties.
    pub due_at: Option<Instant>,
    /// The person's name.
    pub name: Option<String>,
    /// Address as given.
    pub email: Option<String>,
    /// E.164, or as given.
    pub phone: Option<String>,
    /// Company as given.
    pub company: Option<String>,
    /// The company's domain.
    pub company_domain: Option<String>,
    /// ISO alpha-2.
    pub country: Option<String>,
}

/// Where a page of a list ended: the next one begins after it.
pub type Cursor = (Instant, Id);

/// A page of leads, the newest submission first, and the cursor of the page after it (`None`: this was the last).
///
/// `scope_owner` is whose leads alone the reader may see, `None` when all. `limit` is held between 1 and `PAGE_MAX`.
/// A search sees at most `FOUND_MAX` people by name and as many by company.
///
/// # Errors
/// `EngineError` when the ledger or a row cannot be read.
pub async fn list(
    ledger: &Ledger,
    scope_owner: Option<Id>,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<Listed>, Option<Cursor>), EngineError> {
    if scope_owner.is_some() && filter.owner.is_some() && filter.owner != scope_owner {
        return Ok((Vec::new(), None));
    }
    let limit = limit.clamp(1, PAGE_MAX);
    let owner = filter.owner.or(scope_owner);
    let (statement, params) = asked(filter, owner, after, limit + 1);
    let rows = ledger.read(statement, params).await?;
    let mut page = rows.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    let is_more = page.len() as i64 > limit;
    page.truncate(limit as usize);
    let next = page.last().filter(|_| is_more).map(|last| (last.submitted_at, last.id));
    Ok((page, next))
}

/// The statement whose index leads to the fewest rows, and its values.
fn asked(filter: &Filter, owner: Option<Id>, after: Option<Cursor>, limit: i64) -> (&'static Statement, Vec<Value>) {
    let mut params = bounds(filter, after, limit);
    let source = filter.source.as_deref().map(kept);
    let (stage, source) = (filter.stage.map(Stage::code), source.as_deref());
    let search = filter
        .search
        .as_deref()
        .map(str::trim)
        .filter(|words| !words.is_empty());
    if let Some(words) = search {
        params.extend([crate::row::opt_id(owner), opt_text(stage), opt_text(source)]);
        params.extend(sought(words));
        let (name, value) = filter
            .field
            .as_ref()
            .map(|(name, value)| (kept(name), kept(value)))
            .unzip();
        params.extend([opt_text(name.as_deref()), opt_text(value.as_deref())]);
        return (&LIST_FOUND, params);
    }
    if let Some((name, value)) = &filter.field {
        params.extend([crate::row::opt_id(owner), opt_text(stage), opt_text(source)]);
        params.extend([text(&kept(name)), text(&kept(value))]);
        return (&LIST_OF_FIELD, params);
    }
    match (owner, stage, source) {
        (Some(owner), ..) => {
            params.extend([id(owner), opt_text(stage), opt_text(source)]);
            (&LIST_OF_OWNER, params)
        }
        (None, stage, Some(source)) => {
            params.extend([text(source), opt_text(stage)]);
            (&LIST_OF_SOURCE, params)
        }
        (None, Some(stage), None) => {
            params.push(text(stage));
            (&LIST_OF_STAGE, params)
        }
        (None, None, None) => (&LIST, params),
    }
}

/// Before which (instant, id), not before which instant, how many.
fn bounds(filter: &Filter, after: Option<Cursor>, limit: i64) -> Vec<Value> {
    let end = filter.to.map(|to| (to, Id::default()));
    let before = match (after, end) {
        (Some(after), Some(end)) => after.min(end),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => (Instant(i64::MAX), Id([0xff; 16])),
    };
    let from = filter.from.unwrap_or(Instant(i64::MIN));
    vec![at(before.0), id(before.1), at(from), Value::Int(limit)]
}

/// The mail key that the words may be, the first and the last text that begins with them, how many to look at.
fn sought(words: &str) -> [Value; 4] {
    let clean = kept(words);
    let key = rules::check::address(&clean).map_or(format!("mail:{clean}"), |address| format!("mail:{}", address.key));
    let first = fold(&clean);
    let last = format!("{first}\u{10ffff}");
    [text(&key), text(&first), text(&last), Value::Int(FOUND_MAX)]
}

/// Text as it may be kept: no engine keeps a NUL in a text.
fn kept(words: &str) -> String {
    words.replace('\0', "")
}

fn listed(row: &Row) -> Result<Listed, EngineError> {
    Ok(Listed {
        id: row.id(0)?,
        stage: row.string(1)?,
        kind: row.string(2)?,
        tier: row.opt_string(3)?,
        source: row.opt_string(4)?,
        campaign: row.opt_string(5)?,
        submitted_at: row.at(6)?,
        touched_at: row.at(7)?,
        changed_at: row.at(8)?,
        owner: row.opt_id(9)?,
        review_at: row.opt_at(10)?,
        due_at: row.opt_at(11)?,
        name: row.opt_string(12)?,
        email: row.opt_string(13)?,
        phone: row.opt_string(14)?,
        company: row.opt_string(15)?,
        company_domain: row.opt_string(16)?,
        country: row.opt_string(17)?,
    })
}

/// Most facts that a lead's page reads: its last ones.
pub const SHEET_FACTS_MAX: i64 = crate::fact::reads::FACTS_MAX;

/// What was sent, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The submission.
    pub id: rules::Id,
    /// When, at the source.
    pub occurred_at: Instant,
    /// What was given, by name.
    pub given: std::collections::BTreeMap<String, String>,
    /// What the person wrote.
    pub message: Option<String>,
    /// The consent words that were ticked.
    pub consent: Option<String>,
}

/// Detail and free words of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The coded what exactly.
    pub detail: Option<String>,
    /// Free words.
    pub words: Option<String>,
}

/// All that a lead's page is made of.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The state.
    pub lead: Lead,
    /// The human; none when erased.
    pub person: Option<rules::person::Person>,
    /// The last facts, the earliest first.
    pub facts: Vec<rules::fact::Fact>,
    /// Submissions, the newest first.
    pub sent: Vec<Sent>,
    /// Notes by id.
    pub notes: std::collections::BTreeMap<rules::Id, Said>,
    /// People of other leads that this one names, by their lead: colleagues who joined, whose handoff it joined.
    pub colleagues: std::collections::BTreeMap<rules::Id, rules::person::Person>,
}

/// All that a lead's page is made of; `None` when there is no such lead.
///
/// # Errors
/// As `due`.
pub async fn sheet(ledger: &Ledger, id: rules::Id) -> Result<Option<Sheet>, EngineError> {
    let Some(lead) = one(ledger, id).await? else {
        return Ok(None);
    };
    let subject = rules::fact::Subject::lead(id);
    let after = (lead.seq - SHEET_FACTS_MAX).max(0);
    let (person, facts, sent, notes) = tokio::try_join!(
        person_of(ledger, &lead),
        crate::fact::reads::of(ledger, subject, after),
        sent_by(ledger, id),
        notes_on(ledger, id)
    )?;
    let colleagues = colleagues(ledger, &lead, &facts).await?;
    Ok(Some(Sheet {
        lead,
        person,
        facts,
        sent,
        notes,
        colleagues,
    }))
}

async fn colleagues(
    ledger: &Ledger,
    lead: &Lead,
    facts: &[rules::fact::Fact],
) -> Result<std::collections::BTreeMap<rules::Id, rules::person::Person>, EngineError> {
    use rules::fact::Body;
    let joined = lead.handoffs.iter().flat_map(|handoff| handoff.joined.iter().copied());
    let told = facts.iter().filter_map(|fact| match &fact.body {
        Body::Joined(joined) => Some(joined.lead),
        Body::ColleagueJoined(joined) => Some(joined.lead),
        _ => None,
    });
    let named = joined.chain(lead.with.as_ref().map(|with| with.lead)).chain(told);
    let ids: std::collections::BTreeSet<rules::Id> = named.collect();
    if ids.is_empty() {
        return Ok(std::collections::BTreeMap::new());
    }
    let keys = ids.into_iter().map(crate::row::id).collect();
    let rows = ledger
        .read_many(&crate::person::records::TABLE, None, "lead_id", keys)
        .await?;
    let read = |row: &ledger::Row| {
        let person = crate::person::records::read(row)?;
        Ok((person.lead, person))
    };
    rows.iter().map(read).collect()
}

async fn person_of(ledger: &Ledger, lead: &Lead) -> Result<Option<rules::person::Person>, EngineError> {
    let key = vec![crate::row::id(lead.person)];
    let rows = ledger
        .read_many(&crate::person::records::TABLE, None, "id", key)
        .await?;
    rows.first().map(crate::person::records::read).transpose()
}

async fn sent_by(ledger: &Ledger, lead: rules::Id) -> Result<Vec<Sent>, EngineError> {
    let statement = &crate::submission::records::OF_LEAD;
    let rows = ledger.read(statement, vec![crate::row::id(lead)]).await?;
    let read = |row: &ledger::Row| {
        Ok(Sent {
            id: row.id(0)?,
            occurred_at: row.at(1)?,
            given: parse(row, 3)?,
            message: row.opt_string(4)?,
            consent: row.opt_string(5)?,
        })
    };
    rows.iter().map(read).collect()
}

async fn notes_on(
    ledger: &Ledger,
    lead: rules::Id,
) -> Result<std::collections::BTreeMap<rules::Id, Said>, EngineError> {
    let statement = &crate::note::records::OF_LEAD;
    let rows = ledger.read(statement, vec![crate::row::id(lead)]).await?;
    let read = |row: &ledger::Row| {
        let (detail, words) = (row.opt_string(1)?, row.opt_string(2)?);
        Ok((row.id(0)?, Said { detail, words }))
    };
    rows.iter().map(read).collect()
}
