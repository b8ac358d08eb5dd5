//! What the crates may know: what `rules` stands on, who may name whom, and that nothing is carried along unused.
use super::{Done, Run};
use crate::trouble::{Doing, Outcome, Trouble};
use crate::{run, tools};
use serde_json::Value;
use std::collections::BTreeSet;

/// A crate, and what it must not name directly.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "rules",
        &[
            "ledger",
            "post",
            "engine",
            "web",
            "tokio",
            "rusqlite",
            "tokio-postgres",
            "getrandom",
        ],
    ),
    ("ledger", &["rules", "post", "engine", "web"]),
    (
        "post",
        &["rules", "ledger", "engine", "web", "rusqlite", "tokio-postgres"],
    ),
    ("engine", &["web", "rusqlite", "tokio-postgres", "deadpool-postgres"]),
    (
        "web",
        &["ledger", "post", "rusqlite", "tokio-postgres", "deadpool-postgres"],
    ),
    (
        "simulator",
        &["ledger", "web", "rusqlite", "tokio-postgres", "deadpool-postgres"],
    ),
];

/// Compares what `rules` is built from with the reviewed list.
pub fn rules_stand_on(run: &Run) -> Outcome<Done> {
    let list = run.place.root.join("rules/deps.txt");
    let reviewed = std::fs::read_to_string(&list).doing("rules/deps.txt")?;
    let tree = [
        "tree", "--locked", "-p", "rules", "-e", "normal", "--prefix", "none", "--format", "{p}",
    ];
    let tree = run::answer(run::cargo().args(tree).current_dir(&run.place.root))?;
    same(&names(&reviewed), &names(&tree)).map(|()| Done::Passed)
}

fn names(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !name.starts_with('#'))
        .collect()
}

fn same(reviewed: &BTreeSet<&str>, real: &BTreeSet<&str>) -> Outcome {
    let mut words: String = real.difference(reviewed).map(|name| format!("+ {name}\n")).collect();
    words.extend(reviewed.difference(real).map(|name| format!("- {name}\n")));
    if words.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "`rules` stands on other crates than rules/deps.txt says.\n{words}Review them: no I/O, clock or randomness may \
         come in this way. Then change the list."
    )))
}

/// Checks that nobody names a crate that is none of its business.
pub fn who_knows_whom(run: &Run) -> Outcome<Done> {
    let found = trespasses(&run.place.workspace);
    if found.is_empty() {
        Ok(Done::Passed)
    } else {
        Err(Trouble::new(found.join("\n")))
    }
}

fn trespasses(workspace: &Value) -> Vec<String> {
    let packages = workspace["packages"].as_array().into_iter().flatten();
    packages
        .flat_map(|package| trespasses_of(package["name"].as_str().unwrap_or_default(), package))
        .collect()
}

fn trespasses_of(name: &str, package: &Value) -> Vec<String> {
    let forbidden = FORBIDDEN
        .iter()
        .find(|(who, _)| *who == name)
        .map_or(&[][..], |(_, what)| what);
    let direct = package["dependencies"].as_array().into_iter().flatten();
    let normal = direct.filter(|dependency| dependency["kind"].is_null());
    let named = normal.filter_map(|dependency| dependency["name"].as_str());
    named
        .filter(|other| forbidden.contains(other))
        .map(|other| format!("`{name}` must not know `{other}`"))
        .collect()
}

/// Checks that every dependency is used. Those listed in `xtask/awaited.txt` wait for the code that needs them.
pub fn in_use(run: &Run) -> Outcome<Done> {
    tools::cargo_tool("cargo-machete")?;
    // it ends with a failure when it finds something; what it found is read from its words
    let mut machete = run::cargo();
    let output = machete
        .arg("machete")
        .current_dir(&run.place.root)
        .output()
        .doing("cargo machete")?;
    let found = unused(&String::from_utf8_lossy(&output.stdout));
    if found.is_empty() && !output.status.success() {
        return Err(Trouble::new(String::from_utf8_lossy(&output.stderr)));
    }
    let awaited = std::fs::read_to_string(run.place.root.join("xtask/awaited.txt")).unwrap_or_default();
    let awaited: BTreeSet<&str> = awaited
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .collect();
    for line in awaited
        .iter()
        .filter(|line| !line.is_empty() && !found.contains(**line))
    {
        println!("   in use by now, strike it from xtask/awaited.txt: {line}");
    }
    let left: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .filter(|line| !awaited.contains(line))
        .collect();
    if left.is_empty() {
        return Ok(Done::Passed);
    }
    Err(Trouble::new(format!(
        "Nobody uses these (crate: dependency):\n{}",
        left.join("\n")
    )))
}

/// `crate: dependency`, from cargo-machete's words: a line `crate -- path:` and an indented line for each.
fn unused(words: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut who = "";
    for line in words.lines() {
        if let Some((name, _)) = line.split_once(" -- ") {
            who = name;
        } else if line.starts_with('\t') && !who.is_empty() {
            found.insert(format!("{who}: {}", line.trim()));
        } else {
            who = "";
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_new_name_under_rules_must_be_reviewed() {
        let words = same(&names("# why\nrules\nserde\n"), &names("rules v0.1.0\nrand v0.9.0\n")).unwrap_err();
        let words = words.to_string();
        assert!(words.contains("+ rand\n") && words.contains("- serde\n"), "{words}");
        assert!(same(&names("rules\nserde"), &names("serde v1.0.0\nrules v0.1.0 (*)")).is_ok());
    }

    #[test]
    fn pages_cannot_name_a_driver_but_their_tests_may() {
        let package =
            |kind: Value| json!({"packages": [{"name": "web", "dependencies": [{"name": "rusqlite", "kind": kind}]}]});
        assert_eq!(trespasses(&package(Value::Null)), ["`web` must not know `rusqlite`"]);
        assert!(trespasses(&package(json!("dev"))).is_empty());
    }

    #[test]
    fn what_nobody_uses_is_read_from_the_tool() {
        let words = "found these:\npost -- ./post/Cargo.toml:\n\thyper\n\tserde\n\nIf you believe\n\tnot this\n";
        let found: Vec<String> = unused(words).into_iter().collect();
        assert_eq!(found, ["post: hyper", "post: serde"]);
    }
}
