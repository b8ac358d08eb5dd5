//! The companies of the market: invented, marked as a demo's, each with what its people have in common. Most raise one
//! hand; from some, two to four people write within days of each other.

use crate::chance::Chance;

/// How likely somebody new is a colleague of somebody who wrote lately.
const COLLEAGUES: f64 = 0.2;
/// Most people of one company.
const PEOPLE_MAX: u8 = 4;
/// Colleagues write while their company is among the last so many.
const LATELY: usize = 25;

const FIRST: [&str; 40] = [
    "Alder", "Amber", "Anchor", "Arbour", "Aster", "Beacon", "Birch", "Bramble", "Brook", "Cedar", "Clover", "Cobalt",
    "Copper", "Coral", "Crane", "Delta", "Ember", "Fern", "Flint", "Garnet", "Harbour", "Hazel", "Heron", "Indigo",
    "Juniper", "Kestrel", "Larch", "Linden", "Maple", "Meadow", "Northern", "Oak", "Opal", "Pine", "Quarry", "River",
    "Sable", "Tern", "Vale", "Willow",
];
const SECOND: [&str; 25] = [
    "Logistics",
    "Foods",
    "Tools",
    "Textiles",
    "Medical",
    "Packaging",
    "Lighting",
    "Machines",
    "Paper",
    "Optics",
    "Interiors",
    "Outdoor",
    "Freight",
    "Instruments",
    "Ceramics",
    "Furniture",
    "Sports",
    "Wholesale",
    "Components",
    "Chemicals",
    "Garden",
    "Hardware",
    "Toys",
    "Bikes",
    "Cables",
];
/// No common factor with the number of names, so that neighbours in time do not look alike.
const STRIDE: usize = 387;

/// A company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its name, marked as a demo's.
    pub name: String,
    /// Its mail domain, kept for examples.
    pub domain: String,
    /// Whether it is right for us.
    pub fit: bool,
    /// How many people work there.
    pub employees: i64,
    /// Where it is.
    pub country: &'static str,
    people: u8,
}

/// Every company so far.
#[derive(Clone, Debug, Default)]
pub struct Companies(Vec<Company>);

impl Companies {
    /// The company of somebody new: one of late, or another one that is right with this likelihood.
    pub fn of_newcomer(&mut self, fit: f64, chance: &mut Chance) -> Company {
        let lately = self.0.len().saturating_sub(LATELY);
        let has_room = |at: &usize| self.0.get(*at).is_some_and(|known| known.people < PEOPLE_MAX);
        let known: Vec<usize> = (lately..self.0.len()).filter(has_room).collect();
        let colleague = chance.is(COLLEAGUES);
        let at = chance.one(&known).copied().filter(|_| colleague);
        match at.and_then(|at| self.0.get_mut(at)) {
            Some(known) => {
                known.people += 1;
                known.clone()
            }
            None => {
                let new = company(self.0.len(), chance.is(fit), chance);
                self.0.push(new.clone());
                new
            }
        }
    }
}

fn company(number: usize, fit: bool, chance: &mut Chance) -> Company {
    let countries = [
        ("DE", 62.0),
        ("AT", 10.0),
        ("CH", 10.0),
        ("FR", 6.0),
        ("GB", 6.0),
        ("US", 3.0),
        ("ES", 3.0),
    ];
    let (least, most) = if fit { (25, 900) } else { (3, 120) };
    let name = name(number);
    Company {
        domain: format!("{}.example", name.to_lowercase().replace(' ', "-")),
        name,
        fit,
        employees: chance.between(least, most),
        country: chance.weighted(&countries).copied().unwrap_or("DE"),
        people: 1,
    }
}

/// "Demo Alder Logistics"; numbered once all were used.
fn name(number: usize) -> String {
    let names = FIRST.len() * SECOND.len();
    let (round, place) = (number / names, number * STRIDE % names);
    let (first, second) = (FIRST[place % FIRST.len()], SECOND[place / FIRST.len()]);
    match round {
        0 => format!("Demo {first} {second}"),
        round => format!("Demo {first} {second} {}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn most_companies_send_one_person_and_some_up_to_four() {
        let (mut all, mut chance) = (Companies::default(), Chance::from_seed(3));
        let mut people: BTreeMap<String, u8> = BTreeMap::new();
        for _ in 0..1_000 {
            *people.entry(all.of_newcomer(0.6, &mut chance).domain).or_default() += 1;
        }
        let of = |n: u8| people.values().filter(|count| **count == n).count();
        assert!(of(1) * 10 > people.len() * 7, "{} of {}", of(1), people.len());
        assert!(of(2) > 50 && of(3) > 5, "{} {}", of(2), of(3));
        assert_eq!(people.values().max(), Some(&4));
    }

    #[test]
    fn every_name_is_another_and_a_demos() {
        let names: BTreeSet<String> = (0..2_500).map(name).collect();
        assert_eq!(names.len(), 2_500);
        assert!(names.iter().all(|name| name.starts_with("Demo ")));
    }
}
