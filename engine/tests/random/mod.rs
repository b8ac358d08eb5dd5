//! Asks of every kind, at random, from a seed; mostly ones that make sense.

#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::common::Company;
use engine::timers::Timers;
use rules::agreement::Money;
use rules::ask::{
    Capture, Command, OfAccount, OfAgreement, OfDuty, OfHandoff, OfLead, OfLetter, OfPattern, OfTeam, Told,
};
use rules::fact::{
    Actor, AttemptResult, Channel, RejectReason, ResponseKind, ReviewChoice, Role, SubmissionKind, TokenScope, Which,
};
use rules::{Id, Instant, Span};

pub struct Asker<'c> {
    company: &'c Company,
    drawn: u64,
    leads: Vec<Id>,
    users: Vec<Id>,
    tokens: Vec<Id>,
    head: Id,
    head_of_marketing: Id,
    made: u64,
    pub done: usize,
}

/// The starting agreement, told apart by a comment.
pub fn agreement(number: u64) -> String {
    format!(
        "{}\n# edition {number}\n",
        include_str!("../../../rules/agreements/starting.toml")
    )
}

impl<'c> Asker<'c> {
    pub async fn new(company: &'c Company, seed: u64) -> Self {
        let head = company.hire("Sample Head", Role::HeadOfSales).await;
        let head_of_marketing = company.hire("Sample Head of Marketing", Role::HeadOfMarketing).await;
        Self {
            company,
            drawn: seed,
            leads: Vec::new(),
            users: company.reps.clone(),
            tokens: Vec::new(),
            head,
            head_of_marketing,
            made: 0,
            done: 0,
        }
    }

    /// Below `n`.
    fn below(&mut self, n: u64) -> u64 {
        self.drawn = self.drawn.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.drawn;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// Asks so often, several at once, time passing and timers striking in between.
    pub async fn run(&mut self, asks: usize) {
        let mut asked = 0;
        while asked < asks {
            let mut group = Vec::new();
            for _ in 0..=self.below(8) {
                let (actor, command) = self.ask().await;
                self.made += 1;
                let id = Id::named("random", &self.made.to_string());
                self.company.clock.pass(Span(1));
                group.push(self.company.engine.ask(Some(id), actor, command));
            }
            asked += group.len();
            for answer in futures_util::future::join_all(group).await.into_iter().flatten() {
                self.done += 1;
                let id = |name: &str| answer[name].as_str().and_then(|text| Id::read(name, text));
                self.leads.extend(id("lead"));
                self.tokens.extend(id("token"));
                self.users.extend(id("user"));
            }
            self.pass().await;
        }
    }

    async fn pass(&mut self) {
        let by = match self.below(40) {
            0 => Span::days(5),
            1..=3 => Span::hours(3),
            _ => Span::seconds(self.below(120) as i64),
        };
        self.company.clock.pass(by);
        let engine = &self.company.engine;
        Timers::default().strike(engine, engine.now()).await.unwrap();
    }

    async fn ask(&mut self) -> (Actor, Command) {
        match self.below(100) {
            0..30 => self.comes(),
            30..80 => self.works().await,
            80..90 => self.markets().await,
            90..96 => self.staffs(),
            _ => self.operates(),
        }
    }

    fn comes(&mut self) -> (Actor, Command) {
        let person = self.below(150);
        let mut capture = Company::request(&format!("person{person}@sample-company.de"));
        capture.kind = match self.below(12) {
            0..7 => SubmissionKind::Request,
            7..9 => SubmissionKind::Event,
            9..11 => SubmissionKind::Content,
            _ => SubmissionKind::Student,
        };
        capture.form = Some(self.one(&["demo", "price", "content"]).to_owned());
        if self.below(3) == 0 {
            let employees = (self.below(60) + 1).to_string();
            capture.fields.insert("company.employees".into(), employees);
        }
        if self.below(8) == 0 {
            return self.comes_from_the_past(capture);
        }
        (Actor::Visitor, OfLead::Capture(Box::new(capture)).into())
    }

    fn comes_from_the_past(&mut self, mut capture: Capture) -> (Actor, Command) {
        let then = self.company.engine.now() - Span::days(200 + self.below(100) as i64);
        capture.occurred_at = Some(then);
        let amount = Money {
            amount: 100_000,
            currency: "EUR".into(),
        };
        let won = (self.below(2) == 0).then_some((then + Span::days(60), Some(amount)));
        let capture = Box::new(capture);
        (
            Actor::User(self.company.marketer),
            OfLead::History { capture, won }.into(),
        )
    }

    async fn works(&mut self) -> (Actor, Command) {
        if self.leads.is_empty() {
            return self.comes();
        }
        let leads = self.leads.clone();
        let lead = self.one(&leads);
        let state = self.company.lead(lead).await;
        let newest = state.handoffs.last().map(|h| (h.id, h.owner));
        let Some((handoff, owner)) = newest else {
            return self.comes();
        };
        let by = if self.below(3) == 0 {
            self.company.manager
        } else {
            owner.unwrap_or(self.company.manager)
        };
        let command = match self.below(10) {
            0..4 => self.tries(lead, handoff),
            4..7 => self.reports(lead, handoff),
            7 => {
                let (reason, clause) = (self.one(&RejectReason::ALL), None);
                OfHandoff::Reject {
                    lead,
                    handoff,
                    reason,
                    clause,
                    covers: None,
                }
            }
            8 => {
                let what = self.one(&[SubmissionKind::Student, SubmissionKind::Press, SubmissionKind::Support]);
                OfHandoff::NotALead { lead, handoff, what }
            }
            _ => {
                let to = self.one(&self.company.reps.clone());
                return (
                    Actor::User(self.company.manager),
                    OfHandoff::Move { lead, handoff, to }.into(),
                );
            }
        };
        (Actor::User(by), command.into())
    }

    fn tries(&mut self, lead: Id, handoff: Id) -> OfHandoff {
        let ago = Span::minutes(self.below(90) as i64);
        OfHandoff::Attempt {
            lead,
            handoff,
            channel: self.one(&Channel::ALL),
            result: self.one(&AttemptResult::ALL),
            occurred_at: (self.below(3) == 0).then(|| self.company.engine.now() - ago),
            seen: self.below(2) == 0,
            note: None,
        }
    }

    fn reports(&mut self, lead: Id, handoff: Id) -> OfHandoff {
        let which = self.one(&Which::ALL);
        let terms = self.company.engine.in_force();
        let known = terms
            .agreement
            .feedback
            .reasons
            .iter()
            .find(|r| r.which == which.in_terms());
        let reason = known.map(|r| r.code.clone());
        let back_at = Some(self.company.engine.now() + Span::days(1 + self.below(30) as i64));
        let amount = Some(Money {
            amount: self.below(100_0000) as i64,
            currency: "EUR".into(),
        });
        let (detail, note, next_step_at) = (Some("said so".into()), Some("as told".into()), None);
        OfHandoff::Feedback {
            lead,
            handoff,
            which,
            reason,
            detail,
            note,
            back_at,
            next_step_at,
            amount,
            covers: None,
            answers: crate::common::found_out(&self.company.engine.in_force().agreement, which),
        }
    }

    async fn markets(&mut self) -> (Actor, Command) {
        let by = Actor::User(self.company.marketer);
        for lead in self.leads.clone().into_iter().rev().take(40) {
            if self.company.lead(lead).await.review.is_some() {
                let choice = self.one(&[ReviewChoice::Release, ReviewChoice::Nurture, ReviewChoice::Discard]);
                return (by, OfLead::Review { lead, choice }.into());
            }
        }
        let (reason, source) = (self.one(&["no_budget", "too_small"]).into(), "webinar".into());
        let (response, note) = (self.one(&ResponseKind::ALL), Some("looked at it".into()));
        (
            by,
            OfPattern::Respond {
                reason,
                source,
                response,
                note,
            }
            .into(),
        )
    }

    fn staffs(&mut self) -> (Actor, Command) {
        let users = self.users.clone();
        let user = self.one(&users);
        let rules = self.company.engine.in_force();
        let rotation = rules.agreement.rotations[self.below(rules.agreement.rotations.len() as u64) as usize]
            .name
            .clone();
        let now = self.company.engine.now();
        let command: Command = match self.below(6) {
            0..3 => OfTeam::SetMember {
                rotation,
                user,
                weight: self.below(5) as u8,
            }
            .into(),
            3..5 => {
                let until = Some(now + Span::hours(1 + self.below(40) as i64));
                let from = (self.below(4) > 0).then_some(now);
                OfDuty::SetLeave { user, from, until }.into()
            }
            _ => {
                self.made += 1;
                let (name, roles) = (format!("Sample Joiner {}", self.made), vec![Role::Rep]);
                let email = format!("joiner{}@sample.example.com", self.made);
                return (
                    Actor::User(self.company.admin),
                    OfTeam::AddUser { name, email, roles }.into(),
                );
            }
        };
        (Actor::User(self.company.manager), command)
    }

    /// A proposal, a signature of one head or the other, a no, or an objection: often of what has moved on.
    fn agrees(&mut self) -> (Actor, Command) {
        let life = self.company.engine.life();
        let (heads, version) = ([self.head, self.head_of_marketing], life.next() - 1);
        let who = Actor::User(self.one(&heads));
        let hash = life
            .versions
            .get(&version)
            .map(|known| known.hash.clone())
            .unwrap_or_default();
        let words = "not so".to_owned();
        let command = match self.below(6) {
            0 | 1 => OfAgreement::Propose {
                text: agreement(self.made),
                trial: self.below(3) == 0,
                from: None,
                base: self.company.engine.in_force().version,
                draft: None,
            },
            2 => OfAgreement::Decline { version, words },
            3 => OfAgreement::Object { version, words },
            _ => OfAgreement::Sign { version, hash },
        };
        (who, command.into())
    }

    fn operates(&mut self) -> (Actor, Command) {
        self.made += 1;
        let (hash, now) = (format!("hash {}", self.made), self.company.engine.now());
        let users = self.users.clone();
        let (user, until) = (self.one(&users), now + Span::hours(8));
        let admin = Actor::User(self.company.admin);
        let which = self.below(11);
        let of_team = match which {
            0 => return self.agrees(),
            3 => OfTeam::SetRoles {
                user,
                roles: vec![Role::Rep, Role::SalesManager],
            },
            4 => OfTeam::LetGo { user },
            1 | 2 | 5..=8 if which != 2 || !self.tokens.is_empty() => {
                let (who, command) = self.keeps_accounts(which, user, hash, until);
                return (who, command.into());
            }
            9 => {
                let (letter, outcome) = (Id::named("letter", &hash), Told::Sent);
                return (Actor::System, OfLetter::Tell { letter, outcome }.into());
            }
            _ => OfTeam::SetMember {
                rotation: "none".into(),
                user,
                weight: 1,
            },
        };
        (admin, of_team.into())
    }

    fn keeps_accounts(&mut self, which: u64, user: Id, hash: String, until: Instant) -> (Actor, OfAccount) {
        let admin = Actor::User(self.company.admin);
        match which {
            1 => {
                let (name, scopes) = (hash.clone(), vec![TokenScope::Write]);
                (admin, OfAccount::MakeToken { name, scopes, hash })
            }
            2 => {
                let tokens = self.tokens.clone();
                let token = self.one(&tokens);
                (admin, OfAccount::WithdrawToken { token })
            }
            5 => {
                let user = Some(user);
                (admin, OfAccount::MakeLink { user, hash, until })
            }
            6 => (Actor::User(user), OfAccount::SetPassword { user, hash, link: None }),
            7 => (Actor::System, OfAccount::OpenSession { user, hash, until }),
            _ => (Actor::System, OfAccount::CloseSession { hash }),
        }
    }
}
