//! What is asked about a company.

use crate::Id;
use serde::{Deserialize, Serialize};

/// What is asked of a company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfCompany {
    /// Say whose account a company is, and whether it buys from us already.
    SetAccount {
        /// The company's mail domain.
        domain: String,
        /// Whose; nobody's where nothing is said.
        owner: Option<Id>,
        /// An existing customer.
        customer: bool,
    },
    /// Say whose open deal a company has.
    SetDeal {
        /// The company's mail domain.
        domain: String,
        /// Whose; there is none where nothing is said.
        owner: Option<Id>,
    },
}
