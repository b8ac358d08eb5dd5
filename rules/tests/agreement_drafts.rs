//! Drafts: who may begin, change, propose, discard and take back which side's, as a matrix; and what is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use rules::agreement::{Agreement, STARTING, Side};
use rules::ask::{Ask, Command, OfAgreement, prepare};
use rules::decide::{Done, InForce, World, decide};
use rules::fact::{Actor, Origin, Role, TokenScope};
use rules::refusal::Refusal;
use rules::roster::{Roster, User};
use rules::{Id, Instant};
use std::sync::Arc;

const DEPUTY: u8 = 50;
const TOKEN: u8 = 60;

fn id(n: u8) -> Id {
    Id([n; 16])
}

fn of(role: Role) -> Actor {
    let at = Role::ALL.into_iter().position(|one| one == role).unwrap();
    Actor::User(id(at as u8 + 1))
}

fn text(minutes: u32) -> String {
    STARTING.replacen("first_attempt = \"15m\"", &format!("first_attempt = \"{minutes}m\""), 1)
}

struct House {
    world: World,
    asks: u16,
}

impl House {
    /// One of each role, and a rep who is the deputy of the head of Sales.
    fn new() -> Self {
        let in_force = InForce {
            version: 0,
            agreement: Agreement::starting().unwrap(),
        };
        let mut world = World::empty(Arc::new(in_force));
        let mut roster = Roster::default();
        let user = |roles: &[Role]| User {
            roles: roles.to_vec(),
            ..User::default()
        };
        for (at, role) in Role::ALL.into_iter().enumerate() {
            roster.users.insert(id(at as u8 + 1), user(&[role]));
        }
        roster.users.insert(id(DEPUTY), user(&[Role::Rep]));
        world.roster = Arc::new(roster);
        let mut house = Self { world, asks: 0 };
        let named = OfAgreement::NameDeputy {
            side: Side::Sales,
            deputy: Some(id(DEPUTY)),
        };
        house.ask(of(Role::HeadOfSales), named).unwrap();
        house
    }

    fn ask(&mut self, actor: Actor, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.asks += 1;
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&self.asks.to_be_bytes());
        let ask = Ask {
            id: Id(bytes),
            actor,
            scopes: match actor {
                Actor::Token(token) if token == id(TOKEN) => vec![TokenScope::Agreement],
                Actor::Token(_) => vec![TokenScope::Read, TokenScope::Write, TokenScope::Team],
                _ => vec![],
            },
            at: Instant::parse("2026-03-04T10:00:00+01:00").unwrap(),
            origin: Origin::Live,
            command: command.into(),
        };
        let done = decide(&self.world, &prepare(ask)?)?;
        self.world.moved(&done);
        Ok(done)
    }

    fn begun(&mut self, actor: Actor) -> Result<Id, Refusal> {
        let done = self.ask(actor, keep(None, text(14), None))?;
        Ok(Id::read("draft", done.answer["draft"].as_str().unwrap()).unwrap())
    }

    fn hash(&self, draft: Id) -> String {
        self.world.life.drafts[&draft].hash.clone()
    }
}

fn keep(draft: Option<Id>, text: String, seen: Option<String>) -> OfAgreement {
    OfAgreement::KeepDraft {
        draft,
        text,
        base: 0,
        seen,
    }
}

fn propose(draft: Id, minutes: u32) -> OfAgreement {
    OfAgreement::Propose {
        text: text(minutes),
        trial: false,
        from: None,
        base: 0,
        draft: Some(draft),
    }
}

/// What is asked of a draft as it stands.
type Asked = fn(&House, Id) -> OfAgreement;

/// Who asks, who may begin, and whose drafts he works on: Marketing's, Sales', those of no side.
fn matrix() -> Vec<(Actor, bool, [bool; 3])> {
    let (both, none) = ([true, false, false], [false; 3]);
    let mut all: Vec<(Actor, bool, [bool; 3])> = Role::ALL
        .into_iter()
        .map(|role| match role {
            Role::Marketer | Role::HeadOfMarketing => (of(role), true, both),
            Role::SalesManager | Role::HeadOfSales => (of(role), true, [false, true, false]),
            Role::Admin => (of(role), true, [false, false, true]),
            Role::Rep | Role::Boss => (of(role), false, none),
        })
        .collect();
    all.push((Actor::User(id(DEPUTY)), true, [false, true, false]));
    all.push((Actor::Token(id(TOKEN)), true, [false, false, true]));
    all.push((Actor::Token(id(TOKEN + 1)), false, none));
    all.push((Actor::Visitor, false, none));
    all
}

#[test]
fn who_may_begin_change_propose_discard_and_take_back_which_sides_draft() {
    let owners = [of(Role::HeadOfMarketing), of(Role::HeadOfSales), of(Role::Admin)];
    for (who, begins, works) in matrix() {
        assert_eq!(House::new().begun(who).is_ok(), begins, "{who:?} begins");
        for (owner, may) in owners.into_iter().zip(works) {
            let acts: [(&str, Asked); 4] = [
                ("change", |house, draft| {
                    keep(Some(draft), text(13), Some(house.hash(draft)))
                }),
                ("propose", |_, draft| propose(draft, 14)),
                ("discard", |_, draft| OfAgreement::DiscardDraft { draft }),
                ("take back", |_, draft| OfAgreement::RestoreDraft { draft }),
            ];
            for (name, act) in acts {
                let mut house = House::new();
                let draft = house.begun(owner).unwrap();
                if name == "take back" {
                    house.ask(owner, OfAgreement::DiscardDraft { draft }).unwrap();
                }
                let command = act(&house, draft);
                let before = house.world.life.clone();
                let done = house.ask(who, command);
                assert_eq!(done.is_ok(), may, "{who:?} {name} of {owner:?}: {:?}", done.err());
                if let Err(refusal) = done {
                    let code = if begins { "no_such_draft" } else { "may_not" };
                    assert_eq!(refusal.code, code, "{who:?} {name} of {owner:?}");
                    assert_eq!(house.world.life, before, "a refusal changes nothing");
                }
                assert_eq!(
                    house.world.life.in_force_at(Instant(i64::MAX)),
                    0,
                    "nothing came into force"
                );
            }
        }
    }
}

#[test]
fn who_sees_a_draft_is_who_may_work_on_it() {
    let mut house = House::new();
    let drafts = [Role::HeadOfMarketing, Role::HeadOfSales, Role::Admin].map(|role| house.begun(of(role)).unwrap());
    let (life, roster) = (house.world.life.clone(), house.world.roster.clone());
    for (who, _, works) in matrix() {
        let seen = drafts.map(|draft| match who {
            Actor::User(user) => life.draft_for(&roster, user, draft).is_some(),
            Actor::Token(token) if token == id(TOKEN) => life.draft_of_no_side(draft).is_some(),
            _ => false,
        });
        assert_eq!(seen, works, "{who:?}");
    }
}

#[test]
fn a_draft_that_was_changed_discarded_or_proposed_is_refused_by_name() {
    let mut house = House::new();
    let (head, marketer) = (of(Role::HeadOfMarketing), of(Role::Marketer));
    let draft = house.begun(head).unwrap();
    let seen = house.hash(draft);
    house
        .ask(marketer, keep(Some(draft), text(12), Some(seen.clone())))
        .unwrap();
    let code = |done: Result<Done, Refusal>| done.unwrap_err().code;
    assert_eq!(
        code(house.ask(head, keep(Some(draft), text(11), Some(seen)))),
        "draft_moved_on"
    );
    assert_eq!(
        code(house.ask(head, keep(Some(draft), text(11), None))),
        "draft_moved_on"
    );
    assert_eq!(code(house.ask(head, propose(draft, 11))), "draft_moved_on");
    house.ask(head, OfAgreement::DiscardDraft { draft }).unwrap();
    let seen = house.hash(draft);
    assert_eq!(
        code(house.ask(head, keep(Some(draft), text(10), Some(seen)))),
        "draft_discarded"
    );
    assert_eq!(
        code(house.ask(head, OfAgreement::DiscardDraft { draft })),
        "draft_discarded"
    );
    house.ask(head, OfAgreement::RestoreDraft { draft }).unwrap();
    house.ask(head, propose(draft, 12)).unwrap();
    for again in [
        keep(Some(draft), text(9), None),
        OfAgreement::DiscardDraft { draft },
        propose(draft, 12),
    ] {
        let refused = house.ask(head, again).unwrap_err();
        assert_eq!(refused.code, "draft_proposed");
        assert!(
            refused
                .args
                .iter()
                .any(|(name, value)| *name == "version" && value == "1")
        );
    }
}

#[test]
fn the_text_before_the_last_save_stays_known_by_its_hash() {
    let mut house = House::new();
    let head = of(Role::HeadOfMarketing);
    let draft = house.begun(head).unwrap();
    assert_eq!(house.world.life.drafts[&draft].before, None);
    let mut slots = Vec::new();
    for minutes in [12, 11, 12] {
        let before = house.hash(draft);
        let done = house
            .ask(head, keep(Some(draft), text(minutes), Some(before.clone())))
            .unwrap();
        assert_eq!(house.world.life.drafts[&draft].before, Some(before));
        slots.extend(done.papers.iter().filter_map(|paper| match paper {
            rules::decide::Paper::Draft { slot, .. } => Some(*slot),
            _ => None,
        }));
    }
    assert_eq!(slots, [1, 0, 1], "the text that is current is never written over");
}
