//! Who is on duty when, and who gets what: rotas, leave, rotations, rules on trial, a user's own page.
//!
//! Promises: every page asks `may_see` first; every number opens its list; every form works without script.

mod leave;
pub mod out;
mod person;
mod rota;
pub mod rotations;
pub mod trial;

use crate::server::App;
use axum::Router;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::calendar::Calendar;
use rules::roster::rota::instant;
use rules::{Id, Instant};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(leave::routes())
        .merge(rota::routes())
        .merge(out::routes())
        .merge(rotations::routes())
        .merge(trial::routes())
        .merge(person::routes())
}

/// A form in which a name may stand more than once.
type Pairs = Vec<(String, String)>;

fn value<'a>(form: &'a Pairs, name: &str) -> &'a str {
    form.iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.trim())
}

fn values<'a>(form: &'a Pairs, name: &'a str) -> impl Iterator<Item = &'a str> {
    form.iter()
        .filter(move |(key, _)| key == name)
        .map(|(_, value)| value.trim())
}

/// The calendar that governs a rotation.
fn calendar_of(app: &App, rotation: &str) -> Option<Calendar> {
    let in_force = app.engine.in_force();
    let rule = in_force.agreement.rotation_named(rotation)?;
    in_force.agreement.calendar_of(rule).cloned()
}

/// The Monday of a date's week.
fn monday(date: Date) -> Date {
    let back = i32::from(rules::roster::rota::weekday(date));
    date.checked_sub(jiff::Span::new().days(back)).unwrap_or(date)
}

fn days_on(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}

fn today(zone: &TimeZone, now: Instant) -> Date {
    now.stamp().to_zoned(zone.clone()).date()
}

/// "10:00", "24:00".
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads what `clock` wrote, and what a time input sends.
fn read_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    let minute = hours * 60 + minutes;
    (hours <= 24 && minutes < 60 && minute <= 1_440).then_some(minute)
}

/// The first instant of a date in a zone.
fn day_start(zone: &TimeZone, date: Date) -> Option<Instant> {
    instant(zone, date, 0)
}

fn user_id(text: &str) -> Option<Id> {
    Id::read("user", text)
}
