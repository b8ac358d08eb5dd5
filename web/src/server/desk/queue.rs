//! The queue: what presses most stands first, the chosen lead beside it.

use super::forms::Doing;
use super::lead::body;
use super::names::{Names, call, lead_name};
use super::{Looker, Telling, fault, frame, onward, sheet};
use crate::frame::{Frame, Place};
use crate::screens::queue::{Item, Kind, Queue, QueuePage, Section};
use crate::server::answer::page;
use crate::server::asked::Asked;
use crate::server::books::out;
use crate::server::{App, zone_of};
use crate::shapes::Choice;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use engine::handoff::reads::{self, Desk, Part, Spot, Whose};
use rules::fact::{Clock, Role};
use rules::person::Person;
use rules::{Id, Instant, Span};
use serde::Deserialize;

/// What is due within this span presses.
const SOON: Span = Span::hours(1);
/// At most so many of each group; the rest stands behind a link.
const GROUP_MAX: i64 = 20;
/// At most so many on a page of one group.
const PAGE_MAX: i64 = 50;
/// How long before a duty without a known start its countdown turns.
const TURN: Span = Span::hours(3);

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    lead: String,
    of: String,
    only: String,
    after: String,
}

impl Wanted {
    fn only(&self) -> Option<Spot> {
        Spot::read(&self.only)
    }

    fn after(&self) -> Option<(Instant, Id)> {
        let (at, id) = self.after.split_once('_')?;
        Some((Instant(at.parse().ok()?), Id::parse(id)?))
    }

    fn part(&self, now: Instant) -> Part {
        let only = self.only();
        Part {
            soon_until: now + SOON,
            only,
            after: self.after(),
            limit: if only.is_some() { PAGE_MAX } else { GROUP_MAX },
        }
    }

    /// The address of this list with other words in it; empty ones are left out.
    fn link(&self, only: &str, after: &str, lead: &str) -> String {
        let pairs = [
            ("of", self.of.as_str()),
            ("only", only),
            ("after", after),
            ("lead", lead),
        ];
        let said: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if said.is_empty() {
            "/queue".to_owned()
        } else {
            format!("/queue?{}", said.join("&"))
        }
    }

    /// Only words that we wrote ourselves go into links.
    fn tidy(mut self, looker: &Looker) -> Self {
        let is_user = Id::read("user", &self.of).is_some();
        if !looker.sees_all || !(is_user || self.of == EVERYBODY) {
            self.of.clear();
        }
        if self.only().is_none() {
            self.only.clear();
        }
        if self.after().is_none() {
            self.after.clear();
        }
        self
    }

    fn whose(&self, looker: &Looker) -> Whose {
        match Id::read("user", &self.of) {
            Some(user) if looker.sees_all => Whose::Of(user),
            _ if !looker.sees_all => Whose::Of(looker.user),
            _ if self.of.is_empty() && looker.is(Role::Rep) => Whose::Of(looker.user),
            _ => Whose::All,
        }
    }
}

/// The filter's word for everybody.
const EVERYBODY: &str = "all";

pub(super) async fn queue(State(app): State<App>, asked: Asked, Query(wanted): Query<Wanted>) -> Response {
    match show(&app, &asked, wanted).await {
        Ok(answer) => answer,
        Err(answer) => *answer,
    }
}

async fn show(app: &App, asked: &Asked, wanted: Wanted) -> Result<Response, Box<Response>> {
    let looker = Looker::of(app, asked, "/queue")?;
    let wanted = wanted.tidy(&looker);
    let place = if wanted.only() == Some(Spot::Owed) {
        Place::Owed
    } else {
        Place::Queue
    };
    let failed = |error: EngineError| fault(app, asked, &error);
    let (whose, part) = (wanted.whose(&looker), wanted.part(asked.now));
    // none of these waits for another: on a database across a wire that is one way there and back instead of five
    let (frame, names, desk, busy, out) = tokio::try_join!(
        frame(app, asked, &looker, place),
        Names::read(&app.engine),
        reads::desk(app.engine.ledger(), whose, &part),
        busy(app, &looker),
        out::shown(app, asked, looker.user, "/queue"),
    )
    .map_err(failed)?;
    let owners = owners(&frame, &names, &looker, whose, busy);
    let picked = Id::read("lead", &wanted.lead);
    let in_force = app.engine.in_force();
    let telling = Telling {
        frame: &frame,
        names: &names,
        agreement: &in_force.agreement,
        zone: zone_of(app),
        now: asked.now,
    };
    let mut list = list(&telling, &wanted, &desk, (looker.user, whose == Whose::All));
    let chosen = picked.or_else(|| list.first(&desk));
    let opened = async {
        match chosen {
            Some(id) => sheet(app, asked, &looker, id).await.map(Some),
            None => Ok(None),
        }
    };
    let morning = async { super::morning::note(app, &telling, whose).await.map_err(failed) };
    let (opened, morning) = tokio::try_join!(opened, morning)?;
    list.choose(chosen);
    let chosen = opened.map(|sheet| body(&telling, &looker, &sheet, None));
    let own = out::out_said(app, &asked.words, names.all(), looker.user, asked.now);
    let queue = Queue {
        owners,
        morning,
        out: own.map(|said| asked.words.say_of("out-you", &said)),
        ..list.shown()
    };
    let screen = QueuePage {
        frame: frame.clone(),
        out,
        queue,
        chosen,
        picked: picked.is_some(),
    };
    Ok(page(&frame, StatusCode::OK, &screen))
}

/// A place of the desk: how many, where all of them are, those shown.
type Group = (Spot, u64, Option<String>, Vec<(Id, Item)>);

/// The list with the lead of each item, so that the chosen one can be marked.
struct List {
    open: u64,
    now: Option<(Id, Item)>,
    groups: Vec<Group>,
    next: Option<String>,
}

impl List {
    /// The lead that opens where none was picked.
    fn first(&self, desk: &Desk) -> Option<Id> {
        let now = self.now.as_ref().map(|(id, _)| *id);
        now.or_else(|| desk.items.first().map(|item| item.lead))
    }

    fn choose(&mut self, lead: Option<Id>) {
        let in_groups = self.groups.iter_mut().flat_map(|(_, _, _, items)| items.iter_mut());
        for (id, item) in self.now.iter_mut().chain(in_groups) {
            item.chosen = Some(*id) == lead;
        }
    }

    fn shown(self) -> Queue {
        let section = |(spot, total, more, items): Group| Section {
            kind: kind_of(spot),
            items: items.into_iter().map(|(_, item)| item).collect(),
            total,
            more,
        };
        Queue {
            open: self.open,
            now: self.now.map(|(_, item)| item),
            sections: self.groups.into_iter().map(section).collect(),
            owners: Vec::new(),
            next: self.next,
            morning: None,
            out: None,
        }
    }
}

fn kind_of(spot: Spot) -> Kind {
    match spot {
        Spot::Soon => Kind::DueSoon,
        Spot::Owed => Kind::Owed,
        Spot::Returning => Kind::Returning,
        Spot::Later => Kind::Later,
        Spot::Held => Kind::Held,
    }
}

/// `viewer`: who looks, and whether he looks at everybody's.
fn list(telling: &Telling<'_>, wanted: &Wanted, desk: &Desk, viewer: (Id, bool)) -> List {
    let item = |of: &reads::Item| (of.lead, item(telling, wanted, of, viewer));
    let is_now = |of: &&reads::Item| of.spot == Spot::Soon && wanted.only().is_none();
    let now = desk.items.iter().find(is_now);
    let mut groups = Vec::new();
    for spot in Spot::ALL {
        let within = desk
            .items
            .iter()
            .filter(|of| of.spot == spot && now.is_none_or(|n| n.handoff != of.handoff));
        let items: Vec<_> = within.map(item).collect();
        let total = desk.totals.get(&spot).copied().unwrap_or_default();
        let above = u64::from(spot == Spot::Soon && now.is_some());
        let hides = wanted.only().is_none() && total > items.len() as u64 + above;
        let more = hides.then(|| wanted.link(spot.code(), "", ""));
        groups.push((spot, total.saturating_sub(above), more, items));
    }
    let call_now = |of: &reads::Item| {
        let (lead, shown) = item(of);
        let tell = format!("/handoffs/{}/called", of.handoff.show("handoff"));
        let take = of
            .take_by
            .and_then(|due| onward::take_now(of.owner, due, of.handoff, viewer.0));
        (
            lead,
            Item {
                call: of.phone.as_deref().map(|phone| call(phone, tell)),
                take: take.map(|now| (onward::href(of.handoff, Doing::Take), now)),
                ..shown
            },
        )
    };
    List {
        open: desk.totals.values().sum(),
        now: now.map(call_now),
        groups,
        next: next(wanted, desk),
    }
}

/// Where a group that is read alone goes on.
fn next(wanted: &Wanted, desk: &Desk) -> Option<String> {
    wanted.only()?;
    let last = desk.items.last().filter(|_| desk.items.len() as i64 >= PAGE_MAX)?;
    let after = format!("{}_{}", last.at.0, last.handoff);
    Some(wanted.link(&wanted.only, &after, ""))
}

fn item(telling: &Telling<'_>, wanted: &Wanted, of: &reads::Item, (viewer, with_owner): (Id, bool)) -> Item {
    let (name, email, phone) = (of.name.as_deref(), of.email.as_deref(), of.phone.as_deref());
    let held = of.take_by.map(|due| telling.held(of.owner, due, viewer));
    // who it is held for is said with it
    let with_owner = with_owner && held.is_none();
    let what = held.unwrap_or_else(|| what(telling, of));
    let owner = telling.names.of_some(of.owner.filter(|_| with_owner));
    Item {
        href: wanted.link(&wanted.only, &wanted.after, &of.lead.show("lead")),
        name: lead_name(telling.frame, name, email, phone),
        company: of.company.clone().unwrap_or_default(),
        what: [what, known(telling, of), owner]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        tier: telling.say_code("tier", &of.tier),
        tries: tries(telling, of),
        people: u64::from(of.joined),
        clock: of.is_due_once().then(|| telling.countdown(start(of), of.at)),
        call: None,
        take: None,
        chosen: false,
    }
}

/// What was answered, in one short line: before feedback, when it tells how to talk to them.
fn known(telling: &Telling<'_>, of: &reads::Item) -> String {
    if of.spot == Spot::Owed || of.fields.is_empty() {
        return String::new();
    }
    let person = Person {
        fields: of.fields.clone(),
        ..Person::default()
    };
    super::answers::short(&telling.frame.words, telling.agreement, &person)
}

/// Attempt n of m, while it is not connected and planned tries are left.
fn tries(telling: &Telling<'_>, of: &reads::Item) -> Option<(u8, u8)> {
    let cadence = telling.agreement.tier_named(&of.tier)?.cadence.as_ref()?;
    let n = of.attempts + 1;
    let runs = of.connected_at.is_none() && of.owner.is_some() && n <= cadence.attempts;
    let small = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    runs.then(|| (small(n), small(cadence.attempts)))
}

fn start(of: &reads::Item) -> Instant {
    match of.owed {
        _ if of.take_by.is_some() => of.trigger_at,
        Some(Clock::FirstAttempt) => of.trigger_at,
        Some(Clock::Feedback) => of.connected_at.unwrap_or(of.at - TURN),
        _ => of.at - TURN,
    }
}

/// Why it is here.
fn what(telling: &Telling<'_>, of: &reads::Item) -> String {
    let frame = telling.frame;
    match (of.spot, of.owed) {
        (Spot::Held, _) => frame.say_of("item-held", &telling.moment(of.at).shown),
        (Spot::Owed, _) => {
            let at = of.connected_at.map(|at| telling.moment(at).shown).unwrap_or_default();
            frame.say_of("item-connected", &at)
        }
        _ if of.cause == Some(rules::fact::RouteCause::Return) && of.attempts == 0 => frame.say("item-returned"),
        _ if of.passed_on && of.attempts == 0 => frame.say("item-passed-on"),
        (_, Some(Clock::FirstAttempt)) => came(telling, of),
        (_, Some(clock)) => telling.say_code("clock", clock.code()),
        (_, None) => came(telling, of),
    }
}

fn came(telling: &Telling<'_>, of: &reads::Item) -> String {
    let kind = telling
        .frame
        .say_of("item-asked", &telling.say_code("kind", of.kind.code()));
    match &of.source {
        Some(source) => format!("{kind} · {source}"),
        None => kind,
    }
}

/// Who has open handoffs, and how many, for those who see everybody's.
async fn busy(app: &App, looker: &Looker) -> Result<Vec<(Id, u64)>, EngineError> {
    if looker.sees_all {
        reads::owners(app.engine.ledger()).await
    } else {
        Ok(Vec::new())
    }
}

/// Whose leads may be looked at, for those who see everybody's.
fn owners(frame: &Frame, names: &Names, looker: &Looker, whose: Whose, busy: Vec<(Id, u64)>) -> Vec<Choice> {
    if !looker.sees_all {
        return Vec::new();
    }
    let everybody = Choice {
        value: EVERYBODY.to_owned(),
        label: frame.say("queue-everybody"),
        chosen: whose == Whose::All,
    };
    let choice = |(user, open): (Id, u64)| Choice {
        value: user.show("user"),
        label: format!("{} ({open})", names.of(user)),
        chosen: whose == Whose::Of(user),
    };
    let mut busy: Vec<Choice> = busy.into_iter().map(choice).collect();
    busy.sort_by(|a, b| a.label.cmp(&b.label));
    std::iter::once(everybody).chain(busy).collect()
}
