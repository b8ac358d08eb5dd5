//! The company that is measured: 30 reps in the starting agreement's rotations, and their manager.

use crate::Tried;
use engine::{Engine, Outside, Place};
use rules::ask::{OfAccount, OfAgreement, OfTeam};
use rules::fact::{Actor, Role};
use rules::{Id, Span};
use std::sync::Arc;

const REPS: usize = 30;

/// Opens a new database and staffs the company. Answers the engine and the manager.
pub async fn open(place: Place, outside: Arc<dyn Outside>) -> Tried<(Engine, Id)> {
    let engine = Engine::open(place, outside).await?;
    let (hash, until) = ("first".to_owned(), engine.now() + Span::days(1));
    let link = OfAccount::MakeLink {
        user: None,
        hash,
        until,
    };
    engine.ask(None, Actor::System, link).await?;
    let set_up = OfAccount::SetUp {
        link: "first".into(),
        name: "Sample Admin".into(),
        email: "admin@sample.example.com".into(),
        roles: vec![],
        password: "none".into(),
    };
    let answer = engine.ask(None, Actor::Visitor, set_up).await?;
    let admin = user(&answer)?;
    let manager = hire(&engine, admin, "manager", Role::SalesManager).await?;
    for n in 0..REPS {
        let user = hire(&engine, admin, &format!("rep{n}"), Role::Rep).await?;
        for rule in &engine.in_force().agreement.rotations {
            let (rotation, weight) = (rule.name.clone(), 1);
            let member = OfTeam::SetMember { rotation, user, weight };
            engine.ask(None, Actor::User(manager), member).await?;
        }
    }
    Ok((engine, manager))
}

/// Has both heads sign a version of the agreement. Answers the head of Sales, and the version.
pub async fn agree(engine: &Engine, manager: Id, text: String) -> Tried<(Id, i64)> {
    let admin = engine.roster().holder(Role::Admin, engine.now()).unwrap_or(manager);
    let marketing = hire(engine, admin, "marketing", Role::HeadOfMarketing).await?;
    let sales = hire(engine, admin, "sales", Role::HeadOfSales).await?;
    let base = engine.in_force().version;
    let propose = OfAgreement::Propose {
        text,
        trial: false,
        from: None,
        base,
        draft: None,
    };
    let proposed = engine.ask(None, Actor::User(marketing), propose).await?;
    let version = proposed["version"].as_i64().ok_or("no version was proposed")?;
    for head in [marketing, sales] {
        let hash = proposed["hash"].as_str().unwrap_or_default().to_owned();
        engine
            .ask(None, Actor::User(head), OfAgreement::Sign { version, hash })
            .await?;
    }
    Ok((sales, version))
}

/// Adds a user with a role.
async fn hire(engine: &Engine, admin: Id, name: &str, role: Role) -> Tried<Id> {
    let (email, name) = (format!("{name}@sample.example.com"), format!("Sample {name}"));
    let roles = vec![role];
    let join = OfTeam::AddUser { name, email, roles };
    user(&engine.ask(None, Actor::User(admin), join).await?)
}

fn user(answer: &serde_json::Value) -> Tried<Id> {
    let text = answer["user"].as_str().unwrap_or_default();
    Id::read("user", text).ok_or_else(|| "no user was answered".into())
}
