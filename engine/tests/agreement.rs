//! Versions of the agreement, kept: nobody puts one in force alone, a trial ends by the clock, silence is told, a field
//! that leads lack needs a choice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use crate::common;

use common::{Company, places};
use engine::agreement::silence;
use rules::agreement::STARTING;
use rules::ask::{OfAgreement, OfLead};
use rules::fact::Role;
use rules::{Id, Span};

fn with(from: &str, to: &str) -> String {
    assert!(STARTING.contains(from));
    STARTING.replacen(from, to, 1)
}

async fn propose(company: &Company, user: Id, text: String, trial: bool) -> (i64, String) {
    let base = company.engine.in_force().version;
    let command = OfAgreement::Propose {
        text,
        trial,
        from: None,
        base,
        draft: None,
    };
    let done = company.by(user, command).await.unwrap();
    (
        done["version"].as_i64().unwrap(),
        done["hash"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_in_force_when_both_have_signed_and_a_trial_ends_by_the_clock() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        company
            .agree(with("company.employees >= 20", "company.employees >= 21"))
            .await;
        let head = company.hire("Sample Second Head", Role::HeadOfSales).await;
        let (trial, hash) = propose(
            &company,
            head,
            with("company.employees >= 20", "company.employees >= 9"),
            true,
        )
        .await;
        company
            .by(head, OfAgreement::Sign { version: trial, hash })
            .await
            .unwrap();
        assert_eq!(company.engine.in_force().version, trial);
        company.clock.pass(Span::days(30));
        assert_eq!(company.engine.in_force().version, 1, "nobody did anything");
        let report = engine::verify::verify(company.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.agrees(), "{report:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_told_once() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        company.hire("Sample Boss", Role::Boss).await;
        let head = company.hire("Sample Head", Role::HeadOfSales).await;
        propose(
            &company,
            head,
            with("company.employees >= 20", "company.employees >= 21"),
            false,
        )
        .await;
        assert_eq!(silence::tell(&company.engine, company.engine.now()).await, 0);
        company.clock.pass(Span::days(8));
        assert_eq!(silence::tell(&company.engine, company.engine.now()).await, 1);
        assert_eq!(silence::tell(&company.engine, company.engine.now()).await, 0);
        assert_eq!(company.engine.in_force().version, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clause_on_a_field_that_leads_lack_says_what_missing_means() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let head = company.hire("Sample Head", Role::HeadOfSales).await;
        for n in 0..25 {
            let capture = Company::request(&format!("person{n}@sample.example.com"));
            let command = OfLead::Capture(Box::new(capture));
            company
                .engine
                .ask(None, rules::fact::Actor::Visitor, command)
                .await
                .unwrap();
        }
        let clause = "when = \"company.employees >= 20\"\nmissing = \"review\"";
        let command = |text| OfAgreement::Propose {
            text,
            trial: false,
            from: None,
            base: 0,
            draft: None,
        };
        let silent = with(clause, "when = \"company.revenue >= 20\"");
        let refused = company.by(head, command(silent)).await.unwrap_err();
        assert!(refused.to_string().contains("field_rarely_filled"), "{refused}");
        let said = with(clause, "when = \"company.revenue >= 20\"\nmissing = \"pass\"");
        company.by(head, command(said)).await.unwrap();
    }
}
