//! Why a clause was not taken.

use std::fmt;

/// What is wrong with a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CriterionCode {
    /// Nothing written.
    Empty,
    /// More characters than allowed. Arguments: found, allowed.
    TooLong,
    /// Brackets or operators nested deeper than allowed. Arguments: allowed.
    TooDeep,
    /// More parts than allowed. Arguments: found, allowed.
    TooManyParts,
    /// A list with more entries than allowed. Arguments: found, allowed.
    ListTooLong,
    /// Would take more steps to judge than allowed. Arguments: found, allowed.
    TooCostly,
    /// Not CEL. Arguments: what the parser said, in its words.
    Syntax,
    /// No such field. Arguments: the name as written.
    UnknownField,
    /// No such function, or not one we allow. Arguments: the name as written.
    UnknownFunction,
    /// CEL that Baton does not use. Arguments: what it is.
    Unsupported,
    /// Kinds that do not go together. Arguments: the operator or function, what was found.
    WrongKind,
    /// The whole clause is not true or false. Arguments: what it is.
    NotTrueOrFalse,
    /// `exists` or `all` inside another.
    NestedQuantifier,
    /// A text compared with a country field that is no country's two letters. Arguments: the text.
    NotACountry,
    /// A text compared with a choice field that is none of its choices. Arguments: the text.
    NotAChoice,
    /// A text compared with a date field that is no day. Arguments: the text.
    NotADate,
    /// A pattern that is not written out in the clause.
    PatternNotLiteral,
    /// A pattern that is no regular expression, or too large a one. Arguments: the pattern.
    Pattern,
}

impl CriterionCode {
    /// The code's stable name, for translation.
    pub const fn name(self) -> &'static str {
        match self {
            CriterionCode::Empty => "clause_empty",
            CriterionCode::TooLong => "clause_too_long",
            CriterionCode::TooDeep => "clause_too_deep",
            CriterionCode::TooManyParts => "clause_too_many_parts",
            CriterionCode::ListTooLong => "clause_list_too_long",
            CriterionCode::TooCostly => "clause_too_costly",
            CriterionCode::Syntax => "clause_syntax",
            CriterionCode::UnknownField => "clause_unknown_field",
            CriterionCode::UnknownFunction => "clause_unknown_function",
            CriterionCode::Unsupported => "clause_unsupported",
            CriterionCode::WrongKind => "clause_wrong_kind",
            CriterionCode::NotTrueOrFalse => "clause_not_true_or_false",
            CriterionCode::NestedQuantifier => "clause_nested_quantifier",
            CriterionCode::NotACountry => "clause_not_a_country",
            CriterionCode::NotAChoice => "clause_not_a_choice",
            CriterionCode::NotADate => "clause_not_a_date",
            CriterionCode::PatternNotLiteral => "clause_pattern_not_literal",
            CriterionCode::Pattern => "clause_pattern",
        }
    }
}

/// What is wrong with a clause, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionProblem {
    /// What.
    pub code: CriterionCode,
    /// Where: characters from the clause's start.
    pub at: usize,
    /// The code's arguments.
    pub args: Vec<String>,
    /// What would have been right: a name, a kind, a list of choices. May be empty.
    pub expected: String,
}

impl CriterionProblem {
    pub(super) fn new(code: CriterionCode, at: usize, args: &[&str]) -> Self {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        Self {
            code,
            at,
            args,
            expected: String::new(),
        }
    }

    pub(super) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(super) fn over(code: CriterionCode, at: usize, found: usize, allowed: usize) -> Self {
        Self::new(code, at, &[&found.to_string(), &allowed.to_string()]).expected(allowed.to_string())
    }
}

impl fmt::Display for CriterionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at {} ({}) expected {}",
            self.code.name(),
            self.at,
            self.args.join(", "),
            self.expected
        )
    }
}

impl std::error::Error for CriterionProblem {}
