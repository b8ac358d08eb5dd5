//! The description of answers to the agreement's questions, and of how deals end.

use super::openapi::{act, answers, closed, id_in_path, idempotency_key, reference};
use super::outcomes::{ANSWERS_KEYS, LOST_KEYS, WON_KEYS};
use rules::agreement::NotePart;
use rules::ask::{LINE_MAX, NOTE_MAX};
use serde_json::{Value, json};

/// The paths.
pub(super) fn paths() -> Value {
    json!({
        "/api/v1/leads/{id}/answers": { "post": {
            "operationId": "answerQuestions",
            "summary": "Answer the agreement's questions of a lead, or write the note that goes with its handoff. What is left out stays. Scope: write.",
            "parameters": [id_in_path("lead"), idempotency_key()],
            "requestBody": { "required": true, "content": { "application/json": { "schema": reference("Answers") } } },
            "responses": answers(
                &[("200", "Done and durable.", "Answered")],
                &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
            ),
        } },
        "/api/v1/handoffs/{id}/won": { "post": act("winDeal", "The deal that came from it was won, with what it brought.", "Won") },
        "/api/v1/handoffs/{id}/lost": { "post": act("loseDeal", "The deal that came from it was lost, with one of the agreement's reasons.", "Lost") },
        "/api/v1/handoffs/{id}/undo-outcome": { "post": act("undoOutcome", "Take back how the deal ended: it runs again.", "Nothing") },
    })
}

/// An answer to a question.
fn answer() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"], "maxLength": LINE_MAX })
}

/// What `answers` and `note` take.
pub(super) fn answers_key(key: &str) -> Value {
    let words = json!({ "type": ["string", "null"], "maxLength": NOTE_MAX });
    let parts = NotePart::ALL.map(|(name, _)| name);
    match key {
        "answers" => json!({
            "type": ["object", "null"], "description": "By id of the question.", "additionalProperties": answer(),
        }),
        _ => json!({ "oneOf": [{ "type": "null" }, closed(&parts, &[], |_| words.clone())] }),
    }
}

/// The schemas.
pub(super) fn schemas() -> Value {
    let ended = |key: &str| match key {
        "amount" => json!({ "oneOf": [{ "type": "null" }, reference("Money")] }),
        "reason" => json!({ "type": "string", "maxLength": LINE_MAX }),
        _ => json!({ "type": ["string", "null"], "format": "date-time", "description": "Now where nothing is said." }),
    };
    json!({
        "Answers": closed(&ANSWERS_KEYS, &[], answers_key),
        "Answered": super::openapi::open(json!(["lead"]), json!({
            "lead": { "type": "string" }, "stage": { "type": ["string", "null"] },
        })),
        "Won": closed(&WON_KEYS, &[], ended),
        "Lost": closed(&LOST_KEYS, &["reason"], ended),
        "Nothing": closed(&[], &[], |_| json!({})),
    })
}
