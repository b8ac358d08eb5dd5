//! `baton serve`: pages, timers, outbox, until told to stop.

use super::{open, say, user};
use crate::Trouble;
use crate::config::{Config, secret_key};
use engine::Engine;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::server::doors::MetricsHandle;
use web::server::{App, Shown};

/// How often figures are kept small.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Serves.
///
/// # Errors
/// `Trouble` when the database cannot be opened or the address is taken.
pub async fn run(config: &Config) -> Result<ExitCode, Trouble> {
    let engine = open(config).await?;
    first_start(config, &engine).await?;
    serve(config, engine).await
}

/// Serves an engine that is open already.
///
/// # Errors
/// As `run`.
pub async fn serve(config: &Config, engine: Engine) -> Result<ExitCode, Trouble> {
    let (stop, stopped) = watch::channel(false);
    let secret_key = secret_key(&config.secret_key_file, engine.random())?;
    rules::check::prepare(None);
    let shown = Shown {
        public_url: config.public_url.clone(),
        secret_key,
        version: env!("CARGO_PKG_VERSION"),
    };
    let post = match engine.is_demo() {
        true => crate::mail::page_only(),
        false => crate::mail::post(config, secret_key)?,
    };
    let figures = figures(&stopped)?;
    let app_state = App::new(engine.clone(), shown).measured(figures, config.listen.ip().is_loopback());
    let app_state = app_state.behind(config.trusted_proxies.clone());
    let app = web::server::router(app_state.clone());
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| Trouble::of(format!("cannot listen on {}", config.listen), &e))?;
    let zone = web::server::zone_of(&app_state);
    let words = Arc::new(web::letters::Letters::new(
        &config.public_url,
        zone,
        config.smtp_url.is_some() && !engine.is_demo(),
    ));
    let timers = tokio::spawn(engine::timers::run(engine.clone(), stopped.clone()));
    let others = tokio::spawn(engine::nodes::run(engine.clone(), stopped.clone()));
    let acts = tokio::spawn(engine::slices::run(engine.clone(), stopped.clone()));
    let outbox = tokio::spawn(engine::outbox::run(engine, post, words, stopped));
    say(&format!("Baton is ready: {}", config.public_url));
    let outcome = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(until_told(stop))
        .await;
    // timers, acts and outbox end with what they have in hand
    let _ = tokio::join!(timers, acts, outbox, others);
    outcome.map_err(|e| Trouble::of("serving ended".to_owned(), &e))?;
    Ok(ExitCode::SUCCESS)
}

/// What `/metrics` shows. Histograms are kept small by a turn of upkeep every few seconds.
fn figures(stopped: &watch::Receiver<bool>) -> Result<MetricsHandle, Trouble> {
    let handle = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|e| Trouble::of("figures cannot be kept".to_owned(), &e))?;
    let (kept, mut stopped) = (handle.clone(), stopped.clone());
    tokio::spawn(async move {
        while !*stopped.borrow() {
            tokio::select! {
                () = tokio::time::sleep(UPKEEP_EVERY) => kept.run_upkeep(),
                _ = stopped.changed() => {}
            }
        }
    });
    Ok(Arc::new(move || handle.render()))
}

/// Nobody is here yet: a link to make the first account.
async fn first_start(config: &Config, engine: &Engine) -> Result<(), Trouble> {
    if !engine.roster().users.is_empty() {
        return Ok(());
    }
    let link = user::link(config, engine, None).await?;
    say("First start. Open this link to make the first account; it works once, for 7 days:");
    say(&format!("  {link}"));
    Ok(())
}

async fn until_told(stop: watch::Sender<bool>) {
    let asked = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = asked => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = asked.await;
        }
    }
    stop.send_replace(true);
}
