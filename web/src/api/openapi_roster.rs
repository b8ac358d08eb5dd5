//! The part of the API's description that tells of duty and rotations.

use super::openapi::{answers, open, parameter, reference};
use super::rotas::DAYS_MAX;
use serde_json::{Value, json};

fn rotation_in_path() -> Value {
    json!({
        "name": "rotation", "in": "path", "required": true,
        "schema": { "type": "string", "description": "A rotation's name, as the agreement has it." },
    })
}

/// The routes.
pub fn paths() -> Value {
    json!({
        "/api/v1/rotas/{rotation}": { "get": {
            "operationId": "showRota",
            "summary": "Who is on duty in a rotation, block by block. Scope: read.",
            "parameters": [
                rotation_in_path(),
                parameter("from", "The first date, local in the rota's zone; today where nothing is said.", json!({ "type": "string", "format": "date" })),
                parameter("days", "How many dates.", json!({ "type": "integer", "minimum": 1, "maximum": DAYS_MAX, "default": 7 })),
            ],
            "responses": answers(&[("200", "The blocks.", "Rota")], &["401", "403", "404", "422", "503"]),
        } },
    })
}

/// What they answer.
pub fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let users = json!({ "type": "array", "items": { "type": "string" } });
    let time = json!({ "type": ["string", "null"], "format": "date-time" });
    let list = |name: &str| json!({ "type": "array", "items": reference(name) });
    json!({
        "Rota": open(json!(["rotation", "by_blocks", "on_duty_now", "blocks", "swaps"]), json!({
            "rotation": text, "zone": { "type": ["string", "null"] }, "by_blocks": { "type": "boolean" },
            "on_duty_now": users, "blocks": list("RotaBlock"), "swaps": list("RotaSwap"),
        })),
        "RotaBlock": open(json!(["date", "from", "to", "users", "as_a_rule"]), json!({
            "date": { "type": "string", "format": "date" }, "from": time, "to": time, "users": users, "as_a_rule": users,
        })),
        "RotaSwap": open(json!(["id", "places"]), json!({
            "id": text, "places": { "type": "array", "items": { "type": "object" } },
        })),
    })
}
