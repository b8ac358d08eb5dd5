//! `/scorecard/history`: the past as it was imported, each number with the list of exactly its leads.

use super::history_file;
use super::{Drawing, PAGE_LINES, called, cursor, in_query, names, read_cursor, viewer, with_people};
use crate::frame::Place;
use crate::screens::history::{Cell, Days, HistoryPage, Row, Table};
use crate::screens::leads::{LeadsPage, Row as LeadRow};
use crate::screens::scorecard::Figure;
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, when, zone_of};
use crate::shapes::Pager;
use crate::words::{Said as Word, Words, number};
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use engine::EngineError;
use engine::scorecard::history::{History, Past, history};
use engine::scorecard::history_leads::{self as past, Group, Opened, Which};
use jiff::tz::TimeZone;
use rules::roster::{Scope, View};
use rules::scorecard::Share;
use rules::{Id, Instant, Span};
use serde::Deserialize;

/// Landing pages shown before somebody asks for all.
const LANDINGS_SHOWN: usize = 10;
/// Most rows of one table; the file has all.
const ROWS_MAX: usize = 1_000;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/scorecard/history", get(shown))
        .route("/scorecard/history/leads", get(leads))
        .route("/scorecard/history.csv", get(history_file::file))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    landing: String,
}

async fn shown(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    let signed = match viewer(&app, &asked, View::Scorecard, "/scorecard/history") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let sees_all = rules::roster::may_see(&app.engine.roster(), signed.user, View::Leads) == Scope::All;
    match history(app.engine.ledger()).await {
        Ok(read) if read.all.leads == 0 => {
            let screen = HistoryPage::bare(asked.frame(&app, Place::Scorecard));
            page(&screen.frame.clone(), StatusCode::OK, &screen)
        }
        Ok(read) => {
            let telling = Telling {
                words: &asked.words,
                read: &read,
                sees_all,
            };
            let screen = HistoryPage {
                span: telling.span(),
                export: "/scorecard/history.csv".to_owned(),
                notes: telling.notes(),
                figures: telling.figures(),
                tables: telling.tables(choosing.landing == "all"),
                ..HistoryPage::bare(asked.frame(&app, Place::Scorecard))
            };
            page(&screen.frame.clone(), StatusCode::OK, &screen)
        }
        Err(error) => answer::error(&app, &asked, &error, "/scorecard"),
    }
}

/// "5 Dec 2017": days of the files are UTC.
fn day(at: Instant) -> String {
    at.stamp().to_zoned(TimeZone::UTC).strftime("%-d %b %Y").to_string()
}

fn maybe_day(at: Option<Instant>) -> String {
    at.map(day).unwrap_or_default()
}

/// Days with one decimal.
fn days(span: Span) -> String {
    format!("{:.1}", span.0 as f64 / Span::days(1).0 as f64)
}

fn count(n: i64) -> String {
    number(u64::try_from(n).unwrap_or_default())
}

/// A share in per cent with one decimal, as its interval; empty of nothing.
fn percent(share: Share) -> String {
    share
        .value()
        .map_or_else(String::new, |it| format!("{:.1}\u{a0}%", it * 100.0))
}

/// "9.8 – 12.1 %"; empty of nothing.
fn range(share: Share) -> String {
    share.interval().map_or_else(String::new, |(low, high)| {
        format!("{:.1}\u{a0}–\u{a0}{:.1}\u{a0}%", low * 100.0, high * 100.0)
    })
}

/// A month as in an address: "2017-06".
pub(super) fn month_code((year, month): (i16, i8)) -> String {
    format!("{year:04}-{month:02}")
}

/// The page's sentences and cells, drawn from what was read.
struct Telling<'a> {
    words: &'a Words,
    read: &'a History,
    sees_all: bool,
}

/// What a row's lists are of: the address's `by` and `key`.
type Of<'a> = (&'static str, Option<&'a str>);

impl Telling<'_> {
    fn say(&self, key: &str, values: &[(&'static str, Word<'_>)]) -> String {
        self.words.say_with(key, values)
    }

    /// The address of a list; none for a viewer who may not see it.
    fn list(&self, (by, key): Of<'_>, which: Which) -> String {
        if !self.sees_all {
            return String::new();
        }
        let mut href = format!("/scorecard/history/leads?by={by}");
        if let Some(key) = key {
            href.push_str(&format!("&key={}", in_query(key)));
        }
        href.push_str(&format!("&which={}", which.code()));
        href
    }

    fn cell(&self, of: Of<'_>, which: Which, n: i64) -> Cell {
        Cell {
            shown: count(n),
            list: self.list(of, which),
        }
    }

    fn span(&self) -> String {
        match (self.read.outcomes_from, self.read.outcomes_to) {
            (Some(from), Some(to)) => self.say("history-span", &[("from", day(from).into()), ("to", day(to).into())]),
            _ => self.words.say("history-span-none"),
        }
    }

    fn notes(&self) -> Vec<(String, String)> {
        let all = &self.read.all;
        let mut notes = Vec::new();
        if let (Some(from), Some(to)) = (self.read.outcomes_from, self.read.outcomes_to) {
            let before = all.leads - all.comparable;
            if before > 0 {
                let values = [
                    ("from", day(from).into()),
                    ("n", before.into()),
                    ("shown", count(before).into()),
                ];
                notes.push((self.say("history-note-before", &values), String::new()));
            }
            let age = self
                .read
                .youngest
                .map_or(0, |youngest| (to - youngest).0 / Span::days(1).0);
            let values = [("days", age.into()), ("to", day(to).into())];
            notes.push((self.say("history-note-age", &values), String::new()));
        }
        if all.early > 0 {
            let text = self.say("history-note-early", &[("n", all.early.into())]);
            notes.push((text, self.list(("all", None), Which::Early)));
        }
        notes.push((self.words.say("history-note-reps"), String::new()));
        if !self.sees_all {
            notes.push((self.words.say("history-note-own"), String::new()));
        }
        notes
    }

    fn figures(&self) -> Vec<Figure> {
        let (read, all, every) = (self.read, &self.read.all, ("all", None));
        let to = maybe_day(read.outcomes_to);
        let months = (read.months.keys().next(), read.months.keys().next_back());
        let month = |month: Option<&(i16, i8)>| month.map(|m| month_code(*m)).unwrap_or_default();
        let lead_values = [("from", month(months.0).into()), ("to", month(months.1).into())];
        let figure = |key: &str, value: String, of: String, which: Which| Figure {
            name: self.words.say(key),
            value,
            of,
            list: self.list(every, which),
            ..Figure::default()
        };
        let mut figures = vec![
            figure(
                "history-figure-leads",
                count(all.leads),
                self.say("history-figure-leads-of", &lead_values),
                Which::Leads,
            ),
            figure(
                "history-figure-won",
                count(all.won),
                self.say("history-figure-won-of", &[("to", to.into())]),
                Which::Won,
            ),
        ];
        let values = [
            ("n", count(all.comparable).into()),
            ("from", maybe_day(read.outcomes_from).into()),
            ("range", range(all.share()).into()),
        ];
        figures.push(figure(
            "history-figure-conversion",
            percent(all.share()),
            self.say("history-figure-conversion-of", &values),
            Which::ComparableWon,
        ));
        if let Some(took) = all.took {
            let values = [
                ("n", count(all.timed()).into()),
                ("first", days(took.first_quartile).into()),
                ("third", days(took.third_quartile).into()),
            ];
            figures.push(figure(
                "history-figure-days",
                days(took.median),
                self.say("history-figure-days-of", &values),
                Which::Timed,
            ));
        }
        figures
    }

    fn row(&self, name: String, of: Of<'_>, line: &Past) -> Row {
        let days = line.took.map(|took| Days {
            median: Cell {
                shown: days(took.median),
                list: self.list(of, Which::Timed),
            },
            quartiles: format!(
                "{}\u{a0}–\u{a0}{}",
                days(took.first_quartile),
                days(took.third_quartile)
            ),
            of: self.cell(of, Which::Timed, line.timed()),
        });
        Row {
            name,
            nothing: of.0 != "month" && of.1.is_none(),
            leads: self.cell(of, Which::Leads, line.leads),
            won: self.cell(of, Which::Won, line.won),
            share: Cell {
                shown: percent(line.share()),
                list: self.list(of, Which::ComparableWon),
            },
            of: self.cell(of, Which::Comparable, line.comparable),
            range: range(line.share()),
            days,
        }
    }

    /// Rows by a text, the most leads first.
    fn by_text<'r>(
        &self,
        by: &'static str,
        lines: impl Iterator<Item = (&'r Option<String>, &'r Past)>,
        nothing: &str,
    ) -> Vec<Row> {
        let mut lines: Vec<_> = lines.collect();
        lines.sort_by(|a, b| b.1.leads.cmp(&a.1.leads).then_with(|| a.0.cmp(b.0)));
        let row = |(key, line): (&Option<String>, &Past)| {
            let name = key.clone().unwrap_or_else(|| self.words.say(nothing));
            self.row(name, (by, key.as_deref()), line)
        };
        lines.into_iter().map(row).collect()
    }

    fn table(&self, id: &'static str, head: &str, mut rows: Vec<Row>, max: usize) -> Table {
        let all = rows.len();
        rows.truncate(max);
        let some = [("shown", Word::from(rows.len() as u64)), ("of", Word::from(all as u64))];
        let cut = rows.len() < all;
        Table {
            id,
            title: self.words.code("history-by", id, &[]),
            head: self.words.say(head),
            shown: if cut {
                self.say("history-some", &some)
            } else {
                String::new()
            },
            more: String::new(),
            rows,
        }
    }

    fn tables(&self, all_landings: bool) -> Vec<Table> {
        let origins = self.by_text("source", self.read.sources.iter(), "history-no-origin");
        let landings = self.by_text("landing", self.read.landings.iter(), "history-no-landing-page");
        let months = self.read.months.iter().map(|(month, line)| {
            let code = month_code(*month);
            self.row(code.clone(), ("month", Some(&code)), line)
        });
        let max = if all_landings { ROWS_MAX } else { LANDINGS_SHOWN };
        let mut landings = self.table("landing", "history-landing", landings, max);
        if !landings.shown.is_empty() && !all_landings {
            landings.more = "/scorecard/history?landing=all#landing".to_owned();
        }
        vec![
            self.table("origin", "history-origin", origins, ROWS_MAX),
            self.table("month", "history-month", months.collect(), ROWS_MAX),
            landings,
        ]
    }
}

/// What the address of a list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asking {
    by: String,
    key: Option<String>,
    which: String,
    after: String,
}

impl Asking {
    fn group(&self) -> Group {
        let key = self.key.as_ref().map(|key| key.replace('\0', ""));
        match self.by.as_str() {
            "source" => Group::Source(key),
            "landing" => Group::Landing(key),
            "month" => month(key.as_deref().unwrap_or_default()),
            _ => Group::All,
        }
    }

    fn address(&self, which: Which) -> String {
        let key = self.key.as_deref().map(|key| format!("&key={}", in_query(key)));
        let (by, key) = (in_query(&self.by), key.unwrap_or_default());
        format!("/scorecard/history/leads?by={by}{key}&which={}", which.code())
    }

    /// Whose numbers: "origin social".
    fn said(&self, words: &Words) -> String {
        let key = self.key.as_deref();
        match (self.by.as_str(), key) {
            ("source", Some(name)) => words.say_of("history-group-source", name),
            ("source", None) => words.say("history-group-no-source"),
            ("landing", Some(name)) => words.say_of("history-group-landing", name),
            ("landing", None) => words.say("history-group-no-landing"),
            ("month", Some(name)) => words.say_of("history-group-month", name),
            _ => words.say("history-group-all"),
        }
    }
}

/// "2017-06" as its first instant and the next month's; what is no month holds nothing.
fn month(code: &str) -> Group {
    let first = format!("{code}-01").parse::<jiff::civil::Date>().ok();
    let start = |date: jiff::civil::Date| {
        let start = date.to_zoned(TimeZone::UTC).ok()?;
        Some(Instant(start.timestamp().as_microsecond()))
    };
    let both = first.and_then(|first| Some((start(first)?, start(first.last_of_month().tomorrow().ok()?)?)));
    both.map_or(Group::Between(Instant(0), Instant(0)), |(from, to)| {
        Group::Between(from, to)
    })
}

async fn leads(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    match viewer(&app, &asked, View::Leads, "/scorecard/history") {
        Ok((_, Scope::All)) => {}
        Ok(_) => return answer::forbidden(&app, &asked),
        Err(answer) => return *answer,
    }
    match leads_of(&app, &asked, &asking).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, "/scorecard/history"),
    }
}

async fn leads_of(app: &App, asked: &Asked, asking: &Asking) -> Result<LeadsPage, EngineError> {
    let which = Which::read(&asking.which).unwrap_or_default();
    let after = read_cursor(&asking.after);
    let opened = past::leads(app.engine.ledger(), &asking.group(), which, after, PAGE_LINES + 1).await?;
    let Opened { count: all, mut leads } = opened;
    let more = leads.len() as i64 > PAGE_LINES;
    leads.truncate(PAGE_LINES as usize);
    let next = leads.last().filter(|_| more).map(|last| cursor(*last));
    let rows = rows(app, asked, &leads).await?;
    let frame = asked.frame(app, Place::Scorecard);
    let (counted, whose) = (
        frame.say_n("history-shown", &(all.unsigned_abs())),
        asking.said(&frame.words),
    );
    Ok(LeadsPage {
        title: frame.words.code("history-which", which.code(), &[]),
        shown: format!("{counted} · {whose}"),
        pager: Pager {
            shown: frame.say_n("books-shown", &(rows.len() as u64)),
            previous: None,
            next: next.map(|next| format!("{}&after={next}", asking.address(which))),
        },
        filtered: true,
        rows,
        ..LeadsPage::bare(frame)
    })
}

async fn rows(app: &App, asked: &Asked, leads: &[(Instant, Id)]) -> Result<Vec<LeadRow>, EngineError> {
    let ids: Vec<Id> = leads.iter().map(|(_, lead)| *lead).collect();
    let found = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let row = |(first, id): &(Instant, Id)| {
        let (lead, person) = found.get(id)?;
        let stage = lead.won_at.map(|at| asked.words.say_of("history-won-on", &day(at)));
        let plain = drawing.row(lead, person.as_ref());
        Some(LeadRow {
            name: called(asked, person.as_ref()),
            stage: stage.unwrap_or_else(|| plain.stage.clone()),
            last: when::moment(&asked.words, &TimeZone::UTC, *first, asked.now),
            ..plain
        })
    };
    Ok(leads.iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_its_days_and_no_others() {
        let at = |text: &str| Instant::parse(text).unwrap();
        assert_eq!(
            month("2017-12"),
            Group::Between(at("2017-12-01T00:00:00Z"), at("2018-01-01T00:00:00Z"))
        );
        for wrong in ["", "2017", "2017-13", "x", "2017-1", "99999-01"] {
            assert_eq!(month(wrong), Group::Between(Instant(0), Instant(0)), "{wrong}");
        }
    }

    #[test]
    fn no_origin_and_the_origin_named_unknown_have_addresses_of_their_own() {
        let asking = |key: Option<&str>| Asking {
            by: "source".to_owned(),
            key: key.map(str::to_owned),
            ..Asking::default()
        };
        assert_eq!(asking(None).group(), Group::Source(None));
        assert_eq!(
            asking(Some("unknown")).group(),
            Group::Source(Some("unknown".to_owned()))
        );
        assert_ne!(
            asking(None).address(Which::Won),
            asking(Some("unknown")).address(Which::Won)
        );
    }
}
