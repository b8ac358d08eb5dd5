//! Every dependency has its reason in the root `Cargo.toml`, and no crate names a version of its own.
use super::{Finding, Source};

/// Dependencies without a reason, or beside the root.
pub fn look(source: &Source) -> Vec<Finding> {
    match source.path.as_str() {
        "Cargo.toml" => without_reason(&source.text, &source.path),
        path if path.ends_with("/Cargo.toml") => beside_the_root(&source.text, path),
        _ => Vec::new(),
    }
}

/// A block is a run of dependency lines; it begins with a comment.
fn without_reason(text: &str, path: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let (mut inside, mut reason) = (false, false);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
            reason = false;
        } else if line.starts_with('#') {
            reason = line.len() > 2;
        } else if line.is_empty() {
            reason = false;
        } else if inside && !reason && line.contains('=') {
            found.push(Finding::new(
                path,
                number,
                format!("`{}` has no reason above it", name(line)),
            ));
        }
    }
    found
}

fn beside_the_root(text: &str, path: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut inside = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside && line.contains('=') && !line.starts_with('#') && !from_the_root(line) {
            found.push(Finding::new(
                path,
                number,
                format!("`{}` belongs into the root Cargo.toml", name(line)),
            ));
        }
    }
    found
}

fn from_the_root(line: &str) -> bool {
    line.split_whitespace().collect::<String>().contains("workspace=true")
}

fn name(line: &str) -> &str {
    line.split(['=', '.', ' ']).next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        let source = Source {
            path: path.into(),
            text: text.into(),
        };
        look(&source).into_iter().map(|finding| finding.words).collect()
    }

    #[test]
    fn a_dependency_without_a_reason_is_caught() {
        let text = "[workspace.dependencies]\n# text\nserde = \"1\"\ntoml = \"1\"\n\nrand = \"0.9\"\n";
        assert_eq!(words("Cargo.toml", text), ["`rand` has no reason above it"]);
    }

    #[test]
    fn a_crate_names_no_version_of_its_own() {
        let text = "[dependencies]\nserde.workspace = true\ntokio = { workspace = true, features = [\"x\"] }\nrand = \"0.9\"\n";
        assert_eq!(
            words("web/Cargo.toml", text),
            ["`rand` belongs into the root Cargo.toml"]
        );
    }
}
