//! Names as small numbers: tiers and rotations, of all versions that may have been in force and of the proposed one.

use crate::decide::InForce;
use std::collections::BTreeSet;

/// Names in order, each with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<String>);

/// A name that no version knows.
pub(super) const UNKNOWN: u16 = u16::MAX;

impl Names {
    /// Tiers: in the order of the proposed version, then the others.
    pub(super) fn tiers<'a>(proposed: &InForce, others: impl Iterator<Item = &'a InForce>) -> Self {
        let of = |version: &InForce| version.agreement.tiers.iter().map(|tier| tier.name.clone()).collect();
        Self::gathered(of(proposed), others.map(of))
    }

    /// Rotations: in the order of the proposed version, then the others.
    pub(super) fn rotations<'a>(proposed: &InForce, others: impl Iterator<Item = &'a InForce>) -> Self {
        let of = |version: &InForce| version.agreement.rotations.iter().map(|it| it.name.clone()).collect();
        Self::gathered(of(proposed), others.map(of))
    }

    fn gathered(first: Vec<String>, others: impl Iterator<Item = Vec<String>>) -> Self {
        let more: BTreeSet<String> = others.flatten().filter(|name| !first.contains(name)).collect();
        Self(first.into_iter().chain(more).collect())
    }

    /// A name's place.
    pub(super) fn place(&self, name: &str) -> u16 {
        let place = self.0.iter().position(|known| known == name);
        place.and_then(|place| u16::try_from(place).ok()).unwrap_or(UNKNOWN)
    }

    /// The name at a place; empty where there is none.
    pub fn name(&self, place: u16) -> &str {
        self.0.get(usize::from(place)).map_or("", String::as_str)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
