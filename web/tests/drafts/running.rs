//! "Apply to running" over the pages: pressed once; who presses second is told who was first, and when.

use super::bars::signed;
use crate::books::house::{House, houses};
use axum::http::StatusCode;
use engine::slices::go_on;
use rules::Span;
use rules::agreement::STARTING;
use rules::fact::Role::{HeadOfMarketing, HeadOfSales, SalesManager};

const HERE: &str = "/agreement/running";

/// A lead whose first attempt runs, and a version in force that is stricter.
async fn stricter(house: &House) -> String {
    house.demo("Sample Person", "webinar").await;
    let text = STARTING.replacen("first_attempt = \"15m\"", "first_attempt = \"10m\"", 1);
    signed(house, text, 0).await.to_string()
}

async fn to_its_end(house: &House) {
    let applied = house.engine.life().applied.last().copied().unwrap();
    let done = go_on(&house.engine, applied.act, &mut |_| {}).await.unwrap();
    assert!(done.unwrap().done);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_head_is_told_who_applied_it_and_when_and_how_far_it_is() {
    for house in houses().await {
        let version = stricter(&house).await;
        let seen = house.get(HeadOfMarketing, HERE).await;
        assert!(seen.says("Apply to running clocks"), "{}", seen.text);
        assert_eq!(seen.hidden("version"), version);
        let form = [("version", version.as_str())];
        let refused = house.post(SalesManager, HERE, &form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "only heads");
        let begun = house.post(HeadOfSales, HERE, &form).await;
        assert_eq!(
            (begun.status, begun.to.as_str()),
            (StatusCode::SEE_OTHER, HERE),
            "{}",
            begun.text
        );
        house.clock.pass(Span::minutes(1));
        let late = house.post(HeadOfMarketing, HERE, &form).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let told = "Version 1 was applied to running clocks already: by Sample head_of_sales, today 10:00. \
                    Nothing was begun anew.";
        assert!(late.says(told), "{}", late.text);
        assert!(
            late.says("Going on: 0 clocks got the new terms so far"),
            "{}",
            late.text
        );
        to_its_end(&house).await;
        let late = house.post(HeadOfMarketing, HERE, &form).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "its end was not seen");
        assert!(
            late.says(told) && late.says("Done: 1 clocks got the new terms"),
            "{}",
            late.text
        );
        let page = house.get(HeadOfMarketing, HERE).await;
        assert!(page.says("Every running clock has the terms"), "{}", page.text);
        assert!(!page.says("Apply to running clocks"), "there is nothing to do");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_version_begins_nothing() {
    for house in houses().await {
        let version = stricter(&house).await;
        let stale = house.post(HeadOfSales, HERE, &[("version", "0")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.says("Version 1 is in force now."), "{}", stale.text);
        assert!(house.engine.life().applied.is_empty());
        let form = [
            ("version", version.as_str()),
            ("after", "act_00000000000000000000000000"),
        ];
        let begun = house.post(HeadOfSales, HERE, &form).await;
        assert_eq!(
            begun.status,
            StatusCode::SEE_OTHER,
            "nothing was applied before: {}",
            begun.text
        );
    }
}
