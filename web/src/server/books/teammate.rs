//! `/team/{user}`: one of the team: the cover, what depends on him and how he leaves, a head's office.

use super::{ask_id, form_token, is_allowed, names, viewer};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::teammate::{Choosing, Left, Moving, Office, TeammatePage, Went};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::{App, when, zone_of};
use crate::shapes::Choice;
use crate::words::{Words, number};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use engine::leaver::{Depending, depending};
use engine::slices::{Doing, Progress, of_act};
use rules::ask::OfTeam;
use rules::fact::{Actor, Role};
use rules::refusal::{No, Refusal};
use rules::roster::{Act, Named, Open, Roster, Scope, User, View, may_see};
use rules::{Id, Instant};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/team/{user}", get(shown))
        .route("/team/{user}/cover", post(cover))
        .route("/team/{user}/move-out", post(move_out))
        .route("/team/{user}/office", post(office))
}

/// Where one of the team is shown.
pub(super) fn href(user: Id) -> String {
    format!("/team/{}", user.show("user"))
}

/// What his forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    ask: String,
    cover: String,
    to: String,
    office: String,
    consent: String,
}

async fn shown(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    match about(&app, &asked, &user) {
        Ok((signed, user)) => draw(&app, &asked, signed, user, None).await,
        Err(answer) => *answer,
    }
}

/// The one who looks and the one of the team it is about.
fn about<'a>(app: &App, asked: &'a Asked, user: &str) -> Result<(&'a Signed, Id), Box<Response>> {
    let (signed, _) = viewer(app, asked, View::Team, "/team")?;
    // whoever left keeps his address: it says what became of his work
    let known = Id::read("user", user).filter(|user| app.engine.roster().users.contains_key(user));
    let plain = || Box::new(answer::plain(&asked.frame(app, Place::Team), Kind::NotFound, "/team"));
    Ok((signed, known.ok_or_else(plain)?))
}

async fn draw(app: &App, asked: &Asked, signed: &Signed, user: Id, refused: Option<&Refusal>) -> Response {
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, signed, user, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/team"),
    }
}

/// What the parts of the page are drawn from.
struct Drawing<'a> {
    app: &'a App,
    asked: &'a Asked,
    signed: &'a Signed,
    roster: &'a Roster,
    names: BTreeMap<Id, String>,
    user: Id,
}

async fn filled(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    user: Id,
    refused: Option<&Refusal>,
) -> Result<TeammatePage, EngineError> {
    let roster = app.engine.roster();
    let nobody = User::default();
    let known = roster.users.get(&user).unwrap_or(&nobody);
    let found = depending(app.engine.ledger(), user).await?;
    let act = match known.leaving {
        Some(act) => of_act(&app.engine, act).await?,
        None => None,
    };
    let drawing = Drawing {
        app,
        asked,
        signed,
        roster: &roster,
        names: names(app).await?,
        user,
    };
    let frame = asked.frame(app, Place::Team);
    Ok(TeammatePage {
        problem: refused.map(|refusal| refusal_words(&frame, refusal)),
        frame,
        name: drawing.name(Some(user)),
        history: format!("{}/history", href(user)),
        roles: roles(&asked.words, known),
        left: known.left_at.map(|at| drawing.left(at, act.as_ref())),
        cover: drawing.cover(known),
        covering: drawing.covering(known),
        depends: drawing.depends(found),
        kinds: kinds(&asked.words, found),
        leaving: drawing.leaving(known),
        moving: act.filter(|_| known.is_active()).map(|act| drawing.moving(&act)),
        offices: drawing.offices(known),
    })
}

fn roles(words: &Words, user: &User) -> String {
    let said = user.roles.iter().map(|role| words.code("role-name", role.code(), &[]));
    said.collect::<Vec<_>>().join(", ")
}

fn kinds(words: &Words, found: Depending) -> Vec<String> {
    let all = [
        ("teammate-open", found.open),
        ("teammate-held", found.held),
        ("teammate-returns", found.returns),
        ("teammate-deals", found.deals),
    ];
    let some = all.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(key, count)| words.say_n(key, count)).collect()
}

impl Drawing<'_> {
    fn name(&self, user: Option<Id>) -> String {
        let known = user.and_then(|user| self.names.get(&user).cloned());
        known.unwrap_or_else(|| self.asked.words.say("teammate-at-machine"))
    }

    fn may(&self, act: Act) -> bool {
        is_allowed(self.app, self.signed, act)
    }

    fn cover(&self, user: &User) -> String {
        match user.cover {
            Some(cover) => self.asked.words.say_of("teammate-cover-is", &self.name(Some(cover))),
            None => self.asked.words.say("teammate-cover-none"),
        }
    }

    /// Everybody else who takes leads and stays.
    fn others(&self, chosen: Option<Id>, nobody: &str) -> Vec<Choice> {
        let takes = |user: &User| user.is(Role::Rep) || user.is(Role::SalesManager);
        let stays = |user: &User| user.is_active() && user.leaving.is_none() && takes(user);
        let others = self
            .roster
            .users
            .iter()
            .filter(|(id, user)| **id != self.user && stays(user));
        let none = Choice {
            value: String::new(),
            label: self.asked.words.say(nobody),
            chosen: chosen.is_none(),
        };
        let one = |id: &Id| Choice {
            value: id.show("user"),
            label: self.name(Some(*id)),
            chosen: chosen == Some(*id),
        };
        let mut all = vec![none];
        all.extend(others.map(|(id, _)| one(id)));
        all
    }

    fn covering(&self, user: &User) -> Option<Choosing> {
        let own = self.signed.user == self.user && self.may(Act::LeaveOwn);
        (user.is_active() && (own || self.may(Act::Cover))).then(|| Choosing {
            action: format!("{}/cover", href(self.user)),
            choices: self.others(user.cover, "teammate-cover-nobody"),
            token: String::new(),
        })
    }

    fn depends(&self, found: Depending) -> String {
        let name = self.name(Some(self.user));
        if found.all() == 0 {
            return self.asked.words.say_of("teammate-depends-nothing", &name);
        }
        let values = [
            ("name", name.into()),
            ("all", found.all().into()),
            ("shown", number(found.all()).into()),
        ];
        self.asked.words.say_with("teammate-depends", &values)
    }

    fn leaving(&self, user: &User) -> Option<Choosing> {
        let may = self.may(Act::Operate) && self.signed.user != self.user;
        (may && user.is_active() && user.leaving.is_none()).then(|| Choosing {
            action: format!("{}/move-out", href(self.user)),
            choices: self.others(None, "teammate-to-rotation"),
            token: form_token(self.app),
        })
    }

    fn moving(&self, act: &Progress) -> Moving {
        let depend = match act.doing {
            Doing::MoveOut { depend, .. } => depend,
            Doing::Apply { .. } => 0,
        };
        let of = depend.max(act.things);
        let values = [("moved", number(act.things).into()), ("of", number(of).into())];
        let key = match act.slices {
            0 => "teammate-moving-begins",
            _ => "teammate-moving",
        };
        Moving {
            said: self.asked.words.say_with(key, &values),
            moved: act.things,
            of: of.max(1),
            since: when::moment(&self.asked.words, &zone_of(self.app), act.begun_at, self.asked.now),
        }
    }

    /// That he left, and what moved where.
    fn left(&self, at: Instant, act: Option<&Progress>) -> Left {
        let at = when::moment(&self.asked.words, &zone_of(self.app), at, self.asked.now);
        let moved = act.map_or(0, |act| act.things);
        let sees = may_see(self.roster, self.signed.user, View::Leads) == Scope::All;
        let went = act.into_iter().flat_map(|act| &act.went);
        let line = |moved: &rules::fact::Went| Went {
            to: match moved.to {
                Some(user) => self.name(Some(user)),
                None => self.asked.words.say("teammate-went-rotation"),
            },
            things: self.asked.words.say_n("teammate-things", u64::from(moved.things)),
            list: match moved.to {
                Some(user) if sees => format!("/scorecard/leads?part=open&owner={}", user.show("user")),
                _ => String::new(),
            },
        };
        Left {
            moved: match moved {
                0 => self.asked.words.say("teammate-moved-nothing"),
                _ => self.asked.words.say_n("teammate-moved-all", moved),
            },
            went: went.map(line).collect(),
            at,
        }
    }

    fn offices(&self, user: &User) -> Vec<Office> {
        let held = user.named.iter().rev().filter(|named| user.is(named.office));
        let mut all: Vec<Office> = Vec::new();
        for named in held {
            if all.iter().all(|office| office.code != named.office.code()) {
                all.push(self.held(named));
            }
        }
        all.extend(user.asked.iter().map(|open| self.open(open)));
        all
    }

    fn held(&self, named: &Named) -> Office {
        let at = when::moment(&self.asked.words, &zone_of(self.app), named.at, self.asked.now).shown;
        let key = match named.consent {
            Some(_) => "teammate-named-consent",
            None => "teammate-named",
        };
        let values = [
            (
                "office",
                self.asked.words.code("role-name", named.office.code(), &[]).into(),
            ),
            ("by", self.name(named.by).into()),
            ("head", self.name(named.consent).into()),
            ("at", at.into()),
        ];
        Office {
            said: self.asked.words.say_with(key, &values),
            code: named.office.code().to_owned(),
            answer: String::new(),
        }
    }

    fn open(&self, open: &Open) -> Office {
        let key = if open.give {
            "teammate-asked-give"
        } else {
            "teammate-asked-take"
        };
        let values = [
            (
                "office",
                self.asked.words.code("role-name", open.office.code(), &[]).into(),
            ),
            ("by", self.name(open.by).into()),
        ];
        Office {
            said: self.asked.words.say_with(key, &values),
            code: open.office.code().to_owned(),
            answer: match self.may(Act::Consent) {
                true => format!("{}/office", href(self.user)),
                false => String::new(),
            },
        }
    }
}

/// Asks, and shows a refusal on the page; what is forbidden is a page of its own.
async fn ask(
    app: &App,
    asked: &Asked,
    (signed, user): (&Signed, Id),
    (id, command): (Option<Id>, OfTeam),
    flash: &str,
) -> Response {
    match app.engine.ask(id, Actor::User(signed.user), command).await {
        Ok(_) => onwards(&href(user), Some(flash)),
        Err(EngineError::Refused(refusal)) if matches!(refusal.no, No::Invalid | No::Conflict) => {
            draw(app, asked, signed, user, Some(&refusal)).await
        }
        Err(error) => answer::error(app, asked, &error, &href(user)),
    }
}

async fn cover(State(app): State<App>, asked: Asked, Path(user): Path<String>, Form(form): Form<Typed>) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let cover = Id::read("user", &form.cover);
    let command = OfTeam::SetCover { user, cover };
    ask(&app, &asked, (signed, user), (None, command), "flash-cover-set").await
}

async fn move_out(State(app): State<App>, asked: Asked, Path(user): Path<String>, Form(form): Form<Typed>) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let to = Id::read("user", &form.to);
    let command = OfTeam::MoveOut { user, to };
    let asking = (ask_id(&form.ask), command);
    ask(&app, &asked, (signed, user), asking, "flash-move-out").await
}

async fn office(State(app): State<App>, asked: Asked, Path(user): Path<String>, Form(form): Form<Typed>) -> Response {
    let (signed, user) = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let Some(office) = Role::read(&form.office) else {
        return answer::plain(&asked.frame(&app, Place::Team), Kind::NotFound, &href(user));
    };
    let consent = form.consent == "yes";
    let flash = if consent {
        "flash-office-given"
    } else {
        "flash-office-declined"
    };
    let command = OfTeam::AnswerOffice { user, office, consent };
    ask(&app, &asked, (signed, user), (None, command), flash).await
}
