//! `/rotations`: each rotation with its rule in words, its members, whose turn it is, and what came of it of late; members
//! and weights are changed here, and a change can be undone.

use super::{Pairs, out, rota, user_id, value};
use crate::agreed::{Saying, clause};
use crate::frame::Place;
use crate::screens::rotations::{Member, Rotation, RotationsPage, Undo};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
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
use rules::ask::Command;
use rules::fact::{Actor, Role};
use rules::fields::Registry;
use rules::refusal::{No, Refusal};
use rules::roster::{Act, Duty, Roster, Scope, View, may_see};
use rules::routing::{FULL_TURN, Turns, WEIGHT_MAX};
use rules::scorecard::Share;
use rules::{Id, Instant, Span};
use serde::Deserialize;
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

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    rotation: String,
    user: String,
    before: String,
}

async fn shown(State(app): State<App>, asked: Asked, Query(choosing): Query<Choosing>) -> Response {
    match viewer(&app, &asked, View::Team, HREF) {
        Ok((signed, _)) => draw(&app, &asked, signed, &choosing, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    choosing: &Choosing,
    refused: Option<(&str, Refusal)>,
) -> Response {
    let status = match refused.as_ref().map(|(_, refusal)| refusal.no) {
        None => StatusCode::OK,
        Some(No::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, signed, choosing, refused).await {
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
    choosing: &Choosing,
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
        let at = rotations.iter_mut().find(|rotation| rotation.name == name);
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
        undo: drawing.undo(choosing),
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
        let others = self
            .roster
            .users
            .iter()
            .filter(|(id, user)| user.is_active() && user.is(Role::Rep) && !members.contains_key(id));
        Rotation {
            name: rule.name.clone(),
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
                .map(|(user, weight)| self.member(rule, (*user, *weight), duty(*user)))
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

    fn member(&self, rule: &RotationRule, (user, weight): (Id, u8), duty: Duty) -> Member {
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
            turn: self.turn(&rule.name, user),
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

    /// "next", or how many picks of weight 1 behind the lowest member of the rotation.
    fn turn(&self, rotation: &str, user: Id) -> String {
        let turns = self.turns.get(rotation).cloned().unwrap_or_default();
        let members = self.roster.rotations.get(rotation);
        let lowest = members
            .into_iter()
            .flat_map(|m| m.keys())
            .map(|user| turns.place(*user))
            .min();
        let behind = turns.place(user) - lowest.unwrap_or(0);
        match behind {
            0 => self.asked.words.say("rotations-next"),
            _ => format!("+{:.2}", behind as f64 / FULL_TURN as f64),
        }
    }

    fn undo(&self, choosing: &Choosing) -> Option<Undo> {
        let user = user_id(&choosing.user)?;
        let before: u8 = choosing.before.parse().ok().filter(|weight| *weight <= WEIGHT_MAX)?;
        let now = self
            .roster
            .rotations
            .get(&choosing.rotation)
            .and_then(|members| members.get(&user));
        let now = now.copied().unwrap_or(0);
        let values = [
            ("who", self.name(user).into()),
            ("rotation", choosing.rotation.as_str().into()),
            ("weight", i64::from(now).into()),
        ];
        let key = if now == 0 {
            "rotations-out-now"
        } else {
            "rotations-weight-now"
        };
        (now != before).then(|| Undo {
            said: self.asked.words.say_with(key, &values),
            rotation: choosing.rotation.clone(),
            user: choosing.user.clone(),
            weight: before,
        })
    }
}

async fn member(State(app): State<App>, asked: Asked, axum::Form(form): axum::Form<Pairs>) -> Response {
    let signed = match viewer(&app, &asked, View::Team, HREF) {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let (rotation, user) = (value(&form, "rotation"), value(&form, "user"));
    let before = user_id(user).and_then(|user| app.engine.roster().rotations.get(rotation)?.get(&user).copied());
    let command = match (user_id(user), value(&form, "weight").parse::<u8>()) {
        (Some(user), Ok(weight)) => Ok(Command::SetMember {
            rotation: rotation.to_owned(),
            user,
            weight,
        }),
        (None, _) => Err(Refusal::not_found("no_such_user")),
        (_, Err(_)) => Err(Refusal::invalid("weight", "weight").with("max", WEIGHT_MAX)),
    };
    let done = match command {
        Ok(command) => app.engine.ask(None, Actor::User(signed.user), command).await,
        Err(refusal) => Err(EngineError::Refused(refusal)),
    };
    match done {
        Ok(_) => {
            let (rotation, user, before) = (in_query(rotation), in_query(user), before.unwrap_or(0));
            onwards(&format!("{HREF}?rotation={rotation}&user={user}&before={before}"), None)
        }
        Err(EngineError::Refused(refusal)) if refusal.no != No::Forbidden => {
            draw(&app, &asked, signed, &Choosing::default(), Some((rotation, refusal))).await
        }
        Err(error) => answer::error(&app, &asked, &error, HREF),
    }
}
