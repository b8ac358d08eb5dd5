//! What someone asks for. Whatever changes anything is an ask and goes through the one door.

mod alerts;
mod answers;
mod capture;
mod prepare;
mod told;

pub use alerts::{ALERT_URL_MAX, AlertBy, AlertPlace};
pub use answers::Answers;
pub use capture::Capture;
pub use prepare::{FIELDS_MAX, LINE_MAX, NOTE_MAX, Prepared, Readied, prepare};
pub use told::{Ask, Told};

use crate::agreement::Side;
use crate::fact::{
    AliveAnswer, AttemptResult, Block, BreachWhy, Channel, Clock, Money, Place, RejectReason, ResponseKind,
    ReviewChoice, Role, Rung, Stretch, SubmissionKind, TokenScope, Which,
};
use crate::fields::OwnField;
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// Most messages that one ask lets wait.
pub const POSTPONED_MAX: usize = 500;

/// Most leads in one slice of an act over many.
pub const SLICE_MAX: usize = 500;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Take in a submission.
    Capture(Box<Capture>),
    /// Take in a lead of the past, and its win if there was one.
    History {
        /// The submission.
        capture: Box<Capture>,
        /// When a deal was won, and for how much.
        won: Option<(Instant, Option<Money>)>,
    },
    /// Log a try to reach the lead.
    Attempt {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// How.
        channel: Channel,
        /// What came of it.
        result: AttemptResult,
        /// When; now if not said.
        occurred_at: Option<Instant>,
        /// Whether the system saw it start.
        seen: bool,
        /// Free words.
        note: Option<String>,
    },
    /// Give feedback.
    Feedback {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Which of the three.
        which: Which,
        /// The coded why.
        reason: Option<String>,
        /// The coded what exactly.
        detail: Option<String>,
        /// Free words.
        note: Option<String>,
        /// B: the agreed day.
        back_at: Option<Instant>,
        /// A: the next step.
        next_step_at: Option<Instant>,
        /// A: what it may be worth.
        amount: Option<Money>,
        /// Which of the colleagues who joined it covers; all where nothing is said. The others get a handoff of their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<Vec<Id>>,
        /// What the rep found out: answers to the agreement's questions.
        #[serde(default, skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
    },
    /// Answer the agreement's questions of a lead, or write the note that goes with its handoff.
    Answer {
        /// The lead.
        lead: Id,
        /// The answers.
        answers: Answers,
    },
    /// A deal was won.
    Won {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
        /// What it brought, where that is known.
        amount: Option<Money>,
        /// When; now if not said.
        at: Option<Instant>,
    },
    /// A deal was lost.
    Lost {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
        /// The coded why, one of the agreement's.
        reason: String,
        /// When; now if not said.
        at: Option<Instant>,
    },
    /// Take back how a deal ended.
    UndoOutcome {
        /// The lead.
        lead: Id,
        /// The handoff that it came from.
        handoff: Id,
    },
    /// The conversation goes on: feedback is owed after the date booked.
    InConversation {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// The date booked with the customer.
        next_step_at: Instant,
    },
    /// The customer asked to be called at a time.
    CallBack {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// When.
        at: Instant,
    },
    /// The customer booked a meeting.
    Booked {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// When they meet.
        at: Instant,
    },
    /// Take what is held for oneself.
    Take {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Who takes it, where another program tells of it.
        by: Option<Id>,
    },
    /// Give a handoff, whose owner let his own time pass, to the next in turn.
    GiveOn {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Who has it, as whoever asks has seen it.
        from: Id,
    },
    /// A machine sent something to the lead.
    MachineSent {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// How.
        channel: Channel,
        /// Whether it is a step of a sequence that the rep started.
        sequence: bool,
        /// When; now if not said.
        occurred_at: Option<Instant>,
    },
    /// Say why a first attempt was late.
    ExplainBreach {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Why.
        why: BreachWhy,
    },
    /// Answer for a deal that went quiet.
    StillAlive {
        /// The lead.
        lead: Id,
        /// The handoff it came from.
        handoff: Id,
        /// What is so.
        answer: AliveAnswer,
    },
    /// Give a lead back before the first attempt.
    Reject {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// Why.
        reason: RejectReason,
        /// Which clause does not hold.
        clause: Option<String>,
        /// Which of the colleagues who joined are given back with it, where the reason is of the company; all where
        /// nothing is said. The others get a handoff of their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<Vec<Id>>,
    },
    /// Say that it is no lead.
    NotALead {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// What it is.
        what: SubmissionKind,
    },
    /// Move a handoff to another rep.
    Move {
        /// The lead.
        lead: Id,
        /// The handoff.
        handoff: Id,
        /// To whom.
        to: Id,
    },
    /// Decide about a lead on the review list.
    Review {
        /// The lead.
        lead: Id,
        /// The choice.
        choice: ReviewChoice,
    },
    /// Answer a pattern of C's.
    Respond {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
        /// What was done.
        response: ResponseKind,
        /// Free words.
        note: Option<String>,
    },
    /// Ask Marketing to answer a pattern.
    AskToRespond {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
    },
    /// An answer to a pattern is due.
    StrikePattern {
        /// The reason they share.
        reason: String,
        /// The source they share.
        source: String,
        /// When it should have gone off.
        due: Instant,
    },
    /// A deadline came.
    Strike {
        /// The lead.
        lead: Id,
        /// Of which duty.
        clock: Clock,
        /// Which step.
        rung: Rung,
        /// Of which handoff.
        handoff: Option<Id>,
        /// When it should have gone off.
        due: Instant,
    },
    /// A deadline struck twice in vain: take the lead's timers out of service and show it.
    Quarantine {
        /// The lead.
        lead: Id,
        /// Of which duty.
        clock: Clock,
    },
    /// Somebody joins.
    AddUser {
        /// Name.
        name: String,
        /// Address to sign in with.
        email: String,
        /// What for.
        roles: Vec<Role>,
    },
    /// Change somebody's roles.
    SetRoles {
        /// Who.
        user: Id,
        /// The roles from now on.
        roles: Vec<Role>,
    },
    /// Let somebody go; open handoffs must have moved first.
    LetGo {
        /// Who.
        user: Id,
    },
    /// Begin to move what depends on somebody; he leaves when nothing is left.
    MoveOut {
        /// Who leaves.
        user: Id,
        /// To whom his leads go; by their rotations where nothing is said.
        to: Option<Id>,
    },
    /// One slice of it: at most `SLICE_MAX` leads.
    MoveOutSlice {
        /// The act that it is part of.
        act: Id,
        /// Who leaves.
        user: Id,
        /// To whom.
        to: Option<Id>,
        /// The leads, in order.
        leads: Vec<Id>,
        /// The last lead looked at.
        upto: Id,
        /// Nothing is left after it.
        last: bool,
    },
    /// Say whose account a company is, and whether it buys from us already.
    SetAccount {
        /// The company's mail domain.
        domain: String,
        /// Whose; nobody's where nothing is said.
        owner: Option<Id>,
        /// An existing customer.
        customer: bool,
    },
    /// Say whose open deal a company has.
    SetDeal {
        /// The company's mail domain.
        domain: String,
        /// Whose; there is none where nothing is said.
        owner: Option<Id>,
    },
    /// Say who covers for somebody while he is away.
    SetCover {
        /// Who is away.
        user: Id,
        /// Who covers; nobody where nothing is said.
        cover: Option<Id>,
    },
    /// A present head answers whether an office is given or taken.
    AnswerOffice {
        /// Whose.
        user: Id,
        /// Which.
        office: Role,
        /// Consented, or declined.
        consent: bool,
    },
    /// Put a rep into a rotation or change the weight.
    SetMember {
        /// The rotation.
        rotation: String,
        /// Who.
        user: Id,
        /// The share, 1 to 16; 0 takes out.
        weight: u8,
    },
    /// Say when somebody is away.
    SetLeave {
        /// Who.
        user: Id,
        /// From when; none ends all leave.
        from: Option<Instant>,
        /// Until when.
        until: Option<Instant>,
    },
    /// Change a leave that is not over.
    ChangeLeave {
        /// Whose.
        user: Id,
        /// Which.
        leave: Id,
        /// From when.
        from: Instant,
        /// Until when; none is open.
        until: Option<Instant>,
    },
    /// Take a leave back; one that has begun ends now.
    TakeLeaveBack {
        /// Whose.
        user: Id,
        /// Which.
        leave: Id,
    },
    /// Take somebody out of rotation for a while.
    TakeOut {
        /// Who.
        user: Id,
        /// Until when.
        until: Instant,
    },
    /// Put somebody back into rotation before that.
    PutBack {
        /// Who.
        user: Id,
    },
    /// Give somebody hours of his own; none takes them away.
    SetHours {
        /// Who.
        user: Id,
        /// The IANA zone that they are local in.
        zone: String,
        /// The week.
        week: Vec<Stretch>,
    },
    /// Run a rotation by blocks; without blocks it does so no longer.
    SetRota {
        /// The rotation.
        rotation: String,
        /// The whole weekly pattern.
        blocks: Vec<Block>,
    },
    /// Two members swap places in blocks of dates, or one takes another's.
    SwapDuty {
        /// The rotation.
        rotation: String,
        /// One place, or two.
        places: Vec<Place>,
    },
    /// Undo a swap.
    UndoSwap {
        /// The rotation.
        rotation: String,
        /// Which.
        swap: Id,
    },
    /// Make a secret address under which one's own duty and leave can be subscribed to; only its hash is ever kept.
    MakeFeed {
        /// SHA-256 of the secret, in hexadecimal.
        hash: String,
    },
    /// Withdraw it.
    WithdrawFeed {
        /// Whose.
        user: Id,
    },
    /// Propose a text of the agreement.
    Propose {
        /// The exact text.
        text: String,
        /// As a trial: 30 days on one signature.
        trial: bool,
        /// When it is to come into force; at once where nothing is said.
        from: Option<Instant>,
        /// The version in force that it was compared with.
        base: i64,
        /// The draft that it was written as.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<Id>,
    },
    /// Begin a draft of the agreement, or change one.
    KeepDraft {
        /// Which; a new one where nothing is said.
        draft: Option<Id>,
        /// The exact text.
        text: String,
        /// The version whose text it began as.
        base: i64,
        /// SHA-256 of the text that was changed, in hexadecimal: what whoever asks has seen.
        seen: Option<String>,
    },
    /// Throw a draft away; it can be taken back.
    DiscardDraft {
        /// Which.
        draft: Id,
    },
    /// Take a discarded draft back.
    RestoreDraft {
        /// Which.
        draft: Id,
    },
    /// Sign a version.
    Sign {
        /// Which.
        version: i64,
        /// SHA-256 of the exact text that was read, in hexadecimal.
        hash: String,
    },
    /// Decline a version, with words.
    Decline {
        /// Which.
        version: i64,
        /// Why.
        words: String,
    },
    /// Object to the other side's own change, with words.
    Object {
        /// Which version.
        version: i64,
        /// Why.
        words: String,
    },
    /// Take a proposal back.
    Withdraw {
        /// Which version.
        version: i64,
    },
    /// Name who signs for a side in its head's stead.
    NameDeputy {
        /// Which side.
        side: Side,
        /// Who; nobody where nothing is said.
        deputy: Option<Id>,
    },
    /// Nobody answered a proposal in time: tell the boss.
    TellSilence {
        /// Which version.
        version: i64,
    },
    /// Add a field of the company's own.
    AddField {
        /// `lead.…` or `company.…`.
        name: String,
        /// What it is.
        field: OwnField,
    },
    /// Give a field another label.
    RelabelField {
        /// Which.
        name: String,
        /// What people call it from now on.
        label: String,
    },
    /// Write nothing new in a field.
    RetireField {
        /// Which.
        name: String,
    },
    /// Begin to give running clocks the terms of the version in force.
    ApplyToRunning {
        /// The version, as whoever asks has seen it.
        version: i64,
    },
    /// One slice of it: at most `SLICE_MAX` leads.
    RepinSlice {
        /// The act that it is part of.
        act: Id,
        /// The version.
        version: i64,
        /// The leads, in order.
        leads: Vec<Id>,
        /// The last lead looked at.
        upto: Id,
        /// Nothing is left after it.
        last: bool,
    },
    /// Make a token for another program; only its hash is ever kept.
    MakeToken {
        /// What it is called.
        name: String,
        /// What it may do.
        scopes: Vec<TokenScope>,
        /// SHA-256 of the secret, in hexadecimal.
        hash: String,
    },
    /// Withdraw a token.
    WithdrawToken {
        /// Which.
        token: Id,
    },
    /// Keep a password's hash.
    SetPassword {
        /// Whose.
        user: Id,
        /// argon2id, PHC text.
        hash: String,
        /// SHA-256 of the one-time link that allows it, when it is not the user's own act.
        link: Option<String>,
    },
    /// Say where one is told of what concerns one.
    SetAlerts {
        /// Whose.
        user: Id,
        /// None: by mail, or on the open page where there is no mail server.
        place: Option<AlertPlace>,
    },
    /// Make a one-time link.
    MakeLink {
        /// Whose; none for the very first user.
        user: Option<Id>,
        /// SHA-256 of its secret.
        hash: String,
        /// Until when.
        until: Instant,
    },
    /// The very first user, by the link printed at first start.
    SetUp {
        /// SHA-256 of the link's secret.
        link: String,
        /// Name.
        name: String,
        /// Address.
        email: String,
        /// Further roles beside admin.
        roles: Vec<Role>,
        /// argon2id, PHC text.
        password: String,
    },
    /// Sign in.
    OpenSession {
        /// Who.
        user: Id,
        /// SHA-256 of the session's secret.
        hash: String,
        /// Until when.
        until: Instant,
    },
    /// Sign out.
    CloseSession {
        /// SHA-256 of the session's secret.
        hash: String,
    },
    /// Let messages wait: at most `POSTPONED_MAX`, each until its instant.
    Postpone {
        /// The outbox rows.
        letters: Vec<(Id, Instant)>,
    },
    /// A message was sent, or not.
    Tell {
        /// The outbox row.
        letter: Id,
        /// What came of it.
        outcome: Told,
    },
}
