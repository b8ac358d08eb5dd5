//! The life of versions: who may what with which kind of change, and that one side alone puts nothing shared in force.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use crate::tries::tries;
use proptest::prelude::*;
use rules::agreement::{Agreement, STARTING, Side};
use rules::ask::{Ask, Command, OfAgreement, OfTeam, prepare};
use rules::decide::{Done, InForce, LetterKind, World, decide};
use rules::fact::{Actor, Origin, Role};
use rules::refusal::Refusal;
use rules::roster::{Roster, User};
use rules::{Id, Instant, Span};
use std::sync::Arc;

const MARKETING: u8 = 1;
const SALES: u8 = 2;
const ADMIN: u8 = 3;
const BOSS: u8 = 4;
const DEPUTY: u8 = 5;
const BOTH: u8 = 6;
const REP: u8 = 7;

/// A Wednesday morning.
fn start() -> Instant {
    Instant::parse("2026-03-04T10:00:00+01:00").unwrap()
}

fn id(n: u8) -> Id {
    Id([n; 16])
}

struct House {
    world: World,
    now: Instant,
    asks: u16,
}

impl House {
    fn of(people: &[(u8, &[Role])]) -> Self {
        let in_force = InForce {
            version: 0,
            agreement: Agreement::starting().unwrap(),
        };
        let mut world = World::empty(Arc::new(in_force));
        let mut roster = Roster::default();
        for (n, roles) in people {
            let user = User {
                roles: roles.to_vec(),
                ..User::default()
            };
            roster.users.insert(id(*n), user);
        }
        world.roster = Arc::new(roster);
        Self {
            world,
            now: start(),
            asks: 0,
        }
    }

    fn usual() -> Self {
        Self::of(&[
            (MARKETING, &[Role::HeadOfMarketing]),
            (SALES, &[Role::HeadOfSales]),
            (ADMIN, &[Role::Admin]),
            (BOSS, &[Role::Boss]),
            (DEPUTY, &[Role::SalesManager]),
            (REP, &[Role::Rep]),
        ])
    }

    /// Signed by both heads: a first version in force for good.
    fn agreed() -> Self {
        let mut house = Self::usual();
        let first = house.propose(MARKETING, &text(1), false).unwrap();
        house.sign(MARKETING, first).unwrap();
        house.sign(SALES, first).unwrap();
        assert_eq!(house.in_force(), first);
        house.later(Span::days(1));
        house
    }

    fn ask(&mut self, actor: Actor, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.asks += 1;
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&self.asks.to_be_bytes());
        let ask = Ask {
            id: Id(bytes),
            actor,
            scopes: vec![],
            at: self.now,
            origin: Origin::Live,
            command: command.into(),
        };
        let done = decide(&self.world, &prepare(ask)?)?;
        self.world.moved(&done);
        for paper in &done.papers {
            if let rules::decide::Paper::Agreement { version, text, .. } = paper {
                let agreement = Agreement::load_plain(text).unwrap();
                let version = *version;
                self.world
                    .versions
                    .insert(version, Arc::new(InForce { version, agreement }));
            }
        }
        self.turn();
        Ok(done)
    }

    fn by(&mut self, user: u8, command: impl Into<Command>) -> Result<Done, Refusal> {
        self.ask(Actor::User(id(user)), command)
    }

    fn propose(&mut self, user: u8, text: &str, trial: bool) -> Result<i64, Refusal> {
        let (text, base) = (text.to_owned(), self.in_force());
        let command = OfAgreement::Propose {
            text,
            trial,
            from: None,
            base,
            draft: None,
        };
        self.by(user, command)
            .map(|done| done.answer["version"].as_i64().unwrap())
    }

    fn sign(&mut self, user: u8, version: i64) -> Result<Done, Refusal> {
        let hash = self.world.life.versions[&version].hash.clone();
        self.by(user, OfAgreement::Sign { version, hash })
    }

    fn code(result: Result<Done, Refusal>) -> &'static str {
        result.err().map_or("", |refusal| refusal.code)
    }

    fn object(&mut self, user: u8, version: i64) -> &'static str {
        let words = "not so".to_owned();
        Self::code(self.by(user, OfAgreement::Object { version, words }))
    }

    fn decline(&mut self, user: u8, version: i64, words: &str) -> &'static str {
        let words = words.to_owned();
        Self::code(self.by(user, OfAgreement::Decline { version, words }))
    }

    fn in_force(&self) -> i64 {
        self.world.life.in_force_at(self.now)
    }

    fn later(&mut self, span: Span) {
        self.now = self.now + span;
        self.turn();
    }

    /// What the engine does before each group.
    fn turn(&mut self) {
        self.world.in_force = self.world.versions[&self.in_force()].clone();
    }
}

/// The starting text with another limit on the size of companies.
fn text(n: u32) -> String {
    STARTING.replacen(
        "company.employees >= 20",
        &format!("company.employees >= {}", 20 + n),
        1,
    )
}

fn with(from: &str, to: &str) -> String {
    text(1).replacen(from, to, 1)
}

fn marketings_own() -> String {
    with("points = 40", "points = 30")
}

fn sales_own() -> String {
    with("open_work_max = 25", "open_work_max = 20")
}

/// What each of the heads is told, and whether the version is in force then. Everybody else signs nothing.
type Told = (&'static str, bool);

/// Who signs what: the kind of change, who signs alone, what he is told, and whether it is in force then.
#[test]
fn one_signature_by_role_and_kind() {
    let (waits, holds, other): (Told, Told, Told) = (("", false), ("", true), ("not_your_side", false));
    let table: [(&str, String, bool, Told, Told); 4] = [
        ("shared", text(2), false, waits, waits),
        ("Marketing's own", marketings_own(), false, holds, other),
        ("Sales' own", sales_own(), false, other, holds),
        ("a trial", text(3), true, holds, holds),
    ];
    let nobody = [ADMIN, BOSS, DEPUTY, REP, 99].map(|who| (who, ("signs_nothing", false)));
    for (kind, text, trial, marketing, sales) in table {
        let heads = [(MARKETING, marketing), (SALES, sales)];
        for (who, (code, in_force)) in heads.into_iter().chain(nobody) {
            let mut house = House::agreed();
            let version = house.propose(ADMIN, &text, trial).unwrap();
            assert_eq!(House::code(house.sign(who, version)), code, "{kind} by {who}");
            assert_eq!(house.in_force() == version, in_force, "{kind} by {who}");
        }
    }
}

#[test]
fn who_may_propose() {
    for (who, may) in [
        (MARKETING, true),
        (SALES, true),
        (ADMIN, true),
        (DEPUTY, true),
        (BOSS, false),
        (REP, false),
    ] {
        assert_eq!(House::usual().propose(who, &text(1), false).is_ok(), may, "{who}");
    }
    let mut house = House::usual();
    let base = OfAgreement::Propose {
        text: text(1),
        trial: false,
        from: None,
        base: 0,
        draft: None,
    };
    for actor in [Actor::Visitor, Actor::Token(id(MARKETING))] {
        assert!(house.ask(actor, base.clone()).is_err(), "{actor:?}");
    }
}

#[test]
fn a_shared_version_needs_two_people_and_the_exact_text() {
    let mut house = House::agreed();
    let version = house.propose(SALES, &text(2), false).unwrap();
    house.sign(SALES, version).unwrap();
    assert_eq!(House::code(house.sign(SALES, version)), "already_signed");
    assert_ne!(house.in_force(), version);
    let other = OfAgreement::Sign {
        version,
        hash: "00".repeat(32),
    };
    assert_eq!(House::code(house.by(MARKETING, other)), "signature_other_text");
    let told = house.sign(MARKETING, version).unwrap();
    assert_eq!(house.in_force(), version);
    assert!(
        told.letters
            .iter()
            .any(|letter| letter.kind == LetterKind::AgreementInForce && letter.to == id(SALES))
    );
    assert!(!house.world.life.versions[&version].is_by_one_person());
}

#[test]
fn who_holds_both_offices_alone_signs_for_both_and_it_shows() {
    let mut house = House::of(&[(BOTH, &[Role::HeadOfMarketing, Role::HeadOfSales, Role::Admin])]);
    let version = house.propose(BOTH, &text(1), false).unwrap();
    house.sign(BOTH, version).unwrap();
    assert_eq!(house.in_force(), version);
    assert!(house.world.life.versions[&version].is_by_one_person());
    let mut house = House::of(&[
        (BOTH, &[Role::HeadOfMarketing, Role::HeadOfSales]),
        (SALES, &[Role::HeadOfSales]),
    ]);
    let version = house.propose(BOTH, &text(1), false).unwrap();
    house.sign(BOTH, version).unwrap();
    assert_eq!(house.in_force(), 0, "somebody else holds one of the offices");
    house.sign(SALES, version).unwrap();
    assert_eq!(house.in_force(), version);
}

#[test]
fn an_admin_gives_himself_no_office() {
    let mut house = House::usual();
    let command = |roles: &[Role]| OfTeam::SetRoles {
        user: id(ADMIN),
        roles: roles.to_vec(),
    };
    let refusal = house.by(ADMIN, command(&[Role::Admin, Role::HeadOfSales]));
    assert_eq!(House::code(refusal), "office_by_another");
    assert!(house.by(ADMIN, command(&[Role::Admin, Role::Marketer])).is_ok());
}

#[test]
fn a_trial_ends_by_itself_and_one_side_does_not_string_them_together() {
    let mut house = House::agreed();
    let before = house.in_force();
    let trial = house.propose(SALES, &text(2), true).unwrap();
    house.sign(SALES, trial).unwrap();
    assert_eq!(house.in_force(), trial);
    house.later(Span::days(29));
    assert_eq!(house.in_force(), trial);
    // an own change on top of the trial ends with it
    let own = house
        .propose(
            SALES,
            &text(2).replacen("open_work_max = 25", "open_work_max = 9", 1),
            false,
        )
        .unwrap();
    house.sign(SALES, own).unwrap();
    assert_eq!(house.in_force(), own);
    house.later(Span::days(1));
    assert_eq!(house.in_force(), before);
    let again = house.propose(SALES, &text(3), true).unwrap();
    assert_eq!(House::code(house.sign(SALES, again)), "trial_again");
    assert_eq!(house.in_force(), before);
    house.sign(MARKETING, again).unwrap();
    assert_eq!(house.in_force(), again, "the other side may try it");
}

#[test]
fn a_trial_that_the_other_side_signs_stays() {
    let mut house = House::agreed();
    let trial = house.propose(SALES, &text(2), true).unwrap();
    house.sign(SALES, trial).unwrap();
    house.later(Span::days(10));
    house.sign(MARKETING, trial).unwrap();
    house.later(Span::days(400));
    assert_eq!(house.in_force(), trial);
}

#[test]
fn the_other_side_objects_to_an_own_change_in_its_five_days() {
    let mut house = House::agreed();
    let before = house.in_force();
    let own = house.propose(MARKETING, &marketings_own(), false).unwrap();
    house.sign(MARKETING, own).unwrap();
    assert_eq!(house.object(MARKETING, own), "not_your_side");
    assert_eq!(house.object(REP, own), "signs_nothing");
    assert_eq!(house.object(SALES, own), "");
    assert_eq!(house.in_force(), before);
    house.later(Span::hours(1));
    house.sign(SALES, own).unwrap();
    assert_eq!(house.in_force(), own, "both have signed now");
    let mut late = House::agreed();
    let own = late.propose(MARKETING, &marketings_own(), false).unwrap();
    late.sign(MARKETING, own).unwrap();
    late.later(Span::days(8));
    assert_eq!(late.object(SALES, own), "nothing_to_object");
}

#[test]
fn declined_with_words_is_over() {
    let mut house = House::agreed();
    let version = house.propose(MARKETING, &text(2), false).unwrap();
    assert_eq!(house.decline(SALES, version, " "), "words_needed");
    assert_eq!(house.decline(ADMIN, version, "no"), "signs_nothing");
    assert_eq!(house.decline(SALES, version, "Too few would come"), "");
    assert_eq!(House::code(house.sign(MARKETING, version)), "version_is_closed");
}

#[test]
fn what_was_compared_with_another_version_is_not_signed() {
    let mut house = House::agreed();
    let (one, two) = (
        house.propose(MARKETING, &text(2), false).unwrap(),
        house.propose(MARKETING, &marketings_own(), false).unwrap(),
    );
    house.sign(MARKETING, one).unwrap();
    house.sign(SALES, one).unwrap();
    house.later(Span::hours(1));
    assert_eq!(House::code(house.sign(MARKETING, two)), "agreement_moved_on");
    let stale = OfAgreement::Propose {
        text: text(9),
        trial: false,
        from: None,
        base: 1,
        draft: None,
    };
    assert_eq!(House::code(house.by(MARKETING, stale)), "agreement_moved_on");
    let same = house.propose(MARKETING, &text(2), false);
    assert_eq!(same.unwrap_err().code, "agreement_unchanged");
}

#[test]
fn a_deputy_signs_for_one_side_and_no_head_for_the_other() {
    let mut house = House::agreed();
    let name = |side, deputy: u8| OfAgreement::NameDeputy {
        side,
        deputy: Some(id(deputy)),
    };
    assert_eq!(
        House::code(house.by(MARKETING, name(Side::Sales, DEPUTY))),
        "not_your_side"
    );
    assert_eq!(House::code(house.by(ADMIN, name(Side::Sales, DEPUTY))), "not_your_side");
    assert_eq!(
        House::code(house.by(SALES, name(Side::Sales, MARKETING))),
        "deputy_cannot"
    );
    assert_eq!(House::code(house.by(SALES, name(Side::Sales, ADMIN))), "deputy_cannot");
    assert_eq!(
        House::code(house.by(MARKETING, name(Side::Marketing, REP))),
        "deputy_cannot",
        "a rep is of the other side"
    );
    house.by(SALES, name(Side::Sales, DEPUTY)).unwrap();
    assert_eq!(
        House::code(house.by(MARKETING, name(Side::Marketing, DEPUTY))),
        "deputy_cannot"
    );
    let version = house.propose(MARKETING, &text(2), false).unwrap();
    house.sign(DEPUTY, version).unwrap();
    assert_eq!(
        House::code(house.sign(SALES, version)),
        "not_your_side",
        "Sales has signed already"
    );
    house.sign(MARKETING, version).unwrap();
    assert_eq!(house.in_force(), version);
}

#[test]
fn silence_is_told_to_the_boss_once_and_signs_nothing() {
    let mut house = House::agreed();
    let version = house.propose(MARKETING, &text(2), false).unwrap();
    house.sign(MARKETING, version).unwrap();
    let (silent, due) = house.world.life.silence().unwrap();
    assert_eq!(silent, version);
    assert_eq!(
        due.rfc3339(),
        "2026-03-12T16:30:00Z",
        "five business days from Thursday"
    );
    let tell = OfAgreement::TellSilence { version };
    assert!(
        house.ask(Actor::System, tell.clone()).unwrap().facts.is_empty(),
        "not yet"
    );
    house.later(due - house.now);
    assert_eq!(House::code(house.by(ADMIN, tell.clone())), "may_not");
    let told = house.ask(Actor::System, tell.clone()).unwrap();
    let to: Vec<Id> = told.letters.iter().map(|letter| letter.to).collect();
    assert_eq!(to, [id(BOSS)]);
    assert!(house.ask(Actor::System, tell).unwrap().facts.is_empty(), "once");
    assert_ne!(house.in_force(), version);
    assert_eq!(house.world.life.silence(), None);
}

#[test]
fn a_version_may_come_into_force_later() {
    let mut house = House::agreed();
    let before = house.in_force();
    let from = Some(house.now + Span::days(7));
    let command = OfAgreement::Propose {
        text: text(2),
        trial: false,
        from,
        base: before,
        draft: None,
    };
    let version = house.by(MARKETING, command).unwrap().answer["version"]
        .as_i64()
        .unwrap();
    house.sign(MARKETING, version).unwrap();
    house.sign(SALES, version).unwrap();
    assert_eq!(house.in_force(), before);
    house.later(Span::days(7));
    assert_eq!(house.in_force(), version);
}

#[test]
fn only_who_proposed_takes_it_back() {
    let mut house = House::agreed();
    let version = house.propose(ADMIN, &text(2), false).unwrap();
    assert_eq!(
        House::code(house.by(SALES, OfAgreement::Withdraw { version })),
        "not_your_proposal"
    );
    house.by(ADMIN, OfAgreement::Withdraw { version }).unwrap();
    assert_eq!(House::code(house.sign(SALES, version)), "version_is_closed");
}

proptest! {
    #![proptest_config(tries(100, 5_000))]

    /// Whatever Sales and an admin do without Marketing: no shared term is in force for longer than a trial lasts.
    #[test]
    fn one_side_alone_changes_nothing_shared_for_good(acts in prop::collection::vec((0u8..7, 1u32..5, 0i64..40), 1..30)) {
        let mut house = House::agreed();
        let agreed = house.world.versions[&house.in_force()].agreement.clone();
        for (act, n, days) in acts {
            let latest = house.world.life.next() - 1;
            let _refused = match act {
                0 => house.propose(SALES, &text(n), false).map(|_| ()),
                1 => house.propose(ADMIN, &text(n), true).map(|_| ()),
                2 => house.propose(SALES, &text(n).replacen("open_work_max = 25", &format!("open_work_max = {n}"), 1), false).map(|_| ()),
                3 => house.by(SALES, OfAgreement::NameDeputy { side: Side::Sales, deputy: Some(id(DEPUTY)) }).map(|_| ()),
                4 => house.sign(DEPUTY, latest).map(|_| ()),
                _ => house.sign(SALES, latest).map(|_| ()),
            };
            house.later(Span::days(days));
        }
        house.later(Span::days(31));
        let now = &house.world.versions[&house.in_force()].agreement;
        let changed = rules::agreement::change::changes(&agreed, now);
        let own = |kind| matches!(kind, None | Some(rules::agreement::change::Kind::Own(Side::Sales)));
        prop_assert!(own(rules::agreement::change::kind(&changed)), "{changed:?}");
    }
}
