//! `baton verify`: every row that follows from facts is folded anew and compared.

use super::{complain, open, say};
use crate::Trouble;
use crate::config::Config;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;

/// Fold all facts and compare every row that follows from them.
#[derive(Args, Debug)]
pub struct Verify {
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Verifies; fails when a row differs.
///
/// # Errors
/// `Trouble` when the database cannot be read.
pub async fn run(config: &Config, verify: &Verify) -> Result<ExitCode, Trouble> {
    let engine = open(config).await?;
    let bar = progress_bar();
    let report = engine::verify::verify(engine.ledger(), &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    if verify.json {
        let text = serde_json::to_string_pretty(&report).map_err(|e| Trouble::of("the report".to_owned(), &e))?;
        say(&text);
    } else {
        say(&format!(
            "{} leads, {} handoffs and {} facts were folded anew; {} asks were done.",
            report.leads, report.handoffs, report.facts, report.commands
        ));
        for found in &report.differences {
            complain(&format!("{:?} {}: {}", found.kind, found.id, found.what));
        }
        say(&if report.agrees() {
            "Every row agrees.".to_owned()
        } else {
            format!("{} rows differ.", report.found)
        });
        if report.ownerless > 0 {
            complain(&format!(
                "{} open handoffs have nobody who answers for them.",
                report.ownerless
            ));
        }
    }
    Ok(if report.agrees() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A bar for work that takes long; nothing where nobody looks.
pub fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {human_pos} of {human_len}  {eta} left") {
        bar.set_style(style);
    }
    bar
}
