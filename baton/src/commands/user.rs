//! `baton user`: who may sign in.

use super::{open, say};
use crate::Trouble;
use crate::config::Config;
use clap::{Args, Subcommand};
use engine::Engine;
use rules::ask::{OfAccount, OfTeam};
use rules::fact::{Actor, Role};
use rules::{Id, Span};
use std::process::ExitCode;

/// How long a one-time link works.
pub const LINK_LASTS: Span = Span::days(7);

/// Users.
#[derive(Args, Debug)]
pub struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Add somebody; prints a link that works once, for 7 days.
    Add {
        /// Name.
        #[arg(long)]
        name: String,
        /// Address to sign in with.
        #[arg(long)]
        email: String,
        /// rep, sales_manager, marketer, head_of_marketing, head_of_sales, boss or admin; several by repeating.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// List everybody.
    List,
    /// Print a new one-time link to set a password.
    Link {
        /// Address of the user.
        #[arg(long)]
        email: String,
    },
}

/// Runs it.
///
/// # Errors
/// `Trouble` when it is refused.
pub async fn run(config: &Config, user: User) -> Result<ExitCode, Trouble> {
    let engine = open(config).await?;
    match user.what {
        What::Add { name, email, roles } => add(config, &engine, name, email, &roles).await?,
        What::List => list(&engine).await?,
        What::Link { email } => {
            let known = engine::account::reads::by_email(engine.ledger(), &email).await?;
            let account = known.ok_or_else(|| Trouble::plain(format!("nobody signs in with {email}")))?;
            say(&link(config, &engine, Some(account.user)).await?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(config: &Config, engine: &Engine, name: String, email: String, roles: &[String]) -> Result<(), Trouble> {
    let read =
        |code: &String| Role::read(code).ok_or_else(|| Trouble::plain(format!("--role {code}: {}", known_roles())));
    let roles: Vec<Role> = roles.iter().map(read).collect::<Result<_, _>>()?;
    let answer = engine
        .ask(None, Actor::System, OfTeam::AddUser { name, email, roles })
        .await?;
    let user = answer["user"].as_str().and_then(|text| Id::read("user", text));
    say(&link(config, engine, user).await?);
    Ok(())
}

fn known_roles() -> String {
    let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    format!("give one of {}", known.join(", "))
}

async fn list(engine: &Engine) -> Result<(), Trouble> {
    let roster = engine.roster();
    for account in engine::account::reads::all(engine.ledger()).await? {
        let Some(user) = roster.users.get(&account.user) else {
            continue;
        };
        let roles: Vec<&str> = user.roles.iter().map(|role| role.code()).collect();
        let left = if user.is_active() { "" } else { "\tleft" };
        say(&format!(
            "{}\t{}\t{}{left}",
            account.email,
            account.name,
            roles.join(",")
        ));
    }
    Ok(())
}

/// A one-time link: for a user, or for the very first one.
///
/// # Errors
/// `Trouble` when it is refused.
pub async fn link(config: &Config, engine: &Engine, user: Option<Id>) -> Result<String, Trouble> {
    let secret = web::server::new_secret(engine);
    let command = OfAccount::MakeLink {
        user,
        hash: web::server::hash_secret(&secret),
        until: engine.now() + LINK_LASTS,
    };
    engine.ask(None, Actor::System, command).await?;
    Ok(format!("{}/set-up/{secret}", config.public_url))
}
