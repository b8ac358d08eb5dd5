//! Reps and their manager: trying, reporting, giving back, moving on.

use crate::SimError;
use crate::market::{Prospect, Timing};
use crate::people::{Rep, Temper};
use crate::play::{Event, Play};
use engine::scorecard::list::Line;
use rules::agreement::{Reason, Stage};
use rules::ask::{Answers, OfHandoff};
use rules::fact::{Actor, AttemptResult, Channel, Clock, Money, Which};
use rules::fields::FieldKind;
use rules::{Id, Instant, Span};

/// A demo's reps rest so long before its end, so that there is something to do.
const RESTS: Span = Span::minutes(20);

impl Play<'_> {
    /// A rep looks at his queue and does the first thing that he finds worth doing.
    pub async fn look(&mut self, n: usize) -> Result<(), SimError> {
        let Some(rep) = self.people.reps.get(n).copied() else {
            return Ok(());
        };
        let now = self.engine.now();
        if self.finale.is_some_and(|end| now >= end - RESTS) {
            return Ok(());
        }
        let away = self
            .engine
            .roster()
            .active(rep.user)
            .is_none_or(|user| user.is_on_leave(now));
        if away {
            self.at_work(60 * 8, Event::Look(n));
            return Ok(());
        }
        let lines = self.desk.of(self.engine, rep.user).await?;
        let found = lines
            .iter()
            .find_map(|line| self.next(rep, line).map(|act| (act, line)));
        let minutes = match found {
            Some((command, line)) => self.work(rep, line, command).await?,
            None => {
                let (least, most) = rep.temper.looks_every();
                self.chance.between(least, most)
            }
        };
        self.at_work(minutes, Event::Look(n));
        Ok(())
    }

    /// What a rep does about a handoff now, if anything.
    fn next(&self, rep: Rep, line: &Line) -> Option<Todo> {
        let now = self.engine.now();
        let prospect = self.prospects.get(&line.lead)?;
        let owed = line.owed.as_deref().and_then(Clock::read)?;
        match owed {
            Clock::FirstAttempt if line.attempts == 0 && prospect.no_lead.is_some() => Some(Todo::NotALead),
            Clock::FirstAttempt if line.attempts == 0 && prospect.reject.is_some() => Some(Todo::Reject),
            Clock::FirstAttempt => Some(Todo::Try),
            Clock::Feedback => self.reports(rep, line, prospect).then_some(Todo::Report),
            Clock::NextAttempt if line.attempts >= rep.temper.tries() => None,
            Clock::NextAttempt => line
                .owed_at
                .is_some_and(|at| at - Span::hours(2) <= now)
                .then_some(Todo::Try),
            _ => None,
        }
    }

    fn reports(&self, rep: Rep, line: &Line, prospect: &Prospect) -> bool {
        let never = rep.temper == Temper::Sloppy && prospect.lies > 0.85;
        let lies = Span::seconds((rep.temper.reports_within() * prospect.lies * prospect.lies * 3_600.0) as i64);
        !never && line.connected_at.is_some_and(|at| at + lies <= self.engine.now())
    }

    async fn work(&mut self, rep: Rep, line: &Line, todo: Todo) -> Result<i64, SimError> {
        match todo {
            Todo::Try => self.attempt(rep, line).await,
            Todo::Report => self.report(rep, line).await,
            Todo::Reject | Todo::NotALead => self.give_back(rep, line, todo).await,
        }
    }

    async fn attempt(&mut self, rep: Rep, line: &Line) -> Result<i64, SimError> {
        let now = self.engine.now();
        let reach = self.prospects.get(&line.lead).map_or(0.3, |p| p.reach);
        let by_mail = self.chance.is(0.22);
        let connected = self.chance.is(if by_mail { reach * 0.5 } else { reach });
        let unreached = [
            (AttemptResult::NoAnswer, 6.0),
            (AttemptResult::LeftMessage, 3.0),
            (AttemptResult::WrongContact, 0.4),
        ];
        let result = match (connected, by_mail) {
            (true, _) => AttemptResult::Connected,
            (false, true) => AttemptResult::Sent,
            (false, false) => self
                .chance
                .weighted(&unreached)
                .copied()
                .unwrap_or(AttemptResult::NoAnswer),
        };
        let late = rep.temper == Temper::Sloppy && self.chance.is(0.3);
        let told = now - Span::minutes(self.chance.between(65, 170));
        let command = OfHandoff::Attempt {
            lead: line.lead,
            handoff: line.handoff,
            channel: if by_mail { Channel::Mail } else { Channel::Call },
            result,
            occurred_at: (late && told > line.trigger_at).then_some(told),
            seen: !late && self.chance.is(0.4),
            note: connected.then(|| "Spoke about what they need.".to_owned()),
        };
        self.act("attempt", Actor::User(rep.user), command).await?;
        Ok(if connected {
            self.chance.between(8, 25)
        } else {
            self.chance.between(2, 6)
        })
    }

    async fn give_back(&mut self, rep: Rep, line: &Line, todo: Todo) -> Result<i64, SimError> {
        let (lead, handoff) = (line.lead, line.handoff);
        let Some(prospect) = self.prospects.get_mut(&lead) else {
            return Ok(1);
        };
        // whatever was wrong with it is known from now on
        let (what, reason) = (prospect.no_lead.take(), prospect.reject.take());
        let command = match (todo, what, reason) {
            (Todo::NotALead, Some(what), _) => OfHandoff::NotALead { lead, handoff, what },
            (_, _, Some(reason)) => OfHandoff::Reject {
                lead,
                handoff,
                reason,
                clause: None,
                covers: None,
            },
            _ => return Ok(1),
        };
        let name = if todo == Todo::NotALead { "not_a_lead" } else { "reject" };
        self.act(name, Actor::User(rep.user), command).await?;
        if todo == Todo::Reject {
            self.put_on_review(lead).await?;
        }
        Ok(self.chance.between(1, 3))
    }

    async fn report(&mut self, rep: Rep, line: &Line) -> Result<i64, SimError> {
        let Some(prospect) = self.prospects.get(&line.lead).cloned() else {
            return Ok(1);
        };
        let which = match (prospect.fit, prospect.timing) {
            (true, Timing::Now) => Which::Advanced,
            (true, Timing::Later) => Which::FitNotReady,
            _ => Which::NotAFit,
        };
        let reason = self.reason(rep, which, &prospect);
        let now = self.engine.now();
        let command = OfHandoff::Feedback {
            lead: line.lead,
            handoff: line.handoff,
            which,
            reason: reason.as_ref().map(|r| r.code.clone()),
            detail: reason.as_ref().and_then(|r| self.detail(rep, r)),
            note: None,
            back_at: (which == Which::FitNotReady).then(|| self.agreed_day(now)),
            next_step_at: (which == Which::Advanced).then(|| now + Span::days(self.chance.between(2, 12))),
            amount: (which == Which::Advanced && self.chance.is(0.7)).then(|| Money {
                amount: self.chance.between(8, 240) * 50_000,
                currency: "EUR".to_owned(),
            }),
            covers: None,
            answers: self.found_out(which),
        };
        let reason = reason.map(|r| r.code).unwrap_or_default();
        if self.act(which.code(), Actor::User(rep.user), command).await?.is_some() {
            if which == Which::Advanced {
                self.look_after(rep.user, line.lead, line.handoff).await?;
            }
            self.told(line, which, reason);
        }
        Ok(self.chance.between(2, 5))
    }

    /// What the agreement asks before SQL: whoever says that a lead advanced has asked it.
    fn found_out(&mut self, which: Which) -> Answers {
        let in_force = self.engine.in_force();
        let mut found = Answers::default();
        if which != Which::Advanced {
            return found;
        }
        for question in in_force.agreement.questions_before(Stage::Sql) {
            let answer = match &question.kind {
                // the last choice is that there is no plan at all: nobody advances those
                FieldKind::Choice(choices) if question.id == "timeline" => self
                    .chance
                    .one(choices.split_last().map_or(&[][..], |(_, plans)| plans))
                    .cloned(),
                FieldKind::Choice(choices) => self.chance.one(choices).cloned(),
                _ => None,
            };
            let answer = answer.unwrap_or_else(|| "As we talked about it.".to_owned());
            found.answers.insert(question.id.clone(), answer);
        }
        found
    }

    /// What follows in the prospect himself: most who are not ready are, on the agreed day.
    fn told(&mut self, line: &Line, which: Which, reason: String) {
        let ready = self.chance.is(0.55);
        if let Some(prospect) = self.prospects.get_mut(&line.lead)
            && which == Which::FitNotReady
            && ready
        {
            prospect.timing = Timing::Now;
        }
        if which == Which::NotAFit {
            let source = line.source.clone().unwrap_or_default();
            *self.misfits.entry((reason, source)).or_default() += 1;
        }
    }

    fn reason(&mut self, rep: Rep, which: Which, prospect: &Prospect) -> Option<Reason> {
        let in_force = self.engine.in_force();
        let reasons: Vec<&Reason> = in_force.agreement.feedback.reasons_of(which.in_terms()).collect();
        let vague = rep.temper == Temper::Sloppy && self.chance.is(0.6);
        let wanted = |r: &&&Reason| if vague { r.vague } else { r.code == prospect.misfit };
        let fitting = reasons.iter().find(wanted).filter(|_| which == Which::NotAFit);
        let any: Vec<&Reason> = reasons.iter().copied().filter(|r| r.code != "other").collect();
        fitting.copied().or_else(|| self.chance.one(&any).copied()).cloned()
    }

    fn detail(&mut self, rep: Rep, reason: &Reason) -> Option<String> {
        let kind = &reason.detail.as_ref()?.kind;
        if self.chance.is(if rep.temper == Temper::Sloppy { 0.7 } else { 0.12 }) {
            return None;
        }
        Some(match kind {
            FieldKind::Number => self.chance.between(2, 18).to_string(),
            FieldKind::Country => "ES".to_owned(),
            FieldKind::Date => (self.engine.now() + Span::days(180))
                .rfc3339()
                .chars()
                .take(10)
                .collect(),
            FieldKind::Choice(choices) => choices.first().cloned().unwrap_or_default(),
            FieldKind::Bool => "true".to_owned(),
            FieldKind::Text => "Told us on the telephone".to_owned(),
        })
    }

    /// A morning some weeks ahead; near a demo's end often the day of its end.
    fn agreed_day(&mut self, now: Instant) -> Instant {
        if let Some(end) = self.finale
            && end - now < Span::days(20)
            && self.chance.is(0.35)
        {
            return end + Span::minutes(self.chance.between(20, 240));
        }
        let days = self.chance.between(9, 60);
        let morning =
            Instant((now + Span::days(days)).0.div_euclid(Span::days(1).0) * Span::days(1).0) + Span::hours(8);
        self.calendar.next_open(morning).unwrap_or(morning)
    }

    /// A manager gives what came to himself, and what waits for somebody away, to somebody who is here.
    pub async fn manage(&mut self) -> Result<(), SimError> {
        let (now, roster) = (self.engine.now(), self.engine.roster());
        let away = |id: Id| roster.active(id).is_none_or(|user| user.is_on_leave(now));
        let here: Vec<Id> = self
            .people
            .reps
            .iter()
            .map(|r| r.user)
            .filter(|id| !away(*id))
            .collect();
        let stuck = |line: &&Line| {
            let owner = line.owner.filter(|_| line.owed.is_some());
            owner.is_some_and(|id| away(id) || self.people.managers.contains(&id))
        };
        let lines: Vec<Line> = self
            .desk
            .all(self.engine)
            .await?
            .iter()
            .filter(stuck)
            .cloned()
            .collect();
        let manager = self.people.managers.first().copied().unwrap_or_default();
        for line in lines {
            if let Some(to) = self.chance.one(&here).copied() {
                let (lead, handoff) = (line.lead, line.handoff);
                self.act("move", Actor::User(manager), OfHandoff::Move { lead, handoff, to })
                    .await?;
            }
        }
        self.at_work(150, Event::Manage);
        Ok(())
    }
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Todo {
    Try,
    Report,
    Reject,
    NotALead,
}
