//! Marketing's part: the review list, and answers to patterns of C's.

use super::draft::Draft;
use crate::Id;
use crate::agreement::Stage;
use crate::ask::{Command, OfPattern};
use crate::fact::{Body, NotALead, NurtureIn, Responded, ReviewChoice, ReviewDecided, Subject, SubmissionKind};
use crate::refusal::Refusal;
use crate::roster::Act;
use serde_json::json;

pub(super) fn decide(draft: &mut Draft<'_>, lead: Id, choice: ReviewChoice) -> Result<(), Refusal> {
    draft.allow(Act::Review)?;
    if draft.take(lead)?.review.is_none() {
        return Err(Refusal::conflict("not_on_review"));
    }
    draft.lead_fact(lead, draft.now(), Body::ReviewDecided(ReviewDecided { choice }));
    let in_hands = draft.lead.as_ref().is_some_and(|known| known.in_hands());
    match choice {
        ReviewChoice::Release => release(draft, lead),
        // Sales has the person: only what came since is put away
        _ if in_hands => {}
        ReviewChoice::Nurture => {
            let into = NurtureIn {
                handoff: None,
                reason: Some("review".to_owned()),
                until: None,
                rep: None,
            };
            draft.lead_fact(lead, draft.now(), Body::NurtureIn(into));
        }
        ReviewChoice::Discard => {
            let not = NotALead {
                handoff: None,
                what: SubmissionKind::Test,
                given_back: 0,
            };
            draft.lead_fact(lead, draft.now(), Body::NotALead(not));
        }
    }
    let stage = draft.lead.as_ref().map(|l| l.stage);
    draft.answer(json!({ "lead": lead.show("lead"), "stage": stage }));
    Ok(())
}

/// The release is the trigger: the clock starts here, not at the form. Where Sales has the person already, it is a touch
/// on what is open.
fn release(draft: &mut Draft<'_>, lead: Id) {
    let now = draft.now();
    let in_force = draft.world.in_force.clone();
    let facets = super::capture::facets(draft, lead, now);
    let verdict = in_force.agreement.judge(Stage::Mql, &facets);
    let Some(tier) = in_force
        .agreement
        .tier_of_release(&facets)
        .map(|tier| tier.name.clone())
    else {
        return;
    };
    super::capture::pass_on(draft, lead, tier, verdict, now);
}

pub(super) fn respond(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Command::Pattern(OfPattern::Respond {
        reason,
        source,
        response,
        note,
    }) = draft.command().clone()
    else {
        return Err(Refusal::invalid("not_prepared", "body"));
    };
    draft.allow(Act::Respond)?;
    let words = note.as_deref().is_some_and(|text| !text.trim().is_empty());
    if response == crate::fact::ResponseKind::Kept && !words {
        return Err(Refusal::invalid("words_needed", "note"));
    }
    let note = draft.note(None, None, note.as_deref());
    let subject = Subject::pattern(&reason, &source);
    draft.other_fact(
        subject,
        Body::Responded(Responded {
            reason,
            source,
            response,
            note,
        }),
    );
    draft.answer(json!({ "pattern": subject.id.show("pattern") }));
    Ok(())
}
