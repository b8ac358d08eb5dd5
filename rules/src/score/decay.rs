//! Powers of one half from sums and products alone, so that every machine and every libm agrees to the last bit.

use crate::time::Span;

/// Terms of the series; the 18th is below half a unit in the last place.
const TERMS: i32 = 18;
/// Halvings after which nothing is left that a double could tell.
const HALVINGS_MAX: i64 = 1_000;

/// What is left of one after a while: 2^(−span / half-life). One, where nothing decays or no time has passed.
pub(super) fn halved(span: Span, half_life: Option<Span>) -> f64 {
    let Some(half_life) = half_life.filter(|life| life.0 > 0 && span.0 > 0) else {
        return 1.0;
    };
    let whole = span.0 / half_life.0;
    if whole >= HALVINGS_MAX {
        return 0.0;
    }
    let part = (span.0 % half_life.0) as f64 / half_life.0 as f64;
    power_of_half(part) * (0..whole).fold(1.0, |left, _| left * 0.5)
}

/// 2^(−x) for x in [0, 1), by the series of e^(−x·ln 2), from its smallest term.
fn power_of_half(x: f64) -> f64 {
    let exponent = -x * std::f64::consts::LN_2;
    (1..=TERMS)
        .rev()
        .fold(1.0, |sum, term| 1.0 + exponent / f64::from(term) * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_power() {
        let life = Span::days(7);
        for hours in [0, 1, 24, 167, 168, 169, 1_000, 5_000] {
            let exact = (-(hours as f64) / 168.0).exp2();
            let left = halved(Span::hours(hours), Some(life));
            assert!((left - exact).abs() <= exact * 1e-15, "{hours}: {left} {exact}");
        }
        assert_eq!(halved(Span::days(7 * 2_000), Some(life)), 0.0);
        assert_eq!(halved(Span::days(-7), Some(life)), 1.0);
    }
}
