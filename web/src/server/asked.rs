//! What came with a request for a page: who asks, in which language and theme, and a message from the act before.

use super::{App, answer, duty_of, hash_secret, when, zone_of};
use crate::frame::{Duty, Flash, Frame, Place, Role as Desk, Theme, Tone, Viewer};
use crate::words::Words;
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, Method, header, request::Parts};
use axum::response::Response;
use engine::EngineError;
use rules::fact::{Actor, Role};
use rules::roster::{Act, Duty as OnDuty, OFFICES, Roster, Scope, View, may, may_see};
use rules::{Id, Instant};

/// The session's cookie.
pub const SESSION: &str = "baton_session";
/// The theme's cookie.
pub const THEME: &str = "baton_theme";
/// Whether single keys act.
pub const KEYS: &str = "baton_keys";
/// A message from the act before; read once.
pub const FLASH: &str = "baton_flash";
/// The key of a message whose words come with it.
pub const FLASH_SAID: &str = "flash-said";
/// Where acts are undone by one post: a message offers these and no others.
const UNDONE_AT: [&str; 2] = ["/rota/", "/rotations/"];

/// Somebody who signed in.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub user: Id,
    /// Name.
    pub name: String,
    /// Hash of the session's secret.
    pub session: String,
}

/// What came with a request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub signed: Option<Signed>,
    /// This answer's nonce.
    pub nonce: String,
    /// Light or dark.
    pub theme: Theme,
    /// Whether single keys act.
    pub single_keys: bool,
    /// The words.
    pub words: Words,
    /// Key of the message from the act before.
    pub flash: Option<String>,
    /// When it came.
    pub now: Instant,
    /// It only looks. A page that answers an act is not refreshed: what was refused and what was typed would be gone.
    pub reads: bool,
}

impl Signed {
    /// The roles.
    pub fn roles(&self, roster: &Roster) -> Vec<Role> {
        roster
            .active(self.user)
            .map(|user| user.roles.clone())
            .unwrap_or_default()
    }

    /// Whose desk the navigation is laid out for.
    pub fn desk(&self, roster: &Roster) -> Desk {
        let roles = self.roles(roster);
        let has = |role| roles.contains(&role);
        if has(Role::SalesManager) || has(Role::HeadOfSales) || has(Role::Boss) {
            Desk::Manager
        } else if has(Role::Rep) {
            Desk::Rep
        } else if has(Role::Marketer) || has(Role::HeadOfMarketing) {
            Desk::Marketer
        } else {
            Desk::Admin
        }
    }

    /// Where the navigation leads: only where the roster lets this user look, what he works on first.
    pub fn places(&self, roster: &Roster) -> Vec<Place> {
        let sees = |view| may_see(roster, self.user, view) != Scope::None;
        let may_do = |act| may(roster, Actor::User(self.user), &[], act);
        let (works, decides) = (may_do(Act::WorkOwn), may_do(Act::Review));
        let owes = self.roles(roster).contains(&Role::Rep);
        let (reads, staffs) = (!works && !decides, may_do(Act::Staff));
        let all = [
            (Place::Queue, works),
            (Place::Owed, owes),
            (Place::Review, decides),
            (Place::Scorecard, reads && sees(View::Scorecard)),
            (Place::Leads, sees(View::Leads)),
            (Place::Patterns, decides),
            (Place::Team, staffs),
            (Place::Scorecard, !reads && sees(View::Scorecard)),
            (Place::Agreement, true),
            (Place::Status, sees(View::Status)),
            (Place::Review, !decides && sees(View::Marketing)),
            (Place::Patterns, !decides && sees(View::Marketing)),
            (Place::Team, !staffs && sees(View::Team)),
        ];
        all.into_iter()
            .filter(|(_, shown)| *shown)
            .map(|(place, _)| place)
            .collect()
    }

    /// The first page.
    pub fn home(&self, roster: &Roster) -> &'static str {
        let roles = self.roles(roster);
        if roles.contains(&Role::Rep) || roles.contains(&Role::SalesManager) {
            "/queue"
        } else if roles.contains(&Role::Marketer) || roles.contains(&Role::HeadOfMarketing) {
            "/review"
        } else if roles.contains(&Role::HeadOfSales) || roles.contains(&Role::Boss) {
            "/scorecard"
        } else {
            "/team"
        }
    }
}

impl Asked {
    /// The frame round a page.
    pub fn frame(&self, app: &App, place: Place) -> Frame {
        let mut frame = Frame::bare(self.words.clone(), &self.nonce);
        frame.theme = self.theme;
        frame.single_keys = self.single_keys;
        frame.place = place;
        frame.sample = app.engine.is_demo();
        frame.flash = self.flash.as_ref().map(|message| self.message(message));
        frame.now = self.now.rfc3339();
        frame.viewer = self.signed.as_ref().map(|signed| self.viewer(app, signed));
        if frame.viewer.is_some() {
            frame.live = self.reads.then(|| "/live".to_owned());
            frame.trial = self.trial(app);
        }
        frame
    }

    /// A message as the act before left it: a key, or `key|undo|words`.
    fn message(&self, message: &str) -> Flash {
        let mut parts = message.splitn(3, '|');
        let key = parts.next().unwrap_or_default();
        let ours = |path: &&str| UNDONE_AT.iter().any(|place| path.starts_with(place));
        let undo = parts.next().filter(ours).map(str::to_owned);
        let said = decoded(parts.next().unwrap_or_default());
        Flash {
            tone: Tone::Done,
            text: self.words.say_of(key, &said),
            undo,
        }
    }

    /// A version that runs on trial: which, and until when.
    fn trial(&self, app: &App) -> Option<String> {
        let (version, force) = app.engine.life().force_at(self.now)?;
        let until = when::moment(&self.words, &zone_of(app), force.until?, self.now).shown;
        let values = [("version", version.into()), ("until", until.into())];
        Some(self.words.say_with("agreement-trial", &values))
    }

    /// What the office calls somebody: a head's office first.
    fn title(&self, roles: &[Role]) -> String {
        let mut ordered = roles.to_vec();
        ordered.sort_by_key(|role| !OFFICES.contains(role));
        let said = ordered
            .iter()
            .map(|role| self.words.code("role-name", role.code(), &[]));
        said.collect::<Vec<_>>().join(", ")
    }

    fn viewer(&self, app: &App, signed: &Signed) -> Viewer {
        let roster = app.engine.roster();
        let user = roster.active(signed.user);
        let works = user.is_some_and(|u| u.is(Role::Rep));
        let state = duty_of(app, &roster, signed.user, self.now);
        let duty = works.then(|| Duty {
            on: state == OnDuty::On,
            here: state != OnDuty::Leave,
            shown: self.words.code("duty-now", state.code(), &[]),
        });
        Viewer {
            name: signed.name.clone(),
            role: signed.desk(&roster),
            title: self.title(&signed.roles(&roster)),
            places: signed.places(&roster),
            duty,
        }
    }

    /// The one who signed in, or the way to the sign-in page.
    ///
    /// # Errors
    /// The redirect as an answer.
    pub fn somebody(&self, next: &str) -> Result<&Signed, Box<Response>> {
        self.signed
            .as_ref()
            .ok_or_else(|| Box::new(super::account::to_sign_in(next)))
    }
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// What a query or a cookie carried, without its `%XX`.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(letter) => (plain.push(letter), at += 3),
            None => (plain.push(*byte), at += 1),
        };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn language(headers: &HeaderMap) -> &str {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split([',', ';', '-']).next())
        .unwrap_or("en")
}

impl FromRequestParts<App> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let now = app.engine.now();
        let headers = &parts.headers;
        let signed = match cookie(headers, SESSION) {
            Some(secret) => signed(app, &hash_secret(secret), now).await,
            None => Ok(None),
        };
        let nonce: String = app
            .engine
            .random::<16>()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let flash = cookie(headers, FLASH)
            .filter(|key| key.starts_with("flash-"))
            .map(str::to_owned);
        let mut asked = Self {
            signed: None,
            nonce,
            theme: Theme::read(cookie(headers, THEME).unwrap_or_default()),
            single_keys: cookie(headers, KEYS) != Some("off"),
            words: Words::new(language(headers)),
            flash,
            now,
            reads: parts.method.is_safe(),
        };
        match signed {
            Ok(signed) => asked.signed = signed,
            // nobody is sent to sign in because the database is away
            Err(error) => return Err(answer::error(app, &asked, &error, &again(parts))),
        }
        Ok(asked)
    }
}

/// Where to try once more: the page that was asked for; after a form only the first page is safe.
fn again(parts: &Parts) -> String {
    match (&parts.method, parts.uri.path_and_query()) {
        (&Method::GET, Some(page)) => page.as_str().to_owned(),
        _ => "/".to_owned(),
    }
}

async fn signed(app: &App, hash: &str, now: Instant) -> Result<Option<Signed>, EngineError> {
    let holder = engine::session::reads::holder(app.engine.ledger(), hash, now).await?;
    let here = holder.filter(|(user, _)| app.engine.roster().active(*user).is_some());
    Ok(here.map(|(user, name)| Signed {
        user,
        name,
        session: hash.to_owned(),
    }))
}
