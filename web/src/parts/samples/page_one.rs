//! Samples of page one as it is made of texts: the starting one, a long one, and one with more of everything than fits.

use super::numbers::agreement;
use crate::agreed::sheet::sentences as sentences_of;
use crate::agreed::{Saying, parts};
use crate::frame::Frame;
use crate::screens::agreement::{AgreementPage, AnnexPage, Sentence};
use rules::Instant;
use rules::agreement::Agreement;
use rules::fields::Registry;

/// More tiers, rotations and calendars than fit, by so many.
const MORE: usize = 12;
/// A long text, as a company of several countries and desks has it.
const LONG: &str = include_str!("long_agreement.toml");

/// Page one of the starting text: one printed sheet.
#[must_use]
pub fn agreement_starting(frame: Frame) -> AgreementPage {
    page_one(frame, rules::agreement::STARTING)
}

/// Page one of a long text: one printed sheet all the same.
#[must_use]
pub fn agreement_long(frame: Frame) -> AgreementPage {
    page_one(frame, LONG)
}

/// Page one of a text with more of everything than fits: one printed sheet even so.
#[must_use]
pub fn agreement_fullest(frame: Frame) -> AgreementPage {
    page_one(frame, &fullest())
}

/// All that a long text says, part by part.
#[must_use]
pub fn annex(frame: Frame) -> AnnexPage {
    let framed = agreement(frame).frame;
    let read = Agreement::load_plain(LONG).ok();
    let fields = Registry::starting();
    let say = Saying {
        words: &framed.words,
        fields: &fields,
    };
    AnnexPage {
        version: "Version 3, in force since 2 March 2026".to_owned(),
        back: "/agreement".to_owned(),
        source: "/agreement/text".to_owned(),
        parts: read.map(|read| parts(&say, &read)).unwrap_or_default(),
        frame: framed,
    }
}

/// The long text with many more tiers, rotations and calendars.
fn fullest() -> String {
    let before = |text: String, mark: &str, new: &str| text.replacen(mark, &format!("{new}\n\n{mark}"), 1);
    (1..=MORE).fold(LONG.to_owned(), |text, n| {
        let when = format!("when = \"submission.source == 'source_{n}'\"");
        let tier = format!(
            "[[tier]]\nname = \"sample_source_{n}\"\n{when}\nfirst_attempt = \"{n}h\"\nafter_hours = \"{n}h\"\nreassign_after = \"{n}h\"\n\
             cadence = {{ attempts = 2, within = \"10bd\", calls_min = 1, gaps = [\"0m\", \"2h\"] }}"
        );
        let rotation = format!(
            "[[rotation]]\nname = \"Sample region {n}\"\n{when}\ncalendar = \"sales\"\nopen_work_max = 25\n\
             fallback = \"sales_manager\"\ntake_by = \"{n}m\"\nhands_to = \"everyone else\"\nhands_to_within = \"{n}h\""
        );
        let calendar = format!(
            "[calendar.sample_office_{n}]\nzone = \"Europe/Vienna\"\nweek = {{ mon = [\"08:00-12:00\", \"13:00-17:00\"], fri = [\"08:00-12:00\"] }}"
        );
        let text = before(text, "[[tier]]\nname = \"content\"", &tier);
        let text = before(text, "[[rotation]]\nname = \"everyone else\"", &rotation);
        before(text, "[calendar.sales]", &calendar)
    })
}

/// Page one as it is made of a text, with the least around it; a text that does not load is a sheet without sentences.
fn page_one(frame: Frame, text: &str) -> AgreementPage {
    let now = Instant::parse("2026-05-12T09:49:48+02:00").unwrap_or_default();
    let read = Agreement::load_plain(text).ok();
    let sentences: Vec<Sentence> = read
        .iter()
        .flat_map(|read| sentences_of(&frame.words, read, now))
        .collect();
    AgreementPage {
        title: read.as_ref().map(|read| read.name.clone()).unwrap_or_default(),
        sentences,
        hash: read.as_ref().map(Agreement::hash_hex).unwrap_or_default(),
        compared: None,
        ..agreement(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_text_loads() {
        for text in [LONG, &fullest()] {
            Agreement::load_plain(text).expect("it loads");
        }
    }
}
