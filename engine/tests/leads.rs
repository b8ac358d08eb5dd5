//! The list of leads: pages, filters and search, told on every engine.

#![allow(clippy::unwrap_used, clippy::panic)] // a test

use crate::common;

use common::{Company, places};
use engine::lead::reads::{Filter, Listed, list};
use ledger::Value;
use rules::agreement::Stage;
use rules::ask::OfFields;
use rules::fields::{FieldKind, OwnField};
use rules::{Id, Span};

/// Seven people ask for a demo, a minute apart.
async fn seven(company: &Company) -> Vec<Id> {
    let mut leads = Vec::new();
    for n in 0..7 {
        leads.push(company.demo(&format!("person{n}@firm{n}.example.com")).await.0);
        company.clock.pass(Span::minutes(1));
    }
    leads
}

async fn all(company: &Company, scope: Option<Id>, filter: &Filter, limit: i64) -> Vec<Listed> {
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..20 {
        let (page, next) = list(company.engine.ledger(), scope, filter, after, limit)
            .await
            .unwrap();
        assert!(page.len() as i64 <= limit);
        all.extend(page);
        after = next;
        if after.is_none() {
            return all;
        }
    }
    panic!("the list does not end");
}

fn ids(listed: &[Listed]) -> Vec<Id> {
    listed.iter().map(|lead| lead.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_every_lead_once_the_newest_first() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let mut newest_first = seven(&company).await;
        newest_first.reverse();
        for limit in [1, 2, 3, 7, 50] {
            assert_eq!(ids(&all(&company, None, &Filter::default(), limit).await), newest_first);
        }
        let first = &all(&company, None, &Filter::default(), 1).await[0];
        assert_eq!(first.email.as_deref(), Some("person6@firm6.example.com"));
        assert_eq!(first.name.as_deref(), Some("Sample Person"));
        assert_eq!(first.source.as_deref(), Some("webinar"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_sees_only_his_own_and_two_reps_see_all_between_them() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        let leads = seven(&company).await;
        let (one, two) = (company.reps[0], company.reps[1]);
        let ones = all(&company, Some(one), &Filter::default(), 2).await;
        let twos = all(&company, Some(two), &Filter::default(), 2).await;
        assert!(ones.iter().all(|lead| lead.owner == Some(one)));
        assert_eq!(ones.len() + twos.len(), leads.len());
        let others = Filter {
            owner: Some(two),
            ..Filter::default()
        };
        assert!(all(&company, Some(one), &others, 5).await.is_empty());
        let found = Filter {
            search: Some("sample".into()),
            ..Filter::default()
        };
        assert_eq!(ids(&all(&company, Some(one), &found, 2).await), ids(&ones));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_hold_alone_and_together() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let leads = seven(&company).await;
        let count = async |filter: Filter| all(&company, None, &filter, 3).await.len();
        let from = company.lead(leads[2]).await.submitted_at;
        let to = company.lead(leads[5]).await.submitted_at;
        let window = Filter {
            from: Some(from),
            to: Some(to),
            ..Filter::default()
        };
        assert_eq!(
            ids(&all(&company, None, &window, 2).await),
            [leads[4], leads[3], leads[2]]
        );
        let stage = |stage, source: Option<&str>| Filter {
            stage: Some(stage),
            source: source.map(str::to_owned),
            ..Filter::default()
        };
        assert_eq!(count(stage(Stage::Mql, None)).await, 7);
        assert_eq!(count(stage(Stage::Mql, Some("webinar"))).await, 7);
        assert_eq!(count(stage(Stage::Mql, Some("fair"))).await, 0);
        assert_eq!(count(stage(Stage::Won, None)).await, 0);
        let source = |name: &str| Filter {
            source: Some(name.to_owned()),
            ..Filter::default()
        };
        assert_eq!(count(source("webinar")).await, 7);
        assert_eq!(count(source("web\0inar")).await, 7, "a NUL is no reason to fail");
        assert_eq!(count(source("x")).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_by_how_a_name_or_company_begins_and_by_the_whole_address() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let leads = seven(&company).await;
        let mut other = Company::request("zoë@other.example.com");
        (other.name, other.company) = (Some("Zoë Muster".into()), Some("Ärmel & Co".into()));
        company.submit(company.engine.fresh_id(), other).await.unwrap();
        let find = async |words: &str| {
            let filter = Filter {
                search: Some(words.to_owned()),
                ..Filter::default()
            };
            all(&company, None, &filter, 3).await
        };
        assert_eq!(find("SAMPLE p").await.len(), 7);
        assert_eq!(find("zOË").await.len(), 1);
        assert_eq!(find("ärm").await.len(), 1);
        assert_eq!(ids(&find("Person3@FIRM3.example.com").await), [leads[3]]);
        assert_eq!(find("person").await.len(), 0, "not the middle of a name");
        assert_eq!(find("%").await.len(), 0);
        assert_eq!(find("\0").await.len(), 8, "nothing to search for");
    }
}

/// A company with an own field that lists are filtered by.
async fn with_trucks(place: engine::Place, folder: Option<std::path::PathBuf>) -> Company {
    let company = Company::open(place, folder, 2).await;
    let field = OwnField {
        kind: FieldKind::Number,
        label: "Trucks owned".into(),
        personal: false,
        indexed: true,
        retired_at: None,
    };
    let name = "company.trucks".to_owned();
    company
        .by(company.admin, OfFields::AddField { name, field })
        .await
        .unwrap();
    company
}

async fn with_value(company: &Company, n: usize, trucks: &str) -> Id {
    let mut capture = Company::request(&format!("person{n}@firm{n}.example.com"));
    capture.fields.insert("company.trucks".into(), trucks.into());
    let answer = company.submit(company.engine.fresh_id(), capture).await.unwrap();
    company.clock.pass(Span::minutes(1));
    common::read(&answer).0
}

fn by_trucks(value: &str) -> Filter {
    Filter {
        field: Some(("company.trucks".into(), value.into())),
        ..Filter::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filtered_by_an_own_field_in_pages_and_with_the_other_filters() {
    for (place, folder) in places().await {
        let company = with_trucks(place, folder).await;
        seven(&company).await;
        let mut twelve = Vec::new();
        for (n, trucks) in ["12", "7", "12.0", "7", "12"].into_iter().enumerate() {
            let lead = with_value(&company, 100 + n, trucks).await;
            if trucks.starts_with("12") {
                twelve.push(lead);
            }
        }
        twelve.reverse();
        for limit in [1, 2, 50] {
            assert_eq!(ids(&all(&company, None, &by_trucks("12"), limit).await), twelve);
        }
        assert!(all(&company, None, &by_trucks("13"), 50).await.is_empty());
        let owner = company.lead(twelve[0]).await.open_handoff().unwrap().owner.unwrap();
        let own = ids(&all(&company, Some(owner), &by_trucks("12"), 50).await);
        assert!(own.contains(&twelve[0]) && own.len() < 4);
        let sought = |value: &str| Filter {
            search: Some("person100@firm100.example.com".into()),
            ..by_trucks(value)
        };
        assert_eq!(all(&company, None, &sought("12"), 50).await.len(), 1);
        assert!(all(&company, None, &sought("7"), 50).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_told_anew_is_found_under_the_new_one_and_verify_sees_one_that_is_not_kept() {
    for (place, folder) in places().await {
        let company = with_trucks(place, folder).await;
        let lead = with_value(&company, 1, "12").await;
        assert_eq!(with_value(&company, 1, "40").await, lead);
        assert!(all(&company, None, &by_trucks("12"), 50).await.is_empty());
        assert_eq!(ids(&all(&company, None, &by_trucks("40"), 50).await), [lead]);
        let ledger = company.engine.ledger();
        let agrees = async || engine::verify::verify(ledger, &mut |_, _| {}).await.unwrap();
        assert!(agrees().await.agrees());
        let row = [Value::Bytes(lead.0.to_vec()), Value::Text("company.trucks".into())];
        let row = row
            .into_iter()
            .chain([Value::Text("41".into()), Value::Int(0)])
            .collect();
        let mut tx = ledger.begin().await.unwrap();
        let table = &engine::field_value::records::TABLE;
        tx.put_many(table, vec![row], ledger::OnClash::Replace).await.unwrap();
        tx.commit().await.unwrap();
        let report = agrees().await;
        assert_eq!(report.found, 1, "{report:#?}");
    }
}
