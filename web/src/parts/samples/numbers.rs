//! Samples of lists and numbers: leads, review, patterns, scorecard, agreement.

use super::{Now, choices, chosen, deals, due, filters, framed, moment};
use crate::frame::{Frame, Place, Role};
use crate::screens::agreement::{AgreementPage, Known, Meeting, Owed, Piece, Rate, Sentence, Signature};
use crate::screens::leads::{LeadsPage, OwnPick, Pick, Row as LeadRow};
use crate::screens::patterns::{Answered, PatternsPage, Row as PatternRow};
use crate::screens::review::{ReviewPage, Row as ReviewRow};
use crate::screens::scorecard::{Figure, ScorecardPage, SourceRow};
use crate::shapes::{Countdown, Feedback, Field, Near, Pager};

fn pager() -> Pager {
    Pager {
        shown: "1–8 of 1\u{202f}204".to_owned(),
        previous: None,
        next: Some("?after=sample".to_owned()),
    }
}

fn lead_row(n: u8, stage: &str, feedback: Option<Feedback>, clock: Option<Countdown>, last: &str) -> LeadRow {
    let sources = [
        "Demo form",
        "Webinar: Stock in sync",
        "Trade fair list",
        "Price request",
    ];
    LeadRow {
        href: format!("/leads/lead_{n}"),
        name: format!("Sample Person {n}"),
        company: format!("Sample Company {n}"),
        stage: stage.to_owned(),
        feedback,
        source: sources[usize::from(n) % sources.len()].to_owned(),
        owner: format!("Sample Person {}", 9 + n % 3),
        clock,
        score: 95 - i64::from(n) * 7,
        last: moment(last),
    }
}

/// A page of leads.
#[must_use]
pub fn leads(frame: Frame, now: Now) -> LeadsPage {
    let pick = |name: &str, label: &str| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        options: choices(&[("1", "Sample 1"), ("2", "Sample 2")]),
    };
    let rows = vec![
        lead_row(
            1,
            "SAL",
            None,
            Some(due(now, 6, "6 min left", Near::Soon)),
            "today 09:41",
        ),
        lead_row(
            2,
            "MQL",
            None,
            Some(due(now, -12, "12 min late", Near::Late)),
            "today 09:20",
        ),
        lead_row(3, "SQL", Some(Feedback::Advanced), None, "yesterday 16:02"),
        lead_row(4, "Nurture", Some(Feedback::Nurture), None, "3 May"),
        lead_row(5, "Not a fit", Some(Feedback::NotAFit), None, "2 May"),
        lead_row(6, "SAL", None, Some(due(now, 360, "6 h 00 left", Near::Fine)), "2 May"),
        lead_row(7, "Lead", None, None, "30 Apr"),
        lead_row(8, "Inquiry", None, None, "28 Apr"),
    ];
    LeadsPage {
        frame: framed(frame, Place::Leads, Role::Marketer),
        empty: String::new(),
        title: "Leads".to_owned(),
        shown: "1\u{202f}204 leads, the latest activity first".to_owned(),
        export: "/leads.csv".to_owned(),
        stages: filters(&[
            ("All", Some(1204)),
            ("MQL", Some(38)),
            ("SAL", Some(61)),
            ("SQL", Some(24)),
            ("Nurture", Some(412)),
            ("Not a fit", Some(90)),
        ]),
        picks: vec![
            pick("source", "Any source"),
            pick("owner", "Any owner"),
            pick("feedback", "Any feedback"),
        ],
        own: Some(OwnPick {
            options: choices(&[("company.trucks", "Sample field")]),
            value: "many".to_owned(),
            choices: Vec::new(),
            error: "\u{201c}many\u{201d} does not fit this field, which holds numbers.".to_owned(),
        }),
        hidden: Vec::new(),
        filtered: true,
        rows,
        pager: pager(),
    }
}

/// No leads yet.
#[must_use]
pub fn leads_empty(frame: Frame) -> LeadsPage {
    let frame = framed(frame, Place::Leads, Role::Marketer);
    LeadsPage {
        empty: frame.say("leads-empty"),
        frame,
        title: "Leads".to_owned(),
        shown: "No leads yet".to_owned(),
        export: "/leads.csv".to_owned(),
        stages: filters(&[("All", Some(0))]),
        picks: Vec::new(),
        own: None,
        hidden: Vec::new(),
        filtered: false,
        rows: Vec::new(),
        pager: Pager::default(),
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
        .collect()
}

fn review_row(n: u8, kind: &str, what: &str, clock: Countdown) -> ReviewRow {
    ReviewRow {
        href: format!("/leads/lead_{n}"),
        name: format!("Sample Person {n}"),
        company: format!("Sample Company {n}"),
        kind: kind.to_owned(),
        what: what.to_owned(),
        clock: Some(clock),
        action: format!("/review/{n}"),
        ..ReviewRow::default()
    }
}

fn review_rows(now: Now) -> Vec<ReviewRow> {
    let back = review_row(
        2,
        "Given back",
        "Company outside the definition: at least 20 people",
        due(now, -4, "4 min late", Near::Late),
    );
    let missing = review_row(
        3,
        "Missing facts",
        "Company size, country",
        due(now, 9, "9 min left", Near::Soon),
    );
    let double = review_row(
        4,
        "Possible duplicate",
        "Same phone as Sample Person 14",
        due(now, 24, "24 min left", Near::Fine),
    );
    vec![
        ReviewRow {
            who: "Sample Person 9".to_owned(),
            known: pairs(&[
                ("Company size", "8 people, told on the phone"),
                ("Source", "Webinar: Stock in sync"),
            ]),
            decisions: choices(&[
                ("agree", "Agree: nurture"),
                ("again", "Hand over again"),
                ("other", "To another team"),
            ]),
            ..back
        },
        ReviewRow {
            known: pairs(&[("E-mail", "person3@sample.example"), ("Asked for", "price list")]),
            decisions: choices(&[
                ("pass", "Let pass"),
                ("nurture", "Nurture"),
                ("not_a_lead", "Not a lead"),
            ]),
            ..missing
        },
        ReviewRow {
            decisions: choices(&[("merge", "Same person"), ("apart", "Two people")]),
            ..double
        },
    ]
}

/// What waits for Marketing.
#[must_use]
pub fn review(frame: Frame, now: Now) -> ReviewPage {
    ReviewPage {
        frame: framed(frame, Place::Review, Role::Marketer),
        kinds: filters(&[
            ("All", Some(7)),
            ("Given back", Some(2)),
            ("Missing facts", Some(4)),
            ("Duplicates", Some(1)),
        ]),
        rows: review_rows(now),
        pager: Pager {
            shown: "1–3 of 7".to_owned(),
            ..Pager::default()
        },
    }
}

fn pattern(
    reason: &str,
    source: &str,
    count: u64,
    evidence: &str,
    details: &[&str],
    clock: Option<Countdown>,
) -> PatternRow {
    let responses = [
        ("rule", "Rule changed"),
        ("source", "Source stopped or changed"),
        ("definition", "Definition proposed"),
        ("kept", "Kept, because …"),
    ];
    PatternRow {
        reason: reason.to_owned(),
        source: source.to_owned(),
        count,
        list: "/leads?feedback=c".to_owned(),
        evidence: evidence.to_owned(),
        details: details.iter().map(|detail| (*detail).to_owned()).collect(),
        clock,
        action: "/patterns/1".to_owned(),
        responses: chosen(&responses, 0),
        ..PatternRow::default()
    }
}

/// Patterns: one to answer, one late, one answered.
#[must_use]
pub fn patterns(frame: Frame, now: Now) -> PatternsPage {
    let first = pattern(
        "Too small",
        "Webinar: Stock in sync",
        5,
        "5 of 14 handed over in 30 days; of other sources 2 of 61.",
        &["1–5 people × 4", "6–20 people × 1"],
        Some(due(now, 2900, "Thu 17:00", Near::Fine)),
    );
    let first = PatternRow {
        open: true,
        why: Field::wrong("", "Say what was changed, so that Sales can read it."),
        ..first
    };
    let second = pattern(
        "Wrong role",
        "Trade fair list",
        3,
        "3 of 9 handed over in 30 days.",
        &["buyer decides × 2"],
        Some(due(now, -1500, "1 d late", Near::Late)),
    );
    let done = Answered {
        what: "Rule changed: at least 20 people".to_owned(),
        who: "Sample Person 14".to_owned(),
        at: moment("3 May"),
    };
    let third = PatternRow {
        answered: Some(done),
        ..pattern(
            "Too small",
            "Price request",
            4,
            "4 of 22 handed over in 30 days.",
            &[],
            None,
        )
    };
    PatternsPage {
        frame: framed(frame, Place::Patterns, Role::Marketer),
        states: filters(&[("To answer", Some(2)), ("Answered", Some(11))]),
        rows: vec![first, second, third],
        pager: Pager {
            shown: "1–3 of 3".to_owned(),
            ..Pager::default()
        },
    }
}

pub(super) fn figure(name: &str, value: &str, of: &str, parts: &[(&str, &str)], weeks: &[u32]) -> Figure {
    let weeks_said = if weeks.is_empty() {
        String::new()
    } else {
        "Eight weeks, the last one highest but two".to_owned()
    };
    Figure {
        name: name.to_owned(),
        value: value.to_owned(),
        of: of.to_owned(),
        list: "/leads?list=sample".to_owned(),
        parts: pairs(parts),
        weeks: weeks.to_vec(),
        weeks_said,
    }
}

fn sources() -> Vec<SourceRow> {
    let row = |n: usize, name: &str, advanced, nurture, not_a_fit, waiting| SourceRow {
        name: name.to_owned(),
        list: format!("/leads?source={n}"),
        handed: advanced + nurture + not_a_fit + waiting + 2,
        advanced,
        nurture,
        not_a_fit,
        waiting,
        no_answer: waiting + 2,
    };
    vec![
        row(1, "Demo form", 21, 12, 4, 3),
        row(2, "Webinar: Stock in sync", 4, 5, 5, 0),
        row(3, "Price request", 9, 8, 4, 1),
        row(4, "Trade fair list", 1, 3, 3, 12),
    ]
}

/// The scorecard of a month.
#[must_use]
pub fn scorecard(frame: Frame) -> ScorecardPage {
    let rise = [620, 700, 655, 760, 820, 790, 1000, 940];
    let figures = vec![
        figure(
            "First attempt kept",
            "87 %",
            "of 118 due in the period; 3 not yet due are left out",
            &[
                ("103 met", "/leads?v=met"),
                ("4 claimed", "/leads?v=claimed"),
                ("11 breached", "/leads?v=breached"),
            ],
            &rise,
        ),
        figure(
            "Speed to lead, median",
            "6 min",
            "business time, request tier, 64 leads; unanswered ones count as not met",
            &[],
            &[1000, 870, 900, 640, 600, 510, 430, 400],
        ),
        figure(
            "Speed to lead, 90 of 100",
            "41 min",
            "the same 64 leads; 2 unanswered",
            &[],
            &[1000, 980, 800, 760, 820, 640, 610, 590],
        ),
        figure(
            "Followed up within a day",
            "96 %",
            "113 of 118 handed over, at least a day old",
            &[("5 not followed up", "/leads?v=none")],
            &[],
        ),
        figure(
            "Persistence",
            "",
            "of leads not reached whose cadence has ended; none is old enough",
            &[],
            &[],
        ),
    ];
    ScorecardPage {
        frame: framed(frame, Place::Scorecard, Role::Manager),
        period: "1–12 May, by due time, Europe/Berlin".to_owned(),
        periods: filters(&[("This month", None), ("Last month", None), ("This quarter", None)]),
        figures,
        within: deals::within(),
        sources: sources(),
    }
}

/// The scorecard before the first hand-over.
#[must_use]
pub fn scorecard_empty(frame: Frame) -> ScorecardPage {
    ScorecardPage {
        frame: framed(frame, Place::Scorecard, Role::Manager),
        period: "1–12 May".to_owned(),
        periods: filters(&[("This month", None)]),
        figures: Vec::new(),
        within: Vec::new(),
        sources: Vec::new(),
    }
}

const SENTENCES: [&str; 12] = [
    "Marketing hands over a lead when it asked for us, or when it fits and has shown interest by the definition below.",
    "A lead that fits works in wholesale or logistics, in a company of at least 20 people, and leads a team.",
    "A request is never held back for a missing fact; it passes with a note of what is unchecked.",
    "Sales makes the first attempt on a request within 15 minutes of business time, on any other lead within 2 hours.",
    "Business time is Monday to Friday, 9 to 17, Europe/Berlin, without the holidays of Hamburg.",
    "Sales tries six times in ten business days, twice at least by phone, before a lead counts as not reached.",
    "After the first exchange Sales says within two business days: advanced, fit but not ready, or not a fit, with its reason.",
    "A lead that fits but is not ready comes back to the same salesperson on the agreed day.",
    "Before the first attempt Sales may give a lead back with a reason; Marketing reviews it within 30 minutes.",
    "When three leads are not a fit for the same reason, Marketing answers within five business days.",
    "Marketing hands over 40 leads a week that meet the definition, counted over four weeks.",
    "Both sides meet on Mondays for 30 minutes over one set of numbers.",
];

fn duty(name: &str, value: &str, of: &str, state: &str) -> Figure {
    Figure {
        name: name.to_owned(),
        value: value.to_owned(),
        of: of.to_owned(),
        parts: vec![(state.to_owned(), String::new())],
        weeks: vec![700, 800, 900, 650, 800, 1000, 900, 400],
        weeks_said: "Eight weeks, the running one last: 14, 16, 18, 13, 16, 20, 18, 8".to_owned(),
        ..Figure::default()
    }
}

fn owed() -> Owed {
    let rate = |name: &str, expected: &str, actual: &str, of: &str| Rate {
        name: name.to_owned(),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
        of: of.to_owned(),
        list: String::new(),
    };
    Owed {
        goal: vec![Figure {
            weeks: Vec::new(),
            ..duty(
                "Won in 2026-Q2",
                "180,000\u{a0}EUR",
                "of 400,000\u{a0}EUR. 46\u{a0}% of the quarter’s open time has passed: on pace it would be 184,000\u{a0}EUR.",
                "behind pace",
            )
        }],
        backwards: "Worked backwards, 400,000\u{a0}EUR asks for 19 MQLs a week, out of 76 leads; 40 MQLs a week are owed by tier. That is enough."
            .to_owned(),
        marketing: vec![duty(
            "request: leads handed over this week",
            "8",
            "15 a week are owed; 6 by now on pace",
            "on pace",
        ), Figure {
            parts: vec![
                ("behind pace".to_owned(), String::new()),
                ("8 request".to_owned(), "/scorecard/leads?tier=request".to_owned()),
                ("4 qualified".to_owned(), "/scorecard/leads?tier=qualified".to_owned()),
            ],
            ..duty(
                "Leads handed over this week, by value",
                "19,440\u{a0}EUR",
                "64,800\u{a0}EUR a week is owed; 25,920\u{a0}EUR by now on pace. Each lead counts at its tier’s expected rates to won times the average purchase.",
                "",
            )
        }],
        sales: vec![duty(
            "First attempt in time",
            "93\u{a0}%",
            "95\u{a0}% is owed; of 118 in eight weeks",
            "not kept",
        )],
        rates: vec![
            rate(
                "Leads that become MQL",
                "25\u{a0}%",
                "28\u{a0}%",
                "of 412; between 24\u{a0}% and 33\u{a0}%",
            ),
            rate("SQLs that are won", "", "", "nothing to count yet"),
        ],
        rates_of: "Of the leads that came, or were handed over, between 210 and 30 days ago.".to_owned(),
        ideal: vec![rate("a company of 50 to 500", "", "71\u{a0}%", "told of 31 of 34")],
        ideal_of: "Of 34 customers won in the last two years.".to_owned(),
    }
}

fn sentences() -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = SENTENCES
        .iter()
        .map(|text| vec![Piece::Same((*text).to_owned())].into())
        .collect();
    if let Some(second) = sentences.get_mut(1) {
        let (before, after) = (
            "A lead that fits works in wholesale or logistics, in a company of at least ",
            " people, and leads a team.",
        );
        *second = vec![
            Piece::Same(before.to_owned()),
            Piece::Gone("10".to_owned()),
            Piece::Same(" ".to_owned()),
            Piece::New("20".to_owned()),
            Piece::Same(after.to_owned()),
        ]
        .into();
    }
    sentences
}

/// The agreement with one change since the version before.
#[must_use]
pub fn agreement(frame: Frame) -> AgreementPage {
    let signatures = vec![
        Signature {
            name: "Sample Person 15".to_owned(),
            side: "for Marketing".to_owned(),
            at: Some(moment("1 March 2026")),
        },
        Signature {
            name: "Sample Person 13".to_owned(),
            side: "for Sales".to_owned(),
            at: Some(moment("2 March 2026")),
        },
    ];
    AgreementPage {
        whole: "/agreement/annex".to_owned(),
        frame: framed(frame, Place::Agreement, Role::Rep),
        version: "Version 3, in force since 2 March 2026".to_owned(),
        back: None,
        annex: vec![
            "An MQL now needs 20 employees instead of 10.".to_owned(),
            "“read about prices” now scores 15 points instead of 10.".to_owned(),
        ],
        about: Vec::new(),
        compared: Some("Underlined is what this version brought.".to_owned()),
        meetings: vec![Meeting {
            label: "Both sides meet".to_owned(),
            at: moment("Mon 18 May 10:00"),
            near: None,
        }],
        owed: Some(owed()),
        title: "What Marketing and Sales owe each other".to_owned(),
        sentences: sentences(),
        hash: String::new(),
        signatures,
        known: vec![
            Known {
                stage: "MQL".to_owned(),
                clause: "a company of a size we serve".to_owned(),
                field: "company size".to_owned(),
                share: "41\u{a0}%".to_owned(),
                rare: true,
            },
            Known {
                stage: "MQL".to_owned(),
                clause: "in a country we sell to".to_owned(),
                field: "country".to_owned(),
                share: "93\u{a0}%".to_owned(),
                rare: false,
            },
        ],
        looked_at: "Of 1 204 leads of the last 90 days, by what each clause asks about.".to_owned(),
        source: Some("/agreement/3.toml".to_owned()),
    }
}
