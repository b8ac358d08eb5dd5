//! Escalation, feedback, and what each side owes.

use super::goal::{Expected, worth_known};
use super::load::{answer_kind, spelled};
use super::page::{At, Section};
use super::problem::ProblemCode;
use super::sense;
use super::terms::{
    Counted, Detail, Escalation, FeedbackRules, Owed, OwedByMarketing, OwedBySales, Reason, Rung, RungAt, Which,
};
use crate::calendar::Target;
use crate::fact::Role;
use crate::time::Span;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

/// The tier whose escalation is stricter where the text says nothing.
const REQUEST: &str = "request";
/// Most rungs of a tier.
const RUNGS_MAX: usize = 10;
/// Most reasons.
const REASONS_MAX: usize = 200;
/// Most leads a week that can be owed.
const PER_WEEK_MAX: i64 = 1_000_000;
/// A lead on the review list is decided within, where nothing is said.
const REVIEW_WITHIN: Target = Target::Span(Span::minutes(30));
/// A pattern, and "still alive?", is answered within, where nothing is said.
const ANSWER_WITHIN: Target = Target::BusinessDays(5);

const WHICH: [(&str, Which); 6] = [
    ("advanced", Which::Advanced),
    ("fit_not_ready", Which::FitNotReady),
    ("not_a_fit", Which::NotAFit),
    ("rejected", Which::Rejected),
    ("not_a_lead", Which::NotALead),
    ("lost", Which::Lost),
];

/// Who is told when: a list of rungs for each tier named, and `other`.
pub(super) fn escalation(whole: &Section<'_, '_>, tiers: &[&str]) -> Escalation {
    let mut escalation = usual(tiers);
    let Some(section) = whole.section("escalation") else {
        return escalation;
    };
    for (key, value) in section.table.iter() {
        let name = At {
            value: key.get_ref().to_string(),
            at: key.span().start,
        };
        let rungs = rungs(&section, value);
        if name.value == "other" {
            escalation.other = rungs;
        } else if tiers.contains(&name.value.as_str()) {
            escalation.tiers.insert(name.value, rungs);
        } else {
            let known = tiers.iter().copied().chain(["other"]);
            section.page.note_unknown(ProblemCode::UnknownTier, &name, known);
        }
    }
    escalation
}

/// Where nothing is said: one reminder at two thirds; then the manager, at once for requests, else in the daily digest.
fn usual(tiers: &[&str]) -> Escalation {
    let rung = |at, tell: &str| Rung {
        at,
        tell: tell.to_owned(),
    };
    let rungs = |last| {
        vec![
            rung(RungAt::Percent(66), "owner"),
            rung(last, Role::SalesManager.code()),
        ]
    };
    let request = tiers
        .contains(&REQUEST)
        .then(|| (REQUEST.to_owned(), rungs(RungAt::Due)));
    Escalation {
        tiers: request.into_iter().collect(),
        other: rungs(RungAt::Daily),
    }
}

fn rungs<'p, 't>(section: &Section<'p, 't>, value: &'p Spanned<DeValue<'t>>) -> Vec<Rung> {
    let at = value.span().start;
    let Some(list) = value.get_ref().as_array() else {
        section.wrong_kind(at, "escalation", "list of { at, tell }");
        return Vec::new();
    };
    section.bounded("escalation", at, list.len(), RUNGS_MAX);
    let mut rungs: Vec<Rung> = Vec::new();
    for entry in list.iter().take(RUNGS_MAX) {
        let Some(rung) = section.section_of("escalation", entry).and_then(rung) else {
            continue;
        };
        if rungs.last().is_some_and(|before| before.at > rung.at) || rungs.contains(&rung) {
            let args = [rung.tell.as_str()];
            section.page.note(
                entry.span().start,
                ProblemCode::EscalationOrder,
                &args,
                "66%, due, daily",
            );
        }
        rungs.push(rung);
    }
    rungs
}

fn rung(section: Section<'_, '_>) -> Option<Rung> {
    let at = section.required("at", section.text("at"));
    let tell = section.required("tell", sense::role(&section, "tell", &["owner"]));
    let at = at.and_then(|at| rung_at(&section, &at));
    section.finish();
    Some(Rung { at: at?, tell: tell? })
}

fn rung_at(section: &Section<'_, '_>, text: &At<String>) -> Option<RungAt> {
    match text.value.as_str() {
        "due" => return Some(RungAt::Due),
        "daily" => return Some(RungAt::Daily),
        _ => {}
    }
    let digits = text
        .value
        .strip_suffix('%')
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let late = text.value.starts_with("due") || digits.is_some_and(|digits| digits.parse().unwrap_or(u32::MAX) >= 100);
    let percent = digits
        .and_then(|digits| digits.parse().ok())
        .filter(|percent| (1..=99).contains(percent));
    if percent.is_none() {
        let code = if late {
            ProblemCode::EscalationAfterDue
        } else {
            ProblemCode::BadValue
        };
        let args: &[&str] = if late { &[&text.value] } else { &["at", &text.value] };
        section.page.note(text.at, code, args, "1% – 99%, due, daily");
    }
    percent.map(RungAt::Percent)
}

/// Feedback: due and reasons.
pub(super) fn feedback(whole: &Section<'_, '_>) -> Option<FeedbackRules> {
    let section = whole.section("feedback")?;
    let due = section.required("due", section.target("due"));
    let mut reasons: Vec<Reason> = Vec::new();
    for entry in section.sections("reason", REASONS_MAX) {
        let at = entry.place_of("code");
        let Some(reason) = reason(entry) else { continue };
        if reasons
            .iter()
            .any(|other| other.which == reason.which && other.code == reason.code)
        {
            section.page.note(at, ProblemCode::Duplicate, &[&reason.code], "");
        }
        reasons.push(reason);
    }
    if !reasons.iter().any(|reason| reason.which == Which::NotAFit) && section.page.clean() {
        section.page.note(
            section.at,
            ProblemCode::MissingKey,
            &["reason"],
            "which = \"not_a_fit\"",
        );
    }
    section.finish();
    Some(FeedbackRules { due: due?, reasons })
}

fn reason(section: Section<'_, '_>) -> Option<Reason> {
    let which = section.required("which", section.one_of("which", &WHICH));
    let code = section.required("code", spelled(&section, "code"));
    let words = section.required("words", section.text("words"));
    let vague = section.flag("vague");
    let detail = section.section("detail").and_then(detail);
    section.finish();
    Some(Reason {
        which: which?,
        code: code?.value,
        words: words?.value,
        detail,
        vague,
    })
}

fn detail(section: Section<'_, '_>) -> Option<Detail> {
    let ask = section.required("ask", section.text("ask"));
    let kind = answer_kind(&section);
    section.finish();
    Some(Detail { ask: ask?.value, kind })
}

/// What each side owes; what is not said has its default, or is not measured.
pub(super) fn owed(whole: &Section<'_, '_>, tiers: &[&str], expected: &Expected) -> Owed {
    let section = whole.section("owed");
    let inner = |key: &'static str| section.as_ref().and_then(|section| section.section(key));
    let owed = Owed {
        marketing: by_marketing(inner("marketing"), tiers, expected),
        sales: by_sales(inner("sales")),
    };
    if let Some(section) = section {
        section.finish();
    }
    owed
}

fn by_marketing(section: Option<Section<'_, '_>>, tiers: &[&str], expected: &Expected) -> OwedByMarketing {
    let mut owed = OwedByMarketing {
        per_week: BTreeMap::new(),
        counted_by: Counted::default(),
        pipeline_share: None,
        review_within: REVIEW_WITHIN,
        respond_to_patterns_within: ANSWER_WITHIN,
        questions_answered_min: None,
        valid_min: None,
    };
    let Some(section) = section else { return owed };
    owed.per_week = per_week(&section, tiers);
    owed.counted_by = counted_by(&section, &owed.per_week, expected);
    owed.pipeline_share = section.share("pipeline_share");
    owed.review_within = section.target("review_within").unwrap_or(REVIEW_WITHIN);
    owed.respond_to_patterns_within = section.target("respond_to_patterns_within").unwrap_or(ANSWER_WITHIN);
    owed.questions_answered_min = section.share("questions_answered_min");
    owed.valid_min = section.share("valid_min");
    section.finish();
    owed
}

fn counted_by(section: &Section<'_, '_>, per_week: &BTreeMap<String, u32>, expected: &Expected) -> Counted {
    let kinds = [("leads", Counted::Leads), ("value", Counted::Value)];
    let counted = section.one_of("counted_by", &kinds).unwrap_or_default();
    if counted == Counted::Value {
        for tier in per_week.keys().filter(|tier| !worth_known(expected, tier)) {
            let at = section.place_of("counted_by");
            section.page.note(at, ProblemCode::WorthUnknown, &[tier], "[expected]");
        }
    }
    counted
}

fn per_week(parent: &Section<'_, '_>, tiers: &[&str]) -> BTreeMap<String, u32> {
    let mut per_week = BTreeMap::new();
    let Some(section) = parent.section("per_week") else {
        return per_week;
    };
    for (key, value) in section.table.iter() {
        let name = At {
            value: key.get_ref().to_string(),
            at: key.span().start,
        };
        if !tiers.contains(&name.value.as_str()) {
            section
                .page
                .note_unknown(ProblemCode::UnknownTier, &name, tiers.iter().copied());
        }
        let count = value
            .get_ref()
            .as_integer()
            .and_then(|whole| whole.as_str().parse::<i64>().ok());
        match count
            .filter(|count| (0..=PER_WEEK_MAX).contains(count))
            .and_then(|count| u32::try_from(count).ok())
        {
            Some(count) => drop(per_week.insert(name.value, count)),
            None => section.bad_value(value.span().start, &name.value, "", &format!("0 – {PER_WEEK_MAX}")),
        }
    }
    per_week
}

fn by_sales(section: Option<Section<'_, '_>>) -> OwedBySales {
    let mut owed = OwedBySales {
        first_attempt_kept_min: None,
        persistence_min: None,
        feedback_in_time_min: None,
        specific_min: None,
        still_alive_within: ANSWER_WITHIN,
    };
    let Some(section) = section else { return owed };
    owed.first_attempt_kept_min = section.share("first_attempt_kept_min");
    owed.persistence_min = section.share("persistence_min");
    owed.feedback_in_time_min = section.share("feedback_in_time_min");
    owed.specific_min = section.share("specific_min");
    owed.still_alive_within = section.target("still_alive_within").unwrap_or(ANSWER_WITHIN);
    section.finish();
    owed
}
