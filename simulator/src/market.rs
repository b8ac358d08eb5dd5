//! The market: who raises a hand, where, when, and what they are like inside.

use crate::chance::Chance;
use crate::companies::{Companies, Company};
use rules::ask::Capture;
use rules::fact::{RejectReason, SubmissionKind};
use rules::{Instant, Span};

/// When somebody would buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Soon.
    Now,
    /// Another day.
    Later,
    /// Not at all.
    Never,
}

/// A source and the people it brings.
#[derive(Debug)]
pub struct Source {
    code: &'static str,
    campaign: &'static str,
    /// Its share of all submissions.
    weight: f64,
    fit: f64,
    now: f64,
    reach: f64,
    /// Why its misfits do not fit, mostly.
    misfit: &'static str,
    /// Request, content, event, newsletter.
    kinds: [f64; 4],
}

/// Where people come from: some sources bring many, others bring the right ones.
pub const SOURCES: [Source; 6] = [
    Source {
        code: "google",
        campaign: "search",
        weight: 30.0,
        fit: 0.62,
        now: 0.5,
        reach: 0.42,
        misfit: "too_small",
        kinds: [0.75, 0.22, 0.0, 0.03],
    },
    Source {
        code: "webinar",
        campaign: "webinar-series",
        weight: 22.0,
        fit: 0.72,
        now: 0.3,
        reach: 0.36,
        misfit: "wrong_role",
        kinds: [0.2, 0.1, 0.7, 0.0],
    },
    Source {
        code: "linkedin",
        campaign: "heads-of-sales",
        weight: 18.0,
        fit: 0.45,
        now: 0.25,
        reach: 0.28,
        misfit: "wrong_role",
        kinds: [0.4, 0.55, 0.0, 0.05],
    },
    Source {
        code: "partner",
        campaign: "partners",
        weight: 8.0,
        fit: 0.85,
        now: 0.6,
        reach: 0.55,
        misfit: "wrong_country",
        kinds: [0.95, 0.05, 0.0, 0.0],
    },
    Source {
        code: "trade_fair",
        campaign: "trade-fair",
        weight: 10.0,
        fit: 0.5,
        now: 0.2,
        reach: 0.3,
        misfit: "wrong_need",
        kinds: [0.15, 0.0, 0.85, 0.0],
    },
    Source {
        code: "newsletter",
        campaign: "monthly-letter",
        weight: 12.0,
        fit: 0.3,
        now: 0.15,
        reach: 0.24,
        misfit: "too_small",
        kinds: [0.2, 0.4, 0.0, 0.4],
    },
];

/// Somebody on the market, and what nobody sees from outside.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// Whether the company is right.
    pub fit: bool,
    /// When.
    pub timing: Timing,
    /// How likely one try reaches him at a good hour.
    pub reach: f64,
    /// Why he does not fit.
    pub misfit: &'static str,
    /// What he is, when he is no lead at all.
    pub no_lead: Option<SubmissionKind>,
    /// Why a rep would give him back unseen.
    pub reject: Option<RejectReason>,
    /// How long the rep lets the report lie, 0 to 1.
    pub lies: f64,
    /// What he sends.
    pub capture: Capture,
}

const TITLES: [&str; 6] = [
    "Head of Sales",
    "Sales Director",
    "Marketing Manager",
    "Founder",
    "Sales Operations",
    "Assistant",
];

/// How many hands are raised in one hour, of a week's expectation.
pub fn expected(hour: Instant, leads_per_week: u32) -> f64 {
    // in the evening, at night and on weekends too
    const HOURS: [f64; 24] = [
        0.6, 0.4, 0.3, 0.2, 0.2, 0.4, 1.0, 2.4, 5.0, 8.0, 9.5, 9.0, 6.5, 7.5, 9.0, 8.5, 7.5, 5.5, 4.0, 3.6, 3.6, 3.2,
        2.2, 1.9,
    ];
    const DAYS: [f64; 7] = [17.0, 19.0, 19.0, 17.5, 14.0, 6.0, 7.5];
    let local = hour + Span::hours(1);
    let days = local.0.div_euclid(Span::days(1).0);
    let weekday = (days + 3).rem_euclid(7) as usize;
    let of_day = (local.0.rem_euclid(Span::days(1).0) / Span::hours(1).0) as usize;
    let share = DAYS[weekday] / DAYS.iter().sum::<f64>() * HOURS[of_day] / HOURS.iter().sum::<f64>();
    f64::from(leads_per_week) * share
}

/// Somebody new, of a company of late or of another one.
pub fn prospect(number: u32, companies: &mut Companies, chance: &mut Chance) -> Prospect {
    let by_weight: Vec<(usize, f64)> = SOURCES.iter().enumerate().map(|(n, s)| (n, s.weight)).collect();
    let source = &SOURCES[chance.weighted(&by_weight).copied().unwrap_or(0)];
    let company = companies.of_newcomer(source.fit, chance);
    let timing = match (chance.is(source.now), chance.is(0.75)) {
        (true, _) => Timing::Now,
        (false, true) => Timing::Later,
        (false, false) => Timing::Never,
    };
    let no_leads = [
        SubmissionKind::Customer,
        SubmissionKind::Supplier,
        SubmissionKind::Student,
        SubmissionKind::Applicant,
    ];
    let rejects = [
        RejectReason::WrongTerritory,
        RejectReason::Duplicate,
        RejectReason::AlreadyADeal,
        RejectReason::Invalid,
    ];
    Prospect {
        fit: company.fit,
        timing,
        reach: source.reach * (0.6 + 0.8 * chance.unit()),
        misfit: if chance.is(0.7) { source.misfit } else { "wrong_need" },
        no_lead: if chance.is(0.04) {
            chance.one(&no_leads).copied()
        } else {
            None
        },
        reject: if chance.is(0.035) {
            chance.one(&rejects).copied()
        } else {
            None
        },
        lies: chance.unit(),
        capture: capture(number, source, &company, chance),
    }
}

fn kind(source: &Source, chance: &mut Chance) -> SubmissionKind {
    let [request, content, event, newsletter] = source.kinds;
    let kinds = [
        (SubmissionKind::Request, request),
        (SubmissionKind::Content, content),
        (SubmissionKind::Event, event),
        (SubmissionKind::Newsletter, newsletter),
        (SubmissionKind::Support, 0.02),
    ];
    chance.weighted(&kinds).copied().unwrap_or_default()
}

fn capture(number: u32, source: &Source, company: &Company, chance: &mut Chance) -> Capture {
    let kind = kind(source, chance);
    let (form, landing) = place(kind, chance);
    let mut capture = Capture {
        kind,
        email: Some(format!("person{number}@{}", company.domain)),
        name: Some(format!("Demo Person {number}")),
        company: Some(company.name.clone()),
        country: chance.is(0.93).then(|| company.country.to_owned()),
        job_title: chance
            .is(0.8)
            .then(|| chance.one(&TITLES).copied().unwrap_or("Founder").to_owned()),
        // numbers that Germany keeps free for films and plays
        phone: chance.is(0.6).then(|| format!("+49 30 23125 {:03}", number % 1_000)),
        source: chance.is(0.96).then(|| source.code.to_owned()),
        campaign: Some(source.campaign.to_owned()),
        form: Some(form.to_owned()),
        landing: Some(landing.to_owned()),
        message: chance
            .is(0.3)
            .then(|| "We would like to see how this works for a team like ours.".to_owned()),
        seconds_to_send: Some(chance.between(8, 90)),
        ..Capture::default()
    };
    if chance.is(0.85) {
        capture
            .fields
            .insert("company.employees".to_owned(), company.employees.to_string());
    }
    capture
}

fn place(kind: SubmissionKind, chance: &mut Chance) -> (&'static str, &'static str) {
    match kind {
        SubmissionKind::Request => {
            let forms = [("demo", "/demo"), ("price", "/pricing"), ("call", "/contact")];
            chance.one(&forms).copied().unwrap_or(("demo", "/demo"))
        }
        SubmissionKind::Event => ("event", "/webinar"),
        SubmissionKind::Newsletter => ("newsletter", "/letter"),
        _ => ("content", "/guide"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_hours_adds_up_to_the_week_and_nights_are_not_empty() {
        let monday = Instant::parse("2026-03-02T00:00:00+01:00").unwrap();
        let hours: Vec<f64> = (0..168).map(|n| expected(monday + Span::hours(n), 60)).collect();
        assert!((hours.iter().sum::<f64>() - 60.0).abs() < 1e-9);
        assert!(hours[3] > 0.0 && hours[10] > 20.0 * hours[3]);
        assert!(hours[5 * 24 + 10] > 0.0, "Saturday");
    }
}
