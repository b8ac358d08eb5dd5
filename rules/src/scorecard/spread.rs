//! Medians and other quantiles: of known values, and of waits of which some have not ended.

use crate::Span;

/// How long a share of a cohort waited at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// Nobody to count.
    Nobody,
    /// The one at this rank is still waiting.
    Still,
    /// That long.
    For(Span),
}

/// The place, from 0, of the smallest value that at least `per_mille` of `n` values do not exceed (nearest rank).
/// `None` of nothing.
pub fn rank(n: i64, per_mille: i64) -> Option<i64> {
    if n <= 0 {
        return None;
    }
    let place = (i128::from(n) * i128::from(per_mille)).div_euclid(1000);
    let exact = (i128::from(n) * i128::from(per_mille)).rem_euclid(1000) == 0;
    let above = place + i128::from(!exact);
    Some((above.clamp(1, i128::from(n)) - 1) as i64)
}

/// A quantile of waits: `ended` are those that ended, sorted; `waiting` have not and come last.
pub fn waited(ended: &[i64], waiting: i64, per_mille: i64) -> Waited {
    match rank(ended.len() as i64 + waiting, per_mille) {
        None => Waited::Nobody,
        Some(place) => ended
            .get(place as usize)
            .map_or(Waited::Still, |value| Waited::For(Span(*value))),
    }
}

/// A quantile of sorted values, straight between the two nearest (so that the median of an even number is the middle
/// of two), rounded to the nearest unit. `None` of nothing.
pub fn quantile(sorted: &[i64], per_mille: i64) -> Option<i64> {
    let last = sorted.len().checked_sub(1)? as i128;
    let place = last * i128::from(per_mille.clamp(0, 1000));
    let (below, rest) = ((place / 1000) as usize, place % 1000);
    let low = i128::from(*sorted.get(below)?);
    let high = i128::from(*sorted.get(below + 1).unwrap_or(sorted.last()?));
    let added = ((high - low) * rest + 500).div_euclid(1000);
    i64::try_from(low + added).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_few_and_even_numbers() {
        assert_eq!(quantile(&[], 500), None);
        assert_eq!(quantile(&[7], 900), Some(7));
        assert_eq!(quantile(&[-2, 4], 500), Some(1));
        assert_eq!(quantile(&[1, 2, 3, 4, 5], 250), Some(2));
        assert_eq!(quantile(&[0, 10, 20, 30], 250), Some(8), "7.5 rounded");
    }

    #[test]
    fn who_still_waits_counts() {
        assert_eq!(waited(&[], 0, 500), Waited::Nobody);
        assert_eq!(waited(&[60], 0, 900), Waited::For(Span(60)));
        assert_eq!(waited(&[60, 120], 1, 500), Waited::For(Span(120)));
        assert_eq!(waited(&[60, 120], 1, 900), Waited::Still);
    }

    #[test]
    fn ranks_at_the_edges() {
        assert_eq!(rank(10, 900), Some(8));
        assert_eq!(rank(10, 500), Some(4));
        assert_eq!(rank(1, 0), Some(0));
        assert_eq!(rank(0, 500), None);
    }
}
