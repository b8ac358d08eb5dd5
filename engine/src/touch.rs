//! What an ask touches: known before the transaction, so that one multi-get a table loads it all.

use rules::Id;
use rules::ask::{Command, Prepared};
use rules::fact::{Clock, Subject, SubjectKind};
use std::collections::BTreeSet;

/// What a group of asks touches. Sets, so that locks are taken in one order.
#[derive(Clone, Debug, Default)]
pub struct Touch {
    /// Keys of people who submit.
    pub keys: BTreeSet<String>,
    /// Leads named.
    pub leads: BTreeSet<Id>,
    /// Leads of which nothing but their own state is asked, not the people behind them.
    pub alone: BTreeSet<Id>,
    /// Colleagues of theirs, found out on the way.
    pub colleagues: BTreeSet<Id>,
    /// Whether somebody may be routed, or a desk may change.
    pub routes: bool,
    /// Whether the roster may change.
    pub staffs: bool,
    /// Whether the agreement may change.
    pub agrees: bool,
    /// Whether a text of the agreement is proposed.
    pub proposes: bool,
    /// Whether the company's own fields may change.
    pub fields: bool,
    /// Addresses of accounts.
    pub addresses: BTreeSet<String>,
    /// Hashes of one-time links.
    pub links: BTreeSet<String>,
    /// Feedback given: of which lead, which handoff, the reason. Their patterns are known once the lead is.
    pub said: BTreeSet<(Id, Id, Option<String>)>,
    /// Who is to leave: what depends on them is counted.
    pub leavers: BTreeSet<Id>,
    /// Companies of people who submit.
    pub companies: BTreeSet<Subject>,
    /// Leads whose company hears of what becomes of them.
    pub of_company: BTreeSet<Id>,
    /// Patterns and tokens.
    pub others: BTreeSet<Subject>,
}

impl Touch {
    /// Adds what one ask touches.
    pub fn add(&mut self, prepared: &Prepared) {
        if let Some(readied) = &prepared.readied {
            self.keys.insert(readied.person.key.clone());
            self.companies.extend(rules::company::of_person(&readied.person));
        }
        match &prepared.ask.command {
            Command::Capture(_) | Command::History { .. } => self.routes = true,
            Command::Attempt { lead, .. }
            | Command::InConversation { lead, .. }
            | Command::CallBack { lead, .. }
            | Command::Booked { lead, .. }
            | Command::Take { lead, .. }
            | Command::MachineSent { lead, .. }
            | Command::ExplainBreach { lead, .. }
            | Command::Answer { lead, .. }
            | Command::Quarantine { lead, .. } => {
                self.leads.insert(*lead);
            }
            Command::Feedback {
                lead, handoff, reason, ..
            } => {
                self.leads.insert(*lead);
                self.routes = true;
                self.of_company.insert(*lead);
                self.said.insert((*lead, *handoff, reason.clone()));
            }
            Command::Reject { lead, .. }
            | Command::NotALead { lead, .. }
            | Command::Move { lead, .. }
            | Command::GiveOn { lead, .. }
            | Command::Review { lead, .. }
            | Command::Strike { lead, .. } => {
                self.leads.insert(*lead);
                self.routes = true;
                if matches!(
                    &prepared.ask.command,
                    Command::Strike {
                        clock: Clock::Cadence,
                        ..
                    }
                ) {
                    self.of_company.insert(*lead);
                }
            }
            Command::StillAlive { lead, .. }
            | Command::Won { lead, .. }
            | Command::Lost { lead, .. }
            | Command::UndoOutcome { lead, .. } => {
                self.leads.insert(*lead);
                self.of_company.insert(*lead);
            }
            Command::Respond { reason, source, .. }
            | Command::AskToRespond { reason, source }
            | Command::StrikePattern { reason, source, .. } => {
                self.others.insert(Subject::pattern(reason, source));
            }
            command => self.add_house(command),
        }
    }

    fn add_leaver(&mut self, user: Id) {
        self.staffs = true;
        self.routes = true;
        self.leavers.insert(user);
    }

    fn add_house(&mut self, command: &Command) {
        match command {
            Command::AddUser { email, .. } => {
                self.staffs = true;
                self.addresses.insert(email.to_lowercase());
            }
            Command::SetUp { email, link, .. } => {
                self.staffs = true;
                self.addresses.insert(email.to_lowercase());
                self.links.insert(link.clone());
            }
            Command::Propose { .. } => {
                self.agrees = true;
                self.proposes = true;
            }
            Command::Sign { .. }
            | Command::KeepDraft { .. }
            | Command::DiscardDraft { .. }
            | Command::RestoreDraft { .. }
            | Command::Decline { .. }
            | Command::Object { .. }
            | Command::Withdraw { .. }
            | Command::NameDeputy { .. }
            | Command::TellSilence { .. } => self.agrees = true,
            Command::AddField { .. } | Command::RelabelField { .. } | Command::RetireField { .. } => self.fields = true,
            Command::RepinSlice { act, leads, .. } => {
                self.alone.extend(leads);
                self.others.insert(Subject {
                    kind: SubjectKind::Act,
                    id: *act,
                });
            }
            Command::WithdrawToken { token } => {
                self.others.insert(Subject {
                    kind: SubjectKind::Token,
                    id: *token,
                });
            }
            Command::SetPassword { link: Some(link), .. } => {
                self.links.insert(link.clone());
            }
            command => self.add_team(command),
        }
    }

    fn add_team(&mut self, command: &Command) {
        match command {
            Command::SetAccount { domain, .. } | Command::SetDeal { domain, .. } => {
                self.others.extend(rules::company::named(domain));
            }
            command if is_duty(command) => self.staffs = true,
            Command::SetRoles { .. }
            | Command::SetMember { .. }
            | Command::SetLeave { .. }
            | Command::SetCover { .. }
            | Command::AnswerOffice { .. } => {
                self.staffs = true;
                self.routes = true;
            }
            Command::LetGo { user } | Command::MoveOut { user, .. } => self.add_leaver(*user),
            Command::MoveOutSlice { act, user, leads, .. } => {
                self.add_leaver(*user);
                self.leads.extend(leads);
                self.others.insert(Subject {
                    kind: SubjectKind::Act,
                    id: *act,
                });
            }
            _ => {}
        }
    }
}

/// Leave, hours, rotas and calendars' addresses: the roster alone.
fn is_duty(command: &Command) -> bool {
    matches!(
        command,
        Command::ChangeLeave { .. }
            | Command::TakeOut { .. }
            | Command::PutBack { .. }
            | Command::TakeLeaveBack { .. }
            | Command::SetHours { .. }
            | Command::SetRota { .. }
            | Command::SwapDuty { .. }
            | Command::UndoSwap { .. }
            | Command::MakeFeed { .. }
            | Command::WithdrawFeed { .. }
    )
}
