//! What is changed on a rota's page: places swapped, blocks set, a week dealt, and each of it undone.

use super::super::{Pairs, clock, read_clock, user_id, value, values};
use super::{Choosing, draw, href, read_place};
use crate::server::App;
use crate::server::answer::{self, onwards_said};
use crate::server::asked::Asked;
use crate::server::books::{names, viewer};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use engine::EngineError;
use jiff::civil::Date;
use rules::Id;
use rules::ask::OfDuty;
use rules::fact::{Actor, Place, Stretch};
use rules::refusal::{No, Refusal};
use rules::roster::rota::{DAY_MINUTES, dealt};
use rules::roster::{Roster, Rota, View};
use std::collections::BTreeMap;

/// Most blocks of one day that are dealt.
const DEALT_MAX: u16 = 24;

/// How an act can be undone.
#[derive(Clone, Copy, PartialEq)]
enum Undo {
    /// It is an undo itself.
    Not,
    /// By undoing the swap.
    Swap,
    /// By setting the pattern that was before.
    Pattern,
}

/// What an act did, in words, where the reader stood, and how it is undone.
struct Told {
    said: String,
    at: String,
    undo: Undo,
}

impl Told {
    fn of(said: String, undo: Undo) -> Self {
        let at = "week".to_owned();
        Self { said, at, undo }
    }
}

/// Asks, and goes back to the week; what the rules refuse is said there.
async fn ask(
    app: &App,
    asked: &Asked,
    (rotation, form): (&str, &Pairs),
    command: Result<OfDuty, Refusal>,
    told: Told,
) -> Response {
    let signed = match viewer(app, asked, View::Team, &href(rotation)) {
        Ok((signed, _)) => signed,
        Err(answer) => return *answer,
    };
    let choosing = Choosing {
        week: value(form, "week").to_owned(),
        give: value(form, "give").to_owned(),
    };
    let done = match command {
        Ok(command) => app.engine.ask(None, Actor::User(signed.user), command).await,
        Err(refusal) => Err(EngineError::Refused(refusal)),
    };
    match done {
        Ok(answer) => {
            let week = choosing.week.parse::<Date>().map(|week| format!("week={week}"));
            let week = week.unwrap_or_default();
            let undo = match told.undo {
                Undo::Not => String::new(),
                Undo::Swap => {
                    let swap = answer["swap"].as_str().unwrap_or_default();
                    format!("{}/undo?swap={swap}&{week}", href(rotation))
                }
                Undo::Pattern => format!("{}/back?since={}&{week}", href(rotation), since(app, rotation)),
            };
            onwards_said(&format!("{}?{week}#{}", href(rotation), told.at), &told.said, &undo)
        }
        Err(EngineError::Refused(refusal)) if refusal.no != No::Forbidden => {
            draw(app, asked, signed, rotation, &choosing, Some(refusal)).await
        }
        Err(error) => answer::error(app, asked, &error, &href(rotation)),
    }
}

/// The rota there is, or was.
pub(super) fn rota_of<'a>(roster: &'a Roster, rotation: &str) -> Option<&'a Rota> {
    let runs = roster.rotas.get(rotation);
    runs.or_else(|| roster.rotas_ended.get(rotation))
}

/// Since when the pattern holds, and how many were before: an undo is of this change and no other.
fn mark_of(rota: &Rota) -> String {
    format!("{}-{}", rota.since.0, rota.earlier.len())
}

fn since(app: &App, rotation: &str) -> String {
    rota_of(&app.engine.roster(), rotation).map(mark_of).unwrap_or_default()
}

/// One place given to somebody, or two exchanged.
fn swap_of(rotation: &str, form: &Pairs) -> Result<OfDuty, Refusal> {
    let unread = || Refusal::invalid("one_or_two_places", "give");
    let (date, from, out) = read_place(value(form, "give")).ok_or_else(unread)?;
    let with = value(form, "with");
    let place = |date: Date, from: u16, out: Id, takes: Id| Place {
        date: date.to_string(),
        from,
        out,
        takes,
    };
    let places = match (user_id(with), read_place(with)) {
        (Some(takes), _) => vec![place(date, from, out, takes)],
        (None, Some((other, at, takes))) => vec![place(date, from, out, takes), place(other, at, takes, out)],
        (None, None) => return Err(unread()),
    };
    let rotation = rotation.to_owned();
    Ok(OfDuty::SwapDuty { rotation, places })
}

/// "Wed 4 Mar 10:00: Sample Two for Sample One", for each place.
async fn swap_said(app: &App, asked: &Asked, places: &[Place]) -> String {
    let names = names(app).await.unwrap_or_default();
    let said: Vec<String> = places.iter().map(|place| place_said(asked, &names, place)).collect();
    asked.words.say_of("rota-swapped-said", &said.join(" · "))
}

pub(super) fn place_said(asked: &Asked, names: &BTreeMap<Id, String>, place: &Place) -> String {
    let date = place.date.parse::<Date>();
    let day = date.map_or_else(|_| place.date.clone(), |date| date.strftime("%a %-d %b").to_string());
    let name = |user: &Id| names.get(user).cloned().unwrap_or_default();
    let values = [
        ("takes", name(&place.takes).into()),
        ("out", name(&place.out).into()),
        ("day", day.into()),
        ("time", clock(place.from).into()),
    ];
    asked.words.say_with("rota-swap-said", &values)
}

pub(super) async fn swap(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let command = swap_of(&rotation, &form);
    let told = match &command {
        Ok(OfDuty::SwapDuty { places, .. }) => Told {
            said: swap_said(&app, &asked, places).await,
            at: places
                .first()
                .map(|place| format!("{}.{}.{}", place.date, place.from, place.takes.show("user")))
                .unwrap_or_default(),
            undo: Undo::Swap,
        },
        _ => Told::of(String::new(), Undo::Not),
    };
    ask(&app, &asked, (&rotation, &form), command, told).await
}

pub(super) async fn undo(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    Query(carried): Query<Pairs>,
    axum::Form(mut form): axum::Form<Pairs>,
) -> Response {
    // an undo beside a message is posted with everything in its address
    form.extend(carried);
    let swap = Id::read("swap", value(&form, "swap")).ok_or_else(|| Refusal::not_found("no_such_swap"));
    let command = swap.map(|swap| OfDuty::UndoSwap {
        rotation: rotation.clone(),
        swap,
    });
    let told = Told::of(asked.words.say("rota-undone"), Undo::Not);
    ask(&app, &asked, (&rotation, &form), command, told).await
}

/// The pattern before the last change, if nobody changed it again meanwhile.
fn back_of(roster: &Roster, rotation: &str, form: &Pairs) -> Result<OfDuty, Refusal> {
    let rota = rota_of(roster, rotation).ok_or_else(|| Refusal::not_found("no_rota"))?;
    if value(form, "since") != mark_of(rota) {
        return Err(Refusal::conflict("rota_changed_since"));
    }
    let (rotation, blocks) = (rotation.to_owned(), rota.before().to_vec());
    Ok(OfDuty::SetRota { rotation, blocks })
}

pub(super) async fn back(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    Query(carried): Query<Pairs>,
) -> Response {
    let command = back_of(&app.engine.roster(), &rotation, &carried);
    let told = Told::of(asked.words.say("rota-back"), Undo::Not);
    ask(&app, &asked, (&rotation, &carried), command, told).await
}

/// The pattern with other people in one block.
fn block_of(roster: &Roster, rotation: &str, form: &Pairs) -> Result<OfDuty, Refusal> {
    let none = || Refusal::not_found("no_such_block");
    let mut blocks = roster.rotas.get(rotation).ok_or_else(none)?.blocks.clone();
    let (day, from) = value(form, "block").split_once('.').ok_or_else(none)?;
    let (day, from): (u8, u16) = (day.parse().map_err(|_| none())?, from.parse().map_err(|_| none())?);
    let chosen = blocks
        .iter_mut()
        .find(|block| block.when.day == day && block.when.from == from);
    chosen.ok_or_else(none)?.on = values(form, "on").filter_map(user_id).collect();
    let rotation = rotation.to_owned();
    Ok(OfDuty::SetRota { rotation, blocks })
}

pub(super) async fn block(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let command = block_of(&app.engine.roster(), &rotation, &form);
    let told = Told::of(asked.words.say("rota-set"), Undo::Pattern);
    ask(&app, &asked, (&rotation, &form), command, told).await
}

/// Blocks of one length on the days chosen, dealt to the members by their weights.
fn deal_of(roster: &Roster, rotation: &str, form: &Pairs) -> Result<OfDuty, Refusal> {
    let unread = |field: &str| Refusal::invalid("bad_stretch", field);
    let from = read_clock(value(form, "from")).ok_or_else(|| unread("from"))?;
    let to = match read_clock(value(form, "to")).ok_or_else(|| unread("to"))? {
        0 => DAY_MINUTES,
        to => to,
    };
    let minutes: u16 = value(form, "minutes").parse().map_err(|_| unread("minutes"))?;
    let each: usize = value(form, "each").parse().map_err(|_| unread("each"))?;
    let days: Vec<u8> = values(form, "day")
        .filter_map(|day| day.parse().ok())
        .filter(|day| *day < 7)
        .collect();
    if days.is_empty() || from >= to || minutes < 15 || each == 0 || (to - from).div_ceil(minutes) > DEALT_MAX {
        return Err(unread("from"));
    }
    let starts = (from..to).step_by(usize::from(minutes));
    let of_day = |day: u8| {
        starts.clone().map(move |from| Stretch {
            day,
            from,
            to: (from + minutes).min(to),
        })
    };
    let week: Vec<Stretch> = days.into_iter().flat_map(of_day).collect();
    let members = roster.rotations.get(rotation).cloned().unwrap_or_default();
    let members: Vec<(Id, u8)> = members.into_iter().collect();
    let rotation = rotation.to_owned();
    let blocks = dealt(&week, &members, each);
    Ok(OfDuty::SetRota { rotation, blocks })
}

pub(super) async fn deal(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let command = deal_of(&app.engine.roster(), &rotation, &form);
    let told = Told::of(asked.words.say("rota-set"), Undo::Pattern);
    ask(&app, &asked, (&rotation, &form), command, told).await
}

pub(super) async fn end(
    State(app): State<App>,
    asked: Asked,
    Path(rotation): Path<String>,
    axum::Form(form): axum::Form<Pairs>,
) -> Response {
    let command = Ok(OfDuty::SetRota {
        rotation: rotation.clone(),
        blocks: Vec::new(),
    });
    let told = Told::of(asked.words.say("rota-ended"), Undo::Pattern);
    ask(&app, &asked, (&rotation, &form), command, told).await
}
