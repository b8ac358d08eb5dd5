//! `baton demo`: a company's last months, made by the simulator, and served with a sign-in link for each role.

use super::verify::progress_bar;
use super::{open, say, serve};
use crate::Trouble;
use crate::config::{Config, secret_key};
use crate::outside::Real;
use clap::Args;
use engine::{Engine, Outside};
use rules::fact::Role;
use simulator::SimError;
use std::process::ExitCode;

/// Make a demo company and serve it.
#[derive(Args, Debug)]
pub struct Demo {
    /// How many days of history.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(7..=400))]
    days: u32,
    /// The same seed makes the same company.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make it and stop.
    #[arg(long)]
    only_make: bool,
}

/// Makes the demo where the database is empty, and serves it.
///
/// # Errors
/// `Trouble` when the database holds something that is no demo, or cannot be opened.
pub async fn run(config: &Config, demo: &Demo) -> Result<ExitCode, Trouble> {
    make(config, demo).await?;
    let engine = open(config).await?;
    if !engine.is_demo() {
        return Err(Trouble::plain(format!(
            "{} holds a real company. Name another database with --database; nothing was changed.",
            config.database
        )));
    }
    if demo.only_make {
        return Ok(ExitCode::SUCCESS);
    }
    print_links(config, &engine).await?;
    serve::serve(config, engine).await
}

async fn make(config: &Config, demo: &Demo) -> Result<(), Trouble> {
    let bar = progress_bar();
    let mut tell = |day: u32, of: u32| {
        bar.set_length(u64::from(of));
        bar.set_position(u64::from(day));
    };
    let made = simulator::demo(config.place()?, demo.seed, demo.days, Real.now(), &mut tell).await;
    bar.finish_and_clear();
    match made {
        Ok(world) => say(&format!(
            "A demo company was made: {} days, {} leads. Nobody in it exists.",
            demo.days, world.leads
        )),
        Err(SimError::NotEmpty) => say("The database holds something already; it is served as it is."),
        Err(error) => return Err(Trouble::of("the demo could not be made".to_owned(), &error)),
    }
    Ok(())
}

/// One link for each role: the first who has it.
async fn print_links(config: &Config, engine: &Engine) -> Result<(), Trouble> {
    let key = secret_key(&config.secret_key_file, engine.random())?;
    let roster = engine.roster();
    say("Sign in as:");
    for role in Role::ALL {
        let Some(user) = roster.holder(role, engine.now()) else {
            continue;
        };
        let name = engine::account::reads::by_user(engine.ledger(), user)
            .await?
            .map(|a| a.name)
            .unwrap_or_default();
        say(&format!(
            "  {:<18} {}{}  ({name})",
            role.code(),
            config.public_url,
            web::server::demo_link(&key, user)
        ));
    }
    Ok(())
}
