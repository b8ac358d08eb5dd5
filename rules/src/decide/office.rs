//! Giving and taking a head's office: with the consent of a present head, once there is one.

use super::draft::Draft;
use crate::Id;
use crate::fact::{Actor, Body, OfficeAnswered, OfficeAsked, Role, Subject};
use crate::refusal::Refusal;
use crate::roster::{Act, OFFICES};
use serde_json::json;

/// What of the roles asked for waits for a head: the roles that hold at once, and the offices given or taken later.
pub(super) struct Split {
    pub now: Vec<Role>,
    pub asked: Vec<(Role, bool)>,
}

/// Tells apart what an admin may do alone and what needs a head. Whoever works at the machine itself needs nobody, and
/// it is on record.
pub(super) fn split(draft: &Draft<'_>, held: &[Role], wanted: &[Role]) -> Split {
    let needs = |office: &Role| draft.ask.actor != Actor::System && draft.world.roster.office_needs_consent(*office);
    let changes = |office: &Role| held.contains(office) != wanted.contains(office);
    let waiting: Vec<Role> = OFFICES.into_iter().filter(|o| needs(o) && changes(o)).collect();
    let holds = |role: &Role| {
        if waiting.contains(role) {
            held.contains(role)
        } else {
            wanted.contains(role)
        }
    };
    Split {
        now: Role::ALL.into_iter().filter(holds).collect(),
        asked: waiting
            .iter()
            .map(|office| (*office, wanted.contains(office)))
            .collect(),
    }
}

/// Records what waits for a head.
pub(super) fn ask(draft: &mut Draft<'_>, user: Id, asked: &[(Role, bool)]) {
    for (office, give) in asked {
        let (office, give) = (*office, *give);
        draft.other_fact(Subject::roster(), Body::OfficeAsked(OfficeAsked { user, office, give }));
    }
}

/// The last head keeps his office until there is another, so that there is always somebody to ask.
pub(super) fn keeps_a_head(draft: &Draft<'_>, user: Id, roles: &[Role]) -> Result<(), Refusal> {
    let is_head = OFFICES.iter().any(|office| roles.contains(office));
    let mut heads = draft.world.roster.heads().peekable();
    if is_head || heads.peek().is_none() || heads.any(|head| head != user) {
        return Ok(());
    }
    Err(Refusal::conflict("last_head"))
}

pub(super) fn answer(draft: &mut Draft<'_>, user: Id, office: Role, consent: bool) -> Result<(), Refusal> {
    draft.allow(Act::Consent)?;
    let known = draft.world.roster.active(user);
    let known = known.ok_or_else(|| Refusal::not_found("no_such_user"))?;
    let Some(open) = known.asked.iter().find(|open| open.office == office) else {
        return Err(Refusal::conflict("no_office_asked"));
    };
    let give = open.give;
    if give && draft.user() == Some(user) && consent {
        return Err(Refusal::forbidden("office_by_another"));
    }
    if consent && !give {
        let left: Vec<Role> = known.roles.iter().copied().filter(|role| *role != office).collect();
        keeps_a_head(draft, user, &left)?;
    }
    let answered = OfficeAnswered {
        user,
        office,
        give,
        consent,
    };
    draft.other_fact(Subject::roster(), Body::OfficeAnswered(answered));
    draft.answer(json!({ "user": user.show("user"), "office": office, "consent": consent }));
    Ok(())
}
