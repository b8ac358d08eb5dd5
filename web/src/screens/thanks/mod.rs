//! After a form was sent: what happens now, and by when. The time is the true due time.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::Moment;

/// The page.
#[derive(Debug, Template)]
#[template(path = "thanks.html")]
pub struct ThanksPage {
    /// What stands round it.
    pub frame: Frame,
    /// "Thank you, …".
    pub title: String,
    /// Who will do what by when.
    pub promise: String,
    /// By when, when something was promised.
    pub due: Option<Moment>,
    /// The routed rep's booking page.
    pub booking: Option<String>,
}
