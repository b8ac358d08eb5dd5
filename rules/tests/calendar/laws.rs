//! The laws of business time, over generated calendars in many zones.

use crate::worlds::{DAY, config, span, world};
use jiff::ToSpan;
use proptest::prelude::*;
use rules::calendar::{Calendar, Target, Why};
use rules::{Instant, Span};

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        3 => span().prop_map(|span| Target::Span(Span(span))),
        1 => (0u32..6).prop_map(Target::BusinessDays),
    ]
}

/// Due, or the far end of time where it is refused as too far.
fn due(calendar: &Calendar, a: Instant, target: Target) -> Instant {
    calendar.due_at(a, target).unwrap_or(Instant(i64::MAX))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_due_time_is_the_first_instant_with_enough(world in world(), span in span()) {
        let (calendar, a) = (world.calendar(), world.near);
        match calendar.due_at(a, Target::Span(Span(span))) {
            Ok(at) => {
                prop_assert_eq!(calendar.business(a, at), Span(span));
                prop_assert!(span == 0 || calendar.business(a, Instant(at.0 - 1)) < Span(span));
            }
            Err(_) => prop_assert!(calendar.business(a, Instant(a.0 + 790 * DAY)) < Span(span)),
        }
    }

    #[test]
    fn nothing_asked_is_due_at_once(world in world()) {
        let calendar = world.calendar();
        for none in [Target::Span(Span::ZERO), Target::BusinessDays(0)] {
            let due = calendar.due(world.near, none).expect("due");
            prop_assert_eq!((due.at, due.spans), (world.near, vec![]));
        }
    }

    #[test]
    fn a_later_start_is_never_due_earlier(world in world(), target in target(), later in 0..4 * DAY) {
        let calendar = world.calendar();
        let after = Instant(world.near.0 + later);
        prop_assert!(due(&calendar, world.near, target) <= due(&calendar, after, target));
    }

    #[test]
    fn a_longer_target_is_never_due_earlier(world in world(), a in span(), b in span(), days in 0u32..6) {
        let calendar = world.calendar();
        let at = |target| due(&calendar, world.near, target);
        let (short, long) = (a.min(b), a.max(b));
        prop_assert!(at(Target::Span(Span(short))) <= at(Target::Span(Span(long))));
        prop_assert!(at(Target::BusinessDays(days)) <= at(Target::BusinessDays(days + 1)));
    }

    #[test]
    fn one_more_holiday_never_makes_it_earlier(world in world(), span in span(), days in 0u32..6, ahead in -2i64..8) {
        let mut more = world.clone();
        let today = world.tz().to_datetime(world.near.stamp()).date();
        more.holidays.push(today.checked_add(ahead.days()).expect("a date"));
        let (before, after) = (world.calendar(), more.calendar());
        let later = |target| due(&before, world.near, target) <= due(&after, world.near, target);
        prop_assert!(later(Target::Span(Span(span))));
        // The end of a closed date moves to the next one's, which is earlier only where a night shift outlasts that day.
        prop_assert!(later(Target::BusinessDays(days)) || world.nights_outlast_days());
    }

    #[test]
    fn open_time_adds_up(world in world(), a in span(), b in span()) {
        let calendar = world.calendar();
        let (start, middle) = (world.near, Instant(world.near.0 + a));
        let end = Instant(middle.0 + b);
        let parts = calendar.business(start, middle) + calendar.business(middle, end);
        prop_assert_eq!(parts, calendar.business(start, end));
        prop_assert!(parts <= end - start);
        prop_assert_eq!(calendar.business(end, start), Span::ZERO);
    }

    #[test]
    fn saying_a_window_twice_changes_nothing(world in world(), a in span()) {
        let mut twice = world.clone();
        for day in &mut twice.week {
            let again: Vec<_> = day.iter().rev().copied().collect();
            day.extend(again);
        }
        let end = Instant(world.near.0 + a);
        let (once, twice) = (world.calendar(), twice.calendar());
        prop_assert_eq!(once.business(world.near, end), twice.business(world.near, end));
    }

    #[test]
    fn the_spans_explain_the_due_time(world in world(), target in target()) {
        let calendar = world.calendar();
        let Ok(due) = calendar.due(world.near, target) else { return Ok(()) };
        let mut at = world.near;
        for span in &due.spans {
            prop_assert!(span.from == at && span.from < span.to, "{:?}", due);
            let open = calendar.business(span.from, span.to);
            prop_assert_eq!(span.counted, open);
            prop_assert_eq!(span.why == Why::Counted, open == span.to - span.from);
            prop_assert!(span.why == Why::Counted || open == Span::ZERO);
            at = span.to;
        }
        prop_assert_eq!(at, due.at);
        let counted = due.spans.iter().fold(Span::ZERO, |sum, span| sum + span.counted);
        prop_assert_eq!(counted, calendar.business(world.near, due.at));
        let told = due.spans.windows(2).all(|pair| pair[0].why != pair[1].why);
        prop_assert!(told, "two spans for one reason: {:?}", due);
    }

    #[test]
    fn opening_and_closing_are_where_they_are_said_to_be(world in world()) {
        let (calendar, a) = (world.calendar(), world.near);
        prop_assert_eq!(calendar.is_open(a), calendar.business(a, Instant(a.0 + 1)) == Span(1));
        let open = calendar.next_open(a).expect("it opens");
        prop_assert!(calendar.is_open(open) && calendar.business(a, open) == Span::ZERO);
        prop_assert_eq!(open == a, calendar.is_open(a));
        if let Some(close) = calendar.next_close(open) {
            prop_assert!(!calendar.is_open(close));
            prop_assert_eq!(calendar.business(open, close), close - open);
        }
        prop_assert_eq!(calendar.next_close(a).is_some(), calendar.is_open(a) && calendar.next_close(open).is_some());
    }
}
