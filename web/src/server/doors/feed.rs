//! `/calendar/{secret}.ics`: one's own duty and leave, for a calendar program. No cookie is read: the address is the key.
//!
//! Promises: nothing of anybody else is in it; an address that was withdrawn, or of somebody who left, opens nothing; one
//! address is asked for at most [`CALENDAR_MAX`](crate::server::often::CALENDAR_MAX) times in an hour.

use crate::server::ics::{Event, When, text};
use crate::server::often::told;
use crate::server::{App, hash_secret, zone_of};
use crate::words::Words;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::roster::rota::instant;
use rules::roster::{Leave, Roster, Rota};
use rules::{Id, Instant, Span};

/// How far back a calendar reaches.
const BACK: Span = Span::days(90);
/// How far ahead duty and an open leave are written.
const AHEAD: Span = Span::days(90);
pub(super) async fn show(State(app): State<App>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(secret) = file.strip_suffix(".ics").filter(|secret| secret.len() == 64) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (hash, now, roster) = (hash_secret(secret), app.engine.now(), app.engine.roster());
    let user = match engine::feed::records::opened_by(app.engine.ledger(), &roster, &hash).await {
        Ok(Some(user)) => user,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be read");
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response();
        }
    };
    if let Some(wait) = app.knocks.calendars.count(&hash, now) {
        let (seconds, _) = told(wait);
        return (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, seconds.to_string())],
        )
            .into_response();
    }
    let words = Words::new("en");
    let telling = Telling {
        words: &words,
        roster: &roster,
        host: host(&app.shown.public_url),
        zone: zone_of(&app),
        user,
        now,
    };
    answered(&headers, telling.text())
}

/// The calendar, or that it is the one known already.
fn answered(headers: &HeaderMap, text: String) -> Response {
    let tag = format!("\"{}\"", &hash_secret(&text)[..32]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let guard = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"duty-and-leave.ics\"".to_owned(),
        ),
        (header::CACHE_CONTROL, "private, max-age=300".to_owned()),
        (header::ETAG, tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (HeaderName::from_static("x-robots-tag"), "noindex".to_owned()),
    ];
    match same {
        true => (StatusCode::NOT_MODIFIED, guard).into_response(),
        false => (guard, text).into_response(),
    }
}

fn host(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    rest.split([':', '/']).next().unwrap_or(rest)
}

/// What a user's calendar is told from.
struct Telling<'a> {
    words: &'a Words,
    roster: &'a Roster,
    host: &'a str,
    zone: TimeZone,
    user: Id,
    now: Instant,
}

impl Telling<'_> {
    fn text(&self) -> String {
        let known = self.roster.active(self.user);
        let leaves = known.into_iter().flat_map(|user| &user.leaves);
        let mut events: Vec<Event> = leaves.filter_map(|leave| self.leave(leave)).collect();
        for (name, rota) in &self.roster.rotas {
            events.extend(self.duty(name, rota));
        }
        text(&self.words.say("feed-name"), self.roster.last_at, &events)
    }

    fn uid(&self, parts: &[&str]) -> String {
        format!("{}@{}", Id::named("feed", &parts.join("\u{1f}")), self.host)
    }

    /// Whole days where it begins and ends at midnight of the user's zone.
    fn leave(&self, leave: &Leave) -> Option<Event> {
        let until = leave.until.unwrap_or((self.now + AHEAD).max(leave.from));
        let zone = self.own_zone();
        let midnight = |at: Instant| {
            let local = at.stamp().to_zoned(zone.clone());
            (instant(&zone, local.date(), 0) == Some(at)).then(|| local.date())
        };
        let when = match (midnight(leave.from), midnight(until), leave.until) {
            (Some(from), Some(to), _) if from < to => When::Days(from, to),
            (Some(from), _, None) => When::Days(from, until.stamp().to_zoned(zone.clone()).date().tomorrow().ok()?),
            _ => When::Timed(leave.from, until),
        };
        (until >= self.now - BACK).then(|| Event {
            uid: self.uid(&["leave", &leave.id.to_string()]),
            when,
            summary: self.words.say("feed-leave"),
            busy: true,
        })
    }

    fn own_zone(&self) -> TimeZone {
        let hours = self.roster.active(self.user).and_then(|user| user.hours.as_ref());
        let own = hours.and_then(|hours| rules::calendar::zone_named(&hours.zone));
        own.unwrap_or_else(|| self.zone.clone())
    }

    /// Each block of a rotation in which he is on, swaps and all.
    fn duty(&self, name: &str, rota: &Rota) -> Vec<Event> {
        let zone = rota.zone();
        let first = (self.now - Span::days(7)).stamp().to_zoned(zone.clone()).date();
        let last = (self.now + AHEAD).stamp().to_zoned(zone.clone()).date();
        let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(|date| *date <= last);
        let summary = self.words.say_of("feed-duty", name);
        let of_date = |date: Date| {
            rota.day(date)
                .into_iter()
                .filter(move |block| rota.people(date, block).contains(&self.user))
                .map(move |block| (date, block.when))
        };
        dates
            .flat_map(of_date)
            .filter_map(|(date, when)| {
                Some(Event {
                    uid: self.uid(&[
                        "duty",
                        name,
                        &date.to_string(),
                        &when.from.to_string(),
                        &self.user.to_string(),
                    ]),
                    when: When::Timed(instant(&zone, date, when.from)?, instant(&zone, date, when.to)?),
                    summary: summary.clone(),
                    busy: false,
                })
            })
            .collect()
    }
}
