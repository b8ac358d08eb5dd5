//! The shipped lists (`rules/lists/README.md` names package, version, licence and sum of each), sorted once at first use.

use std::sync::LazyLock;

/// A list that is asked by binary search: no hashing, the same on every run.
pub(super) struct Words(Vec<&'static str>);

impl Words {
    fn of(texts: &[&'static str]) -> Self {
        let mut words: Vec<_> = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| !line.is_empty())
            .collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.binary_search(&word).is_ok()
    }

    /// The word itself or a parent domain of it, down to two labels.
    pub(super) fn has_domain(&self, domain: &str) -> bool {
        let mut rest = domain;
        while rest.contains('.') {
            if self.has(rest) {
                return true;
            }
            rest = rest.split_once('.').map_or("", |(_, parent)| parent);
        }
        false
    }

    pub(super) fn all(&self) -> &[&'static str] {
        &self.0
    }
}

pub(super) static DISPOSABLE: LazyLock<Words> =
    LazyLock::new(|| Words::of(&[include_str!("../../lists/disposable.txt")]));
pub(super) static FREE: LazyLock<Words> = LazyLock::new(|| {
    Words::of(&[
        include_str!("../../lists/free.txt"),
        include_str!("../../lists/free_more.txt"),
    ])
});
pub(super) static RELAY: LazyLock<Words> = LazyLock::new(|| Words::of(&[include_str!("../../lists/relay.txt")]));
pub(super) static POPULAR: LazyLock<Words> = LazyLock::new(|| Words::of(&[include_str!("../../lists/popular.txt")]));
static ROLE: LazyLock<Words> = LazyLock::new(|| Words::of(&[include_str!("../../lists/role.txt")]));
static NOT_ROLE: LazyLock<Words> = LazyLock::new(|| Words::of(&[include_str!("../../lists/not_role.txt")]));

/// Whether a local part (small letters) is a position's and not a person's: `info`, `sales+web`.
pub fn is_role(local_part: &str) -> bool {
    let word = local_part.split('+').next().unwrap_or(local_part);
    ROLE.has(word) && !NOT_ROLE.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_whole() {
        assert_eq!(DISPOSABLE.all().len(), 8_883);
        assert_eq!(ROLE.all().len(), 1_018);
        assert!(FREE.all().len() > 4_466);
    }

    #[test]
    fn a_subdomain_of_a_listed_domain_is_listed() {
        assert!(DISPOSABLE.has_domain("mailinator.com"));
        assert!(DISPOSABLE.has_domain("team.mailinator.com"));
        assert!(!DISPOSABLE.has_domain("com"));
        assert!(!DISPOSABLE.has_domain("mailinator.acme.example"));
    }

    #[test]
    fn positions_are_told_from_people() {
        assert!(is_role("info") && is_role("sales+web") && is_role("no-reply"));
        assert!(!is_role("anna") && !is_role("alexa") && !is_role("information.officer"));
    }
}
