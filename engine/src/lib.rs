//! How it happens: the one door, group decide, timers, the outbox. `engine/src/<word>/{records,reads}.rs` own all SQL of a word.

pub mod account;
pub mod agreement;
mod cache;
pub mod command;
mod decider;
pub mod desk;
mod door;
mod engine;
mod error;
pub mod fact;
mod hand_clock;
pub mod handoff;
mod keep;
pub mod lead;
pub mod letter;
pub mod live;
mod load;
pub mod mark;
pub mod note;
pub mod outbox;
mod outside;
pub mod pattern;
pub mod person;
pub mod review;
pub mod rotation;
mod row;
mod schema;
pub mod scorecard;
pub mod session;
pub mod status;
pub mod subject;
pub mod submission;
pub mod team;
pub mod timers;
pub mod token;
mod touch;
pub mod verify;

pub use decider::Reply;
pub use door::Lane;
pub use engine::Engine;
pub use error::EngineError;
pub use hand_clock::HandClock;
pub use outside::{Outside, ten};
pub use schema::{MIGRATIONS, READER_VERSION, STATEMENTS, TABLES};

pub use ledger::Place;
