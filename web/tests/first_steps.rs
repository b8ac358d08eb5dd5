//! What an admin does first in a new house stands on the team's page until a lead has come.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::books::house;

use house::houses;
use rules::Span;
use rules::ask::OfTeam;
use rules::fact::Role::{Admin, Rep, SalesManager};

#[tokio::test(flavor = "multi_thread")]
async fn first_steps_stand_there_until_all_that_a_lead_needs_is_done() {
    for house in houses().await {
        let begun = house.get(Admin, "/team").await;
        assert!(
            begun.says("First steps") && begun.says("href=\"/f/demo\""),
            "{}",
            begun.text
        );
        assert!(!begun.says("href=\"#members\""), "each rotation has a rep");
        assert!(
            !house.get(SalesManager, "/team").await.says("First steps"),
            "an admin's"
        );
        house.demo("Sample One", "google").await;
        assert!(!house.get(Admin, "/team").await.says("First steps"), "done");
        let member = OfTeam::SetMember {
            rotation: "DACH".to_owned(),
            user: house.people[&Rep],
            weight: 0,
        };
        house.by(SalesManager, member).await;
        let open = house.get(Admin, "/team").await;
        assert!(
            open.says("First steps") && open.says("href=\"#members\""),
            "{}",
            open.text
        );
        house.clock.set(house::wednesday() + Span::days(31));
        let old = house.get(Admin, "/team").await;
        assert!(!old.says("First steps"), "the house is not new any more");
    }
}
