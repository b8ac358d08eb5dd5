//! `baton clock`: anyone's arithmetic, explained.

use super::say;
use crate::Trouble;
use clap::Args;
use rules::Instant;
use rules::calendar::{Calendar, CalendarText, Holidays, Target, explain_json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Say until when something is owed, and why.
#[derive(Args, Debug)]
pub struct Clock {
    /// The `[calendar.NAME]` part of an agreement, as a TOML file: with that heading or without.
    #[arg(long)]
    calendar: PathBuf,
    /// When it starts: RFC 3339 with an offset, e.g. 2026-03-06T16:50:00+01:00.
    #[arg(long)]
    start: String,
    /// What is owed: 15m, 8h, or 2bd for business days.
    #[arg(long)]
    target: String,
}

/// Prints the JSON.
///
/// # Errors
/// `Trouble` for a file, an instant, a target or a calendar that cannot be read.
pub fn run(clock: &Clock) -> Result<ExitCode, Trouble> {
    let calendar = read_calendar(&clock.calendar)?;
    let start = Instant::parse(&clock.start).ok_or_else(|| {
        Trouble::plain(format!(
            "--start {}: give an instant with its offset, e.g. 2026-03-06T16:50:00+01:00",
            clock.start
        ))
    })?;
    let target: Target = clock
        .target
        .parse()
        .map_err(|_| Trouble::plain(format!("--target {}: give 15m, 8h or 2bd", clock.target)))?;
    let told = explain_json(&calendar, start, target);
    say(&told.to_string());
    Ok(if told.get("problem").is_some() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

#[allow(clippy::disallowed_methods)] // the file that the command line names
fn read_calendar(path: &std::path::Path) -> Result<Calendar, Trouble> {
    let wrong = |error: &dyn std::fmt::Display| Trouble::of(path.display().to_string(), error);
    let text = std::fs::read_to_string(path).map_err(|e| wrong(&e))?;
    let whole: toml::Table = toml::from_str(&text).map_err(|e| wrong(&e))?;
    let named = whole
        .get("calendar")
        .and_then(|of| of.as_table())
        .and_then(|of| of.values().next());
    let part = named.cloned().unwrap_or(toml::Value::Table(whole));
    let text: CalendarText = part.try_into().map_err(|e: toml::de::Error| wrong(&e))?;
    Calendar::build(&text, &Holidays::shipped()).map_err(|problem| {
        let args: Vec<String> = problem
            .args()
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        Trouble::plain(format!("{}: {} ({})", path.display(), problem.code(), args.join(", ")))
    })
}
