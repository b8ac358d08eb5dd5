//! A company with its pages and doors, asked without a socket.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it must, and every story uses a part of this"
)]

#[path = "../../../engine/tests/common/mod.rs"]
pub mod common;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use common::Company;
use rules::ask::OfAccount;
use rules::fact::{Actor, TokenScope};
use serde_json::Value;
use tower::ServiceExt;
use web::server::{App, Shown, hash_secret, router};

pub struct House {
    pub company: Company,
    pub router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

pub fn shown() -> Shown {
    Shown {
        public_url: "http://127.0.0.1:8080".into(),
        secret_key: [9; 32],
        version: "test",
    }
}

impl House {
    pub fn over(company: Company) -> Self {
        let router = router(App::new(company.engine.clone(), shown()));
        Self { company, router }
    }

    /// Every place: memory, a file, PostgreSQL.
    pub async fn each(reps: usize) -> Vec<Self> {
        let mut houses = Vec::new();
        for (place, folder) in common::places().await {
            houses.push(Self::over(Company::open(place, folder, reps).await));
        }
        houses
    }

    /// In memory only, where the engine does not matter.
    pub async fn quick(reps: usize) -> Self {
        Self::over(Company::open(engine::Place::Memory, None, reps).await)
    }

    /// A token whose secret is its name.
    pub async fn token(&self, secret: &str, scopes: &[TokenScope]) {
        let command = OfAccount::MakeToken {
            name: secret.into(),
            scopes: scopes.to_vec(),
            hash: hash_secret(secret),
        };
        self.company.engine.ask(None, Actor::System, command).await.unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get(&self, token: &str, path: &str) -> Answer {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, token: &str, path: &str, key: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(body.into()).unwrap()).await
    }
}
