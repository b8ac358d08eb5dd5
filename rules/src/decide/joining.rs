//! One open handoff per company: colleagues join it as people, with a touch and an alert, and what is said of it covers
//! all who joined unless somebody is left out.
//!
//! A lead that joins is ready like any other (its definition held), but no handoff is opened for it: it takes no turn,
//! starts no clock and is counted as no handoff. Only where the company's deal or account has an owner who does not hold
//! the open handoff does a colleague go to that owner instead.

use super::LetterKind;
use super::capture::put_on_review;
use super::draft::Draft;
use crate::fact::{
    Body, ColleagueGone, ColleagueJoined, Covered, Covering, Joined, NurtureIn, ReviewReason, RouteCause, Which,
};
use crate::handoff::{Handoff, JOINED_MAX};
use crate::lead::With;
use crate::refusal::Refusal;
use crate::{Id, Instant};

impl From<Which> for Covering {
    fn from(which: Which) -> Self {
        match which {
            Which::Advanced => Self::Advanced,
            Which::FitNotReady => Self::FitNotReady,
            Which::NotAFit => Self::NotAFit,
        }
    }
}

/// The open handoff of a colleague.
struct Open {
    lead: Id,
    handoff: Id,
    owner: Option<Id>,
}

impl Draft<'_> {
    /// Joins the open handoff of the company, where there is one; tells whether it did.
    pub(super) fn joins(&mut self, lead: Id, tier: &str, trigger: Instant) -> bool {
        let Some(open) = self.open_of_company(lead) else {
            return false;
        };
        self.becomes_part(lead, &open, tier);
        if let Some(owner) = open.owner {
            self.tell(LetterKind::Joined, owner, Some(open.handoff));
        }
        let joined = ColleagueJoined {
            handoff: open.handoff,
            lead,
            tier: tier.to_owned(),
        };
        self.beside(open.lead, |draft| {
            draft.lead_fact(open.lead, draft.now(), Body::ColleagueJoined(joined));
            draft.raise(open.lead, open.handoff, tier, trigger);
        });
        true
    }

    fn becomes_part(&mut self, lead: Id, open: &Open, tier: &str) {
        let joined = Joined {
            lead: open.lead,
            handoff: open.handoff,
            owner: open.owner,
            tier: tier.to_owned(),
            rank: self.rank_of(tier),
        };
        self.lead_fact(lead, self.now(), Body::Joined(joined));
    }

    /// Somebody who is part of a colleague's handoff did something again: a touch on that handoff. `false` where he is
    /// part of none.
    pub(super) fn asks_again_beside(&mut self, lead: Id, tier: &str, trigger: Instant) -> bool {
        let joined = self.lead.as_ref().and_then(|known| known.joined()).cloned();
        let Some((with, open)) = joined.and_then(|with| Some((with.clone(), self.still(&with)?))) else {
            return false;
        };
        if self.rank_of(tier) < with.rank {
            self.becomes_part(lead, &open, tier);
        }
        if let Some(owner) = open.owner {
            self.tell(LetterKind::AskedAgain, owner, Some(open.handoff));
        }
        self.beside(open.lead, |draft| draft.raise(open.lead, open.handoff, tier, trigger));
        true
    }

    fn still(&self, with: &With) -> Option<Open> {
        let handoff = self.seen(with.lead)?.handoff(with.handoff)?;
        handoff.is_open().then_some(Open {
            lead: with.lead,
            handoff: with.handoff,
            owner: handoff.owner,
        })
    }

    /// What the company of a lead has open with another person, the earliest first.
    fn open_of_company(&self, lead: Id) -> Option<Open> {
        let company = self.company_of(lead)?.id;
        let known = self.world.open_of.get(&company).into_iter().flatten().copied();
        let opened = self.opened.iter().filter(|(of, ..)| *of == company);
        let all = known.chain(opened.map(|(_, handoff, lead)| (*handoff, *lead)));
        all.filter(|(_, other)| *other != lead)
            .filter_map(|(id, other)| Some((other, self.seen(other)?.handoff(id)?)))
            .filter(|(_, handoff)| handoff.is_open() && handoff.joined.len() < JOINED_MAX)
            .find(|(_, handoff)| self.lies_with_its_owner(lead, handoff))
            .map(|(other, handoff)| Open {
                lead: other,
                handoff: handoff.id,
                owner: handoff.owner,
            })
    }

    /// Where somebody owns the company's deal or account, its people go to him: the handoff must lie with him.
    fn lies_with_its_owner(&self, lead: Id, handoff: &Handoff) -> bool {
        let named = self.company(lead).and_then(|company| company.told.or(company.account));
        let rep = named.and_then(|named| self.world.roster.stand_in(named, self.now()));
        rep.is_none() || handoff.owner == rep || handoff.owner == named
    }

    /// Those who joined a handoff of the lead in hand and are part of it still.
    fn part_of(&self, lead: Id, handoff: Id) -> Vec<(Id, With)> {
        let found = self.seen(lead).and_then(|known| known.handoff(handoff));
        let joined = found.map(|handoff| handoff.joined.as_slice()).unwrap_or_default();
        let with = |other: &Id| Some((*other, self.seen(*other)?.with.clone()?));
        let all = joined.iter().filter_map(with);
        all.filter(|(_, with)| with.handoff == handoff).collect()
    }

    /// The handoff has another owner: so have those who joined it.
    pub(super) fn tell_joined(&mut self, lead: Id, handoff: Id) {
        let owner = self.seen(lead).and_then(|known| known.handoff(handoff)?.owner);
        let open = Open { lead, handoff, owner };
        for (other, with) in self.part_of(lead, handoff) {
            if !with.over && with.owner != owner {
                self.beside(other, |draft| draft.becomes_part(other, &open, &with.tier));
            }
        }
    }

    /// The lead in hand is no lead after all: it is no longer part of what it joined.
    pub(super) fn parts_with(&mut self, lead: Id, with: Option<With>) {
        let Some(with) = with.filter(|with| !with.over) else {
            return;
        };
        let gone = ColleagueGone {
            handoff: with.handoff,
            lead,
        };
        self.beside(with.lead, |draft| {
            draft.lead_fact(with.lead, draft.now(), Body::ColleagueGone(gone));
        });
    }

    fn rank_of(&self, tier: &str) -> i64 {
        let tiers = &self.world.in_force.agreement.tiers;
        let place = tiers.iter().position(|known| known.name == tier);
        place.map_or(i64::MAX, |place| place as i64)
    }
}

/// Who joined, as an ending treats them.
#[derive(Default)]
pub(super) struct Parted {
    /// What is said holds for them.
    pub covered: Vec<Id>,
    /// They get a handoff of their own, with the same owner.
    left: Vec<(Id, With)>,
}

/// Splits those who joined: covered are those named, or everybody where nobody is. Whoever is left out of a correction
/// keeps what was said before.
pub(super) fn parted(
    draft: &Draft<'_>,
    (lead, handoff): (Id, &Handoff),
    named: Option<&[Id]>,
) -> Result<Parted, Refusal> {
    let all = draft.part_of(lead, handoff.id);
    let unknown = |id: &&Id| !all.iter().any(|(other, _)| other == *id);
    if let Some(stranger) = named.unwrap_or_default().iter().find(unknown) {
        return Err(Refusal::invalid("not_joined", "covers").with("lead", stranger.show("lead")));
    }
    let is_covered = |id: &Id| named.is_none_or(|named| named.contains(id));
    let (covered, mut left): (Vec<_>, Vec<_>) = all.into_iter().partition(|(id, _)| is_covered(id));
    left.retain(|(_, with)| !with.over);
    // the most pressing goes first: the others join him
    left.sort_by_key(|(id, with)| (with.rank, with.since, *id));
    Ok(Parted {
        covered: covered.into_iter().map(|(id, _)| id).collect(),
        left,
    })
}

/// Nobody who joined is covered: what is said is said of the person alone.
pub(super) fn all_left(draft: &Draft<'_>, lead: Id, handoff: &Handoff) -> Result<Parted, Refusal> {
    parted(draft, (lead, handoff), Some(&[]))
}

/// What an ending brings about for those who had joined: the covered end with it, the others go on with the same owner.
pub(super) fn ends(draft: &mut Draft<'_>, (lead, handoff): (Id, &Handoff), by: Option<Covering>, parted: &Parted) {
    if let Some(by) = by {
        let short_of_sql = short_of_sql(draft, (lead, handoff.id), by);
        for other in &parted.covered {
            let covered = Covered {
                lead,
                handoff: handoff.id,
                by,
                short_of_sql,
            };
            draft.beside(*other, |draft| {
                draft.lead_fact(*other, draft.now(), Body::Covered(covered))
            });
        }
    }
    for (other, with) in &parted.left {
        let owner = handoff.owner.map(|owner| (owner, RouteCause::Company));
        draft.beside(*other, |draft| draft.route(*other, &with.tier, draft.now(), owner));
    }
}

/// Advanced, and the definition of SQL did not hold.
fn short_of_sql(draft: &Draft<'_>, (lead, handoff): (Id, Id), by: Covering) -> bool {
    let found = draft.seen(lead).and_then(|known| known.handoff(handoff));
    by == Covering::Advanced && found.is_some_and(|handoff| handoff.sql_at.is_none())
}

/// What was handed on is handed on with its people: whoever the report covers is part of the next rep's handoff.
pub(super) fn go_along(draft: &mut Draft<'_>, (lead, handoff): (Id, Id), covered: &[Id]) {
    let owner = draft.lead.as_ref().and_then(|known| known.handoff(handoff)?.owner);
    let open = Open { lead, handoff, owner };
    for other in covered {
        let Some(tier) = draft
            .seen(*other)
            .and_then(|known| Some(known.with.as_ref()?.tier.clone()))
        else {
            continue;
        };
        draft.beside(*other, |draft| draft.becomes_part(*other, &open, &tier));
        let came = ColleagueJoined {
            handoff,
            lead: *other,
            tier,
        };
        draft.lead_fact(lead, draft.now(), Body::ColleagueJoined(came));
    }
}

/// The covered are cared for like the person whose handoff it was: with the same reason, the same day, the same rep.
pub(super) fn cared_for(draft: &mut Draft<'_>, covered: &[Id], into: &NurtureIn) {
    for other in covered {
        let into = NurtureIn {
            handoff: None,
            ..into.clone()
        };
        draft.beside(*other, |draft| {
            draft.lead_fact(*other, draft.now(), Body::NurtureIn(into))
        });
    }
}

/// The covered are given back to Marketing too.
pub(super) fn given_back(draft: &mut Draft<'_>, covered: &[Id]) {
    for other in covered {
        draft.beside(*other, |draft| {
            put_on_review(draft, *other, ReviewReason::RejectedBySales)
        });
    }
}

/// The deal that came of a handoff ended: for everybody whom its outcome covered.
pub(super) fn deal_ends(draft: &mut Draft<'_>, lead: Id, handoff: Id, by: Covering) {
    let covered: Vec<Id> = draft.part_of(lead, handoff).into_iter().map(|(id, _)| id).collect();
    let short_of_sql = short_of_sql(draft, (lead, handoff), by);
    for other in covered {
        let covered = Covered {
            lead,
            handoff,
            by,
            short_of_sql,
        };
        draft.beside(other, |draft| {
            draft.lead_fact(other, draft.now(), Body::Covered(covered))
        });
    }
}
