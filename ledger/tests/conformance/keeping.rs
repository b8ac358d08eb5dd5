//! What is kept, what is not, who waits for whom.

use crate::house::{COUNT, FIRST, House, PARCEL, STEP, everywhere, id, in_file, on_postgres, parcel};
use ledger::{Column, Durability, Kind, Ledger, LedgerError, NOTIFY_MAX, OnClash, Place, Statement, Table};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

#[tokio::test]
async fn a_transaction_dropped_leaves_nothing() {
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "a")], OnClash::Fail).await.unwrap();
        drop(tx);
        assert_eq!(house.parcels().await, 0);
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "b")], OnClash::Fail).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.parcels().await, 1);
    })
    .await;
}

#[tokio::test]
async fn readers_see_what_was_committed_and_never_wait_for_the_writer() {
    for house in [Some(House::file().await), House::postgres().await]
        .into_iter()
        .flatten()
    {
        house.ledger.migrate(&[FIRST], 1, 1).await.unwrap();
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "a")], OnClash::Fail).await.unwrap();
        assert_eq!(house.parcels().await, 0);
        tx.commit().await.unwrap();
        assert_eq!(house.parcels().await, 1);
        house.leave().await;
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    static SNEAK: Statement = Statement {
        name: "a sneak",
        sql: "DELETE FROM parcel",
        params: &[],
        columns: &[],
    };
    for house in [Some(House::file().await), House::postgres().await]
        .into_iter()
        .flatten()
    {
        house.ledger.migrate(&[FIRST], 1, 1).await.unwrap();
        assert!(house.ledger.read(&SNEAK, vec![]).await.is_err());
        house.leave().await;
    }
}

#[tokio::test]
async fn a_second_writer_waits_for_the_rows_the_first_has_locked() {
    on_postgres(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        tx.put_many(&PARCEL, vec![parcel(1, "a")], OnClash::Fail).await.unwrap();
        tx.commit().await.unwrap();
        let mut first = house.ledger.begin().await.unwrap();
        first.get_many(&PARCEL, "id", &[id(1).into()], true).await.unwrap();
        let mut second = house.ledger.begin().await.unwrap();
        assert_eq!(
            second
                .get_many(&PARCEL, "id", &[id(1).into()], false)
                .await
                .unwrap()
                .len(),
            1
        );
        let keys = [id(1).into()];
        let mut waiting = pin!(second.get_many(&PARCEL, "id", &keys, true));
        let early = poll_fn(|context| Poll::Ready(waiting.as_mut().poll(context).is_ready())).await;
        first
            .put_many(&PARCEL, vec![parcel(1, "by the first")], OnClash::Replace)
            .await
            .unwrap();
        first.commit().await.unwrap();
        let seen = waiting.await.unwrap();
        assert!(!early);
        assert_eq!(seen[0].text(2).unwrap(), "by the first");
    })
    .await;
}

#[tokio::test]
async fn on_sqlite_the_second_writer_waits_for_the_first() {
    in_file(async |house| {
        let first = house.ledger.begin().await.unwrap();
        let mut second = pin!(house.ledger.begin());
        let early = poll_fn(|context| Poll::Ready(second.as_mut().poll(context).is_ready())).await;
        drop(first);
        assert!(!early);
        second.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_text_that_does_not_hold_is_named_before_serving() {
    static TYPO: Statement = Statement {
        name: "the misspelt one",
        sql: "SELECT lable FROM parcel",
        params: &[],
        columns: &[Kind::Text],
    };
    static SHORT: Statement = Statement {
        name: "the short one",
        sql: "SELECT id, shelf FROM parcel",
        params: &[],
        columns: &[Kind::Bytes],
    };
    static MISTAKEN: Table = Table {
        name: "parcel",
        key: &["id"],
        columns: &[("id", Kind::Bytes), ("shelf", Kind::Text)],
    };
    everywhere(async |house| {
        let said = async |all: &[&Statement], tables: &[&Table]| {
            house.ledger.prepare_all(all, tables).await.unwrap_err().to_string()
        };
        assert!(said(&[&COUNT, &TYPO], &[]).await.starts_with("the misspelt one: "));
        assert_eq!(
            said(&[&SHORT], &[]).await,
            "wrong shape: the short one: 1 columns are declared, the text has 2"
        );
        assert_eq!(
            said(&[], &[&MISTAKEN]).await,
            "wrong shape: parcel.shelf: declared Text, found Some(Int)"
        );
        house.ledger.prepare_all(&[&COUNT], &[&PARCEL, &STEP]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn every_engine_has_the_same_columns() {
    let seen: Mutex<Vec<Vec<Column>>> = Mutex::default();
    everywhere(async |house| {
        let schema = house.ledger.schema().await.unwrap();
        assert!(schema.iter().all(|it| it.kind.is_some()), "{schema:?}");
        seen.lock().unwrap().push(schema);
    })
    .await;
    let seen = seen.into_inner().unwrap();
    assert!(seen.iter().all(|it| *it == seen[0]));
    assert!(
        seen[0]
            .iter()
            .any(|it| it.table == "step" && it.column == "seq" && it.kind == Some(Kind::Int))
    );
}

#[tokio::test]
async fn the_database_tells_its_clock_its_size_and_what_a_commit_survives() {
    everywhere(async |house| {
        house.ledger.ping().await.unwrap();
        let (before, after) = (
            house.ledger.clock_micros().await.unwrap(),
            house.ledger.clock_micros().await.unwrap(),
        );
        assert!(before > 1_700_000_000_000_000 && after >= before && after < before + 60_000_000);
        assert!(house.ledger.size_bytes().await.unwrap() > 4_096);
        let wanted = Durability {
            disk: !matches!(house.place, Place::Memory),
            standby: false,
        };
        assert_eq!(house.ledger.durability().await.unwrap(), wanted);
    })
    .await;
}

#[tokio::test]
async fn a_copy_is_one_moment_of_the_ledger_while_writing_goes_on() {
    in_file(async |house| {
        let rows = (0..5_000).map(|n| parcel(n, &"long ".repeat(1_000))).collect();
        let tx = house.ledger.begin().await.unwrap();
        tx.commit_with(vec![(&PARCEL, rows, OnClash::Fail)]).await.unwrap();
        let copy = house.dir().join("copy.db");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let tell = heard.clone();
        let open = house.ledger.begin().await.unwrap();
        let told = move |done, all| tell.lock().unwrap().push((done, all));
        house.ledger.copy_to(copy.clone(), told).await.unwrap();
        drop(open);
        let heard = heard.lock().unwrap().clone();
        assert!(heard.len() > 1 && heard.iter().all(|(done, all)| done <= all));
        assert!(heard.last().is_some_and(|(done, all)| done == all));
        let copied = Ledger::open(Place::File(copy.clone())).await.unwrap();
        assert_eq!(copied.read(&COUNT, vec![]).await.unwrap()[0].int(0).unwrap(), 5_000);
        let again = house.ledger.copy_to(copy, |_, _| {}).await;
        assert!(
            matches!(again, Err(LedgerError::File { .. })),
            "a copy never overwrites"
        );
    })
    .await;
}

#[tokio::test]
async fn a_word_to_other_nodes_is_heard_when_and_only_when_it_is_kept() {
    on_postgres(async |house| {
        let mut listener = house.another().await.listen("due").await.unwrap();
        let mut lost = house.ledger.begin().await.unwrap();
        lost.notify("due", "never".to_owned()).unwrap();
        drop(lost);
        let mut kept = house.ledger.begin().await.unwrap();
        kept.notify("due", "soon".to_owned()).unwrap();
        kept.commit().await.unwrap();
        assert_eq!(listener.next().await.as_deref(), Some("soon"));
    })
    .await;
}

#[tokio::test]
async fn several_words_travel_with_one_commit_in_their_order_and_none_is_too_long() {
    on_postgres(async |house| {
        let mut listener = house.another().await.listen("due").await.unwrap();
        let mut kept = house.ledger.begin().await.unwrap();
        let longest = "a".repeat(NOTIFY_MAX);
        kept.notify("due", longest.clone()).unwrap();
        kept.notify("due", "second".to_owned()).unwrap();
        kept.commit_with(vec![(&PARCEL, vec![parcel(1, "a")], OnClash::Fail)])
            .await
            .unwrap();
        assert_eq!(listener.next().await, Some(longest));
        assert_eq!(listener.next().await.as_deref(), Some("second"));
    })
    .await;
    everywhere(async |house| {
        let mut tx = house.ledger.begin().await.unwrap();
        let told = tx.notify("due", "a".repeat(NOTIFY_MAX + 1));
        assert!(matches!(told, Err(LedgerError::Limit { .. })), "{told:?}");
    })
    .await;
}

/// The web asks from tasks that move between threads; a future that cannot would not compile here.
#[tokio::test(flavor = "multi_thread")]
async fn every_call_may_move_between_threads() {
    everywhere(async |house| {
        let ledger = house.ledger.clone();
        let work = async move {
            let mut tx = ledger.begin().await?;
            tx.put_all(vec![(&PARCEL, vec![parcel(1, "a")], OnClash::Fail)]).await?;
            tx.get_all(&[(&PARCEL, "id", vec![id(1).into()], true)]).await?;
            tx.query(&COUNT, &[]).await?;
            tx.notify("due", "x".to_owned())?;
            tx.commit().await?;
            ledger.read_many(&PARCEL, None, "id", vec![id(1).into()]).await?;
            let tx = ledger.begin().await?;
            tx.commit_with(vec![(&PARCEL, vec![parcel(2, "b")], OnClash::Fail)])
                .await?;
            ledger.prepare_all(&[&COUNT], &[&PARCEL]).await?;
            ledger.read(&COUNT, vec![]).await
        };
        assert_eq!(tokio::spawn(work).await.unwrap().unwrap()[0].int(0).unwrap(), 2);
    })
    .await;
}
