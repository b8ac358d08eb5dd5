//! A company: whose account it is, whether it buys from us already, whose open deal, and who worked with it last. The
//! CRM tells of accounts and deals; what Baton saw itself, an *advanced* that is still alive, counts where nobody told.

use crate::Id;
use crate::Instant;
use crate::check::{DomainKind, domain_kind};
use crate::fact::{Body, Fact, Subject, SubjectKind};
use crate::person::Person;
use serde::{Deserialize, Serialize};

/// A deal that Baton saw begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Of which lead.
    pub lead: Id,
    /// Whose.
    pub owner: Id,
}

/// What is known of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its last fact's place.
    pub seq: i64,
    /// When that was recorded.
    pub last_at: Instant,
    /// Whose account it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Id>,
    /// Whether it buys from us already: it is the account's manager's then, and outside Marketing's count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub customer: bool,
    /// Whose open deal, as was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Id>,
    /// The deal that Baton saw begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// Who had its last handoff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Id>,
}

impl Company {
    /// Whose open deal it is, if there is one.
    pub fn deal(&self) -> Option<Id> {
        self.told.or(self.seen.as_ref().map(|seen| seen.owner))
    }

    /// Applies one fact.
    pub fn apply(&mut self, fact: &Fact) {
        (self.seq, self.last_at) = (fact.seq, fact.recorded_at);
        match &fact.body {
            Body::AccountSet(set) => (self.account, self.customer) = (set.owner, set.customer),
            Body::DealSet(set) => self.told = set.owner,
            Body::CompanyWorked(worked) => {
                self.earlier = worked.owner.or(self.earlier);
                let other = |seen: &Seen| seen.lead != worked.lead;
                self.seen = match (worked.deal, worked.owner) {
                    (true, Some(owner)) => Some(Seen {
                        lead: worked.lead,
                        owner,
                    }),
                    _ => self.seen.take().filter(other),
                };
            }
            _ => {}
        }
    }
}

/// The company of a person: by the domain of a checked mail address that is a company's own; not by a website that
/// somebody typed, nor by free or throw-away mail.
pub fn of_person(person: &Person) -> Option<Subject> {
    let domain = person.company_domain.as_deref().filter(|_| !person.free_mail)?;
    let mail = person.email.as_deref()?.rsplit_once('@')?.1;
    let own = mail.eq_ignore_ascii_case(domain) || !mail.is_ascii();
    own.then(|| named(domain)).flatten()
}

/// The company with this domain; `None` where the domain is nobody's own.
pub fn named(domain: &str) -> Option<Subject> {
    let domain = domain.trim().to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let well = domain.contains('.') && domain.len() <= 253 && domain.bytes().all(plain);
    (well && domain_kind(&domain) == DomainKind::Company).then(|| Subject {
        kind: SubjectKind::Company,
        id: Id::named("company", &domain),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(email: &str, domain: &str, free_mail: bool) -> Person {
        Person {
            email: Some(email.into()),
            company_domain: Some(domain.into()),
            free_mail,
            ..Person::default()
        }
    }

    #[test]
    fn a_company_is_known_by_its_own_mail_domain_only() {
        let one = of_person(&person("a@Sample-Company.de", "sample-company.de", false));
        let other = of_person(&person("b@sample-company.de", "sample-company.de", false));
        assert!(one.is_some() && one == other);
        assert_eq!(of_person(&person("a@gmail.com", "sample-company.de", true)), None);
        assert_eq!(
            of_person(&person("a@other.de", "sample-company.de", false)),
            None,
            "a typed website"
        );
        assert_eq!(named("gmail.com"), None);
        assert_eq!(named("no domain"), None);
    }
}
