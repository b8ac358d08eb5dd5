//! Accounts, links, sessions, tokens: only hashes of secrets come here.

use super::draft::Draft;
use super::staff::joined;
use super::{LetterKind, Paper};
use crate::ask::{AlertPlace, Command, OfAccount, POSTPONED_MAX, Told};
use crate::fact::{Actor, Body, Origin, Role, Subject, SubjectKind, TokenMade, TokenScope, TokenWithdrawn};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;

pub(super) fn make_token(draft: &mut Draft<'_>, name: &str, scopes: &[TokenScope], hash: &str) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    if scopes.is_empty() {
        return Err(Refusal::invalid("scope_needed", "scopes"));
    }
    let name = crate::check::clean_text(name, 200).ok().filter(|n| !n.is_empty());
    let name = name.ok_or_else(|| Refusal::invalid("name_needed", "name"))?;
    let token = draft.id();
    let (at, scopes, hash) = (draft.now(), scopes.to_vec(), hash.to_owned());
    draft.paper(Paper::Token {
        token,
        name,
        scopes: scopes.clone(),
        hash,
        at,
    });
    draft.other_fact(
        Subject {
            kind: SubjectKind::Token,
            id: token,
        },
        Body::TokenMade(TokenMade { token, scopes }),
    );
    draft.answer(json!({ "token": token.show("token") }));
    Ok(())
}

pub(super) fn withdraw_token(draft: &mut Draft<'_>, token: Id) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    if !draft.world.others.contains_key(&(SubjectKind::Token, token)) {
        return Err(Refusal::not_found("no_such_token"));
    }
    let at = draft.now();
    draft.paper(Paper::TokenOver { token, at });
    draft.other_fact(
        Subject {
            kind: SubjectKind::Token,
            id: token,
        },
        Body::TokenWithdrawn(TokenWithdrawn { token }),
    );
    Ok(())
}

pub(super) fn set_password(draft: &mut Draft<'_>, user: Id, hash: &str, link: Option<&str>) -> Result<(), Refusal> {
    match link {
        Some(link) => use_link(draft, link, Some(user))?,
        None if draft.user() == Some(user) || draft.ask.actor == Actor::System => {}
        None => return Err(Refusal::forbidden("may_not")),
    }
    let at = draft.now();
    draft.paper(Paper::SessionsOver { user, at });
    draft.paper(Paper::Password {
        user,
        hash: hash.to_owned(),
        at,
    });
    Ok(())
}

/// One's own act. A first alert goes there at once, so that one sees whether it arrives.
pub(super) fn set_alerts(draft: &mut Draft<'_>, user: Id, place: Option<&AlertPlace>) -> Result<(), Refusal> {
    if draft.user() != Some(user) || draft.world.roster.active(user).is_none() {
        return Err(Refusal::forbidden("may_not"));
    }
    if place.is_some() && draft.ask.origin == Origin::Demo {
        return Err(Refusal::conflict("demo_sends_nothing"));
    }
    place.map_or(Ok(()), AlertPlace::check)?;
    draft.paper(Paper::Alerts {
        user,
        place: place.cloned(),
    });
    draft.tell(LetterKind::AlertsHere, user, None);
    Ok(())
}

/// A link works once, for the user it was made for, until its end.
fn use_link(draft: &mut Draft<'_>, hash: &str, user: Option<Id>) -> Result<(), Refusal> {
    let known = draft.world.links.get(hash).filter(|link| link.user == user);
    let Some(link) = known else {
        return Err(Refusal::not_found("no_such_link"));
    };
    if link.used {
        return Err(Refusal::conflict("link_used"));
    }
    if link.until < draft.now() {
        return Err(Refusal::conflict("link_over"));
    }
    let at = draft.now();
    draft.paper(Paper::LinkUsed {
        hash: hash.to_owned(),
        at,
    });
    Ok(())
}

pub(super) fn make_link(draft: &mut Draft<'_>, user: Option<Id>, hash: &str, until: Instant) -> Result<(), Refusal> {
    draft.allow(Act::Operate)?;
    if user.is_none() && !draft.world.roster.users.is_empty() {
        return Err(Refusal::conflict("set_up_already"));
    }
    let at = draft.now();
    draft.paper(Paper::Link {
        hash: hash.to_owned(),
        user,
        until,
        at,
    });
    Ok(())
}

pub(super) fn set_up(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Account(OfAccount::SetUp {
        link,
        name,
        email,
        roles,
        password,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    if !draft.world.roster.users.is_empty() {
        return Err(Refusal::conflict("set_up_already"));
    }
    use_link(draft, &link, None)?;
    let mut all = roles;
    all.push(Role::Admin);
    let user = joined(draft, &name, &email, &all, &all)?;
    let at = draft.now();
    draft.paper(Paper::Password {
        user,
        hash: password,
        at,
    });
    draft.answer(json!({ "user": user.show("user") }));
    Ok(())
}

pub(super) fn open_session(draft: &mut Draft<'_>, user: Id, hash: &str, until: Instant) -> Result<(), Refusal> {
    if draft.world.roster.active(user).is_none() {
        return Err(Refusal::forbidden("may_not"));
    }
    let at = draft.now();
    draft.paper(Paper::Session {
        hash: hash.to_owned(),
        user,
        at,
        until,
    });
    Ok(())
}

pub(super) fn close_session(draft: &mut Draft<'_>, hash: &str) -> Result<(), Refusal> {
    let at = draft.now();
    draft.paper(Paper::SessionOver {
        hash: hash.to_owned(),
        at,
    });
    Ok(())
}

pub(super) fn tell(draft: &mut Draft<'_>, letter: Id, outcome: &Told) -> Result<(), Refusal> {
    match outcome {
        Told::Again => draft.allow(Act::Operate)?,
        _ if draft.ask.actor == Actor::System => {}
        _ => return Err(Refusal::forbidden("may_not")),
    }
    let at = draft.now();
    draft.paper(Paper::Told {
        letter,
        outcome: outcome.clone(),
        at,
    });
    Ok(())
}

pub(super) fn postpone(draft: &mut Draft<'_>, letters: &[(Id, Instant)]) -> Result<(), Refusal> {
    if draft.ask.actor != Actor::System {
        return Err(Refusal::forbidden("may_not"));
    }
    if letters.len() > POSTPONED_MAX {
        return Err(Refusal::invalid("too_many_letters", "letters").with("max", POSTPONED_MAX));
    }
    let at = draft.now();
    for (letter, until) in letters {
        let outcome = Told::Wait { at: *until };
        draft.paper(Paper::Told {
            letter: *letter,
            outcome,
            at,
        });
    }
    Ok(())
}
