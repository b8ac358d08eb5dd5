//! What is wrong with an agreement's text, and where.

use crate::criteria::CriterionCode;
use serde::{Serialize, Serializer};
use std::fmt;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// The text is longer than allowed. Arguments: found, allowed (bytes).
    TooLong,
    /// Not TOML. Arguments: what the parser said, in its words.
    Syntax,
    /// Not a format that this Baton reads. Arguments: found.
    Format,
    /// A key that means nothing here. Arguments: the key. Expected: the nearest known, or all.
    UnknownKey,
    /// A key that must be there. Arguments: the key.
    MissingKey,
    /// A value of another kind. Arguments: the key.
    WrongKind,
    /// A value that is not among those allowed. Arguments: the key, what was found.
    BadValue,
    /// More entries than allowed. Arguments: the key, found, allowed.
    TooMany,
    /// A name that is taken. Arguments: the name.
    Duplicate,
    /// A stage without its definition. Arguments: the stage.
    NoDefinition,
    /// A definition without clauses. Arguments: the stage.
    NoClauses,
    /// The last of the tiers or rotations does not take everything. Arguments: its name.
    LastNotAlways,
    /// Comes after one that takes everything. Arguments: its name, the other's.
    Unreachable,
    /// No such calendar. Arguments: the name.
    UnknownCalendar,
    /// No such rotation. Arguments: the name.
    UnknownRotation,
    /// A rotation hands to one that hands on itself. Arguments: its name, the other's.
    HandsOnTwice,
    /// No such question. Arguments: the id.
    UnknownQuestion,
    /// No such tier. Arguments: the name.
    UnknownTier,
    /// No such role. Arguments: the name.
    UnknownRole,
    /// An amount in another currency than the one beside it. Arguments: found, the other.
    Currency,
    /// Counted by value, while what a lead of this tier is worth is not said. Arguments: the tier.
    WorthUnknown,
    /// A rung after the clock is due. Arguments: what was written.
    EscalationAfterDue,
    /// Rungs not in order of time. Arguments: what was written.
    EscalationOrder,
    /// Not as many gaps as attempts. Arguments: gaps, attempts.
    CadenceGaps,
    /// More calls than attempts. Arguments: calls, attempts.
    CadenceCalls,
    /// The gaps add up to more than the cadence's time. Arguments: business days of the gaps, allowed.
    CadenceTooLong,
    /// Only an attempt can have this. Arguments: the key.
    WithoutFirstAttempt,
    /// A criterion that reads what is not known there. Arguments: the field.
    FieldOutOfPlace,
    /// A clause that names fields and is always true, or never. Arguments: the clause, `true` or `false`.
    ClauseConstant,
    /// Engagement that reads no touch would earn points at every touch.
    ScoreWithoutTouch,
    /// A clause is not right; its own code.
    Clause(CriterionCode),
    /// A calendar is not right; its own code.
    Calendar(&'static str),
}

impl ProblemCode {
    /// The code's stable name, for translation.
    pub const fn name(self) -> &'static str {
        match self {
            ProblemCode::TooLong => "too_long",
            ProblemCode::Syntax => "syntax",
            ProblemCode::Format => "format",
            ProblemCode::UnknownKey => "unknown_key",
            ProblemCode::MissingKey => "missing_key",
            ProblemCode::WrongKind => "wrong_kind",
            ProblemCode::BadValue => "bad_value",
            ProblemCode::TooMany => "too_many",
            ProblemCode::Duplicate => "duplicate",
            ProblemCode::NoDefinition => "no_definition",
            ProblemCode::NoClauses => "no_clauses",
            ProblemCode::LastNotAlways => "last_not_always",
            ProblemCode::Unreachable => "unreachable",
            ProblemCode::UnknownCalendar => "unknown_calendar",
            ProblemCode::UnknownRotation => "unknown_rotation",
            ProblemCode::HandsOnTwice => "hands_on_twice",
            ProblemCode::UnknownQuestion => "unknown_question",
            ProblemCode::UnknownTier => "unknown_tier",
            ProblemCode::UnknownRole => "unknown_role",
            ProblemCode::Currency => "currency",
            ProblemCode::WorthUnknown => "worth_unknown",
            ProblemCode::EscalationAfterDue => "escalation_after_due",
            ProblemCode::EscalationOrder => "escalation_order",
            ProblemCode::CadenceGaps => "cadence_gaps",
            ProblemCode::CadenceCalls => "cadence_calls",
            ProblemCode::CadenceTooLong => "cadence_too_long",
            ProblemCode::WithoutFirstAttempt => "without_first_attempt",
            ProblemCode::FieldOutOfPlace => "field_out_of_place",
            ProblemCode::ClauseConstant => "clause_constant",
            ProblemCode::ScoreWithoutTouch => "score_without_touch",
            ProblemCode::Clause(code) => code.name(),
            ProblemCode::Calendar(code) => code,
        }
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What.
    pub code: ProblemCode,
    /// The code's arguments, in the order that the code names them.
    pub args: Vec<String>,
    /// What would have been right: a name, a kind, a form. May be empty.
    pub expected: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.line, self.column, self.code.name())?;
        if !self.args.is_empty() {
            write!(f, " ({})", self.args.join(", "))?;
        }
        if !self.expected.is_empty() {
            write!(f, " → {}", self.expected)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
