//! Replay: a past window runs through the rules under a proposed version, beside what happened.
//!
//! Promises: pure and deterministic: the same facts, versions and window give the same numbers, in whatever slices the
//! leads come, as long as they come in order. Each stored verdict is judged again under the version that was in force
//! then, with what was known then, and one that comes out otherwise is told. What the proposed version would have done
//! is found by the same function that decides live ([`Agreement::settle`](crate::agreement::Agreement::settle)).
//!
//! The question that is answered: *as if the version had come into force at the window's first instant.* Scores, desks
//! and the review list stand then as they stood; from there on the proposed version adds its own points and judges by
//! its own definitions. A lead that both sides hand over at the same moment goes on as it went on in fact; one that only
//! the proposed version hands over is with Sales for as long as handoffs of this house usually are.

mod after;
mod found;
mod known;
mod later;
mod line;
mod load;
mod names;
mod queue;
mod result;
mod setting;
mod tally;
mod threshold;
mod walk;
mod week;

pub use found::{Arrival, Found};
pub use known::{Given, OwnFieldsAt};
pub use line::{Change, Line, SaidOf};
pub use load::RepLoad;
pub use names::Names;
pub use queue::{HANDLING_GAP_MAX, HANDLING_GAPS_MIN, HANDLING_UNMEASURED, Handling, Queue, Reckoned};
pub use result::{ClauseCount, Clauses, Count, ReasonCount, Replay, SaidCount, Totals};
pub use setting::{Setting, USUAL_UNMEASURED, Window, WindowProblem};
pub use tally::Tally;
pub use threshold::Threshold;
pub use walk::{Story, walk};
pub use week::Week;

/// Most leads whose change is kept one by one; all are counted.
pub const LINES_MAX: usize = 200_000;
/// Most arrivals that the queue is reckoned with.
pub const ARRIVALS_MAX: usize = 1_000_000;
/// Most tries that the handling time is measured from: the first of the window's leads.
pub const TRIES_MAX: usize = 500_000;
/// Most leads whose stored verdict comes out otherwise that are named.
pub const DIFFERING_MAX: usize = 20;
/// Longest window.
pub const WINDOW_MAX: crate::Span = crate::Span::days(732);
