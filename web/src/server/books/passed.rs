//! What one rep passes on to the next (SDR to account executive), counted as Sales' own work: by the same texts as what
//! Marketing handed over, beside it and never in it.

use super::owed::{Telling, Week, counted, list, sum_of};
use super::scorecard::{follow_up, kept, part, percent, said};
use crate::screens::scorecard::Figure;
use crate::server::App;
use crate::words::Words;
use engine::EngineError;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{self, Asked, Numbers};
use rules::Span;
use rules::scorecard::{By, Kept, Part, Share, Went};

/// The same question of what was passed on.
pub(super) fn of_passed(asked: Asked) -> Asked {
    Asked {
        filter: Filter {
            within_sales: true,
            ..asked.filter
        },
        ..asked
    }
}

/// The section of the scorecard; nothing where nothing was passed on.
pub(super) async fn figures(app: &App, words: &Words, asked: &Asked) -> Result<Vec<Figure>, EngineError> {
    let ledger = app.engine.ledger();
    if !reads::passed_on(ledger, asked.period).await? {
        return Ok(Vec::new());
    }
    let numbers = reads::numbers(ledger, of_passed(asked.clone())).await?;
    if numbers.all.handed == 0 && numbers.kept == Kept::default() {
        return Ok(Vec::new());
    }
    let hours = numbers.follow_up.within.whole_seconds() / 3_600;
    let old_enough = numbers.follow_up.old_enough;
    let followed = Figure {
        of: said(words, "within-follow-up-of", &[("n", old_enough), ("hours", hours)]),
        ..follow_up(words, &numbers)
    };
    Ok(vec![
        kept(words, &numbers),
        followed,
        feedback(words, &numbers),
        went_on(words, &numbers),
    ])
}

fn feedback(words: &Words, numbers: &Numbers) -> Figure {
    let all = &numbers.all;
    let by = |which, n| part(words, numbers, (which, By::Trigger), n);
    Figure {
        name: words.say("within-feedback"),
        value: percent(all.coverage()),
        of: said(words, "within-feedback-of", &[("n", all.due)]),
        list: super::scorecard::href(&numbers.list_by(Part::Answered, By::Trigger, None)),
        parts: vec![
            by(Part::Answered, all.answered),
            by(Part::Silent, all.due - all.answered),
        ],
        ..Figure::default()
    }
}

/// Whether the next rep accepts what the first one advanced, or returns it.
fn went_on(words: &Words, numbers: &Numbers) -> Figure {
    let all = &numbers.all;
    let by = |which, n| part(words, numbers, (which, By::Trigger), n);
    let share = all.share(Part::Advanced);
    Figure {
        name: words.say("within-said"),
        value: percent(share),
        of: said(words, "within-said-of", &[("n", share.of), ("none", all.unanswered())]),
        list: super::scorecard::href(&numbers.list_by(Part::Advanced, By::Trigger, None)),
        parts: vec![
            by(Part::Advanced, all.advanced),
            by(Part::NotReady, all.not_ready),
            by(Part::NotAFit, all.not_a_fit),
            by(Part::Rejected, all.rejected),
            by(Part::NoAnswer, all.unanswered()),
        ],
        ..Figure::default()
    }
}

/// One week of what was passed on.
pub(super) struct Passed {
    kept: Kept,
    went: Went,
}

/// Counts a week, where anything was passed on.
pub(super) async fn week(app: &App, asked: Asked, any: bool) -> Result<Option<Passed>, EngineError> {
    if !any {
        return Ok(None);
    }
    let (ledger, asked) = (app.engine.ledger(), of_passed(asked));
    let (kept, by_tier) = tokio::try_join!(reads::kept(ledger, &asked), reads::went(ledger, &asked))?;
    let mut went = Went::default();
    by_tier.values().for_each(|tier| went.add(tier));
    Ok(Some(Passed { kept, went }))
}

impl Telling<'_> {
    /// On the agreement's page, beside what Sales owes: nothing is agreed for it, so nothing is said to be kept or missed.
    pub(super) fn passed_on(&self, weeks: &[Week]) -> Vec<Figure> {
        if weeks.iter().all(|week| week.passed.is_none()) {
            return Vec::new();
        }
        let kept = |passed: &Passed| passed.kept.share();
        let in_time = |passed: &Passed| passed.went.feedback_in_time();
        vec![
            self.beside_owed("owed-passed-kept", weeks, kept, (Part::Met, By::Due)),
            self.beside_owed("owed-passed-feedback", weeks, in_time, (Part::InTime, By::Trigger)),
        ]
    }

    fn beside_owed(&self, key: &str, weeks: &[Week], of: impl Fn(&Passed) -> Share, (part, by): (Part, By)) -> Figure {
        let share = |week: &Week| week.passed.as_ref().map(&of).unwrap_or_default();
        let shares: Vec<Share> = weeks.iter().map(share).collect();
        let whole = sum_of(&shares);
        let from = weeks.first().map_or(self.now, |week| week.stretch.from);
        let asked = of_passed(counted(from, self.now + Span(1), self.now, None));
        Figure {
            name: self.words.say(key),
            value: percent(whole),
            of: self.said("owed-passed-of", &[("n", whole.of.to_string())]),
            list: list(part, by, asked),
            parts: Vec::new(),
            weeks: shares
                .iter()
                .map(|share| super::owed::per_mille(share.part, share.of))
                .collect(),
            weeks_said: self.weeks_said(shares.iter().map(|share| percent(*share))),
        }
    }
}
