//! The commands.

pub mod agreement;
pub mod archive;
pub mod clock;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod replay;
pub mod serve;
pub mod token;
pub mod user;
pub mod verify;

use crate::Trouble;
use crate::config::Config;
use crate::outside::{Real, Shifted};
use engine::{Engine, Outside};
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// Prints a line for people or programs.
#[allow(clippy::print_stdout)] // a command's answer
pub fn say(line: &str) {
    println!("{line}");
}

/// Prints a line about trouble.
#[allow(clippy::print_stderr)] // a command's complaint
pub fn complain(line: &str) {
    eprintln!("{line}");
}

/// Logs go to standard error; `RUST_LOG` says how much.
pub fn logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Opens the engine of a configuration.
///
/// # Errors
/// `Trouble` saying what to mend.
pub async fn open(config: &Config) -> Result<Engine, Trouble> {
    let outside: Arc<dyn Outside> = match config.trial_clock {
        Some(at) => Arc::new(Shifted::starting_at(at)),
        None => Arc::new(Real),
    };
    Ok(Engine::open(config.place()?, outside).await?)
}
