//! `cargo xtask test`: every check, cheap ones first, each with its time. The first that fails ends the run, by name.
mod houses;
mod steps;
mod trials;

use crate::pg;
use crate::place::Place;
use crate::trouble::{Outcome, Trouble};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Which checks to run.
#[derive(clap::Args)]
pub struct Wish {
    /// Leaves out what takes minutes: documentation tests, cargo deny, cargo machete, trials
    #[arg(long)]
    fast: bool,
    /// Only this crate's lints and tests
    #[arg(long, value_name = "CRATE")]
    only: Option<String>,
}

/// What the steps share.
struct Run<'a> {
    place: &'a Place,
    only: Option<&'a str>,
    server: OnceLock<pg::Server>,
}

impl Run<'_> {
    /// Where the tests find PostgreSQL: the caller's own server, or the one we started.
    fn postgres(&self) -> Option<String> {
        let given = std::env::var(POSTGRES).ok();
        given.or_else(|| self.server.get().map(|server| server.url.clone()))
    }
}

/// The name under which the tests learn of their PostgreSQL.
const POSTGRES: &str = "BATON_TEST_POSTGRES";

/// How a step ended when nothing failed.
#[derive(Debug, PartialEq)]
enum Done {
    Passed,
    /// What it would check is not in the repository; says what is missing.
    NotThereYet(&'static str),
    /// This machine lacks what it needs, and we may not install it; says what.
    NotRun(String),
    /// Not asked for.
    LeftOut,
}

/// A named check.
struct Step {
    name: &'static str,
    /// Takes minutes, or concerns the whole house.
    when: When,
    run: fn(&Run) -> Outcome<Done>,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    /// Always, for one crate too.
    Always,
    /// Not for one crate alone.
    Whole,
    /// Not for one crate alone, and not in a hurry.
    Slow,
}

impl Wish {
    fn wants(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::Whole => self.only.is_none(),
            When::Slow => self.only.is_none() && !self.fast,
        }
    }
}

/// Runs the steps.
pub fn run(place: &Place, wish: &Wish) -> Outcome {
    if let Some(name) = &wish.only
        && !place.crates().contains(&name.as_str())
    {
        return Err(Trouble::new(format!(
            "No crate `{name}` here. There are: {}",
            place.crates().join(", ")
        )));
    }
    let run = Run {
        place,
        only: wish.only.as_deref(),
        server: OnceLock::new(),
    };
    let start = Instant::now();
    let mut rows = Vec::new();
    for step in steps::ALL {
        let row = take(&run, wish, step);
        let failed = row.failed.is_some();
        rows.push(row);
        if failed {
            break;
        }
    }
    report(&rows, start.elapsed())
}

struct Row {
    name: &'static str,
    took: Duration,
    done: Done,
    failed: Option<Trouble>,
}

fn take(run: &Run, wish: &Wish, step: &Step) -> Row {
    let start = Instant::now();
    let result = if wish.wants(step.when) {
        println!("── {}", step.name);
        (step.run)(run)
    } else {
        Ok(Done::LeftOut)
    };
    let took = start.elapsed();
    match result {
        Ok(done) => Row {
            name: step.name,
            took,
            done,
            failed: None,
        },
        Err(trouble) => Row {
            name: step.name,
            took,
            done: Done::LeftOut,
            failed: Some(trouble),
        },
    }
}

fn report(rows: &[Row], took: Duration) -> Outcome {
    println!("\n{:<44} {:>8}", "step", "seconds");
    for row in rows {
        println!("{:<44} {:>8.1}  {}", row.name, row.took.as_secs_f64(), ending(row));
    }
    println!("{:<44} {:>8.1}", "all", took.as_secs_f64());
    match rows.iter().find_map(|row| Some((row.name, row.failed.as_ref()?))) {
        Some((name, trouble)) => Err(Trouble::new(format!("FAILED: {name}\n{trouble}"))),
        None => Ok(()),
    }
}

fn ending(row: &Row) -> String {
    match (&row.failed, &row.done) {
        (Some(_), _) => "FAILED".into(),
        (None, Done::Passed) => "passed".into(),
        (None, Done::NotThereYet(what)) => format!("not there yet: {what}"),
        (None, Done::NotRun(why)) => format!("not run: {why}"),
        (None, Done::LeftOut) => "left out".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(fast: bool, only: Option<&str>) -> Wish {
        Wish {
            fast,
            only: only.map(String::from),
        }
    }

    #[test]
    fn a_hurry_leaves_out_what_is_slow_and_one_crate_leaves_out_the_house() {
        assert!(wish(false, None).wants(When::Slow));
        assert!(!wish(true, None).wants(When::Slow));
        assert!(wish(true, None).wants(When::Whole));
        assert!(!wish(false, Some("rules")).wants(When::Whole));
        assert!(wish(true, Some("rules")).wants(When::Always));
    }

    #[test]
    fn a_step_without_files_is_never_called_passed() {
        let row = Row {
            name: "x",
            took: Duration::ZERO,
            done: Done::NotThereYet("trials/api"),
            failed: None,
        };
        assert_eq!(ending(&row), "not there yet: trials/api");
    }

    #[test]
    fn a_step_that_this_machine_cannot_run_is_never_called_passed() {
        let row = Row {
            name: "x",
            took: Duration::ZERO,
            done: Done::NotRun("strace is not installed".into()),
            failed: None,
        };
        assert_eq!(ending(&row), "not run: strace is not installed");
    }

    #[test]
    fn one_failed_step_fails_the_run_by_name() {
        let failed = Some(Trouble::new("why"));
        let row = Row {
            name: "lints",
            took: Duration::ZERO,
            done: Done::LeftOut,
            failed,
        };
        let words = report(&[row], Duration::ZERO).unwrap_err().to_string();
        assert!(words.contains("FAILED: lints") && words.contains("why"), "{words}");
    }
}
