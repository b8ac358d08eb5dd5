//! Who is who, as far as other programs may tell: covers, and whose account and open deal a company is.

use super::openapi::{answers, closed, id_in_path, idempotency_key, reference};
use super::posts::{Company, User};
use super::problem::Problem;
use super::reading::Object;
use rules::Id;
use rules::ask::{OfCompany, OfDuty, OfTeam};
use serde_json::{Value, json};

/// What a cover is told with.
pub const COVER_KEYS: [&str; 1] = ["cover"];

/// A user named in a body; `None` where nothing is said.
pub(super) fn user(object: &Object<'_>, name: &str) -> Result<Option<Id>, Problem> {
    let Some(text) = object.text(name)? else {
        return Ok(None);
    };
    let wrong = || Problem::wrong("unknown_user").at(&object.place(name));
    Id::read("user", &text).map(Some).ok_or_else(wrong)
}

/// `POST /api/v1/users/{id}/cover`.
pub(super) fn cover(User(who): User, object: &Object<'_>) -> Result<OfTeam, Problem> {
    let cover = user(object, "cover")?;
    Ok(OfTeam::SetCover { user: who, cover })
}

/// What somebody is taken out of rotation with.
pub const OUT_KEYS: [&str; 1] = ["until"];

/// `POST /api/v1/users/{id}/out-of-rotation`.
pub(super) fn take_out(User(user): User, object: &Object<'_>) -> Result<OfDuty, Problem> {
    let until = object.needed("until", object.instant("until")?)?;
    Ok(OfDuty::TakeOut { user, until })
}

/// `POST /api/v1/users/{id}/back-in-rotation`.
pub(super) fn put_back(User(user): User, _: &Object<'_>) -> Result<OfDuty, Problem> {
    Ok(OfDuty::PutBack { user })
}

/// What is told of somebody, for the description.
pub(super) fn describe_user(id: &str, summary: &str, schema: &str) -> Value {
    described(id_in_path("user"), id, summary, schema)
}

fn described(place: Value, id: &str, summary: &str, schema: &str) -> Value {
    json!({
        "operationId": id,
        "summary": format!("{summary} Scope: team."),
        "parameters": [place, idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference(schema) } } },
        "responses": answers(
            &[("200", "Done and durable.", "Done")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
}

/// The shapes that are sent and answered here.
pub(super) fn schemas() -> Value {
    let user = |_: &str| json!({ "type": ["string", "null"], "description": "`user_…`; nobody where it is null or left out." });
    let account = |key: &str| match key {
        "customer" => json!({ "type": "boolean", "description": "An existing customer: outside Marketing's count." }),
        _ => user(key),
    };
    json!({
        "Cover": closed(&COVER_KEYS, &[], user),
        "Out": closed(&OUT_KEYS, &["until"], |_| json!({ "type": "string", "format": "date-time", "description": "At most 24 hours ahead; longer is a leave." })),
        "Nothing": closed(&[], &[], |_| json!({})),
        "Account": closed(&ACCOUNT_KEYS, &[], account),
        "Deal": closed(&DEAL_KEYS, &[], user),
        "Done": json!({}),
    })
}

/// What an account is told with.
pub const ACCOUNT_KEYS: [&str; 2] = ["owner", "customer"];
/// What an open deal is told with.
pub const DEAL_KEYS: [&str; 1] = ["owner"];

/// `POST /api/v1/companies/{domain}/account`.
pub(super) fn account(Company(domain): Company, object: &Object<'_>) -> Result<OfCompany, Problem> {
    Ok(OfCompany::SetAccount {
        domain,
        owner: user(object, "owner")?,
        customer: object.flag("customer")?,
    })
}

/// `POST /api/v1/companies/{domain}/deal`.
pub(super) fn deal(Company(domain): Company, object: &Object<'_>) -> Result<OfCompany, Problem> {
    let owner = user(object, "owner")?;
    Ok(OfCompany::SetDeal { domain, owner })
}

/// What is told of a company, for the description.
pub(super) fn describe_company(id: &str, summary: &str, schema: &str) -> Value {
    let domain = json!({
        "name": "domain", "in": "path", "required": true,
        "schema": { "type": "string", "description": "The company's own mail domain." },
    });
    described(domain, id, summary, schema)
}
