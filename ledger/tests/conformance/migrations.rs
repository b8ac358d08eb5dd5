//! Forward only, never edited, never opened by an older program.

use crate::house::{COUNT, FIRST, PARCEL, everywhere, everywhere_empty, id, in_file};
use ledger::{Ledger, LedgerError, Migration, Place};

const SAMPLES: Migration = Migration {
    number: 2,
    name: "two samples",
    sql: "INSERT INTO parcel (id, shelf, label, weight, seal) VALUES \
          (X'00000000000000000000000000000001', 4, 'it''s $1 {here}', 0.25, X'00ff'), \
          (X'00000000000000000000000000000002', 5, NULL, NULL, NULL);",
};

const COLOUR: Migration = Migration {
    number: 3,
    name: "a colour",
    sql: "ALTER TABLE parcel ADD COLUMN colour TEXT; UPDATE parcel SET colour = 'grey'; \
          CREATE INDEX parcel_colour ON parcel (colour, id);",
};

#[tokio::test]
async fn from_nothing_to_now_and_twice_is_nothing() {
    everywhere_empty(async |house| {
        let done = house.ledger.migrate(&[FIRST, SAMPLES], 5, 1).await.unwrap();
        assert_eq!((done.applied, done.copy), (vec![1, 2], None));
        let again = house.ledger.migrate(&[FIRST, SAMPLES], 6, 1).await.unwrap();
        assert_eq!((again.applied, again.copy), (vec![], None));
        assert_eq!(house.parcels().await, 2);
    })
    .await;
}

#[tokio::test]
async fn sample_rows_survive_the_next_migration() {
    everywhere_empty(async |house| {
        house.ledger.migrate(&[FIRST, SAMPLES], 5, 1).await.unwrap();
        let done = house.ledger.migrate(&[FIRST, SAMPLES, COLOUR], 6, 1).await.unwrap();
        assert_eq!(done.applied, [3]);
        let rows = house
            .ledger
            .read_many(&PARCEL, None, "id", vec![id(1).into(), id(2).into()])
            .await
            .unwrap();
        assert_eq!(rows[0].text(2).unwrap(), "it's $1 {here}");
        assert_eq!(rows[0].real(3).unwrap(), 0.25);
        assert_eq!(rows[0].bytes(4).unwrap(), [0, 255]);
        assert_eq!(rows[1].opt_bytes(4).unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_file_with_data_is_copied_aside_first() {
    in_file(async |house| {
        let done = house.ledger.migrate(&[FIRST, SAMPLES], 77, 1).await.unwrap();
        let copy = done.copy.unwrap();
        assert_eq!(copy, house.dir().join("ledger.db.before-2-77"));
        let before = Ledger::open(Place::File(copy)).await.unwrap();
        assert_eq!(before.read(&COUNT, vec![]).await.unwrap()[0].int(0).unwrap(), 0);
        assert_eq!(house.parcels().await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_of_itself() {
    const BROKEN: Migration = Migration {
        number: 2,
        name: "half good",
        sql: "CREATE TABLE half (a BIGINT); CREATE TABEL other (b BIGINT);",
    };
    everywhere(async |house| {
        let said = house
            .ledger
            .migrate(&[FIRST, BROKEN], 5, 1)
            .await
            .unwrap_err()
            .to_string();
        assert!(said.starts_with("half good: ") && said.contains("TABEL"), "{said}");
        assert!(house.ledger.schema().await.unwrap().iter().all(|it| it.table != "half"));
        assert_eq!(
            house.ledger.migrate(&[FIRST, SAMPLES], 6, 1).await.unwrap().applied,
            [2]
        );
    })
    .await;
}

#[tokio::test]
async fn an_edited_migration_is_refused() {
    everywhere(async |house| {
        let edited = Migration {
            sql: "CREATE TABLE parcel (id BYTES PRIMARY KEY);",
            ..FIRST
        };
        let refused = house.ledger.migrate(&[edited, SAMPLES], 5, 1).await;
        let said = refused.unwrap_err();
        assert!(matches!(&said, LedgerError::Changed { number: 1, .. }));
        assert!(said.to_string().contains("parcels and steps"));
        assert_eq!(house.parcels().await, 0, "and nothing was applied");
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    everywhere(async |house| {
        house.ledger.migrate(&[FIRST, SAMPLES], 5, 4).await.unwrap();
        let older = house.ledger.migrate(&[FIRST], 6, 4).await;
        assert!(matches!(
            older,
            Err(LedgerError::Newer {
                what: "migration",
                found: 2,
                known: 1
            })
        ));
        let older = house.ledger.migrate(&[FIRST, SAMPLES, COLOUR], 6, 3).await;
        assert!(matches!(
            older,
            Err(LedgerError::Newer {
                what: "reader",
                found: 4,
                known: 3
            })
        ));
        assert_eq!(
            house.ledger.migrate(&[FIRST, SAMPLES], 6, 5).await.unwrap().applied,
            [0; 0]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_start_at_once_migrate_once() {
    crate::house::on_postgres(async |house| {
        let one = |ledger: Ledger| async move { ledger.migrate(&[FIRST, SAMPLES], 5, 1).await.unwrap().applied };
        let (first, second) = (one(house.ledger.clone()), one(house.another().await));
        let (first, second) = tokio::join!(first, second);
        assert_eq!([first, second].concat(), [2]);
    })
    .await;
}
