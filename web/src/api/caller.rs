//! Who calls: a bearer token and what it may do.

use super::problem::Problem;
use crate::server::network::Network;
use crate::server::often::told;
use crate::server::{App, hash_secret};
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use rules::ask::Command;
use rules::fact::TokenScope;
use rules::{Id, Instant};
use serde_json::Value;

/// Longest idempotency key, in characters.
pub const KEY_CHARS_MAX: usize = 255;

/// Another program.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Its token.
    pub token: Id,
    /// What the token may do.
    pub scopes: Vec<TokenScope>,
    /// When it called.
    pub now: Instant,
    /// What it gave so that a repeat happens once.
    key: Option<String>,
}

impl Caller {
    /// Goes on when the token may do it.
    ///
    /// # Errors
    /// 403 naming the scope.
    pub fn may(&self, scope: TokenScope) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "scope_missing").with("scope", scope.code()))
    }

    /// Goes on when the token may do it, and this is no demo: that changes nothing.
    fn may_change(&self, app: &App, scope: TokenScope) -> Result<(), Problem> {
        self.may(scope)?;
        if app.engine.is_demo() {
            return Err(Problem::new(StatusCode::FORBIDDEN, "demo"));
        }
        Ok(())
    }

    /// Goes on when the token may write here. A demo takes in nothing real.
    ///
    /// # Errors
    /// 403.
    pub fn may_write(&self, app: &App) -> Result<(), Problem> {
        self.may_change(app, TokenScope::Write)
    }

    /// Goes on when the token may change what Baton knows of here. A demo changes nothing.
    ///
    /// # Errors
    /// 403.
    pub fn may_configure(&self, app: &App) -> Result<(), Problem> {
        self.may_change(app, TokenScope::Fields)
    }

    /// Goes on when the token may work on drafts of the agreement. A demo changes nothing.
    ///
    /// # Errors
    /// 403.
    pub fn may_draft(&self, app: &App) -> Result<(), Problem> {
        self.may_change(app, TokenScope::Agreement)
    }

    /// Goes on when the token may tell of the team and of companies here. A demo changes nothing.
    ///
    /// # Errors
    /// 403.
    pub fn may_tell_of_the_team(&self, app: &App) -> Result<(), Problem> {
        self.may_change(app, TokenScope::Team)
    }

    /// Asks for what a request told; a repeat with the same key happens once.
    ///
    /// # Errors
    /// What was refused, or why it could not be done.
    pub async fn ask(&self, app: &App, command: impl Into<Command>) -> Result<Value, Problem> {
        let id = self.ask_id(app, None);
        let answer = app.engine.ask_by_token(Some(id), self.token, &self.scopes, command);
        Ok(answer.await?)
    }

    /// The id of the ask: by the key where one was given, fresh otherwise. `row` tells the rows of a batch apart.
    pub fn ask_id(&self, app: &App, row: Option<usize>) -> Id {
        let Some(key) = &self.key else {
            return app.engine.fresh_id();
        };
        let row = row.map(|n| format!("/{n}")).unwrap_or_default();
        Id::named("api", &format!("{}/{key}{row}", self.token))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let now = app.engine.now();
        let Some(secret) = bearer(&parts.headers) else {
            return Err(nobody(parts, app, now, "token_missing"));
        };
        let found = {
            let tokens = app.engine.tokens();
            tokens.of(app.engine.ledger(), &hash_secret(secret), now).await?
        };
        let Some((token, scopes)) = found else {
            return Err(nobody(parts, app, now, "token_unknown"));
        };
        let key = key(&parts.headers)?;
        Ok(Self {
            token,
            scopes,
            now,
            key,
        })
    }
}

/// No good token: 401, and 429 to a network that tries it too often.
fn nobody(parts: &Parts, app: &App, now: Instant, code: &str) -> Problem {
    let network = Network::of(parts, app).0;
    let wait = network.and_then(|name| app.knocks.tokenless.count(&name, now));
    match wait {
        Some(wait) => Problem::too_often(told(wait).0),
        None => Problem::new(StatusCode::UNAUTHORIZED, code),
    }
}

/// The secret after `Bearer `.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = text.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let fits = |text: &&str| !text.trim().is_empty() && text.len() <= KEY_CHARS_MAX;
    match value.to_str().ok().filter(fits) {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(Problem::wrong("idempotency_key")
            .field("Idempotency-Key")
            .with("max", KEY_CHARS_MAX)),
    }
}
