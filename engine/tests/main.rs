//! Stories of the engine on every engine that is at hand. One program: it is built and linked once.

mod agreement;
mod archive;
mod common;
mod crash;
mod desk;
mod handing;
mod import;
mod joining;
mod leads;
mod leavers;
mod nodes;
mod onward;
mod outbox;
mod owed;
mod plans;
mod random;
mod repin;
mod replay;
mod scorecard;
mod timers;
mod tokens;
mod verify;
#[path = "loop.rs"]
mod whole_loop;
