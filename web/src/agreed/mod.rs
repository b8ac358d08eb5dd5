//! An agreement in words: what a version changes, and what is wrong with a text, a sentence each.
//!
//! Promises: every change of the rules has a sentence and every problem has one; a plain comparison is said as field,
//! comparison and value; whatever is more than that is said by its old and its new text.

mod changes;
mod page_one;
mod pieces;
mod problems;
pub mod sheet;
mod values;
mod whole;

pub use changes::{sentences, who_signs};
pub use page_one::{annex, hidden};
pub use pieces::pieces;
pub use problems::{expected, problem};
pub use values::{amount, clause, field as field_name, per_cent, percent, target};
pub use whole::{Line, Part, parts};

use crate::words::{Said, Words};
use rules::fields::Registry;

/// Who says it: the words of a language, and the fields with their labels.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// The words.
    pub words: &'a Words,
    /// The fields in force.
    pub fields: &'a Registry,
}

impl Saying<'_> {
    fn code(&self, family: &str, code: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&'static str, Said<'_>)> =
            values.iter().map(|(name, value)| (*name, Said::from(*value))).collect();
        self.words.code(family, code, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::agreement::change::{Change, changes};
    use rules::agreement::{Agreement, Problem, STARTING};
    use rules::calendar::Holidays;

    const WHOLE: &str = include_str!("../../../rules/tests/whole_agreement.toml");
    /// Each line a change of the whole text: every part of it is there.
    const KINDS: &str = include_str!("../../../rules/tests/agreement_kinds.tsv");
    /// Each line a mistake in the starting text.
    const BAD: &str = include_str!("../../../rules/tests/bad_agreements.tsv");

    fn load(text: &str) -> Result<Agreement, Vec<Problem>> {
        Agreement::load(text, &Registry::starting(), &Holidays::shipped())
    }

    fn said(old: &str, new: &str) -> (Vec<Change>, Vec<String>) {
        let (words, fields) = (Words::new("en"), Registry::starting());
        let say = Saying {
            words: &words,
            fields: &fields,
        };
        let found = changes(&load(old).unwrap(), &load(new).unwrap());
        let said = sentences(&say, &found);
        (found, said)
    }

    fn of_whole(from: &str, to: &str) -> Vec<String> {
        assert!(WHOLE.contains(from), "{from}");
        said(WHOLE, &WHOLE.replacen(from, to, 1)).1
    }

    fn lines(table: &str) -> impl Iterator<Item = Vec<String>> {
        let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let cells = |line: &str| line.split('\t').map(|cell| cell.replace("\\n", "\n")).collect();
        lines.skip(1).map(cells).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn the_annex_says_everything_in_words() {
        let (words, fields) = (Words::new("en"), Registry::starting());
        let say = Saying {
            words: &words,
            fields: &fields,
        };
        for text in [STARTING, WHOLE] {
            let agreement = load(text).unwrap();
            let all = parts(&say, &agreement);
            for thing in rules::agreement::change::whole(&agreement) {
                let area = thing.area.code();
                assert!(words.has(&format!("annex-{area}")), "{area}");
                for (key, _) in thing.terms.iter().filter(|(key, _)| *key != "called") {
                    let id = format!("term-{area}-{key}").replace('_', "-");
                    assert!(words.has(&id), "{id}");
                }
            }
            let lines: usize = all.iter().map(|part| part.lines.len()).sum();
            assert!(all.len() > 8 && lines > 40, "{} {lines}", all.len());
        }
        let starting = parts(&say, &load(STARTING).unwrap());
        let score = starting.iter().find(|part| part.id == "score").unwrap();
        assert!(
            score
                .lines
                .iter()
                .any(|line| line.says.iter().any(|said| said.ends_with(" points")))
        );
    }

    #[test]
    fn a_threshold_is_said_as_people_say_it() {
        let now = |to: &str| of_whole("company.employees >= 20", to);
        assert_eq!(
            now("company.employees >= 10"),
            ["An MQL now needs 10 employees instead of 20."]
        );
        assert_eq!(
            of_whole("company.employees <= 500", "company.employees <= 400"),
            ["The ideal customer may now have at most 400 employees instead of 500."]
        );
        assert_eq!(
            of_whole("'FR', 'GB', 'US']", "'GB', 'US', 'NL']"),
            ["An MQL: country may now also be NL, and no longer FR."]
        );
        assert_eq!(
            of_whole("first_attempt = \"15m\"", "first_attempt = \"10m\""),
            ["The first attempt on request is now due within 10\u{a0}min instead of 15\u{a0}min."]
        );
        assert_eq!(
            of_whole("take_by = \"10m\"\n", ""),
            ["Leads of “DACH” held for one rep to take: off now instead of 10\u{a0}min."]
        );
    }

    #[test]
    fn what_is_no_plain_comparison_is_said_by_its_text() {
        let said = of_whole(
            "company.employees >= 20",
            "company.employees >= 20 || lead.country == 'DE'",
        );
        assert_eq!(
            said,
            ["The clause “a company of a size we serve” (MQL) now reads \
              ‹company.employees >= 20 || lead.country == 'DE'› instead of ‹company.employees >= 20›."]
        );
    }

    #[test]
    fn every_change_has_a_sentence_of_its_own() {
        for cells in lines(KINDS) {
            let (found, said) = said(WHOLE, &WHOLE.replacen(&cells[0], &cells[1], 1));
            assert!(said.len() >= found.len() && !found.is_empty(), "{cells:?}");
            for sentence in &said {
                let bare = ["change-", "agreed-", "term-", "new-", "gone-", "order-", "unsaid-"];
                assert!(
                    !bare
                        .iter()
                        .any(|key| sentence.contains(key) && !cells.concat().contains(key)),
                    "{sentence}"
                );
                assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
            }
        }
    }

    #[test]
    fn every_key_of_every_part_has_its_words() {
        let words = Words::new("en");
        let mut lacking = Vec::new();
        // a change between nothing and everything names every part
        let (whole, plain) = (load(WHOLE).unwrap(), load(STARTING).unwrap());
        for change in changes(&plain, &whole).into_iter().chain(changes(&whole, &plain)) {
            let (family, key) = match &change {
                Change::Term { area, key, .. } => ("change", format!("{}-{key}", area.code())),
                Change::New(thing) | Change::Gone(thing) => {
                    for (key, _) in &thing.terms {
                        lacking.push(format!("term-{}-{key}", thing.area.code()));
                    }
                    let family = if matches!(change, Change::New(_)) {
                        "new"
                    } else {
                        "gone"
                    };
                    let one = if thing.of.is_empty() { "whole" } else { "one" };
                    (family, format!("{}-{one}", thing.area.code()))
                }
                _ => continue,
            };
            lacking.push(format!("{family}-{key}"));
        }
        lacking.retain(|key| !words.has(&key.replace('_', "-")));
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    #[test]
    fn every_problem_has_a_sentence_of_its_own() {
        let (words, fields) = (Words::new("en"), Registry::starting());
        let say = Saying {
            words: &words,
            fields: &fields,
        };
        let mut told = 0;
        for cells in lines(BAD).filter(|cells| !cells[0].is_empty()) {
            for wrong in load(&STARTING.replacen(&cells[0], &cells[1], 1))
                .err()
                .unwrap_or_default()
            {
                let key = format!("fault-{}", wrong.code.name().replace(['_', '.'], "-"));
                assert!(words.has(&key), "{key}");
                assert!(problem(&say, &wrong).ends_with('.'), "{}", problem(&say, &wrong));
                told += 1;
            }
        }
        assert!(told > 40);
    }
}
