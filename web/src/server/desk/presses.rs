//! One press each: the conversation goes on, a call was asked for, why it was late, is the deal still alive.

use super::acts::Found;
use super::forms::{Doing, Making, Wrong};
use super::typed::{Typed, day, opening, time};
use super::{Looker, Telling, calendar_of, onward, zone_for};
use crate::screens::lead::{Had, HadLine, Line, Press, PressForm};
use crate::server::asked::Asked;
use crate::server::{App, when};
use crate::shapes::{Choice, Icon};
use engine::lead::reads::Sheet;
use rules::agreement;
use rules::ask::{Command, OfDeal, OfHandoff, OfPattern};
use rules::clock::partition::{Blame, Holder, Stretch};
use rules::decide::CONVERSATIONS_MAX;
use rules::fact::{AliveAnswer, BreachWhy, Which};
use rules::handoff::{Handoff, Verdict};
use rules::{Instant, Span};

/// What may be pressed now; the rules decide again.
pub(super) fn presses(telling: &Telling<'_>, looker: &Looker, sheet: &Sheet) -> Vec<Press> {
    let Some(last) = sheet.lead.open_handoff().or(sheet.lead.handoffs.last()) else {
        return Vec::new();
    };
    if !looker.may_work(last) {
        return Vec::new();
    }
    let talks = last.is_open() && last.connected_at.is_some() && last.conversations < CONVERSATIONS_MAX;
    let waits = last.is_open() && last.connected_at.is_none() && last.first_try().is_some();
    let late = last.verdict(telling.now) == Verdict::Breached && last.breach_why.is_none();
    let deal = sheet.lead.deal.as_ref().is_some_and(|deal| deal.handoff == last.id);
    let misfit = last
        .said
        .as_ref()
        .is_some_and(|said| said.which == Which::NotAFit && said.reason.is_some());
    let all = [
        (misfit, Doing::PleaseRespond, "megaphone"),
        (talks, Doing::Conversation, "message-square-text"),
        (waits, Doing::CallBack, "clock"),
        (late, Doing::Late, "circle-alert"),
        (deal, Doing::Alive, "bell"),
    ];
    let press = |(_, doing, icon): (bool, Doing, &'static str)| Press {
        href: format!("/handoffs/{}/{}", last.id.show("handoff"), doing.word()),
        label: telling.say_code("press-act", doing.word()),
        icon: Icon(icon),
        key: "",
        now: None,
    };
    let others = all.into_iter().filter(|(now, _, _)| *now).map(press);
    onward::presses(telling, looker, last)
        .into_iter()
        .chain(others)
        .collect()
}

impl Making<'_> {
    /// The form of one press.
    pub(super) fn press(&self, doing: Doing) -> PressForm {
        let word = doing.word();
        let lines = match doing {
            Doing::Conversation | Doing::CallBack => vec![self.line(word, "at", "datetime-local")],
            Doing::Alive => vec![self.line(word, "step_on", "date"), self.line(word, "until", "date")],
            _ => Vec::new(),
        };
        PressForm {
            title: self.telling.say_code("press-title", word),
            hint: self.telling.say_code("press-hint", word),
            lines,
            name: "press".to_owned(),
            buttons: self.buttons(doing),
        }
    }

    fn line(&self, word: &str, name: &str, kind: &str) -> Line {
        Line {
            name: name.to_owned(),
            label: self.telling.say_code("press-line", &format!("{word}-{name}")),
            kind: kind.to_owned(),
            field: self.field(name),
        }
    }

    fn buttons(&self, doing: Doing) -> Vec<Choice> {
        let button = |value: String, label: String| Choice {
            value,
            label,
            chosen: false,
        };
        match doing {
            Doing::Late => BreachWhy::ALL
                .into_iter()
                .map(|why| button(why.code().to_owned(), self.telling.say_code("late", why.code())))
                .collect(),
            Doing::Alive => {
                let plain =
                    ["moving", "stalled"].map(|code| button(code.to_owned(), self.telling.say_code("alive", code)));
                let lost = self.telling.agreement.feedback.reasons_of(agreement::Which::Lost);
                let lost = lost.map(|reason| {
                    let label = self.telling.frame.say_of("alive-lost-because", &reason.words);
                    button(format!("lost:{}", reason.code), label)
                });
                plain.into_iter().chain(lost).collect()
            }
            Doing::GiveOn => {
                let owner = self.handoff.owner.map(|owner| owner.show("user"));
                vec![button(
                    owner.unwrap_or_default(),
                    self.telling.say_code("press-do", doing.word()),
                )]
            }
            _ => vec![button(
                "yes".to_owned(),
                self.telling.say_code("press-do", doing.word()),
            )],
        }
    }
}

/// What was pressed, as a command; or what is wrong with it.
pub(super) fn read(app: &App, asked: &Asked, found: &Found, typed: &Typed) -> Result<Command, Wrong> {
    let (lead, handoff) = (found.sheet.lead.id, found.handoff.id);
    let wrong = |field: &str, key: &str| (field.to_owned(), asked.words.say(key));
    let in_force = app.engine.in_force();
    let zone = zone_for(&in_force.agreement, &found.handoff.rotation);
    let at = || time(&zone, typed.get("at")).ok_or_else(|| wrong("at", "time-needed"));
    Ok(match found.doing {
        Doing::Conversation => OfHandoff::InConversation {
            lead,
            handoff,
            next_step_at: at()?,
        }
        .into(),
        Doing::CallBack => OfHandoff::CallBack {
            lead,
            handoff,
            at: at()?,
        }
        .into(),
        Doing::PleaseRespond => {
            let said = found.handoff.said.as_ref().and_then(|said| said.reason.clone());
            let source = found.sheet.lead.came_from.source.clone().unwrap_or_default();
            let reason = said.unwrap_or_default();
            OfPattern::AskToRespond { reason, source }.into()
        }
        Doing::Late => {
            let why = BreachWhy::read(typed.get("press")).ok_or_else(|| wrong("", "reason-choose"))?;
            OfHandoff::ExplainBreach { lead, handoff, why }.into()
        }
        _ => {
            let calendar = calendar_of(&in_force.agreement, &found.handoff.rotation);
            let on = |field: &str| -> Result<Option<Instant>, Wrong> {
                let Some(text) = typed.some(field) else { return Ok(None) };
                let found = day(&text).and_then(|day| opening(calendar, &zone, day));
                found.map(Some).ok_or_else(|| wrong(field, "day-unread"))
            };
            let answer = match typed.get("press").split_once(':') {
                Some(("lost", reason)) => AliveAnswer::Lost {
                    reason: reason.to_owned(),
                },
                _ if typed.get("press") == "stalled" => AliveAnswer::Stalled {
                    until: on("until")?.ok_or_else(|| wrong("until", "alive-until-needed"))?,
                },
                _ => AliveAnswer::Moving {
                    next_step_at: on("step_on")?,
                },
            };
            OfDeal::StillAlive { lead, handoff, answer }.into()
        }
    })
}

/// Who had the time of the last handoff's first attempt, and whom a breach is charged to.
pub(super) fn had(telling: &Telling<'_>, submitted: Instant, handoff: &Handoff) -> Option<Had> {
    let terms = handoff.first_attempt.as_ref()?;
    let calendar = telling.agreement.calendars.get(&terms.calendar)?;
    let parts = handoff.partition(calendar, telling.now);
    let line = |stretch: &Stretch| HadLine {
        who: holder(telling, stretch.holder),
        when: format!(
            "{} – {}",
            telling.moment(stretch.from).shown,
            telling.moment(stretch.to).shown
        ),
        open: when::length(stretch.open),
        closed: if stretch.closed == Span::ZERO {
            String::new()
        } else {
            when::length(stretch.closed)
        },
    };
    let lines: Vec<HadLine> = parts.stretches.iter().map(line).collect();
    (!lines.is_empty()).then(|| Had {
        lines,
        charged: charged(telling, handoff),
        since_asked: since_asked(telling, submitted, handoff),
    })
}

/// From the first submission to the first attempt: a number of its own beside the one that starts at the trigger. Empty
/// where they are the same, or nobody tried yet.
fn since_asked(telling: &Telling<'_>, submitted: Instant, handoff: &Handoff) -> String {
    let tried = handoff.first_try().map(|first| first.at);
    match tried.filter(|at| submitted < handoff.trigger_at && *at >= submitted) {
        Some(at) => telling.frame.say_of("lead-since-asked", &when::length(at - submitted)),
        None => String::new(),
    }
}

fn charged(telling: &Telling<'_>, handoff: &Handoff) -> String {
    if handoff.verdict(telling.now) != Verdict::Breached {
        return String::new();
    }
    let who = match handoff.blame(telling.now) {
        Blame::Routing => telling.frame.say("holder-routing"),
        Blame::Stretch { holder: by, .. } => holder(telling, by),
    };
    let charged = telling.frame.say_of("lead-charged", &who);
    match handoff.breach_why {
        Some(why) => format!(
            "{charged} {}",
            telling
                .frame
                .say_of("lead-late-said", &telling.say_code("late", why.code()))
        ),
        None => charged,
    }
}

fn holder(telling: &Telling<'_>, holder: Holder) -> String {
    match holder {
        Holder::Source => telling.frame.say("holder-source"),
        Holder::Baton => telling.frame.say("holder-baton"),
        Holder::Held => telling.frame.say("holder-held"),
        Holder::Owner(id) => telling.names.of(id),
    }
}
