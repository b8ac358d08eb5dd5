//! `baton export` and `baton import-archive`: the whole company out of one database, and into another.

use super::{complain, say};
use crate::Trouble;
use crate::config::Config;
use crate::outside::Real;
use clap::Args;
use engine::Outside;
use engine::archive::{self, ArchiveError, Exported, Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use rules::Instant;
use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Differences that are printed one by one.
const SHOWN_MAX: usize = 20;

/// Write the whole company into one file, to keep it or to move it to another database.
#[derive(Args, Debug)]
#[command(after_help = "\
Everything of one moment goes out: facts, leads, people, notes, letters, the agreement, accounts with their passwords'
hashes, tokens' hashes. Two things do not: sessions and one-time links, which would let people in elsewhere. The secret
key is not in the database: copy its file too if forms that are open now should still be taken as ours after the move.

People and passwords' hashes are in the file: it is made so that only its owner can read it. Keep it so.

Others may go on working meanwhile; what they do after the moment is not in the file. To move, stop the server first:
two servers with one company would both send its letters.

  baton export /backup/                                   a file named by the day, in that folder
  baton export company.archive
  baton --database postgres://… import-archive company.archive")]
pub struct Export {
    /// The file to make, or a folder to make it in. A file that is there is never written over.
    #[arg(value_name = "FILE-or-FOLDER")]
    to: PathBuf,
}

/// Bring a company out of an archive into an empty database, on either engine.
#[derive(Args, Debug)]
#[command(after_help = "\
The archive is read to its end first: a newer, damaged, cut or edited one is refused before anything is kept. Then its
rows are kept, all facts are folded anew, and every row that follows from them is compared; the command says whether
all agree.

The database must be empty: one that no server was started on. If the import is stopped in the middle, the database
says so and nothing opens it; run the same command again, and it goes over all of it once more.")]
pub struct ImportArchive {
    /// An archive, as `baton export` makes it.
    file: PathBuf,
}

/// Exports.
///
/// # Errors
/// `Trouble` when there is no database, the file is there already, or either fails; no file is left then.
pub async fn export(config: &Config, export: &Export) -> Result<ExitCode, Trouble> {
    if !config.is_there() {
        return Err(Trouble::plain(format!(
            "There is no database at {}. Name one with --database.",
            config.database
        )));
    }
    let target = target(&export.to, Real.now())?;
    let mut part = Part::create(&target)?;
    let bar = bar();
    let done = tokio::select! {
        done = write(config, &mut part, &bar) => done,
        _ = tokio::signal::ctrl_c() => Err(Trouble::plain("Stopped. No archive was made.")),
    };
    bar.finish_and_clear();
    let exported = done?;
    part.rename_to(&target)?;
    say(&format!(
        "{} rows, {} facts among them, are in {}.",
        exported.rows,
        exported.facts,
        target.display()
    ));
    say(&format!("Checksum (SHA-256): {}", exported.sha256));
    say("Not in it: sessions, one-time links, and the secret key, which lies in a file of its own.");
    Ok(ExitCode::SUCCESS)
}

async fn write(config: &Config, part: &mut Part, bar: &ProgressBar) -> Result<Exported, Trouble> {
    let mut out = BufWriter::with_capacity(1 << 20, &mut part.file);
    let copy = beside(&part.path, "copy");
    let done = archive::export(config.place()?, Real.now(), copy, &mut out, &progress(bar)).await;
    done.map_err(trouble)
}

/// Imports; fails when anything is wrong with the archive, or the database is not empty.
///
/// # Errors
/// `Trouble` saying what is wrong and what was kept.
pub async fn import(config: &Config, import: &ImportArchive) -> Result<ExitCode, Trouble> {
    let path = &import.file;
    let mut file = File::open(path).map_err(|e| Trouble::of(format!("cannot read {}", path.display()), &e))?;
    let bar = bar();
    let done = archive::import(config.place()?, Real.now(), &mut file, &progress(&bar)).await;
    bar.finish_and_clear();
    let imported = done.map_err(|error| {
        tell_differences(&error);
        trouble(error)
    })?;
    if imported.again {
        say("Half of this archive was there from a run before; all of it was gone over again.");
    }
    let report = &imported.report;
    say(&format!(
        "{} rows came in: {} leads, {} handoffs, {} facts, {} asks.",
        imported.rows, report.leads, report.handoffs, report.facts, report.commands
    ));
    say("All facts were folded anew: every row agrees.");
    if imported.is_demo {
        say("It is a demo and stays marked as one: it refuses real doors.");
    }
    say(
        "People sign in with the passwords they had; sessions and one-time links did not come along (`baton user link`).",
    );
    say(&format!(
        "The secret key did not either: copy the old one to {} before the first start, or a new one is made.",
        config.secret_key_file.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn tell_differences(error: &ArchiveError) {
    let ArchiveError::Disagrees(report) = error else { return };
    for found in report.differences.iter().take(SHOWN_MAX) {
        complain(&format!("{:?} {}: {}", found.kind, found.id, found.what));
    }
}

fn trouble(error: ArchiveError) -> Trouble {
    match error {
        ArchiveError::Engine(error) => error.into(),
        other => Trouble::plain(other.to_string()),
    }
}

/// The file itself, or one named by the instant in a folder.
fn target(to: &Path, now: Instant) -> Result<PathBuf, Trouble> {
    let named = now.rfc3339().chars().take(19).filter(|c| *c != ':').collect::<String>();
    let path = if to.is_dir() {
        to.join(format!("baton-{named}Z.archive"))
    } else {
        to.to_path_buf()
    };
    if path.exists() {
        return Err(Trouble::plain(format!(
            "{} is there already; it was not written over.",
            path.display()
        )));
    }
    Ok(path)
}

/// A name beside a file, out of sight: `.company.archive.part`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{}.{ending}", name.trim_start_matches('.')))
}

/// The archive while it is being written; removed unless it came to its end.
struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    fn create(target: &Path) -> Result<Self, Trouble> {
        let path = beside(target, "part");
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        match made {
            Ok(file) => Ok(Self { file, path }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Trouble::plain(format!(
                "{} is there: another export is writing it, or one was killed. If none runs, remove it.",
                path.display()
            ))),
            Err(error) => Err(Trouble::of(format!("cannot write {}", path.display()), &error)),
        }
    }

    /// On disk first, then under its name, then the name on disk.
    fn rename_to(self, target: &Path) -> Result<(), Trouble> {
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let done = self
            .file
            .sync_all()
            .and_then(|()| std::fs::rename(&self.path, target))
            .and_then(|()| File::open(folder)?.sync_all());
        done.map_err(|e| Trouble::of(format!("cannot write {}", target.display()), &e))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // after the rename there is nothing of that name
        let _ = std::fs::remove_file(&self.path);
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:32} {percent:>3} %  {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn progress(bar: &ProgressBar) -> Progress {
    let bar = bar.clone();
    Arc::new(move |stage, done, of| {
        let words = match stage {
            Stage::Copying => "copying",
            Stage::Writing => "writing",
            Stage::Checking => "checking",
            Stage::Importing => "importing",
            Stage::Verifying => "verifying",
        };
        if bar.message() != words {
            bar.set_message(words);
            bar.reset_eta();
        }
        bar.set_length(of);
        bar.set_position(done);
    })
}
