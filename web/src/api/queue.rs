//! What waits on desks: one rep's, or everybody's.

use super::caller::Caller;
use super::leads::{PAGE, cursor, page_size, read_cursor};
use super::problem::Problem;
use super::reading::query;
use crate::server::App;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Json;
use engine::handoff::reads::{Item, Part, Spot, Whose, desk};
use rules::fact::TokenScope;
use rules::{Id, Instant, Span};
use serde_json::{Map, Value, json};

/// Attempts due within this span stand among those that press.
pub const SOON: Span = Span::hours(1);
/// The parameters.
pub const QUEUE_KEYS: [&str; 4] = ["owner", "only", "after", "limit"];

/// `GET /api/v1/queue`: open handoffs by place, what presses most first.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let (whose, part) = asked(&query(&uri, &QUEUE_KEYS)?, caller.now)?;
    let desk = desk(app.engine.ledger(), whose, &part).await?;
    let totals: Map<String, Value> = desk
        .totals
        .iter()
        .map(|(spot, n)| (spot.code().to_owned(), json!(n)))
        .collect();
    let is_full = part.only.is_some() && desk.items.len() as i64 >= part.limit;
    let next = desk
        .items
        .last()
        .filter(|_| is_full)
        .map(|item| cursor((item.at, item.handoff)));
    let items: Vec<Value> = desk.items.iter().map(shown).collect();
    Ok(Json(json!({ "handoffs": items, "totals": totals, "next": next })))
}

fn asked(pairs: &[(String, String)], now: Instant) -> Result<(Whose, Part), Problem> {
    let mut whose = Whose::All;
    let mut part = Part {
        soon_until: now + SOON,
        only: None,
        after: None,
        limit: PAGE,
    };
    for (name, text) in pairs {
        let wrong = |code: &str| Problem::wrong(code).field(name);
        match name.as_str() {
            "owner" => whose = Whose::Of(Id::read("user", text).ok_or_else(|| wrong("not_an_id"))?),
            "only" => part.only = Some(spot(text)?),
            "after" => part.after = Some(read_cursor(text).ok_or_else(|| wrong("cursor"))?),
            _ => part.limit = page_size(text).ok_or_else(|| wrong("limit").with("max", 200))?,
        }
    }
    if part.after.is_some() && part.only.is_none() {
        return Err(Problem::wrong("missing").field("only"));
    }
    Ok((whose, part))
}

fn spot(text: &str) -> Result<Spot, Problem> {
    let codes = Spot::ALL.map(Spot::code);
    Spot::read(text).ok_or_else(|| {
        Problem::unknown("unknown_value", text, rules::fields::nearest(text, codes))
            .field("only")
            .with("known", codes.join(", "))
    })
}

fn shown(item: &Item) -> Value {
    json!({
        "handoff": item.handoff.show("handoff"),
        "lead": item.lead.show("lead"),
        "place": item.spot.code(),
        "at": item.is_due_once().then(|| item.at.rfc3339()),
        "owed": item.owed.map(|clock| clock.code()),
        "tier": item.tier,
        "source": item.source,
        "kind": item.kind.code(),
        "owner": item.owner.map(|id| id.show("user")),
        "accountable": item.accountable.map(|id| id.show("user")),
        "trigger_at": item.trigger_at.rfc3339(),
        "attempts": item.attempts,
        "joined": item.joined,
        "passed_on": item.passed_on,
        "take_by": item.take_by.map(Instant::rfc3339),
        "connected_at": item.connected_at.map(Instant::rfc3339),
        "name": item.name,
        "company": item.company,
        "email": item.email,
        "phone": item.phone,
        "answers": item.answers(),
    })
}
