//! Full disks, lost databases, killed writers, slow reads.

use crate::house::{COUNT, PARCEL, everywhere, id, in_file, on_postgres, parcel};
use ledger::{Kind, Ledger, LedgerError, OnClash, Place, Statement, Value};

static ROOM: Statement = Statement {
    name: "room left",
    sql: "PRAGMA max_page_count = 40",
    params: &[],
    columns: &[Kind::Int],
};

static MORE_ROOM: Statement = Statement {
    name: "more room",
    sql: "PRAGMA max_page_count = 100000",
    params: &[],
    columns: &[Kind::Int],
};

/// Counts for minutes unless it is stopped.
static ENDLESS: Statement = Statement {
    name: "an endless count",
    sql: "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000) \
          SELECT count(*) FROM n",
    params: &[],
    columns: &[Kind::Int],
};

#[tokio::test]
async fn a_full_disk_keeps_nothing_half_done_and_room_helps() {
    in_file(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.query(&ROOM, &[]).await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "fits")], OnClash::Fail)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(2, "fits")], OnClash::Fail)
            .await
            .unwrap();
        let rows = (10..1_000).map(|n| parcel(n, &"x".repeat(2_000))).collect();
        let full = tx.put_many(&PARCEL, rows, OnClash::Fail).await;
        assert!(matches!(full, Err(LedgerError::Full { .. })), "{full:?}");
        assert!(matches!(tx.commit().await, Err(LedgerError::Spoiled)));
        assert_eq!(house.parcels().await, 1);
        let mut tx = house.ledger.begin().await.unwrap();
        tx.query(&MORE_ROOM, &[]).await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(2, "fits")], OnClash::Fail)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.parcels().await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_goes_away_comes_back() {
    const OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";
    on_postgres(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "lost")], OnClash::Fail)
            .await
            .unwrap();
        house.aside(OTHERS).await;
        let lost = tx.get_many(&PARCEL, "id", &[id(1).into()], true).await;
        assert!(matches!(lost, Err(LedgerError::Away { .. })), "{lost:?}");
        drop(tx);
        assert_eq!(house.parcels().await, 0);
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "kept")], OnClash::Fail)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house.aside(OTHERS).await;
        assert_eq!(house.parcels().await, 1, "a read takes a new connection by itself");
        house.ledger.begin().await.unwrap().commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_unknown() {
    const OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";
    on_postgres(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "?")], OnClash::Fail).await.unwrap();
        house.aside(OTHERS).await;
        let unknown = tx.commit().await;
        assert!(matches!(unknown, Err(LedgerError::CommitUnknown { .. })), "{unknown:?}");
        let tx = house.ledger.begin().await.unwrap();
        house.aside(OTHERS).await;
        let unknown = tx
            .commit_with(vec![(&PARCEL, vec![parcel(2, "?")], OnClash::Fail)])
            .await;
        assert!(matches!(unknown, Err(LedgerError::CommitUnknown { .. })), "{unknown:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_at_the_address_is_away() {
    let place = Place::Postgres {
        url: "postgres://nobody@127.0.0.1:1/none".to_owned(),
        pool: 4,
    };
    let Err(away) = Ledger::open(place).await else {
        panic!("somebody is there")
    };
    assert!(matches!(away, LedgerError::Away { .. }), "{away:?}");
}

#[tokio::test]
async fn transactions_that_wait_for_each_other_are_a_conflict_to_one_of_them() {
    on_postgres(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "a"), parcel(2, "b")], OnClash::Fail)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (mut first, mut second) = (house.ledger.begin().await.unwrap(), house.ledger.begin().await.unwrap());
        let (one, two) = ([Value::from(id(1))], [Value::from(id(2))]);
        first.get_many(&PARCEL, "id", &one, true).await.unwrap();
        second.get_many(&PARCEL, "id", &two, true).await.unwrap();
        // whoever loses is rolled back when dropped, so that the other's wait ends
        let first = async move { first.get_many(&PARCEL, "id", &two, true).await.map(|_| ()) };
        let second = async move { second.get_many(&PARCEL, "id", &one, true).await.map(|_| ()) };
        let both = tokio::join!(first, second);
        let lost: Vec<LedgerError> = [both.0, both.1].into_iter().filter_map(Result::err).collect();
        assert!(matches!(&lost[..], [LedgerError::Conflict { .. }]), "{lost:?}");
        assert!(lost[0].again());
    })
    .await;
}

/// Five seconds of real time: the one test that has to see the limit itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_lasts_too_long_is_stopped_and_its_reader_serves_on() {
    let all = [
        Some(crate::house::House::file().await),
        crate::house::House::postgres().await,
    ];
    let slow: Vec<_> = all
        .into_iter()
        .flatten()
        .map(|house| {
            tokio::spawn(async move {
                let (slow, quick) = tokio::join!(house.ledger.read(&ENDLESS, vec![]), house.ledger.ping());
                assert!(matches!(slow, Err(LedgerError::TooSlow { .. })), "{slow:?}");
                quick.unwrap();
                for _ in 0..20 {
                    house.ledger.ping().await.unwrap();
                }
                house.leave().await;
            })
        })
        .collect();
    for one in slow {
        one.await.unwrap();
    }
}

#[tokio::test]
async fn a_read_nobody_waits_for_frees_its_reader() {
    in_file(async |house| {
        for _ in 0..20 {
            let left = tokio::time::timeout(std::time::Duration::from_millis(1), house.ledger.read(&ENDLESS, vec![]));
            assert!(left.await.is_err());
        }
        assert_eq!(house.parcels().await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_committed_is_there_when_the_ledger_is_opened_again() {
    in_file(async |house| {
        let rows = (0..3_000).map(|n| parcel(n, &"x".repeat(1_000))).collect();
        let tx = house.ledger.begin().await.unwrap();
        tx.commit_with(vec![(&PARCEL, rows, OnClash::Fail)]).await.unwrap();
        let mut unfinished = house.ledger.begin().await.unwrap();
        unfinished
            .put_many(&PARCEL, vec![parcel(9_999, "never")], OnClash::Fail)
            .await
            .unwrap();
        // as a killed process leaves them: the file and its log, copied while a transaction is open
        let left = house.dir().join("left.db");
        std::fs::copy(house.dir().join("ledger.db"), &left).unwrap();
        std::fs::copy(house.dir().join("ledger.db-wal"), house.dir().join("left.db-wal")).unwrap();
        let after = Ledger::open(Place::File(left)).await.unwrap();
        assert_eq!(after.read(&COUNT, vec![]).await.unwrap()[0].int(0).unwrap(), 3_000);
    })
    .await;
}

#[tokio::test]
async fn too_much_in_one_call_is_refused() {
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        let keys: Vec<Value> = (0..=ledger::KEYS_MAX as u64).map(|n| id(n).into()).collect();
        let refused = tx.get_many(&PARCEL, "id", &keys, false).await;
        assert!(matches!(
            refused,
            Err(LedgerError::Limit {
                found: 20_001,
                max: 20_000,
                ..
            })
        ));
    })
    .await;
}
