//! One SQL for two engines: no clock and no randomness of the database, and four column types.
use super::{Finding, Source, rust_text};

/// The database's own clock and randomness, in lower case without spaces.
const IMPURE: &[&str] = &[
    "now()",
    "current_timestamp",
    "current_date",
    "current_time",
    "clock_timestamp(",
    "localtimestamp",
    "'now'",
    "random()",
    "gen_random_uuid(",
    "randomblob(",
];
const TYPES: &[&str] = &["TEXT", "BIGINT", "DOUBLE", "BYTES"];
const CONSTRAINTS: &[&str] = &["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT", "EXCLUDE"];

/// What the SQL of `schema/` and `engine/` says that it must not.
pub fn look(source: &Source) -> Vec<Finding> {
    let ours = source.path.starts_with("schema/") || source.path.starts_with("engine/");
    let texts = match source.kind() {
        "sql" if ours => vec![(1, source.text.clone())],
        "rs" if ours => rust_text::parts(&source.text).strings,
        _ => Vec::new(),
    };
    let all = texts
        .iter()
        .flat_map(|(first, sql)| of_text(sql).into_iter().map(move |(at, words)| (first + at, words)));
    all.map(|(line, words)| Finding::new(&source.path, line, words))
        .collect()
}

/// Findings with their line, from 0.
fn of_text(sql: &str) -> Vec<(usize, String)> {
    let bare: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or("").to_owned() + "\n")
        .collect();
    let mut found = impure(&bare);
    found.extend(types(&bare));
    found
}

fn impure(sql: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in sql.lines().enumerate() {
        let close: String = line.to_lowercase().split_whitespace().collect();
        let named = IMPURE.iter().filter(|word| named(&close, word));
        found.extend(named.map(|word| (number, format!("`{word}`: instants, ids and chance are arguments"))));
    }
    found
}

/// Whether the word stands there by itself, and not inside a longer name.
fn named(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let open = word.ends_with(part);
    let alone = |at: usize| {
        let after = line[at + word.len()..].starts_with(part);
        !(open && after) && (word.starts_with('\'') || !line[..at].ends_with('_'))
    };
    line.match_indices(word).any(|(at, _)| alone(at))
}

fn types(sql: &str) -> Vec<(usize, String)> {
    let upper = sql.to_uppercase();
    let tables = upper
        .match_indices("CREATE TABLE")
        .filter_map(|(at, _)| Some((at, columns(&upper[at..])?)));
    let created =
        tables.flat_map(|(at, columns)| columns.into_iter().map(move |(inside, column)| (at + inside, column)));
    let added = upper
        .match_indices("ADD COLUMN")
        .map(|(at, word)| (at + word.len(), added(&upper[at + word.len()..])));
    let all: Vec<(usize, String)> = created.chain(added).collect();
    let wrong = all
        .into_iter()
        .filter_map(|(at, column)| Some((line_of(&upper, at), wrong_type(&column)?)));
    wrong.collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}

fn added(rest: &str) -> String {
    let rest = rest.trim_start().trim_start_matches("IF NOT EXISTS");
    rest.split([',', ';']).next().unwrap_or("").into()
}

/// The definitions between a table's brackets, each with its place.
fn columns(table: &str) -> Option<Vec<(usize, String)>> {
    let open = table.find('(')?;
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_i32, open + 1);
    for (at, c) in table.char_indices().skip_while(|(at, _)| *at < open) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if (c == ',' && depth == 1) || depth == 0 {
            let blank = table[start..at].len() - table[start..at].trim_start().len();
            found.push((start + blank, table[start..at].into()));
            start = at + 1;
        }
        if depth == 0 {
            return Some(found);
        }
    }
    Some(found)
}

fn wrong_type(column: &str) -> Option<String> {
    let mut words = column.split_whitespace();
    let name = words.next()?;
    if CONSTRAINTS.iter().any(|word| name.starts_with(word)) {
        return None;
    }
    let kind = words.next().unwrap_or("").trim_end_matches(',');
    let known = TYPES.contains(&kind);
    (!known).then(|| {
        format!(
            "column `{}` is `{kind}`; only {} are for both engines",
            name.to_lowercase(),
            TYPES.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        look(&Source {
            path: path.into(),
            text: text.into(),
        })
        .iter()
        .map(|finding| finding.line)
        .collect()
    }

    #[test]
    fn the_databases_clock_and_chance_are_caught() {
        for bad in [
            "SELECT now()",
            "select NOW ( )",
            "x < CURRENT_TIMESTAMP",
            "datetime('now')",
            "order by random()",
        ] {
            assert_eq!(lines("schema/a.sql", bad), [1], "{bad}");
            assert_eq!(lines("engine/src/a.rs", &format!("let q = \"{bad}\";")), [1], "{bad}");
        }
    }

    #[test]
    fn a_comment_a_rust_call_and_another_house_are_not_meant() {
        assert!(
            lines(
                "schema/a.sql",
                "-- no now() here\nSELECT known_now() FROM current_time_zones"
            )
            .is_empty()
        );
        assert!(lines("engine/src/a.rs", "let now = clock.now();").is_empty());
        assert!(lines("web/src/a.rs", "let q = \"now()\";").is_empty());
    }

    #[test]
    fn a_fifth_column_type_is_caught_at_its_line() {
        let sql = "CREATE TABLE a (\n  id BYTES NOT NULL,\n  at TIMESTAMPTZ,\n  n INTEGER DEFAULT (1),\n  PRIMARY KEY (id, n)\n);\n\
                   ALTER TABLE a ADD COLUMN ok TEXT;\nALTER TABLE a ADD COLUMN no JSONB;\n";
        assert_eq!(lines("schema/a.sql", sql), [3, 4, 8]);
    }

    #[test]
    fn the_four_types_pass() {
        let sql = "create table a (a text, b bigint not null, c double, d bytes, unique (a, b), check (b > 0))";
        assert!(lines("schema/a.sql", sql).is_empty());
    }
}
