//! Rows put are the rows got.

use crate::house::{PARCEL, STEP, everywhere, id, labels, parcel};
use ledger::{Kind, LedgerError, OnClash, Row, Statement, Value};

static RENAME: Statement = Statement {
    name: "a parcel renamed",
    sql: "UPDATE parcel SET label = $2 WHERE id = $1",
    params: &[Kind::Bytes, Kind::Text],
    columns: &[],
};

static HEAVY: Statement = Statement {
    name: "what a shelf weighs",
    sql: "SELECT shelf, count(*) FILTER (WHERE weight > $1), coalesce(sum(weight), CAST(0 AS DOUBLE)), \
          CAST(sum(shelf) AS BIGINT), max(label) FROM parcel GROUP BY shelf ORDER BY shelf LIMIT 10",
    params: &[Kind::Real],
    columns: &[Kind::Int, Kind::Int, Kind::Real, Kind::Int, Kind::Text],
};

#[tokio::test]
async fn rows_are_got_by_keys_in_order_each_once_as_they_were_put() {
    everywhere(async |house| {
        let full: Vec<Value> = vec![
            id(3).into(),
            i64::MIN.into(),
            "Zürich €".into(),
            (-0.5).into(),
            vec![0u8, 255, 1].into(),
        ];
        let bare: Vec<Value> = vec![id(1).into(), i64::MAX.into(), Value::Null, Value::Null, Value::Null];
        let mut tx = house.ledger.begin().await.unwrap();
        let put = tx
            .put_many(&PARCEL, vec![full.clone(), bare.clone(), parcel(2, "x")], OnClash::Fail)
            .await;
        assert_eq!(put.unwrap(), 3);
        let keys = [
            Value::from(id(3)),
            id(9).into(),
            id(1).into(),
            id(3).into(),
            Value::Null,
        ];
        let got = tx.get_many(&PARCEL, "id", &keys, true).await.unwrap();
        assert_eq!(got, vec![Row::new(bare.clone()), Row::new(full.clone())]);
        tx.commit().await.unwrap();
        let read = house
            .ledger
            .read_many(&PARCEL, Some(&["seal", "id"]), "id", vec![id(3).into()])
            .await
            .unwrap();
        assert_eq!(read, vec![Row::new(vec![full[4].clone(), full[0].clone()])]);
    })
    .await;
}

#[tokio::test]
async fn many_rows_of_one_subject_come_in_the_order_of_the_key() {
    everywhere(async |house| {
        let steps = |n: u64, seqs: &[i64]| -> Vec<Vec<Value>> {
            seqs.iter()
                .map(|seq| vec![id(n).into(), (*seq).into(), format!("{n}.{seq}").into()])
                .collect()
        };
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&STEP, steps(2, &[3, 1, 2]), OnClash::Fail).await.unwrap();
        tx.put_many(&STEP, steps(1, &[2, 1]), OnClash::Fail).await.unwrap();
        let gets = [
            (&STEP, "parcel", vec![id(2).into(), id(1).into()], true),
            (&PARCEL, "id", vec![id(1).into()], true),
            (&STEP, "parcel", vec![], false),
        ];
        let got = tx.get_all(&gets).await.unwrap();
        let bodies: Vec<&str> = got[0].iter().map(|row| row.text(2).unwrap()).collect();
        assert_eq!(bodies, ["1.1", "1.2", "2.1", "2.2", "2.3"]);
        assert!(got[1].is_empty() && got[2].is_empty());
    })
    .await;
}

#[tokio::test]
async fn texts_and_bytes_sort_by_their_bytes_not_by_a_dictionary() {
    everywhere(async |house| {
        let words = ["a", "B", "ä", "Z", "_", "", "aa"];
        let rows = words.iter().zip(1..).map(|(word, n)| parcel(n, word)).collect();
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, rows, OnClash::Fail).await.unwrap();
        let keys: Vec<Value> = words.iter().map(|word| Value::from(*word)).collect();
        let got = tx.get_many(&PARCEL, "label", &keys, false).await.unwrap();
        assert_eq!(labels(&got), ["", "B", "Z", "_", "a", "aa", "ä"]);
        let all = Statement {
            name: "labels from the back",
            sql: "SELECT label FROM parcel WHERE label > $1 ORDER BY label DESC, id",
            params: &[Kind::Text],
            columns: &[Kind::Text],
        };
        let got = tx.query(Box::leak(Box::new(all)), &["Z".into()]).await.unwrap();
        let got: Vec<&str> = got.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(got, ["ä", "aa", "a", "_"]);
    })
    .await;
}

#[tokio::test]
async fn a_taken_key_is_a_clash_that_names_the_table_and_spoils_the_transaction() {
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "first")], OnClash::Fail)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(2, "kept?")], OnClash::Fail)
            .await
            .unwrap();
        let again = tx.put_many(&PARCEL, vec![parcel(1, "second")], OnClash::Fail).await;
        assert!(matches!(again, Err(LedgerError::Clash { table }) if table == "parcel"));
        assert!(matches!(
            tx.run(&RENAME, &[id(2).into(), "z".into()]).await,
            Err(LedgerError::Spoiled)
        ));
        assert!(matches!(tx.commit().await, Err(LedgerError::Spoiled)));
        assert_eq!(house.parcels().await, 1);
    })
    .await;
}

#[tokio::test]
async fn ignore_leaves_out_what_is_there_and_replace_overwrites_it_the_last_counts() {
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "old"), parcel(2, "old")], OnClash::Fail)
            .await
            .unwrap();
        let ignored = vec![parcel(2, "new"), parcel(3, "new"), parcel(3, "newer")];
        assert_eq!(tx.put_many(&PARCEL, ignored, OnClash::Ignore).await.unwrap(), 1);
        let replaced = vec![parcel(1, "first"), parcel(4, "first"), parcel(1, "last")];
        assert_eq!(tx.put_many(&PARCEL, replaced, OnClash::Replace).await.unwrap(), 2);
        let keys: Vec<Value> = (1..=4).map(|n| id(n).into()).collect();
        let got = tx.get_many(&PARCEL, "id", &keys, false).await.unwrap();
        assert_eq!(labels(&got), ["last", "old", "new", "first"]);
    })
    .await;
}

#[tokio::test]
async fn change_overwrites_the_columns_named_and_leaves_the_others_as_they_are() {
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        let old = vec![parcel(1, "old"), parcel(2, "old")];
        tx.put_many(&PARCEL, old, OnClash::Fail).await.unwrap();
        let on_shelf_99 = |n, label| {
            let mut row = parcel(n, label);
            row[1] = 99.into();
            row
        };
        let new = vec![on_shelf_99(1, "new"), on_shelf_99(1, "newest")];
        let labels_only = OnClash::Change(1 << 2);
        assert_eq!(tx.put_many(&PARCEL, new, labels_only).await.unwrap(), 1);
        let keys: Vec<Value> = (1..=3).map(|n| id(n).into()).collect();
        let got = tx.get_many(&PARCEL, "id", &keys, false).await.unwrap();
        assert_eq!(labels(&got), ["newest", "old"]);
        let shelves: Vec<i64> = got.iter().map(|row| row.int(1).unwrap()).collect();
        assert_eq!(shelves, [7, 7], "what is not named stays");
        for nothing in [OnClash::Change(0), OnClash::Change(1)] {
            assert_eq!(tx.put_many(&PARCEL, vec![parcel(2, "new")], nothing).await.unwrap(), 0);
        }
        let gone = vec![parcel(2, "new"), parcel(3, "not there")];
        let refused = tx.put_many(&PARCEL, gone, labels_only).await;
        assert!(matches!(refused, Err(LedgerError::Conflict { .. })), "{refused:?}");
        let spoiled = tx.commit().await;
        assert!(matches!(spoiled, Err(LedgerError::Spoiled)), "{spoiled:?}");
        assert_eq!(house.parcels().await, 0, "nothing of it was kept");
    })
    .await;
}

#[tokio::test]
async fn several_tables_are_written_in_one_flight_with_the_commit() {
    everywhere(async |house| {
        let step: Vec<Value> = vec![id(1).into(), 1.into(), "{}".into()];
        let puts = || {
            vec![
                (&PARCEL, vec![parcel(1, "a"), parcel(2, "b")], OnClash::Fail),
                (&PARCEL, vec![], OnClash::Fail),
                (&STEP, vec![step.clone()], OnClash::Fail),
            ]
        };
        let tx = house.ledger.begin().await.unwrap();
        assert_eq!(tx.commit_with(puts()).await.unwrap(), 3);
        let tx = house.ledger.begin().await.unwrap();
        let more = vec![(&PARCEL, vec![parcel(3, "c")], OnClash::Fail), puts().remove(2)];
        assert!(matches!(tx.commit_with(more).await, Err(LedgerError::Clash { table }) if table == "step"));
        assert_eq!(house.parcels().await, 2, "the third is not kept without its step");
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(3, "c")], OnClash::Fail).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.parcels().await, 3);
    })
    .await;
}

#[tokio::test]
async fn five_thousand_rows_go_in_one_call() {
    everywhere(async |house| {
        let rows: Vec<_> = (0..5_000).map(|n| parcel(n, &format!("parcel {n}"))).collect();
        let mut tx = house.ledger.begin().await.unwrap();
        assert_eq!(tx.put_many(&PARCEL, rows, OnClash::Fail).await.unwrap(), 5_000);
        let keys: Vec<Value> = (0..5_000).map(|n| id(n).into()).collect();
        assert_eq!(tx.get_many(&PARCEL, "id", &keys, true).await.unwrap().len(), 5_000);
        tx.commit().await.unwrap();
        assert_eq!(house.parcels().await, 5_000);
    })
    .await;
}

#[tokio::test]
async fn statements_answer_the_same_kinds_on_every_engine() {
    everywhere(async |house| {
        house
            .ledger
            .prepare_all(&[&RENAME, &HEAVY], &[&PARCEL, &STEP])
            .await
            .unwrap();
        let mut light = parcel(1, "a");
        light[3] = 1.5.into();
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![light, parcel(2, "b")], OnClash::Fail)
            .await
            .unwrap();
        assert_eq!(tx.run(&RENAME, &[id(2).into(), "c".into()]).await.unwrap(), 1);
        assert_eq!(tx.run(&RENAME, &[id(5).into(), "c".into()]).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let rows = house.ledger.read(&HEAVY, vec![1.0.into()]).await.unwrap();
        let wanted = vec![7.into(), 1.into(), 1.5.into(), 14.into(), "c".into()];
        assert_eq!(rows, vec![Row::new(wanted)]);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_shape_is_refused_in_the_same_words_on_every_engine() {
    everywhere(async |house| {
        let wrong: [(Vec<Value>, &str); 6] = [
            (
                parcel(1, "a\0b"),
                "wrong shape: parcel.label: a text with a NUL byte cannot be kept",
            ),
            (
                vec![id(1).into()],
                "wrong shape: parcel: 5 columns are declared, 1 given",
            ),
            (
                vec![Value::Null, 1.into(), "a".into(), Value::Null, Value::Null],
                "wrong shape: parcel.id: a key is never absent",
            ),
            (
                vec![id(1).into(), "7".into(), "a".into(), Value::Null, Value::Null],
                "wrong shape: parcel.shelf: declared Int, given Some(Text)",
            ),
            (
                vec![id(1).into(), 7.into(), "a".into(), 7.into(), Value::Null],
                "wrong shape: parcel.weight: declared Real, given Some(Int)",
            ),
            (
                vec![id(1).into(), 7.into(), "a".into(), f64::NAN.into(), Value::Null],
                "wrong shape: parcel.weight: not a number cannot be kept",
            ),
        ];
        for (row, words) in wrong {
            let mut tx = house.ledger.begin().await.unwrap();
            let put = tx.put_many(&PARCEL, vec![row], OnClash::Fail).await;
            assert_eq!(put.unwrap_err().to_string(), words);
        }
        let mut tx = house.ledger.begin().await.unwrap();
        let said = tx
            .run(&RENAME, &[id(1).into(), "\0".into()])
            .await
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "wrong shape: a parcel renamed: parameter $2: a text with a NUL byte cannot be kept"
        );
        drop(tx);
        let said = house.ledger.read(&HEAVY, vec![]).await.unwrap_err().to_string();
        assert_eq!(
            said,
            "wrong shape: what a shelf weighs: 1 parameters are declared, 0 given"
        );
    })
    .await;
}
