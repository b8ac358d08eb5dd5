//! Definitions and score rules.

use super::load::unique;
use super::page::{At, Section};
use super::problem::ProblemCode;
use super::terms::{Clause, Definition, Ideal, Missing, ScoreRule, Side, Stage};
use crate::calendar::Target;
use crate::criteria::Criterion;
use crate::fields::Registry;
use crate::score::Group;
use crate::time::Span;

/// Most clauses of a definition.
const CLAUSES_MAX: usize = 30;
/// Most definitions: one a stage.
const DEFINITIONS_MAX: usize = 4;
/// Most score rules.
const SCORES_MAX: usize = 100;
/// Most points of a rule, up or down, and the highest cap.
const POINTS_MAX: f64 = 10_000.0;
/// Longest half-life, in days.
const HALF_LIFE_DAYS_MAX: i64 = 3_650;

const STAGES: [(&str, Stage); 4] = [
    ("lead", Stage::Lead),
    ("mql", Stage::Mql),
    ("sal", Stage::Sal),
    ("sql", Stage::Sql),
];

/// The definitions; lead, MQL and SQL must be there.
pub(super) fn definitions(whole: &Section<'_, '_>, registry: &Registry) -> Vec<Definition> {
    let mut found: Vec<Definition> = Vec::new();
    let questions = whole.names_in("question", "id");
    let sections = whole.sections("definition", DEFINITIONS_MAX);
    let expected = sections.len();
    for section in sections {
        let at = section.place_of("stage");
        let Some(definition) = definition(section, registry, &questions) else {
            continue;
        };
        if found.iter().any(|other| other.stage == definition.stage) {
            whole
                .page
                .note(at, ProblemCode::Duplicate, &[stage_name(definition.stage)], "");
        }
        found.push(definition);
    }
    if found.len() == expected {
        none_lacks(whole, &found);
    }
    found
}

fn none_lacks(whole: &Section<'_, '_>, found: &[Definition]) {
    for stage in [Stage::Lead, Stage::Mql, Stage::Sql] {
        if !found.iter().any(|definition| definition.stage == stage) {
            let expected = format!("[[definition]] stage = \"{}\"", stage_name(stage));
            whole.page.note(
                whole.place_of("definition"),
                ProblemCode::NoDefinition,
                &[stage_name(stage)],
                &expected,
            );
        }
    }
}

fn stage_name(stage: Stage) -> &'static str {
    STAGES
        .iter()
        .find(|(_, known)| *known == stage)
        .map_or("", |(name, _)| name)
}

fn definition(section: Section<'_, '_>, registry: &Registry, questions: &[&str]) -> Option<Definition> {
    let stage = section.required("stage", section.one_of("stage", &STAGES));
    let sides = [("marketing", Side::Marketing), ("sales", Side::Sales)];
    let owner = section.required("owner", section.one_of("owner", &sides));
    let asked = asked(&section, questions);
    let clauses = clauses(&section, registry);
    if none_written(&section) {
        section.page.note(
            section.at,
            ProblemCode::NoClauses,
            &[stage.map_or("", stage_name)],
            "requires",
        );
    }
    section.finish();
    Some(Definition {
        stage: stage?,
        owner: owner?,
        clauses,
        questions: asked,
    })
}

/// The ids of questions that are to be answered.
pub(super) fn asked(section: &Section<'_, '_>, questions: &[&str]) -> Vec<String> {
    let asked = section.texts("questions", questions.len().max(1));
    unique(section.page, asked.iter());
    for id in asked.iter().filter(|id| !questions.contains(&id.value.as_str())) {
        let known = questions.iter().copied();
        section.page.note_unknown(ProblemCode::UnknownQuestion, id, known);
    }
    asked.into_iter().map(|id| id.value).collect()
}

/// The clauses of the ideal customer: of the person and the company, nothing that they did.
pub(super) fn ideal(whole: &Section<'_, '_>, registry: &Registry) -> Vec<Ideal> {
    let found: Vec<_> = whole
        .sections("ideal", CLAUSES_MAX)
        .into_iter()
        .filter_map(|section| ideal_clause(section, registry))
        .collect();
    unique(whole.page, found.iter().map(|(name, _)| name));
    found.into_iter().map(|(_, clause)| clause).collect()
}

fn ideal_clause(section: Section<'_, '_>, registry: &Registry) -> Option<(At<String>, Ideal)> {
    let name = section.required("name", section.text("name"));
    let when = section.required("when", section.criterion("when", registry));
    if let Some(when) = &when {
        for group in ["touch.", "score.", "submission."] {
            out_of_place(&section, when, group);
        }
    }
    section.finish();
    let (name, when) = (name?, when?);
    let clause = Ideal {
        name: name.value.clone(),
        when: when.value,
    };
    Some((name, clause))
}

fn none_written(section: &Section<'_, '_>) -> bool {
    section
        .table
        .get("requires")
        .is_none_or(|list| list.get_ref().as_array().is_some_and(|list| list.is_empty()))
}

fn clauses(section: &Section<'_, '_>, registry: &Registry) -> Vec<Clause> {
    let found: Vec<_> = section
        .sections("requires", CLAUSES_MAX)
        .into_iter()
        .filter_map(|s| clause(s, registry))
        .collect();
    unique(section.page, found.iter().map(|(name, _)| name));
    found.into_iter().map(|(_, clause)| clause).collect()
}

fn clause(section: Section<'_, '_>, registry: &Registry) -> Option<(At<String>, Clause)> {
    let name = section.required("name", section.text("name"));
    let when = section.required("when", section.criterion("when", registry));
    let meanings = [
        ("review", Missing::Review),
        ("pass", Missing::Pass),
        ("fail", Missing::Fail),
    ];
    let missing = section.one_of("missing", &meanings);
    if let Some(when) = &when {
        no_touch(&section, when);
    }
    section.finish();
    let (name, when) = (name?, when?);
    let clause = Clause {
        name: name.value.clone(),
        when: when.value,
        missing,
    };
    Some((name, clause))
}

/// Notes a criterion that reads a touch where there is none to see.
pub(super) fn no_touch(section: &Section<'_, '_>, when: &At<Criterion>) {
    out_of_place(section, when, "touch.");
}

fn out_of_place(section: &Section<'_, '_>, when: &At<Criterion>, group: &str) {
    if let Some(field) = when.value.fields().iter().find(|field| field.starts_with(group)) {
        section.page.note(when.at, ProblemCode::FieldOutOfPlace, &[field], "");
    }
}

/// The score rules.
pub(super) fn scores(whole: &Section<'_, '_>, registry: &Registry) -> Vec<ScoreRule> {
    let found: Vec<_> = whole
        .sections("score", SCORES_MAX)
        .into_iter()
        .filter_map(|s| score(s, registry))
        .collect();
    unique(whole.page, found.iter().map(|(name, _)| name));
    found.into_iter().map(|(_, rule)| rule).collect()
}

fn score(section: Section<'_, '_>, registry: &Registry) -> Option<(At<String>, ScoreRule)> {
    let name = section.required("name", section.text("name"));
    let groups = [("fit", Group::Fit), ("engagement", Group::Engagement)];
    let group = section.required("group", section.one_of("group", &groups));
    let when = section.required("when", section.criterion("when", registry));
    let points = section.required("points", section.number("points", -POINTS_MAX..=POINTS_MAX));
    let cap = section.number("cap", 0.0..=POINTS_MAX);
    let never = section.spelled_out("half_life", "never");
    let written = section.text("half_life").filter(|_| !never);
    let half_life = written.and_then(|text| half_life(&section, &text));
    if let (Some(group), Some(when)) = (group, &when) {
        sensible(&section, group, when, points, cap);
    }
    section.finish();
    let (name, points) = (name?, points?);
    let cap = cap.unwrap_or(points.abs());
    let rule = ScoreRule {
        name: name.value.clone(),
        group: group?,
        when: when?.value,
        points,
        half_life,
        cap,
    };
    Some((name, rule))
}

/// Fit is a state and reads no touch; engagement is earned by touches, falls only, and has a cap.
fn sensible(section: &Section<'_, '_>, group: Group, when: &At<Criterion>, points: Option<f64>, cap: Option<f64>) {
    out_of_place(section, when, "score.");
    if group == Group::Fit {
        no_touch(section, when);
        if section.table.get("half_life").is_some() && !section.spelled_out("half_life", "never") {
            section.bad_value(section.place_of("half_life"), "half_life", "", "group = \"engagement\"");
        }
        return;
    }
    if !when.value.fields().iter().any(|field| field.starts_with("touch.")) {
        section
            .page
            .note(when.at, ProblemCode::ScoreWithoutTouch, &[], "touch.kind");
    }
    if points.is_some_and(|points| points <= 0.0) {
        section.bad_value(section.place_of("points"), "points", "", "> 0");
    }
    if cap.is_none() {
        section.required::<f64>("cap", None);
    }
}

/// `14d`, `36h`: plain time, not business time.
fn half_life(section: &Section<'_, '_>, text: &At<String>) -> Option<Span> {
    let span = match text.value.strip_suffix('d') {
        Some(days) => days.parse::<u16>().ok().map(|days| Span::days(i64::from(days))),
        None => match text.value.parse() {
            Ok(Target::Span(span)) => Some(span),
            _ => None,
        },
    };
    let span = span.filter(|span| *span > Span::ZERO && *span <= Span::days(HALF_LIFE_DAYS_MAX));
    if span.is_none() {
        section.bad_value(text.at, "half_life", &text.value, "14d, 36h");
    }
    span
}
