//! The types that the vocabulary promises exist.
use super::{Finding, Source, rust_text};
use std::collections::BTreeSet;

const LIST: &str = "xtask/vocabulary.txt";
const HOUSES: &[&str] = &["rules/", "ledger/", "engine/"];

/// Names in the list that no type has.
pub fn look(sources: &[Source]) -> Vec<Finding> {
    let Some(list) = sources.iter().find(|source| source.path == LIST) else {
        return vec![Finding::new(LIST, 0, "is not there")];
    };
    let houses = sources
        .iter()
        .filter(|source| HOUSES.iter().any(|house| source.path.starts_with(house)));
    let types: BTreeSet<String> = houses.filter(|source| source.kind() == "rs").flat_map(types).collect();
    let names = (1..)
        .zip(list.text.lines())
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let missing = names.filter(|(_, name)| !types.contains(name.trim()));
    missing
        .map(|(line, name)| Finding::new(LIST, line, format!("no type is called {}", name.trim())))
        .collect()
}

fn types(source: &Source) -> Vec<String> {
    let code = rust_text::parts(&source.text).code;
    let words: Vec<&str> = code
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
        .collect();
    let pairs = words
        .windows(2)
        .filter(|pair| ["struct", "enum", "trait", "type"].contains(&pair[0]));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promised_type_that_is_not_there_is_caught() {
        let source = |path: &str, text: &str| Source {
            path: path.into(),
            text: text.into(),
        };
        let sources = [
            source(LIST, "# types\nLead\nHandoff\n"),
            source("rules/src/lead.rs", "/// struct Handoff\npub struct Lead<T>(T);"),
        ];
        let found: Vec<String> = look(&sources).into_iter().map(|finding| finding.words).collect();
        assert_eq!(found, ["no type is called Handoff"]);
    }
}
