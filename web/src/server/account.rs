//! Signing in and out, the first start, invitations, one's own account.

use super::alerts::{self, Typed};
use super::answer::{self, keep_cookie, onwards, page, refusal_words};
use super::asked::{Asked, KEYS, SESSION, Signed, THEME};
use super::network::Network;
use super::often::told;
use super::secret::is_password;
use super::{App, hash_password, hash_secret, new_secret, when};
use crate::frame::{Place, Theme};
use crate::screens::account::{AccountPage, Session};
use crate::screens::set_up::SetUpPage;
use crate::screens::sign_in::SignInPage;
use crate::shapes::{Choice, Field};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use engine::EngineError;
use rules::ask::{OfAccount, OfDuty};
use rules::fact::{Actor, Role};
use rules::refusal::Refusal;
use rules::roster::{Act, may};
use rules::{Id, Instant, Span};
use serde::Deserialize;

/// How long a session lasts.
pub const SESSION_LASTS: Span = Span::days(14);
/// Shortest password.
pub const PASSWORD_MIN: usize = 12;
/// Longest password: argon2 reads it all.
pub const PASSWORD_MAX: usize = 1_024;
const YEAR_SECONDS: i64 = 365 * 24 * 3_600;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/set-up/{secret}", get(set_up_page).post(set_up))
        .route("/account", get(account))
        .route("/account/password", post(change_password))
        .route("/account/keys", post(keys))
        .route("/account/sessions/{n}/end", post(end_session))
        .route("/theme", post(theme))
        .route("/duty", post(duty))
}

/// To the sign-in page, and back here after it.
pub(super) fn to_sign_in(next: &str) -> Response {
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
}

/// Only a path of our own may come after signing in.
fn own_path(next: &str) -> &str {
    let is_ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_ours { next } else { "/" }
}

#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_page(State(app): State<App>, asked: Asked, Query(query): Query<Next>) -> Response {
    if asked.signed.is_some() {
        return Redirect::to(own_path(&query.next)).into_response();
    }
    sign_in_form(&app, &asked, &query.next, "", None, StatusCode::OK)
}

fn sign_in_form(
    app: &App,
    asked: &Asked,
    next: &str,
    email: &str,
    problem: Option<String>,
    status: StatusCode,
) -> Response {
    let frame = asked.frame(app, Place::Elsewhere);
    let (next, email) = (own_path(next).to_owned(), Field::of(email));
    page(
        &frame.clone(),
        status,
        &SignInPage {
            frame,
            next,
            problem,
            email,
            password: Field::default(),
            first: app.engine.roster().users.is_empty(),
        },
    )
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Whoever tried too often waits: the words, and for how long.
fn tried_too_often(app: &App, asked: &Asked, email: &str, network: &Network) -> Option<(String, Span)> {
    if let Some(wait) = app.knocks.wrong_of_address.wait(email, asked.now) {
        return Some((asked.words.say_n("sign-in-too-often", told(wait).1), wait));
    }
    let wait = app.knocks.wrong_of_network.wait(network.0.as_deref()?, asked.now)?;
    Some((asked.words.say_n("sign-in-too-often-network", told(wait).1), wait))
}

fn note_wrong(app: &App, asked: &Asked, email: &str, network: &Network) {
    app.knocks.wrong_of_address.count(email, asked.now);
    if let Some(network) = &network.0 {
        app.knocks.wrong_of_network.count(network, asked.now);
    }
}

async fn sign_in(State(app): State<App>, asked: Asked, network: Network, Form(form): Form<Credentials>) -> Response {
    let email = form.email.trim().to_lowercase();
    let again = |problem| {
        sign_in_form(
            &app,
            &asked,
            &form.next,
            &form.email,
            Some(asked.words.say(problem)),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
    };
    if form.password.len() > PASSWORD_MAX || email.contains('\0') {
        return again("sign-in-wrong");
    }
    if let Some((words, wait)) = tried_too_often(&app, &asked, &email, &network) {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let answer = sign_in_form(&app, &asked, &form.next, &form.email, Some(words), status);
        return answer::after(answer, wait);
    }
    let known = match engine::account::reads::by_email(app.engine.ledger(), &email).await {
        Ok(known) => known,
        Err(error) => return answer::error(&app, &asked, &error, "/sign-in"),
    };
    let (user, kept) = (known.as_ref().map(|a| a.user), known.and_then(|a| a.password));
    let fits = tokio::task::spawn_blocking(move || is_password(&form.password, kept.as_deref()))
        .await
        .unwrap_or(false);
    match user.filter(|user| fits && app.engine.roster().active(*user).is_some()) {
        Some(user) => open_session(&app, &asked, user, own_path(&form.next)).await,
        None => {
            note_wrong(&app, &asked, &email, &network);
            again("sign-in-wrong")
        }
    }
}

pub(super) async fn open_session(app: &App, asked: &Asked, user: Id, next: &str) -> Response {
    let secret = new_secret(&app.engine);
    let command = OfAccount::OpenSession {
        user,
        hash: hash_secret(&secret),
        until: asked.now + SESSION_LASTS,
    };
    if let Err(error) = app.engine.ask(None, Actor::User(user), command).await {
        return answer::error(app, asked, &error, "/sign-in");
    }
    let mut onwards = onwards(next, None);
    keep_cookie(&mut onwards, app, SESSION, &secret, SESSION_LASTS.whole_seconds());
    onwards
}

async fn sign_out(State(app): State<App>, asked: Asked) -> Response {
    if let Some(signed) = &asked.signed {
        let command = OfAccount::CloseSession {
            hash: signed.session.clone(),
        };
        if let Err(error) = app.engine.ask(None, Actor::User(signed.user), command).await {
            return answer::error(&app, &asked, &error, "/account");
        }
    }
    let mut onwards = onwards("/sign-in", None);
    keep_cookie(&mut onwards, &app, SESSION, "", 0);
    onwards
}

#[derive(Debug, Default, Clone, Deserialize)]
struct SetUp {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    also: String,
}

/// Who a link is for: nobody yet, or somebody invited.
async fn link_for(app: &App, secret: &str, now: Instant) -> Result<Option<Option<Id>>, EngineError> {
    engine::account::reads::link(app.engine.ledger(), &hash_secret(secret), now).await
}

async fn set_up_page(State(app): State<App>, asked: Asked, Path(secret): Path<String>) -> Response {
    match link_for(&app, &secret, asked.now).await {
        Ok(Some(user)) => {
            let typed = match user {
                Some(user) => invited(&app, user).await,
                None => SetUp::default(),
            };
            set_up_form(&app, &asked, &secret, user, &typed, None)
        }
        Ok(None) => link_over(&app, &asked),
        Err(error) => answer::error(&app, &asked, &error, "/sign-in"),
    }
}

/// The link opens nothing: it was used, or is too old.
fn link_over(app: &App, asked: &Asked) -> Response {
    let frame = asked.frame(app, Place::Elsewhere);
    let words = frame.say("set-up-link-over");
    answer::told(&frame, crate::screens::error::Kind::NotFound, words, "/sign-in")
}

async fn invited(app: &App, user: Id) -> SetUp {
    let known = engine::account::reads::by_user(app.engine.ledger(), user)
        .await
        .ok()
        .flatten();
    known
        .map(|a| SetUp {
            name: a.name,
            email: a.email,
            ..SetUp::default()
        })
        .unwrap_or_default()
}

/// What is wrong: the field, and the words.
type Problem = (&'static str, String);

fn set_up_form(
    app: &App,
    asked: &Asked,
    secret: &str,
    user: Option<Id>,
    typed: &SetUp,
    problem: Option<Problem>,
) -> Response {
    let frame = asked.frame(app, Place::Elsewhere);
    let field = |name: &str, value: &str| match &problem {
        Some((of, words)) if *of == name => Field::wrong(value, words),
        _ => Field::of(value),
    };
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let whole = problem
        .as_ref()
        .filter(|(of, _)| of.is_empty())
        .map(|(_, words)| words.clone());
    let screen = SetUpPage {
        first: user.is_none(),
        action: format!("/set-up/{secret}"),
        problem: whole,
        person: field("name", &typed.name),
        email: field("email", &typed.email),
        password: field("password", ""),
        roles: if user.is_none() {
            role_choices(&frame, &typed.also)
        } else {
            Vec::new()
        },
        frame,
    };
    page(&screen.frame.clone(), status, &screen)
}

fn role_choices(frame: &crate::frame::Frame, chosen: &str) -> Vec<Choice> {
    let roles = [
        Role::SalesManager,
        Role::HeadOfSales,
        Role::Marketer,
        Role::HeadOfMarketing,
        Role::Boss,
    ];
    let none = Choice {
        value: String::new(),
        label: frame.say("set-up-also-none"),
        chosen: chosen.is_empty(),
    };
    let choice = |role: Role| Choice {
        value: role.code().to_owned(),
        label: frame.words.code("role-name", role.code(), &[]),
        chosen: chosen == role.code(),
    };
    std::iter::once(none).chain(roles.into_iter().map(choice)).collect()
}

async fn set_up(
    State(app): State<App>,
    asked: Asked,
    Path(secret): Path<String>,
    Form(typed): Form<SetUp>,
) -> Response {
    let user = match link_for(&app, &secret, asked.now).await {
        Ok(Some(user)) => user,
        Ok(None) => {
            return link_over(&app, &asked);
        }
        Err(error) => return answer::error(&app, &asked, &error, "/sign-in"),
    };
    if let Some(problem) = password_problem(&asked, &typed.password) {
        return set_up_form(&app, &asked, &secret, user, &typed, Some(problem));
    }
    let Some(password) = hashed(&app, typed.password.clone()).await else {
        return answer::plain(
            &asked.frame(&app, Place::Elsewhere),
            crate::screens::error::Kind::Fault,
            "/sign-in",
        );
    };
    let (link, name, email) = (hash_secret(&secret), typed.name.clone(), typed.email.clone());
    let command = match user {
        Some(user) => OfAccount::SetPassword {
            user,
            hash: password,
            link: Some(link),
        },
        None => OfAccount::SetUp {
            link,
            name,
            email,
            roles: Role::read(&typed.also).into_iter().collect(),
            password,
        },
    };
    match app.engine.ask(None, Actor::Visitor, command).await {
        Ok(_) => signed_up(&app, &asked, &typed).await,
        Err(EngineError::Refused(refusal)) => {
            let words = refusal_words(&asked.frame(&app, Place::Elsewhere), &refusal);
            let field = match refusal.field.as_deref() {
                Some("name") => "name",
                Some("email") => "email",
                _ => "",
            };
            set_up_form(&app, &asked, &secret, user, &typed, Some((field, words)))
        }
        Err(error) => answer::error(&app, &asked, &error, "/sign-in"),
    }
}

async fn signed_up(app: &App, asked: &Asked, typed: &SetUp) -> Response {
    match engine::account::reads::by_email(app.engine.ledger(), &typed.email).await {
        Ok(Some(account)) => open_session(app, asked, account.user, "/").await,
        _ => Redirect::to("/sign-in").into_response(),
    }
}

fn password_problem(asked: &Asked, password: &str) -> Option<Problem> {
    let letters = password.chars().count();
    let key = match letters {
        n if n < PASSWORD_MIN => "password-too-short",
        _ if password.len() > PASSWORD_MAX => "password-too-long",
        _ => return None,
    };
    Some(("password", asked.words.say(key)))
}

async fn hashed(app: &App, password: String) -> Option<String> {
    let salt = app.engine.random::<16>();
    tokio::task::spawn_blocking(move || hash_password(&password, salt).ok())
        .await
        .ok()
        .flatten()
}

async fn account(State(app): State<App>, asked: Asked) -> Response {
    match asked.somebody("/account") {
        Ok(signed) => account_page(&app, &asked, signed, (None, None)).await,
        Err(answer) => *answer,
    }
}

/// With what was typed and what is wrong of it, of the password and of where one is told.
pub(super) async fn account_page(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    (problem, typed): (Option<Problem>, Option<Typed>),
) -> Response {
    let ledger = app.engine.ledger();
    let known = engine::account::reads::by_user(ledger, signed.user).await;
    let open = engine::session::reads::of_user(ledger, signed.user, asked.now).await;
    let (known, open) = match (known, open) {
        (Ok(known), Ok(open)) => (known, open),
        (Err(error), _) | (_, Err(error)) => return answer::error(app, asked, &error, "/"),
    };
    let frame = asked.frame(app, Place::Account);
    let field = |name: &str| match &problem {
        Some((of, words)) if *of == name => Field::wrong("", words),
        _ => Field::default(),
    };
    let zone = super::zone_of(app);
    let session = |(n, (hash, since)): (usize, (String, Instant))| Session {
        device: frame.say_n("account-session", &(n as u64 + 1)),
        seen: when::moment(&frame.words, &zone, since, asked.now),
        this: hash == signed.session,
        end: format!("/account/sessions/{}/end", &hash[..16.min(hash.len())]),
    };
    let sessions = open.into_iter().enumerate().map(session).collect();
    let status = if problem.is_some() || typed.as_ref().is_some_and(Typed::is_wrong) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let (current, password) = (field("current"), field("password"));
    let (email, place) = known.map(|a| (a.email, a.alerts)).unwrap_or_default();
    let alerts = alerts::shape(app, &frame, &email, place.as_ref(), typed.as_ref());
    let name = signed.name.clone();
    page(
        &frame.clone(),
        status,
        &AccountPage {
            frame,
            name,
            email,
            problem: None,
            current,
            password,
            alerts,
            sessions,
        },
    )
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

async fn change_password(State(app): State<App>, asked: Asked, Form(form): Form<Change>) -> Response {
    let signed = match asked.somebody("/account") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    if let Some(problem) = password_problem(&asked, &form.password) {
        return account_page(&app, &asked, signed, (Some(problem), None)).await;
    }
    let kept = engine::account::reads::by_user(app.engine.ledger(), signed.user)
        .await
        .ok()
        .flatten()
        .and_then(|a| a.password);
    let current = form.current;
    let fits = tokio::task::spawn_blocking(move || is_password(&current, kept.as_deref()))
        .await
        .unwrap_or(false);
    if !fits {
        let problem = ("current", asked.words.say("account-current-wrong"));
        return account_page(&app, &asked, signed, (Some(problem), None)).await;
    }
    let Some(hash) = hashed(&app, form.password).await else {
        return answer::plain(
            &asked.frame(&app, Place::Account),
            crate::screens::error::Kind::Fault,
            "/account",
        );
    };
    let command = OfAccount::SetPassword {
        user: signed.user,
        hash,
        link: None,
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => open_session(&app, &asked, signed.user, "/account").await,
        Err(error) => answer::error(&app, &asked, &error, "/account"),
    }
}

async fn end_session(State(app): State<App>, asked: Asked, Path(start): Path<String>) -> Response {
    let signed = match asked.somebody("/account") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let open = engine::session::reads::of_user(app.engine.ledger(), signed.user, asked.now)
        .await
        .unwrap_or_default();
    let found = open
        .into_iter()
        .find(|(hash, _)| start.len() == 16 && hash.starts_with(&start));
    let Some((hash, _)) = found else {
        return onwards("/account", None);
    };
    match app
        .engine
        .ask(None, Actor::User(signed.user), OfAccount::CloseSession { hash })
        .await
    {
        Ok(_) => onwards("/account", Some("flash-session-ended")),
        Err(error) => answer::error(&app, &asked, &error, "/account"),
    }
}

#[derive(Deserialize)]
struct Switch {
    #[serde(default)]
    theme: String,
    #[serde(default)]
    keys: String,
    #[serde(default)]
    duty: String,
}

async fn keys(State(app): State<App>, Form(form): Form<Switch>) -> Response {
    let mut answer = onwards("/account", None);
    keep_cookie(
        &mut answer,
        &app,
        KEYS,
        if form.keys == "off" { "off" } else { "on" },
        YEAR_SECONDS,
    );
    answer
}

async fn theme(State(app): State<App>, headers: axum::http::HeaderMap, Form(form): Form<Switch>) -> Response {
    let came_from = headers.get(axum::http::header::REFERER).and_then(|v| v.to_str().ok());
    let back = came_from
        .and_then(|url| url.strip_prefix(app.shown.public_url.as_str()))
        .map_or("/", own_path);
    let mut answer = onwards(back, None);
    keep_cookie(&mut answer, &app, THEME, Theme::read(&form.theme).code(), YEAR_SECONDS);
    answer
}

/// A break, and back: leave without an end, and its end.
async fn duty(State(app): State<App>, asked: Asked, Form(form): Form<Switch>) -> Response {
    let signed = match asked.somebody("/queue") {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let off = form.duty == "off";
    let away = app
        .engine
        .roster()
        .active(signed.user)
        .is_some_and(|user| user.is_on_leave(asked.now));
    let done = if off && away {
        // pressed twice: he is away already
        Ok(())
    } else if off {
        let command = OfDuty::SetLeave {
            user: signed.user,
            from: Some(asked.now),
            until: None,
        };
        app.engine
            .ask(None, Actor::User(signed.user), command)
            .await
            .map(|_| ())
    } else {
        back_now(&app, signed.user, signed.user, asked.now).await
    };
    match done {
        Ok(()) => onwards("/queue", Some(if off { "flash-off-duty" } else { "flash-on-duty" })),
        Err(error) => answer::error(&app, &asked, &error, "/queue"),
    }
}

/// Ends the leaves that run now; those to come stay.
pub(super) async fn back_now(app: &App, by: Id, user: Id, now: Instant) -> Result<(), EngineError> {
    let roster = app.engine.roster();
    let act = if by == user { Act::LeaveOwn } else { Act::Staff };
    // with no leave to end nothing would be asked, and so nobody refused
    if !may(&roster, Actor::User(by), &[], act) {
        return Err(Refusal::forbidden("may_not").into());
    }
    let leaves = roster
        .active(user)
        .map(|known| known.leaves.as_slice())
        .unwrap_or_default();
    for leave in leaves.iter().filter(|leave| leave.covers(now)).map(|leave| leave.id) {
        let command = OfDuty::TakeLeaveBack { user, leave };
        app.engine.ask(None, Actor::User(by), command).await?;
    }
    Ok(())
}
