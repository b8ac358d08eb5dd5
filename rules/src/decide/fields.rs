//! The registry's own fields: added, given another label, retired.

use super::draft::Draft;
use crate::check;
use crate::fact::{Body, FieldAdded, FieldLabelled, FieldRetired, Subject};
use crate::fields::{CHOICES_MAX, FIELDS_MAX, FieldKind, FieldProblem, INDEXED_MAX, LABEL_MAX, OwnField};
use crate::refusal::Refusal;
use crate::roster::Act;
use serde_json::json;

pub(super) fn add(draft: &mut Draft<'_>, name: &str, field: &OwnField) -> Result<(), Refusal> {
    draft.allow(Act::Fields)?;
    let added = FieldAdded {
        name: name.to_owned(),
        field_kind: kind(&field.kind)?,
        label: label(&field.label)?,
        personal: field.personal,
        indexed: field.indexed,
    };
    let admitted = draft.world.fields.admits(name, &added.field());
    admitted.map_err(|problem| not_admitted(&problem))?;
    draft.other_fact(Subject::fields(), Body::FieldAdded(added));
    draft.answer(json!({ "field": name }));
    Ok(())
}

fn not_admitted(problem: &FieldProblem) -> Refusal {
    match problem {
        FieldProblem::Name(_) => Refusal::invalid("field_name", "name"),
        FieldProblem::Duplicate(_) => Refusal::conflict("field_taken"),
        FieldProblem::TooMany => Refusal::conflict("too_many_registry_fields").with("max", FIELDS_MAX),
        FieldProblem::TooManyIndexed => Refusal::conflict("too_many_indexed").with("max", INDEXED_MAX),
    }
}

fn label(words: &str) -> Result<String, Refusal> {
    let clean = check::clean_text(words, LABEL_MAX)
        .ok()
        .filter(|label| !label.is_empty());
    clean.ok_or_else(|| Refusal::invalid("label_needed", "label").with("max", LABEL_MAX))
}

/// A choice needs something to choose from, each once.
fn kind(kind: &FieldKind) -> Result<FieldKind, Refusal> {
    let FieldKind::Choice(choices) = kind else {
        return Ok(kind.clone());
    };
    let mut clean: Vec<String> = Vec::new();
    for choice in choices {
        let choice = check::clean_text(choice, LABEL_MAX).unwrap_or_default();
        if choice.is_empty() || clean.contains(&choice) {
            return Err(Refusal::invalid("choices_wrong", "choices"));
        }
        clean.push(choice);
    }
    if clean.is_empty() || clean.len() > CHOICES_MAX {
        return Err(Refusal::invalid("choices_wrong", "choices").with("max", CHOICES_MAX));
    }
    Ok(FieldKind::Choice(clean))
}

fn known(draft: &Draft<'_>, name: &str) -> Result<(), Refusal> {
    let found = draft.world.fields.current(name);
    found.map(|_| ()).ok_or_else(|| Refusal::not_found("no_such_field"))
}

pub(super) fn relabel(draft: &mut Draft<'_>, name: &str, words: &str) -> Result<(), Refusal> {
    draft.allow(Act::Fields)?;
    known(draft, name)?;
    let labelled = FieldLabelled {
        name: name.to_owned(),
        label: label(words)?,
    };
    draft.other_fact(Subject::fields(), Body::FieldLabelled(labelled));
    draft.answer(json!({ "field": name }));
    Ok(())
}

/// What the agreement in force asks about cannot be retired: its clauses would be missing of every new lead.
pub(super) fn retire(draft: &mut Draft<'_>, name: &str) -> Result<(), Refusal> {
    draft.allow(Act::Fields)?;
    known(draft, name)?;
    let uses = draft.world.in_force.agreement.uses_of(name);
    if !uses.is_empty() {
        let clauses = uses.join("; ");
        return Err(Refusal::conflict("field_in_use")
            .with("clauses", &clauses)
            .with("count", uses.len()));
    }
    let retired = FieldRetired { name: name.to_owned() };
    draft.other_fact(Subject::fields(), Body::FieldRetired(retired));
    draft.answer(json!({ "field": name }));
    Ok(())
}
