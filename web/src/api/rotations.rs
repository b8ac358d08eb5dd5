//! Rotations, and rules of a proposed version tried on the last 90 days, for another program.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::query;
use crate::server::App;
use crate::server::books::out::asked_about;
use crate::server::books::rotations::{Counted, TRIED_WITHIN, WINDOWS, counted};
use crate::server::books::trial::tried;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Json;
use engine::rotation::reads::{handed, turns};
use rules::Span;
use rules::fact::TokenScope;
use rules::roster::Duty;
use rules::routing::OutSeen;
use rules::routing::next::next_up;
use serde_json::{Value, json};

/// What a trial is asked with.
pub const TRIAL_KEYS: [&str; 1] = ["version"];

/// `GET /api/v1/rotations`: each with its rule, members, turns and work of late.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    query(&uri, &[])?;
    let (ledger, roster, in_force) = (app.engine.ledger(), app.engine.roster(), app.engine.in_force());
    let looked = handed(ledger, caller.now - Span::days(WINDOWS[1])).await?;
    let found = counted(&in_force.agreement, &looked, caller.now);
    let (turns, open) = (turns(ledger).await?, engine::team::reads::open_work(ledger).await?);
    let one = |rule: &rules::agreement::RotationRule| {
        let calendar = in_force.agreement.calendar_of(rule);
        let places = turns.get(&rule.name).cloned().unwrap_or_default();
        let members = roster.rotations.get(&rule.name).into_iter().flatten();
        let member = |(user, weight): (&rules::Id, &u8)| {
            let of = found.get(&(rule.name.clone(), *user)).copied().unwrap_or_default();
            let duty = roster.duty(&rule.name, calendar, *user, caller.now);
            json!({
                "user": user.show("user"), "weight": weight, "turn": places.place(*user),
                "on_duty": duty == Duty::On, "duty": duty.code(), "out": out(roster.out(*user, caller.now)), "open": open.get(user).copied().unwrap_or(0),
                "work": work(&of),
            })
        };
        let standing = (&places, &open);
        let next = next_up(&in_force.agreement, rule, &roster, standing, caller.now);
        json!({
            "name": rule.name, "called": rule.called(), "when": rule.when.source(), "calendar": rule.calendar,
            "open_work_max": rule.open_work_max, "fallback": rule.fallback,
            "hands_to": rule.hands_to.as_ref().map(|onward| onward.rotation.as_str()),
            "hands_to_within": rule.hands_to.as_ref().map(|onward| onward.within.to_string()),
            "floor": places.floor,
            "next": next.map(|user| user.show("user")),
            "by_blocks": roster.rotas.contains_key(&rule.name), "members": members.map(member).collect::<Vec<_>>(),
        })
    };
    let all: Vec<Value> = in_force.agreement.rotations.iter().map(one).collect();
    let asks = asked_about(&app, caller.now).await?;
    let asks = asks
        .iter()
        .map(|of| json!({ "user": of.user.show("user"), "times": of.times, "last": of.last.rfc3339() }));
    Ok(Json(json!({
        "version": in_force.version, "days": WINDOWS, "tried_within_seconds": TRIED_WITHIN.whole_seconds(),
        "rotations": all, "let_pass": asks.collect::<Vec<_>>(),
    })))
}

/// Until when no rotation picks somebody, and by whose word.
fn out(out: Option<OutSeen>) -> Value {
    let shown = |out: OutSeen| json!({ "until": out.until.rfc3339(), "by": out.by.map(|by| by.show("user")) });
    out.map(shown).unwrap_or_default()
}

fn work(of: &Counted) -> Value {
    json!({
        "picks": of.picks, "given_back": of.given, "owner_first": of.owner_first, "moved": of.moved,
        "tried_in_time": of.tried.part, "tried_of": of.tried.of,
    })
}

/// `GET /api/v1/rotations/trial`: the rules of a proposed version on the leads of the last 90 days.
pub async fn trial(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let pairs = query(&uri, &TRIAL_KEYS)?;
    let text = pairs.first().map(|(_, text)| text.as_str());
    let text = text.ok_or_else(|| Problem::wrong("missing").field("version"))?;
    let version: i64 = text
        .parse()
        .map_err(|_| Problem::wrong("not_a_number").field("version"))?;
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "no_such_version");
    let (found, more) = tried(&app, version).await?.ok_or_else(unknown)?;
    let rotations = found.rotations.iter().map(
        |(name, of)| json!({ "name": name, "before": of.before, "after": of.after, "came": of.came, "went": of.went }),
    );
    let load = found.load.iter().map(|((rotation, user), (before, after))| {
        json!({ "rotation": rotation, "user": user.show("user"), "before": before, "after": after })
    });
    let changed = found.leads.iter().filter(|one| one.is_changed()).map(|one| {
        json!({
            "lead": one.lead.show("lead"), "at": one.trigger.rfc3339(), "went": one.went,
            "before": one.before, "after": one.after,
        })
    });
    Ok(Json(json!({
        "version": version, "in_force": app.engine.in_force().version, "leads": found.leads.len(), "newest_only": more,
        "untaken": found.untaken, "rotations": rotations.collect::<Vec<_>>(), "load": load.collect::<Vec<_>>(),
        "changed": changed.collect::<Vec<_>>(),
    })))
}
