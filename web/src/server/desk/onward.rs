//! What is held for one rep, and what goes to the next in turn: one press each, and the words for them.

use super::acts::Found;
use super::forms::{Doing, Wrong};
use super::names::Names;
use super::typed::Typed;
use super::{Looker, Telling};
use crate::screens::lead::{Now, Press};
use crate::server::asked::Asked;
use crate::shapes::Icon;
use rules::ask::OfHandoff;
use rules::fact::{Clock, Routed};
use rules::handoff::Handoff;
use rules::refusal::Refusal;
use rules::roster::Act;
use rules::routing::{Considered, Decision, PassedOn, WhyNot};
use rules::{Id, Instant};

impl Telling<'_> {
    /// "10:05" of today, else the day with it.
    fn by(&self, at: Instant) -> String {
        let (there, now) = (at.stamp().to_zoned(self.zone.clone()), self.now.stamp());
        if there.date() == now.to_zoned(self.zone.clone()).date() {
            return there.strftime("%H:%M").to_string();
        }
        self.moment(at).shown
    }

    /// "Held for you, take by 10:05"; for whom, where that is another.
    pub(super) fn held(&self, owner: Option<Id>, due: Instant, viewer: Id) -> String {
        if owner == Some(viewer) {
            return self.frame.say_of("held-for-you", &self.by(due));
        }
        let values = [("who", self.names.of_some(owner).into()), ("at", self.by(due).into())];
        self.frame.say_with("held-for", &values)
    }
}

/// The press that takes what is held, where the viewer is whom it is held for.
pub(super) fn take_now(owner: Option<Id>, due: Instant, handoff: Id, viewer: Id) -> Option<Now> {
    let token = format!("take-{handoff}-{viewer}-{}", due.0);
    (owner == Some(viewer)).then(|| Now {
        token,
        value: "yes".to_owned(),
    })
}

/// What is pressed at once: taken by its owner, given on by a manager once its owner let his time pass.
pub(super) fn presses(telling: &Telling<'_>, looker: &Looker, handoff: &Handoff) -> Vec<Press> {
    let press = |doing: Doing, icon, key, now| Press {
        href: href(handoff.id, doing),
        label: telling.say_code("press-act", doing.word()),
        icon: Icon(icon),
        key,
        now: Some(now),
    };
    let held = handoff.to_be_taken();
    let take = held.and_then(|terms| take_now(handoff.owner, terms.due, handoff.id, looker.user));
    let gives = handoff.is_let_pass(telling.now) && looker.may(Act::Move);
    let give = handoff.owner.filter(|_| gives).map(|owner| Now {
        token: format!("give-{}-{owner}", handoff.id),
        value: owner.show("user"),
    });
    let take = take.map(|now| press(Doing::Take, "circle-check", "t", now));
    take.into_iter()
        .chain(give.map(|now| press(Doing::GiveOn, "route", "g", now)))
        .collect()
}

/// Where an act is asked for.
pub(super) fn href(handoff: Id, doing: Doing) -> String {
    format!("/handoffs/{}/{}", handoff.show("handoff"), doing.word())
}

/// What was pressed. Who had it when the page was made goes with it: a press that comes too late is told.
pub(super) fn read(asked: &Asked, found: &Found, typed: &Typed) -> Result<OfHandoff, Wrong> {
    let (lead, handoff) = (found.sheet.lead.id, found.handoff.id);
    if found.doing == Doing::Take {
        return Ok(OfHandoff::Take {
            lead,
            handoff,
            by: None,
        });
    }
    let from = Id::read("user", typed.get("press"));
    let from = from.ok_or_else(|| (String::new(), asked.words.say("give-on-choose")))?;
    Ok(OfHandoff::GiveOn { lead, handoff, from })
}

/// Why the form is not even shown.
pub(super) fn not_now(found: &Found) -> Option<Refusal> {
    let handoff = &found.handoff;
    if found.doing != Doing::Take {
        return None;
    }
    if handoff.owner != Some(found.looker.user) {
        let who = handoff.answers().map(|user| user.show("user"));
        return Some(Refusal::conflict("has_it_now").with("owner", who.unwrap_or_default()));
    }
    let held = handoff.to_be_taken().is_some();
    (!held).then(|| Refusal::conflict("nothing_to_take"))
}

/// The owner by name, in a refusal that names him.
pub(super) fn name_owner(refusal: &mut Refusal, names: &Names) {
    for (_, value) in refusal.args.iter_mut().filter(|(name, _)| *name == "owner") {
        if let Some(user) = Id::read("user", value) {
            *value = names.of(user);
        }
    }
}

/// Whether a refusal says already who has it, or that nobody was first.
pub(super) fn says_who(refusal: &Refusal) -> bool {
    matches!(
        refusal.code,
        "has_it_now" | "nothing_to_take" | "time_left" | "nobody_else"
    )
}

/// Why it went on from somebody, in a sentence; nothing where it came by itself.
pub(super) fn passed(telling: &Telling<'_>, decision: &Decision) -> Option<String> {
    let PassedOn { from, why } = decision.passed?;
    let values = [("who", telling.names.of(from).into())];
    Some(telling.frame.words.code("passed", why.code(), &values))
}

/// Who gave the lead back, and so did not get it again, in a sentence; nothing where nobody did.
pub(super) fn given_back(telling: &Telling<'_>, routed: &Routed) -> Option<String> {
    let back = &routed.decision.gave_back;
    let others = back.iter().filter(|user| **user != routed.owner);
    let names: Vec<String> = others.map(|user| telling.names.of(*user)).collect();
    let key = match names.len() {
        0 => return None,
        1 => "gave-back-one",
        _ => "gave-back-more",
    };
    Some(telling.frame.say_with(key, &[("who", names.join(", ").into())]))
}

/// Why a member was not picked.
pub(super) fn why_not(telling: &Telling<'_>, decision: &Decision, seen: &Considered, why: WhyNot) -> String {
    let out = decision.out.iter().find(|out| out.user == seen.user);
    let Some(out) = out.filter(|_| why == WhyNot::Out) else {
        return telling.say_code("why-not", why.code());
    };
    let by = out.by.map(|by| telling.names.of(by));
    let values = [
        ("until", telling.by(out.until).into()),
        ("by", by.clone().unwrap_or_default().into()),
    ];
    let key = if by.is_some() { "out-until-by" } else { "out-until" };
    telling.frame.say_with(key, &values)
}

/// What a running duty is called: a hold says for whom, and until when.
pub(super) fn called(telling: &Telling<'_>, looker: &Looker, handoff: Option<&Handoff>, clock: Clock) -> String {
    let held = handoff.and_then(|h| Some((h.owner, h.to_be_taken()?.due)));
    match held.filter(|_| clock == Clock::TakeBy) {
        Some((owner, due)) => telling.held(owner, due, looker.user),
        None => telling.say_code("clock", clock.code()),
    }
}
