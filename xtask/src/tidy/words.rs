//! What must not stand in the repository: paths of one machine, and the hosts of package registries.
use super::{Finding, Source};

/// Places of one machine. In two halves each, so that this file passes its own check.
const MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/tmp/bash", "_jobs"),
    concat!("/home/", "user/"),
];
/// Registries are named by their clients' own settings, never by us.
const HOSTS: &[&str] = &[
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("registry.npmjs", ".org"),
    concat!("registry.yarnpkg", ".com"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
];

/// The banned words of a text.
pub fn look(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let locks = source.path.ends_with("package-lock.json");
    for (number, line) in (1..).zip(source.text.lines()) {
        if locks && line.trim_start().starts_with("\"resolved\"") && line.contains("://") {
            let words = "names a registry: set `omit-lockfile-registry-resolved=true` in .npmrc and make it anew";
            found.push(Finding::new(&source.path, number, words));
        }
        found.extend(banned(line).map(|word| Finding::new(&source.path, number, format!("names `{word}`"))));
    }
    found
}

fn banned(line: &str) -> impl Iterator<Item = &'static str> {
    let machine = MACHINE
        .iter()
        .filter(|word| line.match_indices(**word).any(|(at, _)| begins_a_path(&line[..at])));
    let hosts = HOSTS.iter().filter(|word| line.contains(**word));
    machine.chain(hosts).copied()
}

/// Whether a path begins here; `https://host/work` is somebody's page.
fn begins_a_path(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "._-*".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        look(&Source {
            path: path.into(),
            text: text.into(),
        })
        .len()
    }

    #[test]
    fn a_path_of_one_machine_is_caught() {
        assert_eq!(count("a.md", &format!("see {}x", MACHINE[0])), 1);
        assert_eq!(count("a.md", &format!("see https://example.com{}x", MACHINE[0])), 0);
    }

    #[test]
    fn a_registry_is_caught() {
        for host in HOSTS {
            assert_eq!(count("a.toml", &format!("url = \"https://{host}/x\"")), 1, "{host}");
        }
    }

    #[test]
    fn a_lock_file_may_not_say_where_from() {
        let line = "  \"resolved\": \"https://mirror.example/p.tgz\",";
        assert_eq!(count("trials/browser/package-lock.json", line), 1);
        assert_eq!(
            count("trials/browser/package-lock.json", "  \"resolved\": \"local\","),
            0
        );
    }
}
