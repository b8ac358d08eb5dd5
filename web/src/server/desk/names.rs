//! Names of people: of those who work here, and of leads, where one was given and not erased.

use crate::frame::Frame;
use engine::EngineError;
use rules::Id;
use rules::fact::Actor;
use std::collections::BTreeMap;

/// Names of those who work here.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<Id, String>);

impl Names {
    /// Everybody's, also of those who left.
    pub async fn read(engine: &engine::Engine) -> Result<Self, EngineError> {
        let all = engine::account::reads::all(engine.ledger()).await?;
        Ok(Self(
            all.into_iter().map(|account| (account.user, account.name)).collect(),
        ))
    }

    /// Somebody's name; empty when there is none.
    pub fn of(&self, user: Id) -> String {
        self.0.get(&user).cloned().unwrap_or_default()
    }

    /// Somebody's name, or nothing.
    pub fn of_some(&self, user: Option<Id>) -> String {
        user.map(|user| self.of(user)).unwrap_or_default()
    }

    /// Everybody's.
    pub fn all(&self) -> &BTreeMap<Id, String> {
        &self.0
    }

    /// Who did it.
    pub fn who(&self, frame: &Frame, actor: Actor) -> String {
        match actor {
            Actor::User(user) => self.of(user),
            Actor::Token(_) => frame.say("who-program"),
            Actor::System | Actor::Visitor => String::new(),
        }
    }
}

/// What a lead is called: the name, else the address, else the number, else that there is none.
pub fn lead_name(frame: &Frame, name: Option<&str>, email: Option<&str>, phone: Option<&str>) -> String {
    [name, email, phone]
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty())
        .map_or_else(|| frame.say("lead-nameless"), str::to_owned)
}

/// How to call a number: only what a telephone reads goes into the link.
pub fn call(phone: &str, tell: String) -> crate::screens::lead::Call {
    let dial: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    crate::screens::lead::Call {
        href: format!("tel:{dial}"),
        shown: phone.to_owned(),
        tell,
    }
}
