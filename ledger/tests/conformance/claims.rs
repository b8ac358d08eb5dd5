//! Rows that are due are taken by one claimer.

use crate::house::{House, everywhere, id, on_postgres};
use ledger::{Claim, Kind, Ledger, OnClash, Table, Value};
use std::collections::HashSet;

static ERRAND: Table = Table {
    name: "errand",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("due", Kind::Int),
        ("lease_until", Kind::Int),
        ("done_at", Kind::Int),
    ],
};

static DUE: Claim = Claim {
    name: "errands due",
    table: &ERRAND,
    due: "due",
    lease: "lease_until",
    only: "done_at IS NULL",
};

async fn errands(house: &House, count: u64) {
    let row = |n: u64| vec![id(n).into(), ((n / 2) as i64).into(), Value::Null, Value::Null];
    let mut tx = house.ledger.begin().await.unwrap();
    tx.put_many(&ERRAND, (0..count).map(row).collect(), OnClash::Fail)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn take(ledger: &Ledger, now: i64, until: i64, limit: i64) -> Vec<[u8; 16]> {
    let mut tx = ledger.begin().await.unwrap();
    let rows = tx.claim(&DUE, now, until, limit).await.unwrap();
    tx.commit().await.unwrap();
    rows.iter().map(|row| row.id16(0).unwrap()).collect()
}

#[tokio::test]
async fn what_is_due_is_taken_in_order_once_until_its_lease_ends() {
    everywhere(async |house| {
        errands(house, 10).await;
        assert_eq!(take(&house.ledger, 2, 100, 4).await, [id(0), id(1), id(2), id(3)]);
        assert_eq!(
            take(&house.ledger, 2, 100, 4).await,
            [id(4), id(5)],
            "the rest is not due"
        );
        assert!(take(&house.ledger, 2, 100, 4).await.is_empty());
        assert!(
            !take(&house.ledger, 100, 200, 9).await.contains(&id(0)),
            "a lease holds to its last instant"
        );
        assert!(
            take(&house.ledger, 101, 200, 9).await.contains(&id(0)),
            "a dead claimer's work is taken over"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn claimers_at_once_never_take_the_same() {
    everywhere(async |house| {
        errands(house, 600).await;
        let claimer = |ledger: Ledger| async move {
            let mut mine = Vec::new();
            for _ in 0..100 {
                mine.extend(take(&ledger, 1_000, 9_000, 7).await);
            }
            mine
        };
        let all: Vec<_> = (0..3).map(|_| tokio::spawn(claimer(house.ledger.clone()))).collect();
        let mut taken = Vec::new();
        for one in all {
            taken.extend(one.await.unwrap());
        }
        assert_eq!(taken.len(), 600);
        assert_eq!(taken.iter().collect::<HashSet<_>>().len(), 600);
    })
    .await;
}

#[tokio::test]
async fn on_postgres_a_claimer_steps_over_what_another_is_taking() {
    on_postgres(async |house| {
        errands(house, 6).await;
        let mut first = house.ledger.begin().await.unwrap();
        assert_eq!(first.claim(&DUE, 9, 99, 4).await.unwrap().len(), 4);
        assert_eq!(
            take(&house.ledger, 9, 99, 4).await,
            [id(4), id(5)],
            "without waiting for the first"
        );
        first.roll_back().await;
        assert_eq!(take(&house.ledger, 9, 99, 4).await, [id(0), id(1), id(2), id(3)]);
    })
    .await;
}
