//! Baton: the system between Marketing and Sales. One binary: `baton --help`.

mod commands;
mod config;
mod mail;
mod outside;
mod trouble;

use clap::{Parser, Subcommand};
use config::{Config, Flags};
use std::process::ExitCode;
pub use trouble::Trouble;

/// Asks are prepared on one thread and forgotten on another; see `Cargo.toml`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The system between Marketing and Sales: takes in every lead, tells by a signed agreement whether it is ready, puts it
/// before the right rep in time, and brings back what Sales learned.
#[derive(Parser, Debug)]
#[command(name = "baton", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve pages, forms and the API. The first start prints a link to make the first account.
    Serve,
    /// Make a demo company and serve it, with a sign-in link for each role.
    Demo(commands::demo::Demo),
    /// Take in a file of people, with what became of every row.
    Import(commands::import::Import),
    /// Say until when something is owed, and why: business time of a calendar.
    Clock(commands::clock::Clock),
    /// The agreement: check a text, compare two in sentences, write out its defaults, replay it on a past window.
    #[command(subcommand)]
    Agreement(commands::agreement::Agreement),
    /// Users: add one (prints a one-time link), list them, send a new link.
    User(commands::user::User),
    /// Tokens for other programs: make one (printed once), list, withdraw.
    Token(commands::token::Token),
    /// Fold all facts and compare every row that follows from them.
    Verify(commands::verify::Verify),
    /// Write the whole company into one file.
    Export(commands::archive::Export),
    /// Bring a company out of an archive into an empty database, on either engine.
    ImportArchive(commands::archive::ImportArchive),
    /// Look at configuration, database and clock, and say what to mend.
    Doctor,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    commands::logging();
    match run(cli) {
        Ok(code) => code,
        Err(trouble) => {
            commands::complain(&trouble.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, Trouble> {
    if let Command::Clock(clock) = &cli.command {
        return commands::clock::run(clock);
    }
    if let Command::Agreement(agreement) = &cli.command
        && !matches!(agreement, commands::agreement::Agreement::Replay(_))
    {
        return commands::agreement::run(agreement);
    }
    let config = Config::read(&cli.flags)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Trouble::of("no threads to run on".to_owned(), &e))?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo(demo) => commands::demo::run(&demo_config(config), &demo).await,
            Command::Import(import) => commands::import::run(&config, &import).await,
            Command::Serve => commands::serve::run(&config).await,
            Command::User(user) => commands::user::run(&config, user).await,
            Command::Token(token) => commands::token::run(&config, token).await,
            Command::Verify(verify) => commands::verify::run(&config, &verify).await,
            Command::Export(export) => commands::archive::export(&config, &export).await,
            Command::ImportArchive(import) => commands::archive::import(&config, &import).await,
            Command::Doctor => commands::doctor::run(&config).await,
            Command::Clock(clock) => commands::clock::run(&clock),
            Command::Agreement(commands::agreement::Agreement::Replay(replay)) => {
                commands::replay::run(&config, &replay).await
            }
            Command::Agreement(agreement) => commands::agreement::run(&agreement),
        }
    })
}

/// A demo lives in a file of its own, unless one is named.
fn demo_config(mut config: Config) -> Config {
    if config.is_usual_database() {
        config.database = "data/demo.db".to_owned();
    }
    config
}
