//! `/rota/{rotation}`: a week as a grid; swaps by dragging, by keyboard and by a form alike; the pattern behind it.

mod acts;

use super::{calendar_of, clock, day_start, days_on, monday, today, user_id};
use crate::frame::Place as Spot;
use crate::screens::error::Kind;
use crate::screens::rota::{Block as Shown, Change, Day, Group, Person, RotaPage, Swap};
use crate::server::answer::{self, page, refusal_words};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{in_query, is_allowed, names, viewer};
use crate::server::{App, when};
use crate::shapes::Choice;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::calendar::Calendar;
use rules::fact::{Block, Place, Stretch};
use rules::refusal::{No, Refusal};
use rules::roster::rota::{instant, weekday};
use rules::roster::{Act, Duty, Roster, Rota, View};
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/rota/{rotation}", get(shown))
        .route("/rota/{rotation}/swap", post(acts::swap))
        .route("/rota/{rotation}/undo", post(acts::undo))
        .route("/rota/{rotation}/back", post(acts::back))
        .route("/rota/{rotation}/block", post(acts::block))
        .route("/rota/{rotation}/deal", post(acts::deal))
        .route("/rota/{rotation}/end", post(acts::end))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choosing {
    week: String,
    give: String,
}

/// The rotation's page.
pub(in crate::server::books) fn href(rotation: &str) -> String {
    format!("/rota/{}", in_query(rotation))
}

async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    Query(choosing): Query<Choosing>,
) -> Response {
    match viewer(&app, &asked, View::Team, &href(&rotation)) {
        Ok((signed, _)) => draw(&app, &asked, signed, &rotation, &choosing, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    rotation: &str,
    choosing: &Choosing,
    refusal: Option<Refusal>,
) -> Response {
    let Some(calendar) = calendar_of(app, rotation) else {
        return answer::plain(&asked.frame(app, Spot::Team), Kind::NotFound, "/rotations");
    };
    let status = match refusal.as_ref().map(|refusal| refusal.no) {
        None => StatusCode::OK,
        Some(No::Conflict) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let names = match names(app).await {
        Ok(names) => names,
        Err(error) => return answer::error(app, asked, &error, "/rotations"),
    };
    let roster = app.engine.roster();
    let drawing = Drawing::new(asked, &roster, (rotation, &calendar), &names, choosing);
    let frame = asked.frame(app, Spot::Team);
    let in_force = app.engine.in_force();
    let screen = RotaPage {
        name: in_force.agreement.rotation_called(rotation).to_owned(),
        problem: refusal.map(|refusal| refusal_words(&frame, &refusal)),
        change: is_allowed(app, signed, Act::Staff).then(|| drawing.change()),
        ..drawing.page(frame)
    };
    page(&screen.frame.clone(), status, &screen)
}

/// What every day needs.
struct Drawing<'a> {
    asked: &'a Asked,
    roster: &'a Roster,
    rotation: &'a str,
    calendar: &'a Calendar,
    names: &'a BTreeMap<Id, String>,
    /// The rota; of a rotation that ran by blocks once, what was.
    rota: Option<&'a Rota>,
    runs: bool,
    zone: TimeZone,
    monday: Date,
    give: &'a str,
}

/// A place as forms name it: date, minute, user.
fn place_code(date: Date, from: u16, user: Id) -> String {
    format!("{date}.{from}.{}", user.show("user"))
}

fn read_place(text: &str) -> Option<(Date, u16, Id)> {
    let mut parts = text.splitn(3, '.');
    let (date, from, user) = (parts.next()?, parts.next()?, parts.next()?);
    Some((date.parse().ok()?, from.parse().ok()?, user_id(user)?))
}

impl<'a> Drawing<'a> {
    fn new(
        asked: &'a Asked,
        roster: &'a Roster,
        (rotation, calendar): (&'a str, &'a Calendar),
        names: &'a BTreeMap<Id, String>,
        choosing: &'a Choosing,
    ) -> Self {
        let rota = acts::rota_of(roster, rotation);
        let zone = rota.map_or_else(|| calendar.zone().clone(), Rota::zone);
        let now = today(&zone, asked.now);
        Self {
            asked,
            roster,
            rotation,
            calendar,
            names,
            rota,
            runs: roster.rotas.contains_key(rotation),
            monday: monday(choosing.week.parse().unwrap_or(now)),
            zone,
            give: &choosing.give,
        }
    }

    fn name(&self, user: Id) -> String {
        self.names.get(&user).cloned().unwrap_or_default()
    }

    fn week_href(&self, monday: Date) -> String {
        format!("{}?week={monday}", href(self.rotation))
    }

    fn dates(&self) -> impl Iterator<Item = Date> + use<> {
        let monday = self.monday;
        (0..7).map(move |n| days_on(monday, n))
    }

    fn page(&self, frame: crate::frame::Frame) -> RotaPage {
        let this = monday(today(&self.zone, self.asked.now));
        RotaPage {
            name: self.rotation.to_owned(),
            week: self.week_said(),
            now: self.now_said(),
            before: self.week_href(days_on(self.monday, -7)),
            after: self.week_href(days_on(self.monday, 7)),
            this: match this == self.monday {
                true => String::new(),
                false => href(self.rotation),
            },
            runs: self.runs,
            was: self.rota.is_some(),
            problem: None,
            days: self.dates().map(|date| self.day(date)).collect(),
            swaps: self.swaps(),
            change: None,
            frame,
        }
    }

    fn week_said(&self) -> String {
        let day = |date: Date| date.strftime("%-d %b %Y").to_string();
        let values = [
            ("from", day(self.monday).into()),
            ("to", day(days_on(self.monday, 6)).into()),
            ("zone", self.zone.iana_name().unwrap_or("UTC").into()),
        ];
        self.asked.words.say_with("rota-week", &values)
    }

    /// Who is on duty now; where nobody is, when somebody is next.
    fn now_said(&self) -> String {
        let now = self.asked.now;
        let members = self.roster.rotations.get(self.rotation);
        let is_on = |user: &&Id| self.roster.duty(self.rotation, Some(self.calendar), **user, now) == Duty::On;
        let on: Vec<String> = members
            .into_iter()
            .flat_map(|members| members.keys())
            .filter(is_on)
            .map(|user| self.name(*user))
            .collect();
        if !on.is_empty() {
            return self.asked.words.say_of("rota-on-now", &on.join(", "));
        }
        let soon = (now, now + Span::days(14));
        let next = |user: &Id| self.roster.next_on_duty(self.rotation, self.calendar, *user, soon);
        let first = members.into_iter().flat_map(|m| m.keys()).filter_map(next).min();
        match first {
            Some(at) => {
                let at = when::moment(&self.asked.words, &self.zone, at, now).shown;
                self.asked.words.say_of("rota-next", &at)
            }
            None => self.asked.words.say("rota-none"),
        }
    }

    fn day(&self, date: Date) -> Day {
        let (from, to) = (day_start(&self.zone, date), day_start(&self.zone, days_on(date, 1)));
        let opens = from.and_then(|from| self.calendar.next_open(from));
        let of_day = self.rota.into_iter().flat_map(|rota| rota.day(date));
        Day {
            shown: date.strftime("%a %-d %b").to_string(),
            today: date == today(&self.zone, self.asked.now),
            closed: opens.zip(to).is_none_or(|(opens, to)| opens >= to),
            blocks: of_day.map(|block| self.block(date, block)).collect(),
        }
    }

    fn span(&self, date: Date, when: &Stretch) -> (Instant, Instant) {
        let at = |minute| instant(&self.zone, date, minute).unwrap_or_default();
        (at(when.from), at(when.to))
    }

    fn block(&self, date: Date, block: &Block) -> Shown {
        let (from, to) = self.span(date, &block.when);
        let now = self.asked.now;
        let people = self.rota.map(|rota| rota.people(date, block)).unwrap_or_default();
        Shown {
            when: between(&block.when),
            now: (from..to).contains(&now),
            over: to <= now,
            people: people
                .into_iter()
                .map(|user| self.person(date, block, (from, to), user))
                .collect(),
        }
    }

    fn person(&self, date: Date, block: &Block, (from, to): (Instant, Instant), user: Id) -> Person {
        let place = place_code(date, block.when.from, user);
        let open = to > self.asked.now;
        let away = self.roster.duty(
            self.rotation,
            Some(self.calendar),
            user,
            from.max(self.asked.now.min(to - Span(1))),
        );
        let is_away = matches!(away, Duty::Leave | Duty::OwnHours | Duty::Left);
        let href = format!("{}&give={place}#with", self.week_href(self.monday));
        Person {
            name: self.name(user),
            href: if open { href } else { String::new() },
            swapped: self
                .rota
                .is_some_and(|rota| rota.swap_of(date, block.when.from, user).is_some()),
            away: match is_away {
                true => self.asked.words.code("duty", away.code(), &[]),
                false => String::new(),
            },
            chosen: place == self.give,
            place,
        }
    }

    fn swaps(&self) -> Vec<Swap> {
        let dates: Vec<String> = self.dates().map(|date| date.to_string()).collect();
        let here = |swap: &&rules::roster::rota::Swap| swap.places.iter().any(|place| dates.contains(&place.date));
        let all = self.rota.into_iter().flat_map(|rota| &rota.swaps);
        all.filter(here)
            .map(|swap| {
                let said: Vec<String> = swap
                    .places
                    .iter()
                    .map(|place| acts::place_said(self.asked, self.names, place))
                    .collect();
                Swap {
                    id: swap.id.show("swap"),
                    shown: said.join(" · "),
                    open: self.runs && swap.places.iter().all(|place| !self.is_over(place)),
                }
            })
            .collect()
    }

    fn is_over(&self, place: &Place) -> bool {
        self.rota.is_none_or(|rota| rota.is_over(place, self.asked.now))
    }

    fn change(&self) -> Change {
        let members = self.roster.rotations.get(self.rotation);
        let members: Vec<Id> = members.into_iter().flat_map(|m| m.keys().copied()).collect();
        let choice = |value: String, label: String, chosen: bool| Choice { value, label, chosen };
        let take_over = Group {
            label: self.asked.words.say("rota-takes-over"),
            choices: members
                .iter()
                .map(|user| choice(user.show("user"), self.name(*user), false))
                .collect(),
        };
        let places = self.places();
        let with = std::iter::once(take_over).chain(places.iter().cloned().map(|mut group| {
            group.choices.iter_mut().for_each(|choice| choice.chosen = false);
            group
        }));
        Change {
            href: href(self.rotation),
            week: self.monday.to_string(),
            with: with.collect(),
            give: places,
            blocks: self.pattern(),
            members: members
                .iter()
                .map(|user| choice(user.show("user"), self.name(*user), false))
                .collect(),
            days: self
                .dates()
                .map(|date| {
                    let day = weekday(date);
                    choice(day.to_string(), date.strftime("%a").to_string(), day < 5)
                })
                .collect(),
        }
    }

    /// Places of this week that are not over, by day.
    fn places(&self) -> Vec<Group> {
        let of_day = |date: Date| {
            let day = self.day(date);
            let choices: Vec<Choice> = day
                .blocks
                .iter()
                .flat_map(|block| {
                    let open = block.people.iter().filter(|person| !person.href.is_empty());
                    open.map(|person| Choice {
                        value: person.place.clone(),
                        label: format!("{} {}", block.when, person.name),
                        chosen: person.chosen,
                    })
                })
                .collect();
            Group {
                label: day.shown,
                choices,
            }
        };
        self.dates()
            .map(of_day)
            .filter(|group| !group.choices.is_empty())
            .collect()
    }

    /// The pattern's blocks, by day of the week, each with who is on as a rule.
    fn pattern(&self) -> Vec<Group> {
        let of_day = |date: Date| {
            let blocks = self.rota.into_iter().flat_map(|rota| &rota.blocks);
            let choices = blocks.filter(|block| block.when.day == weekday(date)).map(|block| {
                let on: Vec<String> = block.on.iter().map(|user| self.name(*user)).collect();
                Choice {
                    value: format!("{}.{}", block.when.day, block.when.from),
                    label: format!("{} {}", between(&block.when), on.join(", ")),
                    chosen: false,
                }
            });
            Group {
                label: date.strftime("%a").to_string(),
                choices: choices.collect(),
            }
        };
        self.dates()
            .map(of_day)
            .filter(|group| !group.choices.is_empty())
            .collect()
    }
}

/// "10:00–11:00".
fn between(when: &Stretch) -> String {
    format!("{}–{}", clock(when.from), clock(when.to))
}
