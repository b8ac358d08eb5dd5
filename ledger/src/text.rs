//! One text becomes an engine's: placeholders, type words, markers. Nothing inside quotes or
//! comments is touched.

use crate::{Kind, LedgerError, OnClash, Table, forks};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Which engine a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Statements already translated, by where their constant text lies.
#[derive(Default)]
pub(crate) struct Texts(Mutex<HashMap<(usize, usize), Arc<str>>>);

impl Texts {
    /// The engine's text of a statement's constant text.
    pub(crate) fn of(&self, engine: Engine, sql: &'static str) -> Arc<str> {
        let place = (sql.as_ptr() as usize, sql.len());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(place)
            .or_insert_with(|| statement(engine, sql).into())
            .clone()
    }
}

/// A statement's text for an engine.
pub(crate) fn statement(engine: Engine, sql: &str) -> String {
    translate(engine, sql, false)
}

/// A migration's text for an engine: as a statement's, and tables are strict.
pub(crate) fn migration(engine: Engine, sql: &str) -> String {
    translate(engine, sql, true)
}

/// All columns of a table, each behind a prefix.
pub(crate) fn columns_of(table: &Table, prefix: &str) -> String {
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|(name, _)| format!("{prefix}{name}"))
        .collect();
    names.join(", ")
}

/// Rows by the values of one column, ordered by it and the key. PostgreSQL takes all keys at once.
pub(crate) fn select_by(
    engine: Engine,
    table: &Table,
    columns: Option<&[&str]>,
    by: &str,
    lock: bool,
) -> Result<String, LedgerError> {
    let shown = match columns {
        None => columns_of(table, ""),
        Some(some) => some.join(", "),
    };
    let (_, kind) = table.column(by)?;
    let order: Vec<&str> = std::iter::once(by)
        .chain(table.key.iter().copied().filter(|it| *it != by))
        .collect();
    let (test, lock) = match engine {
        Engine::Sqlite => ("?1".to_owned(), ""),
        Engine::Postgres => (
            format!("ANY($1::{}[])", kind_word(kind)),
            if lock { " FOR UPDATE" } else { "" },
        ),
    };
    Ok(format!(
        "SELECT {shown} FROM {} WHERE {by} = {test} ORDER BY {}{lock}",
        table.name,
        order.join(", ")
    ))
}

/// Adds rows, or changes columns of rows that are there. Parameters are the columns of [`Table::given`]; PostgreSQL takes a
/// list a column, SQLite one row at a time. Behind the lists of a change PostgreSQL takes how many rows there are (bigint),
/// and divides by zero when others are there.
pub(crate) fn put(engine: Engine, table: &Table, on_clash: OnClash) -> Result<String, LedgerError> {
    match on_clash {
        OnClash::Change(_) => change(engine, table, &table.given(on_clash)?),
        _ => Ok(insert(engine, table, on_clash)),
    }
}

fn change(engine: Engine, table: &Table, given: &[usize]) -> Result<String, LedgerError> {
    let (key, changed) = given.split_at(table.key.len());
    let name = |at: &usize| table.columns[*at].0;
    let name_of = table.name;
    if engine == Engine::Sqlite {
        let set: Vec<String> = (changed.iter().zip(key.len() + 1..))
            .map(|(at, place)| format!("{} = ?{place}", name(at)))
            .collect();
        let test: Vec<String> = (key.iter().zip(1..))
            .map(|(at, place)| format!("{} = ?{place}", name(at)))
            .collect();
        let (set, test) = (set.join(", "), test.join(" AND "));
        return Ok(format!("UPDATE {name_of} SET {set} WHERE {test}"));
    }
    let lists: Vec<String> = (given.iter().zip(1..))
        .map(|(at, place)| format!("${place}::{}[]", kind_word(table.columns[*at].1)))
        .collect();
    let names: Vec<&str> = given.iter().map(name).collect();
    let set: Vec<String> = changed.iter().map(|at| format!("{0} = new.{0}", name(at))).collect();
    let test: Vec<String> = key.iter().map(|at| format!("t.{0} = new.{0}", name(at))).collect();
    // its commit may be on its way already: the engine itself has to fail where a row is not there
    let all_there = format!("SELECT 1 / CAST(count(*) = ${} AS int) FROM changed", given.len() + 1);
    Ok(format!(
        "WITH changed AS (UPDATE {name_of} AS t SET {} FROM unnest({}) AS new({}) WHERE {} RETURNING 1) {all_there}",
        set.join(", "),
        lists.join(", "),
        names.join(", "),
        test.join(" AND ")
    ))
}

fn insert(engine: Engine, table: &Table, on_clash: OnClash) -> String {
    let numbered = table.columns.iter().enumerate();
    let source = match engine {
        Engine::Sqlite => {
            let places: Vec<String> = numbered.map(|(at, _)| format!("?{}", at + 1)).collect();
            format!("VALUES ({})", places.join(", "))
        }
        Engine::Postgres => {
            let lists: Vec<String> = numbered
                .map(|(at, (_, kind))| format!("${}::{}[]", at + 1, kind_word(*kind)))
                .collect();
            format!("SELECT * FROM unnest({})", lists.join(", "))
        }
    };
    format!(
        "INSERT INTO {} ({}) {source}{}",
        table.name,
        columns_of(table, ""),
        clash(table, on_clash)
    )
}

/// A page of the whole table in the order of its key: from the start, or after a key.
pub(crate) fn scan(engine: Engine, table: &Table, from_start: bool) -> String {
    let sign = match engine {
        Engine::Sqlite => '?',
        Engine::Postgres => '$',
    };
    let key = table.key.join(", ");
    let places = if from_start { 0 } else { table.key.len() };
    let after: Vec<String> = (1..=places).map(|at| format!("{sign}{at}")).collect();
    let test = if from_start {
        String::new()
    } else {
        format!(" WHERE ({key}) > ({})", after.join(", "))
    };
    format!(
        "SELECT {} FROM {}{test} ORDER BY {key} LIMIT {sign}{}",
        columns_of(table, ""),
        table.name,
        places + 1
    )
}

/// How many rows a table has.
pub(crate) fn count(table: &Table) -> String {
    format!("SELECT count(*) FROM {}", table.name)
}

fn clash(table: &Table, on_clash: OnClash) -> String {
    match on_clash {
        OnClash::Fail | OnClash::Change(_) => return String::new(),
        OnClash::Ignore => return " ON CONFLICT DO NOTHING".to_owned(),
        OnClash::Replace => {}
    }
    let others: Vec<String> = (table.columns.iter())
        .filter(|(name, _)| !table.key.contains(name))
        .map(|(name, _)| format!("{name} = excluded.{name}"))
        .collect();
    let key = table.key.join(", ");
    if others.is_empty() {
        return format!(" ON CONFLICT ({key}) DO NOTHING");
    }
    format!(" ON CONFLICT ({key}) DO UPDATE SET {}", others.join(", "))
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "bigint",
        Kind::Real => "float8",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
    }
}

/// A piece of a text.
#[derive(Clone, Copy, PartialEq)]
enum Piece<'t> {
    /// Quoted text, quoted names, comments.
    Kept(&'t str),
    Word(&'t str),
    Param(&'t str),
    Marker(&'t str),
    Sign(&'t str),
}

fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut rest = sql;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (piece, length) = first_piece(rest);
        found.push(piece);
        rest = &rest[length..];
    }
    found
}

fn first_piece<'t>(rest: &'t str) -> (Piece<'t>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    let (build, length): (fn(&'t str) -> Piece<'t>, usize) = match first {
        '\'' | '"' => (Piece::Kept, through(rest, 1, &first.to_string())),
        '-' if rest.starts_with("--") => (Piece::Kept, through(rest, 2, "\n")),
        '/' if rest.starts_with("/*") => (Piece::Kept, through(rest, 2, "*/")),
        '{' => (Piece::Marker, through(rest, 1, "}")),
        '$' => (Piece::Param, 1 + while_true(&rest[1..], |it| it.is_ascii_digit())),
        it if it.is_alphanumeric() || it == '_' => {
            (Piece::Word, while_true(rest, |it| it.is_alphanumeric() || it == '_'))
        }
        it => (Piece::Sign, it.len_utf8()),
    };
    (build(&rest[..length]), length)
}

fn through(rest: &str, from: usize, end: &str) -> usize {
    rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len())
}

fn while_true(rest: &str, holds: fn(char) -> bool) -> usize {
    rest.find(|it| !holds(it)).unwrap_or(rest.len())
}

/// Where in a text we are: what the last word was, and how deep in which table's brackets.
#[derive(Default)]
struct Place<'t> {
    word: &'t str,
    in_table: bool,
    depth: usize,
}

fn translate(engine: Engine, sql: &str, tables: bool) -> String {
    let pieces = pieces(sql);
    let mut place = Place::default();
    let mut out = String::with_capacity(sql.len() + 64);
    let mut skip = false;
    for (at, piece) in pieces.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match (*piece, pieces.get(at + 1)) {
            (Piece::Word("X"), Some(Piece::Kept(quoted))) if quoted.starts_with('\'') => {
                out.push_str(&forks::bytes_literal(engine, quoted));
                skip = true;
            }
            (piece, _) => one_piece(engine, tables, piece, &mut place, &mut out),
        }
    }
    out
}

fn one_piece<'t>(engine: Engine, tables: bool, piece: Piece<'t>, place: &mut Place<'t>, out: &mut String) {
    match piece {
        Piece::Kept(it) => out.push_str(it),
        Piece::Marker(it) => out.push_str(forks::marker(engine, it).unwrap_or(it)),
        Piece::Param(it) if engine == Engine::Sqlite => {
            out.push('?');
            out.push_str(&it[1..]);
        }
        Piece::Param(it) => out.push_str(it),
        Piece::Word(it) => {
            word(engine, tables, it, place, out);
            place.in_table |= it == "TABLE" && place.word == "CREATE";
            place.word = it;
        }
        Piece::Sign(it) => {
            out.push_str(it);
            if tables && closes_table(it, place) {
                out.push_str(forks::table_end(engine));
            }
        }
    }
}

fn word(engine: Engine, tables: bool, it: &str, place: &Place<'_>, out: &mut String) {
    let cast = place.word == "AS";
    match it {
        "PRECISION" if place.word == "DOUBLE" => {}
        "TEXT" if tables && !cast => out.push_str(forks::text_column(engine)),
        _ => out.push_str(forks::type_word(engine, it).unwrap_or(it)),
    }
}

fn closes_table(sign: &str, place: &mut Place<'_>) -> bool {
    match sign {
        "(" if place.in_table => place.depth += 1,
        ")" if place.in_table => place.depth = place.depth.saturating_sub(1),
        _ => return false,
    }
    let closed = sign == ")" && place.depth == 0;
    place.in_table &= !closed;
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_change_and_quotes_stay() {
        let sql = "SELECT '$1 BYTES', \"BYTES\" FROM t -- $2\nWHERE a = $1 AND b = $12 {skip_locked}";
        assert_eq!(
            statement(Engine::Sqlite, sql),
            "SELECT '$1 BYTES', \"BYTES\" FROM t -- $2\nWHERE a = ?1 AND b = ?12 "
        );
        assert!(statement(Engine::Postgres, sql).ends_with("b = $12 FOR UPDATE SKIP LOCKED"));
    }

    #[test]
    fn tables_are_strict_and_texts_sort_by_bytes() {
        let sql = "CREATE TABLE lead (id BYTES PRIMARY KEY, n BIGINT, r DOUBLE, t TEXT, CHECK (n > 0)){clustered};";
        assert_eq!(
            migration(Engine::Sqlite, sql),
            "CREATE TABLE lead (id BLOB PRIMARY KEY, n INTEGER, r REAL, t TEXT, CHECK (n > 0)) STRICT, WITHOUT ROWID;"
        );
        assert_eq!(
            migration(Engine::Postgres, sql),
            "CREATE TABLE lead (id BYTEA PRIMARY KEY, n BIGINT, r DOUBLE PRECISION, t TEXT COLLATE \"C\", CHECK (n > 0));"
        );
    }

    #[test]
    fn bytes_literals_and_casts_are_each_engines_own() {
        let sql = "INSERT INTO t VALUES (X'00ff', CAST(1 AS TEXT), CAST(2 AS DOUBLE PRECISION))";
        assert_eq!(
            migration(Engine::Postgres, sql),
            "INSERT INTO t VALUES ('\\x00ff'::bytea, CAST(1 AS TEXT), CAST(2 AS DOUBLE PRECISION ))"
        );
        assert_eq!(
            migration(Engine::Sqlite, sql),
            "INSERT INTO t VALUES (X'00ff', CAST(1 AS TEXT), CAST(2 AS REAL ))"
        );
    }
}
