//! Reading for a replay: leads in the order of their ids, with their facts and submissions, a slice at a time.

use ledger::{Kind, Statement};

/// How many leads there are between two ids.
pub static COUNT: Statement = Statement {
    name: "replay_count",
    sql: "SELECT count(*) FROM lead WHERE id > $1 AND id < $2 LIMIT 1",
    params: &[Kind::Bytes, Kind::Bytes],
    columns: &[Kind::Int],
};

/// Leads between two ids: when something was recorded of each last, and whether its person is gone.
pub static LEADS: Statement = Statement {
    name: "replay_leads",
    sql: "SELECT l.id, l.last_at, CASE WHEN p.id IS NULL OR p.erased_at IS NOT NULL THEN 1 ELSE 0 END FROM lead l \
          LEFT JOIN person p ON p.id = l.person_id WHERE l.id > $1 AND l.id < $2 ORDER BY l.id LIMIT $3",
    params: &[Kind::Bytes, Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes, Kind::Int, Kind::Int],
};

/// What verdicts, handoffs and tries of leads follow from, after a lead and a place, up to a lead.
pub static FACTS: Statement = Statement {
    name: "replay_facts",
    sql: "SELECT subject_kind, subject_id, seq, kind, v, origin, occurred_at, recorded_at, actor, body FROM fact \
          WHERE subject_kind = 'lead' AND (subject_id, seq) > ($1, $2) AND subject_id <= $3 AND recorded_at <= $4 \
          AND kind IN ('captured', 'qualified', 'put_on_review', 'review_decided', 'routed', 'held', 'attempted', \
          'booked', 'connected', 'feedback', 'rejected', 'not_a_lead', 'no_contact', 'nurture_in', 'nurture_out', \
          'won', 'lost', 'tier_raised', 'answered', 'outcome_undone', 'joined', 'covered') ORDER BY subject_id, seq LIMIT $5",
    params: &[Kind::Bytes, Kind::Int, Kind::Bytes, Kind::Int, Kind::Int],
    columns: &[
        Kind::Text,
        Kind::Bytes,
        Kind::Int,
        Kind::Text,
        Kind::Int,
        Kind::Text,
        Kind::Int,
        Kind::Int,
        Kind::Text,
        Kind::Text,
    ],
};

/// What submissions of leads said, after a lead and a submission, up to a lead.
pub static SUBMISSIONS: Statement = Statement {
    name: "replay_submissions",
    sql: "SELECT lead_id, id, given FROM submission WHERE (lead_id, id) > ($1, $2) AND lead_id <= $3 \
          ORDER BY lead_id, id LIMIT $4",
    params: &[Kind::Bytes, Kind::Bytes, Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes, Kind::Bytes, Kind::Text],
};

/// How long handoffs lasted that began within a window and had ended by an instant.
pub static LASTED: Statement = Statement {
    name: "replay_lasted",
    sql: "SELECT closed_at - opened_at FROM handoff WHERE trigger_at >= $1 AND trigger_at < $2 AND closed_at <= $3 \
          AND origin <> 'history' ORDER BY trigger_at, id LIMIT $4",
    params: &[Kind::Int, Kind::Int, Kind::Int, Kind::Int],
    columns: &[Kind::Int],
};
