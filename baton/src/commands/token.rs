//! `baton token`: bearer tokens for other programs.

use super::{open, say};
use crate::Trouble;
use crate::config::Config;
use clap::{Args, Subcommand};
use rules::Id;
use rules::ask::OfAccount;
use rules::fact::{Actor, TokenScope};
use std::process::ExitCode;

/// Tokens.
#[derive(Args, Debug)]
pub struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make one; it is printed once and kept as a hash.
    Make {
        /// What it is called.
        #[arg(long)]
        name: String,
        /// read, write or backdate; several by repeating.
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
    },
    /// List them, without their secrets.
    List,
    /// Withdraw one.
    Withdraw {
        /// Its id, as listed.
        id: String,
    },
}

/// Runs it.
///
/// # Errors
/// `Trouble` when it is refused.
pub async fn run(config: &Config, token: Token) -> Result<ExitCode, Trouble> {
    let engine = open(config).await?;
    match token.what {
        What::Make { name, scopes } => {
            let read = |code: &String| {
                TokenScope::read(code).ok_or_else(|| {
                    Trouble::plain(format!("--scope {code}: give read, write, backdate, fields or team"))
                })
            };
            let scopes = scopes.iter().map(read).collect::<Result<_, _>>()?;
            let secret = format!("baton_{}", web::server::new_secret(&engine));
            let hash = web::server::hash_secret(&secret);
            engine
                .ask(None, Actor::System, OfAccount::MakeToken { name, scopes, hash })
                .await?;
            say(&secret);
        }
        What::List => {
            for token in engine::token::records::all(engine.ledger()).await? {
                let ended = if token.ended_at.is_some() { "\twithdrawn" } else { "" };
                say(&format!(
                    "{}\t{}\t{}{ended}",
                    token.id.show("token"),
                    token.name,
                    token.scopes
                ));
            }
        }
        What::Withdraw { id } => {
            let token = Id::read("token", &id).ok_or_else(|| Trouble::plain(format!("{id} is no token's id")))?;
            engine
                .ask(None, Actor::System, OfAccount::WithdrawToken { token })
                .await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
