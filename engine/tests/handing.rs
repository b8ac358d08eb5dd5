//! From SDR to account executive, as it is kept: one commit, every row agrees, and Marketing's numbers count the lead once.

#![allow(clippy::unwrap_used, reason = "a test stops where it must")]
mod common;

use common::{Company, found_out, places};
use engine::handoff::reads::{Part, Whose, desk};
use engine::scorecard::owed::pipeline;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, customers, went};
use engine::verify;
use rules::agreement::{Money, STARTING};
use rules::ask::Command;
use rules::fact::{AttemptResult, Role, Which};
use rules::scorecard::Period;
use rules::{Id, Span};

fn text() -> String {
    let closers = "[[rotation]]\nname = \"Closers\"\nwhen = \"false\"\ncalendar = \"sales\"\nopen_work_max = 25\n\
                   fallback = \"sales_manager\"\n\n[[rotation]]\nname = \"DACH\"\nhands_to = \"Closers\"\n";
    STARTING.replacen("[[rotation]]\nname = \"DACH\"\n", closers, 1)
}

async fn advanced(company: &Company, rep: Id, (lead, handoff): (Id, Id), amount: i64) {
    let of = (lead, handoff);
    company.call(rep, of, AttemptResult::Connected).await.unwrap();
    let said = Command::Feedback {
        lead,
        handoff,
        which: Which::Advanced,
        reason: None,
        detail: None,
        note: Some("Asked for the warehouse module.".into()),
        back_at: None,
        next_step_at: None,
        amount: Some(Money {
            amount,
            currency: "EUR".into(),
        }),
        covers: None,
        answers: found_out(&company.engine.in_force().agreement, Which::Advanced),
    };
    company.by(rep, said).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advanced_lead_goes_on_in_one_commit_and_is_counted_once() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        company.agree(text()).await;
        let closer = company.hire("Sample Closer", Role::Rep).await;
        let member = Command::SetMember {
            rotation: "Closers".into(),
            user: closer,
            weight: 1,
        };
        company.by(company.manager, member).await.unwrap();
        let from = company.engine.now();
        let of = company.demo("one@sample-company.de").await;
        let sdr = company.lead(of.0).await.open_handoff().unwrap().owner.unwrap();
        assert!(company.reps.contains(&sdr));
        advanced(&company, sdr, of, 100_000).await;
        let state = company.lead(of.0).await;
        let next = state.open_handoff().unwrap();
        assert_eq!((next.owner, next.from), (Some(closer), Some(of.1)));
        let due = next.first_attempt.as_ref().unwrap();
        assert_eq!(due.target.to_string(), "1bd", "where the text says nothing");
        let part = Part {
            soon_until: company.engine.now() + Span::hours(1),
            only: None,
            after: None,
            limit: 20,
        };
        let shown = desk(company.engine.ledger(), Whose::Of(closer), &part).await.unwrap();
        assert!(shown.items.len() == 1 && shown.items[0].passed_on);
        let to = company.engine.now() + Span::days(1);
        let ledger = company.engine.ledger();
        let period = Period { from, to };
        let asked = Asked {
            period,
            filter: Filter::default(),
            now: company.engine.now(),
            within: Span::days(2),
        };
        let of_tier = went(ledger, &asked).await.unwrap()["request"].clone();
        assert_eq!(of_tier.said.handed, 1, "Marketing brought it once");
        assert_eq!(of_tier.said.advanced, 1, "and the SDR has the credit");
        assert_eq!(customers(ledger, period).await.unwrap(), 0, "and it is no customer");
        let before = pipeline(ledger, from, to).await.unwrap();
        assert_eq!(
            (before.count, before.amounts["EUR"]),
            (1, 100_000),
            "what the SDR expects"
        );
        advanced(&company, closer, (of.0, next.id), 250_000).await;
        let after = pipeline(ledger, from, to).await.unwrap();
        assert_eq!(
            (after.count, after.amounts["EUR"]),
            (1, 250_000),
            "then what the next rep expects"
        );
        let report = verify::verify(ledger, &mut |_, _| {}).await.unwrap();
        assert!(report.agrees() && report.ownerless == 0, "{report:?}");
    }
}
