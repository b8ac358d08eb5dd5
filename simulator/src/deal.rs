//! Deals that go quiet: the rep is asked, and mostly answers.

use crate::SimError;
use crate::play::{Event, Play};
use rules::agreement;
use rules::ask::OfDeal;
use rules::fact::{Actor, AliveAnswer, Money};
use rules::{Id, Span};

/// A rep looks after a deal that is quiet as agreed no more often than this.
const LOOKS_AGAIN: Span = Span::days(1);

impl Play<'_> {
    /// Answers "still alive?" where it was asked, and looks again when it may be.
    pub async fn look_after(&mut self, user: Id, lead: Id, handoff: Id) -> Result<(), SimError> {
        let state = engine::lead::reads::one(self.engine.ledger(), lead).await?;
        let Some(deal) = state.and_then(|lead| lead.deal).filter(|deal| deal.handoff == handoff) else {
            return Ok(());
        };
        let now = self.engine.now();
        if deal.asked.is_some() {
            // one in ten is never answered: that is what the manager hears of
            if self.chance.is(0.1) {
                return Ok(());
            }
            if self.chance.is(0.25) {
                return self.win(user, lead, handoff).await;
            }
            let answer = self.answer();
            let lost = matches!(answer, AliveAnswer::Lost { .. });
            let command = OfDeal::StillAlive { lead, handoff, answer };
            self.act("still_alive", Actor::User(user), command).await?;
            if lost {
                return Ok(());
            }
        }
        let hours = self.chance.between(1, 60);
        let next = deal.quiet_at().0.max(now + LOOKS_AGAIN) + Span::hours(hours);
        self.at(next, Event::Deal(user, lead, handoff));
        Ok(())
    }

    /// It is won: mostly today, now and then some days ago, and not always with its amount.
    async fn win(&mut self, user: Id, lead: Id, handoff: Id) -> Result<(), SimError> {
        let now = self.engine.now();
        let amount = self.chance.is(0.9).then(|| Money {
            amount: self.chance.between(8, 240) * 50_000,
            currency: "EUR".to_owned(),
        });
        let at = self
            .chance
            .is(0.2)
            .then(|| now - Span::hours(self.chance.between(1, 20)));
        let command = OfDeal::Won {
            lead,
            handoff,
            amount,
            at,
        };
        self.act("won", Actor::User(user), command).await?;
        Ok(())
    }

    fn answer(&mut self) -> AliveAnswer {
        let now = self.engine.now();
        let in_force = self.engine.in_force();
        let lost: Vec<String> = in_force
            .agreement
            .feedback
            .reasons_of(agreement::Which::Lost)
            .map(|reason| reason.code.clone())
            .collect();
        if self.chance.is(0.3)
            && let Some(reason) = self.chance.one(&lost).cloned()
        {
            return AliveAnswer::Lost { reason };
        }
        if self.chance.is(0.25) {
            let until = now + Span::days(self.chance.between(20, 60));
            return AliveAnswer::Stalled { until };
        }
        let next_step_at = Some(now + Span::days(self.chance.between(4, 18)));
        AliveAnswer::Moving { next_step_at }
    }
}
