//! `cargo xtask tidy`: the manner of the code, as far as a machine can see it.
//!
//! Every detector takes text and hands back findings, so that each is tried on a bad sample in its own tests. Whatever
//! is larger than allowed stands in `xtask/tidy.toml` with its size; those numbers may only shrink.
mod attributes;
mod manifests;
mod pages;
mod ratchet;
mod rust_text;
mod sizes;
mod sql;
mod vocabulary;
mod words;

use crate::place::Place;
use crate::trouble::{Doing, Outcome, Trouble};
use std::fmt;

/// Files above this are data, not text that people wrote; bytes.
const TEXT_BYTES_MAX: u64 = 2_000_000;

/// One thing to mend.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 for the whole file.
    pub line: usize,
    pub words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.words)
    }
}

impl Finding {
    fn new(path: &str, line: usize, words: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line,
            words: words.into(),
        }
    }
}

/// A text file of the repository.
pub struct Source {
    /// Relative to the root.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The part after the last dot; empty where there is none.
    fn kind(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, kind)| kind)
    }

    /// Whether somebody else wrote it and it is kept as it came.
    fn is_vendored(&self) -> bool {
        self.path.split('/').any(|folder| folder == "vendor")
    }
}

/// Looks at every text of the repository.
pub fn run(place: &Place) -> Outcome {
    let paths = place.files()?;
    let sources = read(place, &paths)?;
    let ratchet = ratchet::Ratchet::read(&place.root.join("xtask/tidy.toml"))?;
    let mut found = look(&sources, &paths, &ratchet);
    found.sort();
    for finding in &found {
        println!("{finding}");
    }
    if !found.is_empty() {
        return Err(Trouble::new(format!("{} to mend", found.len())));
    }
    println!("   {} files, nothing to mend", sources.len());
    Ok(())
}

fn read(place: &Place, paths: &[String]) -> Outcome<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        let file = place.root.join(path);
        if std::fs::metadata(&file).doing(path)?.len() > TEXT_BYTES_MAX {
            continue;
        }
        if let Ok(text) = String::from_utf8(std::fs::read(&file).doing(path)?) {
            sources.push(Source {
                path: path.clone(),
                text,
            });
        }
    }
    Ok(sources)
}

fn look(sources: &[Source], paths: &[String], ratchet: &ratchet::Ratchet) -> Vec<Finding> {
    let mut found = sizes::look(sources, ratchet);
    for source in sources.iter().filter(|source| !source.is_vendored()) {
        found.extend(words::look(source));
        found.extend(attributes::look(source));
        found.extend(sql::look(source));
        found.extend(manifests::look(source));
        found.extend(pages::look(source, paths, &ratchet.paths.not_ours));
    }
    found.extend(vocabulary::look(sources));
    found
}
