//! A sample of a company.

use super::{choices, framed};
use crate::frame::{Frame, Place, Role};
use crate::screens::company::{CompanyPage, Telling};

/// An existing customer with an open deal.
#[must_use]
pub fn company(frame: Frame) -> CompanyPage {
    let list = [("", "nobody"), ("user_9", "Sample Person 9")];
    CompanyPage {
        frame: framed(frame, Place::Leads, Role::Manager),
        domain: "sample-company.example".to_owned(),
        back: "/leads/lead_1".to_owned(),
        problem: None,
        known: vec![
            "Open deal: Sample Person 9".to_owned(),
            "Account: Sample Person 10".to_owned(),
            "Worked with it last: Sample Person 11".to_owned(),
            "An existing customer: outside Marketing’s count.".to_owned(),
        ],
        telling: Some(Telling {
            action: "/leads/lead_1/company".to_owned(),
            account: choices(&list),
            customer: true,
            deal: choices(&list),
        }),
    }
}
