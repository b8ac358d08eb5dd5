//! Numbering plans: libphonenumber's data (from the phonenumber crate), each region's patterns compiled once, at first use.
//!
//! The crate's own parser keeps 100 compiled patterns behind one lock and compiles the rest again for every number: an import from
//! forty countries would spend milliseconds a row. Here a number costs a few matches and no lock.

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor, Descriptors};
use regex::{Captures, Regex, RegexBuilder};
use std::sync::{LazyLock, OnceLock};

/// Calling codes have one to three digits.
const CODE_DIGITS_MAX: usize = 3;

/// One region's plan.
pub(super) struct Plan {
    pub(super) code: u16,
    /// CLDR region; `001` where the code belongs to no country.
    pub(super) region: &'static str,
    meta: &'static Metadata,
    /// One bit for each number of digits that numbers there have.
    lengths: u32,
    patterns: OnceLock<Patterns>,
}

struct Patterns {
    general: Option<Regex>,
    /// Every kind of number: fixed, mobile, toll-free …
    kinds: Option<Regex>,
    leading: Option<Regex>,
    prefix: Option<Regex>,
    abroad: Option<Regex>,
}

/// By calling code, a code's main country first.
static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let mut plans: Vec<Plan> = (1..1_000u16).flat_map(of_code).collect();
    plans.sort_by_key(|plan| (plan.code, !plan.meta.is_main_country_for_code()));
    plans
});

static BY_REGION: LazyLock<Vec<&'static Plan>> = LazyLock::new(|| {
    let mut plans: Vec<&Plan> = PLANS.iter().filter(|plan| plan.region != "001").collect();
    plans.sort_by_key(|plan| plan.region);
    plans
});

fn of_code(code: u16) -> Vec<Plan> {
    let metas = DATABASE.by_code(&code).unwrap_or_default();
    let plan = |meta: &'static Metadata| Plan {
        code,
        region: meta.id(),
        meta,
        lengths: lengths(meta.descriptors()),
        patterns: OnceLock::new(),
    };
    metas.into_iter().map(plan).collect()
}

/// The plan of a country, alpha-2.
pub(super) fn of_region(region: &str) -> Option<&'static Plan> {
    let at = BY_REGION.binary_search_by(|plan| plan.region.cmp(region)).ok()?;
    BY_REGION.get(at).copied()
}

/// The plans under the calling code that these digits begin with, and the digits after it.
pub(super) fn of_digits(digits: &str) -> Option<(&'static [Plan], &str)> {
    (1..=CODE_DIGITS_MAX.min(digits.len())).find_map(|length| {
        let plans = of_calling_code(digits[..length].parse().ok()?);
        (!plans.is_empty()).then_some((plans, &digits[length..]))
    })
}

/// All plans that share a calling code, the main country first.
pub(super) fn of_calling_code(code: u16) -> &'static [Plan] {
    let from = PLANS.partition_point(|plan| plan.code < code);
    let to = PLANS.partition_point(|plan| plan.code <= code);
    &PLANS[from..to]
}

impl Plan {
    fn patterns(&self) -> &Patterns {
        self.patterns.get_or_init(|| Patterns::of(self.meta))
    }

    /// Whether a number in use could have these digits (national significant number).
    pub(super) fn holds(&self, national: &str) -> bool {
        let patterns = self.patterns();
        self.length_fits(national)
            && matches(patterns.general.as_ref(), national)
            && matches(patterns.kinds.as_ref(), national)
    }

    /// Whether any number there has this many digits.
    pub(super) fn length_fits(&self, national: &str) -> bool {
        national.len() < 32 && self.lengths & (1 << national.len()) != 0
    }

    /// Whether numbers that begin so belong here, among countries that share a code. `None`: only the whole number tells.
    pub(super) fn leads(&self, national: &str) -> Option<bool> {
        self.patterns()
            .leading
            .as_ref()
            .map(|leading| leading.is_match(national))
    }

    /// What follows the prefix for calls abroad, as dialled in this country.
    pub(super) fn abroad<'a>(&self, digits: &'a str) -> Option<&'a str> {
        let found = self.patterns().abroad.as_ref()?.find(digits)?;
        Some(&digits[found.end()..]).filter(|rest| !rest.is_empty() && !rest.starts_with('0'))
    }

    /// The national number without its trunk prefix; as it is where there is none or where it would spoil a good number.
    pub(super) fn without_prefix(&self, digits: &str) -> String {
        let general = self.patterns().general.as_ref();
        match self.stripped(digits) {
            Some(rest) if !matches(general, digits) || matches(general, &rest) => rest,
            _ => digits.to_owned(),
        }
    }

    fn stripped(&self, digits: &str) -> Option<String> {
        let Some(prefix) = self.patterns().prefix.as_ref() else {
            return self
                .meta
                .national_prefix()
                .and_then(|prefix| digits.strip_prefix(prefix))
                .map(str::to_owned);
        };
        let found = prefix.captures(digits)?;
        let whole = found.get(0)?;
        let last_group = (prefix.captures_len() > 1)
            .then(|| found.get(prefix.captures_len() - 1))
            .flatten();
        let rest = &digits[whole.end()..];
        match self.meta.national_prefix_transform_rule() {
            Some(rule) if last_group.is_some() => Some(transformed(rule, &found) + rest),
            _ => Some(rest.to_owned()),
        }
    }
}

/// `9$1` with the groups found. One digit names a group: the data has no more.
fn transformed(rule: &str, found: &Captures<'_>) -> String {
    let mut out = String::new();
    let mut chars = rule.chars();
    while let Some(c) = chars.next() {
        match (c, c == '$') {
            (_, true) => {
                let group = chars.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
                out.push_str(found.get(group as usize).map_or("", |found| found.as_str()));
            }
            (c, false) => out.push(c),
        }
    }
    out
}

fn matches(pattern: Option<&Regex>, text: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.is_match(text))
}

impl Patterns {
    fn of(meta: &Metadata) -> Self {
        let starts = |pattern: &str| compiled(&format!("^(?:{pattern})"));
        Self {
            general: compiled(&format!(
                "^(?:{})$",
                meta.descriptors().general().national_number().as_str()
            )),
            kinds: compiled(&format!("^(?:{})$", any_kind(meta.descriptors()))),
            leading: meta.leading_digits().and_then(|pattern| starts(pattern.as_str())),
            prefix: meta
                .national_prefix_for_parsing()
                .and_then(|pattern| starts(pattern.as_str())),
            abroad: meta.international_prefix().and_then(|pattern| starts(pattern.as_str())),
        }
    }
}

fn kinds(all: &Descriptors) -> impl Iterator<Item = &Descriptor> {
    let kinds = [
        all.fixed_line(),
        all.mobile(),
        all.toll_free(),
        all.premium_rate(),
        all.shared_cost(),
        all.voip(),
        all.personal_number(),
        all.pager(),
        all.uan(),
        all.voicemail(),
    ];
    kinds.into_iter().flatten()
}

/// The data keeps lengths by kind; that of all kinds together is empty.
fn lengths(all: &Descriptors) -> u32 {
    let lengths = kinds(all).flat_map(|kind| kind.possible_length());
    lengths
        .filter(|length| **length < 32)
        .fold(0, |bits, length| bits | 1 << length)
}

fn any_kind(all: &Descriptors) -> String {
    kinds(all)
        .map(|kind| kind.national_number().as_str())
        .collect::<Vec<_>>()
        .join("|")
}

/// `None` for a pattern that does not compile: then nothing matches, which a test over all regions would show.
fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern)
        .ignore_whitespace(true)
        .unicode(false)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_compiles() {
        assert!(PLANS.len() > 240, "{}", PLANS.len());
        for plan in PLANS.iter() {
            let patterns = plan.patterns();
            assert!(
                patterns.general.is_some() && patterns.kinds.is_some(),
                "{} {}",
                plan.code,
                plan.region
            );
            assert_eq!(
                patterns.prefix.is_some(),
                plan.meta.national_prefix_for_parsing().is_some(),
                "{}",
                plan.region
            );
            assert_eq!(
                patterns.leading.is_some(),
                plan.meta.leading_digits().is_some(),
                "{}",
                plan.region
            );
        }
    }

    #[test]
    fn the_main_country_of_a_code_stands_first() {
        assert_eq!(of_calling_code(1)[0].region, "US");
        assert_eq!(of_calling_code(44)[0].region, "GB");
        assert!(of_calling_code(999).is_empty());
        assert_eq!(of_region("CH").map(|plan| plan.code), Some(41));
        assert!(of_region("XX").is_none());
    }
}
