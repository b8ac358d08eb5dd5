//! A replay of a version: the window, how far it is, and what it comes to.

use askama::Template;

use crate::frame::Frame;
use crate::replayed::{Picture, Table};

/// How far a replay is, for the page that waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// "Replaying: 1 200 of 40 000 leads."
    pub shown: String,
    /// Leads looked at.
    pub looked: u64,
    /// Leads in all; at least one.
    pub of: u64,
}

/// What a replay comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What changes, the whole of it first.
    pub sentences: Vec<String>,
    /// What is likely a mistake.
    pub warnings: Vec<String>,
    /// The picture.
    pub picture: Picture,
    /// The tables.
    pub tables: Vec<Table>,
    /// How it is reckoned.
    pub notes: Vec<String>,
    /// "As known 12 May 09:41."
    pub known: String,
    /// The same as CSV.
    pub csv: String,
    /// The same as JSON.
    pub json: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "replay.html")]
pub struct ReplayPage {
    /// What stands round it.
    pub frame: Frame,
    /// "What version 5 would have changed".
    pub title: String,
    /// The version's page.
    pub back: String,
    /// This page, without a window.
    pub here: String,
    /// The window's first day, as typed.
    pub from: String,
    /// Its last day, as typed.
    pub to: String,
    /// What is wrong with the window, in words.
    pub problem: Option<String>,
    /// It runs.
    pub waiting: Option<Waiting>,
    /// It is done.
    pub outcome: Option<Outcome>,
}
