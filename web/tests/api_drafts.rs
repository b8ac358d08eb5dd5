//! Drafts of the agreement as another program works on them, told over HTTP on every engine; that nothing which a program
//! does puts a version in force.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, dead_code)] // a test

use crate::house;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use house::{Answer, House};
use rules::agreement::STARTING;
use rules::ask::OfAgreement;
use rules::fact::{Role, TokenScope};
use serde_json::{Value, json};

const HERE: &str = "/api/v1/agreement/drafts";

async fn each() -> Vec<House> {
    let mut houses = Vec::new();
    for house in House::each(1).await {
        house.token("drafts", &[TokenScope::Agreement]).await;
        let others: Vec<TokenScope> = TokenScope::ALL
            .into_iter()
            .filter(|scope| *scope != TokenScope::Agreement)
            .collect();
        house.token("others", &others).await;
        houses.push(house);
    }
    houses
}

async fn put(house: &House, path: &str, key: Option<&str>, body: Value) -> Answer {
    let mut request = Request::put(path)
        .header("authorization", "Bearer drafts")
        .header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    house.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn text(minutes: u32) -> String {
    STARTING.replacen("first_attempt = \"15m\"", &format!("first_attempt = \"{minutes}m\""), 1)
}

/// A draft's address and its hash.
async fn begun(house: &House) -> (String, String) {
    let answer = house.post("drafts", HERE, None, "{}").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let hash = answer.json()["hash"].as_str().unwrap().to_owned();
    (answer.header("location").to_owned(), hash)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_begun_read_and_changed() {
    for house in each().await {
        let (here, first) = begun(&house).await;
        let read = house.get("drafts", &here).await.json();
        assert_eq!(
            (read["text"].as_str(), read["base"].as_i64()),
            (Some(STARTING), Some(0))
        );
        assert_eq!(
            (read["changes"].clone(), read["can_undo"].clone()),
            (json!([]), json!(false))
        );

        let kept = put(&house, &here, Some("k"), json!({ "text": text(12), "seen": first })).await;
        assert_eq!(kept.status, StatusCode::OK, "{kept:?}");
        let again = put(&house, &here, Some("k"), json!({ "text": text(12), "seen": first })).await;
        assert_eq!(again.json(), kept.json(), "the same key, the same answer");
        let stale = put(&house, &here, None, json!({ "text": text(11), "seen": first })).await;
        assert_eq!(
            (stale.status, stale.json()["code"].clone()),
            (StatusCode::CONFLICT, json!("draft_moved_on"))
        );
        let wrong = text(12).replacen("company.employees >= 20", "company.employes >= 20", 1);
        let wrong = put(
            &house,
            &here,
            None,
            json!({ "text": wrong, "seen": kept.json()["hash"] }),
        )
        .await;
        assert_eq!(
            (wrong.status, wrong.json()["code"].clone()),
            (StatusCode::UNPROCESSABLE_ENTITY, json!("agreement"))
        );
        let read = house.get("drafts", &here).await.json();
        // each new owner's time follows the first attempt's
        assert_eq!(read["changes"].as_array().unwrap().len(), 2, "{read}");
        assert!(
            read["changes"][0]
                .as_str()
                .unwrap()
                .contains("12\u{a0}min instead of 15\u{a0}min"),
            "{read}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_undone_discarded_and_taken_back() {
    for house in each().await {
        let (here, first) = begun(&house).await;
        let kept = put(&house, &here, None, json!({ "text": text(12), "seen": first })).await;
        let undo = json!({ "seen": kept.json()["hash"] }).to_string();
        let undone = house
            .post("drafts", &format!("{here}/undo"), Some("u"), undo.clone())
            .await;
        assert_eq!(
            (undone.status, undone.json()["hash"].clone()),
            (StatusCode::OK, json!(first))
        );
        let again = house
            .post("drafts", &format!("{here}/undo"), Some("u"), undo.clone())
            .await;
        assert_eq!(again.json(), undone.json());
        let late = house.post("drafts", &format!("{here}/undo"), None, undo).await;
        assert_eq!(late.json()["code"], "draft_moved_on");

        for (act, listed) in [("discard", true), ("restore", false)] {
            let done = house.post("drafts", &format!("{here}/{act}"), None, "").await;
            assert_eq!(done.status, StatusCode::OK, "{done:?}");
            let list = house.get("drafts", HERE).await.json();
            assert_eq!(list["drafts"][0]["discarded_at"].is_string(), listed, "{list}");
        }
        let missing = house.get("drafts", &format!("{HERE}/draft_nope")).await;
        assert_eq!(
            (missing.status, missing.json()["code"].clone()),
            (StatusCode::NOT_FOUND, json!("no_such_draft"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_needs_the_scope_and_sees_neither_sides_drafts() {
    for house in each().await {
        let (here, seen) = begun(&house).await;
        let bodies = json!({ "seen": seen }).to_string();
        for path in [HERE, &here] {
            assert_eq!(house.get("others", path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        for act in ["undo", "propose", "discard", "restore"] {
            let refused = house
                .post("others", &format!("{here}/{act}"), None, bodies.clone())
                .await;
            assert_eq!(
                (refused.status, refused.json()["code"].clone()),
                (StatusCode::FORBIDDEN, json!("scope_missing"))
            );
        }
        assert_eq!(
            house.post("others", HERE, None, "{}").await.status,
            StatusCode::FORBIDDEN
        );

        let head = house.company.hire("Sample Head", Role::HeadOfMarketing).await;
        let keep = OfAgreement::KeepDraft {
            draft: None,
            text: text(9),
            base: 0,
            seen: None,
        };
        let own = house.company.by(head, keep).await.unwrap();
        let own = format!("{HERE}/{}", own["draft"].as_str().unwrap());
        assert_eq!(house.get("drafts", &own).await.status, StatusCode::NOT_FOUND);
        let body = json!({ "text": text(8), "seen": "x" });
        assert_eq!(put(&house, &own, None, body).await.status, StatusCode::NOT_FOUND);
        for act in ["undo", "propose", "discard", "restore"] {
            let refused = house
                .post("drafts", &format!("{own}/{act}"), None, bodies.clone())
                .await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{act}");
        }
        let list = house.get("drafts", HERE).await.json();
        assert_eq!(list["drafts"].as_array().unwrap().len(), 1, "its own alone: {list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_proposes_comes_into_force_by_people_alone() {
    for house in each().await {
        let (here, first) = begun(&house).await;
        let kept = put(&house, &here, None, json!({ "text": text(12), "seen": first })).await;
        let hash = kept.json()["hash"].clone();
        let propose = format!("{here}/propose");
        let stale = house
            .post("drafts", &propose, None, json!({ "seen": first }).to_string())
            .await;
        assert_eq!(stale.json()["code"], "draft_moved_on");
        let body = json!({ "seen": hash, "trial": true }).to_string();
        let proposed = house.post("drafts", &propose, Some("p"), body.clone()).await;
        assert_eq!(
            (proposed.status, proposed.json()["version"].clone()),
            (StatusCode::CREATED, json!(1)),
            "{proposed:?}"
        );
        let again = house.post("drafts", &propose, Some("p"), body.clone()).await;
        assert_eq!(again.json(), proposed.json());
        let twice = house.post("drafts", &propose, None, body).await;
        assert_eq!(
            (twice.status, twice.json()["code"].clone()),
            (StatusCode::CONFLICT, json!("draft_proposed"))
        );
        assert_eq!(house.get("drafts", &here).await.json()["code"], "draft_proposed");
        assert_eq!(
            house.company.engine.in_force().version,
            0,
            "a trial too needs a signature"
        );
        for (method, path) in web::api::listed() {
            let acts = ["sign", "force", "decline", "object", "deputy", "withdraw"];
            assert!(
                !acts.iter().any(|act| path.contains(act)),
                "no program signs: {method} {path}"
            );
        }
        for act in ["sign", "decline", "object", "withdraw"] {
            let path = format!("/agreement/versions/1/{act}");
            let tried = house
                .post("drafts", &path, None, json!({ "hash": hash }).to_string())
                .await;
            assert!(!tried.status.is_success(), "{act}: a token opens no page");
        }
        let sign = OfAgreement::Sign {
            version: 1,
            hash: hash.as_str().unwrap().to_owned(),
        };
        let token = rules::fact::Actor::Token(rules::Id([9; 16]));
        let refused = house.company.engine.ask(None, token, sign).await;
        assert!(refused.is_err(), "nor at the door");
        assert_eq!(house.company.engine.in_force().version, 0);
    }
}
