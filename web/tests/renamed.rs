//! A rotation gets another name by form: its members, its rota and its leads stay with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::books::house;
use crate::drafts::desk;

use axum::http::StatusCode;
use desk::{Desk, differences, forms, value, with};
use house::{House, houses};
use rules::agreement::STARTING;
use rules::ask::{OfAgreement, OfDuty};
use rules::fact::Role::{HeadOfMarketing, HeadOfSales, Rep, SalesManager};
use rules::fact::{Block, Stretch};

async fn signed(house: &House, desk: &Desk<'_>) {
    let page = house.get(HeadOfSales, &desk.draft).await;
    let form = forms(&page.text)
        .into_iter()
        .find(|form| !value(form, "from_day").is_empty());
    let now = with(&form.unwrap(), &[("from", "now")]);
    let proposed = desk.send("propose", &now, "").await;
    assert_eq!(proposed.to, "/agreement/versions/1", "{}", proposed.text);
    let hash = house.engine.life().versions[&1].hash.clone();
    for head in [HeadOfMarketing, HeadOfSales] {
        let hash = hash.clone();
        house.by(head, OfAgreement::Sign { version: 1, hash }).await;
    }
}

/// Another name by form: the diff says so, no other rotation may read so too, and the way back is to the byte.
async fn renamed_by_form(desk: &Desk<'_>) {
    let kept = desk.change("rotations", "/rotation/0", &[("name", "DACH North")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let text = desk.text().await;
    assert!(
        text.contains("name = \"DACH\"") && text.contains("called = \"DACH North\""),
        "{text}"
    );
    assert_eq!(
        value(&desk.card("rotations", "/rotation/0", false).await, "name"),
        "DACH North"
    );
    let whole = desk.house.get(HeadOfSales, &desk.draft).await;
    assert!(
        whole.says("The rotation “DACH” is now called “DACH North”."),
        "{}",
        whole.text
    );
    assert!(!whole.says("A new rotation") && !whole.says("is gone"));
    let taken = desk.change("rotations", "/rotation/1", &[("name", "DACH North")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    // and back again, to the byte
    desk.change("rotations", "/rotation/0", &[("name", "DACH")]).await;
    assert_eq!(desk.text().await, STARTING);
    desk.change("rotations", "/rotation/0", &[("name", "DACH North")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_rotation_keeps_its_members_rota_and_leads() {
    for house in houses().await {
        let before = house.demo("Sample One", "google").await;
        let blocks = vec![Block {
            when: Stretch {
                day: 2,
                from: 9 * 60,
                to: 17 * 60,
            },
            on: vec![house.people[&Rep]],
        }];
        let rotation = "DACH".to_owned();
        house.by(SalesManager, OfDuty::SetRota { rotation, blocks }).await;

        let desk = Desk::begin(&house, HeadOfSales).await;
        renamed_by_form(&desk).await;
        signed(&house, &desk).await;

        let rep = house.people[&Rep];
        let rotations = house.get(SalesManager, "/rotations").await;
        assert!(
            rotations.says("1 · DACH North") && rotations.says("Sample rep"),
            "{}",
            rotations.text
        );
        assert!(house.engine.roster().rotations["DACH"].contains_key(&rep));
        assert!(house.get(SalesManager, "/team").await.says("DACH North (1)"));
        let rota = house.get(SalesManager, "/rota/DACH").await;
        assert!(rota.says("DACH North") && rota.says("Sample rep"), "{}", rota.text);
        let form = [("rotation", "DACH"), ("user", &rep.show("user")), ("weight", "3")];
        let weight = house.post(SalesManager, "/rotations/members", &form).await;
        assert_eq!(weight.status, StatusCode::SEE_OTHER, "{}", weight.text);

        let after = house.demo("Sample Two", "google").await;
        for of in [before, after] {
            let lead = house.get(SalesManager, &format!("/leads/{}", of.0.show("lead"))).await;
            assert!(lead.says("DACH North"), "{}", lead.text);
        }
        assert_eq!(differences(&house).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_is_new_in_the_draft_is_renamed_with_what_refers_to_it() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfSales).await;
    let text = STARTING.replacen(
        "[[rotation]]\nname = \"DACH\"\n",
        "[[rotation]]\nname = \"Closers\"\nwhen = \"lead.country == 'US'\"\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\n\n[[rotation]]\nname = \"DACH\"\nhands_to = \"Closers\"\n",
        1,
    );
    let page = house.get(HeadOfSales, &format!("{}/text", desk.draft)).await;
    let form = forms(&page.text)
        .into_iter()
        .find(|form| !value(form, "text").is_empty());
    let kept = desk.send("text", &with(&form.unwrap(), &[("text", &text)]), "").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let kept = desk.change("rotations", "/rotation/0", &[("name", "Field")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    assert_eq!(desk.text().await, text.replace("\"Closers\"", "\"Field\""));
}
