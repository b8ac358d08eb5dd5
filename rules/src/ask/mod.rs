//! What someone asks for. Whatever changes anything is an ask and goes through the one door.
//!
//! Commands lie in groups by what they are about, a file each. How an ask is written knows nothing of groups: its hash
//! tells a repeat from another ask, also after an upgrade (`rules/tests/commands.rs`).

mod account;
mod agreement;
mod alerts;
mod answers;
mod capture;
mod company;
mod deal;
mod duty;
mod fields;
mod handoff;
mod lead;
mod letter;
mod pattern;
mod prepare;
mod team;
mod told;

pub use account::OfAccount;
pub use agreement::OfAgreement;
pub use alerts::{ALERT_URL_MAX, AlertBy, AlertPlace};
pub use answers::Answers;
pub use capture::Capture;
pub use company::OfCompany;
pub use deal::OfDeal;
pub use duty::OfDuty;
pub use fields::OfFields;
pub use handoff::OfHandoff;
pub use lead::OfLead;
pub use letter::OfLetter;
pub use pattern::OfPattern;
pub use prepare::{FIELDS_MAX, LINE_MAX, NOTE_MAX, Prepared, Readied, prepare};
pub use team::OfTeam;
pub use told::{Ask, Told};

use serde::{Deserialize, Serialize};

/// Most messages that one ask lets wait.
pub const POSTPONED_MAX: usize = 500;

/// Most leads in one slice of an act over many.
pub const SLICE_MAX: usize = 500;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Command {
    /// About a lead.
    Lead(OfLead),
    /// About a handoff.
    Handoff(OfHandoff),
    /// About a deal.
    Deal(OfDeal),
    /// About a pattern of C's.
    Pattern(OfPattern),
    /// About the team.
    Team(OfTeam),
    /// About duty.
    Duty(OfDuty),
    /// About a company.
    Company(OfCompany),
    /// About the agreement.
    Agreement(OfAgreement),
    /// About the company's own fields.
    Fields(OfFields),
    /// About an account.
    Account(OfAccount),
    /// About messages.
    Letter(OfLetter),
}

/// What is of a group is a command.
macro_rules! groups {
    ($($group:ident($of:ident)),* $(,)?) => {
        $(impl From<$of> for Command {
            fn from(of: $of) -> Self {
                Self::$group(of)
            }
        })*
    };
}

groups!(
    Lead(OfLead),
    Handoff(OfHandoff),
    Deal(OfDeal),
    Pattern(OfPattern),
    Team(OfTeam),
    Duty(OfDuty),
    Company(OfCompany),
    Agreement(OfAgreement),
    Fields(OfFields),
    Account(OfAccount),
    Letter(OfLetter),
);
