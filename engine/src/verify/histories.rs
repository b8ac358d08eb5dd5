//! All facts of a kind of subject, subject by subject, read page by page.

use super::report::{Difference, Kind, difference};
use crate::error::EngineError;
use crate::fact::reads;
use ledger::Ledger;
use rules::fact::{Fact, SubjectKind};
use rules::{Id, Instant};
use std::collections::VecDeque;

/// Facts read at a time.
const PAGE: i64 = 2_000;

pub(super) struct Histories<'a> {
    ledger: &'a Ledger,
    kind: SubjectKind,
    after: (Id, i64),
    waiting: VecDeque<Fact>,
    over: bool,
}

impl<'a> Histories<'a> {
    pub fn of(ledger: &'a Ledger, kind: SubjectKind) -> Self {
        let (after, waiting, over) = ((Id::default(), 0), VecDeque::new(), false);
        Self {
            ledger,
            kind,
            after,
            waiting,
            over,
        }
    }

    /// The facts of the next subject, in order; `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Vec<Fact>>, EngineError> {
        let Some(first) = self.fact().await? else {
            return Ok(None);
        };
        let subject = first.subject;
        let mut facts = vec![first];
        while let Some(fact) = self.fact().await? {
            if fact.subject != subject {
                self.waiting.push_front(fact);
                break;
            }
            facts.push(fact);
        }
        Ok(Some(facts))
    }

    async fn fact(&mut self) -> Result<Option<Fact>, EngineError> {
        if self.waiting.is_empty() && !self.over {
            let page = reads::page(self.ledger, self.kind, self.after, PAGE).await?;
            self.over = (page.len() as i64) < PAGE;
            if let Some(last) = page.last() {
                self.after = (last.subject.id, last.seq);
            }
            self.waiting.extend(page);
        }
        Ok(self.waiting.pop_front())
    }
}

/// Places run from 1 without holes, and each fact was recorded later than the one before.
pub(super) fn order(facts: &[Fact]) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut last = (0, Instant(i64::MIN));
    for fact in facts {
        let differs = |what: String| difference(Kind::Fact, fact.subject.kind.code(), fact.subject.id, what);
        if fact.seq != last.0 + 1 {
            found.push(differs(format!("seq {} after {}", fact.seq, last.0)));
        }
        if fact.recorded_at <= last.1 {
            found.push(differs(format!("seq {} not recorded later", fact.seq)));
        }
        last = (fact.seq, fact.recorded_at);
    }
    found
}
