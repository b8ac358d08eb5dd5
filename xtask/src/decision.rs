//! `new decision TITLE`: a dated page for something that was decided.
use crate::place::Place;
use crate::trouble::{Doing, Outcome, Trouble};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Writes the page and says where it is.
pub fn write(place: &Place, title: &str) -> Outcome {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let name = name(today, title)?;
    let file = place.root.join("decisions").join(&name);
    if file.exists() {
        return Err(Trouble::new(format!("decisions/{name} is there already")));
    }
    std::fs::create_dir_all(place.root.join("decisions")).doing("decisions/")?;
    std::fs::write(&file, page(today, title)).doing(file.display())?;
    println!("decisions/{name}");
    Ok(())
}

fn name(date: Date, title: &str) -> Outcome<String> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Err(Trouble::new("A decision needs a title with a word in it."));
    }
    Ok(format!("{date}-{}.md", words.join("-")))
}

fn page(date: Date, title: &str) -> String {
    format!(
        "# {title}\n\n{date}\n\n## What\n\nWhat we do, in two sentences.\n\n## Why\n\nWhat we tried or measured, \
         and what else there was.\n\n## What it costs\n\nWhat becomes harder, and what would make us think again.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_page_is_named_by_its_day_and_its_words() {
        let name = name(date(2026, 3, 9), "Why jiff, and not chrono?").unwrap();
        assert_eq!(name, "2026-03-09-why-jiff-and-not-chrono.md");
    }

    #[test]
    fn a_title_without_words_is_refused() {
        assert!(name(date(2026, 3, 9), " ?! ").is_err());
    }

    #[test]
    fn a_page_says_what_why_and_what_it_costs() {
        let page = page(date(2026, 3, 9), "Title");
        for head in ["# Title", "2026-03-09", "## What\n", "## Why\n", "## What it costs\n"] {
            assert!(page.contains(head), "{head}");
        }
    }
}
