//! What would make a lead an MQL: the clauses that are not true of it.

/// What a lead lacks, while it is no MQL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// "What would make this an MQL".
    pub title: String,
    /// Each clause that is not true, and each question that is open.
    pub lines: Vec<Need>,
    /// "Judged 4 Mar 10:02 by agreement v3."
    pub judged: String,
}

/// One line of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// The clause by its name, the question by its words.
    pub what: String,
    /// "does not hold", "cannot be told", "not answered".
    pub state: String,
    /// It cannot be told: something is not known.
    pub unknown: bool,
}
