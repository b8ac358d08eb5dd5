//! A handoff: one passing of a lead from one desk to the next, with its own clocks, owner, attempts, feedback.

mod had;
mod owed;
mod passed;

pub use had::{HAD_KEPT, Had, Lies};
pub use owed::{Outcome, Questions, Tried, stop_of};

use crate::fact::{
    AttemptResult, Attempted, BreachWhy, Channel, Clock, Evidence, Feedback, MachineSent, Money, Plan, RejectReason,
    RouteCause, SubmissionKind, Terms, TierRaised, Which,
};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Most attempts whose details stay in a handoff's state; the count goes on.
pub const ATTEMPTS_KEPT: usize = 24;
/// Most colleagues who join one handoff; the next one opens another, and later ones join that.
pub const JOINED_MAX: usize = 100;

/// A try, as the handoff remembers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Try {
    /// When, at the source.
    pub at: Instant,
    /// How.
    pub channel: Channel,
    /// How well it is proved.
    pub evidence: Evidence,
}

/// What Sales said last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Which of the three.
    pub which: Which,
    /// The coded why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the detail was given.
    pub specific: bool,
    /// When.
    pub at: Instant,
    /// B: the agreed day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Instant>,
    /// A: the next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step_at: Option<Instant>,
    /// A: what it may be worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// A: why the definition of SQL did not hold when it was said; empty where it did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
}

/// How a handoff ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// With feedback.
    Feedback,
    /// Given back before the first attempt.
    Rejected,
    /// It was no lead.
    NotALead,
    /// The cadence ended without a connect.
    NoContact,
}

impl Ending {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Feedback => "feedback",
            Self::Rejected => "rejected",
            Self::NotALead => "not_a_lead",
            Self::NoContact => "no_contact",
        }
    }
}

/// How the first-attempt duty stands. A function of the facts and of now, never of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Tried in time, seen or logged.
    Met,
    /// Told of too late to count as proved.
    Claimed,
    /// Not tried in time.
    Breached,
    /// Not due yet.
    Pending,
    /// Given back before a try.
    Rejected,
    /// Nothing is owed (content, history).
    Nothing,
}

impl Verdict {
    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Claimed => "claimed",
            Self::Breached => "breached",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Nothing => "nothing",
        }
    }
}

/// What stopped the first-attempt duty: the part of the verdict that needs no "now".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// Tried in time, seen or logged.
    Met,
    /// Told of later; it stops the alarms.
    Claimed,
    /// Tried, but after it was due.
    Late,
    /// Given back before a try.
    Rejected,
}

impl Stop {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Claimed => "claimed",
            Self::Late => "late",
            Self::Rejected => "rejected",
        }
    }
}

/// One passing of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handoff {
    /// Its id.
    pub id: Id,
    /// Its tier.
    pub tier: String,
    /// Its tier's place in the agreement.
    #[serde(default)]
    pub rank: i64,
    /// When it was opened here.
    pub opened_at: Instant,
    /// The trigger.
    pub trigger_at: Instant,
    /// When the person first submitted anything.
    pub submitted_at: Instant,
    /// The rotation whose rule held.
    pub rotation: String,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id>,
    /// Since when he has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_at: Option<Instant>,
    /// Somebody of an existing customer: outside Marketing's count.
    #[serde(default, skip_serializing_if = "is_false")]
    pub customer: bool,
    /// The company that it was opened for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Id>,
    /// The handoff that it goes on from: an SDR's, reported *advanced*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Id>,
    /// Colleagues who joined it; once it ended, those whom its outcome covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Id>,
    /// Why he has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<RouteCause>,
    /// What the pick cost in the rotation.
    #[serde(default)]
    pub pick_cost: i64,
    /// Everybody who had it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Id>,
    /// Who answers while it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accountable: Option<Id>,
    /// Until when it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Instant>,
    /// The first-attempt duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_attempt: Option<Terms>,
    /// The next-attempt duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt: Option<Terms>,
    /// The end of the cadence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Terms>,
    /// The feedback duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback_owed: Option<Terms>,
    /// What the owner of now owes, where that is not the first-attempt duty itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<Terms>,
    /// Until when its owner has to take it, where it is held for him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_by: Option<Terms>,
    /// For whom it was held and who did not take it in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_taken: Vec<Id>,
    /// When it goes to the next in turn by itself, where nobody tries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassign: Option<Terms>,
    /// It went on by itself once; it does not again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub went_on: bool,
    /// Who had it from when, and until when each was to act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub had: Vec<Had>,
    /// Attempts made.
    #[serde(default)]
    pub attempts: u32,
    /// Steps that a machine made in a sequence started by the rep.
    #[serde(default)]
    pub machine_steps: u32,
    /// A try found the number or the address wrong.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wrong_contact: bool,
    /// When the last attempt was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_try_at: Option<Instant>,
    /// When the customer asked to be called, or booked a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_back_at: Option<Instant>,
    /// How often feedback was moved because the conversation goes on.
    #[serde(default)]
    pub conversations: u32,
    /// Why the first attempt was late, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breach_why: Option<BreachWhy>,
    /// A clock that ran before a higher tier began another one had been missed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub was_late: bool,
    /// The first ones in detail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Try>,
    /// When a two-way exchange took place first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<Instant>,
    /// When Sales accepted the lead: it talked with it, and the definition of an accepted lead held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Instant>,
    /// When it was advanced and the definition of SQL held: by its own rep, or by the next one whom it was passed on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql_at: Option<Instant>,
    /// What Sales said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// The questions that Marketing owed with it; none where none is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<Questions>,
    /// How often somebody is to be tried, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// How the deal that came from it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why it was given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<RejectReason>,
    /// What it was, when it was no lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_a_lead: Option<SubmissionKind>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

impl Handoff {
    /// A handoff just opened, with nobody yet.
    pub fn open(id: Id, tier: &str, trigger_at: Instant, submitted_at: Instant, opened_at: Instant) -> Self {
        Self {
            id,
            tier: tier.to_owned(),
            rank: 0,
            opened_at,
            trigger_at,
            submitted_at,
            rotation: String::new(),
            owner: None,
            owned_at: None,
            customer: false,
            company: None,
            from: None,
            joined: Vec::new(),
            cause: None,
            pick_cost: 0,
            owners: Vec::new(),
            accountable: None,
            held_until: None,
            first_attempt: None,
            next_attempt: None,
            cadence: None,
            feedback_owed: None,
            stretch: None,
            take_by: None,
            not_taken: Vec::new(),
            reassign: None,
            went_on: false,
            had: Vec::new(),
            attempts: 0,
            machine_steps: 0,
            wrong_contact: false,
            last_try_at: None,
            call_back_at: None,
            conversations: 0,
            breach_why: None,
            was_late: false,
            tries: Vec::new(),
            connected_at: None,
            accepted_at: None,
            sql_at: None,
            said: None,
            questions: None,
            plan: None,
            outcome: None,
            rejected: None,
            not_a_lead: None,
            closed_at: None,
            ending: None,
        }
    }

    /// Whether it still runs.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// Whether Sales may still give it back for this reason: before the first try for any, and for wrong contact data once
    /// a try found them wrong.
    pub fn may_be_given_back(&self, reason: RejectReason) -> bool {
        self.attempts == 0 || (self.wrong_contact && reason == RejectReason::Invalid)
    }

    /// Who answers for it now: the owner, or the name it is held under.
    pub fn answers(&self) -> Option<Id> {
        self.owner.or(self.accountable)
    }

    /// Takes in a try. The earliest valid one wins, whatever the order of arrival.
    pub fn tried(&mut self, at: Instant, attempt: &Attempted) {
        if attempt.evidence == Evidence::Automatic {
            return self.remember(at, attempt.channel, attempt.evidence);
        }
        self.attempts = self.attempts.saturating_add(1);
        self.wrong_contact |= attempt.result == AttemptResult::WrongContact;
        self.last_try_at = self.last_try_at.max(Some(at));
        self.remember(at, attempt.channel, attempt.evidence);
        self.next_attempt = None;
        self.call_back_at = None;
        self.stays();
    }

    /// Takes in what a machine sent: a step of the rep's own sequence keeps the plan going, anything else is no try.
    pub fn sent_by_machine(&mut self, at: Instant, sent: &MachineSent) {
        self.remember(at, sent.channel, Evidence::Automatic);
        if sent.sequence {
            self.machine_steps = self.machine_steps.saturating_add(1);
            self.last_try_at = self.last_try_at.max(Some(at));
            self.next_attempt = None;
        }
    }

    /// The customer booked a meeting: nobody needs to try first.
    pub fn booked(&mut self, made_at: Instant, at: Instant) {
        self.remember(made_at, Channel::Meeting, Evidence::Seen);
        self.next_attempt = None;
        self.call_back_at = Some(at);
        self.stays();
    }

    /// It is in hand: nothing takes it from its owner by itself any more.
    pub(crate) fn stays(&mut self) {
        self.take_by = None;
        self.reassign = None;
    }

    /// A higher tier begins a first-attempt duty of its own; a miss before it stays a miss.
    pub fn raised(&mut self, at: Instant, raised: &TierRaised) {
        self.was_late |= matches!(self.verdict(at), Verdict::Breached);
        self.tier.clone_from(&raised.tier);
        self.rank = raised.rank;
        self.trigger_at = raised.trigger_at;
        self.had.iter_mut().for_each(|had| had.due = None);
        self.first_attempt = None;
        self.next_attempt = None;
        self.stretch = None;
        self.reassign = None;
    }

    fn remember(&mut self, at: Instant, channel: Channel, evidence: Evidence) {
        self.tries.push(Try { at, channel, evidence });
        self.tries.sort_by_key(|t| (t.at, t.evidence.code(), t.channel.code()));
        self.tries.truncate(ATTEMPTS_KEPT);
    }

    /// What counts as keeping at it: attempts, and machines' steps up to as many again.
    pub fn persistence(&self) -> u32 {
        self.attempts + self.machine_steps.min(self.attempts)
    }

    /// Tries that can stop the first-attempt duty: made by people, not before it began. What is typed has no seconds.
    fn valid(&self) -> impl Iterator<Item = &Try> {
        let from = self.first_attempt.as_ref().map(|terms| minute_of(terms.start));
        let valid = move |t: &&Try| t.evidence != Evidence::Automatic && from.is_none_or(|from| t.at >= from);
        self.tries.iter().filter(valid)
    }

    /// The earliest human try that proves itself.
    pub fn first_proved(&self) -> Option<&Try> {
        self.valid().find(|t| t.evidence != Evidence::Claimed)
    }

    /// The earliest human try of any evidence.
    pub fn first_try(&self) -> Option<&Try> {
        self.valid().next()
    }

    /// When the first-attempt duty stopped, if it did.
    pub fn stopped_at(&self) -> Option<Instant> {
        let ended = self
            .closed_at
            .filter(|_| matches!(self.ending, Some(Ending::Rejected | Ending::NotALead)));
        self.first_try().map(|t| t.at).or(self.connected_at).or(ended)
    }

    /// What stopped the first-attempt duty, if anything did. Talking to them without a logged try is a claim.
    pub fn stop(&self) -> Option<Stop> {
        let terms = self.first_attempt.as_ref()?;
        let stop = self.stop_of(terms)?;
        Some(if self.was_late { Stop::Late } else { stop })
    }

    fn stop_of(&self, terms: &Terms) -> Option<Stop> {
        let given_back = matches!(self.ending, Some(Ending::Rejected | Ending::NotALead)) && self.tries.is_empty();
        let tried = Tried {
            proved: self.first_proved().map(|t| t.at),
            first: self.first_try().map(|t| (t.at, t.evidence == Evidence::Claimed)),
            connected: self.connected_at,
            given_back: self.closed_at.filter(|_| given_back),
        };
        stop_of(terms.due, &tried)
    }

    /// How the first-attempt duty stands at an instant.
    pub fn verdict(&self, now: Instant) -> Verdict {
        let Some(terms) = &self.first_attempt else {
            return Verdict::Nothing;
        };
        match self.stop() {
            Some(Stop::Met) => Verdict::Met,
            Some(Stop::Claimed) => Verdict::Claimed,
            Some(Stop::Rejected) => Verdict::Rejected,
            Some(Stop::Late) => Verdict::Breached,
            None if now <= terms.due && !self.was_late => Verdict::Pending,
            None => Verdict::Breached,
        }
    }

    /// What is owed next, and until when. Nothing when it ended or is held.
    pub fn owed(&self) -> Option<(Clock, &Terms)> {
        if !self.is_open() {
            return None;
        }
        let first = self
            .first_attempt
            .as_ref()
            .filter(|_| self.first_try().is_none() && self.connected_at.is_none());
        first
            .map(|terms| (Clock::FirstAttempt, terms))
            .or(self.feedback_owed.as_ref().map(|terms| (Clock::Feedback, terms)))
            .or(self.next_attempt.as_ref().map(|terms| (Clock::NextAttempt, terms)))
            .or(self.cadence.as_ref().map(|terms| (Clock::Cadence, terms)))
    }

    /// A colleague joins.
    pub fn joins(&mut self, lead: Id) {
        if !self.joined.contains(&lead) {
            self.joined.push(lead);
        }
    }

    /// It ends for these of those who joined; the others go on by themselves.
    pub fn covers(&mut self, covers: &[Id]) {
        self.joined.retain(|lead| covers.contains(lead));
    }

    /// Ends it.
    pub fn close(&mut self, at: Instant, ending: Ending) {
        self.closed_at.get_or_insert(at);
        self.ending.get_or_insert(ending);
        self.next_attempt = None;
        self.cadence = None;
        self.stretch = None;
        self.held_until = None;
        self.stays();
    }

    /// What the owner of now owes beside the first-attempt duty: only while nobody tried, and only where it is another
    /// instant.
    pub fn stretch_owed(&self) -> Option<&Terms> {
        let first = self.first_attempt.as_ref()?;
        let runs = self.is_open() && self.held_until.is_none() && self.stopped_at().is_none();
        self.stretch.as_ref().filter(|terms| runs && terms.due != first.due)
    }

    /// Takes in what Sales said; a later word replaces an earlier one.
    pub fn hear(&mut self, at: Instant, feedback: &Feedback) {
        self.said = Some(Said {
            which: feedback.which,
            reason: feedback.reason.clone(),
            specific: feedback.specific,
            at,
            back_at: feedback.back_at,
            next_step_at: feedback.next_step_at,
            amount: feedback.amount.clone(),
            lacks: feedback
                .verdict
                .as_ref()
                .map(|verdict| verdict.lacks())
                .unwrap_or_default(),
        });
        let sql = feedback.is_sql();
        self.sql_at = self.sql_at.filter(|_| sql).or(sql.then_some(at));
        self.close(at, Ending::Feedback);
    }

    /// What went on is an SQL by its own report, or by what the next rep says of it (`at`): his correction takes that back.
    pub fn goes_on_as_sql(&mut self, at: Option<Instant>) {
        let said = self.said.as_ref();
        let own = said.is_some_and(|said| said.which == Which::Advanced && said.lacks.is_empty());
        self.sql_at = self.sql_at.filter(|_| own || at.is_some()).or(at);
    }
}

/// The beginning of the minute.
fn minute_of(at: Instant) -> Instant {
    Instant(at.0.div_euclid(60_000_000) * 60_000_000)
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn is_false(flag: &bool) -> bool {
    !flag
}
