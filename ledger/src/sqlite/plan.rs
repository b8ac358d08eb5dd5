//! Plans as SQLite tells them.

use super::broken;
use crate::LedgerError;
use crate::plan::{Planned, Step};
use crate::text::Engine;
use rusqlite::Connection;

/// The column with the words.
const DETAIL: usize = 3;

/// How SQLite would go about it, step by step.
pub(crate) fn plan(conn: &Connection, of: &Planned) -> Result<Vec<Step>, LedgerError> {
    let sql = format!("EXPLAIN QUERY PLAN {}", of.sql(Engine::Sqlite)?);
    let wrong = |source| broken("plan", source);
    let mut prepared = conn.prepare(&sql).map_err(wrong)?;
    // its parameters stay unbound: it is planned, not done
    let mut rows = prepared.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().map_err(wrong)? {
        steps.push(step(row.get(DETAIL).map_err(wrong)?));
    }
    Ok(steps)
}

/// `SCAN` goes through all of it; a query within the query, or rows that stand in the text, are no table.
fn step(told: String) -> Step {
    let whole = told
        .strip_prefix("SCAN ")
        .is_some_and(|rest| !rest.starts_with('(') && rest != "CONSTANT ROW");
    Step { told, walks: whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_tables_and_whole_indexes_are_walked() {
        let walks = |told: &str| step(told.to_owned()).walks;
        assert!(walks("SCAN lead"));
        assert!(walks("SCAN lead USING COVERING INDEX lead_due"));
        assert!(!walks("SEARCH lead USING INDEX lead_due (due_at<?)"));
        assert!(!walks("SCAN (subquery-2)"));
        assert!(!walks("SCAN CONSTANT ROW"));
        assert!(!walks("USE TEMP B-TREE FOR ORDER BY"));
    }
}
