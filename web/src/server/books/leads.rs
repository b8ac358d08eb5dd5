//! `/leads`, `/search` and `/leads.csv`: the same leads by the same filters, as far as the viewer may see.

use super::{Drawing, PAGE_LINES, cursor, in_query, names, read_cursor, viewer, with_people};
use crate::frame::Place;
use crate::screens::leads::{LeadsPage, OwnPick, Pick};
use crate::server::answer::{self, page};
use crate::server::asked::Asked;
use crate::server::{App, zone_of};
use crate::shapes::{Choice, Filter as Link, Pager};
use crate::words::Words;
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::EngineError;
use engine::lead::reads::{self, Filter, Listed};
use rules::agreement::Stage;
use rules::fact::Role;
use rules::fields::{FieldKind, OwnField, OwnFields};
use rules::roster::{Scope, View};
use rules::{Id, Instant, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use tokio_stream::wrappers::ReceiverStream;

/// Leads of one page of the file.
const FILE_PAGE: i64 = reads::PAGE_MAX;
/// Pages of the file that wait for a slow reader.
const FILE_PAGES_AHEAD: usize = 2;
/// Pages of the file at most: two million leads.
const FILE_PAGES_MAX: usize = 10_000;
/// Stages that are links.
const STAGES: [Stage; 9] = [
    Stage::Lead,
    Stage::Mql,
    Stage::Sal,
    Stage::Sql,
    Stage::Won,
    Stage::Nurture,
    Stage::NotAFit,
    Stage::NoContact,
    Stage::NotALead,
];
/// Periods to pick from: how far back, by their codes.
const PERIODS: [(&str, Span); 4] = [
    ("7d", Span::days(7)),
    ("28d", Span::days(28)),
    ("90d", Span::days(90)),
    ("365d", Span::days(365)),
];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leads", get(list))
        .route("/search", get(search))
        .route("/leads.csv", get(file))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asking {
    stage: String,
    source: String,
    owner: String,
    period: String,
    q: String,
    field: String,
    value: String,
    after: String,
}

impl Asking {
    /// What is asked for; `None` where an own field is asked for that is not there, or by a value that it cannot hold:
    /// no lead has it.
    fn filter(&self, now: Instant, own: &OwnFields) -> Option<Filter> {
        let some = |text: &str| Some(text.replace('\0', "")).filter(|t| !t.trim().is_empty());
        let back = PERIODS.iter().find(|(code, _)| *code == self.period);
        let field = match self.field.as_str() {
            "" => None,
            _ => {
                let (name, field) = self.own(own)?;
                Some((name.to_owned(), field.kind.plain(&self.value)?))
            }
        };
        Some(Filter {
            stage: Stage::read(&self.stage),
            source: some(&self.source),
            owner: Id::read("user", &self.owner),
            from: back.map(|(_, span)| now - *span),
            to: None,
            search: some(&self.q),
            field,
        })
    }

    /// The own field asked for.
    fn own<'a>(&self, own: &'a OwnFields) -> Option<(&'a str, &'a OwnField)> {
        own.filtering().find(|(name, _)| *name == self.field)
    }

    fn is_any(&self) -> bool {
        let all = [
            &self.stage,
            &self.source,
            &self.owner,
            &self.period,
            &self.q,
            &self.field,
        ];
        all.iter().any(|text| !text.is_empty())
    }

    /// What stays when another filter is picked.
    fn hidden(&self) -> Vec<(String, String)> {
        let both = [("stage", &self.stage), ("q", &self.q)].into_iter();
        let some = both.filter(|(_, value)| !value.is_empty());
        some.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    /// The same list at an address, with one parameter otherwise.
    fn at(&self, path: &str, other: (&str, &str)) -> String {
        let all = [
            ("stage", self.stage.as_str()),
            ("source", &self.source),
            ("owner", &self.owner),
            ("period", &self.period),
            ("q", &self.q),
            ("field", &self.field),
            ("value", &self.value),
            ("after", ""),
        ];
        let said = |(name, value): (&str, &str)| {
            let value = if name == other.0 { other.1 } else { value };
            (!value.is_empty()).then(|| format!("{name}={}", in_query(value)))
        };
        let query: Vec<String> = all.into_iter().filter_map(said).collect();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }
}

async fn list(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    shown(&app, &asked, &asking, "/leads").await
}

async fn search(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    shown(&app, &asked, &asking, "/search").await
}

/// Whose leads alone this viewer sees; `None`: all.
fn scope_owner(user: Id, scope: Scope) -> Option<Id> {
    (scope != Scope::All).then_some(user)
}

async fn shown(app: &App, asked: &Asked, asking: &Asking, path: &str) -> Response {
    let owner = match viewer(app, asked, View::Leads, path) {
        Ok((signed, scope)) => scope_owner(signed.user, scope),
        Err(answer) => return *answer,
    };
    match filled(app, asked, asking, path, owner).await {
        Ok(screen) => page(&screen.frame.clone(), StatusCode::OK, &screen),
        Err(error) => answer::error(app, asked, &error, "/"),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    asking: &Asking,
    path: &str,
    owner: Option<Id>,
) -> Result<LeadsPage, EngineError> {
    let ledger = app.engine.ledger();
    let after = read_cursor(&asking.after);
    let (listed, next) = match asking.filter(asked.now, &app.engine.fields()) {
        Some(filter) => reads::list(ledger, owner, &filter, after, PAGE_LINES).await?,
        None => (Vec::new(), None),
    };
    let ids: Vec<Id> = listed.iter().map(|lead| lead.id).collect();
    let found = with_people(app, &ids).await?;
    let names = names(app).await?;
    let drawing = Drawing {
        asked,
        zone: zone_of(app),
        names: &names,
    };
    let rows: Vec<_> = ids
        .iter()
        .filter_map(|id| found.get(id))
        .map(|(lead, person)| drawing.row(lead, person.as_ref()))
        .collect();
    let mut frame = asked.frame(app, Place::Leads);
    frame.search.clone_from(&asking.q);
    let title = match asking.q.as_str() {
        "" => frame.say("nav-leads"),
        sought => frame.say_of("leads-sought", sought),
    };
    let pager = Pager {
        shown: frame.say_n("books-shown", &(rows.len() as u64)),
        previous: None,
        next: next.map(|next| asking.at(path, ("after", &cursor(next)))),
    };
    let sources = engine::team::reads::sources(ledger).await?;
    Ok(LeadsPage {
        title,
        shown: frame.say(if owner.is_some() { "leads-own" } else { "leads-order" }),
        export: asking.at("/leads.csv", ("after", "")),
        stages: stages(&asked.words, asking, path),
        picks: picks(app, asked, asking, owner, sources, &names),
        hidden: asking.hidden(),
        own: own_pick(app, &asked.words, asking),
        filtered: asking.is_any(),
        empty: frame.say(if owner.is_some() {
            "leads-own-empty"
        } else {
            "leads-empty"
        }),
        rows,
        pager,
        frame,
    })
}

fn stages(words: &Words, asking: &Asking, path: &str) -> Vec<Link> {
    let link = |label: String, code: &str| Link {
        label,
        href: asking.at(path, ("stage", code)),
        count: None,
        current: asking.stage == code,
    };
    let each = STAGES
        .iter()
        .map(|stage| link(words.code("stage", stage.code(), &[]), stage.code()));
    std::iter::once(link(words.say("books-all"), "")).chain(each).collect()
}

fn picks(
    app: &App,
    asked: &Asked,
    asking: &Asking,
    owner: Option<Id>,
    sources: Vec<String>,
    names: &BTreeMap<Id, String>,
) -> Vec<Pick> {
    let words = &asked.words;
    let choice = |value: String, label: String, current: &str| Choice {
        chosen: value == current,
        value,
        label,
    };
    let pick = |name: &str, key: &str, options: Vec<Choice>| Pick {
        name: name.to_owned(),
        label: words.say(key),
        options,
    };
    let from = sources
        .into_iter()
        .map(|s| choice(s.clone(), s, &asking.source))
        .collect();
    let periods = PERIODS
        .iter()
        .map(|(code, _)| choice((*code).to_owned(), words.code("period", code, &[]), &asking.period))
        .collect();
    let mut picks = vec![pick("source", "leads-any-source", from)];
    if owner.is_none() {
        let roster = app.engine.roster();
        let reps = roster.users.iter().filter(|(_, user)| user.is(Role::Rep));
        let options = reps
            .map(|(id, _)| {
                let name = names.get(id).cloned().unwrap_or_default();
                choice(id.show("user"), name, &asking.owner)
            })
            .collect();
        picks.push(pick("owner", "leads-any-owner", options));
    }
    picks.push(pick("period", "leads-any-time", periods));
    picks
}

/// The own fields to filter by, and the value typed; `None` where none is indexed.
fn own_pick(app: &App, words: &Words, asking: &Asking) -> Option<OwnPick> {
    let fields = app.engine.fields();
    let options: Vec<Choice> = fields
        .filtering()
        .map(|(name, field)| Choice {
            value: name.to_owned(),
            label: field.label.clone(),
            chosen: asking.field == name,
        })
        .collect();
    let chosen = asking.own(&fields).map(|(_, field)| &field.kind);
    let choices = match chosen {
        Some(FieldKind::Choice(choices)) => choices.clone(),
        Some(FieldKind::Bool) => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    };
    let error = match chosen {
        Some(_) if asking.value.trim().is_empty() => words.say("leads-own-needs-value"),
        None if !asking.field.is_empty() => words.say("leads-own-gone"),
        Some(kind) if kind.plain(&asking.value).is_none() => words.code(
            "refusal",
            "field_value",
            &[("value", asking.value.as_str().into()), ("kind", kind.name().into())],
        ),
        _ => String::new(),
    };
    let value = asking.value.clone();
    (!options.is_empty()).then_some(OwnPick {
        options,
        value,
        choices,
        error,
    })
}

/// A cell that no spreadsheet takes for a formula.
pub fn plain_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What goes over the wire, page by page.
type Piece = Result<Vec<u8>, std::io::Error>;

async fn file(State(app): State<App>, asked: Asked, Query(asking): Query<Asking>) -> Response {
    let owner = match viewer(&app, &asked, View::Leads, "/leads") {
        Ok((signed, scope)) => scope_owner(signed.user, scope),
        Err(answer) => return *answer,
    };
    let names = match names(&app).await {
        Ok(names) => names,
        Err(error) => return answer::error(&app, &asked, &error, "/leads"),
    };
    let (send, receive) = tokio::sync::mpsc::channel::<Piece>(FILE_PAGES_AHEAD);
    let filter = asking.filter(asked.now, &app.engine.fields());
    tokio::spawn(async move {
        if let Err(error) = write_pages(&app, &asked.words, owner, filter.as_ref(), &names, &send).await {
            tracing::error!(%error, "a file of leads broke off");
            // the reader sees a broken transfer, not a file that looks whole
            let _gone = send.send(Err(std::io::Error::other("broke off"))).await;
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"leads.csv\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(ReceiverStream::new(receive))).into_response()
}

async fn write_pages(
    app: &App,
    words: &Words,
    owner: Option<Id>,
    filter: Option<&Filter>,
    names: &BTreeMap<Id, String>,
    send: &tokio::sync::mpsc::Sender<Piece>,
) -> Result<(), EngineError> {
    if send.send(lines(std::iter::once(head(words)))).await.is_err() {
        return Ok(());
    }
    let Some(filter) = filter else { return Ok(()) };
    let mut after = None;
    for _ in 0..FILE_PAGES_MAX {
        let (listed, next) = reads::list(app.engine.ledger(), owner, filter, after, FILE_PAGE).await?;
        let page = lines(listed.iter().map(|lead| cells(words, names, lead)));
        if send.send(page).await.is_err() {
            return Ok(());
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(())
}

fn lines(rows: impl Iterator<Item = Vec<String>>) -> Piece {
    let mut file = csv::Writer::from_writer(Vec::new());
    for row in rows {
        file.write_record(row.iter().map(|cell| plain_cell(cell)))?;
    }
    file.into_inner()
        .map_err(|error| std::io::Error::other(error.to_string()))
}

fn head(words: &Words) -> Vec<String> {
    let keys = [
        "word-lead",
        "word-name",
        "word-email",
        "books-phone",
        "books-company",
        "books-country",
        "word-stage",
        "books-tier",
        "word-source",
        "books-campaign",
        "word-owner",
        "books-submitted",
        "word-last",
    ];
    keys.iter().map(|key| words.say(key)).collect()
}

fn cells(words: &Words, names: &BTreeMap<Id, String>, lead: &Listed) -> Vec<String> {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    vec![
        lead.id.show("lead"),
        text(&lead.name),
        text(&lead.email),
        text(&lead.phone),
        text(&lead.company),
        text(&lead.country),
        words.code("stage", &lead.stage, &[]),
        text(&lead.tier),
        text(&lead.source),
        text(&lead.campaign),
        lead.owner.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        lead.submitted_at.rfc3339(),
        lead.touched_at.rfc3339(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\tx", "\r=x"] {
            assert!(plain_cell(bad).starts_with('\''), "{bad:?}");
        }
        assert_eq!(plain_cell("Sample = Company"), "Sample = Company");
    }

    #[test]
    fn a_filter_keeps_the_others_and_forgets_the_cursor() {
        let asking = Asking {
            source: "web & mail".to_owned(),
            after: "5.x".to_owned(),
            ..Asking::default()
        };
        assert_eq!(
            asking.at("/leads", ("stage", "mql")),
            "/leads?stage=mql&source=web%20%26%20mail"
        );
        assert_eq!(Asking::default().at("/leads", ("stage", "")), "/leads");
    }
}
