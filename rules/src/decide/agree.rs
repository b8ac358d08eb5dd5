//! Versions of the agreement: proposed, signed, declined, objected to, taken back; deputies; silence told.
//!
//! Whose change a version is was told of its text against the one in force then. So it is signed only while that one is
//! still in force: otherwise what was read is not what would come about.

use super::Paper;
use super::draft::Draft;
use super::letters::LetterKind;
use super::papering;
use crate::agreement::change::{Kind, changes, kind};
use crate::agreement::life::{
    ANSWER_DAYS, OPEN_MAX, Signs, TRIAL_LASTS, TRIAL_PAUSE, VERSIONS_MAX, Version, head_of, may_stand_in, signs_for,
};
use crate::agreement::{Agreement, Problem, Side, TEXT_BYTES_MAX};
use crate::ask::{Command, OfAgreement};
use crate::calendar::{Holidays, Target};
use crate::fact::{
    Actor, AgreementProposed, AgreementRefused, AgreementSigned, Body, DeputySet, OfVersion, PutInForce, Role, Subject,
};
use crate::refusal::Refusal;
use crate::roster::Act;
use crate::{Id, Instant};
use serde_json::json;

const SIDES: [Side; 2] = [Side::Marketing, Side::Sales];

pub(super) fn propose(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Agreement(OfAgreement::Propose {
        text,
        trial,
        from,
        base,
        draft: written_as,
    }) = draft.command()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    let (trial, from, base, written_as) = (*trial, *from, *base, *written_as);
    if !draft.may(Act::Propose) && signer(draft).is_none() {
        return Err(Refusal::forbidden("may_not"));
    }
    let new = read(draft, text)?;
    papering::proposed(draft, written_as, &new.hash_hex())?;
    can_be_told(draft, &new)?;
    let change = changed(draft, &new, base)?;
    let life = &draft.world.life;
    if life.open().count() >= OPEN_MAX || life.versions.len() >= VERSIONS_MAX {
        return Err(Refusal::conflict("too_many_proposals").with("max", OPEN_MAX));
    }
    let (version, now) = (life.next(), draft.now());
    let proposed = AgreementProposed {
        version,
        hash: new.hash_hex(),
        change,
        trial,
        base,
        from: from.filter(|from| *from > now),
        answer_by: in_business_days(draft, now),
        draft: written_as,
    };
    draft.paper(Paper::Agreement {
        version,
        text: text.to_owned(),
        hash: proposed.hash.clone(),
        at: now,
    });
    draft.answer(json!({ "version": version, "hash": proposed.hash, "kind": change }));
    draft.other_fact(Subject::agreement(), Body::AgreementProposed(proposed));
    tell_sides(draft, &SIDES, LetterKind::AgreementProposed);
    Ok(())
}

pub(super) fn read(draft: &Draft<'_>, text: &str) -> Result<Agreement, Refusal> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::invalid("agreement_too_long", "text").with("max", TEXT_BYTES_MAX));
    }
    let registry = draft.world.fields.registry();
    Agreement::load(text, &registry, &Holidays::shipped()).map_err(|problems| refused(&problems))
}

fn refused(problems: &[Problem]) -> Refusal {
    let refusal = Refusal::invalid("agreement", "text").with("count", problems.len());
    match problems.first() {
        Some(first) => refusal
            .with("line", first.line)
            .with("column", first.column)
            .with("expected", &first.expected),
        None => refusal,
    }
}

/// A clause on a field that most leads lack says what missing means.
fn can_be_told(draft: &Draft<'_>, new: &Agreement) -> Result<(), Refusal> {
    let unfilled = draft
        .world
        .filled
        .as_ref()
        .map(|filled| new.unfilled(filled))
        .unwrap_or_default();
    let Some(first) = unfilled.first() else { return Ok(()) };
    let percent = (first.share.unwrap_or_default() * 100.0).floor();
    Err(Refusal::invalid("field_rarely_filled", "text")
        .with("clause", &first.clause)
        .with("field", &first.field)
        .with("percent", percent))
}

/// Whose change a text is of the one in force. The first text that is signed at all is shared.
fn changed(draft: &Draft<'_>, new: &Agreement, base: i64) -> Result<Kind, Refusal> {
    let in_force = draft.world.life.in_force_at(draft.now());
    if base != in_force {
        return Err(Refusal::conflict("agreement_moved_on").with("version", in_force));
    }
    let old = &draft.world.version(in_force).agreement;
    match kind(&changes(old, new)) {
        _ if in_force == 0 => Ok(Kind::Shared),
        Some(kind) => Ok(kind),
        None => Err(Refusal::conflict("agreement_unchanged")),
    }
}

/// Five business days on, by the calendar of the first rotation in force; by plain days where that does not reach.
fn in_business_days(draft: &Draft<'_>, from: Instant) -> Instant {
    let agreement = &draft.world.in_force.agreement;
    let calendar = agreement.rotations.first().and_then(|rule| agreement.calendar_of(rule));
    let due = calendar.and_then(|calendar| calendar.due_at(from, Target::BusinessDays(ANSWER_DAYS)).ok());
    due.unwrap_or(from + crate::Span::days(i64::from(ANSWER_DAYS) + 2))
}

fn signer(draft: &Draft<'_>) -> Option<Signs> {
    signs_for(&draft.world.roster, &draft.world.life, draft.user()?)
}

/// The version that somebody may still answer, and for whom he does.
fn answered(draft: &Draft<'_>, number: i64) -> Result<(Signs, Version), Refusal> {
    let signs = signer(draft).ok_or_else(|| Refusal::forbidden("signs_nothing"))?;
    let version = draft.world.life.versions.get(&number).cloned();
    let version = version.ok_or_else(|| Refusal::not_found("no_such_version"))?;
    if version.declined.is_some() || version.withdrawn_at.is_some() {
        return Err(Refusal::conflict("version_is_closed"));
    }
    Ok((signs, version))
}

pub(super) fn sign(draft: &mut Draft<'_>, number: i64, hash: &str) -> Result<(), Refusal> {
    let (signs, version) = answered(draft, number)?;
    if version.hash != hash {
        return Err(Refusal::conflict("signature_other_text"));
    }
    let user = draft.user();
    let twice = version.signatures.iter().any(|signature| Some(signature.user) == user);
    let lacks = version.lacks();
    if twice || lacks.is_empty() {
        return Err(Refusal::conflict("already_signed"));
    }
    let sides: Vec<Side> = signs
        .sides
        .iter()
        .copied()
        .filter(|side| lacks.contains(side))
        .collect();
    if sides.is_empty() {
        return Err(Refusal::forbidden("not_your_side"));
    }
    still_the_base(draft, number, &version)?;
    let signed = AgreementSigned {
        version: number,
        hash: hash.to_owned(),
        sides: sides.clone(),
        deputy: signs.deputy,
    };
    draft.other_fact(Subject::agreement(), Body::AgreementSigned(signed));
    let whole = lacks.iter().all(|side| sides.contains(side));
    in_force_when_signed(draft, number, &version, &sides, whole)?;
    draft.answer(json!({ "version": number, "in_force": whole || version.trial }));
    Ok(())
}

/// What was compared is still in force, or the version itself is, as a trial.
fn still_the_base(draft: &Draft<'_>, number: i64, version: &Version) -> Result<(), Refusal> {
    let in_force = draft.world.life.in_force_at(draft.now());
    if in_force != version.base && in_force != number {
        return Err(Refusal::conflict("agreement_moved_on").with("version", in_force));
    }
    Ok(())
}

/// All sides signed: in force, for good. One side signed a trial: in force for 30 days. Otherwise nothing yet.
fn in_force_when_signed(
    draft: &mut Draft<'_>,
    number: i64,
    version: &Version,
    sides: &[Side],
    whole: bool,
) -> Result<(), Refusal> {
    let from = version.wanted_from.filter(|from| *from > draft.now());
    let start = from.unwrap_or_else(|| draft.now());
    // what rests on a trial ends with it
    let of_base = draft
        .world
        .life
        .force_at(draft.now())
        .filter(|(holding, _)| *holding != number);
    let base_ends = of_base.and_then(|(_, force)| force.until);
    let shared = version.needs().len() > 1;
    let (until, object_until) = match (whole, version.trial) {
        (true, _) if shared => (None, None),
        (true, _) => (base_ends, Some(in_business_days(draft, start))),
        (false, true) if version.force.is_empty() => {
            let until = start + TRIAL_LASTS;
            not_again(draft, sides, version)?;
            (Some(base_ends.map_or(until, |ends| ends.min(until))), None)
        }
        (false, _) => return Ok(()),
    };
    let put = PutInForce {
        version: number,
        hash: version.hash.clone(),
        from,
        until,
        object_until,
    };
    draft.other_fact(Subject::agreement(), Body::PutInForce(put));
    tell_sides(draft, &SIDES, LetterKind::AgreementInForce);
    Ok(())
}

/// One side does not string trials together: a month lies between the end of one that the other never signed and the next.
fn not_again(draft: &Draft<'_>, sides: &[Side], version: &Version) -> Result<(), Refusal> {
    let ended = sides
        .iter()
        .filter_map(|side| draft.world.life.last_trial_of(*side))
        .max();
    match ended
        .map(|ended| ended + TRIAL_PAUSE)
        .filter(|free| *free > draft.now())
    {
        Some(free) if version.force.is_empty() => Err(Refusal::conflict("trial_again").with("from", free.rfc3339())),
        _ => Ok(()),
    }
}

pub(super) fn decline(draft: &mut Draft<'_>, number: i64, words: &str) -> Result<(), Refusal> {
    let (signs, version) = answered(draft, number)?;
    if !version.is_open() {
        return Err(Refusal::conflict("already_signed"));
    }
    let Some(side) = signs.sides.iter().copied().find(|side| version.needs().contains(side)) else {
        return Err(Refusal::forbidden("not_your_side"));
    };
    let note = with_words(draft, words)?;
    let declined = AgreementRefused {
        version: number,
        side,
        note,
    };
    draft.other_fact(Subject::agreement(), Body::AgreementDeclined(declined));
    tell_proposer(draft, &version, LetterKind::AgreementDeclined);
    Ok(())
}

/// The other side objects to an own change in its five days: it ends, and needs both from then on.
pub(super) fn object(draft: &mut Draft<'_>, number: i64, words: &str) -> Result<(), Refusal> {
    let (signs, version) = answered(draft, number)?;
    let Kind::Own(own) = version.kind else {
        return Err(Refusal::conflict("nothing_to_object"));
    };
    let Some(side) = signs.sides.iter().copied().find(|side| *side != own) else {
        return Err(Refusal::forbidden("not_your_side"));
    };
    let in_time = version.object_until.is_some_and(|until| draft.now() <= until);
    if !in_time || version.objected.is_some() {
        return Err(Refusal::conflict("nothing_to_object"));
    }
    let note = with_words(draft, words)?;
    let objected = AgreementRefused {
        version: number,
        side,
        note,
    };
    draft.other_fact(Subject::agreement(), Body::AgreementObjected(objected));
    tell_proposer(draft, &version, LetterKind::AgreementObjected);
    Ok(())
}

fn with_words(draft: &mut Draft<'_>, words: &str) -> Result<Option<Id>, Refusal> {
    let note = draft.note(None, None, Some(words));
    note.map(Some).ok_or_else(|| Refusal::invalid("words_needed", "words"))
}

pub(super) fn withdraw(draft: &mut Draft<'_>, number: i64) -> Result<(), Refusal> {
    let version = draft.world.life.versions.get(&number);
    let version = version.ok_or_else(|| Refusal::not_found("no_such_version"))?;
    if version.by.is_none() || version.by != draft.user() {
        return Err(Refusal::forbidden("not_your_proposal"));
    }
    if !version.is_open() || !version.force.is_empty() {
        return Err(Refusal::conflict("version_is_closed"));
    }
    let of = OfVersion { version: number };
    draft.other_fact(Subject::agreement(), Body::AgreementWithdrawn(of));
    Ok(())
}

/// A head names who signs in his stead. Nobody stands for both sides, and nobody of one side for the other.
pub(super) fn name_deputy(draft: &mut Draft<'_>, side: Side, deputy: Option<Id>) -> Result<(), Refusal> {
    let held = draft.user().and_then(|user| draft.world.roster.active(user));
    if !held.is_some_and(|user| user.is(head_of(side))) {
        return Err(Refusal::forbidden("not_your_side"));
    }
    if let Some(deputy) = deputy {
        let user = draft.world.roster.active(deputy);
        let user = user.ok_or_else(|| Refusal::not_found("no_such_user"))?;
        let of_other = draft
            .world
            .life
            .deputies
            .iter()
            .any(|(of, who)| *of != side && *who == deputy);
        if of_other || !may_stand_in(side, &user.roles) {
            return Err(Refusal::invalid("deputy_cannot", "deputy"));
        }
    }
    draft.other_fact(Subject::agreement(), Body::DeputySet(DeputySet { side, deputy }));
    Ok(())
}

/// The timer's own: nobody answered in five business days.
pub(super) fn tell_silence(draft: &mut Draft<'_>, number: i64) -> Result<(), Refusal> {
    if draft.ask.actor != Actor::System {
        return Err(Refusal::forbidden("may_not"));
    }
    let due =
        draft.world.life.versions.get(&number).filter(|version| {
            version.is_open() && version.silence_told_at.is_none() && version.answer_by <= draft.now()
        });
    if due.is_none() {
        return Ok(());
    }
    let of = OfVersion { version: number };
    draft.other_fact(Subject::agreement(), Body::SilenceTold(of));
    let bosses = holders(draft, |role| role == Role::Boss);
    bosses
        .into_iter()
        .for_each(|boss| draft.tell(LetterKind::AgreementSilent, boss, None));
    Ok(())
}

fn holders(draft: &Draft<'_>, wanted: impl Fn(Role) -> bool) -> Vec<Id> {
    let users = draft.world.roster.users.iter();
    let holds = users.filter(|(_, user)| user.is_active() && user.roles.iter().any(|role| wanted(*role)));
    holds.map(|(id, _)| *id).collect()
}

/// Tells the heads and deputies of sides, but for the one who acts.
fn tell_sides(draft: &mut Draft<'_>, sides: &[Side], kind: LetterKind) {
    let mut to = holders(draft, |role| sides.iter().any(|side| head_of(*side) == role));
    let deputies = sides
        .iter()
        .filter_map(|side| draft.world.life.deputies.get(side).copied());
    to.extend(deputies.collect::<Vec<_>>());
    to.sort();
    to.dedup();
    let own = draft.user();
    to.into_iter()
        .filter(|user| Some(*user) != own)
        .for_each(|user| draft.tell(kind, user, None));
}

fn tell_proposer(draft: &mut Draft<'_>, version: &Version, kind: LetterKind) {
    if let Some(by) = version.by.filter(|by| draft.world.roster.active(*by).is_some()) {
        draft.tell(kind, by, None);
    }
}
