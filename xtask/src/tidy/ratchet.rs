//! `xtask/tidy.toml`: what is larger than allowed, with its size.
use crate::trouble::{Doing, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A path, or a path and a function's name, and its lines.
pub type Entries = BTreeMap<String, usize>;

/// The exceptions.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ratchet {
    pub files: Entries,
    pub functions: Entries,
    pub paths: Paths,
}

/// Exceptions for paths named in pages.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    pub not_ours: Vec<String>,
}

impl Ratchet {
    pub fn read(file: &Path) -> Outcome<Self> {
        Self::parse(&std::fs::read_to_string(file).doing(file.display())?)
    }

    pub fn parse(text: &str) -> Outcome<Self> {
        toml::from_str(text).doing("xtask/tidy.toml")
    }
}
