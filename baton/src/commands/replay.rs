//! `baton agreement replay`: what a text would have changed of a past window, from the database of the configuration.

use super::agreement::{OTHERWISE, TROUBLE};
use super::verify::progress_bar;
use super::{complain, open, say};
use crate::Trouble;
use crate::config::Config;
use clap::{Args, ValueEnum};
use engine::Engine;
use rules::agreement::Agreement;
use rules::calendar::Holidays;
use rules::decide::InForce;
use rules::replay::Window;
use rules::{Id, Instant};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use web::agreed::{Saying, expected, problem};
use web::replayed::{Reps, Telling, csv, json, progress, text, wrong_window};
use web::words::Words;

/// How many lines of progress are written where no bar can be drawn: one in so many per cent.
const TOLD_EACH_PERCENT: u64 = 25;

/// `replay`.
#[derive(Args, Debug)]
pub struct Replay {
    /// The text.
    file: PathBuf,
    /// The window's first day (`2026-03-01`, in the zone of the text's first calendar), or an instant with its offset.
    #[arg(long)]
    from: String,
    /// The window's last day, with that day; or the instant before which it ends.
    #[arg(long)]
    to: String,
    /// Sentences and tables, a JSON object, or a line a number.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs: every number, and the leads that change.
    Json,
    /// For spreadsheets: table, row, column, value.
    Csv,
}

/// Replays.
///
/// # Errors
/// None: trouble is told here, with an exit code of its own.
pub async fn run(config: &Config, replay: &Replay) -> Result<ExitCode, Trouble> {
    let done = replayed(config, replay).await;
    Ok(ExitCode::from(done.unwrap_or_else(|trouble| {
        complain(&trouble.to_string());
        TROUBLE
    })))
}

async fn replayed(config: &Config, replay: &Replay) -> Result<u8, Trouble> {
    let words = Words::new("en");
    let wanted = read(&replay.file)?;
    let engine = open(config).await?;
    let agreement = loaded(&engine, &words, replay, &wanted)?;
    let window = window(&words, &agreement, replay, engine.now())?;
    let proposed = Arc::new(InForce {
        version: version_of(&engine, &agreement),
        agreement,
    });
    let mut told = Told::new(&words);
    let mut tell = |looked, of| told.tell(looked, of);
    let never = AtomicBool::new(false);
    let found = engine::replay::replay(&engine, (proposed.clone(), window), &mut tell, &never).await?;
    told.bar.finish_and_clear();
    let found = found.ok_or_else(|| Trouble::plain("the replay was stopped"))?;
    let names = names(&engine).await?;
    let telling = Telling {
        words: &words,
        replay: &found,
        agreement: &proposed.agreement,
        names: &names,
        reps: Reps::All,
        lists: None,
        whole: replay.format == Format::Csv,
    };
    match replay.format {
        Format::Text => say(text(&telling).trim_end()),
        Format::Json => say(&json(&found, Reps::All).to_string()),
        Format::Csv => {
            let file = csv(&telling).map_err(|error| Trouble::of("the table".to_owned(), &error))?;
            say(String::from_utf8_lossy(&file).trim_end());
        }
    }
    Ok(match (found.is_faithful(), found.is_same() && found.is_same_later()) {
        (false, _) => TROUBLE,
        (true, true) => 0,
        (true, false) => OTHERWISE,
    })
}

/// The number of the version whose exact text this is; 0 where it is none.
fn version_of(engine: &Engine, agreement: &Agreement) -> i64 {
    let versions = engine.versions();
    let same = versions
        .iter()
        .find(|(_, known)| known.agreement.hash == agreement.hash);
    same.map_or(0, |(number, _)| *number)
}

async fn names(engine: &Engine) -> Result<BTreeMap<Id, String>, Trouble> {
    let accounts = engine::account::reads::all(engine.ledger()).await?;
    Ok(accounts
        .into_iter()
        .map(|account| (account.user, account.name))
        .collect())
}

#[allow(clippy::disallowed_methods)] // the file that the command line names
fn read(path: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(path).map_err(|error| Trouble::of(path.display().to_string(), &error))
}

/// The text, with the fields that this database knows.
fn loaded(engine: &Engine, words: &Words, replay: &Replay, text: &str) -> Result<Agreement, Trouble> {
    let fields = engine.fields().registry_of_all();
    Agreement::load(text, &fields, &Holidays::shipped()).map_err(|wrong| {
        let saying = Saying { words, fields: &fields };
        let line = |one: &rules::agreement::Problem| {
            let wanted = expected(&saying, one).map_or(String::new(), |wanted| format!(" {wanted}"));
            let place = format!("{}:{}:{}", replay.file.display(), one.line, one.column);
            format!("{place}: {}{wanted}", problem(&saying, one))
        };
        let lines: Vec<String> = wrong.iter().map(line).collect();
        Trouble::plain(lines.join("\n"))
    })
}

fn window(words: &Words, agreement: &Agreement, replay: &Replay, now: Instant) -> Result<Window, Trouble> {
    let wrong = |code: &str| Trouble::plain(wrong_window(words, code));
    let zone = agreement.calendars.values().next();
    let zone = zone.map_or(jiff::tz::TimeZone::UTC, |calendar| calendar.zone().clone());
    let from = edge(&replay.from, &zone, false).ok_or_else(|| wrong("dates"))?;
    let to = edge(&replay.to, &zone, true).ok_or_else(|| wrong("dates"))?;
    let window = Window { from, to };
    window.checked(now).map_err(|problem| wrong(problem.code()))
}

/// A day's first instant (or the next one's), or an instant.
fn edge(text: &str, zone: &jiff::tz::TimeZone, after: bool) -> Option<Instant> {
    let Ok(day) = text.trim().parse::<jiff::civil::Date>() else {
        return Instant::parse(text);
    };
    let day = if after { day.tomorrow().ok()? } else { day };
    let start = day.to_zoned(zone.clone()).ok()?;
    Some(Instant(start.timestamp().as_microsecond()))
}

/// Progress on standard error: a bar where somebody looks, some lines where nobody does.
struct Told<'a> {
    words: &'a Words,
    bar: indicatif::ProgressBar,
    percent: u64,
}

impl<'a> Told<'a> {
    fn new(words: &'a Words) -> Self {
        Self {
            words,
            bar: progress_bar(),
            percent: 0,
        }
    }

    fn tell(&mut self, looked: u64, of: u64) {
        self.bar.set_length(of);
        self.bar.set_position(looked);
        let percent = looked * 100 / of.max(1);
        let is_next = percent >= self.percent + TOLD_EACH_PERCENT || looked == of;
        if is_next && !std::io::stderr().is_terminal() {
            self.percent = percent;
            complain(&progress(self.words, looked, of));
        }
    }
}
