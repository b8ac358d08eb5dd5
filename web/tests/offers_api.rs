//! Held for one rep, and out of rotation, as another program meets them, on every engine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test

use crate::house;

use axum::http::StatusCode;
use house::House;
use rules::Span;
use rules::agreement::STARTING;
use rules::fact::TokenScope::{Read, Team, Write};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn another_program_tells_who_takes_what_is_held() {
    for house in House::each(2).await {
        house.token("works", &[Read, Write]).await;
        let fallback = "fallback = \"sales_manager\"";
        let text = STARTING.replace(fallback, &format!("{fallback}\ntake_by = \"3m\""));
        house.company.agree(text).await;
        let of = house.company.demo("one@sample-company.de").await;
        let queue = house.get("works", "/api/v1/queue").await.json();
        assert_eq!(queue["handoffs"][0]["take_by"], "2026-03-04T09:03:00Z", "{queue}");
        let shown = house
            .get("works", &format!("/api/v1/leads/{}", of.0.show("lead")))
            .await
            .json();
        let due = shown["due"]
            .as_array()
            .unwrap()
            .iter()
            .find(|due| due["clock"] == "take_by")
            .unwrap();
        assert!(!due["spans"].as_array().unwrap().is_empty(), "it explains itself");
        let owner = queue["handoffs"][0]["owner"].as_str().unwrap().to_owned();
        let other = house
            .company
            .reps
            .iter()
            .map(|rep| rep.show("user"))
            .find(|rep| *rep != owner)
            .unwrap();
        let path = format!("/api/v1/handoffs/{}/take", of.1.show("handoff"));
        let take = async |by: &str| house.post("works", &path, None, json!({ "by": by }).to_string()).await;
        let nobody = house.post("works", &path, None, "{}".to_owned()).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{nobody:?}");
        let stale = take(&other).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{stale:?}");
        assert!(
            stale.text.contains("has_it_now") && stale.text.contains(&owner),
            "{}",
            stale.text
        );
        assert_eq!(take(&owner).await.status, StatusCode::OK);
        assert_eq!(
            take(&owner).await.status,
            StatusCode::CONFLICT,
            "nothing is held any more"
        );
        house.company.pass(Span::minutes(5)).await;
        let lead = house.company.lead(of.0).await;
        assert_eq!(lead.handoff(of.1).unwrap().owner.unwrap().show("user"), owner);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_program_takes_somebody_out_of_rotation_and_puts_them_back() {
    for house in House::each(2).await {
        house.token("team", &[Read, Team]).await;
        house.token("works", &[Read, Write]).await;
        let user = house.company.reps[0].show("user");
        let (out, back) = (
            format!("/api/v1/users/{user}/out-of-rotation"),
            format!("/api/v1/users/{user}/back-in-rotation"),
        );
        let until = json!({ "until": "2026-03-04T12:00:00Z" }).to_string();
        let no = house.post("works", &out, None, until.clone()).await;
        assert_eq!(no.status, StatusCode::FORBIDDEN, "{no:?}");
        let far = json!({ "until": "2026-03-09T12:00:00Z" }).to_string();
        let too_long = house.post("team", &out, None, far).await;
        assert_eq!(too_long.status, StatusCode::UNPROCESSABLE_ENTITY, "{too_long:?}");
        assert_eq!(house.post("team", &out, None, until).await.status, StatusCode::OK);
        let shown = house.get("team", "/api/v1/rotations").await.json();
        let members = shown["rotations"][0]["members"].as_array().unwrap();
        let his = members.iter().find(|member| member["user"] == user).unwrap();
        assert_eq!(his["out"]["until"], "2026-03-04T12:00:00Z", "{shown}");
        let of = house.company.demo("one@sample-company.de").await;
        let lead = house.company.lead(of.0).await;
        assert_eq!(lead.handoff(of.1).unwrap().owner, Some(house.company.reps[1]));
        assert_eq!(
            house.post("team", &back, None, "{}".to_owned()).await.status,
            StatusCode::OK
        );
        assert_eq!(
            house.post("team", &back, None, "{}".to_owned()).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(shown["let_pass"], json!([]));
    }
}
