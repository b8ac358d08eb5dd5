//! What would make a lead an MQL, from the verdict that was kept of it.

use super::Telling;
use crate::screens::lead::{Need, Needs};
use engine::lead::reads::Sheet;
use rules::agreement::{ClauseOutcome, Holds, Stage, Verdict};
use rules::fact::{Body, Fact, Qualified};

/// What it lacks: of a lead that is none by the first definition, or no MQL by the second. `None` once Sales has it or had
/// it, and where no definition was judged.
pub(super) fn needs(telling: &Telling<'_>, sheet: &Sheet) -> Option<Needs> {
    let (fact, qualified) = sheet.facts.iter().rev().find_map(judged)?;
    if sheet.lead.in_hands() || qualified.stage == Stage::Mql {
        return None;
    }
    let verdict = &qualified.verdict;
    let title = match verdict.stage {
        Stage::Lead => "needs-lead",
        _ => "needs-mql",
    };
    let at = telling.moment(fact.occurred_at);
    let values = [
        ("when", at.shown.into()),
        ("version", qualified.version.to_string().into()),
    ];
    Some(Needs {
        title: telling.frame.say(title),
        lines: lines(telling, verdict),
        judged: telling.frame.say_with("needs-judged", &values),
    })
}

fn judged(fact: &Fact) -> Option<(&Fact, &Qualified)> {
    match &fact.body {
        Body::Qualified(qualified) => Some((fact, qualified)),
        _ => None,
    }
}

fn lines(telling: &Telling<'_>, verdict: &Verdict) -> Vec<Need> {
    if verdict.holds == Holds::Yes {
        // every clause holds, and its tier is one in which nobody calls
        return vec![Need {
            what: telling.frame.say("needs-tier"),
            ..Need::default()
        }];
    }
    let clause = |(name, outcome): &(String, ClauseOutcome)| {
        let state = match outcome {
            ClauseOutcome::True => return None,
            ClauseOutcome::False => "needs-false",
            ClauseOutcome::Missing => "needs-missing",
        };
        Some(Need {
            what: name.clone(),
            state: telling.frame.say(state),
            unknown: *outcome == ClauseOutcome::Missing,
        })
    };
    let question = |id: &String| Need {
        what: super::sql::asked(telling, id),
        state: telling.frame.say("needs-open"),
        unknown: true,
    };
    let clauses = verdict.clauses.iter().filter_map(clause);
    clauses.chain(verdict.unanswered.iter().map(question)).collect()
}
