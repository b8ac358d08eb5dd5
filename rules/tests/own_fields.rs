//! A company's own fields: who may, what is refused, and what a text can name afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use rules::agreement::{Agreement, STARTING};
use rules::ask::{Ask, Command, OfFields, prepare};
use rules::calendar::Holidays;
use rules::decide::{InForce, World, decide};
use rules::fact::{Actor, Origin, Role, TokenScope};
use rules::fields::{FieldKind, INDEXED_MAX, OwnField};
use rules::refusal::Refusal;
use rules::roster::{Roster, User};
use rules::{Id, Instant};
use std::sync::Arc;

const WHO: Id = Id([7; 16]);

struct House {
    world: World,
    asks: u8,
}

impl House {
    fn with(role: Role) -> Self {
        Self::under(role, STARTING)
    }

    fn under(role: Role, text: &str) -> Self {
        let mut house = Self {
            world: World::empty(Arc::new(in_force(text, &rules::fields::Registry::starting()))),
            asks: 0,
        };
        house.world.roster = Arc::new(roster(role));
        house
    }

    fn ask(&mut self, actor: Actor, scopes: &[TokenScope], command: impl Into<Command>) -> Result<(), Refusal> {
        self.asks += 1;
        let ask = Ask {
            id: Id([self.asks; 16]),
            actor,
            scopes: scopes.to_vec(),
            at: Instant(i64::from(self.asks) * 1_000_000),
            origin: Origin::Live,
            command: command.into(),
        };
        let done = decide(&self.world, &prepare(ask)?)?;
        self.world.moved(&done);
        Ok(())
    }

    fn by(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.ask(Actor::User(WHO), &[], command)
    }

    fn code(&mut self, command: impl Into<Command>) -> &'static str {
        self.by(command).err().map_or("", |refusal| refusal.code)
    }
}

fn roster(role: Role) -> Roster {
    let mut roster = Roster::default();
    let user = User {
        roles: vec![role],
        ..User::default()
    };
    roster.users.insert(WHO, user);
    roster
}

fn in_force(text: &str, registry: &rules::fields::Registry) -> InForce {
    InForce {
        version: 1,
        agreement: Agreement::load(text, registry, &Holidays::shipped()).unwrap(),
    }
}

fn add(name: &str, kind: FieldKind) -> OfFields {
    OfFields::AddField {
        name: name.to_owned(),
        field: OwnField {
            kind,
            label: "Plan".to_owned(),
            personal: false,
            indexed: false,
            retired_at: None,
        },
    }
}

fn retire(name: &str) -> OfFields {
    OfFields::RetireField { name: name.to_owned() }
}

#[test]
fn who_may_change_the_fields() {
    for role in Role::ALL {
        let may = matches!(role, Role::Admin | Role::Marketer | Role::HeadOfMarketing);
        let code = House::with(role).code(add("company.plan", FieldKind::Text));
        assert_eq!(code, if may { "" } else { "may_not" }, "{role:?}");
    }
    let token = Actor::Token(Id([9; 16]));
    for scope in TokenScope::ALL {
        let done = House::with(Role::Admin).ask(token, &[scope], add("company.plan", FieldKind::Text));
        assert_eq!(done.is_ok(), scope == TokenScope::Fields, "{scope:?}");
    }
}

#[test]
fn names_kinds_and_limits_are_held() {
    let mut house = House::with(Role::Admin);
    for name in [
        "plan",
        "Company.plan",
        "score.plan",
        "answers.plan",
        "company.",
        "company.a.b",
    ] {
        assert_eq!(house.code(add(name, FieldKind::Text)), "field_name", "{name}");
    }
    for choices in [vec![], vec!["a".to_owned(), "a".to_owned()], vec![" ".to_owned()]] {
        assert_eq!(
            house.code(add("company.plan", FieldKind::Choice(choices))),
            "choices_wrong"
        );
    }
    assert_eq!(house.code(add("company.employees", FieldKind::Number)), "field_taken");
    assert_eq!(house.code(add("company.plan", FieldKind::Text)), "");
    assert_eq!(house.code(add("company.plan", FieldKind::Text)), "field_taken");
    assert_eq!(house.code(retire("company.employees")), "no_such_field");
}

#[test]
fn only_so_many_are_indexed_and_a_retired_one_makes_room() {
    let mut house = House::with(Role::Admin);
    let indexed = |n: usize| OfFields::AddField {
        name: format!("lead.f{n}"),
        field: OwnField {
            kind: FieldKind::Text,
            label: format!("F {n}"),
            personal: false,
            indexed: true,
            retired_at: None,
        },
    };
    let taken = house
        .world
        .fields
        .registry()
        .iter()
        .filter(|field| field.indexed)
        .count();
    for n in taken..INDEXED_MAX {
        assert_eq!(house.code(indexed(n)), "");
    }
    assert_eq!(house.code(indexed(99)), "too_many_indexed");
    assert_eq!(house.code(retire(&format!("lead.f{taken}"))), "");
    assert_eq!(house.code(indexed(99)), "");
}

#[test]
fn a_text_may_name_a_field_while_it_is_there() {
    let mut house = House::with(Role::Admin);
    let text = STARTING.replacen("company.employees >= 20", "company.plan == 'large'", 1);
    let loads = |house: &House| Agreement::load(&text, &house.world.fields.registry(), &Holidays::shipped()).is_ok();
    assert!(!loads(&house));
    let plan = FieldKind::Choice(vec!["small".to_owned(), "large".to_owned()]);
    house.by(add("company.plan", plan)).unwrap();
    assert!(loads(&house));
    house.by(retire("company.plan")).unwrap();
    assert!(!loads(&house));
    let old = Agreement::load(&text, &house.world.fields.registry_of_all(), &Holidays::shipped());
    assert!(old.is_ok(), "what was agreed while it was there still loads");
}

#[test]
fn a_field_that_the_agreement_asks_about_is_not_retired() {
    let mut house = House::with(Role::Admin);
    house.by(add("company.plan", FieldKind::Number)).unwrap();
    let text = STARTING.replacen("company.employees >= 20", "company.plan >= 20", 1);
    house.world.in_force = Arc::new(in_force(&text, &house.world.fields.registry()));
    let refusal = house.by(retire("company.plan")).unwrap_err();
    assert_eq!(refusal.code, "field_in_use");
    assert!(
        refusal
            .args
            .iter()
            .any(|(_, said)| said == "a company of a size we serve"),
        "{refusal:?}"
    );
}

#[test]
fn values_are_read_in_the_kind_of_the_field() {
    let mut house = House::with(Role::Admin);
    house.by(add("company.number", FieldKind::Text)).unwrap();
    house.by(add("company.seats", FieldKind::Number)).unwrap();
    let values = [("company.number", "0042"), ("company.seats", "many")];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let mut facets = rules::criteria::Facets::new();
    house.world.fields.read_into(&mut facets, &values);
    assert_eq!(facets.text("company.number"), Some("0042"));
    assert_eq!(facets.get("company.seats"), None);
}
