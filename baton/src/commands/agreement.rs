//! `baton agreement`: a text checked, two compared, one with its defaults written out: files in, words or JSON out, and
//! no database is opened. A text replayed on a past window reads the database (`replay.rs`).

use super::{complain, say};
use crate::Trouble;
use clap::{Args, Subcommand};
use rules::agreement::change::{Change, changes, kind};
use rules::agreement::{Agreement as Loaded, Problem};
use rules::calendar::Holidays;
use rules::fields::{Field, Registry};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web::agreed::{Saying, expected, problem, sentences};
use web::words::Words;

/// The exit code where a text is wrong, or two differ.
pub(super) const OTHERWISE: u8 = 1;
/// The exit code where a file cannot be read or is no agreement to compare.
pub(super) const TROUBLE: u8 = 2;

/// What to do with texts of the agreement.
#[derive(Subcommand, Debug)]
pub enum Agreement {
    /// Say everything that is wrong with a text: line, column, what is wrong, what was expected.
    ///
    /// Clauses are checked against the fields (with the nearest name where one is unknown), calendars against the
    /// holiday lists; a calendar that never opens, a rotation without a fallback and an escalation after its due are
    /// refused. Exit code: 0 the text is right, 1 it is not, 2 it cannot be read.
    #[command(
        after_help = "Example:\n  baton agreement check agreement.toml\n  agreement.toml:24:9: There is no field \
                            “company.employes”. Expected: company.employees"
    )]
    Check(Check),
    /// Say in sentences what B changes of A, and who has to sign it.
    ///
    /// Every change has its sentence. The last line says whether both sides sign, or whose own change it is.
    /// Exit code: 0 the bytes are the same, 1 something differs, 2 a file cannot be read or is not right.
    #[command(
        after_help = "Example:\n  baton agreement diff signed.toml proposed.toml\n  An MQL now needs 20 employees \
                            instead of 10.\n  Both sides sign this."
    )]
    Diff(Diff),
    /// Write a text to standard output with every default written out, so that both sides sign what they read.
    ///
    /// Comments, order and spelling stay. Doing it twice changes nothing, and the terms are those of the text given.
    /// Not written out is what is no default: what a missing value means in a clause, and rates that nobody believes
    /// in yet. Exit code: 0 done, 1 the text is not right, 2 it cannot be read.
    #[command(after_help = "Example:\n  baton agreement propose draft.toml > proposed.toml")]
    Propose(Propose),
    /// Say what a text would have changed of a past window: a replay beside what happened.
    ///
    /// Reads the leads of the database that the configuration names, also while Baton serves; nothing is written. As if
    /// the text had come into force at the window's first instant: how many leads a week and tier would have come to
    /// Sales, which ones come in and which no longer come, what Sales said of them, how often each clause held, load
    /// per rep, first attempts that today's roster could keep, and the score against feedback with 95 % intervals.
    /// Every verdict stored in the window is judged again, too; one that comes out otherwise is told.
    /// Progress goes to standard error. Exit code: 0 nothing would have been otherwise, 1 something would have been,
    /// 2 the file, the window or the database cannot be read, the text is not right, or a stored verdict came out
    /// otherwise.
    #[command(
        after_help = "Examples:\n  baton agreement replay proposed.toml --from 2026-03-01 --to 2026-05-31\n  baton \
                            agreement replay proposed.toml --from 2026-03-01 --to 2026-05-31 --format json > replay.json"
    )]
    Replay(super::replay::Replay),
}

/// What each of the three reads beside its files.
#[derive(Args, Debug)]
pub struct With {
    /// Fields of your own beside those that Baton ships with: a JSON list as `GET /api/v1/fields` gives it.
    #[arg(long, value_name = "FILE")]
    fields: Option<PathBuf>,
    /// JSON for programs instead of sentences.
    #[arg(long)]
    json: bool,
}

/// `check`.
#[derive(Args, Debug)]
pub struct Check {
    /// The text.
    file: PathBuf,
    #[command(flatten)]
    with: With,
}

/// `diff`.
#[derive(Args, Debug)]
pub struct Diff {
    /// The text before.
    a: PathBuf,
    /// The text after.
    b: PathBuf,
    #[command(flatten)]
    with: With,
}

/// `propose`.
#[derive(Args, Debug)]
pub struct Propose {
    /// The text.
    file: PathBuf,
    #[command(flatten)]
    with: With,
}

/// Runs one of them.
///
/// # Errors
/// None: trouble is told here, with an exit code of its own.
pub fn run(agreement: &Agreement) -> Result<ExitCode, Trouble> {
    let done = match agreement {
        Agreement::Check(check) => run_check(check),
        Agreement::Diff(diff) => run_diff(diff),
        Agreement::Propose(propose) => run_propose(propose),
        // needs the configuration and the database: see `main`
        Agreement::Replay(_) => Ok(TROUBLE),
    };
    Ok(ExitCode::from(done.unwrap_or_else(|trouble| {
        complain(&trouble.to_string());
        TROUBLE
    })))
}

/// The fields and holidays that texts are read with.
struct Known {
    fields: Registry,
    holidays: Holidays,
    words: Words,
}

impl Known {
    fn of(with: &With) -> Result<Self, Trouble> {
        let mut fields = Registry::starting();
        if let Some(path) = &with.fields {
            own_fields(path, &mut fields)?;
        }
        Ok(Self {
            fields,
            holidays: Holidays::shipped(),
            words: Words::new("en"),
        })
    }

    fn saying(&self) -> Saying<'_> {
        Saying {
            words: &self.words,
            fields: &self.fields,
        }
    }

    fn load(&self, text: &str) -> Result<Loaded, Vec<Problem>> {
        Loaded::load(text, &self.fields, &self.holidays)
    }

    /// `FILE:LINE:COLUMN: what is wrong. Expected: what.`
    fn line(&self, file: &Path, wrong: &Problem) -> String {
        let say = self.saying();
        let sentence = problem(&say, wrong);
        let wanted = expected(&say, wrong).map_or(String::new(), |wanted| format!(" {wanted}"));
        format!("{}:{}:{}: {sentence}{wanted}", file.display(), wrong.line, wrong.column)
    }

    fn told(&self, wrong: &[Problem]) -> Vec<Value> {
        let say = self.saying();
        let one = |wrong: &Problem| {
            json!({
                "line": wrong.line,
                "column": wrong.column,
                "code": wrong.code,
                "args": wrong.args,
                "expected": wrong.expected,
                "sentence": problem(&say, wrong),
            })
        };
        wrong.iter().map(one).collect()
    }
}

fn own_fields(path: &Path, fields: &mut Registry) -> Result<(), Trouble> {
    let wrong = |error: &dyn std::fmt::Display| Trouble::of(path.display().to_string(), error);
    let own: Vec<Field> = serde_json::from_str(&read(path)?).map_err(|error| wrong(&error))?;
    for field in own.into_iter().filter(|field| field.label.is_some()) {
        let name = field.name.clone();
        fields
            .add(field)
            .map_err(|problem| wrong(&format!("{name}: {problem:?}")))?;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods)] // the files that the command line names
fn read(path: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(path).map_err(|error| Trouble::of(path.display().to_string(), &error))
}

fn run_check(check: &Check) -> Result<u8, Trouble> {
    let known = Known::of(&check.with)?;
    let text = read(&check.file)?;
    let wrong = known.load(&text).err().unwrap_or_default();
    if check.with.json {
        say(&json!({ "right": wrong.is_empty(), "problems": known.told(&wrong) }).to_string());
    } else {
        wrong.iter().for_each(|one| say(&known.line(&check.file, one)));
        if wrong.is_empty() {
            say(&known.words.say("agreed-right"));
        }
    }
    Ok(if wrong.is_empty() { 0 } else { OTHERWISE })
}

fn run_diff(diff: &Diff) -> Result<u8, Trouble> {
    let known = Known::of(&diff.with)?;
    let load = |path: &Path| {
        let text = read(path)?;
        known.load(&text).map_err(|wrong| {
            let lines: Vec<String> = wrong.iter().map(|one| known.line(path, one)).collect();
            Trouble::plain(lines.join("\n"))
        })
    };
    let found = changes(&load(&diff.a)?, &load(&diff.b)?);
    say_changes(&known, &found, diff.with.json);
    Ok(if found.is_empty() { 0 } else { OTHERWISE })
}

fn say_changes(known: &Known, found: &[Change], as_json: bool) {
    let say_it = known.saying();
    if as_json {
        let each =
            |change: &Change| json!({ "what": change, "sentences": sentences(&say_it, std::slice::from_ref(change)) });
        let all: Vec<Value> = found.iter().map(each).collect();
        return say(&json!({ "same": found.is_empty(), "kind": kind(found), "changes": all }).to_string());
    }
    sentences(&say_it, found).iter().for_each(|sentence| say(sentence));
    say(&web::agreed::who_signs(&say_it, kind(found)));
}

fn run_propose(propose: &Propose) -> Result<u8, Trouble> {
    let known = Known::of(&propose.with)?;
    let text = read(&propose.file)?;
    match Loaded::propose(&text, &known.fields, &known.holidays) {
        Ok(written) if propose.with.json => say(&json!({ "text": written }).to_string()),
        Ok(written) => say(written.strip_suffix('\n').unwrap_or(&written)),
        Err(wrong) => {
            wrong.iter().for_each(|one| complain(&known.line(&propose.file, one)));
            return Ok(OTHERWISE);
        }
    }
    Ok(0)
}
