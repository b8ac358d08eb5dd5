//! Plans as PostgreSQL tells them.

use super::Postgres;
use super::errors::broken;
use super::rows::types;
use crate::LedgerError;
use crate::plan::{Planned, Step};
use crate::text::Engine;
use tokio_postgres::SimpleQueryMessage;

/// The words before what narrows an index.
const NARROWED: &str = "Index Cond: ";
/// Scans of what is no table.
const NO_TABLE: [&str; 6] = [
    "CTE Scan",
    "Subquery Scan",
    "Function Scan",
    "Values Scan",
    "WorkTable Scan",
    "Bitmap Heap Scan",
];

impl Postgres {
    /// How PostgreSQL would go about it for whatever parameters, as if every table were large: a whole table is walked
    /// only where nothing else serves.
    pub(crate) async fn plan(&self, of: &Planned) -> Result<Vec<Step>, LedgerError> {
        let client = self.reader().await?;
        let (sql, words) = (of.sql(Engine::Postgres)?, prepared(of));
        let all = format!(
            "BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan; \
             PREPARE baton_plan {} AS {sql}; EXPLAIN (COSTS OFF) EXECUTE baton_plan {}; \
             DEALLOCATE baton_plan; COMMIT",
            words.0, words.1
        );
        let told = client.simple_query(&all).await;
        let told = told.map_err(|source| broken("plan", source))?;
        let lines: Vec<String> = told.iter().filter_map(line).collect();
        Ok(steps(&lines))
    }
}

/// The types of the parameters, and as many values.
fn prepared(of: &Planned) -> (String, String) {
    let types = types(of.params());
    if types.is_empty() {
        let keys = matches!(of, Planned::Keys(..));
        return (String::new(), if keys { "(NULL)".to_owned() } else { String::new() });
    }
    let names: Vec<&str> = types.iter().map(|kind| kind.name()).collect();
    (
        format!("({})", names.join(", ")),
        format!("({})", vec!["NULL"; names.len()].join(", ")),
    )
}

fn line(message: &SimpleQueryMessage) -> Option<String> {
    match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }
}

fn is_step(line: &str) -> bool {
    line.contains("->") || !line.starts_with(' ')
}

/// The scans and sorts of a plan, each with what narrows it.
fn steps(lines: &[String]) -> Vec<Step> {
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_step(line)) {
        let told = line.trim_start_matches([' ', '-', '>']).to_owned();
        if !told.contains("Scan") && !told.starts_with("Sort") {
            continue;
        }
        let below = lines.iter().skip(at + 1).take_while(|line| !is_step(line));
        let narrowed = below.filter_map(|line| line.trim_start().strip_prefix(NARROWED)).next();
        let scans = told.contains("Scan") && !NO_TABLE.iter().any(|other| told.starts_with(other));
        all.push(Step {
            walks: scans && narrowed.is_none(),
            told: narrowed.map_or(told.clone(), |by| format!("{told}: {by}")),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<Step> {
        steps(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn an_index_that_nothing_narrows_is_walked_like_a_table() {
        let plan = told(
            "Limit\n  ->  Nested Loop\n        ->  Index Scan using lead_due on lead l\n              \
             Index Cond: (due_at <= $1)\n        ->  Index Only Scan using handoff_lead on handoff h",
        );
        assert_eq!(plan.len(), 2);
        assert_eq!(plan[0].told, "Index Scan using lead_due on lead l: (due_at <= $1)");
        assert!(!plan[0].walks && plan[1].walks);
    }

    #[test]
    fn what_is_no_table_is_not_walked_and_a_sort_is_told() {
        let plan = told("Sort\n  Sort Key: id\n  ->  CTE Scan on taken\n  ->  Seq Scan on desk");
        let walks: Vec<bool> = plan.iter().map(|step| step.walks).collect();
        assert_eq!(walks, [false, false, true]);
    }
}
