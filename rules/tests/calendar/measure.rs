//! How long a due time takes. Ignored: `cargo test --release -p rules --test calendar measure -- --ignored --nocapture`.

use crate::cases::{calendar, shared};
use rules::Instant;
use rules::calendar::{Calendar, Target};
use std::hint::black_box;

const ROUNDS: i64 = 200_000;

#[expect(
    clippy::disallowed_methods,
    reason = "a measure needs a clock; nothing is decided by it"
)]
fn nanos_each(rounds: i64, mut act: impl FnMut(i64)) -> i64 {
    let begun = std::time::Instant::now();
    (0..rounds).for_each(&mut act);
    begun.elapsed().as_nanos() as i64 / rounds
}

fn due_nanos(calendar: &Calendar, target: &str, rounds: i64) -> i64 {
    let target: Target = target.parse().expect("a target");
    let start = Instant::parse("2026-01-01T00:00:00Z").expect("an instant");
    nanos_each(rounds, |round| {
        let at = Instant(start.0 + round * 137_000_003);
        let _ = black_box(calendar.due(black_box(at), target));
    })
}

#[test]
#[ignore = "a measure, not a check"]
fn measure() {
    let week = shared("Europe/Berlin", "xmas");
    let rare = calendar("Europe/Berlin", "week = { wed = ['10:00-11:00'] }");
    for target in ["15m", "2h", "8h", "2bd", "10bd", "100bd"] {
        println!("due {target}: {} ns", due_nanos(&week, target, ROUNDS));
    }
    println!("due 110h, 1 h a week: {} ns", due_nanos(&rare, "110h", 2_000));
    println!("due refused as too far: {} ns", due_nanos(&rare, "500h", 2_000));
    let start = Instant::parse("2026-01-01T00:00:00Z").expect("an instant");
    for days in [2, 30, 365] {
        let each = nanos_each(20_000, |round| {
            let from = Instant(start.0 + round * 137_000_003);
            black_box(week.business(from, Instant(from.0 + days * 86_400_000_000)));
        });
        println!("business over {days} d: {each} ns");
    }
    let build = nanos_each(500, |_| {
        black_box(shared("Europe/Berlin", "xmas"));
    });
    println!("build, with reading its text: {build} ns");
}
