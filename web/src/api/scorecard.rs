//! Both sides' numbers of a period, as the scorecard page counts them.

use super::caller::Caller;
use super::problem::Problem;
use super::reading::{instant, query};
use crate::server::App;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Json;
use engine::EngineError;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, Numbers, numbers, passed_on};
use rules::fact::TokenScope;
use rules::scorecard::{Period, Said, Share, Waited};
use rules::{Id, Instant, Span};
use serde_json::{Value, json};

/// The parameters.
pub const SCORECARD_KEYS: [&str; 5] = ["from", "to", "tier", "source", "owner"];
/// The period when nobody says: so many days up to now.
pub const PERIOD: Span = Span::days(90);
/// The window of the follow-up rate.
pub const FOLLOW_UP_WITHIN: Span = Span::hours(24);

/// `GET /api/v1/scorecard`.
pub async fn index(State(app): State<App>, caller: Caller, uri: Uri) -> Result<Json<Value>, Problem> {
    caller.may(TokenScope::Read)?;
    let asked = asked(&query(&uri, &SCORECARD_KEYS)?, caller.now)?;
    let period = asked.period;
    let within = within_sales(&app, &asked).await?;
    let ours = numbers(app.engine.ledger(), asked).await?;
    let sources: Vec<Value> = ours.sources.iter().map(said).collect();
    let deals = &ours.deals;
    let mut shown = json!({
        "from": period.from.rfc3339(),
        "to": period.to.rfc3339(),
        "sources": sources,
        "deals": {
            "won": deals.won.count, "lost": deals.lost, "won_without_amount": deals.won.without,
            "won_amounts": deals.won.amounts,
        },
        "within_sales": within,
    });
    if let (Some(shown), Value::Object(ours)) = (shown.as_object_mut(), worked(&ours)) {
        shown.extend(ours);
    }
    Ok(Json(shown))
}

/// What one rep passed on to the next; null where nothing was.
async fn within_sales(app: &App, asked: &Asked) -> Result<Value, EngineError> {
    let ledger = app.engine.ledger();
    if !passed_on(ledger, asked.period).await? {
        return Ok(Value::Null);
    }
    let mut within = asked.clone();
    within.filter.within_sales = true;
    Ok(worked(&numbers(ledger, within).await?))
}

/// How a cohort was worked: what Marketing handed over, or what one rep passed on to the next.
fn worked(numbers: &Numbers) -> Value {
    let (kept, speed, follow_up) = (&numbers.kept, &numbers.speed, &numbers.follow_up);
    json!({
        "first_attempts": {
            "met": kept.met, "claimed": kept.claimed, "breached": kept.breached, "given_back": kept.given_back,
            "pending": kept.pending, "kept": share(kept.share()),
        },
        "lay_with": {
            "source": numbers.lay.source, "baton": numbers.lay.baton, "held": numbers.lay.held,
            "owner": numbers.lay.owner, "routing": numbers.lay.routing,
        },
        "speed": {
            "tried": speed.tried, "met": speed.met, "unanswered": speed.unanswered, "pending": speed.pending,
            "median_seconds": median(&speed.median),
        },
        "follow_up": {
            "within_seconds": follow_up.within.whole_seconds(), "old_enough": follow_up.old_enough,
            "followed": follow_up.followed, "rate": share(follow_up.share()),
        },
        "all": said(&numbers.all),
    })
}

fn asked(pairs: &[(String, String)], now: Instant) -> Result<Asked, Problem> {
    let (mut period, mut filter) = (
        Period {
            from: now - PERIOD,
            to: now,
        },
        Filter::default(),
    );
    let said = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, text)| text);
    let time = |name: &str, text: &String| instant(text).ok_or_else(|| Problem::wrong("not_an_instant").field(name));
    if let Some(text) = said("to") {
        period.to = time("to", text)?;
        period.from = period.to - PERIOD;
    }
    if let Some(text) = said("from") {
        period.from = time("from", text)?;
    }
    if let Some(text) = said("owner") {
        let owner = Id::read("user", text);
        filter.owner = Some(owner.ok_or_else(|| Problem::wrong("not_an_id").field("owner"))?);
    }
    (filter.tier, filter.source) = (said("tier").cloned(), said("source").cloned());
    Ok(Asked {
        period,
        filter,
        now,
        within: FOLLOW_UP_WITHIN,
    })
}

/// A share with what it is of; no share of nothing.
pub(super) fn share(share: Share) -> Value {
    json!({ "part": share.part, "of": share.of, "value": share.value() })
}

fn median(waited: &Waited) -> Value {
    match waited {
        Waited::For(span) => json!(span.whole_seconds()),
        _ => Value::Null,
    }
}

fn said(said: &Said) -> Value {
    json!({
        "source": said.source,
        "handed": said.handed,
        "connected": said.connected,
        "feedback_due": said.due,
        "feedback_given": said.answered,
        "coverage": share(said.coverage()),
        "advanced": said.advanced,
        "fit_not_ready": said.not_ready,
        "not_a_fit": said.not_a_fit,
        "rejected": said.rejected,
        "not_a_lead": said.not_a_lead,
    })
}
