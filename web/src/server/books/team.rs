//! `/team`: users and their roles, duty and leave, rotations with members and weights; the acts of managers and admins.

use super::{ask_id, form_token, is_allowed, viewer};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::team::{Add, Change, Link, Member, Rotation, Row, TeamPage};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, duty_of, hash_secret, new_secret, when, zone_of};
use crate::shapes::{Choice, Field};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use engine::account::reads::Account;
use jiff::civil::Date;
use rules::ask::{Command, OfAccount, OfDuty, OfTeam};
use rules::fact::{Actor, Role};
use rules::refusal::Refusal;
use rules::roster::{Act, Duty, Roster, Scope, User, View, may_see};
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;

/// How long a set-up link opens.
pub const LINK_LASTS: Span = Span::days(7);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/team", get(shown))
        .route("/team/users", post(add))
        .route("/team/members", post(member))
        .route("/team/{user}/roles", post(roles))
        .route("/team/{user}/leave", post(leave))
        .route("/team/{user}/link", post(link))
        .route("/team/{user}/let-go", post(let_go))
}

/// A form in which a name may stand more than once (roles).
type Pairs = Vec<(String, String)>;

fn value<'a>(form: &'a Pairs, name: &str) -> &'a str {
    form.iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.trim())
}

fn roles_of(form: &Pairs) -> Vec<Role> {
    form.iter()
        .filter(|(key, _)| key == "role")
        .filter_map(|(_, code)| Role::read(code))
        .collect()
}

/// Where a refusal or a link is shown.
enum Note<'a> {
    /// Nowhere.
    None,
    /// At the form that adds somebody.
    Add(&'a Pairs, Refusal),
    /// At a user's forms.
    User(Id, &'a Pairs, Refusal),
    /// At a rotation.
    Rotation(&'a str, Refusal),
    /// A link just made.
    Link(Link),
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    match viewer(&app, &asked, View::Team, "/team") {
        Ok((signed, _)) => draw(&app, &asked, signed, Note::None).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, signed: &Signed, note: Note<'_>) -> Response {
    let status = match note {
        Note::None | Note::Link(_) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, signed, note).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/"),
    }
}

/// What every row needs.
struct Drawing<'a> {
    app: &'a App,
    asked: &'a Asked,
    roster: &'a Roster,
    open: BTreeMap<Id, i64>,
    note: Note<'a>,
    viewer: Id,
    operates: bool,
    staffs: bool,
    sees_all_leads: bool,
    names: BTreeMap<Id, String>,
}

async fn filled(app: &App, asked: &Asked, signed: &Signed, note: Note<'_>) -> Result<TeamPage, EngineError> {
    let ledger = app.engine.ledger();
    let roster = app.engine.roster();
    let accounts = engine::account::reads::all(ledger).await?;
    let drawing = Drawing {
        app,
        asked,
        roster: &roster,
        open: engine::team::reads::open_work(ledger).await?,
        note,
        viewer: signed.user,
        operates: is_allowed(app, signed, Act::Operate),
        staffs: is_allowed(app, signed, Act::Staff),
        sees_all_leads: may_see(&roster, signed.user, View::Leads) == Scope::All,
        names: accounts.iter().map(|a| (a.user, a.name.clone())).collect(),
    };
    let rows: Vec<Row> = accounts
        .iter()
        .filter_map(|account| Some(drawing.row(account, roster.active(account.user)?)))
        .collect();
    let on_duty = rows.iter().filter(|row| row.on_duty).count() as u64;
    let rotations = drawing.rotations(&accounts);
    let first = match drawing.operates {
        true => super::first_steps::open(app, asked).await?,
        false => Vec::new(),
    };
    let frame = asked.frame(app, Place::Team);
    Ok(TeamPage {
        on_duty: frame.say_n("team-on-duty", &on_duty),
        frame,
        add: drawing.operates.then(|| drawing.add()),
        members: drawing.staffs.then(|| "/team/members".to_owned()),
        first,
        rows,
        rotations,
        link: match drawing.note {
            Note::Link(link) => Some(link),
            _ => None,
        },
    })
}

impl Drawing<'_> {
    fn words(&self, refusal: &Refusal) -> String {
        refusal_words(&self.asked.frame(self.app, Place::Team), refusal)
    }

    fn row(&self, account: &Account, user: &User) -> Row {
        let words = &self.asked.words;
        let on_leave = user.is_on_leave(self.asked.now);
        let is_rep = user.is(Role::Rep);
        let duty = duty_of(self.app, self.roster, account.user, self.asked.now);
        let said = match (on_leave, user.back_at(self.asked.now)) {
            (true, Some(back)) => {
                let last = when::moment(words, &zone_of(self.app), back - Span(1), self.asked.now);
                words.say_of("team-away-until", &last.shown)
            }
            (true, None) => words.say("team-away"),
            (false, _) if is_rep && duty == Duty::On => words.say("duty-on"),
            (false, _) if is_rep => words.code("duty", duty.code(), &[]),
            (false, _) => words.say("team-here"),
        };
        let roles: Vec<String> = user
            .roles
            .iter()
            .map(|r| words.code("role-name", r.code(), &[]))
            .collect();
        let mut rotations = Vec::new();
        let in_force = self.app.engine.in_force();
        for (name, members) in &self.roster.rotations {
            if let Some(weight) = members.get(&account.user) {
                rotations.push(format!("{} ({weight})", in_force.agreement.rotation_called(name)));
            }
        }
        let id = account.user.show("user");
        let sees = self.sees_all_leads || (self.viewer == account.user && is_rep);
        Row {
            name: account.name.clone(),
            email: account.email.clone(),
            roles: roles.join(", "),
            on_duty: is_rep && duty == Duty::On,
            duty: said,
            open: self
                .open
                .get(&account.user)
                .map_or(0, |n| u64::try_from(*n).unwrap_or_default()),
            list: if sees {
                format!("/scorecard/leads?part=open&owner={id}")
            } else {
                String::new()
            },
            rotations: rotations.join(", "),
            on_leave,
            change: self.change(account.user, &id, user),
            more: super::teammate::href(account.user),
            note: self.note(user),
            id,
        }
    }

    /// What is to be told of somebody beside his duty.
    fn note(&self, user: &User) -> String {
        let words = &self.asked.words;
        let office = |office: Role| words.code("role-name", office.code(), &[]);
        let asked = user.asked.first().map(|open| {
            let values = [("office", office(open.office).into())];
            words.say_with("teammate-office-waits", &values)
        });
        let leaving = user.leaving.map(|_| words.say("teammate-is-leaving"));
        let cover = user.cover.and_then(|cover| self.names.get(&cover));
        let cover = cover.map(|name| words.say_of("teammate-covered-by", name));
        let told: Vec<String> = [leaving, asked, cover].into_iter().flatten().collect();
        told.join(" · ")
    }

    fn change(&self, user: Id, id: &str, of: &User) -> Change {
        let may_leave = self.staffs || user == self.viewer;
        let refused = match &self.note {
            Note::User(who, form, refusal) if *who == user => Some((*form, refusal)),
            _ => None,
        };
        let typed = |name| refused.map_or_else(Field::default, |(form, _)| Field::of(value(form, name)));
        Change {
            open: refused.is_some(),
            problem: refused.map(|(_, refusal)| self.words(refusal)),
            roles: self.operates.then(|| format!("/team/{id}/roles")),
            choices: self.choices(|role| of.is(role)),
            leave: may_leave.then(|| format!("/team/{id}/leave")),
            from: typed("from"),
            until: typed("until"),
            link: self.operates.then(|| format!("/team/{id}/link")),
            let_go: (self.operates && user != self.viewer).then(|| format!("/team/{id}/let-go")),
            token: form_token(self.app),
        }
    }

    fn choices(&self, chosen: impl Fn(Role) -> bool) -> Vec<Choice> {
        let choice = |role: Role| Choice {
            value: role.code().to_owned(),
            label: self.asked.words.code("role-name", role.code(), &[]),
            chosen: chosen(role),
        };
        Role::ALL.into_iter().map(choice).collect()
    }

    fn add(&self) -> Add {
        let token = form_token(self.app);
        let Note::Add(form, refusal) = &self.note else {
            return Add {
                choices: self.choices(|_| false),
                token,
                ..Add::default()
            };
        };
        let words = self.words(refusal);
        let at = refusal.field.as_deref().unwrap_or(match refusal.code {
            "address_taken" => "email",
            _ => "",
        });
        let field = |name: &str| match at == name {
            true => Field::wrong(value(form, name), &words),
            false => Field::of(value(form, name)),
        };
        let typed = roles_of(form);
        Add {
            open: true,
            problem: (!["name", "email", "roles"].contains(&at)).then(|| words.clone()),
            person: field("name"),
            email: field("email"),
            choices: self.choices(|role| typed.contains(&role)),
            roles_wrong: (at == "roles").then(|| words.clone()),
            token,
        }
    }

    fn rotations(&self, accounts: &[Account]) -> Vec<Rotation> {
        let in_force = self.app.engine.in_force();
        let nobody = BTreeMap::new();
        let one = |rule: &rules::agreement::RotationRule| {
            let name = &rule.name;
            let members = self.roster.rotations.get(name).unwrap_or(&nobody);
            let mut rotation = Rotation {
                id: name.clone(),
                name: rule.called().to_owned(),
                problem: match &self.note {
                    Note::Rotation(at, refusal) if *at == name => Some(self.words(refusal)),
                    _ => None,
                },
                ..Rotation::default()
            };
            for account in accounts {
                let (id, name) = (account.user.show("user"), account.name.clone());
                match (members.get(&account.user), self.roster.active(account.user)) {
                    (Some(weight), Some(_)) => rotation.members.push(Member {
                        id,
                        name,
                        weight: *weight,
                    }),
                    (None, Some(user)) if user.is(Role::Rep) => rotation.others.push(Choice {
                        value: id,
                        label: name,
                        chosen: false,
                    }),
                    _ => {}
                }
            }
            rotation
        };
        in_force.agreement.rotations.iter().map(one).collect()
    }
}

/// The one who posts and the user it is about.
fn about<'a>(app: &App, asked: &'a Asked, user: &str) -> Result<(&'a Signed, Id), Box<Response>> {
    let (signed, _) = viewer(app, asked, View::Team, "/team")?;
    let plain = || answer::plain(&asked.frame(app, Place::Team), Kind::NotFound, "/team");
    let user = Id::read("user", user).ok_or_else(|| Box::new(plain()))?;
    Ok((signed, user))
}

/// Asks, and shows a refusal at the user's own forms; what is forbidden is a page of its own.
async fn ask_about(
    app: &App,
    asked: &Asked,
    (signed, user): (&Signed, Id),
    form: &Pairs,
    command: impl Into<Command>,
    flash: &str,
) -> Response {
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(answer) if answer["asked"].as_array().is_some_and(|asked| !asked.is_empty()) => {
            onwards("/team", Some("flash-office-asked"))
        }
        Ok(_) => onwards("/team", Some(flash)),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(app, asked, signed, Note::User(user, form, refusal)).await
        }
        Err(error) => answer::error(app, asked, &error, "/team"),
    }
}

fn is_shown_here(refusal: &Refusal) -> bool {
    use rules::refusal::No;
    matches!(refusal.no, No::Invalid | No::Conflict)
}

async fn add(State(app): State<App>, asked: Asked, axum::Form(form): axum::Form<Pairs>) -> Response {
    let signed = match viewer(&app, &asked, View::Team, "/team") {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let name = value(&form, "name").to_owned();
    let command = OfTeam::AddUser {
        name: name.clone(),
        email: value(&form, "email").to_owned(),
        roles: roles_of(&form),
    };
    let ask = ask_id(value(&form, "ask"));
    match app.engine.ask(ask, Actor::User(signed.user), command).await {
        Ok(answer) => {
            let user = answer["user"].as_str().and_then(|text| Id::read("user", text));
            match user {
                Some(user) => linked(&app, &asked, signed, user, name).await,
                None => onwards("/team", None),
            }
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(&app, &asked, signed, Note::Add(&form, refusal)).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/team"),
    }
}

/// Makes a link and shows it: only its hash is kept, so this is the one time.
async fn linked(app: &App, asked: &Asked, signed: &Signed, user: Id, name: String) -> Response {
    let secret = new_secret(&app.engine);
    let command = OfAccount::MakeLink {
        user: Some(user),
        hash: hash_secret(&secret),
        until: asked.now + LINK_LASTS,
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => {
            let url = format!("{}/set-up/{secret}", app.shown.public_url);
            draw(app, asked, signed, Note::Link(Link { name, url })).await
        }
        Err(error) => answer::error(app, asked, &error, "/team"),
    }
}

async fn link(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    if app.engine.roster().active(user).is_none() {
        return answer::plain(&asked.frame(&app, Place::Team), Kind::NotFound, "/team");
    }
    match engine::account::reads::by_user(app.engine.ledger(), user).await {
        Ok(known) => {
            let name = known.map(|account| account.name).unwrap_or_default();
            linked(&app, &asked, signed, user, name).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/team"),
    }
}

async fn roles(
    State(app): State<App>,
    asked: Asked,
    Path(user): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let command = OfTeam::SetRoles {
        user,
        roles: roles_of(&form),
    };
    ask_about(&app, &asked, (signed, user), &form, command, "flash-roles-set").await
}

/// The first instant of a day in the calendar's zone.
fn day_start(app: &App, date: Date) -> Option<Instant> {
    let start = date.to_zoned(zone_of(app)).ok()?;
    Some(Instant(start.timestamp().as_microsecond()))
}

/// From and until as instants: the last day of leave is away too.
fn leave_days(app: &App, now: Instant, form: &Pairs) -> Result<(Option<Instant>, Option<Instant>), Refusal> {
    let read = |name: &str| match value(form, name) {
        "" => Ok(None),
        text => text
            .parse::<Date>()
            .map(Some)
            .map_err(|_| Refusal::invalid("date", name)),
    };
    let (from, until) = (read("from")?, read("until")?);
    let from = match from {
        Some(date) => day_start(app, date),
        None => Some(now),
    };
    let until = until.and_then(|date| day_start(app, date.tomorrow().ok()?));
    Ok((from, until))
}

async fn leave(
    State(app): State<App>,
    asked: Asked,
    Path(user): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    if value(&form, "leave") == "off" {
        return match crate::server::account::back_now(&app, signed.user, user, asked.now).await {
            Ok(()) => onwards("/team", Some("flash-leave-over")),
            Err(error) => answer::error(&app, &asked, &error, "/team"),
        };
    }
    match leave_days(&app, asked.now, &form) {
        Ok((from, until)) => {
            let command = OfDuty::SetLeave { user, from, until };
            ask_about(&app, &asked, (signed, user), &form, command, "flash-leave-set").await
        }
        Err(refusal) => draw(&app, &asked, signed, Note::User(user, &form, refusal)).await,
    }
}

async fn let_go(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let command = OfTeam::LetGo { user };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards("/team", Some("flash-let-go")),
        // what depends on him moves first: there it can be done
        Err(EngineError::Refused(refusal)) if refusal.code == "still_has_handoffs" => {
            onwards(&super::teammate::href(user), None)
        }
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(&app, &asked, signed, Note::User(user, &Vec::new(), refusal)).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/team"),
    }
}

async fn member(State(app): State<App>, asked: Asked, axum::Form(form): axum::Form<Pairs>) -> Response {
    let user = value(&form, "user").to_owned();
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let rotation = value(&form, "rotation");
    let asking = value(&form, "weight").parse::<u8>().map(|weight| OfTeam::SetMember {
        rotation: rotation.to_owned(),
        user,
        weight,
    });
    let Ok(command) = asking else {
        let refusal = Refusal::invalid("weight", "weight").with("max", rules::routing::WEIGHT_MAX);
        return draw(&app, &asked, signed, Note::Rotation(rotation, refusal)).await;
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => onwards("/team", Some("flash-member-set")),
        Err(EngineError::Refused(refusal)) if is_shown_here(&refusal) => {
            draw(&app, &asked, signed, Note::Rotation(rotation, refusal)).await
        }
        Err(error) => answer::error(&app, &asked, &error, "/team"),
    }
}
