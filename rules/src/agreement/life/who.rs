//! For whom somebody signs.

use super::Life;
use crate::Id;
use crate::agreement::Side;
use crate::fact::Role;
use crate::roster::Roster;

/// For which sides a signature counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    /// One; both where one person holds both offices and nobody else holds either.
    pub sides: Vec<Side>,
    /// As a deputy.
    pub deputy: bool,
}

/// The office that signs for a side.
pub fn head_of(side: Side) -> Role {
    match side {
        Side::Marketing => Role::HeadOfMarketing,
        Side::Sales => Role::HeadOfSales,
    }
}

fn of(side: Side) -> &'static [Role] {
    match side {
        Side::Marketing => &[Role::Marketer, Role::HeadOfMarketing],
        Side::Sales => &[Role::Rep, Role::SalesManager, Role::HeadOfSales],
    }
}

/// Whether somebody may sign in a head's stead: he is of his side, or a boss, and nothing of the other side; no head.
pub fn may_stand_in(side: Side, roles: &[Role]) -> bool {
    let is_of = |side: Side| of(side).iter().any(|role| roles.contains(role));
    let is_head = SIDES.into_iter().any(|side| roles.contains(&head_of(side)));
    let other = SIDES.into_iter().any(|other| other != side && is_of(other));
    !is_head && !other && (is_of(side) || roles.contains(&Role::Boss))
}

const SIDES: [Side; 2] = [Side::Marketing, Side::Sales];

/// For whom a user signs; `None` for nobody. An admin signs nothing unless he holds an office besides. Who holds both
/// offices while somebody else holds one too signs for the side that only he holds; where others hold both, for
/// Marketing. A head who was named deputy of the other side signs for his own alone: two sides are two people.
pub fn signs_for(roster: &Roster, life: &Life, user: Id) -> Option<Signs> {
    let held = roster.active(user)?;
    let own: Vec<Side> = SIDES.into_iter().filter(|side| held.is(head_of(*side))).collect();
    if own.is_empty() {
        let sides: Vec<Side> = SIDES
            .into_iter()
            .filter(|side| life.deputies.get(side) == Some(&user))
            .collect();
        return (sides.len() == 1).then_some(Signs { sides, deputy: true });
    }
    let sides = if own.len() == 2 { of_both(roster, user) } else { own };
    Some(Signs { sides, deputy: false })
}

fn of_both(roster: &Roster, user: Id) -> Vec<Side> {
    let another = |side: &Side| {
        let others = roster
            .users
            .iter()
            .filter(|(id, other)| **id != user && other.is_active());
        others.into_iter().any(|(_, other)| other.is(head_of(*side)))
    };
    match (another(&Side::Marketing), another(&Side::Sales)) {
        (false, false) => SIDES.to_vec(),
        (true, false) => vec![Side::Sales],
        _ => vec![Side::Marketing],
    }
}
