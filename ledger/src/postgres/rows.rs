//! Statements on one PostgreSQL connection.

use super::errors::{broken, unknown};
use super::flight::{self, Request};
use super::values::{self, Found, List};
use crate::text::{self, Engine, Texts};
use crate::{Claim, Get, Kind, LedgerError, OnClash, Put, Row, Statement, Table, Value, forks, shape};
use deadpool_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

/// Rows whose column `by` has one of these values, in its order, then the key's.
pub(crate) async fn get_many(
    client: &Client,
    table: &Table,
    columns: Option<&[&str]>,
    by: &str,
    keys: &[Value],
    lock: bool,
) -> Result<Vec<Row>, LedgerError> {
    let looking = look(client, table, columns, by, lock).await?;
    looking.answer(client, keys).await
}

/// Several multi-gets, sent together.
pub(crate) async fn get_all(client: &Client, gets: &[Get]) -> Result<Vec<Vec<Row>>, LedgerError> {
    let looks = looks(client, gets).await?;
    let requests = looks.iter().zip(gets).map(|(look, get)| look.request(client, get));
    flight::all(requests.collect()).await.into_iter().collect()
}

/// The same, with the transaction's beginning before the first.
pub(crate) async fn begin_and_get_all(
    client: &Client,
    begin: &str,
    gets: &[Get],
) -> Result<Vec<Vec<Row>>, LedgerError> {
    let looks = looks(client, gets).await?;
    let begin: Request<'_, _> = Box::pin(async {
        let begun = client.batch_execute(begin).await;
        begun.map(|()| Vec::new()).map_err(|source| broken("begin", source))
    });
    let gets = looks.iter().zip(gets).map(|(look, get)| look.request(client, get));
    let answers = flight::all(std::iter::once(begin).chain(gets).collect()).await;
    let mut answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    answers.remove(0);
    Ok(answers)
}

async fn looks<'g>(client: &Client, gets: &'g [Get]) -> Result<Vec<Look<'g>>, LedgerError> {
    let mut looks = Vec::with_capacity(gets.len());
    for (table, by, _, lock) in gets {
        looks.push(look(client, table, None, by, *lock).await?);
    }
    Ok(looks)
}

/// A multi-get, prepared.
struct Look<'t> {
    table: &'t Table,
    by: &'t str,
    kind: Kind,
    prepared: tokio_postgres::Statement,
}

async fn look<'t>(
    client: &Client,
    table: &'t Table,
    columns: Option<&[&str]>,
    by: &'t str,
    lock: bool,
) -> Result<Look<'t>, LedgerError> {
    let (_, kind) = table.column(by)?;
    let sql = text::select_by(Engine::Postgres, table, columns, by, lock)?;
    let prepared = client.prepare_typed_cached(&sql, &[values::list(kind)]).await;
    Ok(Look {
        table,
        by,
        kind,
        prepared: prepared.map_err(|source| broken(table.name, source))?,
    })
}

impl Look<'_> {
    fn request<'r>(&'r self, client: &'r Client, get: &'r Get) -> Request<'r, Result<Vec<Row>, LedgerError>> {
        let (_, _, keys, _) = get;
        Box::pin(self.answer(client, keys))
    }

    async fn answer(&self, client: &Client, keys: &[Value]) -> Result<Vec<Row>, LedgerError> {
        let keys = shape::keys(self.table, self.by, keys)?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let list = List::of(self.kind, keys.into_iter());
        let rows = client.query(&self.prepared, &[&list]).await;
        read_rows(
            self.table.name,
            &rows.map_err(|source| broken(self.table.name, source))?,
        )
    }
}

/// Adds rows to several tables, sent together; answers how many were written in all.
pub(crate) async fn put_all(client: &Client, puts: &[Put]) -> Result<u64, LedgerError> {
    let ready = ready_puts(client, puts).await?;
    let answers = flight::all(ready.iter().map(|it| it.request(client)).collect()).await;
    answers.into_iter().sum()
}

/// The same, with what other nodes are told and the commit behind the last. A lost connection leaves
/// open whether it was kept.
pub(crate) async fn put_all_and_commit(
    client: &Client,
    puts: &[Put],
    told: &[(&'static str, String)],
) -> Result<u64, LedgerError> {
    let ready = ready_puts(client, puts).await?;
    let notify = ready_notify(client, told).await?;
    let mut requests: Vec<Request<'_, _>> = ready.iter().map(|it| it.request(client)).collect();
    if let Some(notify) = &notify {
        let telling = told
            .iter()
            .map(|word| -> Request<'_, _> { Box::pin(tell(client, notify, word)) });
        requests.extend(telling);
    }
    requests.push(Box::pin(async {
        client
            .batch_execute("COMMIT")
            .await
            .map(|()| 0)
            .map_err(|source| broken("commit", source))
    }));
    let answers = flight::all(requests).await;
    answers.into_iter().sum::<Result<u64, _>>().map_err(unknown)
}

/// A multi-row write, prepared, its rows turned into one list a column.
struct ReadyPut<'p> {
    table: &'static Table,
    /// For changes: how many rows have to be there.
    changes: Option<i64>,
    prepared: tokio_postgres::Statement,
    lists: Vec<List<'p>>,
}

async fn ready_puts<'p>(client: &Client, puts: &'p [Put]) -> Result<Vec<ReadyPut<'p>>, LedgerError> {
    let mut ready = Vec::with_capacity(puts.len());
    for (table, rows, on_clash) in puts {
        let given = table.given(*on_clash)?;
        if given.is_empty() {
            continue;
        }
        let columns: Vec<(usize, Kind)> = given.iter().map(|at| (*at, table.columns[*at].1)).collect();
        let changes = matches!(on_clash, OnClash::Change(_)).then_some(rows.len() as i64);
        let lists = columns.iter().map(|(_, kind)| values::list(*kind));
        let types: Vec<Type> = lists.chain(changes.map(|_| Type::INT8)).collect();
        let sql = text::put(Engine::Postgres, table, *on_clash)?;
        let prepared = client.prepare_typed_cached(&sql, &types).await;
        let prepared = prepared.map_err(|source| broken(table.name, source))?;
        let lists = (columns.into_iter())
            .map(|(at, kind)| List::of(kind, rows.iter().map(move |row| &row[at])))
            .collect();
        ready.push(ReadyPut {
            table,
            changes,
            prepared,
            lists,
        });
    }
    Ok(ready)
}

impl ReadyPut<'_> {
    fn request<'r>(&'r self, client: &'r Client) -> Request<'r, Result<u64, LedgerError>> {
        Box::pin(async move {
            let lists = self.lists.iter().map(|it| it as &(dyn ToSql + Sync));
            let rows = self.changes.iter().map(|it| it as &(dyn ToSql + Sync));
            let params: Vec<&(dyn ToSql + Sync)> = lists.chain(rows).collect();
            match (client.execute_raw(&self.prepared, params).await, self.changes) {
                (Err(source), Some(rows)) if source.code() == Some(&SqlState::DIVISION_BY_ZERO) => {
                    Err(shape::not_all_there(self.table, rows as usize))
                }
                (written, rows) => {
                    let written = written.map_err(|source| broken(self.table.name, source))?;
                    Ok(rows.map_or(written, |rows| rows as u64))
                }
            }
        })
    }
}

/// Runs a statement; answers how many rows it changed.
pub(crate) async fn run(
    client: &Client,
    texts: &Texts,
    statement: &'static Statement,
    params: &[Value],
) -> Result<u64, LedgerError> {
    let sql = texts.of(Engine::Postgres, statement.sql);
    let prepared = client.prepare_typed_cached(&sql, &types(statement.params)).await;
    let prepared = prepared.map_err(|source| broken(statement.name, source))?;
    let changed = client.execute_raw(&prepared, params).await;
    changed.map_err(|source| broken(statement.name, source))
}

/// Runs a statement; answers its rows.
pub(crate) async fn query(
    client: &Client,
    texts: &Texts,
    statement: &'static Statement,
    params: &[Value],
) -> Result<Vec<Row>, LedgerError> {
    let sql = texts.of(Engine::Postgres, statement.sql);
    let prepared = client.prepare_typed_cached(&sql, &types(statement.params)).await;
    let prepared = prepared.map_err(|source| broken(statement.name, source))?;
    answers_as_declared(statement, &prepared)?;
    let rows = client.query(&prepared, &borrowed(params)).await;
    read_rows(statement.name, &rows.map_err(|source| broken(statement.name, source))?)
}

/// Prepares a statement and compares what it answers with what it declares.
pub(super) async fn prepare_one(client: &Client, statement: &Statement, sql: &str) -> Result<(), LedgerError> {
    let prepared = client.prepare_typed(sql, &types(statement.params)).await;
    let prepared = prepared.map_err(|source| broken(statement.name, source))?;
    let (declared, found) = (statement.params.len(), prepared.params().len());
    if declared != found {
        let name = statement.name;
        return Err(shape::shape(format!(
            "{name}: {declared} parameters are declared, the text has {found}"
        )));
    }
    answers_as_declared(statement, &prepared)
}

fn answers_as_declared(statement: &Statement, prepared: &tokio_postgres::Statement) -> Result<(), LedgerError> {
    let (name, declared, found) = (statement.name, statement.columns, prepared.columns());
    if declared.len() != found.len() {
        let (declared, found) = (declared.len(), found.len());
        return Err(shape::shape(format!(
            "{name}: {declared} columns are declared, the text has {found}"
        )));
    }
    for (at, (declared, found)) in declared.iter().zip(found).enumerate() {
        if values::kind(found.type_()) != Some(*declared) {
            return Err(shape::shape(format!(
                "{name}: column {at}: declared {declared:?}, PostgreSQL answers {}; a CAST settles it",
                found.type_()
            )));
        }
    }
    Ok(())
}

/// A page of the whole table in the order of its key, after a key or from the start.
pub(crate) async fn scan(
    client: &Client,
    table: &Table,
    after: &[Value],
    limit: usize,
) -> Result<Vec<Row>, LedgerError> {
    shape::place(table, after, limit)?;
    let sql = text::scan(Engine::Postgres, table, after.is_empty());
    let key = table.key.iter().take(after.len());
    let mut types: Vec<Type> = key
        .map(|it| Ok(values::one(table.column(it)?.1)))
        .collect::<Result<_, LedgerError>>()?;
    types.push(Type::INT8);
    let prepared = client.prepare_typed_cached(&sql, &types).await;
    let prepared = prepared.map_err(|source| broken(table.name, source))?;
    let mut params = after.to_vec();
    params.push(Value::Int(limit as i64));
    let rows = client.query(&prepared, &borrowed(&params)).await;
    read_rows(table.name, &rows.map_err(|source| broken(table.name, source))?)
}

/// How many rows a table has.
pub(crate) async fn count(client: &Client, table: &Table) -> Result<i64, LedgerError> {
    let row = client.query_one(&text::count(table), &[]).await;
    let row = row.map_err(|source| broken(table.name, source))?;
    row.try_get(0).map_err(|source| broken(table.name, source))
}

/// Takes due rows under a lease.
pub(crate) async fn claim(client: &Client, claim: &Claim, params: &[Value; 3]) -> Result<Vec<Row>, LedgerError> {
    let sql = forks::claim(Engine::Postgres, claim)?;
    let prepared = client
        .prepare_typed_cached(&sql, &[Type::INT8, Type::INT8, Type::INT8])
        .await;
    let prepared = prepared.map_err(|source| broken(claim.name, source))?;
    let rows = client.query(&prepared, &borrowed(params)).await;
    read_rows(claim.name, &rows.map_err(|source| broken(claim.name, source))?)
}

/// The statement that tells listeners, prepared where there is something to tell.
async fn ready_notify(
    client: &Client,
    told: &[(&'static str, String)],
) -> Result<Option<tokio_postgres::Statement>, LedgerError> {
    if told.is_empty() {
        return Ok(None);
    }
    let prepared = client.prepare_cached("SELECT pg_notify($1, $2)").await;
    prepared.map(Some).map_err(|source| broken("notify", source))
}

/// Tells listeners when this commits; writes no row.
async fn tell(
    client: &Client,
    notify: &tokio_postgres::Statement,
    (channel, payload): &(&'static str, String),
) -> Result<u64, LedgerError> {
    let told = client.execute(notify, &[channel, payload]).await;
    told.map(|_| 0).map_err(|source| broken("notify", source))
}

pub(super) fn types(kinds: &[Kind]) -> Vec<Type> {
    kinds.iter().map(|kind| values::one(*kind)).collect()
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

fn read_rows(name: &str, rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, LedgerError> {
    let one = |row: &tokio_postgres::Row| {
        let values = (0..row.len()).map(|at| row.try_get::<_, Found>(at).map(|it| it.0));
        values
            .collect::<Result<Vec<Value>, _>>()
            .map(Row)
            .map_err(|source| broken(name, source))
    };
    rows.iter().map(one).collect()
}
