//! `/leads/{id}/company`: whose account and open deal the lead's company is; who may, tells it.

use super::names::Names;
use super::{Looker, fault, frame, not_there, sheet};
use crate::frame::Place;
use crate::screens::company::{CompanyPage, Telling};
use crate::server::App;
use crate::server::answer::{self, onwards, page, refusal_words};
use crate::server::asked::Asked;
use crate::shapes::Choice;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::EngineError;
use rules::Id;
use rules::ask::OfCompany;
use rules::company::{Company, named, of_person};
use rules::fact::{Actor, Role};
use rules::refusal::{No, Refusal};
use rules::roster::Act;
use serde::Deserialize;

/// What its form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    deal: String,
    account: String,
    customer: String,
}

/// The company's domain, and the one who looks, when there is such a company and he may see the lead.
async fn about(app: &App, asked: &Asked, id: &str) -> Result<(Looker, Id, String), Box<Response>> {
    let looker = Looker::of(app, asked, &format!("/leads/{id}/company"))?;
    let missing = || Box::new(not_there(app, asked));
    let lead = Id::read("lead", id).ok_or_else(missing)?;
    let sheet = sheet(app, asked, &looker, lead).await?;
    let person = sheet.person.filter(|person| of_person(person).is_some());
    let domain = person.and_then(|person| person.company_domain);
    Ok((looker, lead, domain.ok_or_else(missing)?))
}

pub(super) async fn shown(State(app): State<App>, asked: Asked, Path(id): Path<String>) -> Response {
    match about(&app, &asked, &id).await {
        Ok(found) => draw(&app, &asked, &found, None).await,
        Err(answer) => *answer,
    }
}

async fn draw(app: &App, asked: &Asked, found: &(Looker, Id, String), refused: Option<&Refusal>) -> Response {
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filled(app, asked, found, refused).await {
        Ok(screen) => page(&screen.frame.clone(), status, &screen),
        Err(error) => *fault(app, asked, &error),
    }
}

async fn filled(
    app: &App,
    asked: &Asked,
    (looker, lead, domain): &(Looker, Id, String),
    refused: Option<&Refusal>,
) -> Result<CompanyPage, EngineError> {
    let names = Names::read(&app.engine).await?;
    let company = match named(domain) {
        Some(subject) => engine::company::reads::one(app.engine.ledger(), subject).await?,
        None => Company::default(),
    };
    let frame = frame(app, asked, looker, Place::Leads).await?;
    let back = format!("/leads/{}", lead.show("lead"));
    Ok(CompanyPage {
        problem: refused.map(|refusal| refusal_words(&frame, refusal)),
        domain: domain.clone(),
        known: known(asked, &names, &company),
        telling: looker.may(Act::Account).then(|| Telling {
            action: format!("{back}/company"),
            account: choices(looker, asked, &names, company.account),
            customer: company.customer,
            deal: choices(looker, asked, &names, company.told),
        }),
        frame,
        back,
    })
}

fn known(asked: &Asked, names: &Names, company: &Company) -> Vec<String> {
    let words = &asked.words;
    let line = |some: &str, none: &str, who: Option<Id>| match who {
        Some(who) => words.say_of(some, &names.of(who)),
        None => words.say(none),
    };
    let deal = if company.told.is_some() {
        "company-deal"
    } else {
        "company-deal-seen"
    };
    let mut lines = vec![
        line(deal, "company-deal-none", company.deal()),
        line("company-account", "company-account-none", company.account),
        line("company-earlier", "company-earlier-none", company.earlier),
    ];
    if company.customer {
        lines.push(words.say("company-customer"));
    }
    lines
}

/// Nobody, and everybody who works leads and stays.
fn choices(looker: &Looker, asked: &Asked, names: &Names, chosen: Option<Id>) -> Vec<Choice> {
    let none = Choice {
        value: String::new(),
        label: asked.words.say("company-nobody"),
        chosen: chosen.is_none(),
    };
    let works = looker.roster.users.iter().filter(|(_, user)| {
        let takes = user.is(Role::Rep) || user.is(Role::SalesManager);
        user.is_active() && user.leaving.is_none() && takes
    });
    let one = |id: &Id| Choice {
        value: id.show("user"),
        label: names.of(*id),
        chosen: chosen == Some(*id),
    };
    let mut all = vec![none];
    all.extend(works.map(|(id, _)| one(id)));
    all
}

pub(super) async fn told(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Form(form): Form<Typed>,
) -> Response {
    let found = match about(&app, &asked, &id).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let (actor, domain) = (Actor::User(found.0.user), found.2.clone());
    let account = OfCompany::SetAccount {
        domain: domain.clone(),
        owner: Id::read("user", &form.account),
        customer: form.customer == "yes",
    };
    let owner = Id::read("user", &form.deal);
    for command in [account, OfCompany::SetDeal { domain, owner }] {
        match app.engine.ask(None, actor, command).await {
            Ok(_) => {}
            Err(EngineError::Refused(refusal)) if matches!(refusal.no, No::Invalid | No::Conflict) => {
                return draw(&app, &asked, &found, Some(&refusal)).await;
            }
            Err(error) => return answer::error(&app, &asked, &error, "/queue"),
        }
    }
    onwards(&format!("/leads/{id}/company"), Some("flash-company-set"))
}
