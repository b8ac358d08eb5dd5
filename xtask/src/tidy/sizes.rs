//! Functions over 60 lines and files over 600, against the ratchet.
use super::ratchet::{Entries, Ratchet};
use super::{Finding, Source, rust_text};
use std::collections::BTreeMap;

const FUNCTION_LINES_MAX: usize = 60;
const FILE_LINES_MAX: usize = 600;
/// Files that people write and read as text; the rest is data.
const WRITTEN: &[&str] = &["rs", "sql", "css", "js", "ts", "html", "md", "ftl", "sh", "py"];

/// What is too large and not allowed so, and what the ratchet allows without need.
pub fn look(sources: &[Source], ratchet: &Ratchet) -> Vec<Finding> {
    let mut files = BTreeMap::new();
    let mut functions = BTreeMap::new();
    for source in sources
        .iter()
        .filter(|source| !source.is_vendored() && WRITTEN.contains(&source.kind()))
    {
        files.insert(source.path.clone(), (1, source.text.lines().count()));
        if source.kind() == "rs" {
            measure(source, &mut functions);
        }
    }
    let mut found = against(&files, FILE_LINES_MAX, &ratchet.files);
    found.extend(against(&functions, FUNCTION_LINES_MAX, &ratchet.functions));
    found
}

type Sizes = BTreeMap<String, (usize, usize)>;

fn measure(source: &Source, functions: &mut Sizes) {
    for function in rust_text::functions(&rust_text::parts(&source.text).code) {
        // several functions of a file may share a name: the longest counts
        let longest: &mut (usize, usize) = functions
            .entry(format!("{}::{}", source.path, function.name))
            .or_default();
        if longest.1 < function.lines {
            *longest = (function.line, function.lines);
        }
    }
}

fn against(sizes: &Sizes, most: usize, allowed: &Entries) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, (line, lines)) in sizes {
        let path = name.split("::").next().unwrap_or(name);
        let limit = allowed.get(name).copied().unwrap_or(most).max(most);
        if *lines > limit {
            found.push(Finding::new(
                path,
                *line,
                format!("{name} has {lines} lines; at most {limit}"),
            ));
        }
    }
    for (name, size) in allowed {
        let now = sizes.get(name).map_or(0, |(_, lines)| *lines);
        if now <= most {
            found.push(Finding::new(
                "xtask/tidy.toml",
                0,
                format!("{name} needs no exception: strike it"),
            ));
        } else if now < *size {
            found.push(Finding::new(
                "xtask/tidy.toml",
                0,
                format!("{name} has shrunk: write {now}"),
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(lines: usize) -> Source {
        let body = "    x();\n".repeat(lines - 2);
        Source {
            path: "a/b.rs".into(),
            text: format!("fn long() {{\n{body}}}\n"),
        }
    }

    fn words(lines: usize, ratchet: &str) -> Vec<String> {
        let ratchet = Ratchet::parse(ratchet).unwrap();
        look(&[long(lines)], &ratchet)
            .into_iter()
            .map(|finding| finding.words)
            .collect()
    }

    #[test]
    fn a_long_function_is_caught() {
        assert!(words(60, "").is_empty());
        assert_eq!(words(61, ""), ["a/b.rs::long has 61 lines; at most 60"]);
    }

    #[test]
    fn a_long_file_is_caught() {
        let source = Source {
            path: "a.md".into(),
            text: "x\n".repeat(601),
        };
        assert_eq!(look(&[source], &Ratchet::default()).len(), 1);
    }

    #[test]
    fn an_exception_may_only_shrink() {
        let ratchet = "[functions]\n\"a/b.rs::long\" = 70";
        assert!(words(70, ratchet).is_empty());
        assert_eq!(words(71, ratchet), ["a/b.rs::long has 71 lines; at most 70"]);
        assert_eq!(words(65, ratchet), ["a/b.rs::long has shrunk: write 65"]);
        assert_eq!(words(20, ratchet), ["a/b.rs::long needs no exception: strike it"]);
    }
}
