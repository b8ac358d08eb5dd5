//! Whether a name is a name. Lenient: names are what people say they are; only what no person is called is bad.

use super::code::Code;
use super::{Check, What};

/// One letter this many times in a row is no name in any language we met.
const RUN_MAX: usize = 4;
const FILLERS: [&str; 18] = [
    "test",
    "tester",
    "testtest",
    "testing",
    "asd",
    "asdf",
    "asdasd",
    "asdfasdf",
    "qwerty",
    "qwertz",
    "abc",
    "none",
    "na",
    "nn",
    "null",
    "unknown",
    "firstname",
    "lastname",
];

/// The verdict on a person's name. A filler (`test`, `n/a`) is unknown, not bad: a person may really be there.
pub fn person_name(text: &str) -> Check {
    let name = text.trim();
    if name.is_empty() {
        return Check::unknown(What::Name, Code::Missing);
    }
    match wrong_in(name) {
        Some(reason) => Check::bad(What::Name, reason),
        None if filler(name) => Check::unknown(What::Name, Code::Placeholder),
        None => Check::ok(What::Name),
    }
}

fn wrong_in(name: &str) -> Option<Code> {
    let mut letters = name.chars().filter(|c| !c.is_whitespace());
    if looks_like_url(name) {
        Some(Code::Url)
    } else if letters.clone().all(char::is_numeric) {
        Some(Code::DigitsOnly)
    } else if !letters.any(char::is_alphabetic) {
        Some(Code::NoLetters)
    } else if one_letter(name) {
        Some(Code::RepeatedLetters)
    } else {
        None
    }
}

/// A scheme, `www.`, or a path after a dotted word. `Dr.med. A. Berg` and `J.R.` are names.
fn looks_like_url(name: &str) -> bool {
    let small = name.to_lowercase();
    small.contains("://") || small.contains("www.") || small.split_whitespace().any(dotted_path)
}

fn dotted_path(word: &str) -> bool {
    const ENDINGS: [&str; 8] = [".com", ".net", ".org", ".ru", ".info", ".xyz", ".top", ".io"];
    let host = word.split(['/', '?', '#']).next().unwrap_or(word);
    let host = host.trim_end_matches(['.', ',', ';']);
    ENDINGS
        .iter()
        .any(|ending| host.ends_with(ending) && host.len() > ending.len())
}

/// A run of one letter, or a word of one letter only; Roman numerals pass.
fn one_letter(name: &str) -> bool {
    let small = name.to_lowercase();
    longest_run(&small) >= RUN_MAX
        || small
            .split_whitespace()
            .any(|word| word.chars().count() > 2 && !word.starts_with('i') && uniform(word))
}

fn uniform(word: &str) -> bool {
    let mut chars = word.chars();
    chars
        .next()
        .is_some_and(|first| first.is_alphabetic() && chars.all(|c| c == first))
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for c in text.chars() {
        run = if Some(c) == last && c.is_alphabetic() {
            run + 1
        } else {
            1
        };
        last = Some(c);
        longest = longest.max(run);
    }
    longest
}

fn filler(name: &str) -> bool {
    let plain = super::fold::folded(name);
    FILLERS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::Mark;
    use super::*;

    #[test]
    fn names_are_names() {
        for name in [
            "Anna Berg",
            "Ng",
            "O",
            "Dr.med. A. Berg",
            "J.R.",
            "John Smith III",
            "Bjørn-Åge",
            "李小龙",
            "Nguyễn Văn A",
            "محمد",
            "X Æ A-12",
            "D'Angelo",
            "Jr.",
            "Null Berg",
            "Anna2",
            "Testa",
            "Llllewelyn"[1..].trim(),
            "Aaa-Berg",
            "van der Aa",
            "Zoë",
        ] {
            assert_eq!(person_name(name), Check::ok(What::Name), "{name}");
        }
    }

    #[test]
    fn what_no_person_is_called_is_bad() {
        let rows: &[(&str, Code)] = &[
            ("http://spam.example/x", Code::Url),
            ("Win www.spam.example", Code::Url),
            ("spam.com/offer", Code::Url),
            ("Buy now cheap.xyz", Code::Url),
            ("12345", Code::DigitsOnly),
            ("12 345", Code::DigitsOnly),
            ("!!!", Code::NoLetters),
            ("-", Code::NoLetters),
            ("🙂", Code::NoLetters),
            ("aaaa", Code::RepeatedLetters),
            ("Annnnna", Code::RepeatedLetters),
            ("xxx", Code::RepeatedLetters),
            ("Aaa Bbb", Code::RepeatedLetters),
        ];
        for (name, reason) in rows {
            assert_eq!(person_name(name), Check::bad(What::Name, *reason), "{name}");
        }
    }

    #[test]
    fn a_filler_and_nothing_are_unknown() {
        for name in ["", "  ", "test", "ASDF", "n/a", "Unknown"] {
            assert_eq!(person_name(name).mark, Mark::Unknown, "{name}");
        }
    }
}
