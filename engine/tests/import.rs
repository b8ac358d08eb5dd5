//! Files of people: a result for every row, the same file twice, and the past counted to the lead.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)] // helpers stand outside the test functions

use crate::common;

use common::{Company, places, wednesday};
use engine::Place;
use engine::import::{ImportError, ImportKind, Order, ReadSeek, Report, RowEnd, RowResult, System, import};
use engine::scorecard::history::{History, Past, history};
use engine::scorecard::history_leads::{Group, Which, leads};
use rules::fact::{Actor, SubmissionKind};
use rules::{Instant, Span};
use std::collections::BTreeMap;
use std::io::Cursor;

fn file(bytes: impl Into<Vec<u8>>) -> Box<dyn ReadSeek> {
    Box::new(Cursor::new(bytes.into()))
}

async fn taken(company: &Company, files: Vec<Box<dyn ReadSeek>>, kind: ImportKind) -> (Report, Vec<RowResult>) {
    let order = Order {
        actor: Actor::User(company.marketer),
        kind,
    };
    let mut rows = vec![];
    let report = import(&company.engine, files, &order, &mut |row, _| rows.push(row.clone()))
        .await
        .unwrap();
    (report, rows)
}

const FRESH: ImportKind = ImportKind::Fresh(SubmissionKind::Event);

const LIST: &str = "First Name;Last Name;Email;Company Name;Country/Region;Created;Number of employees;Shoe size\n\
    Jörg;Sample;joerg@sample-one.example;Sample One;DE;04.03.2026;120;43\n\
    ;;;;;;;\n\
    Ann;Sample;not an address;Sample Two;DE;04.03.2026;80;38\n\
    Bea;Sample;bea@sample-three.example;Sample Three;AT;3/4/2026;80;38\n\
    Cleo;Sample;cleo@sample-four.example;Sample Four;CH;20.02.2026;80;38\n\
    \"Dan\nDave\";Sample;dan@sample-five.example;Sample Five;DE;03.03.2026 17:30;60;44\n";

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_row_never_fails_the_file_and_the_same_file_twice_changes_nothing() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let bytes = encoding_rs::WINDOWS_1252.encode(LIST).0.into_owned();
        let (report, rows) = taken(&company, vec![file(bytes.clone())], FRESH).await;
        assert_eq!(
            (report.rows, report.kept, report.repeated, report.refused),
            (5, 2, 0, 3),
            "{report:?}"
        );
        let refused: Vec<(u64, &str)> = report
            .refusals
            .iter()
            .filter_map(|row| match &row.end {
                RowEnd::Refused(refusal) => Some((row.line, refusal.code)),
                _ => None,
            })
            .collect();
        assert_eq!(refused, [(4, "email"), (5, "date"), (6, "not_fresh")]);
        assert_eq!(report.unmapped, ["Shoe size"]);
        assert!(
            matches!(
                rows[0],
                RowResult {
                    line: 2,
                    end: RowEnd::Kept(Some(_)),
                    ..
                }
            ),
            "{rows:?}"
        );
        let RowEnd::Kept(Some(lead)) = rows[0].end else {
            unreachable!()
        };
        let state = company.lead(lead).await;
        assert_eq!(state.open_handoff().unwrap().tier, "event");
        company.clock.pass(Span::minutes(1));
        let (again, _) = taken(&company, vec![file(bytes)], FRESH).await;
        assert_eq!((again.kept, again.repeated, again.refused), (0, 2, 3), "{again:?}");
        assert_eq!(company.lead(lead).await, state);
    }
}

/// The lines that were refused, with why.
fn refused(report: &Report) -> Vec<(u64, &'static str)> {
    let code = |row: &RowResult| match &row.end {
        RowEnd::Refused(refusal) => Some((row.line, refusal.code)),
        _ => None,
    };
    let mut all: Vec<_> = report.refusals.iter().filter_map(code).collect();
    all.sort_unstable();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_line_takes_none_of_the_good_ones_with_it() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let long = "a".repeat(2_000_000);
        let text = format!(
            "Email,Name,Created\na@sample-one.example,Ann,2026-03-04\nb@sample-two.example,\"Bea,2026-03-04\n\
             c@sample-three.example,\"Cleo\",2026-03-04\nd@sample-four.example,{long},2026-03-04\n\
             e@sample-five.example,E\0ve,2026-03-04\nf@sample-six.example,Zoë,2026-03-04\n\"\nz@sample-nine.example,Zed,2026-03-04\n"
        );
        let (report, _) = taken(&company, vec![file(text.clone())], FRESH).await;
        assert_eq!(
            refused(&report),
            [(3, "open_quote"), (5, "row_too_long"), (6, "text"), (8, "open_quote")],
            "{report:?}"
        );
        assert_eq!((report.rows, report.kept), (8, 4));
        let (again, _) = taken(&company, vec![file(text)], FRESH).await;
        assert_eq!((again.kept, again.repeated, again.refused), (0, 4, 4));
        let mixed = [
            b"Email,Name,Created\ng@sample-six.example,J\xf6rg,2026-03-04\n",
            "h@sample-seven.example,Jörg,2026-03-04\ni@sample-eight.example,Zoë,2026-03-04\n".as_bytes(),
        ]
        .concat();
        let (report, _) = taken(&company, vec![file(mixed)], FRESH).await;
        assert_eq!(
            (refused(&report), report.kept),
            (vec![(2, "not_utf8")], 2),
            "{report:?}"
        );
        let verified = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert_eq!(
            (verified.leads, verified.differences.len()),
            (6, 0),
            "{:?}",
            verified.differences
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn history_meets_no_clock_and_nobody_is_told() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let text = "Record ID,Email,Create Date,Won date,Original Source\n7,a@sample-one.example,2025-01-02,2025-02-03 10:00,webinar\n8,,2025-01-02,,\n9,b@sample-one.example,,,\n";
        let (report, rows) = taken(&company, vec![file(text)], ImportKind::History).await;
        assert_eq!(
            (report.system, report.kept, report.refused),
            (System::Hubspot, 2, 1),
            "{report:?}"
        );
        let RowEnd::Kept(Some(lead)) = rows[0].end else {
            unreachable!()
        };
        let state = company.lead(lead).await;
        assert!(state.handoffs.is_empty() && rules::lead::next(&state).is_none());
        assert_eq!(state.won_at, Instant::parse("2025-02-03T10:00:00Z"));
    }
}

type IsIt = fn(&ImportError) -> bool;

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_taken_in_say_why() {
    let company = Company::open(Place::Memory, None, 1).await;
    let order = Order {
        actor: Actor::User(company.marketer),
        kind: FRESH,
    };
    let rows: [(&str, IsIt); 3] = [
        ("Owner,Shoe size\nx,y\n", |e| matches!(e, ImportError::NobodyInIt)),
        ("", |e| matches!(e, ImportError::NoHeader)),
        ("mql_id,won_date\n1,2018-01-01\n", |e| {
            matches!(e, ImportError::LeadsNeeded)
        }),
    ];
    for (text, is) in rows {
        let error = import(&company.engine, vec![file(text)], &order, &mut |_, _| {})
            .await
            .unwrap_err();
        assert!(is(&error), "{error:?}");
    }
    let rep = Order {
        actor: Actor::User(company.reps[0]),
        kind: FRESH,
    };
    let error = import(
        &company.engine,
        vec![file("email\na@b.example\n")],
        &rep,
        &mut |_, _| {},
    )
    .await;
    assert!(matches!(error, Err(ImportError::MayNot)));
}

const LEADS: &str = "mql_id,first_contact_date,landing_page_id,origin\nm1,2018-01-10,page,social\nm2,2018-01-20,page,\nm3,2018-02-01,other,unknown\n";
const WINS: &str = "mql_id,seller_id,sdr_id,sr_id,won_date\nm1,s,d,r,2018-01-08 12:00:00\nm3,s,d,r,2018-02-03 00:00:00\nm9,s,d,r,2018-02-03 00:00:00\n";

#[tokio::test(flavor = "multi_thread")]
async fn leads_and_wins_are_joined_and_kept_as_they_are() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (first, _) = taken(&company, vec![file(LEADS)], ImportKind::History).await;
        assert_eq!((first.kept, first.refused), (3, 0));
        let (both, _) = taken(&company, vec![file(WINS), file(LEADS)], ImportKind::History).await;
        assert_eq!(
            (both.kept, both.repeated, both.refused),
            (2, 1, 1),
            "two wins, one lead as before, one win of nobody"
        );
        let read = history(company.engine.ledger()).await.unwrap();
        assert_eq!((read.all.leads, read.all.won), (3, 2));
        let keys: Vec<Option<&str>> = read.sources.keys().map(Option::as_deref).collect();
        assert_eq!(keys, [None, Some("social"), Some("unknown")]);
        let social = &read.sources[&Some("social".to_owned())];
        assert_eq!(
            (social.won, social.early, social.timed(), social.took),
            (1, 1, 0, None),
            "won before the first contact, as the file says: a win, but no time that it took"
        );
        assert_eq!(read.all.took.unwrap().median, Span::days(2));
        assert_eq!(read.outcomes_from, Instant::parse("2018-01-08T12:00:00Z"));
        assert_eq!(read.months[&(2018, 1)].leads, 2);
        opens_its_leads(&company, &read).await;
    }
}

/// A line of the files, counted without Baton.
#[derive(Default)]
struct Plain {
    leads: i64,
    won: i64,
    comparable: i64,
    comparable_won: i64,
    early: i64,
    took: Vec<f64>,
}

impl Plain {
    fn quantile(&mut self, q: f64) -> f64 {
        self.took.sort_by(f64::total_cmp);
        let place = q * (self.took.len() - 1) as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        self.took[below] + (self.took[above] - self.took[below]) * place.fract()
    }

    fn agrees(&mut self, read: &Past, what: &str) {
        assert_eq!((read.leads, read.won), (self.leads, self.won), "{what}");
        let comparable = (read.comparable, read.comparable_won);
        assert_eq!(comparable, (self.comparable, self.comparable_won), "{what}");
        assert_eq!(
            (read.early, read.timed()),
            (self.early, self.took.len() as i64),
            "{what}"
        );
        assert_eq!(read.took.is_some(), !self.took.is_empty(), "{what}");
        if let Some(took) = read.took {
            for (q, span) in [
                (0.25, took.first_quartile),
                (0.5, took.median),
                (0.75, took.third_quartile),
            ] {
                let days = span.0 as f64 / Span::days(1).0 as f64;
                assert!((self.quantile(q) - days).abs() < 1e-6, "{what} {q}: {days}");
            }
        }
    }
}

fn plain_count(leads: &str, wins: &str) -> [BTreeMap<String, Plain>; 4] {
    let seconds = |text: &str| Instant::parse(&format!("{}Z", text.replace(' ', "T"))).unwrap().0 as f64 / 1e6;
    let won: BTreeMap<&str, &str> = wins
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells[4]))
        .collect();
    let first_outcome = won.values().min().map_or("9", |at| &at[..10]);
    let mut lines: [BTreeMap<String, Plain>; 4] = Default::default();
    for line in leads.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let keys = [cells[3], cells[2], &cells[1][..7], "all"];
        for (lines, key) in lines.iter_mut().zip(keys) {
            let line = lines.entry(key.to_owned()).or_default();
            let comparable = i64::from(cells[1] >= first_outcome);
            line.leads += 1;
            line.comparable += comparable;
            if let Some(at) = won.get(cells[0]) {
                line.won += 1;
                line.comparable_won += comparable;
                let took = (seconds(at) - seconds(&format!("{} 00:00:00", cells[1]))) / 86_400.0;
                if took < 0.0 {
                    line.early += 1;
                } else {
                    line.took.push(took);
                }
            }
        }
    }
    lines
}

fn agree(read: &History, [origins, landings, months, all]: &mut [BTreeMap<String, Plain>; 4]) {
    assert_eq!(
        (read.sources.len(), read.landings.len(), read.months.len()),
        (origins.len(), landings.len(), months.len())
    );
    let key = |key: &Option<String>| key.clone().unwrap_or_default();
    for (source, past) in &read.sources {
        origins.get_mut(&key(source)).unwrap().agrees(past, &key(source));
    }
    for (landing, past) in &read.landings {
        landings.get_mut(&key(landing)).unwrap().agrees(past, &key(landing));
    }
    for ((year, month), past) in &read.months {
        let month = format!("{year:04}-{month:02}");
        months.get_mut(&month).unwrap().agrees(past, &month);
    }
    all.get_mut("all").unwrap().agrees(&read.all, "all");
}

/// Every number opens exactly as many leads as it says.
async fn opens_its_leads(company: &Company, read: &History) {
    let month = |(year, month): (i16, i8)| {
        let first = |year, month| Instant::parse(&format!("{year:04}-{month:02}-01T00:00:00Z")).unwrap();
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Group::Between(first(year, month), first(next.0, next.1))
    };
    let sources = read
        .sources
        .iter()
        .map(|(key, line)| (Group::Source(key.clone()), line));
    // of many landing pages some
    let some = read.landings.iter().step_by(1 + read.landings.len() / 25);
    let landings = some.map(|(key, line)| (Group::Landing(key.clone()), line));
    let months = read.months.iter().map(|(key, line)| (month(*key), line));
    let all = std::iter::once((Group::All, &read.all));
    for (group, line) in all.chain(sources).chain(months).chain(landings) {
        for which in Which::ALL {
            let counted = match which {
                Which::Leads => line.leads,
                Which::Won => line.won,
                Which::Comparable => line.comparable,
                Which::ComparableWon => line.comparable_won,
                Which::Timed => line.timed(),
                Which::Early => line.early,
            };
            let mut seen = std::collections::BTreeSet::new();
            let mut after = None;
            loop {
                let opened = leads(company.engine.ledger(), &group, which, after, 1_000)
                    .await
                    .unwrap();
                assert_eq!(opened.count, counted, "{group:?} {which:?}");
                after = opened.leads.last().copied();
                seen.extend(opened.leads.iter().map(|(_, lead)| *lead));
                if opened.leads.len() < 1_000 {
                    break;
                }
            }
            assert_eq!(seen.len() as i64, counted, "{group:?} {which:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods)] // where the data is comes from whoever started it; measures
async fn a_real_funnel_is_counted_to_the_lead() {
    let Ok(data) = std::env::var("BATON_DATA") else {
        return eprintln!("not run: BATON_DATA is not set");
    };
    let read = |name: &str| std::fs::read_to_string(format!("{data}/olist/{name}")).unwrap();
    let leads = read("olist_marketing_qualified_leads_dataset.csv");
    let wins = read("olist_closed_deals_dataset.csv");
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let begun = std::time::Instant::now();
        let files = || vec![file(leads.as_str()), file(wins.as_str())];
        let (report, _) = taken(&company, files(), ImportKind::History).await;
        let seconds = begun.elapsed().as_secs_f64();
        eprintln!(
            "{}: {} rows in {seconds:.2} s: {:.0} rows/s",
            company.engine.ledger().engine_name(),
            report.rows,
            report.rows as f64 / seconds
        );
        assert_eq!(
            (report.kept, report.refused),
            (8_000, 0),
            "{:?}",
            report.refusals.first()
        );
        let begun = std::time::Instant::now();
        let read = history(company.engine.ledger()).await.unwrap();
        eprintln!(
            "history read in {:?}; {:?}; outcomes from {:?}",
            begun.elapsed(),
            read.all,
            read.outcomes_from
        );
        agree(&read, &mut plain_count(&leads, &wins));
        assert_eq!((read.all.won, read.all.early), (842, 1));
        let day = read.comparable_from().unwrap().rfc3339();
        assert!(day.starts_with("2017-12-05T00:00:00"), "{day}");
        opens_its_leads(&company, &read).await;
        assert!(company.engine.now() == wednesday());
        let (again, _) = taken(&company, files(), ImportKind::History).await;
        assert_eq!((again.kept, again.repeated), (0, 8_000));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_bears_the_label_of_an_own_field_fills_it_and_a_value_that_does_not_fit_is_refused_by_its_line() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let field = rules::fields::OwnField {
            kind: rules::fields::FieldKind::Choice(vec!["Retail".into(), "Food".into()]),
            label: "Line of business".into(),
            personal: false,
            indexed: false,
            retired_at: None,
        };
        let name = "company.line".to_owned();
        let add = rules::ask::OfFields::AddField { name, field };
        company.by(company.admin, add).await.unwrap();
        let list = "Email,Line of business\nann@sample-one.example,retail\nbea@sample-two.example,Space\ncleo@sample-three.example,\n";
        let (report, rows) = taken(&company, vec![file(list)], FRESH).await;
        assert_eq!((report.kept, report.refused), (2, 1), "{report:?}");
        assert!(report.unmapped.is_empty());
        assert!(matches!(&rows[1].end, RowEnd::Refused(refusal) if refusal.code == "field_value"));
        let RowEnd::Kept(Some(lead)) = rows[0].end else {
            unreachable!()
        };
        let person = engine::person::reads::of_lead(company.engine.ledger(), lead)
            .await
            .unwrap();
        let line = person.unwrap().fields.get("company.line").cloned();
        assert_eq!(line.as_deref(), Some("Retail"), "as the field writes it");
    }
}
