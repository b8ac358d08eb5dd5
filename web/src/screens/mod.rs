//! The screens: a folder each, with its view model and its page.
//!
//! Promises: a view model holds what is shown and nothing else; filling it is the caller's.

pub mod account;
pub mod agreement;
pub mod error;
pub mod fields;
pub mod form;
pub mod history;
pub mod lead;
pub mod leads;
pub mod leave;
pub mod patterns;
pub mod queue;
pub mod review;
pub mod rota;
pub mod rotations;
pub mod running;
pub mod scorecard;
pub mod set_up;
pub mod sign_in;
pub mod status;
pub mod team;
pub mod teammate;
pub mod teammate_history;
pub mod thanks;
pub mod versions;
