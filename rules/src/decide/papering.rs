//! Drafts of the agreement's text: kept, discarded, taken back. A draft that is kept is a whole agreement: what does not
//! load stays in the form of whoever writes it.

use super::Paper;
use super::agree::read;
use super::draft::Draft;
use crate::agreement::Side;
use crate::agreement::life::{DRAFTS_MAX, TextDraft, drafts, sides_of};
use crate::fact::{Actor, Body, DraftKept, OfDraft, Subject};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;

/// Begins a draft, or changes one that still reads as whoever changes it has seen it.
pub(super) fn keep(
    draft: &mut Draft<'_>,
    which: Option<Id>,
    text: &str,
    base: i64,
    seen: Option<&str>,
) -> Result<(), Refusal> {
    drafter(draft)?;
    let hash = read(draft, text)?.hash_hex();
    let (id, sides) = match which {
        Some(id) => {
            let known = known(draft, id)?;
            open(known)?;
            as_seen(known, seen)?;
            (id, known.sides.clone())
        }
        None => {
            let open = draft
                .world
                .life
                .drafts
                .values()
                .filter(|draft| draft.discarded_at.is_none());
            if open.count() >= DRAFTS_MAX {
                return Err(Refusal::conflict("too_many_drafts").with("max", DRAFTS_MAX));
            }
            (draft.id(), own_sides(draft))
        }
    };
    if base != 0 && !draft.world.life.versions.contains_key(&base) {
        return Err(Refusal::not_found("no_such_version"));
    }
    draft.answer(json!({ "draft": id.show("draft"), "hash": hash }));
    if which.is_some_and(|id| draft.world.life.drafts.get(&id).is_some_and(|known| known.hash == hash)) {
        return Ok(());
    }
    let (at, known) = (draft.now(), draft.world.life.drafts.get(&id));
    let slot = known.map_or(0, TextDraft::next_slot);
    draft.paper(Paper::Draft {
        draft: id,
        slot,
        text: text.to_owned(),
        hash: hash.clone(),
        at,
    });
    let kept = DraftKept {
        draft: id,
        hash,
        base,
        sides,
    };
    draft.other_fact(Subject::agreement(), Body::DraftKept(kept));
    Ok(())
}

/// Goes on for who works on drafts: who may propose, or signs; a program by its scope.
fn drafter(draft: &Draft<'_>) -> Result<(), Refusal> {
    let works = match draft.ask.actor {
        Actor::User(user) => drafts(&draft.world.roster, &draft.world.life, user),
        Actor::Token(_) => draft.may(Act::Propose),
        _ => false,
    };
    works.then_some(()).ok_or_else(|| Refusal::forbidden("may_not"))
}

/// The sides of whoever begins a draft; a program is of none.
fn own_sides(draft: &Draft<'_>) -> Vec<Side> {
    let user = draft.user();
    user.map_or_else(Vec::new, |user| sides_of(&draft.world.roster, &draft.world.life, user))
}

/// A draft of the other side is as if there were none. What was proposed is public, and told.
fn known<'w>(draft: &Draft<'w>, id: Id) -> Result<&'w TextDraft, Refusal> {
    let world = draft.world;
    let found = match draft.ask.actor {
        Actor::User(user) => world.life.draft_for(&world.roster, user, id),
        _ => world.life.draft_of_no_side(id),
    };
    found.ok_or_else(|| match world.life.proposed_as(id) {
        Some((version, _)) => Refusal::conflict("draft_proposed").with("version", version),
        None => Refusal::not_found("no_such_draft"),
    })
}

fn open(draft: &TextDraft) -> Result<(), Refusal> {
    match draft.discarded_at {
        None => Ok(()),
        Some(_) => Err(Refusal::conflict("draft_discarded")),
    }
}

fn as_seen(draft: &TextDraft, seen: Option<&str>) -> Result<(), Refusal> {
    match seen {
        Some(hash) if hash == draft.hash => Ok(()),
        _ => Err(Refusal::conflict("draft_moved_on")),
    }
}

/// The draft that a proposal was written as: it must still read so.
pub(super) fn proposed(draft: &Draft<'_>, which: Option<Id>, hash: &str) -> Result<(), Refusal> {
    let Some(id) = which else { return Ok(()) };
    drafter(draft)?;
    let known = known(draft, id)?;
    open(known)?;
    as_seen(known, Some(hash))
}

pub(super) fn discard(draft: &mut Draft<'_>, id: Id) -> Result<(), Refusal> {
    drafter(draft)?;
    open(known(draft, id)?)?;
    draft.other_fact(Subject::agreement(), Body::DraftDiscarded(OfDraft { draft: id }));
    Ok(())
}

pub(super) fn restore(draft: &mut Draft<'_>, id: Id) -> Result<(), Refusal> {
    drafter(draft)?;
    let discarded: Option<Instant> = known(draft, id)?.discarded_at;
    if discarded.is_some() {
        draft.other_fact(Subject::agreement(), Body::DraftRestored(OfDraft { draft: id }));
    }
    Ok(())
}
