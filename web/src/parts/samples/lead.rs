//! Samples of a lead and of the acts on it.

use super::deals;
use super::together::{people, together};
use super::{Now, choices, chosen, due, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::lead::{
    Act, ActPage, Acts, AdvancedForm, AnswersForm, AskedLine, AttemptForm, Call, Candidate, Check, Contact, Correction,
    Decision, Event, FeedbackActs, Form, Given, Had, HadLine, Happened, Known, KnownLine, Lead, LeadPage, Line, Need,
    Needs, NotAFitForm, NotALeadForm, NurtureForm, Owed, Press, PressForm, Reason, RejectForm, SayLine, Score,
    ScoreLine, Span, Verdict, Way,
};
use crate::shapes::{Choice, Feedback, Field, Icon, Near};

fn score() -> Score {
    let line = |what: &str, points, note: &str| ScoreLine {
        what: what.to_owned(),
        points,
        note: note.to_owned(),
    };
    let lines = vec![
        line("Asked for a demo", 40, ""),
        line("Head of operations", 25, ""),
        line("Pricing page", 20, "2 × this week"),
        line("Industry: wholesale", 15, ""),
        line("No visit for 40 days before", -5, "decayed"),
    ];
    Score {
        total: "95".to_owned(),
        lines,
    }
}

pub(super) fn owed(now: Now) -> Owed {
    let span = |when: &str, why: &str, length: &str, counts| Span {
        when: when.to_owned(),
        length: length.to_owned(),
        why: why.to_owned(),
        counts,
    };
    Owed {
        what: "First attempt due".to_owned(),
        target: "15 minutes of business time".to_owned(),
        clock: due(now, 6, "06:12 left", Near::Soon),
        spans: vec![
            span("Mon 16:56 – 17:00", "counted", "4 min", true),
            span("Mon 17:00 – Tue 09:00", "closed", "", false),
            span("Tue 09:00 – 09:11", "counted", "11 min", true),
        ],
        terms: "Agreement v3, calendar v7: Europe/Berlin, Mon–Fri 09–17".to_owned(),
    }
}

fn contact() -> Vec<Contact> {
    let way = |kind, href: &str, shown: &str, note: &str| Contact {
        kind,
        href: href.to_owned(),
        shown: shown.to_owned(),
        note: note.to_owned(),
    };
    vec![
        way(Way::Phone, "tel:+4930000001", "+49 30 000001", "mobile"),
        way(Way::Mail, "mailto:person1@sample.example", "person1@sample.example", ""),
        way(Way::Link, "https://sample.example", "sample.example", ""),
        way(Way::Hours, "", "09:50 where they are", "call until 20:00"),
        way(Way::Consent, "", "Sales may call and write", "form, 12 May"),
    ]
}

fn checks() -> Vec<Check> {
    let check = |what: &str, verdict, why: &str| Check {
        what: what.to_owned(),
        verdict,
        why: why.to_owned(),
    };
    vec![
        check("Mailbox takes mail", Verdict::Pass, ""),
        check("Company domain", Verdict::Pass, ""),
        check("Phone", Verdict::Warn, "country differs from the form"),
        check("Company size", Verdict::Unknown, "no source knows it"),
    ]
}

pub(super) fn timeline() -> Vec<Event> {
    let event = |kind, what: &str, who: &str, at: &str, detail: &str| Event {
        kind,
        what: what.to_owned(),
        who: who.to_owned(),
        at: moment(at),
        detail: detail.to_owned(),
    };
    vec![
        event(
            Happened::Routed,
            "Handed to Sample Person 9",
            "",
            "today 09:41",
            "Rotation North, 4th pick today",
        ),
        event(
            Happened::Routed,
            "Qualified: request",
            "definition v3",
            "today 09:41",
            "",
        ),
        event(
            Happened::Submission,
            "Demo form sent",
            "",
            "today 09:41",
            "“We run three warehouses and count stock by hand.”",
        ),
        event(Happened::Touch, "Pricing page, 2 visits", "", "today 09:32", ""),
        event(
            Happened::Attempt,
            "Called, no answer",
            "Sample Person 9",
            "3 May 10:02",
            "",
        ),
        event(
            Happened::Touch,
            "Watched the webinar “Stock in sync”, 38 min",
            "",
            "28 Apr",
            "",
        ),
    ]
}

fn decision() -> Decision {
    let person = |n: u8, turn: &str, chosen, why: &str| Candidate {
        name: format!("Sample Person {n}"),
        turn: turn.to_owned(),
        chosen,
        why: why.to_owned(),
    };
    Decision {
        short: "Sample Person 9 was next in rotation North.".to_owned(),
        candidates: vec![
            person(9, "1 441 440", true, "lowest turn on duty"),
            person(10, "1 801 800", false, "had the one before"),
            person(11, "1 081 080", false, "on leave until 18 May"),
            person(12, "1 261 260", false, "22 open of 20 allowed"),
        ],
        version: "Rotation North v4 · decided today 09:41:07".to_owned(),
    }
}

pub(super) fn acts() -> Acts {
    let to = |act: &str| format!("/handoffs/handoff_1/{act}");
    Acts {
        call: true,
        log: Some(to("attempt")),
        feedback: Some(FeedbackActs {
            advanced: to("advanced"),
            nurture: to("not-ready"),
            not_a_fit: to("not-a-fit"),
        }),
        reject: Some(to("reject")),
        not_a_lead: Some(to("not-a-lead")),
        hand_on: None,
        presses: vec![Press {
            href: to("late"),
            label: "Why late".to_owned(),
            icon: Icon("circle-alert"),
            key: "",
            now: None,
        }],
    }
}

fn had() -> Had {
    let line = |who: &str, when: &str, open: &str, closed: &str| HadLine {
        who: who.to_owned(),
        when: when.to_owned(),
        open: open.to_owned(),
        closed: closed.to_owned(),
    };
    Had {
        lines: vec![
            line("held", "Sat 15:00 – Mon 08:30", "0 min", "41 h 30 min"),
            line("Sample Person 9", "Mon 08:30 – 10:20", "1 h 20 min", "30 min"),
        ],
        charged: "Charged to Sample Person 9.".to_owned(),
        since_asked: "From the first submission to the first attempt: 3 d 2 h.".to_owned(),
    }
}

fn known() -> Known {
    let line = |ask: &str, answer: &str, before: &str| KnownLine {
        ask: ask.to_owned(),
        answer: answer.to_owned(),
        before: before.to_owned(),
    };
    Known {
        lines: vec![
            line("When would you want this in place?", "this quarter", "before a handoff"),
            line(
                "What should be different afterwards?",
                "Count stock once, not three times",
                "before a handoff",
            ),
            line("Who else decides?", "", "before SQL"),
        ],
        note: vec![line("When to call", "Mornings, before ten", "")],
        edit: "/leads/lead_1/answers".to_owned(),
    }
}

/// What is asked before SQL: one answered, one to choose, one wrong.
fn asked() -> Vec<AskedLine> {
    let line = |name: &str, label: &str, choices: Vec<Choice>, field: Field| AskedLine {
        name: format!("answers.{name}"),
        label: label.to_owned(),
        kind: "text".to_owned(),
        choices,
        field,
    };
    let times = chosen(
        &[
            ("now", "now"),
            ("this quarter", "this quarter"),
            ("this year", "this year"),
        ],
        1,
    );
    vec![
        line(
            "problem",
            "What should be different afterwards?",
            Vec::new(),
            Field::of("Count once"),
        ),
        line(
            "timeline",
            "When would you want this in place?",
            times,
            Field::of("this quarter"),
        ),
        line(
            "who_decides",
            "Who else decides?",
            Vec::new(),
            Field::wrong("", "This is asked before SQL: write what you were told."),
        ),
    ]
}

fn answers() -> Form {
    let part = |name: &str, label: &str, value: &str| AskedLine {
        name: format!("note.{name}"),
        label: label.to_owned(),
        kind: "text".to_owned(),
        choices: Vec::new(),
        field: Field::of(value),
    };
    Form::Answers(AnswersForm {
        questions: asked(),
        note: vec![
            part("asked_for", "What they asked for", "The walk-through of the count plan"),
            part("when_to_call", "When to call", "Mornings, before ten"),
            part("who_else", "Who else is in it", ""),
        ],
    })
}

pub(super) fn lead(now: Now) -> Lead {
    let say = SayLine {
        campaign: "Webinar: Stock in sync".to_owned(),
        saw: "counting stock once instead of three times".to_owned(),
        say: "They count by hand in three warehouses. Ask how long a count takes, then offer the walk-through of the count plan.".to_owned(),
    };
    Lead {
        name: "Sample Person 1".to_owned(),
        title: "Head of operations".to_owned(),
        company: "Sample Company 1".to_owned(),
        company_href: "/leads/lead_1/company".to_owned(),
        place: "Hamburg, Germany".to_owned(),
        stage: "SAL".to_owned(),
        tier: "request".to_owned(),
        source: "Demo form".to_owned(),
        owner: "Sample Person 9".to_owned(),
        together: Some(together()),
        owed: vec![owed(now)],
        known: known(),
        ended: None,
        score: score(),
        missing: vec!["company size".to_owned()],
        needs: None,
        checks: checks(),
        contact: contact(),
        call: Some(Call {
            href: "tel:+4930000001".to_owned(),
            shown: "+49 30 000001".to_owned(),
            tell: String::new(),
        }),
        say: vec![say],
        timeline: timeline(),
        earlier: Some("/leads/lead_1?before=1".to_owned()),
        decision: Some(decision()),
        had: Some(had()),
        feedback: None,
        acts: acts(),
    }
}

/// What it lacks: a clause that is false, one that cannot be told, an open question.
fn needs() -> Needs {
    let need = |what: &str, state: &str, unknown| Need {
        what: what.to_owned(),
        state: state.to_owned(),
        unknown,
    };
    Needs {
        title: "What would make this an MQL".to_owned(),
        lines: vec![
            need("20 employees or more", "does not hold", false),
            need("in a country we sell to", "cannot be told", true),
            need("When is it to be decided?", "not answered", true),
        ],
        judged: "Judged yesterday 14:20, by agreement v3.".to_owned(),
    }
}

/// A lead with feedback given, late, and corrected.
fn answered(now: Now) -> Lead {
    let fix = Correction {
        from: "C · not a fit: too small".to_owned(),
        to: "B · fit, not ready: budget next quarter".to_owned(),
        who: "Sample Person 9".to_owned(),
        at: moment("yesterday 15:10"),
    };
    let given = Given {
        which: Feedback::Nurture,
        reason: "Budget next quarter; back on 1 July".to_owned(),
        note: "Wants to see the count plan with two warehouses first.".to_owned(),
        by: "Sample Person 9".to_owned(),
        at: moment("yesterday 14:20"),
        late: true,
        sql: String::new(),
        sql_lacks: false,
        sql_again: false,
        corrections: vec![fix],
    };
    let stay = Acts {
        log: Some("/handoffs/handoff_1/attempt".to_owned()),
        ..Acts::default()
    };
    Lead {
        feedback: Some(given),
        owed: Vec::new(),
        call: None,
        acts: stay,
        stage: "Nurture".to_owned(),
        needs: Some(needs()),
        ..lead(now)
    }
}

/// A lead's own page; `given`: with its feedback.
#[must_use]
pub fn lead_page(frame: Frame, now: Now, given: bool) -> LeadPage {
    LeadPage {
        frame: framed(frame, Place::Leads, Role::Rep),
        lead: if given { answered(now) } else { lead(now) },
    }
}

fn attempt() -> Form {
    let results = choices(&[
        ("connected", "Talked to them"),
        ("no_answer", "No answer"),
        ("voicemail", "Left a voicemail"),
        ("call_back", "Call back later"),
        ("wrong_number", "Wrong number"),
        ("meeting_booked", "Meeting booked"),
    ]);
    Form::Attempt(AttemptForm {
        channels: chosen(
            &[
                ("phone", "Phone"),
                ("mail", "E-mail"),
                ("social", "Social"),
                ("meeting", "Meeting"),
            ],
            0,
        ),
        results,
        note: Field::default(),
        ..AttemptForm::default()
    })
}

fn advanced() -> Form {
    let steps = chosen(
        &[
            ("meeting", "Meeting"),
            ("demo", "Demo"),
            ("offer", "Offer"),
            ("trial", "Trial"),
            ("other", "Something else"),
        ],
        1,
    );
    let on = Field::wrong("2026-05-02", "The day lies in the past. Choose today or later.");
    Form::Advanced(AdvancedForm {
        questions: asked(),
        steps,
        step_wrong: Field::default(),
        on,
        amount: Field::of("12000"),
        currency: "EUR".to_owned(),
        note: Field::default(),
    })
}

fn nurture() -> Form {
    let reasons = chosen(
        &[
            ("budget", "No budget yet"),
            ("timing", "Project starts later"),
            ("contract", "Bound by a contract"),
            ("decision", "Decision not made yet"),
            ("other", "Something else"),
        ],
        0,
    );
    let days = chosen(
        &[
            ("1m", "In a month"),
            ("1q", "Next quarter"),
            ("6m", "In half a year"),
            ("12m", "In a year"),
        ],
        1,
    );
    let plain = |choice: Choice| Reason {
        choice,
        ..Reason::default()
    };
    Form::Nurture(NurtureForm {
        reasons: reasons.into_iter().map(plain).collect(),
        reason_wrong: Field::default(),
        days,
        on: Field::default(),
        note: Field::default(),
    })
}

fn reasons() -> Vec<Reason> {
    let reason = |value: &str, label: &str, ask: &str, details: Vec<Choice>, chosen| Reason {
        choice: Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen,
        },
        ask: ask.to_owned(),
        details,
        typed: String::new(),
    };
    let sizes = choices(&[
        ("1_5", "1–5 people"),
        ("6_20", "6–20"),
        ("21_50", "21–50"),
        ("51", "more"),
    ]);
    vec![
        reason("too_small", "Too small", "How many people?", sizes, true),
        reason("wrong_role", "Wrong role", "Who decides?", Vec::new(), false),
        reason("wrong_industry", "Wrong industry", "Which one?", Vec::new(), false),
        reason("no_need", "No need", "What do they use instead?", Vec::new(), false),
        reason("other", "Something else", "What?", Vec::new(), false),
    ]
}

fn call_back() -> Form {
    Form::Press(PressForm {
        title: "They asked to be called".to_owned(),
        hint: "Until then the next attempt is not owed. The first attempt never waits.".to_owned(),
        lines: vec![Line {
            name: "at".to_owned(),
            label: "When they want the call".to_owned(),
            kind: "datetime-local".to_owned(),
            field: Field::of("2026-05-14T11:00"),
        }],
        name: "press".to_owned(),
        buttons: choices(&[("yes", "Wait until then")]),
    })
}

fn late() -> Form {
    Form::Press(PressForm {
        title: "Why was it late".to_owned(),
        hint: "One press. It stays late; this says why.".to_owned(),
        lines: Vec::new(),
        name: "press".to_owned(),
        buttons: choices(&[
            ("in_meeting", "In a meeting"),
            ("no_number", "No number"),
            ("already_in_touch", "Already in touch"),
            ("too_many", "Too many at once"),
            ("not_a_lead", "Not a lead"),
        ]),
    })
}

fn form(name: &str) -> Form {
    let clauses = choices(&[
        ("size", "At least 20 people"),
        ("industry", "Wholesale or logistics"),
        ("role", "Leads a team"),
    ]);
    let kinds = choices(&[
        ("customer", "Customer"),
        ("support", "Support"),
        ("applicant", "Applicant"),
        ("supplier", "Supplier"),
        ("press", "Press"),
        ("student", "Student"),
        ("competitor", "Competitor"),
        ("test", "Test"),
    ]);
    match name {
        "advanced" => advanced(),
        "not-ready" => nurture(),
        "not-a-fit" => Form::NotAFit(NotAFitForm {
            clauses,
            reasons: reasons(),
            reason_wrong: Field::default(),
            note: Field::default(),
        }),
        "reject" => Form::Reject(RejectForm {
            reasons: reasons(),
            reason_wrong: Field::wrong("", "Choose a reason."),
        }),
        "not-a-lead" => Form::NotALead(NotALeadForm { kinds }),
        "call-back" => call_back(),
        "late" => late(),
        "answers" => answers(),
        "won" => deals::won(),
        "lost" => deals::lost(),
        "undo-outcome" => deals::undo(),
        _ => attempt(),
    }
}

/// The page of an act: `attempt`, `advanced`, `not-ready`, `not-a-fit`, `reject`, `not-a-lead`.
#[must_use]
pub fn act(frame: Frame, now: Now, name: &str) -> ActPage {
    let problem = (name == "advanced")
        .then(|| "Nothing was recorded yet. What you typed is kept: mend the day and send it again.".to_owned());
    let act = Act {
        who: "Sample Person 1".to_owned(),
        about: "Sample Company 1 · asked for a demo".to_owned(),
        clock: Some(due(now, 6, "06:12 left", Near::Soon)),
        action: format!("/handoffs/handoff_1/{name}"),
        token: "sample".to_owned(),
        back: "/queue".to_owned(),
        problem,
        people: people(name),
        form: form(name),
    };
    ActPage {
        frame: framed(frame, Place::Queue, Role::Rep),
        act,
    }
}
