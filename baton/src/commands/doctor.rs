//! `baton doctor`: configuration, database and clock, and what to mend.

use super::{open, say};
use crate::Trouble;
use crate::config::Config;
use engine::Engine;
use std::process::ExitCode;

/// Furthest that this machine's clock may be from the database's.
const CLOCK_OFF_MAX_MICROS: i64 = 1_000_000;

/// Looks, and says what was found; fails when something must be mended.
///
/// # Errors
/// `Trouble` when the database cannot be opened.
pub async fn run(config: &Config) -> Result<ExitCode, Trouble> {
    say(&format!(
        "ok    configuration: listens on {}, people use {}",
        config.listen, config.public_url
    ));
    if config.smtp_url.is_none() {
        say("note  mail: no smtp_url is set, so alerts are shown in the browser only");
    }
    let engine = open(config).await?;
    say(&format!(
        "ok    database: {}, opened and migrated, every statement prepared",
        engine.ledger().engine_name()
    ));
    let lasts = durability(&engine).await?;
    let is_right = clock(&engine).await? && lasts;
    let users = engine.roster().users.len();
    say(&format!("{}  users: {users}", if users == 0 { "note" } else { "ok  " }));
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn durability(engine: &Engine) -> Result<bool, Trouble> {
    let durability = engine.ledger().durability().await.map_err(engine::EngineError::from)?;
    if durability.disk {
        say("ok    durability: what is acknowledged is on disk");
    } else {
        say("mend  durability: the database acknowledges before its disk has it; set synchronous_commit and fsync on");
    }
    if !durability.standby {
        say("note  durability: no synchronous standby; a lost disk loses what was not backed up");
    }
    Ok(durability.disk)
}

async fn clock(engine: &Engine) -> Result<bool, Trouble> {
    let theirs = engine
        .ledger()
        .clock_micros()
        .await
        .map_err(engine::EngineError::from)?;
    let off = (engine.now().0 - theirs).abs();
    if off <= CLOCK_OFF_MAX_MICROS {
        say(&format!("ok    clock: {} ms from the database's", off / 1_000));
        return Ok(true);
    }
    say(&format!(
        "mend  clock: {} ms from the database's; this node would not be ready. Set it by NTP",
        off / 1_000
    ));
    Ok(false)
}
