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
        "/api/v1/rotations": { "get": {
            "operationId": "listRotations",
            "summary": "Each rotation with its rule, members, turns, and work of the last 30 and 90 days. Scope: read.",
            "responses": answers(&[("200", "The rotations, in their order.", "Rotations")], &["401", "403", "422", "503"]),
        } },
        "/api/v1/rotations/trial": { "get": {
            "operationId": "tryRotations",
            "summary": "The rules of a proposed version tried on the leads of the last 90 days. Scope: read.",
            "parameters": [{
                "name": "version", "in": "query", "required": true, "description": "The version.",
                "schema": { "type": "integer", "minimum": 0 },
            }],
            "responses": answers(&[("200", "Where each lead would have gone.", "RotationTrial")], &["401", "403", "404", "422", "503"]),
        } },
    })
}

/// What they answer.
pub fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let users = json!({ "type": "array", "items": { "type": "string" } });
    let time = json!({ "type": ["string", "null"], "format": "date-time" });
    let counts = json!({ "type": "array", "items": { "type": "integer" } });
    let objects = json!({ "type": "array", "items": { "type": "object" } });
    let list = |name: &str| json!({ "type": "array", "items": reference(name) });
    json!({
        "Rota": open(json!(["rotation", "by_blocks", "on_duty_now", "blocks", "swaps"]), json!({
            "rotation": text, "zone": { "type": ["string", "null"] }, "by_blocks": { "type": "boolean" },
            "on_duty_now": users, "blocks": list("RotaBlock"), "swaps": list("RotaSwap"),
        })),
        "RotaBlock": open(json!(["date", "from", "to", "users", "as_a_rule"]), json!({
            "date": { "type": "string", "format": "date" }, "from": time, "to": time, "users": users, "as_a_rule": users,
        })),
        "Rotations": open(json!(["version", "days", "rotations"]), json!({
            "version": { "type": "integer" }, "days": counts, "tried_within_seconds": { "type": "integer" },
            "rotations": list("Rotation"),
            "let_pass": { "type": "array", "items": { "type": "object" }, "description": "Who let leads pass one after the other today: how many, and when the last one's time was over." },
        })),
        "Rotation": open(json!(["name", "when", "members"]), json!({
            "name": { "type": "string", "description": "For good: members and leads are kept under it." },
            "called": { "type": "string", "description": "What people read instead, once it was renamed." },
            "when": text, "calendar": text, "open_work_max": { "type": "integer" }, "fallback": text,
            "hands_to": { "type": ["string", "null"] }, "hands_to_within": { "type": ["string", "null"] },
            "floor": { "type": "integer" }, "next": { "type": ["string", "null"] }, "by_blocks": { "type": "boolean" },
            "members": { "type": "array", "items": open(json!(["user", "weight", "turn", "on_duty", "open", "work"]), json!({
                "user": text, "weight": { "type": "integer" }, "turn": { "type": "integer" },
                "on_duty": { "type": "boolean" }, "duty": text,
                "out": { "type": ["object", "null"], "description": "Out of rotation: until when, by whose word." }, "open": { "type": "integer" },
                "work": { "type": "object" },
            })) },
        })),
        "RotationTrial": open(json!(["version", "in_force", "leads", "untaken", "rotations", "load", "changed"]), json!({
            "version": { "type": "integer" }, "in_force": { "type": "integer" }, "leads": { "type": "integer" },
            "newest_only": { "type": "boolean" }, "untaken": { "type": "integer" }, "rotations": objects, "load": objects,
            "changed": objects,
        })),
        "RotaSwap": open(json!(["id", "places"]), json!({
            "id": text, "places": { "type": "array", "items": { "type": "object" } },
        })),
    })
}
