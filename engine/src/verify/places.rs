//! Rotations' places and desks: every pick and every give-back is done again, in the order of their places.

use super::report::{Kind, Report};
use crate::error::EngineError;
use crate::{desk, rotation};
use ledger::Ledger;
use rules::Id;
use rules::Instant;
use rules::fact::{Body, Fact, RouteCause, Routed};
use rules::lead::Lead;
use rules::routing::{Decision, Turns};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How far a give-back may lie from where its instant puts it: two nodes' clocks are close, not equal.
const APART_MAX: usize = 256;

/// Rotations' places and desks, as they are kept.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    rotations: BTreeMap<String, Turns>,
    desks: BTreeMap<Id, i64>,
}

/// A pick, as its record tells it.
#[derive(Clone, Debug)]
struct Pick {
    seq: i64,
    owner: Id,
    /// The place the owner counted with.
    turn: i64,
    /// The record; its candidates only where some of them moved along.
    decision: Decision,
}

/// Part of a turn that came back. Its place is not recorded, only its instant.
#[derive(Clone, Copy, Debug)]
struct Given {
    at: Instant,
    owner: Id,
    given: i64,
}

#[derive(Debug, Default)]
struct Moves {
    picks: Vec<Pick>,
    given: Vec<Given>,
}

/// What moved places and desks, gathered while facts are folded.
#[derive(Debug, Default)]
pub(super) struct Replay {
    rotations: BTreeMap<String, Moves>,
    desks: BTreeMap<Id, i64>,
}

impl Kept {
    pub async fn read(ledger: &Ledger) -> Result<Self, EngineError> {
        let rotations = ledger.read(&rotation::records::ALL, Vec::new()).await?;
        let desks = ledger.read(&desk::records::ALL, Vec::new()).await?;
        Ok(Self {
            rotations: rotations
                .iter()
                .map(rotation::records::read)
                .collect::<Result<_, _>>()?,
            desks: desks.iter().map(desk::records::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Replay {
    /// Notes a pick or a give-back, given the lead as it stood before the fact.
    pub fn note(&mut self, fact: &Fact, before: Option<&Lead>) {
        let back = |handoff: Option<Id>, given: i64| {
            let handoff = before?.handoff(handoff?)?;
            let owner = handoff.owner?;
            let at = fact.recorded_at;
            Some((handoff.rotation.clone(), Given { at, owner, given }))
        };
        let given = match &fact.body {
            Body::Routed(routed) if routed.cause == RouteCause::Rotation => {
                let moves = self.rotations.entry(routed.rotation.clone()).or_default();
                moves.picks.push(pick(routed));
                return;
            }
            Body::Rejected(it) if it.given_back > 0 => back(Some(it.handoff), it.given_back),
            Body::NotALead(it) if it.given_back > 0 => back(it.handoff, it.given_back),
            _ => None,
        };
        if let Some((rotation, given)) = given {
            self.rotations.entry(rotation).or_default().given.push(given);
        }
    }

    /// Notes on whose desks a lead lies in the end.
    pub fn lies(&mut self, lead: Option<&Lead>) {
        let open = lead.into_iter().flat_map(|lead| &lead.handoffs).filter(|h| h.is_open());
        for owner in open.filter_map(|handoff| handoff.owner) {
            *self.desks.entry(owner).or_default() += 1;
        }
    }

    pub fn compare(self, kept: &Kept, report: &mut Report) {
        let users: BTreeSet<&Id> = self.desks.keys().chain(kept.desks.keys()).collect();
        for user in users {
            let of = |desks: &BTreeMap<Id, i64>| desks.get(user).copied().unwrap_or(0);
            let (should, is) = (of(&self.desks), of(&kept.desks));
            if should != is {
                report.differs(Kind::Desk, user.show("user"), format!("open {is} of {should}"));
            }
        }
        let names: BTreeSet<String> = self.rotations.keys().chain(kept.rotations.keys()).cloned().collect();
        let mut moves = self.rotations;
        for name in names {
            let should = moves.remove(&name).unwrap_or_default().replayed();
            let is = kept.rotations.get(&name).cloned().unwrap_or_default();
            if let Some(what) = unlike(&should, &is) {
                report.differs(Kind::Rotation, name, what);
            }
        }
    }
}

fn pick(routed: &Routed) -> Pick {
    let considered = routed.decision.candidates.iter().find(|c| c.user == routed.owner);
    Pick {
        seq: routed.decision.seq,
        owner: routed.owner,
        turn: considered.map_or(0, |c| c.turn),
        decision: Decision {
            candidates: match routed.decision.along {
                true => routed.decision.candidates.clone(),
                false => Vec::new(),
            },
            out: Vec::new(),
            gave_back: Vec::new(),
            ..routed.decision
        },
    }
}

fn unlike(should: &Turns, is: &Turns) -> Option<String> {
    if should.seq != is.seq {
        return Some(format!("seq {} of {}", is.seq, should.seq));
    }
    if should.floor != is.floor {
        return Some(format!("floor {} of {}", is.floor, should.floor));
    }
    (should.turns != is.turns).then(|| "turns".to_owned())
}

impl Moves {
    /// The places after all of it. A hole between two picks' places is a give-back.
    fn replayed(mut self) -> Turns {
        self.picks.sort_unstable_by_key(|pick| pick.seq);
        self.given.sort_unstable_by_key(|given| (given.at, given.owner));
        let mut given: VecDeque<Given> = self.given.into();
        let mut turns = Turns::default();
        for pick in self.picks {
            while turns.seq + 1 < pick.seq
                && let Some(place) = fitting(&turns, &given, &pick)
                && let Some(back) = given.remove(place)
            {
                turns.give_back(back.owner, back.given * 2);
            }
            let seq = turns.seq + 1;
            turns.follow(pick.owner, &Decision { seq, ..pick.decision });
        }
        for back in given {
            turns.give_back(back.owner, back.given * 2);
        }
        turns
    }
}

/// The give-back that came before a pick: the first one, unless the pick's own record tells otherwise.
fn fitting(turns: &Turns, given: &VecDeque<Given>, pick: &Pick) -> Option<usize> {
    let near = || given.iter().take(APART_MAX);
    if pick.turn < turns.place(pick.owner)
        && let Some(place) = near().position(|g| g.owner == pick.owner)
    {
        return Some(place);
    }
    near()
        .position(|g| g.owner != pick.owner || still_seen(turns, g, pick))
        .or_else(|| (!given.is_empty()).then_some(0))
}

/// Whether the pick could still have seen the place it saw, had this come before it.
fn still_seen(turns: &Turns, given: &Given, pick: &Pick) -> bool {
    let mut then = turns.clone();
    then.give_back(given.owner, given.given * 2);
    then.place(pick.owner) >= pick.turn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(n: u8) -> Id {
        Id([n; 16])
    }

    fn picked(seq: i64, owner: u8, turn: i64) -> Pick {
        Pick {
            seq,
            owner: user(owner),
            turn,
            decision: Decision {
                cost: 100,
                ..Decision::default()
            },
        }
    }

    fn given(at: i64, owner: u8) -> Given {
        let (at, owner) = (Instant(at), user(owner));
        Given { at, owner, given: 50 }
    }

    #[test]
    fn holes_between_picks_are_give_backs_in_the_order_of_their_instants() {
        let picks = vec![picked(3, 2, 0), picked(1, 1, 0)];
        let moves = Moves {
            picks,
            given: vec![given(9, 2), given(5, 1)],
        };
        let turns = moves.replayed();
        assert_eq!((turns.seq, turns.place(user(1)), turns.place(user(2))), (4, 50, 50));
    }

    #[test]
    fn a_picks_record_tells_which_give_back_came_first_when_clocks_do_not() {
        let picks = vec![picked(1, 1, 0), picked(2, 2, 0), picked(4, 1, 50)];
        let moves = Moves {
            picks,
            given: vec![given(5, 2), given(6, 1)],
        };
        let turns = moves.replayed();
        assert_eq!((turns.seq, turns.place(user(1)), turns.place(user(2))), (5, 150, 50));
    }
}
