//! Samples of the past.

use super::framed;
use crate::frame::{Frame, Place, Role};
use crate::screens::history::{Cell, Days, HistoryPage, Row, Table};
use crate::screens::scorecard::Figure;

fn cell(shown: &str) -> Cell {
    Cell {
        shown: shown.to_owned(),
        list: "/leads?list=sample".to_owned(),
    }
}

/// name, leads, won, conversion, of, range, days.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

fn row((name, leads, won, share, of, range, days): Line<'_>) -> Row {
    let took = Days {
        median: cell(days),
        quartiles: "5.0 – 41.0".to_owned(),
        of: cell(won),
    };
    Row {
        name: name.to_owned(),
        nothing: name.starts_with("no "),
        leads: cell(leads),
        won: cell(won),
        share: Cell {
            shown: share.to_owned(),
            ..cell(share)
        },
        of: cell(of),
        range: range.to_owned(),
        days: (!days.is_empty()).then_some(took),
    }
}

fn table(id: &'static str, head: &str, rows: &[Line<'_>]) -> Table {
    Table {
        id,
        title: format!("By {}", head.to_lowercase()),
        head: head.to_owned(),
        rows: rows.iter().copied().map(row).collect(),
        ..Table::default()
    }
}

fn tables() -> Vec<Table> {
    let months = [
        ("2026-03", "184", "2", "", "", "", "171.0"),
        ("2026-04", "200", "12", "6.9 %", "174", "4.0 – 11.7 %", "38.5"),
        ("2026-05", "1 141", "160", "14.0 %", "1 141", "12.1 – 16.2 %", "14.3"),
    ];
    let origins = [
        (
            "organic search",
            "1 304",
            "140",
            "12.1 %",
            "1 161",
            "10.3 – 14.1 %",
            "14.3",
        ),
        ("no origin on file", "60", "14", "23.3 %", "60", "14.4 – 35.4 %", "9.0"),
        ("unknown", "161", "20", "12.8 %", "154", "8.5 – 19.0 %", "21.5"),
        ("other", "20", "0", "0 %", "20", "0 – 16.1 %", ""),
    ];
    let landing = Table {
        shown: "2 of 495, those with the most leads".to_owned(),
        more: "?landing=all".to_owned(),
        ..table(
            "landing",
            "Landing page",
            &[
                (
                    "22c29808c4f815213303f8933030604c",
                    "883",
                    "175",
                    "20.4 %",
                    "857",
                    "17.8 – 23.2 %",
                    "12.4",
                ),
                (
                    "b76ef37428e6799c421989521c0e5077",
                    "912",
                    "174",
                    "19.5 %",
                    "891",
                    "17.0 – 22.3 %",
                    "13.1",
                ),
            ],
        )
    };
    vec![
        table("origin", "Origin", &origins),
        table("month", "Month of first contact", &months),
        landing,
    ]
}

/// The past of a company.
#[must_use]
pub fn history(frame: Frame) -> HistoryPage {
    let figure = |name: &str, value: &str, of: &str| Figure {
        name: name.to_owned(),
        value: value.to_owned(),
        of: of.to_owned(),
        list: "/leads?list=sample".to_owned(),
        ..Figure::default()
    };
    let note = |text: &str, list: &str| (text.to_owned(), list.to_owned());
    HistoryPage {
        span: "Outcomes are on file from 5 Apr 2026 to 14 Nov 2026.".to_owned(),
        export: "/scorecard/history.csv".to_owned(),
        notes: vec![
            note(
                "Outcomes on file only from 5 Apr 2026: 184 leads of before that day count as leads, and in no conversion.",
                "/leads?list=sample",
            ),
            note("There is no conversion by SDR or rep.", ""),
        ],
        figures: vec![
            figure(
                "Leads",
                "1 525",
                "imported as history; first contact from 2 Mar 2026 to 31 May 2026",
            ),
            figure("Won", "174", "of them, on file by 14 Nov 2026"),
            figure(
                "Conversion",
                "12.8 %",
                "of 1 341 leads with first contact on 5 Apr 2026 or later",
            ),
            figure("Days to won, median", "14.3", "of 173 wins"),
        ],
        tables: tables(),
        ..HistoryPage::bare(framed(frame, Place::Scorecard, Role::Marketer))
    }
}

/// Before anything was imported.
#[must_use]
pub fn history_empty(frame: Frame) -> HistoryPage {
    HistoryPage::bare(framed(frame, Place::Scorecard, Role::Marketer))
}
