//! What reps see: their open handoffs, read as a page would, and read again only after something changed.

use crate::SimError;
use engine::Engine;
use engine::scorecard::list::{Line, ListOf, PAGE_MAX, list};
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::Asked;
use rules::scorecard::{By, Part, Period};
use rules::{Id, Instant, Span};

/// Most open handoffs of a world.
pub const OPEN_MAX: usize = 100_000;

/// Every open handoff.
#[derive(Debug, Default)]
pub struct Desk {
    lines: Option<Vec<Line>>,
}

impl Desk {
    /// Something changed.
    pub fn stale(&mut self) {
        self.lines = None;
    }

    /// Every open handoff.
    pub async fn all(&mut self, engine: &Engine) -> Result<&[Line], SimError> {
        if self.lines.is_none() {
            self.lines = Some(open(engine).await?);
        }
        Ok(self.lines.as_deref().unwrap_or_default())
    }

    /// Those of one owner, the most pressing first.
    pub async fn of(&mut self, engine: &Engine, owner: Id) -> Result<Vec<Line>, SimError> {
        let mine = |line: &&Line| line.owner == Some(owner) && line.held_until.is_none();
        let mut lines: Vec<Line> = self.all(engine).await?.iter().filter(mine).cloned().collect();
        lines.sort_by_key(|line| (line.owed_at.unwrap_or(Instant(i64::MAX)), line.handoff));
        Ok(lines)
    }
}

async fn open(engine: &Engine) -> Result<Vec<Line>, SimError> {
    let asked = Asked {
        period: Period {
            from: Instant(i64::MIN),
            to: Instant(i64::MAX),
        },
        filter: Filter::default(),
        now: engine.now(),
        within: Span::ZERO,
    };
    let of = ListOf {
        part: Part::Open,
        by: By::Trigger,
        asked,
    };
    let mut lines: Vec<Line> = Vec::new();
    while lines.len() < OPEN_MAX {
        let after = lines.last().map(Line::cursor);
        let page = list(engine.ledger(), &of, after, PAGE_MAX).await?;
        let last = page.len() < PAGE_MAX as usize;
        lines.extend(page);
        if last {
            break;
        }
    }
    Ok(lines)
}
