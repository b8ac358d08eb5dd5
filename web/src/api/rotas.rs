//! Duty by blocks, for another program: who is on when, by dates, with the swaps that brought them there.

use super::caller::Caller;
use super::posts::Given;
use super::problem::Problem;
use super::reading::query;
use crate::server::App;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Json;
use jiff::civil::Date;
use rules::fact::{Block, TokenScope};
use rules::roster::rota::{Swap, instant};
use rules::roster::{Duty, Rota};
use rules::{Id, Instant};
use serde_json::{Value, json};

/// What may be asked for.
pub const ROTA_KEYS: [&str; 2] = ["from", "days"];
/// Most days of one answer.
pub const DAYS_MAX: i32 = 62;

/// `GET /api/v1/rotas/{rotation}`: the blocks of some days.
pub async fn one(State(app): State<App>, caller: Caller, path: Given, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "no_such_rotation");
    let Ok(Path(name)) = path else { return Err(unknown()) };
    let in_force = app.engine.in_force();
    let rule = in_force.agreement.rotation_named(&name).ok_or_else(unknown)?;
    let calendar = in_force.agreement.calendar_of(rule);
    let roster = app.engine.roster();
    let runs = roster.rotas.contains_key(&name);
    let rota = roster.rotas.get(&name).or(roster.rotas_ended.get(&name));
    let zone = match (rota, calendar) {
        (Some(rota), _) => rota.zone(),
        (None, Some(calendar)) => calendar.zone().clone(),
        (None, None) => return Err(unknown()),
    };
    let (from, days) = asked(&query(&uri, &ROTA_KEYS)?)?;
    let from = from.unwrap_or_else(|| caller.now.stamp().to_zoned(zone.clone()).date());
    let dates = std::iter::successors(Some(from), |date| date.tomorrow().ok()).take(days);
    let members = roster.rotations.get(&name).cloned().unwrap_or_default();
    let on = members
        .keys()
        .filter(|user| roster.duty(&name, calendar, **user, caller.now) == Duty::On);
    Ok(Json(json!({
        "rotation": name,
        "zone": zone.iana_name(),
        "by_blocks": runs,
        "on_duty_now": on.map(|user| user.show("user")).collect::<Vec<_>>(),
        "blocks": dates.flat_map(|date| blocks(rota, date)).collect::<Vec<_>>(),
        "swaps": rota.into_iter().flat_map(|rota| &rota.swaps).map(swap).collect::<Vec<_>>(),
    })))
}

fn asked(pairs: &[(String, String)]) -> Result<(Option<Date>, usize), Problem> {
    let (mut from, mut days) = (None, 7);
    for (name, text) in pairs {
        match name.as_str() {
            "from" => from = Some(text.parse().map_err(|_| Problem::wrong("not_a_date").field(name))?),
            _ => {
                let fits = |n: &i32| (1..=DAYS_MAX).contains(n);
                let wrong = || Problem::wrong("days").field(name).with("max", DAYS_MAX);
                days = text.parse().ok().filter(fits).ok_or_else(wrong)?;
            }
        }
    }
    Ok((from, usize::try_from(days).unwrap_or(1)))
}

fn blocks(rota: Option<&Rota>, date: Date) -> Vec<Value> {
    let of_day = |rota: &Rota| -> Vec<Value> {
        let today = rota.day(date).into_iter();
        today.map(|block| shown(rota, date, block)).collect()
    };
    rota.map(of_day).unwrap_or_default()
}

fn shown(rota: &Rota, date: Date, block: &Block) -> Value {
    let at = |minute| instant(&rota.zone(), date, minute).map(Instant::rfc3339);
    let users = |of: &[Id]| of.iter().map(|user| user.show("user")).collect::<Vec<_>>();
    json!({
        "date": date.to_string(),
        "from": at(block.when.from),
        "to": at(block.when.to),
        "users": users(&rota.people(date, block)),
        "as_a_rule": users(&block.on),
    })
}

fn swap(swap: &Swap) -> Value {
    let place = |place: &rules::fact::Place| {
        json!({
            "date": place.date,
            "from": format!("{:02}:{:02}", place.from / 60, place.from % 60),
            "out": place.out.show("user"),
            "takes": place.takes.show("user"),
        })
    };
    json!({ "id": swap.id.show("swap"), "places": swap.places.iter().map(place).collect::<Vec<_>>() })
}
