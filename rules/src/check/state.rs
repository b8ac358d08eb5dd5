//! States, provinces, cantons: ISO 3166-2, by code or by name, within a known country.

use super::fold::folded;
use rust_iso3166::iso3166_2::Subdivision;
use std::sync::LazyLock;

/// (country, folded name or code) → ISO 3166-2 code, sorted.
static NAMES: LazyLock<Vec<((&'static str, String), &'static str)>> = LazyLock::new(|| {
    let mut names: Vec<_> = english()
        .chain(
            rust_iso3166::ALL
                .iter()
                .flat_map(|one| of(one.alpha2, one.subdivisions().unwrap_or_default())),
        )
        .collect();
    names.sort_by(|a, b| a.0.cmp(&b.0));
    names.dedup_by(|a, b| a.0 == b.0);
    names
});

fn of(country: &'static str, all: &[Subdivision]) -> Vec<((&'static str, String), &'static str)> {
    let forms = |one: &Subdivision| {
        [folded(one.region_code), folded(one.code), folded(one.name)].map(|form| ((country, form), one.code))
    };
    all.iter().flat_map(forms).collect()
}

/// English names of the German, Austrian and Swiss ones; ISO has their own names only.
fn english() -> impl Iterator<Item = ((&'static str, String), &'static str)> {
    const NAMES: [(&str, &str); 17] = [
        ("DE-BY", "Bavaria"),
        ("DE-HE", "Hesse"),
        ("DE-NI", "Lower Saxony"),
        ("DE-NW", "North Rhine-Westphalia"),
        ("DE-NW", "NRW"),
        ("DE-RP", "Rhineland-Palatinate"),
        ("DE-SN", "Saxony"),
        ("DE-ST", "Saxony-Anhalt"),
        ("DE-TH", "Thuringia"),
        ("AT-9", "Vienna"),
        ("AT-7", "Tyrol"),
        ("AT-6", "Styria"),
        ("AT-2", "Carinthia"),
        ("AT-3", "Lower Austria"),
        ("CH-ZH", "Zurich"),
        ("CH-GE", "Geneva"),
        ("CH-LU", "Lucerne"),
    ];
    NAMES.iter().map(|(code, name)| ((&code[..2], folded(name)), *code))
}

/// The ISO 3166-2 code (`US-CA`) of a state written by code (`CA`, `US-CA`) or name (`California`) in a country (alpha-2).
pub fn state(text: &str, country: &str) -> Option<&'static str> {
    if text.len() > 200 {
        return None;
    }
    let name = folded(text);
    let at = NAMES
        .binary_search_by(|((land, known), _)| (*land, known.as_str()).cmp(&(country, name.as_str())))
        .ok()?;
    NAMES.get(at).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_by_code_and_name() {
        let rows: &[(&str, &str, Option<&str>)] = &[
            ("CA", "US", Some("US-CA")),
            ("California", "US", Some("US-CA")),
            ("us-ca", "US", Some("US-CA")),
            ("new york", "US", Some("US-NY")),
            ("ON", "CA", Some("CA-ON")),
            ("Ontario", "CA", Some("CA-ON")),
            ("Québec", "CA", Some("CA-QC")),
            ("Quebec", "CA", Some("CA-QC")),
            ("Bayern", "DE", Some("DE-BY")),
            ("Bavaria", "DE", Some("DE-BY")),
            ("NRW", "DE", Some("DE-NW")),
            ("Zürich", "CH", Some("CH-ZH")),
            ("Wien", "AT", Some("AT-9")),
            ("NSW", "AU", Some("AU-NSW")),
            ("Bayern", "US", None),
            ("", "US", None),
            ("CA", "", None),
        ];
        for (text, country, code) in rows {
            assert_eq!(state(text, country), *code, "{text} in {country}");
        }
    }
}
