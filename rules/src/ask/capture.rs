//! What a form, a file or a program sends of somebody.

use crate::Instant;
use crate::fact::SubmissionKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A submission as it came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Capture {
    /// The kind of hand raised.
    pub kind: SubmissionKind,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, as typed.
    pub phone: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Country: code or name.
    pub country: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// What the person wrote.
    pub message: Option<String>,
    /// Form code.
    pub form: Option<String>,
    /// Source code (`utm_source`).
    pub source: Option<String>,
    /// Campaign code (`utm_campaign`).
    pub campaign: Option<String>,
    /// Landing page.
    pub landing: Option<String>,
    /// The consent words that stood beside the box that was ticked.
    pub consent: Option<String>,
    /// An id in another system: `system:id`.
    pub external_id: Option<String>,
    /// When it happened at the source.
    pub occurred_at: Option<Instant>,
    /// Registry fields by name (`company.employees`).
    pub fields: BTreeMap<String, String>,
    /// Inputs that no field is mapped to; kept as they came.
    pub extra: BTreeMap<String, String>,
    /// Something wrote into the field that people do not see.
    pub trapped: bool,
    /// Seconds from showing the form to sending it.
    pub seconds_to_send: Option<i64>,
}
