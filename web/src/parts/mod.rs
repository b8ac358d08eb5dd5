//! The style guide: every part once, every screen with samples.
//!
//! Promises: served in development only; people are named "Sample Person 1" and companies "Sample Company 1";
//! every page says that it shows samples.

pub mod samples;

use askama::Template;

use crate::frame::{Frame, Place, Role};
use samples::Now;

/// Makes a screen from a frame and the sample's now.
type Make = fn(Frame, Now) -> Result<String, askama::Error>;

/// Every screen by its name.
pub const SCREENS: &[(&str, Make)] = &[
    ("queue", |frame, now| samples::queue_page(frame, now, false).render()),
    ("queue-picked", |frame, now| samples::queue_page(frame, now, true).render()),
    ("queue-empty", |frame, _| samples::queue_empty(frame).render()),
    ("lead", |frame, now| samples::lead_page(frame, now, false).render()),
    ("lead-answered", |frame, now| samples::lead_page(frame, now, true).render()),
    ("attempt", |frame, now| samples::act(frame, now, "attempt").render()),
    ("advanced", |frame, now| samples::act(frame, now, "advanced").render()),
    ("not-ready", |frame, now| samples::act(frame, now, "not-ready").render()),
    ("not-a-fit", |frame, now| samples::act(frame, now, "not-a-fit").render()),
    ("reject", |frame, now| samples::act(frame, now, "reject").render()),
    ("not-a-lead", |frame, now| samples::act(frame, now, "not-a-lead").render()),
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
}

/// The style guide itself.
#[must_use]
pub fn guide(frame: Frame, _now: Now) -> String {
    let screens = SCREENS.iter().map(|(name, _)| *name).collect();
    let guide = Guide { frame: samples::framed(frame, Place::Elsewhere, Role::Admin), screens };
    guide.render().unwrap_or_else(|error| error.to_string())
}
