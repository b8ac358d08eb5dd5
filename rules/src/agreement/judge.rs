//! What a lead comes to under an agreement.

use super::Agreement;
use super::terms::{Clause, Definition, Ideal, Missing, RotationRule, ScoreRule, Stage, Tier};
use crate::criteria::Facets;
use crate::fact::Added;
use crate::score::{self, Group, ScoreLine};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Whether a definition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Marketing is to look.
    Review,
}

/// What one clause came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseOutcome {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It cannot be told.
    Missing,
}

/// What a lead came to under a definition. Names and codes only, nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whose definition.
    pub stage: Stage,
    /// Whether it holds. A stage without a definition requires nothing.
    pub holds: Holds,
    /// Each clause by name. Those not true are what it would take.
    pub clauses: Vec<(String, ClauseOutcome)>,
    /// Fields that were read and are absent, sorted; of a lead that passed, "unchecked".
    pub absent: Vec<String>,
    /// Questions still to be answered; while there are any, it does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<String>,
}

impl Verdict {
    /// Why it does not hold: clauses that are not true by their names, then questions still open by their ids. Empty
    /// where it holds.
    pub fn lacks(&self) -> Vec<String> {
        if self.holds == Holds::Yes {
            return Vec::new();
        }
        let open = self.clauses.iter().filter(|(_, told)| *told != ClauseOutcome::True);
        let names = open.map(|(name, _)| name.clone());
        names.chain(self.unanswered.iter().cloned()).collect()
    }

    /// Ready because the day agreed with the rep came: no definition is asked.
    pub fn agreed_day() -> Self {
        Self {
            stage: Stage::Mql,
            holds: Holds::Yes,
            clauses: vec![],
            absent: vec![],
            unanswered: vec![],
        }
    }
}

/// A lead judged by the definitions that stand before a handoff.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    /// By the definition of a lead.
    pub counts: Verdict,
    /// What is to become of it.
    pub settled: Settled<'a>,
}

/// What is to become of a lead whose definitions are judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled<'a> {
    /// It is no lead by the first definition.
    NotCounted,
    /// It looks like spam: Marketing is to look before anything is judged.
    Suspected,
    /// It goes to Sales, in this tier.
    Ready(&'a Tier, Verdict),
    /// Marketing is to look: something cannot be told.
    Unclear(Verdict),
    /// Not ready, or nobody is to call: cared for until it is.
    NotReady(Verdict),
}

impl Agreement {
    /// What is to become of a lead with these facets. One rule for the decision and for a replay of it.
    pub fn settle(&self, facets: &Facets, suspected: bool) -> Judged<'_> {
        let counts = self.judge(Stage::Lead, facets);
        let settled = match counts.holds {
            Holds::No => Settled::NotCounted,
            _ if suspected => Settled::Suspected,
            _ => self.settle_counted(facets),
        };
        Judged { counts, settled }
    }

    fn settle_counted(&self, facets: &Facets) -> Settled<'_> {
        let verdict = self.judge(Stage::Mql, facets);
        let tier = self.tier(facets).filter(|tier| tier.first_attempt.is_some());
        match (verdict.holds, tier) {
            (Holds::Yes, Some(tier)) => Settled::Ready(tier, verdict),
            (Holds::Review, Some(_)) => Settled::Unclear(verdict),
            _ => Settled::NotReady(verdict),
        }
    }

    /// The tier of a lead that Marketing releases: its own, or the first in which somebody calls.
    pub fn tier_of_release(&self, facets: &Facets) -> Option<&Tier> {
        let some = || self.tiers.iter().find(|tier| tier.first_attempt.is_some());
        self.tier(facets)
            .filter(|tier| tier.first_attempt.is_some())
            .or_else(some)
    }

    /// The tier of a lead whose agreed day came: *return*, or the first in which somebody calls.
    pub fn tier_of_return(&self) -> Option<&Tier> {
        let some = || self.tiers.iter().find(|tier| tier.first_attempt.is_some());
        self.tier_named("return").or_else(some)
    }

    /// What the score rules would add for a touch, without adding it: fit rules only where no line of theirs is known.
    pub fn added(&self, facets: &Facets, lines: &[ScoreLine]) -> Vec<Added> {
        let due =
            |rule: &&ScoreRule| rule.group == Group::Engagement || !lines.iter().any(|line| line.rule == rule.name);
        let added = |rule: &ScoreRule| Added {
            rule: rule.name.clone(),
            group: rule.group,
            points: rule.points,
            half_life: rule.half_life,
            cap: rule.cap,
        };
        self.scores
            .iter()
            .filter(due)
            .filter(|rule| rule.when.holds(facets))
            .map(added)
            .collect()
    }

    /// Judges a lead by a stage's definition.
    pub fn judge(&self, stage: Stage, facets: &Facets) -> Verdict {
        let mut verdict = Verdict {
            stage,
            holds: Holds::Yes,
            clauses: vec![],
            absent: vec![],
            unanswered: vec![],
        };
        if let Some(definition) = self.definition(stage) {
            judge_clauses(definition, facets, &mut verdict);
            verdict.unanswered = unanswered(&definition.questions, facets);
        }
        if !verdict.unanswered.is_empty() {
            verdict.holds = Holds::No;
        }
        verdict.absent.sort();
        verdict.absent.dedup();
        verdict
    }

    /// Questions that are to be answered before a handoff and are not, by id.
    pub fn unanswered_at_handoff(&self, facets: &Facets) -> Vec<String> {
        unanswered(&self.handoff.questions, facets)
    }

    /// Each clause of the ideal customer with what it comes to: true, false, or `None` where it cannot be told.
    pub fn ideal_of(&self, facets: &Facets) -> Vec<(&str, Option<bool>)> {
        let told = |clause: &'_ Ideal| clause.when.judge_listing(facets).0;
        self.ideal
            .iter()
            .map(|clause| (clause.name.as_str(), told(clause)))
            .collect()
    }

    /// The first tier that matches. The last takes everything, so there is one.
    pub fn tier(&self, facets: &Facets) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.when.holds(facets))
    }

    /// The first rotation that matches. The last takes everything, so there is one.
    pub fn rotation_for(&self, facets: &Facets) -> Option<&RotationRule> {
        self.rotations.iter().find(|rotation| rotation.when.holds(facets))
    }

    /// Scores a touch: adds the points of every engagement rule that holds, and settles fit anew. The names of the rules
    /// that added points, in the order of the text.
    pub fn score_touch(&self, facets: &Facets, lines: &mut Vec<ScoreLine>, at: Instant) -> Vec<String> {
        let mut added = self.score_fit(facets, lines, at);
        for rule in self.scores.iter().filter(|rule| rule.group == Group::Engagement) {
            if rule.when.holds(facets) {
                score::add(line_of(rule, lines, at), rule.points, at);
                added.push(rule.name.clone());
            }
        }
        added
    }

    /// Settles fit: who they are earns each rule's points once, and no longer once the rule does not hold. The names of
    /// the rules that hold now and did not before.
    pub fn score_fit(&self, facets: &Facets, lines: &mut Vec<ScoreLine>, at: Instant) -> Vec<String> {
        let mut added = Vec::new();
        for rule in self.scores.iter().filter(|rule| rule.group == Group::Fit) {
            let known = lines.iter().any(|line| line.rule == rule.name);
            match rule.when.holds(facets) {
                true if !known => {
                    score::add(line_of(rule, lines, at), rule.points, at);
                    added.push(rule.name.clone());
                }
                false if known => lines.retain(|line| line.rule != rule.name),
                _ => {}
            }
        }
        added
    }
}

fn judge_clauses(definition: &Definition, facets: &Facets, verdict: &mut Verdict) {
    for clause in &definition.clauses {
        let (told, absent) = clause.when.judge_listing(facets);
        let (outcome, holds) = match told {
            Some(true) => (ClauseOutcome::True, Holds::Yes),
            Some(false) => (ClauseOutcome::False, Holds::No),
            None => (ClauseOutcome::Missing, unknown(clause, facets)),
        };
        verdict.holds = weaker(verdict.holds, holds);
        verdict.clauses.push((clause.name.clone(), outcome));
        verdict.absent.extend(absent);
    }
}

/// What a clause that cannot be told means for the whole. A request is never held for review.
fn unknown(clause: &Clause, facets: &Facets) -> Holds {
    clause.when_missing(facets.text("submission.kind") == Some("request"))
}

impl Clause {
    /// What it means for the whole that this clause cannot be told.
    pub fn when_missing(&self, request: bool) -> Holds {
        match self.missing {
            Some(Missing::Pass) => Holds::Yes,
            Some(Missing::Fail) => Holds::No,
            Some(Missing::Review) | None if request => Holds::Yes,
            Some(Missing::Review) | None => Holds::Review,
        }
    }
}

/// One clause that fails settles it; otherwise one to look at.
fn weaker(one: Holds, two: Holds) -> Holds {
    match (one, two) {
        (Holds::No, _) | (_, Holds::No) => Holds::No,
        (Holds::Review, _) | (_, Holds::Review) => Holds::Review,
        (Holds::Yes, Holds::Yes) => Holds::Yes,
    }
}

fn unanswered(questions: &[String], facets: &Facets) -> Vec<String> {
    let open = |id: &&String| facets.get(&format!("answers.{id}")).is_none();
    questions.iter().filter(open).cloned().collect()
}

fn line_of<'l>(rule: &ScoreRule, lines: &'l mut Vec<ScoreLine>, at: Instant) -> &'l mut ScoreLine {
    let place = lines.iter().position(|line| line.rule == rule.name).unwrap_or_else(|| {
        lines.push(empty_line(rule, at));
        lines.len() - 1
    });
    &mut lines[place]
}

fn empty_line(rule: &ScoreRule, at: Instant) -> ScoreLine {
    ScoreLine {
        rule: rule.name.clone(),
        group: rule.group,
        value: 0.0,
        as_of: at,
        half_life: rule.half_life,
        cap: rule.cap,
        times: 0,
    }
}
