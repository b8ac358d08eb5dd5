//! Chance from a seed (SplitMix64, as published by Steele, Lea and Flood 2014): the same seed, the same world.

/// A stream of chance.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream that follows from a seed alone.
    pub fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0, below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of this likelihood happens.
    pub fn is(&mut self, likely: f64) -> bool {
        self.unit() < likely
    }

    /// A whole number from `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1).max(1) as f64) as i64
    }

    /// One of several; `None` of none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let place = (self.unit() * of.len() as f64) as usize;
        of.get(place)
    }

    /// One of several by weight; the last where weights do not add up.
    pub fn weighted<'a, T>(&mut self, of: &'a [(T, f64)]) -> Option<&'a T> {
        let mut left = self.unit() * of.iter().map(|(_, weight)| weight).sum::<f64>();
        for (what, weight) in of {
            left -= weight;
            if left < 0.0 {
                return Some(what);
            }
        }
        of.last().map(|(what, _)| what)
    }

    /// How often something happens that is expected so often (Poisson; at most 1,000).
    pub fn times(&mut self, expected: f64) -> u32 {
        let floor = (-expected).exp();
        let (mut product, mut times) = (self.unit(), 0);
        while product > floor && times < 1_000 {
            product *= self.unit();
            times += 1;
        }
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_often_as_expected() {
        let mut chance = Chance::from_seed(1);
        let sum: u32 = (0..10_000).map(|_| chance.times(0.7)).sum();
        assert!((6_700..7_300).contains(&sum), "{sum}");
        let hits = (0..10_000).filter(|_| chance.is(0.25)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
        let sides: Vec<i64> = (0..1_000).map(|_| chance.between(1, 6)).collect();
        assert_eq!((sides.iter().min(), sides.iter().max()), (Some(&1), Some(&6)));
    }
}
