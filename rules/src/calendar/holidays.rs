//! Named lists of holidays by region: those that Baton ships with, or a test's own.

use jiff::civil::{Date, date};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The lists that Baton ships with; `rules/holidays/README.md` says whence.
const SHIPPED: &str = include_str!("../../holidays/holidays.txt");
/// The first year that the shipped lists know.
pub const FIRST_YEAR: i16 = 2024;
/// The last.
pub const LAST_YEAR: i16 = 2035;

/// Where each region's lines stand in the shipped text: found once, read when asked for.
static INDEX: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let sections = SHIPPED.split("\n@").skip(1);
    sections
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .collect()
});

/// A list: each date and what it is called.
pub type HolidayList = BTreeMap<Date, String>;

/// Holiday lists by name (`DE-BE`). Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holidays {
    lists: Arc<BTreeMap<String, HolidayList>>,
    shipped: bool,
}

impl Holidays {
    /// No lists at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The lists that Baton ships with: public holidays by country (`DE`) and part of it (`DE-BE`), [`FIRST_YEAR`] to
    /// [`LAST_YEAR`].
    pub fn shipped() -> Self {
        Self {
            lists: Arc::default(),
            shipped: true,
        }
    }

    /// From lists by name.
    pub fn from_lists(lists: BTreeMap<String, HolidayList>) -> Self {
        Self {
            lists: Arc::new(lists),
            shipped: false,
        }
    }

    /// One list; `None` when there is none of that name.
    pub fn list(&self, name: &str) -> Option<Cow<'_, HolidayList>> {
        let own = self.lists.get(name).map(Cow::Borrowed);
        own.or_else(|| self.shipped.then(|| read(name)).flatten().map(Cow::Owned))
    }

    /// The names of all lists, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let shipped = self.shipped.then(|| INDEX.keys().copied());
        self.lists
            .keys()
            .map(String::as_str)
            .chain(shipped.into_iter().flatten())
    }
}

/// A region's list: a part of a country has the country's, with some more and some less.
fn read(name: &str) -> Option<HolidayList> {
    let own = INDEX.get(name)?;
    let country = name.split_once('-').and_then(|(country, _)| INDEX.get(country));
    let mut list = HolidayList::new();
    for line in country.into_iter().chain([own]).flat_map(|lines| lines.lines()) {
        let Some((name, days)) = line.split_once('\t') else {
            continue;
        };
        let (sign, name) = name.split_at(1);
        for day in days.split(' ').flat_map(dates) {
            match sign {
                "-" => drop(list.remove(&day)),
                _ => drop(list.insert(day, name.to_owned())),
            }
        }
    }
    Some(list)
}

/// `0501`, of every year, or `260403`.
fn dates(day: &str) -> Vec<Date> {
    let number = |from: usize| day.get(from..from + 2).and_then(|two| two.parse::<i8>().ok());
    let of = |year: i16, at: usize| Date::new(year, number(at)?, number(at + 2)?).ok();
    match day.len() {
        4 => (FIRST_YEAR..=LAST_YEAR).filter_map(|year| of(year, 0)).collect(),
        _ => number(0)
            .and_then(|year| of(2_000 + i16::from(year), 2))
            .into_iter()
            .collect(),
    }
}

/// The day after the last that the shipped lists know: from then on a calendar that follows them knows no holiday.
pub fn known_until() -> Date {
    date(LAST_YEAR + 1, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_page_beside_the_file_tells_of_this_file() {
        let page = include_str!("../../holidays/README.md");
        let hash: String = Sha256::digest(SHIPPED)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert!(page.contains(&hash), "holidays.txt has the hash {hash}");
        assert!(page.contains(&format!("of {} regions", INDEX.len())));
    }

    #[test]
    fn every_line_is_read_and_every_list_is_filled() {
        let lines = SHIPPED.lines().filter(|line| line.starts_with(['+', '-']));
        for line in lines {
            let (_, days) = line.split_once('\t').expect("a name and days");
            assert!(days.split(' ').all(|day| !dates(day).is_empty()), "{line}");
        }
        for name in Holidays::shipped().names() {
            let list = read(name).expect("a list");
            assert!(list.len() >= 12 && list.len() <= 1_000, "{name}: {}", list.len());
            assert!(
                list.keys().all(|day| (FIRST_YEAR..=LAST_YEAR).contains(&day.year())),
                "{name}"
            );
        }
    }

    #[test]
    fn berlin_has_a_day_more_than_germany_and_bavaria_others() {
        let holidays = Holidays::shipped();
        let named = |list: &str, day: Date| holidays.list(list).and_then(|list| list.get(&day).cloned());
        assert_eq!(named("DE-BE", date(2026, 3, 8)).as_deref(), Some("Women's Day"));
        assert_eq!(named("DE", date(2026, 3, 8)), None);
        assert_eq!(named("DE-BE", date(2026, 4, 3)).as_deref(), Some("Good Friday"));
        assert_eq!(named("DE-BY", date(2026, 1, 6)).as_deref(), Some("Epiphany"));
        assert_eq!(named("US", date(2026, 11, 26)).as_deref(), Some("Thanksgiving Day"));
        assert_eq!(holidays.list("DE-XX"), None);
    }
}
