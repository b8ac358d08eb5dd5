//! Which room decides what is asked, group by group. Every group is matched whole: a new command does not compile until
//! it is decided somewhere.

use super::draft::Draft;
use super::{
    account, agree, alive, answers, capture, company, deal, duty, fields, leaver, office, onward, papering, patterns,
    repin, review, staff, strike, take, talk, work,
};
use crate::ask::{
    Command, OfAccount, OfAgreement, OfCompany, OfDeal, OfFields, OfHandoff, OfLead, OfLetter, OfPattern, OfTeam,
    Prepared,
};
use crate::refusal::Refusal;

pub(super) fn decide(draft: &mut Draft<'_>, prepared: &Prepared) -> Result<(), Refusal> {
    match &prepared.ask.command {
        Command::Lead(of) => of_lead(draft, prepared, of),
        Command::Handoff(of) => of_handoff(draft, of),
        Command::Deal(of) => of_deal(draft, of),
        Command::Pattern(of) => of_pattern(draft, of),
        Command::Team(of) => of_team(draft, of),
        Command::Duty(of) => duty::decide(draft, of),
        Command::Company(of) => of_company(draft, of),
        Command::Agreement(of) => of_agreement(draft, of),
        Command::Fields(of) => of_fields(draft, of),
        Command::Account(of) => of_account(draft, of),
        Command::Letter(of) => of_letter(draft, of),
    }
}

/// What came, what is known of it, and what is due.
fn of_lead(draft: &mut Draft<'_>, prepared: &Prepared, of: &OfLead) -> Result<(), Refusal> {
    match of {
        OfLead::Capture(_) => capture::capture(draft, prepared),
        OfLead::History { won, .. } => capture::history(draft, prepared, won.as_ref()),
        OfLead::Answer { lead, answers } => answers::answer(draft, *lead, answers),
        OfLead::Review { lead, choice } => review::decide(draft, *lead, *choice),
        OfLead::Strike { .. } => strike::strike(draft),
        OfLead::Quarantine { lead, clock } => strike::quarantine(draft, *lead, *clock),
    }
}

/// What Sales did with it, and who has it.
fn of_handoff(draft: &mut Draft<'_>, of: &OfHandoff) -> Result<(), Refusal> {
    match of {
        OfHandoff::Attempt { .. } => work::attempt(draft),
        OfHandoff::Feedback { .. } => work::feedback(draft),
        OfHandoff::Reject { .. } => work::reject(draft),
        OfHandoff::NotALead { .. } => work::not_a_lead(draft),
        OfHandoff::Move { .. } => work::move_to(draft),
        OfHandoff::Take { lead, handoff, by } => take::take(draft, *lead, *handoff, *by),
        OfHandoff::GiveOn { lead, handoff, from } => onward::give_on(draft, *lead, *handoff, *from),
        OfHandoff::InConversation {
            lead,
            handoff,
            next_step_at,
        } => talk::in_conversation(draft, *lead, *handoff, *next_step_at),
        OfHandoff::CallBack { lead, handoff, at } => talk::call_back(draft, *lead, *handoff, *at),
        OfHandoff::Booked { lead, handoff, at } => talk::booked(draft, *lead, *handoff, *at),
        OfHandoff::MachineSent { .. } => talk::machine_sent(draft),
        OfHandoff::ExplainBreach { lead, handoff, why } => talk::explain(draft, *lead, *handoff, *why),
    }
}

/// How it ended, and whether it is alive.
fn of_deal(draft: &mut Draft<'_>, of: &OfDeal) -> Result<(), Refusal> {
    match of {
        OfDeal::Won {
            lead,
            handoff,
            amount,
            at,
        } => deal::won(draft, *lead, *handoff, (amount.as_ref(), *at)),
        OfDeal::Lost {
            lead,
            handoff,
            reason,
            at,
        } => deal::lost(draft, *lead, *handoff, (reason, *at)),
        OfDeal::UndoOutcome { lead, handoff } => deal::undo(draft, *lead, *handoff),
        OfDeal::StillAlive { lead, handoff, answer } => alive::answer(draft, *lead, *handoff, answer),
    }
}

fn of_pattern(draft: &mut Draft<'_>, of: &OfPattern) -> Result<(), Refusal> {
    match of {
        OfPattern::Respond { .. } => review::respond(draft),
        OfPattern::AskToRespond { reason, source } => patterns::please(draft, reason, source),
        OfPattern::StrikePattern { .. } => patterns::strike(draft),
    }
}

/// Who is who, and who stands in for whom.
fn of_team(draft: &mut Draft<'_>, of: &OfTeam) -> Result<(), Refusal> {
    match of {
        OfTeam::AddUser { name, email, roles } => staff::add_user(draft, name, email, roles),
        OfTeam::SetRoles { user, roles } => staff::set_roles(draft, *user, roles),
        OfTeam::LetGo { user } => staff::let_go(draft, *user),
        OfTeam::MoveOut { user, to } => leaver::begin(draft, *user, *to),
        OfTeam::MoveOutSlice { .. } => leaver::slice(draft),
        OfTeam::SetCover { user, cover } => staff::set_cover(draft, *user, *cover),
        OfTeam::AnswerOffice { user, office, consent } => office::answer(draft, *user, *office, *consent),
        OfTeam::SetMember { rotation, user, weight } => staff::set_member(draft, rotation, *user, *weight),
    }
}

fn of_company(draft: &mut Draft<'_>, of: &OfCompany) -> Result<(), Refusal> {
    match of {
        OfCompany::SetAccount {
            domain,
            owner,
            customer,
        } => company::account(draft, domain, *owner, *customer),
        OfCompany::SetDeal { domain, owner } => company::deal(draft, domain, *owner),
    }
}

/// Its drafts, its versions, and clocks that run under another one.
fn of_agreement(draft: &mut Draft<'_>, of: &OfAgreement) -> Result<(), Refusal> {
    match of {
        OfAgreement::Propose { .. } => agree::propose(draft),
        OfAgreement::KeepDraft {
            draft: which,
            text,
            base,
            seen,
        } => papering::keep(draft, *which, text, *base, seen.as_deref()),
        OfAgreement::DiscardDraft { draft: which } => papering::discard(draft, *which),
        OfAgreement::RestoreDraft { draft: which } => papering::restore(draft, *which),
        OfAgreement::Sign { version, hash } => agree::sign(draft, *version, hash),
        OfAgreement::Decline { version, words } => agree::decline(draft, *version, words),
        OfAgreement::Object { version, words } => agree::object(draft, *version, words),
        OfAgreement::Withdraw { version } => agree::withdraw(draft, *version),
        OfAgreement::NameDeputy { side, deputy } => agree::name_deputy(draft, *side, *deputy),
        OfAgreement::TellSilence { version } => agree::tell_silence(draft, *version),
        OfAgreement::ApplyToRunning { version, after } => repin::begin(draft, *version, *after),
        OfAgreement::RepinSlice { .. } => repin::slice(draft),
    }
}

fn of_fields(draft: &mut Draft<'_>, of: &OfFields) -> Result<(), Refusal> {
    match of {
        OfFields::AddField { name, field } => fields::add(draft, name, field),
        OfFields::RelabelField { name, label } => fields::relabel(draft, name, label),
        OfFields::RetireField { name } => fields::retire(draft, name),
    }
}

fn of_account(draft: &mut Draft<'_>, of: &OfAccount) -> Result<(), Refusal> {
    match of {
        OfAccount::MakeToken { name, scopes, hash } => account::make_token(draft, name, scopes, hash),
        OfAccount::WithdrawToken { token } => account::withdraw_token(draft, *token),
        OfAccount::SetPassword { user, hash, link } => account::set_password(draft, *user, hash, link.as_deref()),
        OfAccount::SetAlerts { user, place } => account::set_alerts(draft, *user, place.as_ref()),
        OfAccount::MakeLink { user, hash, until } => account::make_link(draft, *user, hash, *until),
        OfAccount::SetUp { .. } => account::set_up(draft),
        OfAccount::OpenSession { user, hash, until } => account::open_session(draft, *user, hash, *until),
        OfAccount::CloseSession { hash } => account::close_session(draft, hash),
    }
}

fn of_letter(draft: &mut Draft<'_>, of: &OfLetter) -> Result<(), Refusal> {
    match of {
        OfLetter::Postpone { letters } => account::postpone(draft, letters),
        OfLetter::Tell { letter, outcome } => account::tell(draft, *letter, outcome),
    }
}
