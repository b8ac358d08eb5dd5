//! Duty: rotas by blocks, swaps, own hours, leave changed and taken back, the address of one's calendar.

use super::draft::Draft;
use super::{Paper, staff};
use crate::ask::OfDuty;
use crate::fact::{
    Block, Body, DutySwapped, FeedMade, FeedWithdrawn, HoursSet, LeaveOff, LeaveSet, Place, PutBack, RotaEnded,
    RotaSet, Stretch, Subject, SwapUndone, TakenOut,
};
use crate::refusal::Refusal;
use crate::roster::rota::{BLOCKS_MAX, SWAPS_MAX, instant};
use crate::roster::{Act, Leave, OUT_MAX, Rota};
use crate::{Id, Instant, Span};
use jiff::civil::Date;
use serde_json::json;

/// Most stretches in somebody's own week.
const HOURS_MAX: usize = 28;

/// Decides whatever is asked of duty.
pub(super) fn decide(draft: &mut Draft<'_>, of: &OfDuty) -> Result<(), Refusal> {
    match of {
        OfDuty::SetLeave { user, from, until } => staff::set_leave(draft, *user, *from, *until),
        OfDuty::ChangeLeave {
            user,
            leave,
            from,
            until,
        } => change_leave(draft, (*user, *leave), *from, *until),
        OfDuty::TakeLeaveBack { user, leave } => take_leave_back(draft, *user, *leave),
        OfDuty::TakeOut { user, until } => take_out(draft, *user, *until),
        OfDuty::PutBack { user } => put_back(draft, *user),
        OfDuty::SetHours { user, zone, week } => set_hours(draft, *user, week, zone),
        OfDuty::SetRota { rotation, blocks } => set_rota(draft, rotation, blocks),
        OfDuty::SwapDuty { rotation, places } => swap(draft, rotation, places),
        OfDuty::UndoSwap { rotation, swap } => undo_swap(draft, rotation, *swap),
        OfDuty::MakeFeed { hash } => make_feed(draft, hash),
        OfDuty::WithdrawFeed { user } => withdraw_feed(draft, *user),
    }
}

fn set_rota(draft: &mut Draft<'_>, rotation: &str, blocks: &[Block]) -> Result<(), Refusal> {
    draft.allow(Act::Staff)?;
    let in_force = draft.world.in_force.clone();
    let rule = in_force.agreement.rotation_named(rotation);
    let calendar = rule.and_then(|rule| in_force.agreement.calendar_of(rule));
    let Some(calendar) = calendar else {
        return Err(Refusal::not_found("unknown_rotation"));
    };
    let rotation = rotation.to_owned();
    if blocks.is_empty() {
        draft.other_fact(Subject::roster(), Body::RotaEnded(RotaEnded { rotation }));
        return Ok(());
    }
    let blocks = sound_blocks(draft, &rotation, blocks)?;
    let zone = calendar.zone_name().to_owned();
    draft.other_fact(Subject::roster(), Body::RotaSet(RotaSet { rotation, zone, blocks }));
    Ok(())
}

/// In the order of the week, without overlap, of members only, nobody twice.
fn sound_blocks(draft: &Draft<'_>, rotation: &str, blocks: &[Block]) -> Result<Vec<Block>, Refusal> {
    if blocks.len() > BLOCKS_MAX {
        return Err(Refusal::invalid("too_many_blocks", "blocks").with("max", BLOCKS_MAX));
    }
    let mut blocks = blocks.to_vec();
    for block in &mut blocks {
        block.on.sort_unstable();
        block.on.dedup();
    }
    blocks.sort_by_key(|block| block.when);
    let stretches: Vec<Stretch> = blocks.iter().map(|block| block.when).collect();
    sound_week(&stretches, "blocks")?;
    let members = draft.world.roster.rotations.get(rotation);
    let is_member = |user: &Id| members.is_some_and(|members| members.contains_key(user));
    if blocks.iter().all(|block| block.on.iter().all(is_member)) {
        return Ok(blocks);
    }
    Err(Refusal::invalid("no_member", "blocks"))
}

fn sound_week(week: &[Stretch], field: &str) -> Result<(), Refusal> {
    let overlap = |pair: &[Stretch]| pair[0].day == pair[1].day && pair[1].from < pair[0].to;
    if !week.iter().all(Stretch::is_sound) {
        return Err(Refusal::invalid("bad_stretch", field));
    }
    if week.windows(2).any(overlap) {
        return Err(Refusal::invalid("stretches_overlap", field));
    }
    Ok(())
}

fn rota_of<'a>(draft: &'a Draft<'_>, rotation: &str) -> Result<&'a Rota, Refusal> {
    let found = draft.world.roster.rotas.get(rotation);
    found.ok_or_else(|| Refusal::not_found("no_rota"))
}

fn swap(draft: &mut Draft<'_>, rotation: &str, places: &[Place]) -> Result<(), Refusal> {
    draft.allow(Act::Staff)?;
    let rota = rota_of(draft, rotation)?;
    if rota.swaps.len() >= SWAPS_MAX {
        return Err(Refusal::conflict("too_many_swaps").with("max", SWAPS_MAX));
    }
    let twice = |pair: &[Place]| (&pair[0].date, pair[0].from) == (&pair[1].date, pair[1].from);
    if !(1..=2).contains(&places.len()) || places.windows(2).any(twice) {
        return Err(Refusal::invalid("one_or_two_places", "places"));
    }
    for place in places {
        fits(draft, rotation, rota, place)?;
    }
    let places = places.to_vec();
    let swap = draft.id();
    let rotation = rotation.to_owned();
    let body = DutySwapped { rotation, swap, places };
    draft.other_fact(Subject::roster(), Body::DutySwapped(body));
    draft.answer(json!({ "swap": swap.show("swap") }));
    Ok(())
}

/// The block is there and not over; who gives is on in it; who takes is a member and not on yet.
fn fits(draft: &Draft<'_>, rotation: &str, rota: &Rota, place: &Place) -> Result<(), Refusal> {
    let date: Date = place.date.parse().map_err(|_| Refusal::invalid("date", "date"))?;
    let block = rota
        .block_on(date, place.from)
        .filter(|_| place.date == date.to_string());
    let block = block.ok_or_else(|| Refusal::not_found("no_such_block"))?;
    if is_over(rota, date, block, draft.now()) {
        return Err(Refusal::conflict("block_over"));
    }
    let members = draft.world.roster.rotations.get(rotation);
    if !members.is_some_and(|members| members.contains_key(&place.takes)) {
        return Err(Refusal::invalid("no_member", "takes"));
    }
    let on = rota.people(date, block);
    match (on.contains(&place.out), on.contains(&place.takes)) {
        (true, false) => Ok(()),
        (false, _) => Err(Refusal::conflict("not_on_then")),
        (true, true) => Err(Refusal::conflict("on_already")),
    }
}

fn is_over(rota: &Rota, date: Date, block: &Block, now: Instant) -> bool {
    instant(&rota.zone(), date, block.when.to).is_some_and(|end| end <= now)
}

fn undo_swap(draft: &mut Draft<'_>, rotation: &str, swap: Id) -> Result<(), Refusal> {
    draft.allow(Act::Staff)?;
    let rota = rota_of(draft, rotation)?;
    let found = rota.swaps.iter().find(|known| known.id == swap);
    let found = found.ok_or_else(|| Refusal::not_found("no_such_swap"))?;
    if found.places.iter().any(|place| rota.is_over(place, draft.now())) {
        return Err(Refusal::conflict("block_over"));
    }
    let same = |a: &Place, b: &Place| (&a.date, a.from) == (&b.date, b.from);
    let later = rota.swaps.iter().skip_while(|known| known.id != swap).skip(1);
    let mut builds = later.flat_map(|later| &later.places);
    if builds.any(|later| found.places.iter().any(|place| same(place, later))) {
        return Err(Refusal::conflict("later_swap"));
    }
    let rotation = rotation.to_owned();
    draft.other_fact(Subject::roster(), Body::SwapUndone(SwapUndone { rotation, swap }));
    Ok(())
}

fn set_hours(draft: &mut Draft<'_>, user: Id, week: &[Stretch], zone: &str) -> Result<(), Refusal> {
    draft.allow(Act::Staff)?;
    known(draft, user)?;
    if week.len() > HOURS_MAX {
        return Err(Refusal::invalid("too_many_stretches", "week").with("max", HOURS_MAX));
    }
    let mut week = week.to_vec();
    week.sort_unstable();
    sound_week(&week, "week")?;
    let zone = crate::calendar::zone_named(zone).ok_or_else(|| Refusal::invalid("unknown_zone", "zone"))?;
    let zone = zone.iana_name().unwrap_or("UTC").to_owned();
    draft.other_fact(Subject::roster(), Body::HoursSet(HoursSet { user, zone, week }));
    Ok(())
}

fn known(draft: &Draft<'_>, user: Id) -> Result<(), Refusal> {
    let found = draft.world.roster.active(user);
    found.map(|_| ()).ok_or_else(|| Refusal::not_found("no_such_user"))
}

/// A leave that somebody may change, and that is not over.
fn own_leave(draft: &Draft<'_>, user: Id, leave: Id) -> Result<Leave, Refusal> {
    let own = draft.user() == Some(user);
    draft.allow(if own { Act::LeaveOwn } else { Act::Staff })?;
    known(draft, user)?;
    let all = draft.world.roster.active(user).map(|known| known.leaves.as_slice());
    let found = all.unwrap_or_default().iter().find(|known| known.id == leave).copied();
    let found = found.ok_or_else(|| Refusal::not_found("no_such_leave"))?;
    if found.until.is_some_and(|until| until <= draft.now()) {
        return Err(Refusal::conflict("leave_over"));
    }
    Ok(found)
}

/// A leave ends after it begins and is not over yet; nobody is away twice at once.
pub(super) fn leave_fits(draft: &Draft<'_>, user: Id, leave: &Leave) -> Result<(), Refusal> {
    if leave.until.is_some_and(|until| until <= leave.from) {
        return Err(Refusal::invalid("leave_ends_before", "until"));
    }
    if leave.until.is_some_and(|until| until <= draft.now()) {
        return Err(Refusal::invalid("leave_past", "until"));
    }
    let known = draft.world.roster.active(user).map(|known| known.leaves.as_slice());
    let others = known.unwrap_or_default().iter().filter(|known| known.id != leave.id);
    match others.into_iter().any(|known| known.overlaps(leave, draft.now())) {
        true => Err(Refusal::invalid("leave_overlaps", "from")),
        false => Ok(()),
    }
}

fn change_leave(
    draft: &mut Draft<'_>,
    (user, leave): (Id, Id),
    from: Instant,
    until: Option<Instant>,
) -> Result<(), Refusal> {
    own_leave(draft, user, leave)?;
    leave_fits(draft, user, &Leave { id: leave, from, until })?;
    set(draft, user, leave, from, until);
    Ok(())
}

/// Takes a leave back; one that has begun ends now.
fn take_leave_back(draft: &mut Draft<'_>, user: Id, leave: Id) -> Result<(), Refusal> {
    let found = own_leave(draft, user, leave)?;
    let now = draft.now();
    if found.from < now {
        set(draft, user, leave, found.from, Some(now));
    } else {
        draft.other_fact(Subject::roster(), Body::LeaveOff(LeaveOff { user, leave }));
    }
    Ok(())
}

fn set(draft: &mut Draft<'_>, user: Id, leave: Id, from: Instant, until: Option<Instant>) {
    let body = LeaveSet {
        user,
        from: Some(from),
        until,
        leave: Some(leave),
    };
    draft.other_fact(Subject::roster(), Body::LeaveSet(body));
}

/// Rotations pass somebody over until an instant. Only a manager says so; nothing does it by itself.
fn take_out(draft: &mut Draft<'_>, user: Id, until: Instant) -> Result<(), Refusal> {
    draft.allow(Act::TakeOut)?;
    known(draft, user)?;
    let roster = &draft.world.roster;
    if !roster.rotations.values().any(|members| members.contains_key(&user)) {
        return Err(Refusal::invalid("in_no_rotation", "user"));
    }
    if until <= draft.now() {
        return Err(Refusal::invalid("day_past", "until"));
    }
    if until > draft.now() + OUT_MAX {
        let hours = OUT_MAX.0 / Span::hours(1).0;
        return Err(Refusal::invalid("out_too_long", "until").with("hours", hours));
    }
    draft.other_fact(Subject::roster(), Body::TakenOut(TakenOut { user, until }));
    Ok(())
}

fn put_back(draft: &mut Draft<'_>, user: Id) -> Result<(), Refusal> {
    draft.allow(Act::TakeOut)?;
    known(draft, user)?;
    if draft.world.roster.out(user, draft.now()).is_none() {
        return Err(Refusal::conflict("not_out"));
    }
    draft.other_fact(Subject::roster(), Body::PutBack(PutBack { user }));
    Ok(())
}

/// A new secret address for one's own calendar; the one before opens nothing any more.
fn make_feed(draft: &mut Draft<'_>, hash: &str) -> Result<(), Refusal> {
    let user = draft.user().filter(|user| draft.world.roster.active(*user).is_some());
    let user = user.ok_or_else(|| Refusal::forbidden("may_not"))?;
    let feed = draft.id();
    let (at, hash) = (draft.now(), hash.to_owned());
    draft.paper(Paper::Feed { feed, user, hash, at });
    draft.other_fact(Subject::roster(), Body::FeedMade(FeedMade { feed, user }));
    draft.answer(json!({ "feed": feed.show("feed") }));
    Ok(())
}

fn withdraw_feed(draft: &mut Draft<'_>, user: Id) -> Result<(), Refusal> {
    if draft.user() != Some(user) {
        draft.allow(Act::Operate)?;
    }
    let known = draft.world.roster.active(user).and_then(|known| known.feed);
    let feed = known.ok_or_else(|| Refusal::not_found("no_feed"))?;
    draft.other_fact(Subject::roster(), Body::FeedWithdrawn(FeedWithdrawn { feed, user }));
    Ok(())
}
