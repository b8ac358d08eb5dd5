//! The checks on what a person wrote about themselves: address, telephone number, country, company, name, and how the form was sent.
//!
//! Promises: every check is a verdict {ok, bad, unknown} with its reason; unknown is not bad; nothing written is changed, only read;
//! a check carries no personal data, so it may stand in a fact. What needs another host (MX, A) is a fact of its own and not here.

mod address;
mod code;
mod contact;
mod country;
mod domain;
mod fold;
mod key;
mod lists;
mod name;
mod phone;
mod plan;
mod state;
mod submit;
mod text;
mod written;

pub use address::{Email, address};
pub use code::{Code, Mark, What};
pub use contact::{Checked, Contact, check_contact};
pub use country::country;
pub use domain::{DomainKind, domain_kind, meant_domain};
pub use lists::is_role;
pub use name::person_name;
pub use phone::{E164, phone};
pub use state::state;
pub use submit::{Submit, SubmitLimits, check_submit, suspected_spam};
pub use text::clean_text;

use serde::{Deserialize, Serialize};

/// Reads the lists and the numbering plans now, so that the first lead does not wait for them (some 80 ms).
/// `home_country` (alpha-2) is the one whose numbers will come first. Nothing depends on its being called.
pub fn prepare(home_country: Option<&str>) {
    let contact = Contact {
        email: Some("a@b.example"),
        phone: Some("000"),
        country: Some("US"),
        state: Some("CA"),
        ..Contact::default()
    };
    check_contact(&contact, None);
    check_contact(
        &Contact {
            country: None,
            ..contact
        },
        home_country,
    );
}

/// One verdict: what was looked at, how it came out, and why when it is not plainly ok.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at.
    pub what: What,
    /// How it came out.
    pub mark: Mark,
    /// The coded why. `None` for a plain ok.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
}

impl Check {
    /// Fine.
    pub const fn ok(what: What) -> Self {
        Self {
            what,
            mark: Mark::Ok,
            reason: None,
        }
    }

    /// Wrong, for this reason.
    pub const fn bad(what: What, reason: Code) -> Self {
        Self {
            what,
            mark: Mark::Bad,
            reason: Some(reason),
        }
    }

    /// Not known, for this reason. Not held against the lead.
    pub const fn unknown(what: What, reason: Code) -> Self {
        Self {
            what,
            mark: Mark::Unknown,
            reason: Some(reason),
        }
    }
}
