//! `/team/{user}/history`: one of the team with his duty, rotations and own hours, and who changed what of it when.

use super::{Pairs, clock, leave, read_clock, rota, user_id, value};
use crate::frame::Place;
use crate::screens::error::Kind;
use crate::screens::teammate_history::{Day, HistoryPage, Hours, Line};
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{is_allowed, names, viewer};
use crate::server::{App, duty_of, when, zone_of};
use crate::shapes::Field;
use crate::words::{Said, Words};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::EngineError;
use rules::Id;
use rules::agreement::Agreement;
use rules::ask::OfDuty;
use rules::fact::{Actor, Body, DutySwapped, Fact, Role, Stretch, Subject};
use rules::refusal::{No, Refusal};
use rules::roster::{Act, Duty, View};
use std::collections::BTreeMap;

/// Most changes shown.
const LINES_MAX: usize = 200;
/// Most pages of the roster's facts read.
const PAGES_MAX: usize = 50;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/team/{user}/history", get(shown))
        .route("/team/{user}/hours", post(hours))
}

fn href(user: Id) -> String {
    format!("/team/{}/history", user.show("user"))
}

fn about<'a>(app: &App, asked: &'a Asked, user: &str) -> Result<(&'a Signed, Id), Box<Response>> {
    let (signed, _) = viewer(app, asked, View::Team, "/team")?;
    let known = user_id(user).filter(|user| app.engine.roster().users.contains_key(user));
    let plain = || Box::new(answer::plain(&asked.frame(app, Place::Team), Kind::NotFound, "/team"));
    Ok((signed, known.ok_or_else(plain)?))
}

async fn shown(State(app): State<App>, asked: Asked, Path(user): Path<String>) -> Response {
    match about(&app, &asked, &user) {
        Ok(of) => draw(&app, &asked, of, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, of: (&Signed, Id), refused: Option<(&Pairs, Refusal)>) -> Response {
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, of, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => answer::error(app, asked, &error, "/team"),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    (signed, user): (&Signed, Id),
    refused: Option<(&Pairs, Refusal)>,
) -> Result<HistoryPage, EngineError> {
    let (roster, names, words) = (app.engine.roster(), names(app).await?, &asked.words);
    let staffs = is_allowed(app, signed, Act::Staff);
    let known = roster.users.get(&user).cloned().unwrap_or_default();
    let duty = duty_of(app, &roster, user, asked.now);
    let frame = asked.frame(app, Place::Team);
    let week = known.hours.as_ref().map(|hours| hours.week.clone()).unwrap_or_default();
    let in_force = app.engine.in_force();
    let rotations = roster.rotations.iter().filter_map(|(name, members)| {
        let weight = members.get(&user)?;
        let values = [
            ("rotation", in_force.agreement.rotation_called(name).into()),
            ("weight", i64::from(*weight).into()),
        ];
        Some((words.say_with("history-rotation", &values), rota::href(name)))
    });
    let telling = Telling {
        words,
        names: &names,
        agreement: &in_force.agreement,
        user,
    };
    let lines = telling.lines(app, asked).await?;
    let own = signed.user == user;
    let active = known.is_active();
    Ok(HistoryPage {
        name: names.get(&user).cloned().unwrap_or_default(),
        roles: telling.roles(&known.roles),
        on: duty == Duty::On,
        duty: match duty {
            Duty::On => words.say("duty-on"),
            other => words.code("duty", other.code(), &[]),
        },
        hours_said: match known.hours.as_ref() {
            Some(hours) => week_said(words, &hours.week, &hours.zone),
            None => words.say("hours-none"),
        },
        rotations: rotations.collect(),
        leave: match (own || staffs) && active {
            true => leave::href(user),
            false => String::new(),
        },
        problem: refused.as_ref().map(|(_, refusal)| refusal_words(&frame, refusal)),
        hours: (staffs && active).then(|| {
            let zone = known.hours.as_ref().map(|hours| hours.zone.clone());
            let zone = zone.unwrap_or_else(|| zone_of(app).iana_name().unwrap_or("UTC").to_owned());
            form(asked, user, (&week, &zone), refused.as_ref())
        }),
        lines,
        frame,
    })
}

/// "Mon", "Tue" …
fn day_name(words: &Words, day: u8) -> String {
    let days = words.say("agreement-weekdays");
    days.split_whitespace()
        .nth(usize::from(day))
        .unwrap_or_default()
        .to_owned()
}

fn between(when: &Stretch) -> String {
    format!("{}-{}", clock(when.from), clock(when.to))
}

fn of_day(week: &[Stretch], day: u8) -> String {
    let today = week.iter().filter(|stretch| stretch.day == day).map(between);
    today.collect::<Vec<_>>().join(", ")
}

fn week_said(words: &Words, week: &[Stretch], zone: &str) -> String {
    let days = (0..7).filter(|day| week.iter().any(|stretch| stretch.day == *day));
    let said: Vec<String> = days
        .map(|day| format!("{} {}", day_name(words, day), of_day(week, day)))
        .collect();
    let values = [("week", said.join(" · ").into()), ("zone", zone.into())];
    words.say_with("hours-said", &values)
}

fn form(asked: &Asked, user: Id, (week, zone): (&[Stretch], &str), refused: Option<&(&Pairs, Refusal)>) -> Hours {
    let field = |name: &str, kept: String| match refused {
        Some((form, refusal)) if refusal.field.as_deref() == Some(name) => {
            Field::wrong(value(form, name), &asked.words.code("refusal", refusal.code, &[]))
        }
        Some((form, _)) => Field::of(value(form, name)),
        None => Field::of(&kept),
    };
    let day = |day: u8| Day {
        code: day,
        shown: day_name(&asked.words, day),
        hours: field(&format!("day-{day}"), of_day(week, day)),
    };
    Hours {
        action: format!("/team/{}/hours", user.show("user")),
        zone: field("zone", zone.to_owned()),
        days: (0..7).map(day).collect(),
        any: !week.is_empty(),
    }
}

/// The roster's facts about a user, and the swaps he was part of, by their ids.
async fn changes(app: &App, user: Id) -> Result<(Vec<Fact>, BTreeMap<Id, DutySwapped>), EngineError> {
    let (mut found, mut swaps, mut after) = (Vec::new(), BTreeMap::new(), 0);
    for _ in 0..PAGES_MAX {
        let facts = engine::fact::reads::of(app.engine.ledger(), Subject::roster(), after).await?;
        let Some(last) = facts.last().map(|fact| fact.seq) else {
            break;
        };
        for fact in facts {
            let undone = matches!(&fact.body, Body::SwapUndone(it) if swaps.contains_key(&it.swap));
            if !undone && !is_about(&fact.body, user) {
                continue;
            }
            if let Body::DutySwapped(swap) = &fact.body {
                swaps.insert(swap.swap, swap.clone());
            }
            found.push(fact);
        }
        after = last;
    }
    Ok((found, swaps))
}

fn is_about(body: &Body, user: Id) -> bool {
    match body {
        Body::UserJoined(it) => it.user == user,
        Body::RolesChanged(it) => it.user == user,
        Body::UserLeft(it) => it.user == user,
        Body::MemberSet(it) => it.user == user,
        Body::MemberGone(it) => it.user == user,
        Body::LeaveSet(it) => it.user == user,
        Body::LeaveOff(it) => it.user == user,
        Body::HoursSet(it) => it.user == user,
        Body::TakenOut(it) => it.user == user,
        Body::PutBack(it) => it.user == user,
        Body::CoverSet(it) => it.user == user || it.cover == Some(user),
        Body::UserLeaving(it) => it.user == user,
        Body::DutySwapped(it) => it.places.iter().any(|place| place.out == user || place.takes == user),
        Body::RotaSet(it) => it.blocks.iter().any(|block| block.on.contains(&user)),
        _ => false,
    }
}

/// What changes are told with.
struct Telling<'a> {
    words: &'a Words,
    names: &'a BTreeMap<Id, String>,
    agreement: &'a Agreement,
    user: Id,
}

impl Telling<'_> {
    async fn lines(&self, app: &App, asked: &Asked) -> Result<Vec<Line>, EngineError> {
        let ((facts, swaps), zone) = (changes(app, self.user).await?, zone_of(app));
        let line = |fact: &Fact| Line {
            at: when::moment(self.words, &zone, fact.occurred_at, asked.now),
            what: self.what(&fact.body, &swaps),
            by: self.by(fact.actor),
        };
        Ok(facts.iter().rev().take(LINES_MAX).map(line).collect())
    }

    fn roles(&self, roles: &[Role]) -> String {
        let said = roles.iter().map(|role| self.words.code("role-name", role.code(), &[]));
        said.collect::<Vec<_>>().join(", ")
    }

    fn name(&self, user: Id) -> String {
        self.names.get(&user).cloned().unwrap_or_default()
    }

    fn say(&self, key: &str, values: &[(&'static str, Said<'_>)]) -> String {
        self.words.say_with(key, values)
    }

    fn what(&self, body: &Body, swaps: &BTreeMap<Id, DutySwapped>) -> String {
        match body {
            Body::UserJoined(it) => self.say("change-joined", &[("roles", self.roles(&it.roles).into())]),
            Body::RolesChanged(it) => self.say("change-roles", &[("roles", self.roles(&it.roles).into())]),
            Body::UserLeft(_) => self.words.say("change-left"),
            Body::MemberSet(it) => {
                let values = [
                    ("rotation", self.agreement.rotation_called(&it.rotation).into()),
                    ("weight", i64::from(it.weight).into()),
                ];
                self.say("change-weight", &values)
            }
            Body::MemberGone(it) => self.say(
                "change-out",
                &[("rotation", self.agreement.rotation_called(&it.rotation).into())],
            ),
            Body::LeaveSet(it) => match it.from {
                Some(from) => {
                    let day = |at: rules::Instant| at.stamp().strftime("%Y-%m-%d %H:%M UTC").to_string();
                    let until = it.until.map_or_else(|| self.words.say("change-open"), day);
                    self.say("change-leave", &[("from", day(from).into()), ("until", until.into())])
                }
                None => self.words.say("change-leave-over"),
            },
            Body::TakenOut(it) => {
                let until = it.until.stamp().strftime("%Y-%m-%d %H:%M UTC").to_string();
                self.say("change-taken-out", &[("until", until.into())])
            }
            Body::PutBack(_) => self.words.say("change-put-back"),
            Body::LeaveOff(_) => self.words.say("change-leave-back"),
            Body::HoursSet(it) if it.week.is_empty() => self.words.say("change-hours-none"),
            Body::HoursSet(it) => self.say(
                "change-hours",
                &[("week", week_said(self.words, &it.week, &it.zone).into())],
            ),
            Body::CoverSet(it) => match it.cover {
                Some(cover) => {
                    let values = [("who", self.name(cover).into()), ("away", self.name(it.user).into())];
                    self.say("change-cover", &values)
                }
                None => self.words.say("change-no-cover"),
            },
            Body::UserLeaving(_) => self.words.say("change-leaving"),
            Body::DutySwapped(it) => self.swap("change-swap", it),
            Body::SwapUndone(it) => match swaps.get(&it.swap) {
                Some(swap) => self.swap("change-swap-undone", swap),
                None => String::new(),
            },
            Body::RotaSet(it) => {
                let on = it.blocks.iter().filter(|block| block.on.contains(&self.user)).count();
                let values = [
                    ("rotation", self.agreement.rotation_called(&it.rotation).into()),
                    ("n", i64::try_from(on).unwrap_or_default().into()),
                ];
                self.say("change-rota", &values)
            }
            _ => String::new(),
        }
    }

    /// A swap, as the one it is about sees it.
    fn swap(&self, key: &str, it: &DutySwapped) -> String {
        let first = it.places.first();
        let other = first.map(|place| if place.out == self.user { place.takes } else { place.out });
        let values = [
            ("who", other.map(|id| self.name(id)).unwrap_or_default().into()),
            ("date", first.map(|place| place.date.clone()).unwrap_or_default().into()),
            ("rotation", self.agreement.rotation_called(&it.rotation).into()),
        ];
        self.say(key, &values)
    }

    fn by(&self, actor: Actor) -> String {
        match actor {
            Actor::User(user) => self.say("change-by", &[("who", self.name(user).into())]),
            _ => String::new(),
        }
    }
}

/// "09:00-12:00, 13:00-17:00" of each day.
fn read_week(form: &Pairs) -> Result<Vec<Stretch>, Refusal> {
    let mut week = Vec::new();
    for day in 0..7u8 {
        let name = format!("day-{day}");
        let wrong = || Refusal::invalid("hours_unread", &name);
        for part in value(form, &name)
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (from, to) = part.split_once(['-', '–']).ok_or_else(wrong)?;
            let read = |text: &str| read_clock(text.trim()).ok_or_else(wrong);
            week.push(Stretch {
                day,
                from: read(from)?,
                to: read(to)?,
            });
        }
    }
    Ok(week)
}

async fn hours(
    State(app): State<App>,
    asked: Asked,
    Path(user): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let of = match about(&app, &asked, &user) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let week = match value(&form, "none") {
        "" => read_week(&form),
        _ => Ok(Vec::new()),
    };
    let command = week.map(|week| OfDuty::SetHours {
        user: of.1,
        zone: value(&form, "zone").to_owned(),
        week,
    });
    let done = match command {
        Ok(command) => app.engine.ask(None, Actor::User(of.0.user), command).await,
        Err(refusal) => Err(EngineError::Refused(refusal)),
    };
    match done {
        Ok(_) => onwards(&href(of.1), Some("flash-hours-set")),
        Err(EngineError::Refused(refusal)) if refusal.no != No::Forbidden => {
            draw(&app, &asked, of, Some((&form, refusal))).await
        }
        Err(error) => answer::error(&app, &asked, &error, &href(of.1)),
    }
}
