//! The bodies of facts: one variant a kind.

mod agreed;
mod capture;
mod duties;
mod duty;
mod house;
mod joined;
mod owed;
mod talk;
mod team;
mod work;

pub use agreed::*;
pub use capture::*;
pub use duties::*;
pub use duty::*;
pub use house::*;
pub use joined::*;
pub use owed::*;
pub use talk::*;
pub use team::*;
pub use work::*;

use crate::Id;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Body {
    /// A submission was taken in and checked.
    Captured(Captured),
    /// A definition was judged for the lead.
    Qualified(Qualified),
    /// The lead waits for Marketing's eye.
    PutOnReview(PutOnReview),
    /// Marketing decided about it.
    ReviewDecided(ReviewDecided),
    /// A handoff was opened, or moved, to an owner.
    Routed(Routed),
    /// A handoff waits, with an accountable name.
    Held(Held),
    /// A lead joined the open handoff of a colleague.
    Joined(Joined),
    /// A colleague joined the handoff.
    ColleagueJoined(ColleagueJoined),
    /// A colleague is no longer part of the handoff.
    ColleagueGone(ColleagueGone),
    /// What became of the handoff that a lead had joined.
    Covered(Covered),
    /// A duty began; its terms stay as they were then.
    ClockStarted(ClockStarted),
    /// A timer went off: an alarm, never a verdict.
    Struck(Struck),
    /// Somebody tried to reach the lead.
    Attempted(Attempted),
    /// A two-way exchange took place.
    Connected(Connected),
    /// Sales reported: advanced, fit not ready, not a fit.
    Feedback(Feedback),
    /// Sales gave the lead back before the first attempt.
    Rejected(Rejected),
    /// It was no lead at all.
    NotALead(NotALead),
    /// The planned attempts ended without a connect.
    NoContact(NoContact),
    /// The lead came into nurture.
    NurtureIn(NurtureIn),
    /// The lead left nurture.
    NurtureOut(NurtureOut),
    /// A deal was won.
    Won(Won),
    /// A deal was lost.
    Lost(Lost),
    /// What was recorded of a deal's end was taken back.
    OutcomeUndone(OutcomeUndone),
    /// Questions were answered, or the note of a handoff was written.
    Answered(Answered),
    /// Sales is in conversation: feedback is owed after the date booked.
    InConversation(InConversation),
    /// The customer asked to be called at a time.
    CallBack(CallBack),
    /// The customer booked a meeting.
    Booked(Booked),
    /// A rep took what was held for him.
    Taken(Taken),
    /// A machine sent something.
    MachineSent(MachineSent),
    /// A repeat submission raised the handoff's tier.
    TierRaised(TierRaised),
    /// A deal went quiet.
    AliveAsked(AliveAsked),
    /// A quiet deal was answered for.
    AliveAnswered(AliveAnswered),
    /// Somebody said why a first attempt was late.
    BreachExplained(BreachExplained),
    /// A running clock got the terms of a newer agreement.
    ClockRepinned(ClockRepinned),
    /// The lead's timers were taken out of service.
    Quarantined(Quarantined),
    /// A C came into its pattern.
    Misfit(Misfit),
    /// A C was corrected.
    MisfitTaken(MisfitTaken),
    /// A rep asked for an answer.
    AskedToRespond(AskedToRespond),
    /// Marketing answered a pattern of C's.
    Responded(Responded),
    /// A version was applied to running clocks: of the agreement.
    AppliedToRunning(AppliedToRunning),
    /// The act that applies it began.
    RepinBegun(RepinBegun),
    /// A slice of an act over many leads was done.
    SliceDone(SliceDone),
    /// Somebody joined.
    UserJoined(UserJoined),
    /// Somebody's roles changed.
    RolesChanged(RolesChanged),
    /// Somebody may no longer sign in.
    UserLeft(UserLeft),
    /// A rep came into a rotation, or got another weight.
    MemberSet(MemberSet),
    /// A rep left a rotation.
    MemberGone(MemberGone),
    /// Somebody is away from one instant to another.
    LeaveSet(LeaveSet),
    /// Somebody got a cover, or has none any more.
    CoverSet(CoverSet),
    /// No rotation picks somebody until an instant.
    TakenOut(TakenOut),
    /// Rotations pick him again.
    PutBack(PutBack),
    /// Somebody leaves, and what depends on him moves first.
    UserLeaving(UserLeaving),
    /// The act that moves it began.
    MoveOutBegun(MoveOutBegun),
    /// A slice of it was moved.
    MovedOut(MovedOut),
    /// A return or a deal is another's.
    PromiseMoved(PromiseMoved),
    /// Whose account a company is.
    AccountSet(AccountSet),
    /// Whose open deal a company has.
    DealSet(DealSet),
    /// Somebody of a company was worked to an end.
    CompanyWorked(CompanyWorked),
    /// A head's office is to be given or taken.
    OfficeAsked(OfficeAsked),
    /// A present head answered.
    OfficeAnswered(OfficeAnswered),
    /// A leave was taken back.
    LeaveOff(LeaveOff),
    /// Somebody got hours of his own, or has none any more.
    HoursSet(HoursSet),
    /// A rotation runs by blocks, from now on by these.
    RotaSet(RotaSet),
    /// A rotation no longer runs by blocks.
    RotaEnded(RotaEnded),
    /// Two members swapped places in blocks, or one took another's.
    DutySwapped(DutySwapped),
    /// A swap was undone.
    SwapUndone(SwapUndone),
    /// Somebody made a secret address for his calendar.
    FeedMade(FeedMade),
    /// A calendar's address was withdrawn.
    FeedWithdrawn(FeedWithdrawn),
    /// A version of the agreement came into force.
    PutInForce(PutInForce),
    /// A text was proposed.
    AgreementProposed(AgreementProposed),
    /// Somebody signed a version.
    AgreementSigned(AgreementSigned),
    /// A version was declined.
    AgreementDeclined(AgreementRefused),
    /// The other side objected to an own change.
    AgreementObjected(AgreementRefused),
    /// A proposal was taken back.
    AgreementWithdrawn(OfVersion),
    /// Nobody answered a proposal; the boss was told.
    SilenceTold(OfVersion),
    /// A side got a deputy, or has none any more.
    DeputySet(DeputySet),
    /// A draft of the agreement was begun, or reads otherwise.
    DraftKept(DraftKept),
    /// A draft was discarded.
    DraftDiscarded(OfDraft),
    /// A discarded draft was taken back.
    DraftRestored(OfDraft),
    /// The company got a field of its own.
    FieldAdded(FieldAdded),
    /// A field got another label.
    FieldLabelled(FieldLabelled),
    /// Nothing new is written in a field.
    FieldRetired(FieldRetired),
    /// A file was taken in.
    Imported(Imported),
    /// A token for another program was made.
    TokenMade(TokenMade),
    /// A token was withdrawn.
    TokenWithdrawn(TokenWithdrawn),
}

impl Body {
    /// The version of the agreement that a fact concerns, if it is one.
    pub fn version(&self) -> Option<i64> {
        match self {
            Self::PutInForce(f) => Some(f.version),
            Self::AgreementProposed(f) => Some(f.version),
            Self::AgreementSigned(f) => Some(f.version),
            Self::AgreementDeclined(f) | Self::AgreementObjected(f) => Some(f.version),
            Self::AgreementWithdrawn(f) | Self::SilenceTold(f) => Some(f.version),
            _ => None,
        }
    }

    /// The handoff that a fact concerns, if it is one.
    pub fn handoff(&self) -> Option<Id> {
        match self {
            Self::Routed(f) => Some(f.handoff),
            Self::Held(f) => Some(f.handoff),
            Self::ColleagueJoined(f) => Some(f.handoff),
            Self::ColleagueGone(f) => Some(f.handoff),
            Self::ClockStarted(f) => f.handoff,
            Self::Struck(f) => f.handoff,
            Self::Attempted(f) => Some(f.handoff),
            Self::Connected(f) => Some(f.handoff),
            Self::Feedback(f) => Some(f.handoff),
            Self::Rejected(f) => Some(f.handoff),
            Self::NotALead(f) => f.handoff,
            Self::NoContact(f) => Some(f.handoff),
            Self::InConversation(f) => Some(f.handoff),
            Self::CallBack(f) => Some(f.handoff),
            Self::Booked(f) => Some(f.handoff),
            Self::Taken(f) => Some(f.handoff),
            Self::MachineSent(f) => Some(f.handoff),
            Self::TierRaised(f) => Some(f.handoff),
            Self::AliveAsked(f) => Some(f.handoff),
            Self::AliveAnswered(f) => Some(f.handoff),
            Self::BreachExplained(f) => Some(f.handoff),
            Self::ClockRepinned(f) => f.handoff,
            Self::Answered(f) => f.handoff,
            Self::Won(f) => f.handoff,
            Self::Lost(f) => f.handoff,
            Self::OutcomeUndone(f) => Some(f.handoff),
            _ => None,
        }
    }
}
