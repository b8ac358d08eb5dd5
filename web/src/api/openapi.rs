//! The description of the API (OpenAPI 3.1), built from the same lists that the readers use.

use super::caller::KEY_CHARS_MAX;
use super::fields::{CHANGE_KEYS, FIELD_KEYS};
use super::handoffs::{
    ALIVE, ALIVE_KEYS, AT_KEYS, ATTEMPT_KEYS, CONVERSATION_KEYS, FEEDBACK_KEYS, LATE_KEYS, MACHINE_KEYS, REJECT_KEYS,
    TAKE_KEYS,
};
use super::leads::{BATCH_MAX, LEAD_KEYS, PAGE};
use super::problem::MEDIA_TYPE;
use super::team;
use engine::handoff::reads::Spot;
use engine::lead::reads::PAGE_MAX;
use rules::agreement::Stage;
use rules::ask::{FIELDS_MAX, LINE_MAX, NOTE_MAX};
use rules::fact::{AttemptResult, BreachWhy, Channel, RejectReason, SubmissionKind, Which};
use rules::fields::{CHOICES_MAX, FieldKind, LABEL_MAX, NAME_BYTES_MAX};
use serde_json::{Map, Value, json};

/// The whole document.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Baton",
            "version": "1",
            "summary": "The system between Marketing and Sales.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "security": [{ "token": [] }],
        "paths": joined(
            joined(joined(paths(), super::openapi_roster::paths()), super::drafts::paths()),
            super::openapi_outcomes::paths(),
        ),
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": joined(joined(schemas(), super::openapi_roster::schemas()), super::openapi_outcomes::schemas()),
        },
    })
}

/// Two objects as one.
fn joined(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (one, _) => one,
    }
}

fn paths() -> Value {
    json!({
        "/api/v1/leads": { "post": post_leads(), "get": get_leads() },
        "/api/v1/leads/{id}": { "get": get_lead() },
        "/api/v1/fields": { "get": get_fields(), "post": post_field() },
        "/api/v1/fields/{name}": { "patch": patch_field() },
        "/api/v1/users/{id}/cover": { "post": team::describe_user("setCover", "Say who gets what comes to somebody by ownership while they are on leave; nobody where nothing is said.", "Cover") },
        "/api/v1/companies/{domain}/account": { "post": team::describe_company("setAccount", "Say whose account a company is, and whether it buys from us already.", "Account") },
        "/api/v1/companies/{domain}/deal": { "post": team::describe_company("setDeal", "Say whose open deal a company has; none where nothing is said.", "Deal") },
        "/api/v1/queue": { "get": get_queue() },
        "/api/v1/agreement/replay": { "get": get_replay() },
        "/api/v1/scorecard": { "get": get_scorecard() },
        "/api/v1/scorecard/history": { "get": get_history() },
        "/api/v1/handoffs/{id}/attempts": { "post": act("logAttempt", "Log a try to reach the lead.", "Attempt") },
        "/api/v1/handoffs/{id}/feedback": { "post": act("giveFeedback", "Report what Sales learned.", "Feedback") },
        "/api/v1/handoffs/{id}/reject": { "post": act("rejectHandoff", "Give the lead back before the first attempt.", "Reject") },
        "/api/v1/handoffs/{id}/conversation": { "post": act("goOnTalking", "The conversation goes on: feedback is owed a business day after the date booked, twice at most.", "Conversation") },
        "/api/v1/handoffs/{id}/call-back": { "post": act("askForCall", "The customer asked to be called at a time: until then the next attempt is not owed.", "AtTime") },
        "/api/v1/handoffs/{id}/booked": { "post": act("bookMeeting", "The customer booked a meeting: that stops the first-attempt duty.", "AtTime") },
        "/api/v1/users/{id}/out-of-rotation": { "post": team::describe_user("takeOut", "Rotations pass somebody over until an instant; what they have stays theirs.", "Out") },
        "/api/v1/users/{id}/back-in-rotation": { "post": team::describe_user("putBack", "Rotations pick somebody again before that.", "Nothing") },
        "/api/v1/handoffs/{id}/take": { "post": act("takeHandoff", "Take what is held for its owner alone, before it goes to the next in turn.", "Take") },
        "/api/v1/handoffs/{id}/machine-sent": { "post": act("tellMachineStep", "A machine sent something: never a first attempt; a step of the rep's own sequence counts for persistence, at most half.", "MachineSent") },
        "/api/v1/handoffs/{id}/late": { "post": act("explainLate", "Why a first attempt was late.", "Late") },
        "/api/v1/handoffs/{id}/alive": { "post": act("answerAlive", "Answer for a deal that went quiet: moving, stalled until a date, lost with a reason.", "Alive") },
    })
}

fn post_leads() -> Value {
    let body = json!({ "oneOf": [
        reference("Lead"),
        { "type": "array", "items": reference("Lead"), "maxItems": BATCH_MAX },
    ] });
    json!({
        "operationId": "takeInLeads",
        "summary": "Take in one lead, or up to a thousand with a result for each. Scope: write; `backdate` to go back more than 10 minutes.",
        "parameters": [idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": answers(&[
            ("200", "A batch: a result for each row, in order.", "BatchResults"),
            ("201", "Taken in and durable.", "Taken"),
        ], &["400", "401", "403", "409", "413", "415", "422", "503"]),
    })
}

fn get_fields() -> Value {
    json!({
        "operationId": "listFields",
        "summary": "Every field that clauses, forms and programs may name. Scope: read.",
        "responses": answers(&[("200", "The fields, in order of their names.", "Fields")], &["401", "403", "503"]),
    })
}

fn post_field() -> Value {
    json!({
        "operationId": "addField",
        "summary": "Add a field of your own. Its name and kind are for good. Scope: fields.",
        "parameters": [idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference("NewField") } } },
        "responses": answers(
            &[("201", "Added and durable.", "FieldNamed")],
            &["400", "401", "403", "409", "413", "415", "422", "503"],
        ),
    })
}

fn patch_field() -> Value {
    let name = json!({
        "name": "name", "in": "path", "required": true,
        "schema": { "type": "string", "description": "As clauses write it: `company.plan`." },
    });
    json!({
        "operationId": "changeField",
        "summary": "Give a field another label, or retire it. One of the two. Scope: fields.",
        "parameters": [name, idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference("FieldChange") } } },
        "responses": answers(
            &[("200", "Done and durable.", "FieldNamed")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
}

fn get_leads() -> Value {
    let text = |name: &str, about: &str| parameter(name, about, json!({ "type": "string" }));
    let time = |name: &str, about: &str| parameter(name, about, json!({ "type": "string", "format": "date-time" }));
    json!({
        "operationId": "listLeads",
        "summary": "Leads, the newest submission first. Scope: read.",
        "parameters": [
            parameter("limit", "How many.", json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE })),
            text("after", "`next` of the page before."),
            parameter("stage", "The stage reached.", json!({ "type": "string", "enum": Stage::ALL.map(Stage::code) })),
            text("source", "A source code."),
            text("owner", "The user who has it, or had it last: `user_…`."),
            time("from", "Submitted first at this instant or later."),
            time("to", "Submitted first before this instant."),
            text("search", "How a name or a company begins, or a whole mail address."),
            text("field", "An own field that is indexed; with `value`."),
            text("value", "The value that this field has, in the field's kind."),
        ],
        "responses": answers(&[("200", "A page.", "LeadPage")], &["401", "403", "422", "503"]),
    })
}

fn get_lead() -> Value {
    json!({
        "operationId": "showLead",
        "summary": "One lead: state, person, what runs and why until then, facts. Scope: read.",
        "parameters": [
            id_in_path("lead"),
            parameter("facts_after", "Facts after this place (`facts_next` of the page before).", json!({ "type": "integer", "minimum": 0 })),
        ],
        "responses": answers(&[("200", "The lead.", "LeadWhole")], &["401", "403", "404", "422", "503"]),
    })
}

fn get_queue() -> Value {
    let text = |name: &str, about: &str| parameter(name, about, json!({ "type": "string" }));
    json!({
        "operationId": "showQueue",
        "summary": "Open handoffs by place, what presses most first. Scope: read.",
        "parameters": [
            text("owner", "One user's desk, and what is held under that name: `user_…`. Everybody's without it."),
            parameter("only", "One place.", json!({ "type": "string", "enum": Spot::ALL.map(Spot::code) })),
            text("after", "`next` of the page before; together with `only`."),
            parameter("limit", "How many at each place.", json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE })),
        ],
        "responses": answers(&[("200", "A desk.", "Queue")], &["401", "403", "422", "503"]),
    })
}

fn get_scorecard() -> Value {
    let text = |name: &str, about: &str| parameter(name, about, json!({ "type": "string" }));
    let time = |name: &str, about: &str| parameter(name, about, json!({ "type": "string", "format": "date-time" }));
    json!({
        "operationId": "showScorecard",
        "summary": "Both sides' numbers of a period. Scope: read.",
        "parameters": [
            time("from", "From this instant; 90 days before the end without it."),
            time("to", "Before this instant; now without it."),
            text("tier", "One tier."),
            text("source", "One source; empty for leads without one."),
            text("owner", "One owner: `user_…`."),
        ],
        "responses": answers(&[("200", "The numbers.", "Scorecard")], &["401", "403", "422", "503"]),
    })
}

fn get_replay() -> Value {
    let needed = |name: &str, about: &str, schema: Value| {
        let mut parameter = parameter(name, about, schema);
        parameter["required"] = json!(true);
        parameter
    };
    let time = json!({ "type": "string", "format": "date-time" });
    json!({
        "operationId": "replayVersion",
        "summary": "A version of the agreement, replayed on a past window beside what happened. The first call begins it and answers 202; call again until 200. Results are kept for a while. Scope: read.",
        "parameters": [
            needed("version", "The version's number; 0 is the built-in text.", json!({ "type": "integer", "minimum": 0 })),
            needed("from", "From this instant.", time.clone()),
            needed("to", "Before this instant: at most two years later.", time),
        ],
        "responses": answers(
            &[("200", "Every number, and the leads that change.", "Replay"), ("202", "It runs.", "ReplayRuns")],
            &["401", "403", "404", "422", "500", "503"],
        ),
    })
}

fn get_history() -> Value {
    json!({
        "operationId": "showHistory",
        "summary": "Leads and wins imported as history, by source, landing page and month of first contact (UTC). Scope: read.",
        "parameters": [],
        "responses": answers(&[("200", "The numbers.", "History")], &["401", "403", "422", "503"]),
    })
}

pub(super) fn act(id: &str, summary: &str, schema: &str) -> Value {
    json!({
        "operationId": id,
        "summary": format!("{summary} Scope: write."),
        "parameters": [id_in_path("handoff"), idempotency_key()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": reference(schema) } } },
        "responses": answers(
            &[("200", "Done and durable.", "Acted")],
            &["400", "401", "403", "404", "409", "413", "415", "422", "503"],
        ),
    })
}

pub(super) fn parameter(name: &str, about: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

pub(super) fn id_in_path(prefix: &str) -> Value {
    json!({
        "name": "id", "in": "path", "required": true,
        "schema": { "type": "string", "description": format!("`{prefix}_` and 26 letters.") },
    })
}

pub(super) fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The same key with the same body is done once and gets the same answer; with another body it is refused.",
        "schema": { "type": "string", "minLength": 1, "maxLength": KEY_CHARS_MAX },
    })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(super) fn answers(good: &[(&str, &str, &str)], bad: &[&str]) -> Value {
    let good = good.iter().map(|(status, about, schema)| {
        let content = json!({ "application/json": { "schema": reference(schema) } });
        (
            (*status).to_owned(),
            json!({ "description": about, "content": content }),
        )
    });
    let problem = json!({ MEDIA_TYPE: { "schema": reference("Problem") } });
    // whoever is told that his token is no good is told to wait where he asks too often
    let often = bad.contains(&"401").then_some(&"429");
    let bad = bad.iter().chain(often).map(|status| {
        let mut answer = json!({ "description": about(status), "content": problem });
        if ["429", "503"].contains(status) {
            answer["headers"] = json!({ "Retry-After": { "schema": { "type": "integer" } } });
        }
        ((*status).to_owned(), answer)
    });
    Value::Object(good.chain(bad).collect::<Map<String, Value>>())
}

fn about(status: &str) -> &'static str {
    match status {
        "400" => "Not JSON.",
        "401" => "No token, or one that is not known.",
        "403" => "The token may not, or this is a demo.",
        "404" => "There is no such thing.",
        "409" => "It has moved on.",
        "413" => "Too large.",
        "415" => "Not JSON by its type.",
        "500" => "A fault here; it was logged.",
        "429" => "Too many calls without a good token came from this network.",
        "422" => "Something in it cannot be taken; the problem names the place.",
        _ => "Not now; nothing was kept. Try again.",
    }
}

fn schemas() -> Value {
    let mut all = Map::new();
    for part in [
        sent(),
        answered(),
        answered_history(),
        answered_replay(),
        team::schemas(),
        super::drafts::schemas(),
    ] {
        if let Value::Object(part) = part {
            all.extend(part);
        }
    }
    Value::Object(all)
}

/// An object with these names and no others.
pub(super) fn closed(keys: &[&str], required: &[&str], of: impl Fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), of(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn line() -> Value {
    json!({ "type": ["string", "null"], "maxLength": LINE_MAX })
}

fn words() -> Value {
    json!({ "type": ["string", "null"], "maxLength": NOTE_MAX })
}

fn covers() -> Value {
    json!({
        "type": ["array", "null"],
        "items": { "type": "string" },
        "description": "Leads of the colleagues who joined and of whom the same holds; all where nothing is said. The others get a handoff of their own, with the same owner.",
    })
}

fn time() -> Value {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

fn lead_key(key: &str) -> Value {
    let values = json!({
        "type": ["object", "null"],
        "maxProperties": FIELDS_MAX,
        "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
    });
    match key {
        "kind" => json!({ "type": ["string", "null"], "enum": codes(&SubmissionKind::ALL.map(SubmissionKind::code)) }),
        "message" | "consent" => words(),
        "email" => json!({ "type": ["string", "null"], "maxLength": 320 }),
        "phone" => json!({ "type": ["string", "null"], "maxLength": 64 }),
        "occurred_at" => time(),
        "fields" | "extra" => values,
        _ => line(),
    }
}

/// Codes, or nothing.
fn codes(known: &[&str]) -> Value {
    let all: Vec<Value> = known.iter().map(|code| json!(code)).chain([Value::Null]).collect();
    Value::Array(all)
}

fn sent() -> Value {
    let attempt = |key: &str| match key {
        "channel" => json!({ "type": "string", "enum": Channel::ALL.map(Channel::code) }),
        "result" => json!({ "type": "string", "enum": AttemptResult::ALL.map(AttemptResult::code) }),
        "occurred_at" => time(),
        _ => words(),
    };
    let feedback = |key: &str| match key {
        "which" => json!({ "type": "string", "enum": Which::ALL.map(Which::code) }),
        "note" => words(),
        "back_at" | "next_step_at" => time(),
        "amount" => json!({ "oneOf": [{ "type": "null" }, reference("Money")] }),
        "covers" => covers(),
        "answers" => super::openapi_outcomes::answers_key("answers"),
        _ => line(),
    };
    let reject = |key: &str| match key {
        "reason" => json!({ "type": "string", "enum": RejectReason::ALL.map(RejectReason::code) }),
        "covers" => covers(),
        _ => line(),
    };
    let money = |key: &str| match key {
        "amount" => json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX, "description": "Minor units." }),
        _ => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
    };
    let moved = |key: &str| match key {
        "channel" => json!({ "type": "string", "enum": Channel::ALL.map(Channel::code) }),
        "sequence" => json!({ "type": ["boolean", "null"] }),
        "why" => json!({ "type": "string", "enum": BreachWhy::ALL.map(BreachWhy::code) }),
        "answer" => json!({ "type": "string", "enum": ALIVE }),
        "reason" => line(),
        _ => time(),
    };
    json!({
        "Conversation": closed(&CONVERSATION_KEYS, &["next_step_at"], moved),
        "AtTime": closed(&AT_KEYS, &["at"], moved),
        "MachineSent": closed(&MACHINE_KEYS, &["channel"], moved),
        "Take": closed(&TAKE_KEYS, &["by"], |_| json!({ "type": "string", "description": "`user_…`: who takes it. Where another has it by now, 409 says who." })),
        "Late": closed(&LATE_KEYS, &["why"], moved),
        "Alive": closed(&ALIVE_KEYS, &["answer"], moved),
        "Lead": closed(&LEAD_KEYS, &[], lead_key),
        "Attempt": closed(&ATTEMPT_KEYS, &["channel", "result"], attempt),
        "Feedback": closed(&FEEDBACK_KEYS, &["which"], feedback),
        "Reject": closed(&REJECT_KEYS, &["reason"], reject),
        "NewField": closed(&FIELD_KEYS, &["name", "label", "kind"], field_key),
        "FieldChange": closed(&CHANGE_KEYS, &[], field_key),
        "Money": closed(&["amount", "currency"], &["amount", "currency"], money),
    })
}

fn field_key(key: &str) -> Value {
    match key {
        "kind" => json!({ "type": "string", "enum": FieldKind::NAMES }),
        "choices" => {
            json!({ "type": ["array", "null"], "items": { "type": "string", "maxLength": LABEL_MAX }, "maxItems": CHOICES_MAX })
        }
        "personal" | "indexed" | "retired" => json!({ "type": ["boolean", "null"] }),
        "name" => {
            json!({ "type": "string", "pattern": "^(lead|company)\\.[a-z][a-z0-9_]*$", "maxLength": NAME_BYTES_MAX })
        }
        _ => json!({ "type": "string", "minLength": 1, "maxLength": LABEL_MAX }),
    }
}

/// Answers may grow: names that are not listed may come.
pub(super) fn open(required: Value, properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn answered() -> Value {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let list = json!({ "type": "array", "items": { "type": "object" } });
    let result = open(
        json!(["status"]),
        json!({ "status": { "type": "integer" }, "result": reference("Taken"), "problem": reference("Problem") }),
    );
    json!({
        "Taken": open(json!(["lead", "submission", "stage"]), json!({
            "lead": text, "submission": text, "stage": text, "tier": maybe, "handoff": maybe, "joined": maybe, "owner": maybe,
            "held_until": time(), "first_attempt_due": time(),
        })),
        "BatchResults": open(json!(["results"]), json!({ "results": { "type": "array", "items": result } })),
        "Fields": { "type": "array", "items": open(json!(["name", "kind", "personal", "indexed", "own"]), json!({
            "name": text, "kind": text, "label": maybe, "personal": { "type": "boolean" }, "indexed": { "type": "boolean" },
            "own": { "type": "boolean" }, "choices": { "type": ["array", "null"], "items": text },
        })) },
        "FieldNamed": open(json!(["field"]), json!({ "field": text })),
        "LeadPage": open(json!(["leads", "next"]), json!({ "leads": { "type": "array", "items": reference("LeadListed") }, "next": maybe })),
        "LeadListed": open(json!(["id", "stage", "submitted_at"]), json!({
            "id": text, "stage": text, "kind": text, "tier": maybe, "source": maybe, "campaign": maybe,
            "submitted_at": time(), "touched_at": time(), "changed_at": time(), "owner": maybe, "review_since": time(),
            "due_at": time(), "name": maybe, "email": maybe, "phone": maybe, "company": maybe, "company_domain": maybe,
            "country": maybe,
        })),
        "LeadWhole": open(json!(["id", "stage", "person", "handoffs", "due", "facts", "facts_next"]), json!({
            "id": text, "stage": text, "person": { "type": ["object", "null"] }, "handoffs": list,
            "due": { "type": "array", "items": reference("Duty") },
            "facts": { "type": "array", "items": reference("Fact") },
            "facts_next": { "type": ["integer", "null"] },
        })),
        "Duty": open(json!(["clock", "start", "due", "spans"]), json!({
            "clock": text, "handoff": maybe, "agreement_version": { "type": "integer" }, "calendar": text, "target": text,
            "start": time(), "due": time(), "reminder": time(), "further_reminders": { "type": "array", "items": time() },
            "spans": { "type": "array", "items": open(json!(["from", "to", "counted_seconds", "why"]), json!({
                "from": time(), "to": time(), "counted_seconds": { "type": "integer" }, "why": text,
            })) },
        })),
        "Fact": open(json!(["seq", "kind", "v", "occurred_at", "recorded_at", "actor", "body"]), json!({
            "seq": { "type": "integer" }, "kind": text, "v": { "type": "integer" }, "origin": text,
            "occurred_at": time(), "recorded_at": time(), "actor": text, "body": { "type": "object" },
        })),
        "Queue": open(json!(["handoffs", "totals", "next"]), json!({
            "handoffs": list, "totals": { "type": "object", "additionalProperties": { "type": "integer" } }, "next": maybe,
        })),
        "Scorecard": open(json!(["from", "to", "first_attempts", "lay_with", "speed", "follow_up", "sources", "all"]), json!({
            "from": time(), "to": time(), "first_attempts": { "type": "object" }, "lay_with": { "type": "object", "additionalProperties": { "type": "integer" } }, "speed": { "type": "object" },
            "follow_up": { "type": "object" }, "sources": list, "all": { "type": "object" }, "deals": { "type": "object" },
            "within_sales": { "type": ["object", "null"], "description": "What one rep passed on to the next, counted beside and never in the rest; null where nothing was: `first_attempts`, `lay_with`, `speed`, `follow_up`, `all`." },
        })),
        "Acted": open(json!(["lead", "handoff"]), json!({ "lead": text, "handoff": text, "stage": maybe })),
        "Problem": open(json!(["type", "title", "status", "detail", "code"]), json!({
            "type": { "type": "string", "format": "uri" }, "title": text, "status": { "type": "integer" }, "detail": text,
            "code": text, "field": text, "pointer": text, "key": text, "nearest": text,
            "args": { "type": "object", "additionalProperties": text },
        })),
    })
}

fn answered_history() -> Value {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    json!({
        "History": open(json!(["outcomes_from", "outcomes_to", "comparable_from", "all", "sources", "months", "landings"]), json!({
            "outcomes_from": time(), "outcomes_to": time(),
            "comparable_from": { "type": ["string", "null"], "format": "date-time", "description": "Conversions count leads with first contact at this instant or later." },
            "all": reference("HistoryLine"),
            "sources": { "type": "array", "items": reference("HistoryLine") },
            "months": { "type": "array", "items": reference("HistoryLine") },
            "landings": { "type": "array", "items": reference("HistoryLine") },
        })),
        "HistoryLine": open(json!(["leads", "won", "conversion", "won_before_first_contact", "to_won"]), json!({
            "source": maybe, "landing": maybe, "month": text,
            "leads": { "type": "integer" }, "won": { "type": "integer" }, "conversion": { "type": "object" },
            "won_before_first_contact": { "type": "integer", "description": "Wins that are in no time to won." },
            "to_won": { "type": ["object", "null"], "description": "Quartiles of the time from first contact, in seconds, and of how many wins." },
        }))
    })
}

fn answered_replay() -> Value {
    let (text, count) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let list = json!({ "type": "array", "items": { "type": "object" } });
    let needed = [
        "version",
        "hash",
        "window",
        "known_at",
        "totals",
        "weeks",
        "counts",
        "changes",
        "said",
        "reasons",
        "clauses",
        "queue",
        "thresholds_before",
        "thresholds_after",
        "leads",
        "leads_whole",
        "differing",
    ];
    json!({
        "Replay": open(json!(needed), json!({
            "version": count, "hash": text, "window": { "type": "object" }, "known_at": time(),
            "usual_seconds": { "type": "integer", "description": "How long a handoff that did not happen was taken to last." },
            "totals": { "type": "object", "additionalProperties": count },
            "weeks": list, "counts": list, "changes": { "type": "object", "additionalProperties": count },
            "said": list, "reasons": list, "clauses": list, "reps": list, "queue": { "type": ["object", "null"] },
            "thresholds_before": list, "thresholds_after": list,
            "leads": { "type": "array", "items": { "type": "object" }, "description": "The leads that change, one by one." },
            "leads_whole": { "type": "boolean", "description": "All of them are listed." },
            "differing": { "type": "array", "items": text, "description": "Leads whose stored verdict comes out otherwise: none in a sound house." },
        })),
        "ReplayRuns": open(json!(["looked", "of"]), json!({ "looked": count, "of": count })),
    })
}
