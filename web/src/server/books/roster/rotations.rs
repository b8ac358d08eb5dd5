//! `/rotations`: each rotation with its rule in words, its members, whose turn it is, and what came of it of late; members
//! and weights are changed here, and a change can be undone.

use super::{Pairs, out, rota, user_id, value};
use crate::agreed::{Saying, clause};
use crate::frame::Place;
use crate::screens::rotations::{Member, Rotation, RotationsPage};
use crate::server::App;
use crate::server::answer::{self, onwards_said, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{in_query, is_allowed, names, viewer};
use crate::shapes::Choice;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use engine::rotation::reads::{Handed, LOOKED_AT_MAX, handed, turns};
use rules::agreement::{Agreement, RotationRule};
use rules::ask::OfTeam;
use rules::fact::{Actor, Role};
use rules::fields::Registry;
use rules::refusal::{No, Refusal};
use rules::roster::{Act, Duty, Roster, Scope, View, may_see};
use rules::routing::next::next_up;
use rules::routing::{FULL_TURN, Turns, WEIGHT_MAX};
use rules::scorecard::Share;
use rules::{Id, Instant, Span};
use std::collections::BTreeMap;

/// The page's address.
pub(super) const HREF: &str = "/rotations";
/// Open time in which a lead is tried first, for the share beside each member.
pub const TRIED_WITHIN: Span = Span::minutes(15);
/// The windows that are counted, in days.
pub const WINDOWS: [i64; 2] = [30, 90];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(HREF, get(shown))
        .route("/rotations/members", post(member))
}

/// What of a member's leads is counted, in each of the two windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Picks of the rotation.
    pub picks: [i64; 2],
    /// Given back, the lead being the cause.
    pub given: [i64; 2],
    /// Came by ownership, before any rotation.
    pub owner_first: [i64; 2],
    /// Moved by hand.
    pub moved: [i64; 2],
    /// Tried first within [`TRIED_WITHIN`] of open time, over the longer window.
    pub tried: Share,
}

/// Counts what was handed over, by rotation and owner.
pub fn counted(agreement: &Agreement, handed: &[Handed], now: Instant) -> BTreeMap<(String, Id), Counted> {
    let mut found: BTreeMap<(String, Id), Counted> = BTreeMap::new();
    for one in handed {
        let Some(owner) = one.owner else { continue };
        let of = found.entry((one.rotation.clone(), owner)).or_default();
        for (at, _) in WINDOWS
            .iter()
            .enumerate()
            .filter(|(_, days)| one.trigger >= now - Span::days(**days))
        {
            match one.cause.as_str() {
                "rotation" => of.picks[at] += 1,
                "moved" => of.moved[at] += 1,
                "fallback" => {}
                _ => of.owner_first[at] += 1,
            }
            of.given[at] += i64::from(one.given_back);
        }
        let rule = agreement.rotation_named(&one.rotation);
        let waited = |until: Instant| match rule.and_then(|rule| agreement.calendar_of(rule)) {
            Some(calendar) => calendar.business(one.trigger, until),
            None => until - one.trigger,
        };
        // a lead counts once its time is over or it was tried
        if one.tried.is_some() || waited(now) >= TRIED_WITHIN {
            of.tried.of += 1;
            of.tried.part += i64::from(one.tried.is_some_and(|tried| waited(tried) <= TRIED_WITHIN));
        }
    }
    found
}

async fn shown(State(app): State<App>, asked: Asked) -> Response {
    match viewer(&app, &asked, View::Team, HREF) {
        Ok((signed, _)) => draw(&app, &asked, signed, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, signed: &Signed, refused: Option<(&str, Refusal)>) -> Response {
    let status = match refused.as_ref().map(|(_, refusal)| refusal.no) {
        None => StatusCode::OK,
        Some(No::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, signed, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/team"),
    }
}

/// What every rotation needs.
struct Drawing<'a> {
    app: &'a App,
    asked: &'a Asked,
    agreement: &'a Agreement,
    roster: &'a Roster,
    names: &'a BTreeMap<Id, String>,
    fields: Registry,
    open: BTreeMap<Id, i64>,
    turns: BTreeMap<String, Turns>,
    counted: BTreeMap<(String, Id), Counted>,
    sees_all: bool,
    viewer: Id,
}

async fn filled(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    refused: Option<(&str, Refusal)>,
) -> Result<RotationsPage, EngineError> {
    let (ledger, roster, in_force) = (app.engine.ledger(), app.engine.roster(), app.engine.in_force());
    let looked = handed(ledger, asked.now - Span::days(WINDOWS[1])).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        app,
        asked,
        agreement: &in_force.agreement,
        roster: &roster,
        names: &names,
        fields: app.engine.fields().registry_of_all(),
        open: engine::team::reads::open_work(ledger).await?,
        turns: turns(ledger).await?,
        counted: counted(&in_force.agreement, &looked, asked.now),
        sees_all: may_see(&roster, signed.user, View::Leads) == Scope::All,
        viewer: signed.user,
    };
    let frame = asked.frame(app, Place::Team);
    let rules = in_force.agreement.rotations.iter().enumerate();
    let mut rotations: Vec<Rotation> = rules.map(|(at, rule)| drawing.rotation(at, rule)).collect();
    if let Some((name, refusal)) = refused {
        let words = refusal_words(&frame, &refusal);
        let at = rotations.iter_mut().find(|rotation| rotation.id == name);
        if let Some(rotation) = at {
            rotation.problem = Some(words);
        }
    }
    let about = match looked.len() < LOOKED_AT_MAX {
        true => asked.words.say("rotations-about"),
        false => asked.words.say("rotations-about-newest"),
    };
    Ok(RotationsPage {
        about,
        out: out::shown(app, asked, signed.user, HREF).await?,
        rotations,
        changes: is_allowed(app, signed, Act::Staff),
        trials: super::trial::offered(app, asked),
        frame,
    })
}

/// "4 · 11": in 30 days, in 90.
fn both(of: [i64; 2]) -> String {
    format!("{} · {}", of[0], of[1])
}

impl Drawing<'_> {
    fn name(&self, user: Id) -> String {
        self.names.get(&user).cloned().unwrap_or_default()
    }

    fn rotation(&self, at: usize, rule: &RotationRule) -> Rotation {
        let (words, agreement) = (&self.asked.words, self.agreement);
        let say = Saying {
            words,
            fields: &self.fields,
        };
        let said = match rule.when.always() {
            true if at == 0 => words.say("rotations-rule-all"),
            true => words.say("rotations-rule-rest"),
            false => words.say_of("rotations-rule", &clause(&say, &rule.when)),
        };
        let values = [
            ("calendar", rule.calendar.as_str().into()),
            ("open", i64::from(rule.open_work_max).into()),
            ("fallback", words.code("role-name", &rule.fallback, &[]).into()),
        ];
        let calendar = agreement.calendar_of(rule);
        let nobody = BTreeMap::new();
        let members = self.roster.rotations.get(&rule.name).unwrap_or(&nobody);
        let duty = |user: Id| self.roster.duty(&rule.name, calendar, user, self.asked.now);
        let on: Vec<String> = members
            .keys()
            .filter(|user| duty(**user) == Duty::On)
            .map(|user| self.name(*user))
            .collect();
        let next = self.next(rule);
        let others = self
            .roster
            .users
            .iter()
            .filter(|(id, user)| user.is_active() && user.is(Role::Rep) && !members.contains_key(id));
        Rotation {
            id: rule.name.clone(),
            name: rule.called().to_owned(),
            place: at + 1,
            rule: said,
            terms: words.say_with("rotations-terms", &values),
            now: match on.is_empty() {
                true => words.say("rotations-nobody"),
                false => words.say_of("rota-on-now", &on.join(", ")),
            },
            rota: rota::href(&rule.name),
            members: members
                .iter()
                .map(|(user, weight)| self.member(rule, (*user, *weight), (duty(*user), next)))
                .collect(),
            others: others
                .map(|(id, _)| Choice {
                    value: id.show("user"),
                    label: self.name(*id),
                    chosen: false,
                })
                .collect(),
            problem: None,
        }
    }

    fn member(&self, rule: &RotationRule, (user, weight): (Id, u8), (duty, next): (Duty, Option<Id>)) -> Member {
        let words = &self.asked.words;
        let id = user.show("user");
        let of = self
            .counted
            .get(&(rule.name.clone(), user))
            .copied()
            .unwrap_or_default();
        let open = self.open.get(&user).copied().unwrap_or(0);
        let values = [("open", open.into()), ("max", i64::from(rule.open_work_max).into())];
        let sees = self.sees_all || self.viewer == user;
        let values_tried = [
            (
                "percent",
                (of.tried.part * 100).checked_div(of.tried.of).unwrap_or(0).into(),
            ),
            ("of", of.tried.of.into()),
        ];
        Member {
            name: self.name(user),
            href: format!("/team/{id}/history"),
            weight,
            on: duty == Duty::On,
            duty: match duty {
                Duty::On => words.say("duty-on"),
                other => words.code("duty", other.code(), &[]),
            },
            out: out::out_said(self.app, words, self.names, user, self.asked.now).unwrap_or_default(),
            turn: self.turn(rule, user, next),
            open: words.say_with("rotations-open", &values),
            open_list: match sees && open > 0 {
                true => format!("/scorecard/leads?part=open&owner={id}"),
                false => String::new(),
            },
            picks: both(of.picks),
            given: both(of.given),
            owner_first: both(of.owner_first),
            moved: both(of.moved),
            tried: match of.tried.of {
                0 => "–".to_owned(),
                _ => words.say_with("rotations-tried-of", &values_tried),
            },
            id,
        }
    }

    /// Who gets the next lead is "next", one of them; the rest stand as many picks of weight 1 behind him as they are.
    fn turn(&self, rule: &RotationRule, user: Id, next: Option<Id>) -> String {
        let turns = self.turns.get(&rule.name).cloned().unwrap_or_default();
        let Some(first) = next else { return "–".to_owned() };
        let behind = turns.place(user) - turns.place(first);
        match behind {
            _ if user == first => self.asked.words.say("rotations-next"),
            ..=0 => self.asked.words.say("rotations-level"),
            _ => format!("+{:.2}", behind as f64 / FULL_TURN as f64),
        }
    }

    fn next(&self, rule: &RotationRule) -> Option<Id> {
        let turns = self.turns.get(&rule.name).cloned().unwrap_or_default();
        let standing = (&turns, &self.open);
        next_up(self.agreement, rule, self.roster, standing, self.asked.now)
    }
}

/// What a change of weight did, in words.
async fn weight_said(app: &App, asked: &Asked, rotation: &str, user: Id, weight: u8) -> String {
    let names = names(app).await.unwrap_or_default();
    let in_force = app.engine.in_force();
    let values = [
        ("who", names.get(&user).cloned().unwrap_or_default().into()),
        ("rotation", in_force.agreement.rotation_called(rotation).into()),
        ("weight", i64::from(weight).into()),
    ];
    let key = match weight {
        0 => "rotations-out-now",
        _ => "rotations-weight-now",
    };
    asked.words.say_with(key, &values)
}

async fn member(
    State(app): State<App>,
    asked: Asked,
    Query(carried): Query<Pairs>,
    axum::Form(mut form): axum::Form<Pairs>,
) -> Response {
    // an undo is posted with everything in its address
    form.extend(carried);
    let signed = match viewer(&app, &asked, View::Team, HREF) {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let rotation = value(&form, "rotation");
    let (user, weight) = match (user_id(value(&form, "user")), value(&form, "weight").parse::<u8>()) {
        (Some(user), Ok(weight)) => (user, weight),
        (None, _) => return refused(&app, &asked, signed, rotation, Refusal::not_found("no_such_user")).await,
        (_, Err(_)) => {
            let refusal = Refusal::invalid("weight", "weight").with("max", WEIGHT_MAX);
            return refused(&app, &asked, signed, rotation, refusal).await;
        }
    };
    let before = app
        .engine
        .roster()
        .rotations
        .get(rotation)
        .and_then(|of| of.get(&user).copied());
    let (before, name) = (before.unwrap_or(0), rotation.to_owned());
    let command = OfTeam::SetMember {
        rotation: name,
        user,
        weight,
    };
    match app.engine.ask(None, Actor::User(signed.user), command).await {
        Ok(_) => {
            let (of, who) = (in_query(rotation), user.show("user"));
            let undo = match before == weight {
                true => String::new(),
                false => format!("{HREF}/members?rotation={of}&user={who}&weight={before}"),
            };
            let said = weight_said(&app, &asked, rotation, user, weight).await;
            onwards_said(HREF, &said, &undo)
        }
        Err(EngineError::Refused(refusal)) if refusal.no != No::Forbidden => {
            refused(&app, &asked, signed, rotation, refusal).await
        }
        Err(error) => answer::error(&app, &asked, &error, HREF),
    }
}

async fn refused(app: &App, asked: &Asked, signed: &Signed, rotation: &str, refusal: Refusal) -> Response {
    draw(app, asked, signed, Some((rotation, refusal))).await
}
