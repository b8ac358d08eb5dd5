//! The roster.

use super::draft::Draft;
use super::{Paper, duty, leaver, office};
use crate::check;
use crate::fact::{Body, CoverSet, LeaveSet, MemberGone, MemberSet, Role, RolesChanged, Subject, UserJoined, UserLeft};
use crate::refusal::Refusal;
use crate::roster::{Act, Leave, USERS_MAX};
use crate::routing::WEIGHT_MAX;
use crate::{Id, Instant};
use serde_json::json;

pub(super) fn add_user(draft: &mut Draft<'_>, name: &str, email: &str, roles: &[Role]) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    let split = office::split(draft, &[], roles);
    let user = joined(draft, name, email, roles, &split.now)?;
    office::ask(draft, user, &split.asked);
    let asked: Vec<Role> = split.asked.iter().map(|(office, _)| *office).collect();
    draft.answer(json!({ "user": user.show("user"), "asked": asked }));
    Ok(())
}

/// Adds a user without asking who may: the first one has nobody before him. Of the roles wanted he has those of `now`
/// at once.
pub(super) fn joined(
    draft: &mut Draft<'_>,
    name: &str,
    email: &str,
    roles: &[Role],
    now: &[Role],
) -> Result<Id, Refusal> {
    if draft.world.roster.users.len() >= USERS_MAX {
        return Err(Refusal::conflict("too_many_users").with("max", USERS_MAX));
    }
    let name = check::clean_text(name, 200)
        .ok()
        .filter(|n| !n.is_empty())
        .ok_or_else(|| Refusal::invalid("name_needed", "name"))?;
    let address =
        check::address(email).map_err(|reason| Refusal::invalid("email", "email").with("reason", reason.word()))?;
    let email = address.shown.to_lowercase();
    if draft.world.accounts.contains_key(&email) {
        return Err(Refusal::conflict("address_taken"));
    }
    if roles.is_empty() {
        return Err(Refusal::invalid("role_needed", "roles"));
    }
    let user = draft.id();
    let at = draft.now();
    draft.paper(Paper::User { user, name, email, at });
    draft.other_fact(
        Subject::roster(),
        Body::UserJoined(UserJoined { user, roles: tidy(now) }),
    );
    Ok(user)
}

fn tidy(roles: &[Role]) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| roles.contains(role)).collect()
}

pub(super) fn known(draft: &Draft<'_>, user: Id) -> Result<(), Refusal> {
    draft
        .world
        .roster
        .active(user)
        .map(|_| ())
        .ok_or_else(|| Refusal::not_found("no_such_user"))
}

pub(super) fn set_roles(draft: &mut Draft<'_>, user: Id, roles: &[Role]) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    known(draft, user)?;
    if roles.is_empty() {
        return Err(Refusal::invalid("role_needed", "roles"));
    }
    keeps_an_admin(draft, user, roles)?;
    keeps_who_works_leads(draft, user, roles)?;
    no_office_for_oneself(draft, user, roles)?;
    office::keeps_a_head(draft, user, roles)?;
    let held = draft.world.roster.active(user).map(|user| user.roles.clone());
    let split = office::split(draft, &held.unwrap_or_default(), roles);
    let (roles, asked) = (tidy(&split.now), split.asked);
    draft.other_fact(Subject::roster(), Body::RolesChanged(RolesChanged { user, roles }));
    office::ask(draft, user, &asked);
    let asked: Vec<Role> = asked.iter().map(|(office, _)| *office).collect();
    draft.answer(json!({ "asked": asked }));
    Ok(())
}

/// Nobody gives himself a head's office: an admin would sign what he operates.
fn no_office_for_oneself(draft: &Draft<'_>, user: Id, roles: &[Role]) -> Result<(), Refusal> {
    let held = draft.world.roster.active(user);
    let gains = |office: Role| roles.contains(&office) && !held.is_some_and(|user| user.is(office));
    if draft.user() == Some(user) && [Role::HeadOfMarketing, Role::HeadOfSales].into_iter().any(gains) {
        return Err(Refusal::forbidden("office_by_another"));
    }
    Ok(())
}

/// Who is dealt leads or has some keeps a role that works them, until he is out of the rotations and his leads moved.
fn keeps_who_works_leads(draft: &Draft<'_>, user: Id, roles: &[Role]) -> Result<(), Refusal> {
    if roles.contains(&Role::Rep) || roles.contains(&Role::SalesManager) {
        return Ok(());
    }
    let held = draft.world.roster.active(user);
    let works = held.is_some_and(|held| held.is(Role::Rep) || held.is(Role::SalesManager));
    let dealt = draft
        .world
        .roster
        .rotations
        .values()
        .any(|members| members.contains_key(&user));
    if works && dealt {
        return Err(Refusal::conflict("still_in_rotation"));
    }
    let open = draft.world.desks.get(&user).copied().unwrap_or(0);
    if works && open > 0 {
        return Err(Refusal::conflict("still_has_handoffs").with("open", open));
    }
    Ok(())
}

/// Somebody must be left who can operate.
pub(super) fn keeps_an_admin(draft: &Draft<'_>, user: Id, roles: &[Role]) -> Result<(), Refusal> {
    let others = draft
        .world
        .roster
        .users
        .iter()
        .any(|(id, u)| *id != user && u.is_active() && u.is(Role::Admin));
    if others || roles.contains(&Role::Admin) {
        return Ok(());
    }
    Err(Refusal::conflict("last_admin"))
}

pub(super) fn let_go(draft: &mut Draft<'_>, user: Id) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    known(draft, user)?;
    keeps_an_admin(draft, user, &[])?;
    keeps_an_office(draft, user)?;
    let open = draft.world.depend.get(&user).copied().unwrap_or(0);
    if open > 0 {
        return Err(Refusal::conflict("still_has_handoffs").with("open", open));
    }
    parts(draft, user);
    Ok(())
}

/// He may no longer sign in; nothing depends on him any more.
pub(super) fn parts(draft: &mut Draft<'_>, user: Id) {
    let at = draft.now();
    draft.paper(Paper::SessionsOver { user, at });
    // a chat or program of his own is not the company's: nothing goes there any more
    draft.paper(Paper::Alerts { user, place: None });
    draft.other_fact(Subject::roster(), Body::UserLeft(UserLeft { user }));
}

/// A head's office is given up before its holder leaves, with a head's consent; not taken along by an admin.
pub(super) fn keeps_an_office(draft: &Draft<'_>, user: Id) -> Result<(), Refusal> {
    office::keeps_a_head(draft, user, &[])?;
    let held = draft.world.roster.active(user).map(|user| user.roles.clone());
    if office::split(draft, &held.unwrap_or_default(), &[]).asked.is_empty() {
        return Ok(());
    }
    Err(Refusal::conflict("still_head"))
}

pub(super) fn set_cover(draft: &mut Draft<'_>, user: Id, cover: Option<Id>) -> Result<(), Refusal> {
    let own = draft.user() == Some(user) && draft.may(Act::LeaveOwn);
    if !own {
        draft.allow(Act::Cover)?;
    }
    known(draft, user)?;
    if let Some(cover) = cover {
        if cover == user {
            return Err(Refusal::invalid("covers_himself", "cover"));
        }
        if !leaver::takes_leads(draft, cover) {
            return Err(Refusal::invalid("nobody_to_cover", "cover"));
        }
    }
    draft.other_fact(Subject::roster(), Body::CoverSet(CoverSet { user, cover }));
    Ok(())
}

pub(super) fn set_member(draft: &mut Draft<'_>, rotation: &str, user: Id, weight: u8) -> Result<(), Refusal> {
    draft.allow(Act::Staff)?;
    known(draft, user)?;
    if draft
        .world
        .roster
        .active(user)
        .is_some_and(|user| user.leaving.is_some())
    {
        return Err(Refusal::conflict("leaving_already"));
    }
    if !draft
        .world
        .in_force
        .agreement
        .rotations
        .iter()
        .any(|rule| rule.name == rotation)
    {
        return Err(Refusal::invalid("unknown_rotation", "rotation"));
    }
    if weight > 0 && !leaver::takes_leads(draft, user) {
        return Err(Refusal::invalid("nobody_to_deal_to", "user"));
    }
    if weight > WEIGHT_MAX {
        return Err(Refusal::invalid("weight", "weight").with("max", WEIGHT_MAX));
    }
    let rotation = rotation.to_owned();
    let body = match weight {
        0 => Body::MemberGone(MemberGone { rotation, user }),
        weight => Body::MemberSet(MemberSet { rotation, user, weight }),
    };
    draft.other_fact(Subject::roster(), body);
    Ok(())
}

pub(super) fn set_leave(
    draft: &mut Draft<'_>,
    user: Id,
    from: Option<Instant>,
    until: Option<Instant>,
) -> Result<(), Refusal> {
    let own = draft.user() == Some(user);
    draft.allow(if own { Act::LeaveOwn } else { Act::Staff })?;
    known(draft, user)?;
    if let Some(from) = from {
        duty::leave_fits(
            draft,
            user,
            &Leave {
                from,
                until,
                ..Leave::default()
            },
        )?;
    }
    draft.other_fact(
        Subject::roster(),
        Body::LeaveSet(LeaveSet {
            user,
            from,
            until,
            leave: None,
        }),
    );
    Ok(())
}
