//! A replay as text for a terminal, as CSV for a spreadsheet, and as JSON for a program.

use super::{Cell, Reps, Table, Telling};
use rules::replay::{Change, Line, Replay};
use serde_json::{Value, json};

/// Most leads listed one by one in JSON.
pub const LEADS_LISTED_MAX: usize = 10_000;

/// As text: the sentences, the warnings, the tables, the notes.
#[must_use]
pub fn text(telling: &Telling<'_>) -> String {
    let mut out = String::new();
    let mut put = |line: &str| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    telling.sentences().iter().for_each(|line| put(line));
    telling.warnings().iter().for_each(|line| put(&format!("! {line}")));
    for table in telling.tables() {
        put("");
        put(&table.title);
        drawn(&table).iter().for_each(|line| put(line));
    }
    put("");
    telling.notes().iter().for_each(|line| put(line));
    out
}

/// A table's lines, its columns under each other.
fn drawn(table: &Table) -> Vec<String> {
    let heads: Vec<Cell> = table
        .heads
        .iter()
        .map(|shown| Cell {
            shown: shown.clone(),
            ..Cell::default()
        })
        .collect();
    let all: Vec<&Vec<Cell>> = std::iter::once(&heads).chain(&table.rows).collect();
    let width = |column: usize| {
        let cells = all.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.shown.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |row: &&Vec<Cell>| {
        let cell = |(cell, width): (&Cell, &usize)| {
            let (shown, width) = (cell.shown.replace('\u{a0}', " "), *width);
            if cell.is_number {
                format!("{shown:>width$}")
            } else {
                format!("{shown:<width$}")
            }
        };
        let cells: Vec<String> = row.iter().zip(&widths).map(cell).collect();
        format!("  {}", cells.join("  "))
    };
    all.iter().map(line).collect()
}

/// As CSV: a line a number: table, row, column, value.
///
/// # Errors
/// When it cannot be written (never into memory).
pub fn csv(telling: &Telling<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = ["table", "row", "column", "value"];
    file.write_record(head.map(|code| telling.words.code("replay-file", code, &[])))?;
    for table in telling.tables() {
        for row in &table.rows {
            let names = row
                .iter()
                .take_while(|cell| !cell.is_number)
                .map(|cell| cell.shown.clone());
            let name: Vec<String> = names.collect();
            for (cell, head) in row.iter().zip(&table.heads).skip(name.len()) {
                let shown = [
                    table.id.to_owned(),
                    plain(&name.join(" / ")),
                    head.clone(),
                    plain(&cell.shown),
                ];
                file.write_record(shown)?;
            }
        }
    }
    file.into_inner().map_err(|error| error.into_error().into())
}

/// A cell that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2212}', "-");
    let is_number = text
        .trim_start_matches(['+', '-'])
        .chars()
        .all(|sign| sign.is_ascii_digit());
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !is_number => format!("'{text}"),
        _ => text,
    }
}

/// As JSON: every number, and the leads that change, one by one. Reps as far as the caller may see them.
#[must_use]
pub fn json(replay: &Replay, reps: Reps) -> Value {
    let mut all = serde_json::to_value(replay).unwrap_or_default();
    let changed = || replay.lines.iter().filter(|line| line.change() != Change::Same);
    let leads: Vec<Value> = changed()
        .take(LEADS_LISTED_MAX)
        .map(|line| lead(replay, line))
        .collect();
    let whole = replay.lines_whole && changed().count() <= LEADS_LISTED_MAX;
    let own = |rep: &rules::replay::RepLoad| match reps {
        Reps::All => true,
        Reps::Own(user) => rep.rep == user,
        Reps::Nobody => false,
    };
    let reps: Vec<_> = replay.reps.iter().filter(|rep| own(rep)).collect();
    all["reps"] = json!(reps);
    all["window"] = json!({ "from": replay.window.from.rfc3339(), "to": replay.window.to.rfc3339() });
    all["known_at"] = json!(replay.known_at.rfc3339());
    all["usual_seconds"] = json!(replay.usual.whole_seconds());
    all["weeks"] = replay
        .weeks
        .iter()
        .map(|week| json!({ "monday": week.monday, "whole": week.whole }))
        .collect();
    let changes = replay
        .changes
        .iter()
        .map(|(change, leads)| (change.code().to_owned(), json!(leads)));
    all["changes"] = Value::Object(changes.collect());
    all["differing"] = replay.differing.iter().map(|lead| json!(lead.show("lead"))).collect();
    if let Some(queue) = &replay.queue {
        let handling = &queue.handling;
        all["queue"]["handling"] = json!({
            "seconds": handling.time.whole_seconds(), "gaps": handling.gaps, "measured": handling.measured,
        });
        let tiers = queue.tiers.iter().map(|(name, of)| (name.clone(), json!(of)));
        all["queue"]["tiers"] = Value::Object(tiers.collect());
    }
    (all["leads"], all["leads_whole"]) = (json!(leads), json!(whole));
    for gone in ["lines_whole", "usual"] {
        if let Some(object) = all.as_object_mut() {
            object.remove(gone);
        }
    }
    all
}

fn lead(replay: &Replay, line: &Line) -> Value {
    let came = |side: Option<(rules::Instant, u16)>| {
        side.map(|(at, tier)| json!({ "at": at.rfc3339(), "tier": replay.tiers.name(tier) }))
    };
    json!({
        "lead": line.lead.show("lead"),
        "change": line.change(),
        "before": came(line.before),
        "after": came(line.after),
        "said": line.said,
    })
}
