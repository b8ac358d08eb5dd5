//! A version replayed on a past window: asked for by a form, reckoned in the background, shown when it is done; every
//! number opens its leads.

use super::{LIST, href};
use crate::frame::Place;
use crate::replayed::{Reps, Telling};
use crate::screens::error::Kind as Missing;
use crate::screens::leads::LeadsPage;
use crate::screens::replay::{Outcome, ReplayPage, Waiting};
use crate::server::answer::{self, onwards, page};
use crate::server::asked::{Asked, Signed};
use crate::server::books::{Drawing, PAGE_LINES, called, in_query, lead_href, names, viewer, with_people};
use crate::server::{App, when, zone_of};
use crate::shapes::Pager;
use crate::words::number;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use engine::EngineError;
use engine::replay::{Key, Standing};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::decide::InForce;
use rules::fact::Role;
use rules::replay::{Change, Line, Replay, SaidOf, Window};
use rules::roster::{Scope, View, may_see};
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::sync::Arc;

/// How far back the window begins that is offered.
const OFFERED: Span = Span::days(90);
/// A page that waits looks again after so many seconds.
pub(in crate::server::books) const LOOK_AGAIN_SECONDS: u32 = 3;

/// The window as typed: two days, the last one with it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    from: String,
    to: String,
}

impl Typed {
    pub(super) fn offered(zone: &TimeZone, now: Instant) -> Self {
        let day = |at: Instant| at.stamp().to_zoned(zone.clone()).date().to_string();
        Self {
            from: day(now - OFFERED),
            to: day(now),
        }
    }

    fn is_empty(&self) -> bool {
        self.from.is_empty() && self.to.is_empty()
    }

    /// The window in the agreement's zone; the code of what is wrong with it.
    pub(super) fn window(&self, zone: &TimeZone, now: Instant) -> Result<Window, &'static str> {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let start = |day: Date| {
            let start = day.to_zoned(zone.clone()).ok()?;
            Some(Instant(start.timestamp().as_microsecond()))
        };
        let next = |day: Date| day.checked_add(1.day()).ok();
        let both = day(&self.from)
            .and_then(start)
            .zip(day(&self.to).and_then(next).and_then(start));
        let (from, to) = both.ok_or("dates")?;
        let window = Window { from, to };
        window.checked(now).map_err(|problem| problem.code())?;
        Ok(window)
    }

    pub(super) fn query(&self) -> String {
        format!("from={}&to={}", in_query(&self.from), in_query(&self.to))
    }
}

fn here(version: i64) -> String {
    format!("{}/replay", href(version))
}

/// Who looks, at which version.
pub(super) fn seen<'a>(app: &App, asked: &'a Asked, version: i64) -> Result<(&'a Signed, Arc<InForce>), Box<Response>> {
    let (signed, _) = viewer(app, asked, View::Scorecard, &here(version))?;
    let found = app.engine.version(version);
    let missing = || {
        Box::new(answer::plain(
            &asked.frame(app, Place::Agreement),
            Missing::NotFound,
            LIST,
        ))
    };
    Ok((signed, found.ok_or_else(missing)?))
}

/// Whose load somebody may see by name: managers and the head of Sales everybody's, a rep his own.
pub(super) fn reps(app: &App, signed: &Signed) -> Reps {
    let roster = app.engine.roster();
    let Some(user) = roster.active(signed.user) else {
        return Reps::Nobody;
    };
    match user {
        user if user.is(Role::SalesManager) || user.is(Role::HeadOfSales) => Reps::All,
        user if user.is(Role::Rep) => Reps::Own(signed.user),
        _ => Reps::Nobody,
    }
}

pub(super) async fn shown(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Query(typed): Query<Typed>,
) -> Response {
    let (signed, proposed) = match seen(&app, &asked, version) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let zone = zone_of(&app);
    let mut screen = bare(&app, &asked, version, &typed);
    if typed.is_empty() {
        return page(&screen.frame.clone(), StatusCode::OK, &screen);
    }
    let window = match typed.window(&zone, asked.now) {
        Ok(window) => window,
        Err(code) => {
            screen.problem = Some(asked.words.code("replay-problem", code, &[]));
            return page(&screen.frame.clone(), StatusCode::UNPROCESSABLE_ENTITY, &screen);
        }
    };
    match app.replays.ask(&app.engine, &proposed, window, None) {
        Standing::Running(looked, of) => {
            screen.waiting = Some(waiting(&asked, looked, of));
            let mut answer = page(&screen.frame.clone(), StatusCode::OK, &screen);
            answer
                .headers_mut()
                .insert(header::REFRESH, HeaderValue::from(LOOK_AGAIN_SECONDS));
            answer
        }
        Standing::Done(found) => {
            let outcome = outcome(&app, &asked, signed, (&found, &proposed), &typed).await;
            match outcome {
                Ok(outcome) => screen.outcome = Some(outcome),
                Err(error) => return answer::error(&app, &asked, &error, LIST),
            }
            page(&screen.frame.clone(), StatusCode::OK, &screen)
        }
        Standing::Failed => refused(&asked, screen, "replay-failed", StatusCode::INTERNAL_SERVER_ERROR),
        Standing::Busy => refused(&asked, screen, "replay-busy", StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn refused(asked: &Asked, mut screen: ReplayPage, key: &str, status: StatusCode) -> Response {
    screen.problem = Some(asked.words.say(key));
    page(&screen.frame.clone(), status, &screen)
}

pub(super) fn bare(app: &App, asked: &Asked, version: i64, typed: &Typed) -> ReplayPage {
    let typed = match typed.is_empty() {
        true => Typed::offered(&zone_of(app), asked.now),
        false => typed.clone(),
    };
    let name = asked.words.say_of("version-title", &version.to_string());
    ReplayPage {
        frame: asked.frame(app, Place::Agreement),
        title: asked.words.say_of("replay-title", &name),
        back: href(version),
        here: here(version),
        from: typed.from,
        to: typed.to,
        problem: None,
        waiting: None,
        outcome: None,
    }
}

pub(super) fn waiting(asked: &Asked, looked: u64, of: u64) -> Waiting {
    let values = [("looked", number(looked).into()), ("of", number(of).into())];
    Waiting {
        shown: match of {
            0 => asked.words.say("replay-running-start"),
            _ => asked.words.say_with("replay-running", &values),
        },
        looked,
        of: of.max(1),
    }
}

async fn outcome(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    (found, proposed): (&Replay, &InForce),
    typed: &Typed,
) -> Result<Outcome, EngineError> {
    let names = names(app).await?;
    let base = here(proposed.version);
    let sees = may_see(&app.engine.roster(), signed.user, View::Leads) == Scope::All;
    let lists = format!("{base}/leads?{}", typed.query());
    let telling = Telling {
        words: &asked.words,
        replay: found,
        agreement: &proposed.agreement,
        names: &names,
        reps: reps(app, signed),
        lists: sees.then_some(lists.as_str()),
        whole: false,
    };
    let at = when::moment(&asked.words, &zone_of(app), found.known_at, asked.now);
    Ok(Outcome {
        sentences: telling.sentences(),
        warnings: telling.warnings(),
        picture: telling.picture(),
        tables: telling.tables(),
        notes: telling.notes(),
        known: asked.words.say_of("replay-known", &at.shown),
        csv: format!("{base}.csv?{}", typed.query()),
        json: format!("{base}.json?{}", typed.query()),
    })
}

pub(super) async fn again(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Form(typed): Form<Typed>,
) -> Response {
    let (_, proposed) = match seen(&app, &asked, version) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    let window = typed.window(&zone_of(&app), asked.now);
    if let Ok(window) = window {
        app.replays.ask(&app.engine, &proposed, window, Some(asked.now));
    }
    onwards(&format!("{}?{}", here(version), typed.query()), None)
}

pub(super) async fn stop(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Form(typed): Form<Typed>,
) -> Response {
    let (_, proposed) = match seen(&app, &asked, version) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    if let Ok(window) = typed.window(&zone_of(&app), asked.now) {
        let hash = proposed.agreement.hash_hex();
        app.replays.stop(&Key { hash, window });
    }
    onwards(&here(version), Some("replay-flash-stopped"))
}

/// Where the replay that an address names stands; the code of what is wrong with its window.
pub(super) fn standing(
    app: &App,
    asked: &Asked,
    proposed: &InForce,
    typed: &Typed,
) -> Result<Option<Standing>, &'static str> {
    let window = typed.window(&zone_of(app), asked.now)?;
    let hash = proposed.agreement.hash_hex();
    Ok(app.replays.look(&Key { hash, window }))
}

/// The result that an address names, if it is still kept.
fn kept(app: &App, asked: &Asked, proposed: &InForce, typed: &Typed) -> Option<Arc<Replay>> {
    match standing(app, asked, proposed, typed).ok()?? {
        Standing::Done(found) => Some(found),
        _ => None,
    }
}

/// Which leads of a replay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Picked {
    from: String,
    to: String,
    change: String,
    said: String,
    side: String,
    tier: String,
    week: Option<usize>,
    rep: String,
    after: String,
}

impl Picked {
    fn typed(&self) -> Typed {
        Typed {
            from: self.from.clone(),
            to: self.to.clone(),
        }
    }

    fn holds(&self, found: &Replay, line: &Line) -> bool {
        let came = match self.side.as_str() {
            "before" => line.before,
            "after" => line.after,
            _ => line.before.or(line.after),
        };
        let tier = |tier: u16| self.tier.is_empty() || found.tiers.name(tier) == self.tier;
        let week = |at: Instant| self.week.is_none_or(|week| found.week_of(at) == Some(week));
        let is = |code: &str, known: &str| code.is_empty() || code == known;
        came.is_some_and(|(at, place)| tier(place) && week(at))
            && is(&self.change, line.change().code())
            && is(&self.said, line.said.code())
            && (self.rep.is_empty() || line.owner.is_some_and(|owner| owner.show("user") == self.rep))
    }

    fn address(&self, version: i64) -> String {
        let mut address = format!("{}/leads?{}", here(version), self.typed().query());
        let week = self.week.map(|week| week.to_string()).unwrap_or_default();
        let more = [
            ("change", &self.change),
            ("said", &self.said),
            ("side", &self.side),
            ("tier", &self.tier),
            ("week", &week),
            ("rep", &self.rep),
        ];
        for (name, value) in more.into_iter().filter(|(_, value)| !value.is_empty()) {
            address.push_str(&format!("&{name}={}", in_query(value)));
        }
        address
    }

    /// "would no longer come · C · not a fit · request · week of 2026-03-02".
    fn said(&self, asked: &Asked, found: &Replay) -> Vec<String> {
        let words = &asked.words;
        let mut said = Vec::new();
        if let Some(change) = Change::read(&self.change) {
            said.push(words.code("replay-list", change.code(), &[]));
        } else if !self.side.is_empty() {
            said.push(words.code("replay-list-side", &self.side, &[]));
        }
        said.extend(SaidOf::read(&self.said).map(|it| words.code("replay-said", it.code(), &[])));
        said.extend(Some(self.tier.clone()).filter(|tier| !tier.is_empty()));
        said.extend(
            self.week
                .and_then(|week| found.weeks.get(week))
                .map(|week| week.monday.clone()),
        );
        said
    }
}

pub(super) async fn leads(
    State(app): State<App>,
    asked: Asked,
    Path(version): Path<i64>,
    Query(picked): Query<Picked>,
) -> Response {
    let (signed, proposed) = match seen(&app, &asked, version) {
        Ok(both) => both,
        Err(answer) => return *answer,
    };
    if may_see(&app.engine.roster(), signed.user, View::Leads) != Scope::All {
        return answer::forbidden(&app, &asked);
    }
    if reps(&app, signed) != Reps::All && !picked.rep.is_empty() {
        return answer::forbidden(&app, &asked);
    }
    let Some(found) = kept(&app, &asked, &proposed, &picked.typed()) else {
        let screen = bare(&app, &asked, version, &picked.typed());
        return refused(&asked, screen, "replay-list-gone", StatusCode::NOT_FOUND);
    };
    match leads_of(&app, &asked, (version, &picked), &found).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(&app, &asked, &error, &here(version)),
    }
}

async fn leads_of(
    app: &App,
    asked: &Asked,
    (version, picked): (i64, &Picked),
    found: &Replay,
) -> Result<LeadsPage, EngineError> {
    let all: Vec<&Line> = found.lines.iter().filter(|line| picked.holds(found, line)).collect();
    let after = Id::parse(&picked.after).unwrap_or_default();
    let page_lines = PAGE_LINES as usize;
    let mut lines: Vec<&Line> = all
        .iter()
        .copied()
        .filter(|line| line.lead > after)
        .take(page_lines + 1)
        .collect();
    let more = lines.len() > page_lines;
    lines.truncate(page_lines);
    let next = lines
        .last()
        .filter(|_| more)
        .map(|last| format!("{}&after={}", picked.address(version), last.lead));
    let ids: Vec<Id> = lines.iter().map(|line| line.lead).collect();
    let people = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let row = |line: &&Line| {
        let (lead, person) = people.get(&line.lead)?;
        let mut row = drawing.row(lead, person.as_ref());
        row.href = lead_href(line.lead);
        row.name = called(asked, person.as_ref());
        Some(row)
    };
    let frame = asked.frame(app, Place::Agreement);
    let mut shown = vec![frame.say_n("replay-list-shown", &(all.len() as u64))];
    shown.extend(picked.said(asked, found));
    Ok(LeadsPage {
        title: frame.say("replay-list-title"),
        shown: shown.join(" · "),
        pager: Pager {
            shown: frame.say_n("books-shown", &(lines.len() as u64)),
            previous: None,
            next,
        },
        filtered: true,
        rows: lines.iter().filter_map(row).collect(),
        ..LeadsPage::bare(frame)
    })
}
