//! An allowed lint says why: `reason = "…"`, or a comment on its line or the line above.
use super::{Finding, Source, rust_text};

/// The allowances without a reason.
pub fn look(source: &Source) -> Vec<Finding> {
    if source.kind() != "rs" {
        return Vec::new();
    }
    let code = rust_text::parts(&source.text).code;
    let lines: Vec<&str> = source.text.lines().collect();
    let starts = ["#[allow(", "#![allow(", "#[expect(", "#![expect("];
    let places = starts
        .iter()
        .flat_map(|start| code.match_indices(start))
        .map(|(at, _)| at);
    let bare = places.filter(|at| !has_reason(&code, &lines, *at));
    bare.map(|at| Finding::new(&source.path, line_of(&code, at), "an allowance without its reason"))
        .collect()
}

fn line_of(code: &str, at: usize) -> usize {
    1 + code[..at].matches('\n').count()
}

fn has_reason(code: &str, lines: &[&str], at: usize) -> bool {
    let end = code[at..].find(")]").map_or(code.len(), |end| at + end);
    let (first, last) = (line_of(code, at) - 1, line_of(code, end) - 1);
    let above = first.checked_sub(1).and_then(|above| lines.get(above));
    code[at..end].contains("reason =")
        || lines.iter().take(last + 1).skip(first).any(|line| line.contains("// "))
        || above.is_some_and(|line| line.trim_start().starts_with("// "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        look(&Source {
            path: "a.rs".into(),
            text: text.into(),
        })
        .len()
    }

    #[test]
    fn an_allowance_without_a_reason_is_caught() {
        assert_eq!(count("fn a() {}\n#[allow(dead_code)]\nfn b() {}\n"), 1);
        assert_eq!(count("#![expect(\n  unused,\n)]\n"), 1);
        assert_eq!(count("/// What it is.\n#[allow(dead_code)]\nfn b() {}\n"), 1);
    }

    #[test]
    fn a_reason_or_a_comment_will_do() {
        assert_eq!(count("#[allow(dead_code, reason = \"kept for b\")]\n"), 0);
        assert_eq!(count("// kept for b\n#[allow(dead_code)]\n"), 0);
        assert_eq!(count("#[allow(dead_code)] // kept for b\n"), 0);
        assert_eq!(count("let sample = \"#[allow(dead_code)]\";\n"), 0);
    }
}
