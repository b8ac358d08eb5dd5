//! The chores of this repository: `test`, `laws`, `tidy`, `bench`, `new`, `pg`.
//!
//! A chore says what it did, how long it took and what it left out. A step that has nothing to run yet says so; it
//! never counts as passed. What a chore starts, it stops, however it ends.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line's output is its purpose"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "chores read files, the clock and the environment; no rule lives here"
)]

mod bench;
mod decision;
mod guard;
mod laws;
mod pg;
mod place;
mod run;
mod test;
mod tidy;
mod tools;
mod trouble;

use clap::{Parser, Subcommand};
use place::Place;
use std::process::ExitCode;
use trouble::Outcome;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of this repository")]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Runs every check there is, against a PostgreSQL of its own
    Test(test::Wish),
    /// Tries the laws of `rules` on many cases, drawn anew each time
    Laws(laws::Wish),
    /// Checks the manner of the code, as far as a machine can see it
    Tidy,
    /// Measures what this machine and this build can do
    Bench(bench::Wish),
    /// Makes a new page from a template
    New {
        #[command(subcommand)]
        page: Page,
    },
    /// A PostgreSQL for development, kept between runs
    Pg {
        #[command(subcommand)]
        act: PgAct,
    },
}

#[derive(Subcommand)]
enum Page {
    /// A dated page in decisions/
    Decision {
        /// What was decided, in a few words
        title: String,
    },
}

#[derive(Subcommand)]
enum PgAct {
    /// Starts it and prints its URL
    Start,
    /// Stops it; its data stays
    Stop,
}

fn main() -> ExitCode {
    match run(Chores::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\n{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Outcome {
    let place = Place::find()?;
    match chore {
        Chore::Test(wish) => test::run(&place, &wish),
        Chore::Laws(wish) => laws::run(&place, &wish),
        Chore::Tidy => tidy::run(&place),
        Chore::Bench(wish) => bench::run(&place, &wish),
        Chore::New {
            page: Page::Decision { title },
        } => decision::write(&place, &title),
        Chore::Pg { act: PgAct::Start } => pg::development::start(&place),
        Chore::Pg { act: PgAct::Stop } => pg::development::stop(&place),
    }
}
