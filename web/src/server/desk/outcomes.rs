//! How a deal ended: won with its amount and day, lost with its reason; and both taken back.

use super::acts::Found;
use super::forms::{Doing, Making, Wrong};
use super::typed::{Typed, currency, day as read_day, day_of, money, opening, sum};
use super::{Looker, Telling, calendar_of, zone_for};
use crate::screens::lead::{Ended, Line, Press, PressForm};
use crate::server::App;
use crate::server::asked::Asked;
use crate::shapes::{Choice, Field, Icon};
use engine::lead::reads::Sheet;
use rules::Instant;
use rules::agreement::Which;
use rules::ask::OfDeal;
use rules::lead::Lead;
use rules::refusal::Refusal;

/// What may be told of the lead's deal now.
pub(super) fn presses(telling: &Telling<'_>, looker: &Looker, sheet: &Sheet) -> Vec<Press> {
    let lead = &sheet.lead;
    let ended = lead.ended.as_ref().map(|ended| &ended.deal);
    let Some(deal) = lead.deal.as_ref().or(ended) else {
        return Vec::new();
    };
    let handoff = lead.handoff(deal.handoff);
    let own = deal.owner == Some(looker.user) || handoff.is_some_and(|handoff| looker.may_work(handoff));
    let open = lead.deal.is_some();
    let again = !open && lead.open_handoff().is_none() && handoff.is_some_and(|h| h.outcome.is_some());
    let all = [
        (open, Doing::Won, "circle-check"),
        (open, Doing::Lost, "circle-x"),
        (again, Doing::UndoOutcome, "undo-2"),
    ];
    let press = |(_, doing, icon): (bool, Doing, &'static str)| Press {
        href: format!("/handoffs/{}/{}", deal.handoff.show("handoff"), doing.word()),
        label: telling.say_code("press-act", doing.word()),
        icon: Icon(icon),
        key: "",
        now: None,
    };
    all.into_iter().filter(|(now, _, _)| *now && own).map(press).collect()
}

/// How the deal ended, for the lead's page.
pub(super) fn ended(telling: &Telling<'_>, lead: &Lead) -> Option<Ended> {
    let outcome = lead
        .handoffs
        .iter()
        .rev()
        .find_map(|handoff| handoff.outcome.as_ref())?;
    Some(Ended {
        what: telling.say_code("outcome-shown", outcome.code()),
        amount: outcome.amount.as_ref().map(sum).unwrap_or_default(),
        on: day_of(&telling.zone, outcome.at).to_string(),
    })
}

/// Why a form is not even shown: the rules say the same when it is sent.
pub(super) fn not_now(found: &Found) -> Option<Refusal> {
    let (lead, handoff) = (&found.sheet.lead, &found.handoff);
    let runs = lead.deal.as_ref().is_some_and(|deal| deal.handoff == handoff.id);
    let at = |outcome: &rules::handoff::Outcome| outcome.at.rfc3339();
    match (found.doing, &handoff.outcome) {
        (Doing::UndoOutcome, None) => Some(Refusal::conflict("no_outcome")),
        (Doing::UndoOutcome, Some(_)) if !ended_here(lead, handoff.id) => Some(Refusal::conflict("no_outcome")),
        (Doing::UndoOutcome, Some(_)) if lead.open_handoff().is_some() => Some(Refusal::conflict("outcome_passed")),
        (Doing::UndoOutcome, Some(_)) => None,
        (_, Some(outcome)) if outcome.won => Some(Refusal::conflict("deal_won").with("at", at(outcome))),
        (_, Some(outcome)) => Some(Refusal::conflict("deal_lost").with("at", at(outcome))),
        (_, None) if lead.deal.is_some() && !runs => Some(Refusal::conflict("deal_elsewhere")),
        (_, None) => (!runs).then(|| Refusal::conflict("deal_not_begun")),
    }
}

/// What went on to the next rep carries the outcome too; it is taken back where it was told.
fn ended_here(lead: &rules::lead::Lead, handoff: rules::Id) -> bool {
    lead.ended.as_ref().is_some_and(|ended| ended.deal.handoff == handoff)
}

/// The day of an instant, as a refusal tells it.
pub(super) fn day(app: &App, found: &Found, at: &str) -> String {
    let zone = zone_for(&app.engine.in_force().agreement, &found.handoff.rotation);
    Instant::parse(at).map_or_else(|| at.to_owned(), |at| day_of(&zone, at).to_string())
}

impl Making<'_> {
    /// The form of a deal's end.
    pub(super) fn outcome(&self, doing: Doing) -> PressForm {
        let word = doing.word();
        let lines = match doing {
            Doing::Won => vec![self.on(word), self.amount(word)],
            Doing::Lost => vec![self.on(word)],
            _ => Vec::new(),
        };
        let buttons = match doing {
            Doing::Lost => {
                let reasons = self.telling.agreement.feedback.reasons_of(Which::Lost);
                reasons
                    .map(|reason| button(&reason.code, reason.words.clone()))
                    .collect()
            }
            _ => vec![button("yes", self.telling.say_code("press-do", word))],
        };
        PressForm {
            title: self.telling.say_code("press-title", word),
            hint: self.telling.say_code("press-hint", word),
            lines,
            name: "press".to_owned(),
            buttons,
        }
    }

    /// The day: today, where nothing was typed.
    fn on(&self, word: &str) -> Line {
        let today = day_of(&self.telling.zone, self.telling.now).to_string();
        self.line_of(word, "on", "date", &today)
    }

    /// The amount: what was expected with the A, where nothing was typed.
    fn amount(&self, word: &str) -> Line {
        let expected = self.handoff.said.as_ref().and_then(|said| said.amount.as_ref());
        let expected = expected.map(|money| sum(money).replace(&money.currency, "").trim().to_owned());
        let mut line = self.line_of(word, "amount", "text", &expected.unwrap_or_default());
        line.label = format!("{} ({})", line.label, currency(self.telling.agreement));
        line
    }

    fn line_of(&self, word: &str, name: &str, kind: &str, default: &str) -> Line {
        let field = self.field(name);
        let untouched = !self.typed.0.contains_key(name);
        Line {
            name: name.to_owned(),
            label: self.telling.say_code("press-line", &format!("{word}-{name}")),
            kind: kind.to_owned(),
            field: Field {
                value: if untouched { default.to_owned() } else { field.value },
                wrong: field.wrong,
            },
        }
    }
}

fn button(value: &str, label: String) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
        chosen: false,
    }
}

/// What was typed, as a command; or everything that is wrong with it.
pub(super) fn read(app: &App, asked: &Asked, found: &Found, typed: &Typed) -> Result<OfDeal, Vec<Wrong>> {
    let (lead, handoff) = (found.sheet.lead.id, found.handoff.id);
    if found.doing == Doing::UndoOutcome {
        return Ok(OfDeal::UndoOutcome { lead, handoff });
    }
    let in_force = app.engine.in_force();
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut note = |field: &str, key: &str| wrong.push((field.to_owned(), asked.words.say(key)));
    let zone = zone_for(&in_force.agreement, &found.handoff.rotation);
    let at = match typed.get("on") {
        "" => None,
        text => match read_day(text) {
            Some(day) if day > day_of(&zone, asked.now) => {
                note("on", "outcome-day-ahead");
                None
            }
            // today is now
            Some(day) if day == day_of(&zone, asked.now) => None,
            Some(day) => {
                let calendar = calendar_of(&in_force.agreement, &found.handoff.rotation);
                // the day of its own first contact is not before it
                opening(calendar, &zone, day).map(|at| at.max(found.sheet.lead.submitted_at).min(asked.now))
            }
            None => {
                note("on", "day-unread");
                None
            }
        },
    };
    if read_day(typed.get("on")).is_some_and(|day| day < day_of(&zone, found.sheet.lead.submitted_at)) {
        note("on", "outcome-day-before");
    }
    let amount = match typed.get("amount") {
        text if found.doing == Doing::Won && !text.is_empty() => {
            let read = money(text, &currency(&in_force.agreement)).filter(|money| money.amount > 0);
            if read.is_none() {
                note("amount", "amount-unread");
            }
            read
        }
        _ => None,
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(match found.doing {
        Doing::Lost => OfDeal::Lost {
            lead,
            handoff,
            reason: typed.get("press").to_owned(),
            at,
        },
        _ => OfDeal::Won {
            lead,
            handoff,
            amount,
            at,
        },
    })
}
