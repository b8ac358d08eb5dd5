//! What is asked about the company's own fields.

use crate::fields::OwnField;
use serde::{Deserialize, Serialize};

/// What is asked of the company's own fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfFields {
    /// Add a field of the company's own.
    AddField {
        /// `lead.…` or `company.…`.
        name: String,
        /// What it is.
        field: OwnField,
    },
    /// Give a field another label.
    RelabelField {
        /// Which.
        name: String,
        /// What people call it from now on.
        label: String,
    },
    /// Write nothing new in a field.
    RetireField {
        /// Which.
        name: String,
    },
}
