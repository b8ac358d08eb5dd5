//! Desks, read on every engine: what presses most first, counted, page by page.

use crate::common;

use common::{Company, places};
use engine::handoff::reads::{self, Part, Spot, Whose};
use rules::Span;
use rules::fact::AttemptResult;

fn part(company: &Company, only: Option<Spot>, limit: i64) -> Part {
    Part {
        soon_until: company.engine.now() + Span::hours(1),
        only,
        after: None,
        limit,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_in_order_counted_and_goes_on_by_cursor() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let rep = company.reps[0];
        for n in 0..5 {
            company.demo(&format!("person{n}@sample-company.de")).await;
            company.clock.pass(Span::minutes(1));
        }
        let connected = company.demo("talks@sample-company.de").await;
        company.call(rep, connected, AttemptResult::Connected).await.unwrap();
        let ledger = company.engine.ledger();
        let desk = reads::desk(ledger, Whose::Of(rep), &part(&company, None, 3))
            .await
            .unwrap();
        assert_eq!((desk.totals[&Spot::Soon], desk.totals[&Spot::Owed]), (5, 1));
        assert_eq!(desk.items.len(), 4, "three of five, and the one that owes feedback");
        assert_eq!(
            desk.items[0].email.as_deref(),
            Some("person0@person0.sample-company.de")
        );
        let last = desk.items.iter().rfind(|item| item.spot == Spot::Soon).unwrap();
        let after = Some((last.at, last.handoff));
        let rest = Part {
            after,
            ..part(&company, Some(Spot::Soon), 3)
        };
        let rest = reads::desk(ledger, Whose::All, &rest).await.unwrap();
        let emails: Vec<_> = rest.items.iter().filter_map(|item| item.email.as_deref()).collect();
        assert_eq!(
            emails,
            ["person3@person3.sample-company.de", "person4@person4.sample-company.de"]
        );
        assert_eq!(rest.totals[&Spot::Soon], 5);
        assert_eq!(reads::open(ledger, Whose::Of(rep)).await.unwrap(), (6, 1));
        assert_eq!(reads::open(ledger, Whose::Of(company.manager)).await.unwrap(), (0, 0));
        assert_eq!(reads::owners(ledger).await.unwrap(), [(rep, 6)]);
        assert_eq!(reads::lead_of(ledger, connected.1).await.unwrap(), Some(connected.0));
        let sheet = engine::lead::reads::sheet(ledger, connected.0).await.unwrap().unwrap();
        assert_eq!((sheet.facts.len() as i64, sheet.sent.len()), (sheet.lead.seq, 1));
        assert_eq!(
            sheet.person.unwrap().email.as_deref(),
            Some("talks@talks.sample-company.de")
        );
    }
}
