//! Marketing's part: the review list, and answers to patterns of C's.

use crate::SimError;
use crate::play::{Event, Play};
use rules::ask::{OfLead, OfPattern};
use rules::fact::{Actor, ResponseKind, ReviewChoice};

/// C's alike that are worth an answer.
const PATTERN: u32 = 4;

impl Play<'_> {
    /// A marketer decides what waits, in the order it came; a demo keeps the newest for its visitors.
    pub async fn review(&mut self) -> Result<(), SimError> {
        let kept = if self
            .finale
            .is_some_and(|end| (end - self.engine.now()).0 < rules::Span::hours(30).0)
        {
            3
        } else {
            0
        };
        let waiting: Vec<_> = self.review.drain(..self.review.len().saturating_sub(kept)).collect();
        for (n, lead) in waiting.into_iter().enumerate() {
            let fit = self.prospects.get(&lead).is_some_and(|p| p.fit && p.reject.is_none());
            let choices = if fit {
                [
                    (ReviewChoice::Release, 8.0),
                    (ReviewChoice::Nurture, 2.0),
                    (ReviewChoice::Discard, 0.1),
                ]
            } else {
                [
                    (ReviewChoice::Release, 1.0),
                    (ReviewChoice::Nurture, 5.0),
                    (ReviewChoice::Discard, 2.0),
                ]
            };
            let choice = self.chance.weighted(&choices).copied().unwrap_or(ReviewChoice::Nurture);
            let marketers = &self.people.marketers;
            let who = marketers.get(n % marketers.len().max(1)).copied().unwrap_or_default();
            self.act("review", Actor::User(who), OfLead::Review { lead, choice })
                .await?;
        }
        let minutes = self.chance.between(12, 55);
        self.at_work(minutes, Event::Review);
        Ok(())
    }

    /// The head of Marketing answers what came together, now and then.
    pub async fn respond(&mut self) -> Result<(), SimError> {
        let ripe = |(pattern, n): (&(String, String), &u32)| (*n >= PATTERN).then(|| pattern.clone());
        let patterns: Vec<(String, String)> = self.misfits.iter().filter_map(ripe).collect();
        for (reason, source) in patterns {
            if !self.chance.is(0.4) {
                continue;
            }
            self.misfits.remove(&(reason.clone(), source.clone()));
            let kinds = [
                (ResponseKind::SourceChanged, 4.0),
                (ResponseKind::RuleChanged, 3.0),
                (ResponseKind::DefinitionProposed, 1.0),
                (ResponseKind::Kept, 2.0),
            ];
            let response = self.chance.weighted(&kinds).copied().unwrap_or(ResponseKind::Kept);
            let note = Some("Looked at the last ones together with Sales.".to_owned());
            let command = OfPattern::Respond {
                reason,
                source,
                response,
                note,
            };
            self.act("respond", Actor::User(self.people.head_of_marketing), command)
                .await?;
        }
        self.at_work(60 * 24 * 5, Event::Respond);
        Ok(())
    }
}
