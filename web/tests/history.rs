//! The page of the past: what it says, what it leaves out, and that each number opens exactly its leads.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    dead_code,
    reason = "a test stops where it must, and every story uses a part of the house"
)]

use crate::books::house;

use axum::http::StatusCode;
use engine::import::{ImportKind, Order, ReadSeek, import};
use house::{House, houses};
use rules::fact::Actor;
use rules::fact::Role::{Marketer, Rep};
use std::collections::BTreeMap;
use std::io::Cursor;

const LEADS: &str = "mql_id,first_contact_date,landing_page_id,origin\n\
    m1,2018-01-10,page,social\nm2,2018-01-20,page,\nm3,2018-02-01,other,unknown\nm4,2017-11-30,page,social\n\
    m5,2018-03-01,other,\n";
const WINS: &str = "mql_id,seller_id,sdr_id,sr_id,won_date\n\
    m1,s,d,r,2018-01-08 12:00:00\nm3,s,d,r,2018-02-03 00:00:00\nm5,s,d,r,2018-03-11 00:00:00\n";

async fn take_in(house: &House, leads: &str, wins: &str) {
    let file = |text: &str| -> Box<dyn ReadSeek> { Box::new(Cursor::new(text.to_owned().into_bytes())) };
    let order = Order {
        actor: Actor::User(house.people[&Marketer]),
        kind: ImportKind::History,
    };
    let report = import(&house.engine, vec![file(leads), file(wins)], &order, &mut |_, _| {}).await;
    assert_eq!(report.unwrap().refused, 0);
}

/// Numbers of the page with their lists, as a person would press them.
fn numbers(text: &str) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for rest in text.split("href=\"/scorecard/history/leads").skip(1) {
        let (href, rest) = rest.split_once("\">").unwrap();
        let shown = rest.split('<').next().unwrap().replace('\u{202f}', "");
        let shown = shown.trim_start_matches("of ").replace(['\u{2068}', '\u{2069}'], "");
        if let Ok(n) = shown.parse() {
            found.push((
                n,
                format!(
                    "/scorecard/history/leads{}",
                    href.replace("&#38;", "&").replace("&amp;", "&")
                ),
            ));
        }
    }
    found
}

/// Every line of a list, page by page.
async fn opened(house: &House, href: &str) -> (i64, i64) {
    let mut next = Some(href.to_owned());
    let (mut said, mut lines) = (0, 0);
    while let Some(href) = next {
        let page = house.get(Marketer, &href).await;
        assert_eq!(page.status, StatusCode::OK, "{href}");
        lines += page.lines() as i64;
        let head = page.text.split("</h1><p>").nth(1).unwrap();
        said = head
            .split(" lead")
            .next()
            .unwrap()
            .replace('\u{202f}', "")
            .parse()
            .unwrap();
        next = page.hrefs("&after=").pop();
    }
    (said, lines)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_told_honestly_and_each_number_opens_its_leads() {
    for house in houses().await {
        let empty = house.get(Marketer, "/scorecard/history").await;
        assert!(empty.says("baton import FILE --as history") && empty.hrefs("history.csv").is_empty());
        take_in(&house, LEADS, WINS).await;
        let page = house.get(Marketer, "/scorecard/history").await;
        assert!(page.says("Outcomes on file only from 8 Jan 2018: 1 lead of before that day"));
        assert!(page.says("One win lies before its first contact on file"));
        assert!(page.says("There is no conversion by SDR or rep"));
        for name in [">no origin on file<", ">unknown<", ">social<", ">2017-11<"] {
            assert!(page.says(name), "{name}");
        }
        assert_eq!(page.text.matches(">not comparable<").count(), 1, "November 2017 alone");
        assert!(page.says(">75.0\u{a0}%<"), "three of four, the lead of 2017 left out");
        let numbers = numbers(&page.text);
        assert!(numbers.len() > 25, "{numbers:?}");
        for (n, href) in numbers {
            assert_eq!(opened(&house, &href).await, (n, n), "{href}");
        }
        let early = house.get(Marketer, &page.hrefs("which=early")[0]).await;
        assert!(early.lines() == 1 && early.says("olist:m1") && early.says("Won 8 Jan 2018"));
        let file = house.get(Marketer, "/scorecard/history.csv").await;
        assert!(file.says("all,,5,3,4,3,0.750000,") && file.says("origin,unknown,1,1,1,1,1.000000,"));
        assert!(file.says("origin,,2,1,2,1,0.500000,"), "no origin is a line of its own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_reads_the_numbers_and_opens_no_list_of_others_leads() {
    for house in houses().await {
        take_in(&house, LEADS, WINS).await;
        let page = house.get(Rep, "/scorecard/history").await;
        assert!(page.says(">75.0\u{a0}%<") && page.hrefs("/scorecard/history/leads").is_empty());
        assert!(page.says("open for those who may see all leads"));
        let list = house.get(Rep, "/scorecard/history/leads?by=all&which=won").await;
        assert_eq!(list.status, StatusCode::FORBIDDEN);
        assert!(house.get(Rep, "/scorecard").await.hrefs("/scorecard/history").len() == 1);
    }
}

/// Leads, won, of comparable ones, of these won.
type Counted = [i64; 4];

/// The files counted without Baton: by group and name.
fn plainly(leads: &str, wins: &str) -> BTreeMap<(&'static str, String), Counted> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let won: BTreeMap<String, String> = wins
        .lines()
        .skip(1)
        .map(|line| (cells(line)[0].clone(), cells(line)[4].clone()))
        .collect();
    let from = won.values().min().unwrap()[..10].to_owned();
    let mut lines = BTreeMap::new();
    for lead in leads.lines().skip(1).map(cells) {
        let (is_won, comparable) = (i64::from(won.contains_key(&lead[0])), i64::from(lead[1] >= from));
        let names = [
            ("all", ""),
            ("origin", &*lead[3]),
            ("month", &lead[1][..7]),
            ("landing", &*lead[2]),
        ];
        for (group, name) in names {
            let line: &mut Counted = lines.entry((group, name.to_owned())).or_default();
            for (sum, n) in line.iter_mut().zip([1, is_won, comparable, comparable * is_won]) {
                *sum += n;
            }
        }
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods)] // where the data is comes from whoever started it
async fn a_real_funnel_on_the_page_is_what_its_files_say() {
    let Ok(data) = std::env::var("BATON_DATA") else {
        return eprintln!("not run: BATON_DATA is not set");
    };
    let read = |name: &str| std::fs::read_to_string(format!("{data}/olist/{name}")).unwrap();
    let (leads, wins) = (
        read("olist_marketing_qualified_leads_dataset.csv"),
        read("olist_closed_deals_dataset.csv"),
    );
    let house = houses().await.remove(0);
    take_in(&house, &leads, &wins).await;
    let plain = plainly(&leads, &wins);
    let file = house.get(Marketer, "/scorecard/history.csv").await;
    assert_eq!(file.text.lines().count(), plain.len() + 1, "a head and every line");
    for ((group, name), [leads, won, comparable, comparable_won]) in &plain {
        let line = format!("\n{group},{name},{leads},{won},{comparable},{comparable_won},");
        assert!(file.says(&line), "{line}");
    }
    let page = house.get(Marketer, "/scorecard/history").await;
    assert!(page.says("Outcomes on file only from 5 Dec 2017") && page.says("10 of 495, those with the most leads"));
    for (n, href) in numbers(&page.text) {
        let list = house.get(Marketer, &href).await;
        let said = format!("</h1><p>{} lead", web::words::number(n.unsigned_abs()));
        assert!(list.says(&said) && list.lines() as i64 == n.min(50), "{n}: {href}");
    }
}
