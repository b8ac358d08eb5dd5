//! `/f/{form}`: a hosted form. Works without script and without cookies; another site's own form may post here too.

use super::asks::{self, Ask};
use super::questions::{self, Built, CARRIED, CONSENT, TOKEN, TRAP, Typed, gathered};
use super::token::{Token, read_reference, reference};
use crate::frame::Frame;
use crate::screens::error::{ErrorPage, Kind};
use crate::screens::form::{Consent, Form as Shown, FormPage, Line, LineKind};
use crate::screens::thanks::ThanksPage;
use crate::server::answer::{after, later, page};
use crate::server::network::Network;
use crate::server::often::told;
use crate::server::{App, when, zone_of};
use crate::words::{Said, Words};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use engine::EngineError;
use rules::ask::OfLead;
use rules::check::SubmitLimits;
use rules::fact::Actor;
use rules::refusal::Refusal;
use rules::{Instant, Span};
use serde_json::Value;
use std::collections::BTreeMap;

type Pairs = Vec<(String, String)>;
/// What is wrong, by the line's name.
type Wrong = BTreeMap<String, String>;

/// What a visit needs: no cookie is read for it.
struct Visit {
    form: &'static Built,
    /// What the agreement in force asks beside the form's own lines.
    asks: Vec<Ask>,
    frame: Frame,
    now: Instant,
}

impl Visit {
    /// Whether the form has a line of this name.
    fn has(&self, name: &str) -> bool {
        self.form.has(name) || self.asks.iter().any(|ask| ask.name == name)
    }

    /// The form's lines; what the agreement asks stands before the visitor's own words.
    fn lines(&self, typed: &Typed, wrong: &Wrong) -> Vec<Line> {
        let words = &self.frame.words;
        let mut lines = self.form.lines(words, typed, wrong);
        let own_words = lines.iter().position(|line| line.kind == LineKind::Words);
        let at = own_words.unwrap_or(lines.len());
        lines.splice(at..at, self.asks.iter().map(|ask| ask.line(words, typed, wrong)));
        lines
    }

    /// Lines that must be filled and are not, and answers that cannot be read.
    fn wrong(&self, typed: &Typed) -> Wrong {
        let words = &self.frame.words;
        let open = self.form.open(typed);
        let open = open.map(|name| (name.to_owned(), words.say("form-wrong-needed")));
        let asked = self.asks.iter();
        open.chain(asked.filter_map(|ask| Some((ask.name.clone(), ask.wrong(words, typed)?))))
            .collect()
    }
}

/// The form and the frame round it, or the page that says why not.
fn visit(app: &App, headers: &HeaderMap, code: &str) -> Result<Visit, Box<Response>> {
    let nonce: String = app.engine.random::<16>().iter().map(|b| format!("{b:02x}")).collect();
    let frame = Frame::bare(Words::new(language(headers)), &nonce);
    let Some(form) = questions::find(code) else {
        return Err(Box::new(refuse(&frame, Kind::NotFound, None)));
    };
    if app.engine.is_demo() {
        return Err(Box::new(refuse(&frame, Kind::Forbidden, Some("form-demo"))));
    }
    if app.engine.roster().users.is_empty() {
        return Err(Box::new(refuse(&frame, Kind::Busy, Some("form-not-yet"))));
    }
    let now = app.engine.now();
    let asks = asks::of(&app.engine.in_force().agreement, form);
    Ok(Visit { form, asks, frame, now })
}

fn language(headers: &HeaderMap) -> &str {
    let text = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    text.and_then(|text| text.split([',', ';', '-']).next()).unwrap_or("en")
}

fn refuse(frame: &Frame, kind: Kind, words: Option<&str>) -> Response {
    let screen = match words {
        Some(key) => ErrorPage::refused(frame.clone(), kind, frame.say(key), ""),
        None => ErrorPage::new(frame.clone(), kind, "", ""),
    };
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = page(frame, status, &screen);
    if kind == Kind::Busy {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    answer
}

/// `GET /f/{form}`: the form, fresh.
pub async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<Pairs>,
    headers: HeaderMap,
) -> Response {
    let visit = match visit(&app, &headers, &code) {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let mut carried = gathered(query);
    if let Some(from) = referer(&headers).filter(|_| !carried.contains_key("landing")) {
        carried.insert("landing".to_owned(), from);
    }
    draw(&app, visit, &carried, &Typed::new(), Look::default())
}

/// How the form is shown.
#[derive(Default)]
struct Look {
    /// What is the matter with it as a whole.
    problem: Option<String>,
    /// What is wrong with its lines.
    wrong: Wrong,
    /// The token it had; a fresh one where there is none.
    token: Option<String>,
    /// 200 where nothing is said.
    status: StatusCode,
}

impl Look {
    /// 422: what is wrong stands beside its line.
    fn wrong(problem: String, wrong: Wrong) -> Self {
        Self {
            problem: Some(problem),
            wrong,
            token: None,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// 429: with what was typed and its token.
    fn too_often(problem: String, token: Option<String>) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            ..Self::later(problem, token)
        }
    }

    /// 503: with what was typed and its token, so that sending it again happens once.
    fn later(problem: String, token: Option<String>) -> Self {
        Self {
            problem: Some(problem),
            wrong: Wrong::new(),
            token,
            status: StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// The page that led here, without what follows its path.
fn referer(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::REFERER)?.to_str().ok()?;
    let path = text.split(['?', '#']).next().unwrap_or_default();
    (!path.is_empty() && path.len() <= 200).then(|| path.to_owned())
}

/// The form with what was typed and what is wrong.
fn draw(app: &App, visit: Visit, carried: &Typed, typed: &Typed, look: Look) -> Response {
    let lines = visit.lines(typed, &look.wrong);
    let action = action(&visit, carried, typed);
    let Visit { form, frame, now, .. } = visit;
    let words = &frame.words;
    let fresh = || Token::fresh(&app.shown.secret_key, form.code, now, app.engine.random());
    let token = look.token.unwrap_or_else(|| fresh().as_str().to_owned());
    let consent = Consent {
        name: CONSENT.to_owned(),
        text: consent_text(words),
        given: typed.contains_key(CONSENT),
    };
    let shown = Shown {
        title: words.code("form-title", form.code, &[]),
        intro: words.code("form-intro", form.code, &[]),
        action,
        token,
        problem: look.problem,
        lines,
        trap: TRAP.to_owned(),
        consents: vec![consent],
        send: words.code("form-send", form.code, &[]),
        privacy: words.say("form-privacy"),
    };
    let screen = FormPage {
        frame: frame.clone(),
        form: shown,
    };
    later(page(&frame, look.status, &screen))
}

fn consent_text(words: &Words) -> String {
    words.say("form-consent")
}

/// Where the form posts: its own address, with what it was opened with and what another site's form sent besides.
fn action(visit: &Visit, carried: &Typed, typed: &Typed) -> String {
    let form = visit.form;
    let own = |name: &str| visit.has(name) || [TOKEN, TRAP, CONSENT].contains(&name);
    let kept = carried.iter().filter(|(name, _)| CARRIED.contains(&name.as_str()));
    let besides = typed
        .iter()
        .filter(|(name, _)| !own(name) && !carried.contains_key(*name));
    let pairs: Vec<String> = kept
        .chain(besides)
        .filter(|(name, value)| name.len() + value.len() <= 500)
        .take(30)
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    match pairs.is_empty() {
        true => format!("/f/{}", form.code),
        false => format!("/f/{}?{}", form.code, pairs.join("&")),
    }
}

fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

/// `POST /f/{form}`: taken in, or shown again with what is wrong.
pub async fn send(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<Pairs>,
    headers: HeaderMap,
    network: Network,
    sent: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let visit = match visit(&app, &headers, &code) {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let Ok(Form(sent)) = sent else {
        return refuse(&visit.frame, Kind::Unprocessable, Some("form-unreadable"));
    };
    let carried = gathered(query);
    let typed = gathered(sent);
    let token = typed.get(TOKEN).map(String::as_str).unwrap_or_default();
    let token = Token::read(&app.shown.secret_key, visit.form.code, token);
    let open: Wrong = match &token {
        Some(_) => visit.wrong(&typed),
        // another site's form asks what it likes
        None => Wrong::new(),
    };
    if !open.is_empty() {
        let problem = visit.frame.say("form-problem");
        return draw(&app, visit, &carried, &typed, Look::wrong(problem, open));
    }
    if let Some((words, wait)) = too_often(&app, &visit, &typed, &network) {
        let token = typed.get(TOKEN).filter(|_| token.is_some()).cloned();
        return after(draw(&app, visit, &carried, &typed, Look::too_often(words, token)), wait);
    }
    take_in(&app, visit, &carried, &typed, token).await
}

/// Too many from one network, or with one address, within the hour: the words, and for how long.
fn too_often(app: &App, visit: &Visit, typed: &Typed, network: &Network) -> Option<(String, Span)> {
    let (knocks, now) = (&app.knocks, visit.now);
    let of_network = network
        .0
        .as_ref()
        .and_then(|name| knocks.forms_of_network.count(name, now));
    if let Some(wait) = of_network {
        return Some((visit.frame.say_n("form-too-often-network", &told(wait).1), wait));
    }
    let wait = knocks.forms_of_address.wait(&address(typed)?, now)?;
    Some((visit.frame.say_n("form-too-often-address", &told(wait).1), wait))
}

fn address(typed: &Typed) -> Option<String> {
    let email = typed.get("email")?.trim().to_lowercase();
    (!email.is_empty()).then_some(email)
}

async fn take_in(app: &App, visit: Visit, carried: &Typed, typed: &Typed, token: Option<Token>) -> Response {
    let in_force = app.engine.in_force();
    let registry = in_force.agreement.fields(&app.engine.fields().registry());
    let mut all = carried.clone();
    all.extend(typed.clone());
    let mut capture = visit.form.capture(&all, &registry, &consent_text(&visit.frame.words));
    capture.seconds_to_send = token.as_ref().map(|token| seconds(token.age(visit.now)));
    let id = token.as_ref().map(Token::ask_id);
    let command = OfLead::Capture(Box::new(capture));
    match app.engine.ask(id, Actor::Visitor, command).await {
        Ok(answer) => {
            // the same form sent again is answered as before and counts, too: it is a knock all the same
            if let Some(email) = address(typed) {
                app.knocks.forms_of_address.count(&email, visit.now);
            }
            onwards(app, visit.form, &answer)
        }
        Err(EngineError::Refused(refusal)) => {
            let (problem, wrong) = in_words(&visit, &refusal);
            draw(app, visit, carried, typed, Look::wrong(problem, wrong))
        }
        Err(EngineError::IdReused) => {
            let problem = visit.frame.say("form-sent-before");
            draw(app, visit, carried, typed, Look::wrong(problem, Wrong::new()))
        }
        Err(error) => {
            tracing::error!(%error, "a form was not kept");
            if !error.is_away() {
                return refuse(&visit.frame, Kind::Fault, None);
            }
            let problem = visit.frame.say(not_now(&error));
            let token = typed.get(TOKEN).filter(|_| token.is_some()).cloned();
            draw(app, visit, carried, typed, Look::later(problem, token))
        }
    }
}

/// Words for a visitor whose form could not be taken in now.
fn not_now(error: &EngineError) -> &'static str {
    if error.is_unsure() {
        "form-not-now-unsure"
    } else {
        "form-not-now"
    }
}

/// Only whether it was faster than a person counts: the exact time would make a second click another submission.
fn seconds(age: Span) -> i64 {
    age.whole_seconds().min(SubmitLimits::default().seconds_to_submit_min)
}

fn in_words(visit: &Visit, refusal: &Refusal) -> (String, Wrong) {
    let values: Vec<(&'static str, Said<'_>)> = refusal
        .args
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    let words = visit.frame.words.code("form-wrong", refusal.code, &values);
    match refusal.field.as_deref().filter(|name| visit.has(name)) {
        Some(field) => (
            visit.frame.say("form-problem"),
            Wrong::from([(field.to_owned(), words)]),
        ),
        None => (words, Wrong::new()),
    }
}

fn onwards(app: &App, form: &Built, answer: &Value) -> Response {
    let due = answer.get("first_attempt_due").and_then(Value::as_str);
    let sign = reference(&app.shown.secret_key, form.code, due.and_then(Instant::parse));
    Redirect::to(&format!("/f/{}/thanks?r={sign}", form.code)).into_response()
}

/// `GET /f/{form}/thanks`: what happens now, and by when: the true due time, which only we can have written.
pub async fn thanks(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<Pairs>,
    headers: HeaderMap,
) -> Response {
    let visit = match visit(&app, &headers, &code) {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let given = query
        .iter()
        .find(|(name, _)| name == "r")
        .map_or("", |(_, text)| text.as_str());
    let Some(due) = read_reference(&app.shown.secret_key, visit.form.code, given) else {
        return refuse(&visit.frame, Kind::NotFound, None);
    };
    let Visit { form, frame, now, .. } = visit;
    let promise = match due {
        Some(_) => frame.say("thanks-promise-due"),
        None => frame.words.code("thanks-promise", form.code, &[]),
    };
    let screen = ThanksPage {
        title: frame.say("thanks-title"),
        promise,
        due: due.map(|due| when::moment(&frame.words, &zone_of(&app), due, now)),
        booking: None,
        frame: frame.clone(),
    };
    page(&frame, StatusCode::OK, &screen)
}
