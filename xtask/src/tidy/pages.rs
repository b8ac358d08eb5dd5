//! Paths in backticks in our pages exist.
//!
//! A dated page and the list of changes tell what was true on their day: `decisions/` and `CHANGELOG.md` are not asked.
use super::{Finding, Source};
use std::collections::BTreeSet;

/// Endings that make a word with a slash a file of ours wherever it says it lies.
const ENDINGS: &[&str] = &[
    "rs", "sql", "toml", "md", "ts", "css", "js", "html", "ftl", "tsv", "csv",
];

/// The paths of a page that lead nowhere.
pub fn look(source: &Source, paths: &[String], not_ours: &[String]) -> Vec<Finding> {
    if source.kind() != "md" || source.path.starts_with("decisions/") || source.path == "CHANGELOG.md" {
        return Vec::new();
    }
    let tree = Tree::of(paths);
    let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = in_backticks(&source.text);
    let dead = named.filter(|(_, word)| !not_ours.iter().any(|other| other == word) && tree.lacks(folder, word));
    dead.map(|(line, word)| Finding::new(&source.path, line, format!("`{word}` is not there")))
        .collect()
}

/// Words in single backticks outside fences, with their lines.
fn in_backticks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    let open = (1..).zip(text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    open.flat_map(|(number, line)| line.split('`').skip(1).step_by(2).map(move |word| (number, word)))
}

struct Tree<'a> {
    files: BTreeSet<&'a str>,
    folders: BTreeSet<&'a str>,
    names: BTreeSet<&'a str>,
}

impl<'a> Tree<'a> {
    fn of(paths: &'a [String]) -> Self {
        let files: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        let folders = files
            .iter()
            .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
            .collect();
        let names = files.iter().filter_map(|path| path.rsplit('/').next()).collect();
        Self { files, folders, names }
    }

    /// Whether the word looks like a path of ours and is none.
    fn lacks(&self, folder: &str, word: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        if word.starts_with(['/', '-', '.']) || !word.chars().all(plain) {
            return false;
        }
        let Some((first, rest)) = word.split_once('/') else {
            return word.ends_with(".md") && !self.names.contains(word);
        };
        let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
        let ours = rest.is_empty() || self.folders.contains(first) || ENDINGS.contains(&ending);
        ours && !self.has(word) && !self.has(&format!("{folder}/{word}"))
    }

    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files.contains(path) || self.folders.contains(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dead(text: &str) -> Vec<String> {
        let paths = ["rules/src/lib.rs", "docs/a.md", "docs/b/c.sql", "README.md"].map(String::from);
        let source = Source {
            path: "docs/a.md".into(),
            text: text.into(),
        };
        look(&source, &paths, &["theirs/x.toml".into()])
            .into_iter()
            .map(|finding| finding.words)
            .collect()
    }

    #[test]
    fn a_path_that_leads_nowhere_is_caught() {
        let bad = ["rules/src/gone.rs", "gone/", "gone/a.sql", "GONE.md", "docs/gone"];
        for path in bad {
            assert_eq!(dead(&format!("see `{path}` there")), [format!("`{path}` is not there")]);
        }
    }

    #[test]
    fn what_is_there_and_what_is_no_path_passes() {
        let good = [
            "rules/src/lib.rs",
            "rules/",
            "b/c.sql",
            "README.md",
            "text/plain",
            "a | b/c",
            "/api/v1/",
            "theirs/x.toml",
        ];
        for word in good {
            assert!(dead(&format!("see `{word}`")).is_empty(), "{word}");
        }
        assert!(dead("```sh\n`gone/a.rs`\n```\n").is_empty());
    }
}
