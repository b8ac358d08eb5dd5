//! The style guide: every part once, every screen with samples.
//!
//! Promises: served in development only; people are named "Sample Person 1" and companies "Sample Company 1";
//! every page says that it shows samples.

pub mod samples;

use askama::Template;

use crate::frame::{Frame, Place, Role};
use crate::screens::error::Kind;
use crate::shapes::{Choice, Countdown, Field, Filter, Moment, Pager};
use samples::Now;

/// Makes a screen from a frame and the sample's now.
type Make = fn(Frame, Now) -> Result<String, askama::Error>;

/// Every screen by its name.
pub const SCREENS: &[(&str, Make)] = &[
    ("queue", |frame, now| samples::queue_page(frame, now, false).render()),
    ("queue-picked", |frame, now| {
        samples::queue_page(frame, now, true).render()
    }),
    ("queue-held", |frame, now| samples::queue_held(frame, now).render()),
    ("queue-empty", |frame, _| samples::queue_empty(frame).render()),
    ("lead", |frame, now| samples::lead_page(frame, now, false).render()),
    ("lead-answered", |frame, now| {
        samples::lead_page(frame, now, true).render()
    }),
    ("attempt", |frame, now| samples::act(frame, now, "attempt").render()),
    ("advanced", |frame, now| samples::act(frame, now, "advanced").render()),
    ("not-ready", |frame, now| samples::act(frame, now, "not-ready").render()),
    ("not-a-fit", |frame, now| samples::act(frame, now, "not-a-fit").render()),
    ("reject", |frame, now| samples::act(frame, now, "reject").render()),
    ("not-a-lead", |frame, now| {
        samples::act(frame, now, "not-a-lead").render()
    }),
    ("leads", |frame, now| samples::leads(frame, now).render()),
    ("leads-empty", |frame, _| samples::leads_empty(frame).render()),
    ("review", |frame, now| samples::review(frame, now).render()),
    ("patterns", |frame, now| samples::patterns(frame, now).render()),
    ("scorecard", |frame, _| samples::scorecard(frame).render()),
    ("scorecard-empty", |frame, _| samples::scorecard_empty(frame).render()),
    ("history", |frame, _| samples::history(frame).render()),
    ("history-empty", |frame, _| samples::history_empty(frame).render()),
    ("agreement", |frame, _| samples::agreement(frame).render()),
    ("agreement-starting", |frame, _| {
        samples::agreement_starting(frame).render()
    }),
    ("agreement-long", |frame, _| samples::agreement_long(frame).render()),
    ("agreement-fullest", |frame, _| {
        samples::agreement_fullest(frame).render()
    }),
    ("annex", |frame, _| samples::annex(frame).render()),
    ("versions", |frame, _| samples::versions(frame).render()),
    ("version", |frame, _| samples::version(frame).render()),
    ("draft", |frame, _| samples::draft(frame).render()),
    ("draft-gone", |frame, _| samples::draft_gone(frame).render()),
    ("draft-part", |frame, _| samples::draft_part(frame).render()),
    ("draft-text", |frame, _| samples::draft_text(frame).render()),
    ("propose", |frame, _| samples::propose(frame).render()),
    ("fields", |frame, _| samples::fields(frame).render()),
    ("running", |frame, now| samples::running(frame, now).render()),
    ("replay", |frame, _| samples::replay(frame).render()),
    ("replay-runs", |frame, _| samples::replay_runs(frame).render()),
    ("call-back", |frame, now| samples::act(frame, now, "call-back").render()),
    ("late", |frame, now| samples::act(frame, now, "late").render()),
    ("answers", |frame, now| samples::act(frame, now, "answers").render()),
    ("won", |frame, now| samples::act(frame, now, "won").render()),
    ("lost", |frame, now| samples::act(frame, now, "lost").render()),
    ("undo-outcome", |frame, now| {
        samples::act(frame, now, "undo-outcome").render()
    }),
    ("lead-held", |frame, now| samples::lead_held(frame, now).render()),
    ("lead-passed-on", |frame, now| {
        samples::lead_passed_on(frame, now).render()
    }),
    ("lead-won", |frame, now| samples::lead_won(frame, now).render()),
    ("team", |frame, _| samples::team(frame).render()),
    ("teammate", |frame, _| samples::teammate(frame).render()),
    ("rotations", |frame, _| samples::rotations(frame).render()),
    ("rotations-trial", |frame, _| samples::rotations_trial(frame).render()),
    ("teammate-history", |frame, _| samples::teammate_history(frame).render()),
    ("leave", |frame, _| samples::leave(frame).render()),
    ("leave-team", |frame, _| samples::leave_team(frame).render()),
    ("rota", |frame, _| samples::rota(frame).render()),
    ("rota-empty", |frame, _| samples::rota_empty(frame).render()),
    ("company", |frame, _| samples::company(frame).render()),
    ("status", |frame, _| samples::status(frame).render()),
    ("account", |frame, _| samples::account(frame).render()),
    ("sign-in", |frame, _| samples::sign_in(frame).render()),
    ("set-up", |frame, _| samples::set_up(frame).render()),
    ("form", |frame, _| samples::form(frame, false).render()),
    ("form-errors", |frame, _| samples::form(frame, true).render()),
    ("thanks", |frame, _| samples::thanks(frame).render()),
    ("error-403", |frame, _| samples::error(frame, Kind::Forbidden).render()),
    ("error-404", |frame, _| samples::error(frame, Kind::NotFound).render()),
    ("error-409", |frame, _| samples::error(frame, Kind::Conflict).render()),
    ("error-422", |frame, _| {
        samples::error(frame, Kind::Unprocessable).render()
    }),
    ("error-500", |frame, _| samples::error(frame, Kind::Fault).render()),
    ("error-503", |frame, _| samples::error(frame, Kind::Busy).render()),
    ("error-full", |frame, _| samples::error(frame, Kind::Full).render()),
];

/// A screen with samples, or `None` when there is no such screen. What the templates cannot render is said in the page.
#[must_use]
pub fn screen(name: &str, frame: Frame, now: Now) -> Option<String> {
    let (_, make) = SCREENS.iter().find(|(known, _)| *known == name)?;
    Some(make(frame, now).unwrap_or_else(|error| error.to_string()))
}

#[derive(Debug, Template)]
#[template(path = "guide.html")]
struct Guide {
    frame: Frame,
    screens: Vec<&'static str>,
    clocks: Vec<Countdown>,
    moment: Moment,
    sample: Choice,
    problem: Option<String>,
    field: Field,
    field_wrong: Field,
    choices: Vec<Choice>,
    filters: Vec<Filter>,
    pager: Pager,
}

/// The style guide itself. What the templates cannot render is said in the page.
#[must_use]
pub fn guide(frame: Frame, now: Now) -> String {
    let frame = samples::framed(frame, Place::Elsewhere, Role::Admin);
    let guide = Guide {
        screens: SCREENS.iter().map(|(name, _)| *name).collect(),
        ..samples::guide(frame, now)
    };
    guide.render().unwrap_or_else(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{PSEUDO, Words};
    use rules::time::Instant;

    const NOW: Instant = Instant(1_778_572_188_000_000);

    #[test]
    fn every_screen_renders_in_both_languages_and_shows_no_key() {
        let keys: Vec<String> = crate::words::sources::tests::said()
            .into_iter()
            .map(|(_, key)| key)
            .filter(|key| key.contains('-'))
            .collect();
        for (name, _) in SCREENS {
            for lang in ["en", PSEUDO] {
                let html = screen(name, Frame::bare(Words::new(lang), "nonce"), NOW).unwrap();
                let bare: Vec<&String> = keys.iter().filter(|key| html.contains(&format!(">{key}<"))).collect();
                assert!(
                    html.contains("</html>") && bare.is_empty(),
                    "{name} in {lang}: {bare:?}"
                );
                assert!(
                    !html.contains(" style=") && !html.contains(" onclick="),
                    "{name}: nothing unsafe inline"
                );
            }
        }
    }

    #[test]
    fn every_screen_says_that_it_shows_samples() {
        for (name, _) in SCREENS {
            let html = screen(name, Frame::bare(Words::new("en"), "nonce"), NOW).unwrap();
            assert!(html.contains("nobody on this page exists"), "{name}");
        }
    }

    #[test]
    fn an_unknown_screen_is_none() {
        assert_eq!(screen("no-such", Frame::bare(Words::new("en"), "nonce"), NOW), None);
    }

    #[test]
    fn feedback_is_never_a_bare_letter() {
        let html = screen("queue", Frame::bare(Words::new("en"), "nonce"), NOW).unwrap();
        for words in ["A · advanced", "B · fit, not ready", "C · not a fit"] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn what_a_customer_typed_is_escaped() {
        let mut page = samples::lead_page(Frame::bare(Words::new("en"), "nonce"), NOW, false);
        page.lead.name = "<script>alert(1)</script>".to_owned();
        let html = page.render().unwrap();
        assert!(!html.contains("<script>alert") && html.contains("&#60;script&#62;alert"));
    }
}
