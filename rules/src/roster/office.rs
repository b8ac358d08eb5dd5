//! A head's office, and who gave it: what one person signs for a side cannot be made by one admin alone.
//!
//! The rule: an office that nobody ever held may be given at set-up. Once it was held, and while anybody present holds a
//! head's office, giving it or taking it needs the consent of a present head. The last head keeps his office until there
//! is another, so that there is always somebody to ask.

use super::Roster;
use crate::fact::{Actor, Fact, OfficeAnswered, OfficeAsked, Role};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// The offices that sign.
pub const OFFICES: [Role; 2] = [Role::HeadOfMarketing, Role::HeadOfSales];

/// An office was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Which.
    pub office: Role,
    /// When.
    pub at: Instant,
    /// Who gave it; nobody where it was given at the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// The head who consented; none where no head was there yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Id>,
}

/// An office that is to be given or taken, once a present head consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Which.
    pub office: Role,
    /// Given, or taken.
    pub give: bool,
    /// Who asked; nobody where it was asked at the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// When.
    pub at: Instant,
}

fn user_of(fact: &Fact) -> Option<Id> {
    match fact.actor {
        Actor::User(id) => Some(id),
        _ => None,
    }
}

impl Roster {
    /// Who holds a head's office and may still sign in.
    pub fn heads(&self) -> impl Iterator<Item = Id> {
        let is_head = |roles: &[Role]| OFFICES.iter().any(|office| roles.contains(office));
        let held = self
            .users
            .iter()
            .filter(move |(_, user)| user.is_active() && is_head(&user.roles));
        held.map(|(id, _)| *id)
    }

    /// Whether giving or taking an office needs a head's consent: it was held before, and a head is present.
    pub fn office_needs_consent(&self, office: Role) -> bool {
        let held = |named: &[Named]| named.iter().any(|named| named.office == office);
        OFFICES.contains(&office) && self.heads().next().is_some() && self.users.values().any(|user| held(&user.named))
    }

    pub(super) fn note_named(&mut self, user: Id, before: &[Role], fact: &Fact) {
        let (by, at) = (user_of(fact), fact.occurred_at);
        let Some(user) = self.users.get_mut(&user) else { return };
        let gained = OFFICES.into_iter().filter(|office| !before.contains(office));
        for office in gained.filter(|office| user.roles.contains(office)).collect::<Vec<_>>() {
            let consent = None;
            user.named.push(Named {
                office,
                at,
                by,
                consent,
            });
        }
    }

    pub(super) fn office_asked(&mut self, asked: &OfficeAsked, fact: &Fact) {
        let Some(user) = self.users.get_mut(&asked.user) else {
            return;
        };
        user.asked.retain(|open| open.office != asked.office);
        user.asked.push(Open {
            office: asked.office,
            give: asked.give,
            by: user_of(fact),
            at: fact.occurred_at,
        });
    }

    pub(super) fn office_answered(&mut self, answered: &OfficeAnswered, fact: &Fact) {
        let office = answered.office;
        let Some(user) = self.users.get_mut(&answered.user) else {
            return;
        };
        let asked = user.asked.iter().position(|open| open.office == office);
        let by = asked.and_then(|place| user.asked.remove(place).by);
        match (answered.consent, answered.give) {
            (true, true) if !user.roles.contains(&office) => {
                user.roles = Role::ALL
                    .into_iter()
                    .filter(|role| *role == office || user.roles.contains(role))
                    .collect();
                let (at, consent) = (fact.occurred_at, user_of(fact));
                user.named.push(Named {
                    office,
                    at,
                    by,
                    consent,
                });
            }
            (true, false) => user.roles.retain(|role| *role != office),
            _ => {}
        }
    }
}
