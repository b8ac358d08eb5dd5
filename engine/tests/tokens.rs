//! Tokens are remembered for a moment, and forgotten with the commit that withdraws them.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::common;

use common::{Company, places};
use ledger::Value;
use rules::ask::OfAccount;
use rules::fact::TokenScope;
use rules::{Id, Span};

/// A company with one token, of the hash `hash`.
async fn with_a_token(place: engine::Place, folder: Option<std::path::PathBuf>) -> (Company, Id) {
    let company = Company::open(place, folder, 1).await;
    let make = OfAccount::MakeToken {
        name: "sample".into(),
        scopes: vec![TokenScope::Read],
        hash: "hash".into(),
    };
    let made = company.by(company.admin, make).await.unwrap();
    let token = Id::read("token", made["token"].as_str().unwrap()).unwrap();
    (company, token)
}

async fn known(company: &Company) -> Option<(Id, Vec<TokenScope>)> {
    let engine = &company.engine;
    engine.tokens().of(engine.ledger(), "hash", engine.now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_token_is_known_no_more_at_once() {
    for (place, folder) in places().await {
        let (company, token) = with_a_token(place, folder).await;
        for _ in 0..2 {
            assert_eq!(known(&company).await, Some((token, vec![TokenScope::Read])));
        }
        company
            .by(company.admin, OfAccount::WithdrawToken { token })
            .await
            .unwrap();
        assert_eq!(known(&company).await, None, "nothing is remembered after the commit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_another_process_withdrew_is_known_for_a_second_at_most() {
    for (place, folder) in places().await {
        let (company, token) = with_a_token(place, folder).await;
        assert!(known(&company).await.is_some());
        let engine = &company.engine;
        let mut tx = engine.ledger().begin().await.unwrap();
        let gone = [Value::Bytes(token.0.to_vec()), Value::Int(engine.now().0)];
        tx.run(&engine::token::records::END, &gone).await.unwrap();
        tx.commit().await.unwrap();
        company.pass(Span::seconds(1)).await;
        assert_eq!(known(&company).await, None);
    }
}
