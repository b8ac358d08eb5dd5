//! What the company that is measured takes in, on a Wednesday in opening hours.

pub use crate::staff::open;

use crate::Tried;
use engine::{Engine, Lane, Outside};
use rules::ask::{Ask, Capture, OfLead};
use rules::fact::{Actor, Origin, SubmissionKind};
use rules::{Id, Instant, Span};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A clock that runs, from a Wednesday morning on; what looks random is counted.
pub struct Running {
    from: Instant,
    since: tokio::time::Instant,
    drawn: AtomicU64,
}

impl Running {
    pub fn start() -> Arc<Self> {
        let from = Instant::parse("2026-03-04T10:00:00+01:00").unwrap_or_default();
        let since = tokio::time::Instant::now();
        let drawn = AtomicU64::new(0);
        Arc::new(Self { from, since, drawn })
    }
}

impl Outside for Running {
    fn now(&self) -> Instant {
        self.from + Span(self.since.elapsed().as_micros() as i64)
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let n = self.drawn.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Id::named("measure", &n.to_string()).0[..chunk.len()]);
        }
    }
}

/// The id of the ask that brings in a lead of this name.
pub fn ask_id(name: &str) -> Id {
    Id::named("form", name)
}

/// A demo request, taken in as of an instant. Answers the lead.
pub async fn capture(engine: &Engine, name: &str, at: Instant) -> Tried<Id> {
    touch(engine, name, name, at).await
}

/// A person's demo request under an ask of its own name. Answers the lead.
pub async fn touch(engine: &Engine, name: &str, ask: &str, at: Instant) -> Tried<Id> {
    let capture = Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("person{name}@sample-company-{name}.de")),
        name: Some("Sample Person".into()),
        company: Some("Sample Company".into()),
        country: Some("DE".into()),
        source: Some("webinar".into()),
        form: Some("demo".into()),
        message: Some("Please show us how it works.".into()),
        ..Capture::default()
    };
    let ask = Ask {
        id: ask_id(ask),
        actor: Actor::Visitor,
        scopes: vec![],
        at,
        origin: Origin::Live,
        command: OfLead::Capture(Box::new(capture)).into(),
    };
    let answer = engine.submit(ask, Lane::Interactive).await?;
    let text = answer["lead"].as_str().unwrap_or_default();
    Id::read("lead", text).ok_or_else(|| "no lead was answered".into())
}
