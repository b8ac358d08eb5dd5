//! Olist's two files: marketing's leads and the deals that were won, joined by `mql_id`.
//!
//! Lost leads carry no SDR there, so who spoke to a lead is not taken in: no share by SDR could be true.

use super::date;
use super::row::RowAsk;
use rules::Id;
use rules::Instant;
use rules::ask::{Capture, OfLead};
use rules::refusal::Refusal;
use std::collections::BTreeMap;

/// Most wins kept in memory while leads are read.
pub const WINS_MAX: usize = 1_000_000;

/// Where a column stands.
pub fn place(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|h| super::column::plain(h) == name)
}

/// Whether this is the file of leads.
pub fn is_leads(header: &[String]) -> bool {
    place(header, "mqlid").is_some() && place(header, "firstcontactdate").is_some()
}

/// Whether this is the file of wins.
pub fn is_wins(header: &[String]) -> bool {
    place(header, "mqlid").is_some() && place(header, "wondate").is_some()
}

/// A win that was read and waits for its lead.
pub struct Win {
    /// Its line in the file of wins.
    pub line: u64,
    /// When.
    pub at: Option<Instant>,
}

/// Wins by lead.
pub type Wins = BTreeMap<String, Win>;

/// Reads a win; a date that cannot be read is refused with its lead.
pub fn win(row: &csv::StringRecord, header: &[String], line: u64) -> Option<(String, Win)> {
    let lead = row.get(place(header, "mqlid")?)?.trim().to_owned();
    let at = row.get(place(header, "wondate")?).and_then(date::instant);
    Some((lead, Win { line, at }))
}

/// A lead with its win, as an ask named by everything it says: the same row asks once, in whatever file it comes.
pub fn lead(row: &csv::StringRecord, header: &[String], line: u64, file: usize, wins: &mut Wins) -> RowAsk {
    let text = |name| {
        let value = place(header, name).and_then(|n| row.get(n)).map(str::trim);
        value.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (mql, date_text) = (text("mqlid"), text("firstcontactdate"));
    let (source, landing) = (text("origin"), text("landingpageid"));
    let win = mql.as_ref().and_then(|mql| wins.remove(mql));
    let won = win.as_ref().and_then(|win| win.at);
    let said = format!("{mql:?}/{date_text:?}/{source:?}/{landing:?}/{won:?}");
    let command = match (&mql, date_text.as_deref().and_then(date::instant), &win) {
        (None, ..) => Err(Refusal::invalid("id_needed", "mql_id")),
        (_, None, _) => Err(Refusal::invalid("date", "first_contact_date")),
        (_, _, Some(Win { at: None, .. })) => Err(Refusal::invalid("date", "won_date")),
        (Some(mql), at, _) => Ok(OfLead::History {
            capture: Box::new(Capture {
                external_id: Some(format!("olist:{mql}")),
                source,
                landing,
                occurred_at: at,
                ..Capture::default()
            }),
            won: won.map(|at| (at, None)),
        }),
    };
    let id = Id::named("import olist", &said);
    RowAsk {
        file,
        line,
        id,
        command,
    }
}

/// Wins whose lead is in no file.
pub fn left_over(file: usize, wins: Wins) -> impl Iterator<Item = RowAsk> {
    wins.into_iter().map(move |(mql, win)| RowAsk {
        file,
        line: win.line,
        id: Id::named("import olist", &mql),
        command: Err(Refusal::invalid("lead_not_in_file", "mql_id")),
    })
}
