//! What happened to a lead, from its facts, the newest first; and the feedback given, with what was corrected since.

use super::lead::why_this_rep;
use super::{Telling, sql, together};
use crate::screens::lead::{Correction, Event, Given, Happened};
use crate::shapes::Feedback as Shown;
use engine::lead::reads::Sheet;
use rules::Id;
use rules::agreement::ClauseOutcome;
use rules::fact::{
    Answered, Attempted, Body, Captured, Clock, ClockRepinned, Connected, Evidence, Fact, Feedback, Held, Qualified,
    ReviewChoice, Routed, Struck, Which,
};

/// At most so many events at once; earlier ones stand behind a link.
const EVENTS_MAX: usize = 50;

/// Events before a fact's place, the newest first, and where earlier ones are.
pub(super) fn events(telling: &Telling<'_>, sheet: &Sheet, before: Option<i64>) -> (Vec<Event>, Option<String>) {
    let wanted = sheet
        .facts
        .iter()
        .rev()
        .filter(|fact| before.is_none_or(|seq| fact.seq < seq));
    let mut told = wanted.filter_map(|fact| Some((fact.seq, event(telling, sheet, fact)?)));
    let shown: Vec<(i64, Event)> = told.by_ref().take(EVENTS_MAX).collect();
    let last = shown.last().map(|(seq, _)| *seq).filter(|_| told.next().is_some());
    let earlier = last.map(|seq| format!("/leads/{}?before={seq}", sheet.lead.id.show("lead")));
    (shown.into_iter().map(|(_, event)| event).collect(), earlier)
}

/// What an event says beside when and who.
type Said = (Happened, String, String);

fn event(telling: &Telling<'_>, sheet: &Sheet, fact: &Fact) -> Option<Event> {
    let (kind, what, detail) = said(telling, sheet, &fact.body)?;
    Some(Event {
        kind,
        what,
        who: telling.names.who(telling.frame, fact.actor),
        at: telling.moment(fact.occurred_at),
        detail,
    })
}

/// A fact in words; clocks are told where they are owed, not here.
fn said(telling: &Telling<'_>, sheet: &Sheet, body: &Body) -> Option<Said> {
    let frame = telling.frame;
    let plain = |kind, what: String| Some((kind, what, String::new()));
    match body {
        Body::Captured(captured) => Some(sent(telling, sheet, captured)),
        Body::Qualified(qualified) => Some(judged(telling, qualified)),
        Body::PutOnReview(put) => {
            let why = telling.say_code("review-reason", put.reason.code());
            Some((Happened::Returned, frame.say("event-on-review"), why))
        }
        Body::ReviewDecided(decided) => plain(Happened::Routed, review(telling, decided.choice)),
        Body::Routed(routed) => Some(handed(telling, routed)),
        Body::Held(held) => Some(waits(telling, held)),
        Body::Struck(struck) => alert(telling, struck),
        Body::Attempted(attempt) => Some(tried(telling, sheet, attempt)),
        Body::Connected(talk) => Some((
            Happened::Connected,
            frame.say("event-connected"),
            not_accepted(telling, talk),
        )),
        Body::Feedback(feedback) => Some(reported(telling, sheet, feedback)),
        Body::Rejected(rejected) => {
            let why = telling.say_code("rejected", rejected.reason.code());
            let detail = [
                rejected.clause.clone().unwrap_or_default(),
                together::covers(telling, &rejected.covers),
            ];
            Some((Happened::Returned, frame.say_of("event-rejected", &why), joined(detail)))
        }
        Body::NotALead(not) => {
            let what = telling.say_code("kind", not.what.code());
            plain(Happened::Returned, frame.say_of("event-not-a-lead", &what))
        }
        Body::NoContact(no) => {
            let tries = frame.say_n("event-no-contact", &u64::from(no.attempts));
            Some((Happened::Returned, tries, together::covers(telling, &no.covers)))
        }
        Body::NurtureIn(into) => {
            let until = into
                .until
                .map(|at| frame.say_of("event-nurture-until", &telling.moment(at).shown));
            Some((
                Happened::Returned,
                frame.say("event-nurture"),
                until.unwrap_or_default(),
            ))
        }
        body => together::said(telling, sheet, body).or_else(|| went_on(telling, body)),
    }
}

/// What moves a duty, asks after one, or changes its terms.
fn went_on(telling: &Telling<'_>, body: &Body) -> Option<Said> {
    let frame = telling.frame;
    let plain = |kind, what: String| Some((kind, what, String::new()));
    match body {
        Body::TierRaised(raised) => {
            let tier = telling.say_code("tier", &raised.tier);
            plain(Happened::Routed, frame.say_of("event-raised", &tier))
        }
        Body::AliveAsked(asked) => {
            let why = telling.say_code("quiet", asked.why.code());
            Some((Happened::Alert, frame.say("event-alive-asked"), why))
        }
        Body::AliveAnswered(said) => {
            let what = telling.say_code("alive", said.answer.code());
            plain(Happened::Feedback, frame.say_of("event-alive", &what))
        }
        Body::BreachExplained(said) => {
            let why = telling.say_code("late", said.why.code());
            plain(Happened::Attempt, frame.say_of("lead-late-said", &why))
        }
        Body::ClockRepinned(pinned) => Some(repinned(telling, pinned)),
        Body::Taken(_) => plain(Happened::Routed, frame.say("event-taken")),
        Body::InConversation(talk) => {
            let at = telling.moment(talk.next_step_at).shown;
            let times = frame.say_n("event-talk-times", &u64::from(talk.times));
            Some((Happened::Connected, frame.say_of("event-talk", &at), times))
        }
        Body::CallBack(back) => plain(
            Happened::Touch,
            frame.say_of("event-call-back", &telling.moment(back.at).shown),
        ),
        Body::Booked(booked) => plain(
            Happened::Touch,
            frame.say_of("event-booked", &telling.moment(booked.at).shown),
        ),
        Body::MachineSent(sent) => {
            let channel = telling.say_code("channel", sent.channel.code());
            let kind = if sent.sequence {
                "event-sequence"
            } else {
                "event-machine"
            };
            Some((Happened::Attempt, channel, frame.say(kind)))
        }
        Body::NurtureOut(_) => plain(Happened::Routed, frame.say("event-nurture-out")),
        Body::Won(won) => {
            let amount = won.amount.as_ref().map(super::typed::sum).unwrap_or_default();
            Some((Happened::Routed, frame.say("event-won"), amount))
        }
        Body::OutcomeUndone(_) => plain(Happened::Corrected, frame.say("event-outcome-undone")),
        Body::Answered(answered) => Some(questions(telling, answered)),
        Body::Lost(lost) => {
            let why = words(telling, rules::agreement::Which::Lost, &lost.reason);
            Some((Happened::Returned, frame.say("event-lost"), why))
        }
        Body::Quarantined(_) => plain(Happened::Alert, frame.say("event-quarantined")),
        _ => None,
    }
}

/// Which questions were answered, by their words; the answers stand on the page once.
fn questions(telling: &Telling<'_>, answered: &Answered) -> Said {
    let ask = |id: &String| {
        let known = telling.agreement.questions.iter().find(|question| question.id == *id);
        known.map_or_else(|| id.clone(), |question| question.ask.clone())
    };
    let note = answered
        .note
        .iter()
        .map(|part| telling.say_code("note-part", part.code()));
    let all: Vec<String> = answered.answers.keys().map(ask).chain(note).collect();
    let by = telling.say_code("event-answered", answered.by.code());
    (Happened::Touch, by, all.join(" · "))
}

/// A clock got other terms: old and new due.
fn repinned(telling: &Telling<'_>, pinned: &ClockRepinned) -> Said {
    let clock = telling.say_code("clock", pinned.clock.code());
    let values = [
        ("old", telling.moment(pinned.old_due).shown.into()),
        ("new", telling.moment(pinned.terms.due).shown.into()),
        ("version", pinned.terms.version.to_string().into()),
    ];
    let both = telling.frame.say_with("event-repinned", &values);
    (Happened::Corrected, clock, both)
}

fn sent(telling: &Telling<'_>, sheet: &Sheet, captured: &Captured) -> Said {
    let message = sheet.sent.iter().find(|sent| sent.id == captured.submission);
    let message = message.and_then(|sent| sent.message.clone()).unwrap_or_default();
    let kind = telling.say_code("kind", captured.kind.code());
    let kind = telling.frame.say_of("event-sent", &kind);
    let from = [&captured.form, &captured.source, &captured.campaign];
    let from: Vec<&str> = from.into_iter().flatten().map(String::as_str).collect();
    let what = std::iter::once(kind.as_str())
        .chain(from)
        .collect::<Vec<_>>()
        .join(" · ");
    (Happened::Submission, what, message)
}

/// Which clauses keep a lead that Sales talked with from being accepted; empty where none does.
fn not_accepted(telling: &Telling<'_>, talk: &Connected) -> String {
    let Some(verdict) = talk.verdict.as_ref().filter(|_| !talk.accepts()) else {
        return String::new();
    };
    let open = verdict.clauses.iter().filter(|(_, told)| *told != ClauseOutcome::True);
    let names: Vec<&str> = open.map(|(name, _)| name.as_str()).collect();
    telling.frame.say_of("event-not-accepted", &names.join("; "))
}

fn judged(telling: &Telling<'_>, qualified: &Qualified) -> Said {
    let stage = telling.say_code("stage", qualified.stage.code());
    let version = telling.frame.say_of("event-definition", &qualified.version.to_string());
    let tier = qualified.tier.as_deref().map(|tier| telling.say_code("tier", tier));
    let lacks = qualified.verdict.lacks();
    let lacks: Vec<String> = lacks.iter().map(|id| super::sql::asked(telling, id)).collect();
    let lacks = (!lacks.is_empty()).then(|| telling.frame.say_of("event-lacks", &lacks.join("; ")));
    let detail: Vec<String> = tier.into_iter().chain([version]).chain(lacks).collect();
    let detail = detail.join(" · ");
    (Happened::Routed, telling.frame.say_of("event-stage", &stage), detail)
}

fn review(telling: &Telling<'_>, choice: ReviewChoice) -> String {
    telling.frame.say(match choice {
        ReviewChoice::Release => "event-released",
        ReviewChoice::Nurture => "event-review-nurture",
        ReviewChoice::Discard => "event-discarded",
    })
}

fn handed(telling: &Telling<'_>, routed: &Routed) -> Said {
    let name = telling.names.of(routed.owner);
    let why = why_this_rep(telling, routed);
    if routed.from.is_some() {
        let why = telling.frame.say_with("event-passed-on-why", &[("why", why.into())]);
        return (Happened::Routed, telling.frame.say_of("event-passed-on", &name), why);
    }
    (Happened::Routed, telling.frame.say_of("event-routed", &name), why)
}

fn waits(telling: &Telling<'_>, held: &Held) -> Said {
    let until = telling.frame.say_of("item-held", &telling.moment(held.until).shown);
    let name = telling.names.of_some(held.accountable);
    (Happened::Routed, until, telling.frame.say_of("event-answers", &name))
}

/// Reminders and alarms; what moves the lead on is told by what it moved to.
fn alert(telling: &Telling<'_>, struck: &Struck) -> Option<Said> {
    if struck.told.is_empty() || matches!(struck.clock, Clock::Held | Clock::Return | Clock::Cadence) {
        return None;
    }
    let clock = telling.say_code("clock", struck.clock.code());
    let told: Vec<String> = struck.told.iter().map(|user| telling.names.of(*user)).collect();
    let rung = telling.say_code("rung", struck.rung.code());
    Some((
        Happened::Alert,
        format!("{rung}: {clock}"),
        telling.frame.say_of("event-told", &told.join(", ")),
    ))
}

fn tried(telling: &Telling<'_>, sheet: &Sheet, attempt: &Attempted) -> Said {
    let channel = telling.say_code("channel", attempt.channel.code());
    let result = telling.say_code("result", attempt.result.code());
    let evidence = match attempt.evidence {
        // logged in time is the usual way and needs no word
        Evidence::Logged => None,
        other => Some(telling.say_code("evidence", other.code())),
    };
    let detail: Vec<String> = evidence.into_iter().chain(note(sheet, attempt.note)).collect();
    (Happened::Attempt, format!("{channel}: {result}"), detail.join(" · "))
}

fn reported(telling: &Telling<'_>, sheet: &Sheet, feedback: &Feedback) -> Said {
    let kind = if feedback.corrects.is_some() {
        Happened::Corrected
    } else {
        Happened::Feedback
    };
    let which = telling.frame.say(shown(feedback.which).key().0);
    let reason = reason(telling, sheet, feedback);
    let words = feedback.note.and_then(|id| sheet.notes.get(&id)?.words.clone());
    let covers = together::covers(telling, &feedback.covers);
    let short = sql::short(telling, feedback);
    (kind, which, joined([reason, words.unwrap_or_default(), covers, short]))
}

/// What is not empty, with points between.
fn joined<const N: usize>(parts: [String; N]) -> String {
    let filled: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
}

/// The feedback as it stands, with what was corrected since it was first given.
pub(super) fn given(telling: &Telling<'_>, sheet: &Sheet) -> Option<Given> {
    let reports = || {
        sheet.facts.iter().filter_map(|fact| match &fact.body {
            Body::Feedback(feedback) => Some((fact, feedback)),
            _ => None,
        })
    };
    let (fact, last) = reports().next_back()?;
    let same = || reports().filter(|(_, feedback)| feedback.handoff == last.handoff);
    let pairs = same().zip(same().skip(1));
    let correction = |((_, from), (fact, to)): ((&Fact, &Feedback), (&Fact, &Feedback))| Correction {
        from: in_words(telling, sheet, from),
        to: in_words(telling, sheet, to),
        who: telling.names.who(telling.frame, fact.actor),
        at: telling.moment(fact.occurred_at),
    };
    let first_at = same().next().map_or(fact.occurred_at, |(first, _)| first.occurred_at);
    let terms = sheet.lead.handoff(last.handoff).and_then(|h| h.feedback_owed.as_ref());
    Some(Given {
        which: shown(last.which),
        reason: reason(telling, sheet, last),
        note: last
            .note
            .and_then(|id| sheet.notes.get(&id)?.words.clone())
            .unwrap_or_default(),
        by: telling.names.who(telling.frame, fact.actor),
        at: telling.moment(fact.occurred_at),
        late: terms.is_some_and(|terms| first_at > terms.due),
        sql: sql::held(telling, last),
        sql_lacks: last.which == Which::Advanced && !last.is_sql(),
        sql_again: sheet.lead.handoff(last.handoff).is_some_and(|h| h.outcome.is_none()),
        corrections: pairs.map(correction).collect(),
    })
}

fn in_words(telling: &Telling<'_>, sheet: &Sheet, feedback: &Feedback) -> String {
    let which = telling.frame.say(shown(feedback.which).key().0);
    let reason = reason(telling, sheet, feedback);
    if reason.is_empty() {
        which
    } else {
        format!("{which}: {reason}")
    }
}

/// The reason with its detail, the day it comes back, the next step's day and the sum.
fn reason(telling: &Telling<'_>, sheet: &Sheet, feedback: &Feedback) -> String {
    let day = |at: rules::Instant| super::typed::day_of(&telling.zone, at).to_string();
    let code = feedback.reason.as_deref();
    let amount = feedback.amount.as_ref().map(super::typed::sum);
    let parts = [
        code.map(|code| words(telling, feedback.which.in_terms(), code)),
        feedback.note.and_then(|id| sheet.notes.get(&id)?.detail.clone()),
        feedback
            .back_at
            .map(|at| telling.frame.say_of("feedback-back", &day(at))),
        feedback
            .next_step_at
            .map(|at| telling.frame.say_of("feedback-step", &day(at))),
        amount,
    ];
    let said: Vec<String> = parts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    said.join(" · ")
}

/// A reason as the agreement puts it.
fn words(telling: &Telling<'_>, which: rules::agreement::Which, code: &str) -> String {
    let known = telling.agreement.feedback.reason(which, code);
    known.map_or_else(|| code.to_owned(), |reason| reason.words.clone())
}

fn note(sheet: &Sheet, id: Option<Id>) -> Option<String> {
    sheet.notes.get(&id?)?.words.clone()
}

/// Feedback as the pages mark it.
pub(super) fn shown(which: Which) -> Shown {
    match which {
        Which::Advanced => Shown::Advanced,
        Which::FitNotReady => Shown::Nurture,
        Which::NotAFit => Shown::NotAFit,
    }
}
