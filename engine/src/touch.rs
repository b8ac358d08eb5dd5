//! What an ask touches: known before the transaction, so that one multi-get a table loads it all.

use rules::Id;
use rules::ask::{
    Command, OfAccount, OfAgreement, OfCompany, OfDeal, OfDuty, OfHandoff, OfLead, OfLetter, OfPattern, OfTeam,
    Prepared,
};
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
            Command::Lead(of) => self.add_lead(of),
            Command::Handoff(of) => self.add_handoff(of),
            Command::Deal(of) => self.add_deal(of),
            Command::Pattern(of) => self.add_pattern(of),
            Command::Team(of) => self.add_team(of),
            Command::Duty(of) => self.add_duty(of),
            Command::Company(OfCompany::SetAccount { domain, .. } | OfCompany::SetDeal { domain, .. }) => {
                self.others.extend(rules::company::named(domain));
            }
            Command::Agreement(of) => self.add_agreement(of),
            Command::Fields(_) => self.fields = true,
            Command::Account(of) => self.add_account(of),
            Command::Letter(OfLetter::Postpone { .. } | OfLetter::Tell { .. }) => {}
        }
    }

    fn add_lead(&mut self, of: &OfLead) {
        match of {
            OfLead::Capture(_) | OfLead::History { .. } => self.routes = true,
            OfLead::Answer { lead, .. } | OfLead::Quarantine { lead, .. } => {
                self.leads.insert(*lead);
            }
            OfLead::Review { lead, .. } => self.add_routed(*lead),
            OfLead::Strike { lead, clock, .. } => {
                self.add_routed(*lead);
                if *clock == Clock::Cadence {
                    self.of_company.insert(*lead);
                }
            }
        }
    }

    fn add_handoff(&mut self, of: &OfHandoff) {
        match of {
            OfHandoff::Attempt { lead, .. }
            | OfHandoff::InConversation { lead, .. }
            | OfHandoff::CallBack { lead, .. }
            | OfHandoff::Booked { lead, .. }
            | OfHandoff::Take { lead, .. }
            | OfHandoff::MachineSent { lead, .. }
            | OfHandoff::ExplainBreach { lead, .. } => {
                self.leads.insert(*lead);
            }
            OfHandoff::Feedback {
                lead, handoff, reason, ..
            } => {
                self.add_routed(*lead);
                self.of_company.insert(*lead);
                self.said.insert((*lead, *handoff, reason.clone()));
            }
            OfHandoff::Reject { lead, .. }
            | OfHandoff::NotALead { lead, .. }
            | OfHandoff::Move { lead, .. }
            | OfHandoff::GiveOn { lead, .. } => self.add_routed(*lead),
        }
    }

    /// A lead that may get another owner.
    fn add_routed(&mut self, lead: Id) {
        self.leads.insert(lead);
        self.routes = true;
    }

    fn add_deal(&mut self, of: &OfDeal) {
        match of {
            OfDeal::StillAlive { lead, .. }
            | OfDeal::Won { lead, .. }
            | OfDeal::Lost { lead, .. }
            | OfDeal::UndoOutcome { lead, .. } => {
                self.leads.insert(*lead);
                self.of_company.insert(*lead);
            }
        }
    }

    fn add_pattern(&mut self, of: &OfPattern) {
        match of {
            OfPattern::Respond { reason, source, .. }
            | OfPattern::AskToRespond { reason, source }
            | OfPattern::StrikePattern { reason, source, .. } => {
                self.others.insert(Subject::pattern(reason, source));
            }
        }
    }

    fn add_leaver(&mut self, user: Id) {
        self.staffs = true;
        self.routes = true;
        self.leavers.insert(user);
    }

    fn add_team(&mut self, of: &OfTeam) {
        self.staffs = true;
        match of {
            OfTeam::AddUser { email, .. } => {
                self.addresses.insert(email.to_lowercase());
            }
            OfTeam::SetRoles { .. }
            | OfTeam::SetMember { .. }
            | OfTeam::SetCover { .. }
            | OfTeam::AnswerOffice { .. } => self.routes = true,
            OfTeam::LetGo { user } | OfTeam::MoveOut { user, .. } => self.add_leaver(*user),
            OfTeam::MoveOutSlice { act, user, leads, .. } => {
                self.add_leaver(*user);
                self.leads.extend(leads);
                self.others.insert(Subject::act(*act));
            }
        }
    }

    /// Leave moves leads that are held; hours, rotas and calendars' addresses are the roster's alone.
    fn add_duty(&mut self, of: &OfDuty) {
        self.staffs = true;
        match of {
            OfDuty::SetLeave { .. } => self.routes = true,
            OfDuty::ChangeLeave { .. }
            | OfDuty::TakeOut { .. }
            | OfDuty::PutBack { .. }
            | OfDuty::TakeLeaveBack { .. }
            | OfDuty::SetHours { .. }
            | OfDuty::SetRota { .. }
            | OfDuty::SwapDuty { .. }
            | OfDuty::UndoSwap { .. }
            | OfDuty::MakeFeed { .. }
            | OfDuty::WithdrawFeed { .. } => {}
        }
    }

    fn add_agreement(&mut self, of: &OfAgreement) {
        match of {
            OfAgreement::RepinSlice { act, leads, .. } => {
                self.alone.extend(leads);
                self.others.insert(Subject::act(*act));
                return;
            }
            OfAgreement::ApplyToRunning { after, .. } => self.others.extend(after.map(Subject::act)),
            OfAgreement::Propose { .. } => self.proposes = true,
            OfAgreement::Sign { .. }
            | OfAgreement::KeepDraft { .. }
            | OfAgreement::DiscardDraft { .. }
            | OfAgreement::RestoreDraft { .. }
            | OfAgreement::Decline { .. }
            | OfAgreement::Object { .. }
            | OfAgreement::Withdraw { .. }
            | OfAgreement::NameDeputy { .. }
            | OfAgreement::TellSilence { .. } => {}
        }
        self.agrees = true;
    }

    fn add_account(&mut self, of: &OfAccount) {
        match of {
            OfAccount::SetUp { email, link, .. } => {
                self.staffs = true;
                self.addresses.insert(email.to_lowercase());
                self.links.insert(link.clone());
            }
            OfAccount::WithdrawToken { token } => {
                self.others.insert(Subject {
                    kind: SubjectKind::Token,
                    id: *token,
                });
            }
            OfAccount::SetPassword { link, .. } => self.links.extend(link.clone()),
            OfAccount::MakeToken { .. }
            | OfAccount::SetAlerts { .. }
            | OfAccount::MakeLink { .. }
            | OfAccount::OpenSession { .. }
            | OfAccount::CloseSession { .. } => {}
        }
    }
}
