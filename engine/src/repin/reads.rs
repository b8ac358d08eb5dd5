//! Reading for "apply to running": which leads have a clock that runs, and which acts are not done.

use ledger::{Kind, Statement};

/// Leads with a running clock after an id: something is due, waits for review, or lies open on a desk.
pub static RUNNING: Statement = Statement {
    name: "repin_running",
    sql: "SELECT l.id FROM lead l WHERE l.id > $1 AND (l.due_at IS NOT NULL OR l.review_at IS NOT NULL \
          OR EXISTS (SELECT 1 FROM handoff h WHERE h.lead_id = l.id AND h.closed_at IS NULL)) \
          ORDER BY l.id LIMIT $2",
    params: &[Kind::Bytes, Kind::Int],
    columns: &[Kind::Bytes],
};

/// Acts that applied a version, the newest first. Facts of acts lie together: other acts do not hide them, and no other
/// subject is looked at.
pub static ACTS: Statement = Statement {
    name: "repin_acts",
    sql: "SELECT subject_id FROM fact WHERE subject_kind = 'act' AND kind = 'repin_begun' ORDER BY subject_id DESC LIMIT $1",
    params: &[Kind::Int],
    columns: &[Kind::Bytes],
};
