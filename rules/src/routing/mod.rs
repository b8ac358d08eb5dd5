//! Who gets the lead, and why: the pick from a rotation.
//!
//! The law, tested for any order of arrival: for two members on duty, under the limit and not passed over,
//! who start level, picks divided by weight differ by at most one pick of the lighter one.

pub mod next;
pub mod trial;

use crate::{Id, Instant};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a pick costs a member of weight 1. Divisible by every weight from 1 to 16.
pub const FULL_TURN: i64 = 720_720;
/// The heaviest share.
pub const WEIGHT_MAX: u8 = 16;

/// The running places of a rotation. Kept as a row, locked last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turns {
    /// Picks and give-backs so far.
    pub seq: i64,
    /// Nobody is picked as if his turn were lower than this.
    pub floor: i64,
    /// Each member's turn.
    pub turns: BTreeMap<Id, i64>,
}

/// Why a member was not picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// May no longer sign in.
    Left,
    /// On leave.
    Leave,
    /// Not on duty: outside the rota's block, or one's own hours.
    OffDuty,
    /// A manager took him out of rotation for a while.
    Out,
    /// As much open work as agreed.
    Full,
    /// Had this lead already.
    PassedOver,
    /// It was held for him, and he did not take it in time.
    NotTaken,
    /// He had it, and made no attempt in his own time.
    NotTried,
    /// He gave this lead back.
    GaveBack,
    /// Somebody else's turn came first.
    LaterTurn,
}

impl WhyNot {
    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Leave => "leave",
            Self::OffDuty => "off_duty",
            Self::Out => "out",
            Self::Full => "full",
            Self::PassedOver => "passed_over",
            Self::NotTaken => "not_taken",
            Self::NotTried => "not_tried",
            Self::GaveBack => "gave_back",
            Self::LaterTurn => "later_turn",
        }
    }
}

/// A member as a pick sees him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub user: Id,
    /// The share, 1 to 16.
    pub weight: u8,
    /// What stands against him for this lead, if anything.
    pub against: Option<WhyNot>,
}

/// A member in a decision record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Considered {
    /// Who.
    pub user: Id,
    /// The place he counted with.
    pub turn: i64,
    /// Why not; nothing for the one picked.
    pub why_not: Option<WhyNot>,
}

/// How a member is kept: a record names all of a rotation, and is kept as long as the lead, so most take two values.
#[derive(Serialize)]
#[serde(untagged)]
enum Kept {
    /// Why not.
    Other(Id, i64, Option<WhyNot>),
    /// Somebody else's turn came first.
    LaterTurn(Id, i64),
}

impl From<Considered> for Kept {
    fn from(seen: Considered) -> Self {
        match seen.why_not {
            Some(WhyNot::LaterTurn) => Self::LaterTurn(seen.user, seen.turn),
            why_not => Self::Other(seen.user, seen.turn, why_not),
        }
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(ReadsKept)
    }
}

struct ReadsKept;

impl<'de> Visitor<'de> for ReadsKept {
    type Value = Kept;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member: who, his turn, and why not where something stood against him")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Kept, A::Error> {
        let missing = |at| A::Error::invalid_length(at, &self);
        let user = values.next_element()?.ok_or_else(|| missing(0))?;
        let turn = values.next_element()?.ok_or_else(|| missing(1))?;
        Ok(match values.next_element()? {
            Some(why_not) => Kept::Other(user, turn, why_not),
            None => Kept::LaterTurn(user, turn),
        })
    }
}

impl From<Kept> for Considered {
    fn from(kept: Kept) -> Self {
        let (user, turn, why_not) = match kept {
            Kept::Other(user, turn, why_not) => (user, turn, why_not),
            Kept::LaterTurn(user, turn) => (user, turn, Some(WhyNot::LaterTurn)),
        };
        Self { user, turn, why_not }
    }
}

/// Why a handoff that nobody tried went on to the next in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedWhy {
    /// It was held for somebody who did not take it in time.
    NotTaken,
    /// Its owner made no attempt in his own time, and the agreement lets it go on by itself.
    NoAttempt,
    /// Its owner made no attempt in his own time, and a manager gave it on.
    GivenOn,
}

impl PassedWhy {
    /// Every one.
    pub const ALL: [PassedWhy; 3] = [Self::NotTaken, Self::NoAttempt, Self::GivenOn];

    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotTaken => "not_taken",
            Self::NoAttempt => "no_attempt",
            Self::GivenOn => "given_on",
        }
    }
}

/// From whom a handoff went on, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOn {
    /// Who had it.
    pub from: Id,
    /// Why he has it no longer.
    pub why: PassedWhy,
}

/// Somebody out of rotation, as a decision saw him.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutSeen {
    /// Who.
    pub user: Id,
    /// Until when.
    pub until: Instant,
    /// By whose word; another program's where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
}

/// The record of a decision, kept as long as the lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The rotation's place after it; 0 when no rotation was asked.
    #[serde(default)]
    pub seq: i64,
    /// The rotation's floor after it.
    #[serde(default)]
    pub floor: i64,
    /// What the pick cost.
    #[serde(default)]
    pub cost: i64,
    /// Limits alone left nobody, so they were passed by.
    #[serde(default)]
    pub over_capacity: bool,
    /// Whom an earlier rule named and who is away: whoever has it covers for him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_for: Option<Id>,
    /// The floor rose, and those who took no part rose with it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub along: bool,
    /// From whom it went on, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<PassedOn>,
    /// Who gave the lead back and did not get it again for that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_back: Vec<Id>,
    /// Who was out of rotation, until when, and by whose word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub out: Vec<OutSeen>,
    /// Everybody who could have had it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Considered>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the shape that serde asks for
fn is_false(it: &bool) -> bool {
    !it
}

/// Picks a member and moves the turns; `None` when everybody is away, gone or passed over.
pub fn pick(rotation: &str, turns: &mut Turns, candidates: &[Candidate]) -> Option<(Id, Decision)> {
    let on_duty: Vec<&Candidate> = candidates.iter().filter(|c| is_on_duty(c)).collect();
    let over_capacity = !on_duty.iter().any(|c| c.against.is_none());
    let takes_part = |c: &Candidate| takes_part(c.against, over_capacity);
    let floor = candidates
        .iter()
        .filter(|c| takes_part(c))
        .map(|c| turns.place(c.user))
        .min()?;
    let able = |c: &&Candidate| takes_part(c) && c.against != Some(WhyNot::PassedOver);
    let lowest = candidates.iter().filter(able).map(|c| turns.place(c.user)).min()?;
    let chosen = candidates
        .iter()
        .filter(able)
        .filter(|c| turns.place(c.user) == lowest)
        .min_by_key(|c| tie(rotation, c.user))?;
    let candidates = considered(turns, candidates, chosen.user);
    let floor = turns.floor.max(floor);
    let mut decision = Decision {
        seq: turns.seq + 1,
        floor,
        cost: cost(chosen.weight),
        over_capacity,
        along: false,
        covers_for: None,
        passed: None,
        gave_back: Vec::new(),
        out: Vec::new(),
        candidates,
    };
    decision.along = floor > turns.floor && decision.aside().any(|c| c.turn > turns.floor);
    turns.follow(chosen.user, &decision);
    Some((chosen.user, decision))
}

fn is_on_duty(candidate: &Candidate) -> bool {
    !is_away(candidate.against)
}

fn is_away(against: Option<WhyNot>) -> bool {
    matches!(
        against,
        Some(WhyNot::Left | WhyNot::Leave | WhyNot::OffDuty | WhyNot::Out)
    )
}

/// Whether the floor is counted over him: on duty, and under the limit unless limits are passed by.
fn takes_part(against: Option<WhyNot>, over_capacity: bool) -> bool {
    !is_away(against) && (over_capacity || against != Some(WhyNot::Full))
}

impl Decision {
    /// Whether the handoff went on by itself, for want of an attempt.
    pub fn went_on(&self) -> bool {
        self.passed.is_some_and(|passed| passed.why == PassedWhy::NoAttempt)
    }

    /// Those who took no part in the pick: away, off duty, or over the limit.
    fn aside(&self) -> impl Iterator<Item = &Considered> {
        self.candidates
            .iter()
            .filter(|c| !takes_part(c.why_not, self.over_capacity))
    }
}

/// Equal places are told apart in an order of the rotation's own, so that nobody is first everywhere.
fn tie(rotation: &str, user: Id) -> Id {
    Id::named(rotation, &user.to_string())
}

fn considered(turns: &Turns, candidates: &[Candidate], chosen: Id) -> Vec<Considered> {
    let why_not = |c: &Candidate| {
        if c.user == chosen {
            None
        } else {
            c.against.or(Some(WhyNot::LaterTurn))
        }
    };
    candidates
        .iter()
        .map(|c| Considered {
            user: c.user,
            turn: turns.place(c.user),
            why_not: why_not(c),
        })
        .collect()
}

/// What one pick costs a member of this weight.
pub fn cost(weight: u8) -> i64 {
    FULL_TURN / i64::from(weight.clamp(1, WEIGHT_MAX))
}

impl Turns {
    /// The place a member counts with: his turn, but never below the floor.
    pub fn place(&self, user: Id) -> i64 {
        self.turns.get(&user).copied().unwrap_or(self.floor).max(self.floor)
    }

    /// Moves on by a pick. Whoever took no part keeps his distance from the floor: two who are off duty together come back
    /// as far apart as they went, so that what one was owed against the other is not lost.
    pub fn follow(&mut self, owner: Id, decision: &Decision) {
        let rise = decision.floor - self.floor;
        if decision.along && rise > 0 {
            for aside in decision.aside() {
                let place = self.place(aside.user);
                if place > self.floor {
                    self.turns.insert(aside.user, place + rise);
                }
            }
        }
        let place = self.place(owner) + decision.cost;
        self.turns.insert(owner, place);
        self.floor = decision.floor;
        self.seq = decision.seq;
    }

    /// Gives back half of what a pick cost, when the lead was the cause. Returns what was given.
    pub fn give_back(&mut self, user: Id, cost: i64) -> i64 {
        let half = cost / 2;
        let place = self.turns.entry(user).or_insert(self.floor);
        *place -= half;
        self.seq += 1;
        half
    }
}

/// Whom an owner-first rule names, before any rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerFirst {
    /// Who.
    pub user: Id,
    /// Since when.
    pub since: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tries::tries;
    use proptest::prelude::*;

    fn user(n: u8) -> Id {
        Id([n; 16])
    }

    fn member(n: u8, weight: u8) -> Candidate {
        Candidate {
            user: user(n),
            weight,
            against: None,
        }
    }

    #[test]
    fn two_of_the_same_weight_take_turns() {
        let mut turns = Turns::default();
        let members = [member(1, 1), member(2, 1)];
        let picked: Vec<Id> = (0..6)
            .filter_map(|_| pick("a", &mut turns, &members))
            .map(|p| p.0)
            .collect();
        assert_eq!(picked.iter().filter(|id| **id == user(1)).count(), 3);
        assert_ne!(picked[0], picked[1]);
    }

    #[test]
    fn a_rep_back_from_leave_is_not_flooded() {
        let mut turns = Turns::default();
        let away = Candidate {
            against: Some(WhyNot::Leave),
            ..member(3, 1)
        };
        for _ in 0..100 {
            pick("a", &mut turns, &[member(1, 1), member(2, 1), away]);
        }
        let all = [member(1, 1), member(2, 1), member(3, 1)];
        let back: Vec<Id> = (0..9)
            .filter_map(|_| pick("a", &mut turns, &all))
            .map(|p| p.0)
            .collect();
        assert!(back.iter().filter(|id| **id == user(3)).count() <= 4, "{back:?}");
    }

    #[test]
    fn limits_that_leave_nobody_are_passed_by_and_it_is_said() {
        let full = Candidate {
            against: Some(WhyNot::Full),
            ..member(1, 1)
        };
        let (chosen, decision) = pick("a", &mut Turns::default(), &[full]).unwrap();
        assert_eq!(chosen, user(1));
        assert!(decision.over_capacity);
    }

    #[test]
    fn nobody_is_picked_when_all_are_away() {
        let away = Candidate {
            against: Some(WhyNot::Leave),
            ..member(1, 1)
        };
        assert_eq!(pick("a", &mut Turns::default(), &[away]), None);
    }

    proptest! {
        #![proptest_config(tries(2_000, u32::MAX))]
        #[test]
        fn picks_by_weight_stay_within_one_pick(
            weights in proptest::collection::vec(1u8..=16, 2..12),
            length in 1usize..400,
            busy in proptest::collection::vec((0usize..12, 0usize..400, 0usize..400), 0..4),
        ) {
            let mut turns = Turns::default();
            let mut picks = vec![0i64; weights.len()];
            let mut always: Vec<bool> = vec![true; weights.len()];
            for step in 0..length {
                let members: Vec<Candidate> = weights.iter().enumerate().map(|(n, weight)| {
                    let away = busy.iter().any(|(who, from, to)| *who == n && step >= *from && step < *to);
                    if away { always[n] = false; }
                    Candidate { against: away.then_some(WhyNot::Leave), ..member(n as u8, *weight) }
                }).collect();
                if let Some((chosen, _)) = pick("a", &mut turns, &members) {
                    picks[chosen.0[0] as usize] += 1;
                }
            }
            let steady: Vec<usize> = (0..weights.len()).filter(|n| always[*n]).collect();
            for i in &steady { for j in &steady {
                let (wi, wj) = (i64::from(weights[*i]), i64::from(weights[*j]));
                let gap = (picks[*i] * wj - picks[*j] * wi).abs();
                prop_assert!(gap <= wi.max(wj), "{picks:?} {weights:?}");
            }}
        }
    }
}
