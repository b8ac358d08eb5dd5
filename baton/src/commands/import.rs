//! `baton import`: files of people, and what became of every row.

use super::verify::progress_bar;
use super::{complain, open, say};
use crate::Trouble;
use crate::config::Config;
use clap::{Args, ValueEnum};
use engine::import::{ImportKind, Order, ReadSeek, Report, RowEnd, RowResult, Script};
use rules::fact::{Actor, SubmissionKind};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Take in a file of people: CSV with `,`, `;` or tab, in UTF-8, UTF-16 or Windows-1252. One bad row never fails the file;
/// the same file twice changes nothing.
#[derive(Args, Debug)]
pub struct Import {
    /// The file; or two that belong together (leads, wins).
    #[arg(required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// What it is about.
    #[arg(long = "as", value_enum, default_value_t = About::History)]
    about: About,
    /// What kind of hand was raised, where no column says it.
    #[arg(long, default_value = "event")]
    kind: String,
    /// Where to write what became of each row (CSV).
    #[arg(long)]
    results: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum About {
    /// The past: no clocks, no routing, no alerts.
    History,
    /// People to work now, collected at most two days ago.
    Fresh,
    /// People to work now, collected earlier: each row must say when.
    Old,
}

/// Imports; fails when a row was refused.
///
/// # Errors
/// `Trouble` when a file cannot be read, or not to its end.
pub async fn run(config: &Config, import: &Import) -> Result<ExitCode, Trouble> {
    let engine = open(config).await?;
    let kind = SubmissionKind::read(&import.kind)
        .ok_or_else(|| Trouble::plain(format!("--kind {}: not known", import.kind)))?;
    let kind = match import.about {
        About::History => ImportKind::History,
        About::Fresh => ImportKind::Fresh(kind),
        About::Old => ImportKind::Old(kind),
    };
    let files = import.files.iter().map(open_file).collect::<Result<Vec<_>, _>>()?;
    let order = Order {
        actor: Actor::System,
        kind,
    };
    let mut results = Results::to(import.results.as_ref())?;
    let bar = progress_bar();
    let mut on_row = |row: &RowResult, report: &Report| {
        results.note(row);
        bar.set_length(report.about);
        bar.set_position(report.rows);
    };
    let taken = engine::import::import(&engine, files, &order, &mut on_row).await;
    let report = taken.map_err(|e| Trouble::of("the import stopped".to_owned(), &e))?;
    bar.finish_and_clear();
    results.close()?;
    tell(&report, import);
    Ok(if report.refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn open_file(path: &PathBuf) -> Result<Box<dyn ReadSeek>, Trouble> {
    let file = File::open(path).map_err(|e| Trouble::of(format!("cannot read {}", path.display()), &e))?;
    Ok(Box::new(std::io::BufReader::new(file)))
}

fn tell(report: &Report, import: &Import) {
    say(&format!(
        "{} rows: {} kept, {} kept before, {} refused.",
        report.rows, report.kept, report.repeated, report.refused
    ));
    if report.script == Script::Windows1252 {
        say("The file is no UTF-8; it was read as Windows-1252. Look at a name with an accent in it.");
    }
    if !report.unmapped.is_empty() {
        say(&format!(
            "Columns that nothing was made of: {}.",
            report.unmapped.join(", ")
        ));
    }
    for row in report.refusals.iter().take(20) {
        complain(&format!("line {}: {}", row.line, words(&row.end)));
    }
    if report.refused > 20 && import.results.is_none() {
        complain("Name a file with --results to see them all.");
    }
}

fn words(end: &RowEnd) -> String {
    match end {
        RowEnd::Kept(_) => "kept".to_owned(),
        RowEnd::Repeated(_) => "kept before".to_owned(),
        RowEnd::Refused(refusal) => Trouble::from(engine::EngineError::Refused(refusal.clone())).to_string(),
    }
}

/// What became of each row, written as it comes.
struct Results {
    file: Option<BufWriter<File>>,
    trouble: Option<std::io::Error>,
}

impl Results {
    fn to(path: Option<&PathBuf>) -> Result<Self, Trouble> {
        let file = match path {
            Some(path) => {
                let file =
                    File::create(path).map_err(|e| Trouble::of(format!("cannot write {}", path.display()), &e))?;
                Some(BufWriter::new(file))
            }
            None => None,
        };
        let mut results = Self { file, trouble: None };
        results.line("file,line,result,lead,why");
        Ok(results)
    }

    fn line(&mut self, line: &str) {
        if let Some(file) = &mut self.file
            && let Err(error) = writeln!(file, "{line}")
        {
            self.trouble.get_or_insert(error);
        }
    }

    fn note(&mut self, row: &RowResult) {
        let (result, lead) = match &row.end {
            RowEnd::Kept(lead) => ("kept", *lead),
            RowEnd::Repeated(lead) => ("repeated", *lead),
            RowEnd::Refused(_) => ("refused", None),
        };
        let lead = lead.map(|id| id.show("lead")).unwrap_or_default();
        let why = if result == "refused" {
            words(&row.end).replace('"', "'")
        } else {
            String::new()
        };
        self.line(&format!("{},{},{result},{lead},\"{why}\"", row.file + 1, row.line));
    }

    fn close(mut self) -> Result<(), Trouble> {
        if let Some(file) = &mut self.file
            && let Err(error) = file.flush()
        {
            self.trouble.get_or_insert(error);
        }
        match self.trouble {
            Some(error) => Err(Trouble::of(
                "the results could not be written to their end; the rows themselves are kept".to_owned(),
                &error,
            )),
            None => Ok(()),
        }
    }
}
