//! The decision: what follows from an ask, given the state. Pure; the same ask on the same state decides alike.

mod account;
mod agree;
mod alive;
mod answers;
mod capture;
mod clocks;
mod company;
mod deal;
mod draft;
mod duty;
mod escalation;
mod fields;
mod handing;
mod joining;
mod leaver;
mod letters;
mod office;
mod onward;
mod papering;
mod papers;
mod patterns;
mod repin;
mod review;
mod route;
mod staff;
mod strike;
mod take;
mod talk;
mod work;
mod world;

pub use clocks::first_attempt_target;
pub use leaver::depends_on;
pub use letters::{Letter, LetterKind};
pub use onward::REMINDS_ONLY;
pub use papers::{Note, Paper, Submission};
pub use repin::repinned;
pub use talk::CONVERSATIONS_MAX;
pub use world::{Account, InForce, Link, World};

use crate::ask::{Command, Prepared};
use crate::fact::Fact;
use crate::refusal::Refusal;
use draft::Draft;
use serde_json::Value;

/// What follows from an ask: all of it is written in one commit, or none.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// What happened.
    pub facts: Vec<Fact>,
    /// Rows that hold personal data or secrets' hashes.
    pub papers: Vec<Paper>,
    /// Who is to be told.
    pub letters: Vec<Letter>,
    /// What the caller is answered; stored, so that a repeat gets the same.
    pub answer: Value,
}

/// Decides one ask.
///
/// # Errors
/// `Refusal` when it is not done; nothing is to be written then.
pub fn decide(world: &World, prepared: &Prepared) -> Result<Done, Refusal> {
    let mut draft = Draft::new(world, &prepared.ask);
    match &prepared.ask.command {
        Command::Capture(_) => capture::capture(&mut draft, prepared),
        Command::History { won, .. } => capture::history(&mut draft, prepared, won.as_ref()),
        Command::Attempt { .. } => work::attempt(&mut draft),
        Command::Feedback { .. } => work::feedback(&mut draft),
        Command::InConversation {
            lead,
            handoff,
            next_step_at,
        } => talk::in_conversation(&mut draft, *lead, *handoff, *next_step_at),
        Command::CallBack { lead, handoff, at } => talk::call_back(&mut draft, *lead, *handoff, *at),
        Command::Booked { lead, handoff, at } => talk::booked(&mut draft, *lead, *handoff, *at),
        Command::Take { lead, handoff, by } => take::take(&mut draft, *lead, *handoff, *by),
        Command::GiveOn { lead, handoff, from } => onward::give_on(&mut draft, *lead, *handoff, *from),
        Command::MachineSent { .. } => talk::machine_sent(&mut draft),
        Command::ExplainBreach { lead, handoff, why } => talk::explain(&mut draft, *lead, *handoff, *why),
        Command::StillAlive { lead, handoff, answer } => alive::answer(&mut draft, *lead, *handoff, answer),
        Command::Answer { .. } | Command::Won { .. } | Command::Lost { .. } | Command::UndoOutcome { .. } => {
            of_deal(&mut draft, &prepared.ask.command)
        }
        Command::Reject { .. } => work::reject(&mut draft),
        Command::NotALead { .. } => work::not_a_lead(&mut draft),
        Command::Move { .. } => work::move_to(&mut draft),
        Command::Review { lead, choice } => review::decide(&mut draft, *lead, *choice),
        Command::Respond { .. } => review::respond(&mut draft),
        Command::AskToRespond { reason, source } => patterns::please(&mut draft, reason, source),
        Command::StrikePattern { .. } => patterns::strike(&mut draft),
        Command::Strike { .. } => strike::strike(&mut draft),
        Command::Quarantine { lead, clock } => strike::quarantine(&mut draft, *lead, *clock),
        Command::Propose { .. } => agree::propose(&mut draft),
        Command::KeepDraft { .. } | Command::DiscardDraft { .. } | Command::RestoreDraft { .. } => {
            papering::decide(&mut draft)
        }
        Command::Sign { version, hash } => agree::sign(&mut draft, *version, hash),
        Command::Decline { version, words } => agree::decline(&mut draft, *version, words),
        Command::Object { version, words } => agree::object(&mut draft, *version, words),
        Command::Withdraw { version } => agree::withdraw(&mut draft, *version),
        Command::NameDeputy { side, deputy } => agree::name_deputy(&mut draft, *side, *deputy),
        Command::TellSilence { version } => agree::tell_silence(&mut draft, *version),
        Command::AddField { name, field } => fields::add(&mut draft, name, field),
        Command::RelabelField { name, label } => fields::relabel(&mut draft, name, label),
        Command::RetireField { name } => fields::retire(&mut draft, name),
        Command::ApplyToRunning { version } => repin::begin(&mut draft, *version),
        Command::RepinSlice { .. } => repin::slice(&mut draft),
        Command::MakeToken { name, scopes, hash } => account::make_token(&mut draft, name, scopes, hash),
        Command::WithdrawToken { token } => account::withdraw_token(&mut draft, *token),
        Command::SetPassword { user, hash, link } => account::set_password(&mut draft, *user, hash, link.as_deref()),
        Command::SetAlerts { user, place } => account::set_alerts(&mut draft, *user, place.as_ref()),
        Command::MakeLink { user, hash, until } => account::make_link(&mut draft, *user, hash, *until),
        Command::SetUp { .. } => account::set_up(&mut draft),
        Command::OpenSession { user, hash, until } => account::open_session(&mut draft, *user, hash, *until),
        Command::CloseSession { hash } => account::close_session(&mut draft, hash),
        Command::Postpone { letters } => account::postpone(&mut draft, letters),
        Command::Tell { letter, outcome } => account::tell(&mut draft, *letter, outcome),
        command => of_roster(&mut draft, command),
    }?;
    Ok(draft.done())
}

/// What is known of a lead, and how its deal ended.
fn of_deal(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Answer { lead, answers } => answers::answer(draft, *lead, answers),
        Command::Won {
            lead,
            handoff,
            amount,
            at,
        } => deal::won(draft, *lead, *handoff, (amount.as_ref(), *at)),
        Command::Lost {
            lead,
            handoff,
            reason,
            at,
        } => deal::lost(draft, *lead, *handoff, (reason, *at)),
        Command::UndoOutcome { lead, handoff } => deal::undo(draft, *lead, *handoff),
        _ => Err(Refusal::invalid("not_prepared", "body")),
    }
}

/// Who is who, who stands in for whom, and whose a company is.
fn of_roster(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::AddUser { name, email, roles } => staff::add_user(draft, name, email, roles),
        Command::SetRoles { user, roles } => staff::set_roles(draft, *user, roles),
        Command::LetGo { user } => staff::let_go(draft, *user),
        Command::SetAccount {
            domain,
            owner,
            customer,
        } => company::account(draft, domain, *owner, *customer),
        Command::SetDeal { domain, owner } => company::deal(draft, domain, *owner),
        Command::SetCover { user, cover } => staff::set_cover(draft, *user, *cover),
        Command::AnswerOffice { user, office, consent } => office::answer(draft, *user, *office, *consent),
        Command::MoveOut { user, to } => leaver::begin(draft, *user, *to),
        Command::MoveOutSlice { .. } => leaver::slice(draft),
        Command::SetMember { rotation, user, weight } => staff::set_member(draft, rotation, *user, *weight),
        Command::SetLeave { user, from, until } => staff::set_leave(draft, *user, *from, *until),
        _ => duty::ask(draft),
    }
}
