//! Whole tables, page by page, and one moment of them.

use crate::house::{COUNT, House, PARCEL, STEP, everywhere, id, parcel};
use ledger::{LedgerError, OnClash, Row, Table, Value};
use std::path::PathBuf;

async fn put(house: &House, table: &'static Table, rows: Vec<Vec<Value>>) {
    let mut tx = house.ledger.begin().await.unwrap();
    tx.put_many(table, rows, OnClash::Fail).await.unwrap();
    tx.commit().await.unwrap();
}

fn copy_of(house: &House) -> PathBuf {
    let name = format!("moment-{}-{:p}.db", std::process::id(), house);
    std::env::temp_dir().join(name)
}

fn places(rows: &[Row]) -> Vec<(u8, i64)> {
    let place = |row: &Row| (row.bytes(0).unwrap()[15], row.int(1).unwrap());
    rows.iter().map(place).collect()
}

fn steps() -> Vec<Vec<Value>> {
    let step = |n: u64, seq: i64| vec![id(n).into(), seq.into(), "{}".into()];
    vec![step(2, 1), step(1, 2), step(2, -5), step(1, 1), step(3, i64::MAX)]
}

#[tokio::test]
async fn a_table_is_read_page_by_page_in_the_order_of_its_key_without_gap_or_repeat() {
    everywhere(async |house| {
        put(house, &STEP, steps()).await;
        let mut snapshot = house.ledger.snapshot(copy_of(house), |_, _| {}).await.unwrap();
        assert_eq!(snapshot.count(&STEP).await.unwrap(), 5);
        let (mut after, mut seen) = (vec![], vec![]);
        loop {
            let page = house.ledger.scan(&STEP, after.clone(), 2).await.unwrap();
            assert_eq!(page, snapshot.scan(&STEP, &after, 2).await.unwrap());
            let Some(last) = page.last() else { break };
            after = STEP.key_of(last.values()).unwrap();
            seen.extend(places(&page));
        }
        assert_eq!(seen, [(1, 1), (1, 2), (2, -5), (2, 1), (3, i64::MAX)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_sees_nothing_that_is_committed_later_and_hinders_nobody() {
    everywhere(async |house| {
        put(house, &PARCEL, vec![parcel(1, "before"), parcel(2, "before")]).await;
        let mut snapshot = house.ledger.snapshot(copy_of(house), |_, _| {}).await.unwrap();
        put(house, &PARCEL, vec![parcel(3, "after")]).await;
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "changed")], OnClash::Replace)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let rows = snapshot.scan(&PARCEL, &[], 10).await.unwrap();
        assert_eq!(crate::house::labels(&rows), ["before", "before"]);
        assert_eq!(snapshot.count(&PARCEL).await.unwrap(), 2);
        assert_eq!(house.ledger.read(&COUNT, vec![]).await.unwrap()[0].int(0).unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_copy_that_holds_the_moment_is_its_owners_alone_and_goes_with_it() {
    use std::os::unix::fs::PermissionsExt;
    crate::house::in_file(async |house| {
        put(house, &PARCEL, vec![parcel(1, "one")]).await;
        let copy = house.dir().join("moment.db");
        let mut snapshot = house.ledger.snapshot(copy.clone(), |_, _| {}).await.unwrap();
        assert_eq!(snapshot.scan(&PARCEL, &[], 10).await.unwrap().len(), 1);
        assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
        let taken = house.ledger.snapshot(copy.clone(), |_, _| {}).await;
        assert!(
            matches!(taken, Err(LedgerError::File { .. })),
            "a file that is there stays"
        );
        assert!(copy.exists());
        drop(snapshot);
        let left: Vec<_> = std::fs::read_dir(house.dir()).unwrap().flatten().collect();
        assert!(
            !left
                .iter()
                .any(|file| file.file_name().to_string_lossy().starts_with("moment")),
            "{left:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_no_key_and_a_page_too_large_are_refused() {
    everywhere(async |house| {
        let said = house.ledger.scan(&STEP, vec![id(1).into()], 2).await.unwrap_err();
        assert_eq!(said.to_string(), "wrong shape: step: the key has 2 columns, 1 given");
        let said = house.ledger.scan(&PARCEL, vec!["x".into()], 2).await.unwrap_err();
        assert_eq!(
            said.to_string(),
            "wrong shape: parcel.id: declared Bytes, given Some(Text)"
        );
        let large = house.ledger.scan(&PARCEL, vec![], ledger::ROWS_MAX + 1).await;
        assert!(matches!(large, Err(LedgerError::Limit { .. })));
    })
    .await;
}
