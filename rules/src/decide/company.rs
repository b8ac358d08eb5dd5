//! Whose account and open deal a company is, as told, and what is remembered of those who worked with it.

use super::draft::Draft;
use super::leaver::takes_leads;
use crate::Id;
use crate::company::{Company, named, of_person};
use crate::fact::{AccountSet, Body, CompanyWorked, DealSet, Subject};
use crate::refusal::Refusal;
use crate::roster::Act;
use serde_json::json;

fn told_of(draft: &Draft<'_>, domain: &str, owner: Option<Id>) -> Result<Subject, Refusal> {
    draft.allow(Act::Account)?;
    let subject = named(domain).ok_or_else(|| Refusal::invalid("no_company_domain", "domain"))?;
    match owner {
        Some(owner) if !takes_leads(draft, owner) => Err(Refusal::invalid("nobody_to_own", "owner")),
        _ => Ok(subject),
    }
}

pub(super) fn account(draft: &mut Draft<'_>, domain: &str, owner: Option<Id>, customer: bool) -> Result<(), Refusal> {
    let subject = told_of(draft, domain, owner)?;
    draft.other_fact(subject, Body::AccountSet(AccountSet { owner, customer }));
    draft.answer(json!({ "company": subject.id.show("company") }));
    Ok(())
}

pub(super) fn deal(draft: &mut Draft<'_>, domain: &str, owner: Option<Id>) -> Result<(), Refusal> {
    let subject = told_of(draft, domain, owner)?;
    draft.other_fact(subject, Body::DealSet(DealSet { owner }));
    draft.answer(json!({ "company": subject.id.show("company") }));
    Ok(())
}

impl Draft<'_> {
    /// The company of the lead in hand, where it has one.
    pub(super) fn company_of(&self, lead: Id) -> Option<Subject> {
        self.known_person(lead).and_then(of_person)
    }

    /// What is known of it.
    pub(super) fn company(&self, lead: Id) -> Option<&Company> {
        self.world.companies.get(&self.company_of(lead)?.id)
    }

    /// Remembers who worked with the company of the lead in hand, and whether a deal goes on.
    pub(super) fn company_worked(&mut self, lead: Id, handoff: Id, deal: bool) {
        let Some(subject) = self.company_of(lead) else { return };
        let owner = self.lead.as_ref().and_then(|l| l.handoff(handoff)?.owner);
        let worked = CompanyWorked {
            lead,
            handoff,
            owner,
            deal,
        };
        self.other_fact(subject, Body::CompanyWorked(worked));
    }
}
