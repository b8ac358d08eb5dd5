//! Words for people, by Fluent.
//!
//! Promises: `words/en/` is complete; a key that is missing fails a test and shows as itself, never as a fault;
//! the pseudo-locale `qps` is every text of `en`, accented, a third longer and in brackets, so that a word that
//! bypassed this room, or a box too small for a longer language, is seen at once.

#[cfg(test)]
pub(crate) mod sources;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A value inside a text: a number (which chooses plural forms) or a string.
pub type Said<'a> = FluentValue<'a>;

const ENGLISH: &str = concat!(
    include_str!("../../words/en/frame.ftl"),
    "\n",
    include_str!("../../words/en/program.ftl"),
    "\n",
    include_str!("../../words/en/desk.ftl"),
    "\n",
    include_str!("../../words/en/books.ftl"),
    "\n",
    include_str!("../../words/en/agreed.ftl"),
    "\n",
    include_str!("../../words/en/drafts.ftl"),
    "\n",
    include_str!("../../words/en/versions.ftl"),
    "\n",
    include_str!("../../words/en/replay.ftl"),
    "\n",
    include_str!("../../words/en/forms.ftl"),
    "\n",
    include_str!("../../words/en/api.ftl"),
    "\n",
    include_str!("../../words/en/letters.ftl"),
    "\n",
    include_str!("../../words/en/roster.ftl"),
    "\n",
    include_str!("../../words/en/team.ftl"),
    "\n",
    include_str!("../../words/en/pages.ftl"),
    "\n",
    include_str!("../../words/en/joining.ftl"),
    "\n",
    include_str!("../../words/en/owed.ftl"),
    "\n",
    include_str!("../../words/en/offers.ftl"),
    "\n",
    include_str!("../../words/en/passed.ftl"),
    "\n",
    include_str!("../../words/en/page_one.ftl"),
    "\n",
    include_str!("../../words/en/first.ftl"),
);
/// The tag of the pseudo-locale.
pub const PSEUDO: &str = "qps";

static EN: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(Book::open("en", false)));
static QPS: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(Book::open("en", true)));

struct Book {
    bundle: FluentBundle<FluentResource>,
    pseudo: bool,
}

impl Book {
    fn open(tag: &str, pseudo: bool) -> Self {
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        if pseudo {
            bundle.set_transform(Some(accented));
        }
        let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(read, _)| read);
        // a key written twice keeps its first text; the test below refuses both faults
        let _ = bundle.add_resource(resource);
        Self { bundle, pseudo }
    }

    fn say(&self, key: &str, values: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let text = self
            .bundle
            .format_pattern(pattern, values, &mut Vec::new())
            .into_owned();
        Some(if self.pseudo { stretched(&text) } else { text })
    }
}

/// The words of one language; cheap to clone.
#[derive(Clone)]
pub struct Words {
    book: Arc<Book>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.lang())
    }
}

impl Words {
    /// The words for a language tag (`en`, `en-GB`, `qps`); a language that is not there gives English.
    #[must_use]
    pub fn new(lang: &str) -> Self {
        Self {
            book: Arc::clone(if lang == PSEUDO { &QPS } else { &EN }),
        }
    }

    /// The tag for `<html lang>`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        if self.book.pseudo { "en-XA" } else { "en" }
    }

    /// The text of a key; a missing key shows as itself.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.book.say(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with its values, e.g. `say_with("queue-due-in", &[("n", 3.into())])`.
    #[must_use]
    pub fn say_with(&self, key: &str, values: &[(&'static str, Said<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.book.say(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key that counts `n` of something.
    #[must_use]
    pub fn say_n(&self, key: &str, n: u64) -> String {
        self.say_with(key, &[("n", Said::from(n)), ("shown", Said::from(number(n)))])
    }

    /// The text of a key about one named thing (`{ $name }`).
    #[must_use]
    pub fn say_of(&self, key: &str, name: &str) -> String {
        self.say_with(key, &[("name", Said::from(name))])
    }

    /// The text of a code that comes from the rules, under its family: `code("refusal", "not_yours", …)` → `refusal-not-yours`.
    /// A code that is not known yet shows the family's `…-other` with the code in it: as it is, or spoken (a name that a
    /// company gave).
    #[must_use]
    pub fn code(&self, family: &str, code: &str, values: &[(&'static str, Said<'_>)]) -> String {
        let mut args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        args.set("code", code.to_owned());
        args.set("spoken", code.replace('_', " "));
        let key = format!("{family}-{}", code.replace(['_', '.', ' '], "-"));
        let other = || self.book.say(&format!("{family}-other"), Some(&args));
        self.book.say(&key, Some(&args)).or_else(other).unwrap_or(key)
    }

    /// Whether a key exists.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.book
            .bundle
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }
}

/// A whole number with its thousands apart: `12 400`, with narrow no-break spaces.
#[must_use]
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

fn accented(text: &str) -> Cow<'_, str> {
    const PLAIN: &str = "aceinosuyzACEINOSUYZ";
    const MARKED: &str = "àçéîñöšûýžÀÇÉÎÑÖŠÛÝŽ";
    let swap = |c: char| {
        PLAIN
            .chars()
            .position(|p| p == c)
            .and_then(|at| MARKED.chars().nth(at))
            .unwrap_or(c)
    };
    Cow::Owned(text.chars().map(swap).collect())
}

fn stretched(text: &str) -> String {
    let more = text.chars().count().div_ceil(3);
    // in groups, as a longer language has longer sentences, not one endless word
    let padding: String = (0..more).map(|at| if at % 7 == 3 { ' ' } else { '~' }).collect();
    format!("[{text}{padding}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys() -> BTreeSet<&'static str> {
        let key = |line: &'static str| line.split_once(" =").map(|(key, _)| key);
        ENGLISH
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(key)
            .collect()
    }

    #[test]
    fn the_file_reads_without_a_fault_and_no_key_twice() {
        let resource = FluentResource::try_new(ENGLISH.to_owned()).expect("words/en parses");
        let mut bundle: FluentBundle<FluentResource> = FluentBundle::new_concurrent(vec!["en".parse().unwrap()]);
        bundle.add_resource(resource).expect("no key twice");
    }

    #[test]
    fn every_key_that_is_said_exists() {
        let known = keys();
        let missing: Vec<String> = sources::tests::said()
            .into_iter()
            .filter(|(_, key)| !known.contains(key.as_str()))
            .map(|(file, key)| format!("{file}: {key}"))
            .collect();
        assert!(missing.is_empty(), "missing in words/en:\n{}", missing.join("\n"));
    }

    #[test]
    fn every_key_is_said_somewhere() {
        let all = sources::tests::all();
        let families = ["refusal-", "check-", "why-", "problem-"];
        // families that codes of the rules are looked up in: `code("stage", …)`
        let looked_up: Vec<String> = all
            .iter()
            .flat_map(|(_, text)| text.split("code(\"").skip(1))
            .filter_map(|rest| Some(format!("{}-", rest.split('"').next()?)))
            .collect();
        let quiet = |key: &&&str| {
            let starts = |f: &String| key.starts_with(f.as_str());
            !families.iter().any(|f| key.starts_with(f))
                && !looked_up.iter().any(starts)
                && !all.iter().any(|(_, text)| text.contains(&format!("\"{key}\"")))
        };
        let known = keys();
        let unused: Vec<_> = known.iter().filter(quiet).collect();
        assert!(unused.is_empty(), "in words/en, said nowhere: {unused:?}");
    }

    #[test]
    fn no_template_holds_a_word_of_its_own() {
        let cut = |text: String, open: &str, close: &str| -> String {
            let mut parts = text.split(open);
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |kept, part| {
                kept + " " + part.split_once(close).map_or("", |(_, rest)| rest)
            })
        };
        for (file, text) in sources::tests::all()
            .into_iter()
            .filter(|(file, _)| file.ends_with(".html"))
        {
            let plain = [("{#", "#}"), ("{%", "%}"), ("{{", "}}")]
                .iter()
                .fold(text, |text, (open, close)| cut(text, open, close));
            for named in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""] {
                let own: Vec<&str> = plain
                    .split(named)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .filter(|value| value.chars().any(char::is_alphabetic))
                    .collect();
                assert!(own.is_empty(), "{file}: {named}{own:?}");
            }
            let read = cut(plain, "<", ">")
                .replace("Baton", "")
                .replace("form-wide", "")
                .replace("&amp;", "");
            let own: Vec<&str> = read
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphabetic))
                .collect();
            assert!(own.is_empty(), "{file}: {own:?}");
        }
    }

    #[test]
    fn a_plural_and_a_name_are_put_in() {
        let words = Words::new("en-GB");
        assert_eq!(words.say_n("patterns-do", 1), "Answer it");
        assert_eq!(words.say_n("patterns-do", 12_400), "Answer all 12\u{202f}400");
        assert_eq!(words.say("no-such-key"), "no-such-key");
    }

    #[test]
    fn a_code_from_the_rules_has_its_words_and_a_new_one_still_shows() {
        let words = Words::new("en");
        assert!(words.code("refusal", "not_yours", &[]).contains("someone else"));
        assert!(words.code("refusal", "brand_new", &[]).contains("brand_new"));
    }

    #[test]
    fn the_pseudo_locale_is_longer_marked_and_in_brackets() {
        let (plain, pseudo) = (
            Words::new("en").say("queue-title"),
            Words::new(PSEUDO).say("queue-title"),
        );
        assert!(pseudo.starts_with('[') && pseudo.ends_with(']'));
        assert!(pseudo.chars().count() * 10 >= plain.chars().count() * 13);
        assert_eq!(plain, "Queue");
        assert!(pseudo.contains("Qûéûé"));
    }
}
