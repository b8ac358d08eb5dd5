//! A share with its denominator and its interval.

/// The 97.5 % point of the normal distribution: an interval of 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: i64,
    /// Of how many.
    pub of: i64,
}

impl Share {
    /// So many of so many.
    pub fn of(part: i64, of: i64) -> Self {
        Self { part, of }
    }

    /// From 0 to 1; `None` where there is nothing to count.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// Where the true share lies with 95 % confidence, both from 0 to 1: Wilson's score interval
    /// (E. B. Wilson 1927), which stays honest for few cases and near 0 and 1.
    pub fn interval(self) -> Option<(f64, f64)> {
        let share = self.value()?;
        let n = self.of as f64;
        let spread = Z95 * Z95 / n;
        let middle = share + spread / 2.0;
        let half = Z95 * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
        let low = (middle - half) / (1.0 + spread);
        let high = (middle + half) / (1.0 + spread);
        Some((low.clamp(0.0, share), high.clamp(share, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counted_has_no_share() {
        assert_eq!(Share::of(0, 0).value(), None);
        assert_eq!(Share::of(0, 0).interval(), None);
    }

    #[test]
    fn intervals_as_in_the_textbook() {
        let rows = [
            (Share::of(8, 10), 0.4902, 0.9433),
            (Share::of(0, 10), 0.0, 0.2775),
            (Share::of(10, 10), 0.7225, 1.0),
            (Share::of(50, 100), 0.4038, 0.5962),
        ];
        for (share, low, high) in rows {
            let (l, h) = share.interval().unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{share:?}: {l} {h}");
        }
    }
}
