//! Countries by code or name: ISO 3166-1, and the names people write (`rules/lists/country_names.txt`).

use super::fold::folded;
use std::sync::LazyLock;

/// Folded name → alpha-2, sorted by name.
static NAMES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let mut names: Vec<_> = ours().chain(iso()).filter(|(name, _)| !name.is_empty()).collect();
    // the sort is stable and ours stand first: where a short form is written by two, ours decides
    names.sort_by(|a, b| a.0.cmp(&b.0));
    names.dedup_by(|a, b| a.0 == b.0);
    names
});

fn ours() -> impl Iterator<Item = (String, &'static str)> {
    include_str!("../../lists/country_names.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .flat_map(|(code, names)| names.split(", ").map(move |name| (folded(name), code)))
}

/// ISO's own: codes, the name, and the name without its bracket: `Bolivia (Plurinational State of)`.
fn iso() -> impl Iterator<Item = (String, &'static str)> {
    rust_iso3166::ALL.iter().flat_map(|one| {
        let short = one.name.split(" (").next().unwrap_or(one.name);
        [one.alpha2, one.alpha3, one.name, short].map(|name| (folded(name), one.alpha2))
    })
}

/// The ISO 3166-1 alpha-2 code of a country written as alpha-2, alpha-3, or by a name in use.
/// Kosovo, which ISO has not, is `XK`.
pub fn country(text: &str) -> Option<&'static str> {
    if text.len() > 200 {
        return None;
    }
    let mut name = folded(text);
    if name.starts_with("the") && name.len() > 6 {
        name.drain(..3);
    }
    find(&name).or_else(|| find(&folded(text)))
}

fn find(name: &str) -> Option<&'static str> {
    let at = NAMES.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
    NAMES.get(at).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_as_people_write_them() {
        let rows: &[(&str, Option<&str>)] = &[
            ("DE", Some("DE")),
            ("deu", Some("DE")),
            ("Germany", Some("DE")),
            ("Deutschland", Some("DE")),
            (" deutschland ", Some("DE")),
            ("UK", Some("GB")),
            ("U.K.", Some("GB")),
            ("England", Some("GB")),
            ("United Kingdom", Some("GB")),
            ("Great Britain", Some("GB")),
            ("USA", Some("US")),
            ("U.S.A.", Some("US")),
            ("the United States", Some("US")),
            ("United States of America", Some("US")),
            ("Schweiz", Some("CH")),
            ("Suisse", Some("CH")),
            ("Österreich", Some("AT")),
            ("Oesterreich", Some("AT")),
            ("AUSTRIA", Some("AT")),
            ("Holland", Some("NL")),
            ("The Netherlands", Some("NL")),
            ("Côte d’Ivoire", Some("CI")),
            ("Ivory Coast", Some("CI")),
            ("South Korea", Some("KR")),
            ("Korea", Some("KR")),
            ("North Korea", Some("KP")),
            ("Türkiye", Some("TR")),
            ("Turkey", Some("TR")),
            ("Czechia", Some("CZ")),
            ("Czech Republic", Some("CZ")),
            ("Russia", Some("RU")),
            ("Viet Nam", Some("VN")),
            ("Vietnam", Some("VN")),
            ("日本", Some("JP")),
            ("中国", Some("CN")),
            ("España", Some("ES")),
            ("Brasil", Some("BR")),
            ("Kosovo", Some("XK")),
            ("Bolivia", Some("BO")),
            ("Congo", Some("CG")),
            ("Hong Kong", Some("HK")),
            ("Taiwan", Some("TW")),
            ("Ελλάδα", Some("GR")),
            ("Georgia", Some("GE")),
            ("Palestine", Some("PS")),
            ("Macedonia", Some("MK")),
            ("Thailand", Some("TH")),
            ("", None),
            ("Europe", None),
            ("Atlantis", None),
            ("XX", None),
            ("-", None),
        ];
        for (text, code) in rows {
            assert_eq!(country(text), *code, "{text}");
        }
    }

    #[test]
    fn every_code_and_name_of_iso_is_read() {
        for one in rust_iso3166::ALL {
            for text in [one.alpha2, one.alpha3, one.name] {
                assert_eq!(country(text), Some(one.alpha2), "{text}");
            }
        }
    }

    #[test]
    fn our_names_stand_for_real_codes() {
        for (name, code) in ours() {
            assert!(
                code == "XK" || rust_iso3166::from_alpha2(code).is_some(),
                "{code} {name}"
            );
            assert_eq!(find(&name), Some(code), "{name}");
        }
    }
}
