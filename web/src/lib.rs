//! How Baton is seen: pages (a folder a screen), words for people, assets.
//!
//! Promises: no word that a person reads stands outside `words/*.ftl`; every page is whole without script;
//! a view model is plain text, numbers and enums, filled by whoever reads the engine; nothing here reads a clock.

pub mod agreed;
pub mod api;
pub mod assets;
pub mod frame;
pub mod letters;
pub mod parts;
pub mod replayed;
pub mod screens;
pub mod server;
pub mod shapes;
pub mod words;
