//! Where each test happens: a fresh ledger in every place there is.

use ledger::{Kind, Ledger, Migration, Place, Row, Statement, Table, Value};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio_postgres::NoTls;

pub static PARCEL: Table = Table {
    name: "parcel",
    key: &["id"],
    columns: &[
        ("id", Kind::Bytes),
        ("shelf", Kind::Int),
        ("label", Kind::Text),
        ("weight", Kind::Real),
        ("seal", Kind::Bytes),
    ],
};

pub static STEP: Table = Table {
    name: "step",
    key: &["parcel", "seq"],
    columns: &[("parcel", Kind::Bytes), ("seq", Kind::Int), ("body", Kind::Text)],
};

pub static COUNT: Statement = Statement {
    name: "parcels counted",
    sql: "SELECT count(*) FROM parcel",
    params: &[],
    columns: &[Kind::Int],
};

pub const FIRST: Migration = Migration {
    number: 1,
    name: "parcels and steps",
    sql: "\
CREATE TABLE parcel (
    id BYTES PRIMARY KEY NOT NULL,
    shelf BIGINT NOT NULL,
    label TEXT, -- a 'quoted' remark; $1
    weight DOUBLE,
    seal BYTES UNIQUE
);
CREATE TABLE step (parcel BYTES NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (parcel, seq)){clustered};
CREATE TABLE errand (id BYTES PRIMARY KEY NOT NULL, due BIGINT NOT NULL, lease_until BIGINT, done_at BIGINT);
CREATE INDEX errand_due ON errand (due, id) WHERE done_at IS NULL;",
};

static HOUSES: AtomicU32 = AtomicU32::new(0);

/// A ledger and the place it is kept in, so that a test can open it again.
pub struct House {
    pub ledger: Ledger,
    pub place: Place,
    dir: Option<PathBuf>,
    database: Option<(String, String)>,
}

impl House {
    pub async fn file() -> House {
        let dir = fresh_dir();
        let place = Place::File(dir.join("ledger.db"));
        House {
            ledger: Ledger::open(place.clone()).await.unwrap(),
            place,
            dir: Some(dir),
            database: None,
        }
    }

    pub async fn memory() -> House {
        let ledger = Ledger::open(Place::Memory).await.unwrap();
        House {
            ledger,
            place: Place::Memory,
            dir: None,
            database: None,
        }
    }

    /// In a database that sorts as an English dictionary does: ours must not.
    pub async fn postgres() -> Option<House> {
        let Some(admin) = postgres_address() else {
            eprintln!("not run: BATON_TEST_POSTGRES is not set");
            return None;
        };
        let name = format!("ledger_{}", fresh_name());
        let made = format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' \
             LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        );
        tell_postgres(&admin, &made).await;
        let (server, _) = admin.rsplit_once('/').unwrap();
        let place = Place::Postgres {
            url: format!("{server}/{name}"),
            pool: 8,
        };
        let ledger = Ledger::open(place.clone()).await.unwrap();
        Some(House {
            ledger,
            place,
            dir: None,
            database: Some((admin, name)),
        })
    }

    /// Runs SQL of the engine's own on another connection (PostgreSQL only).
    pub async fn aside(&self, sql: &str) {
        let Place::Postgres { url, .. } = &self.place else {
            panic!("only PostgreSQL has an aside")
        };
        tell_postgres(url, sql).await;
    }

    /// The same ledger, opened by another program.
    pub async fn another(&self) -> Ledger {
        Ledger::open(self.place.clone()).await.unwrap()
    }

    pub fn dir(&self) -> PathBuf {
        self.dir.clone().unwrap()
    }

    pub async fn parcels(&self) -> i64 {
        self.ledger.read(&COUNT, vec![]).await.unwrap()[0].int(0).unwrap()
    }

    pub async fn leave(self) {
        drop(self.ledger);
        if let Some(dir) = self.dir {
            std::fs::remove_dir_all(dir).unwrap();
        }
        if let Some((admin, name)) = self.database {
            tell_postgres(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

pub fn postgres_address() -> Option<String> {
    Some(std::env::var_os("BATON_TEST_POSTGRES")?.into_string().unwrap())
}

fn fresh_name() -> String {
    format!("{}_{}", std::process::id(), HOUSES.fetch_add(1, Ordering::Relaxed))
}

fn fresh_dir() -> PathBuf {
    let dir = std::env::temp_dir().join(format!("ledger-{}", fresh_name()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

async fn tell_postgres(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
}

/// Tells a story in an empty ledger, in every place.
pub async fn everywhere_empty(story: impl AsyncFn(&House)) {
    for house in [
        Some(House::file().await),
        Some(House::memory().await),
        House::postgres().await,
    ] {
        let Some(house) = house else { continue };
        println!("on {:?}", house.place);
        story(&house).await;
        house.leave().await;
    }
}

/// Tells a story where the tables are.
pub async fn everywhere(story: impl AsyncFn(&House)) {
    everywhere_empty(async |house| {
        house.ledger.migrate(&[FIRST], 1, 1).await.unwrap();
        story(house).await;
    })
    .await;
}

/// Tells a story where the tables are, on PostgreSQL alone.
pub async fn on_postgres(story: impl AsyncFn(&House)) {
    let Some(house) = House::postgres().await else { return };
    house.ledger.migrate(&[FIRST], 1, 1).await.unwrap();
    story(&house).await;
    house.leave().await;
}

/// Tells a story where the tables are, in an SQLite file alone.
pub async fn in_file(story: impl AsyncFn(&House)) {
    let house = House::file().await;
    house.ledger.migrate(&[FIRST], 1, 1).await.unwrap();
    story(&house).await;
    house.leave().await;
}

pub fn id(n: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&n.to_be_bytes());
    id
}

/// A parcel with a label and nothing else of note.
pub fn parcel(n: u64, label: &str) -> Vec<Value> {
    vec![id(n).into(), 7.into(), label.into(), Value::Null, Value::Null]
}

pub fn labels(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.text(2).unwrap()).collect()
}
