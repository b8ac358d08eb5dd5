//! What waits for an opening, and how much of it can be kept by those who will be there.

use crate::{Instant, Span};

/// What one first attempt takes, from one lead to the next.
pub const ATTEMPT_TAKES: Span = Span::minutes(5);

/// How many of the leads that wait for an opening cannot be tried in time by so many people, when everybody begins as it
/// opens, takes what is due first, and begins the next one [`ATTEMPT_TAKES`] later. Nobody there: none can.
pub fn cannot_be_met(opening: Instant, people: usize, dues: &[Instant]) -> usize {
    if people == 0 {
        return dues.len();
    }
    let mut ordered = dues.to_vec();
    ordered.sort_unstable();
    // one that is late already takes its turn all the same: it still has to be called
    let begins = |n: usize| opening + Span(ATTEMPT_TAKES.0 * (n / people) as i64);
    ordered.iter().enumerate().filter(|(n, due)| begins(*n) > **due).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENING: Instant = Instant(1_772_614_800_000_000);

    #[test]
    fn twelve_people_keep_forty_leads_within_the_hour_and_one_cannot() {
        let dues = vec![OPENING + Span::hours(1); 40];
        assert_eq!(cannot_be_met(OPENING, 12, &dues), 0);
        assert_eq!(
            cannot_be_met(OPENING, 3, &dues),
            1,
            "thirteen rounds of three, and one is left"
        );
        assert_eq!(cannot_be_met(OPENING, 1, &dues), 27);
        assert_eq!(cannot_be_met(OPENING, 0, &dues), 40);
        assert_eq!(cannot_be_met(OPENING, 2, &[]), 0);
    }

    #[test]
    fn what_is_due_first_is_taken_first() {
        let dues = [OPENING + Span::hours(1), OPENING, OPENING + Span::minutes(5)];
        assert_eq!(cannot_be_met(OPENING, 1, &dues), 0);
        assert_eq!(cannot_be_met(OPENING, 1, &[OPENING - Span::minutes(1), OPENING]), 2);
    }
}
