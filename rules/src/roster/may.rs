//! Who may do what, and who may see what. Acts are refused here, not only hidden in a page.

use super::Roster;
use crate::Id;
use crate::fact::{Actor, Role, TokenScope};
use serde::{Deserialize, Serialize};

/// What somebody may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Bring in a lead by hand or by program.
    Capture,
    /// Log an attempt, give feedback, reject, on a handoff of one's own.
    WorkOwn,
    /// The same on anybody's handoff.
    WorkAny,
    /// Take what is held for oneself.
    Take,
    /// Move a handoff to another rep.
    Move,
    /// Decide what waits for Marketing's review.
    Review,
    /// Answer the agreement's questions of a lead, and write the note that goes with its handoff.
    Answer,
    /// Answer a pattern of C's.
    Respond,
    /// Take one's own leave.
    LeaveOwn,
    /// Set members, weights and others' leave.
    Staff,
    /// Take somebody out of rotation for a while, and put him back.
    TakeOut,
    /// Say who covers for others while they are away.
    Cover,
    /// Say whose account and open deal a company is.
    Account,
    /// Consent to a head's office being given or taken.
    Consent,
    /// Make users, roles and tokens.
    Operate,
    /// Take in a file.
    Import,
    /// Add, label and retire the company's own fields.
    Fields,
    /// Propose a text of the agreement. Who signs is told by office, not here.
    Propose,
    /// Apply the version in force to running clocks.
    Apply,
}

impl Act {
    /// Every act, for the matrix of the tests.
    pub const ALL: [Act; 19] = [
        Self::Capture,
        Self::WorkOwn,
        Self::WorkAny,
        Self::Take,
        Self::Move,
        Self::Review,
        Self::Answer,
        Self::Respond,
        Self::LeaveOwn,
        Self::Staff,
        Self::TakeOut,
        Self::Cover,
        Self::Account,
        Self::Consent,
        Self::Operate,
        Self::Import,
        Self::Fields,
        Self::Propose,
        Self::Apply,
    ];
}

/// What somebody may want to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Leads and handoffs: lists, search, export, live updates.
    Leads,
    /// What waits for Marketing's review, and C's by pattern.
    Marketing,
    /// Both sides' numbers.
    Scorecard,
    /// Users and members.
    Team,
    /// Queues, lag, dead letters.
    Status,
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    All,
    /// What belongs to the people one answers for.
    Teams,
    /// One's own.
    Own,
    /// Nothing.
    None,
}

/// Whether a role may act.
fn role_may(role: Role, act: Act) -> bool {
    use Act::*;
    match role {
        Role::Rep => matches!(act, Capture | WorkOwn | Take | Answer | LeaveOwn),
        Role::SalesManager => matches!(
            act,
            Capture | WorkOwn | WorkAny | Take | Answer | Move | LeaveOwn | Staff | TakeOut | Cover | Account | Propose
        ),
        Role::HeadOfSales => matches!(
            act,
            Capture
                | WorkOwn
                | WorkAny
                | Take
                | Answer
                | Move
                | LeaveOwn
                | Staff
                | TakeOut
                | Cover
                | Account
                | Consent
                | Propose
                | Apply
        ),
        Role::Marketer => matches!(
            act,
            Capture | Review | Answer | Respond | LeaveOwn | Import | Fields | Propose
        ),
        Role::HeadOfMarketing => {
            matches!(
                act,
                Capture | Review | Answer | Respond | LeaveOwn | Import | Fields | Consent | Propose | Apply
            )
        }
        Role::Boss => matches!(act, LeaveOwn),
        Role::Admin => matches!(act, LeaveOwn | Staff | Cover | Operate | Import | Fields | Propose),
    }
}

/// Whether an actor may act. Forms may capture; the system may do what its own timers ask for;
/// tokens may what their scope says, never more than bringing in and working leads, fields, and proposing a text.
pub fn may(roster: &Roster, actor: Actor, token_scopes: &[TokenScope], act: Act) -> bool {
    match actor {
        Actor::System => true,
        Actor::Visitor => act == Act::Capture,
        Actor::Token(_) if act == Act::Fields => token_scopes.contains(&TokenScope::Fields),
        Actor::Token(_) if act == Act::Propose => token_scopes.contains(&TokenScope::Agreement),
        Actor::Token(_) if matches!(act, Act::Cover | Act::Account | Act::TakeOut) => {
            token_scopes.contains(&TokenScope::Team)
        }
        Actor::Token(_) => {
            token_scopes.contains(&TokenScope::Write)
                && matches!(
                    act,
                    Act::Capture | Act::WorkOwn | Act::WorkAny | Act::Take | Act::Answer
                )
        }
        Actor::User(id) => roster
            .active(id)
            .is_some_and(|user| user.roles.iter().any(|role| role_may(*role, act))),
    }
}

fn role_sees(role: Role, view: View) -> Scope {
    match (role, view) {
        (Role::Rep, View::Leads) => Scope::Own,
        (Role::Rep, View::Scorecard | View::Team) => Scope::All,
        (Role::SalesManager | Role::HeadOfSales, View::Leads | View::Scorecard | View::Team | View::Status) => {
            Scope::All
        }
        (Role::Marketer | Role::HeadOfMarketing, View::Leads | View::Marketing | View::Scorecard | View::Team) => {
            Scope::All
        }
        (Role::HeadOfSales | Role::HeadOfMarketing, View::Marketing | View::Status) => Scope::All,
        (Role::Boss, View::Leads | View::Marketing | View::Scorecard | View::Team | View::Status) => Scope::All,
        (Role::Admin, View::Team | View::Status) => Scope::All,
        _ => Scope::None,
    }
}

/// How much of a view a user sees: the widest that one of his roles gives.
pub fn may_see(roster: &Roster, user: Id, view: View) -> Scope {
    let Some(user) = roster.active(user) else {
        return Scope::None;
    };
    let scopes: Vec<Scope> = user.roles.iter().map(|role| role_sees(*role, view)).collect();
    [Scope::All, Scope::Teams, Scope::Own]
        .into_iter()
        .find(|scope| scopes.contains(scope))
        .unwrap_or(Scope::None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::User;

    fn roster(role: Role) -> (Roster, Id) {
        let id = Id([1; 16]);
        let mut roster = Roster::default();
        roster.users.insert(
            id,
            User {
                roles: vec![role],
                ..User::default()
            },
        );
        (roster, id)
    }

    fn acts(role: Role) -> Vec<Act> {
        let (roster, id) = roster(role);
        Act::ALL
            .into_iter()
            .filter(|act| may(&roster, Actor::User(id), &[], *act))
            .collect()
    }

    #[test]
    fn an_admin_decides_no_lead_and_signs_nothing() {
        let acts = acts(Role::Admin);
        for never in [
            Act::WorkOwn,
            Act::WorkAny,
            Act::Review,
            Act::Answer,
            Act::Respond,
            Act::Move,
            Act::Capture,
        ] {
            assert!(!acts.contains(&never), "{never:?}");
        }
        let (roster, id) = roster(Role::Admin);
        assert_eq!(may_see(&roster, id, View::Leads), Scope::None);
    }

    #[test]
    fn a_rep_works_only_his_own_and_the_boss_only_reads() {
        assert!(!acts(Role::Rep).contains(&Act::WorkAny));
        assert_eq!(acts(Role::Boss), [Act::LeaveOwn]);
    }

    #[test]
    fn reps_and_the_boss_propose_no_agreement() {
        for role in Role::ALL {
            let proposes = !matches!(role, Role::Rep | Role::Boss);
            assert_eq!(acts(role).contains(&Act::Propose), proposes, "{role:?}");
        }
    }

    #[test]
    fn only_heads_apply_a_version_to_running_clocks() {
        for role in Role::ALL {
            let head = matches!(role, Role::HeadOfSales | Role::HeadOfMarketing);
            assert_eq!(acts(role).contains(&Act::Apply), head, "{role:?}");
        }
    }

    #[test]
    fn only_heads_consent_to_a_heads_office_and_only_who_answers_for_reps_names_their_cover() {
        for role in Role::ALL {
            let head = matches!(role, Role::HeadOfSales | Role::HeadOfMarketing);
            assert_eq!(acts(role).contains(&Act::Consent), head, "{role:?}");
            let answers = matches!(role, Role::SalesManager | Role::HeadOfSales);
            assert_eq!(acts(role).contains(&Act::Account), answers, "{role:?}");
            let names = matches!(role, Role::SalesManager | Role::HeadOfSales | Role::Admin);
            assert_eq!(acts(role).contains(&Act::Cover), names, "{role:?}");
        }
        let (token, none) = (Actor::Token(Id([2; 16])), Roster::default());
        assert!(may(&none, token, &[TokenScope::Team], Act::Cover));
        assert!(!may(&none, token, &[TokenScope::Write], Act::Cover));
        assert!(!may(&none, token, &TokenScope::ALL, Act::Consent));
    }

    #[test]
    fn who_is_given_leads_takes_what_is_held_for_him_and_only_managers_take_somebody_out_of_rotation() {
        for role in Role::ALL {
            let given = matches!(role, Role::Rep | Role::SalesManager | Role::HeadOfSales);
            assert_eq!(acts(role).contains(&Act::Take), given, "{role:?}");
            let answers = matches!(role, Role::SalesManager | Role::HeadOfSales);
            assert_eq!(acts(role).contains(&Act::TakeOut), answers, "{role:?}");
        }
        let (token, none) = (Actor::Token(Id([2; 16])), Roster::default());
        assert!(may(&none, token, &[TokenScope::Team], Act::TakeOut));
        assert!(!may(&none, token, &[TokenScope::Write], Act::TakeOut));
        assert!(may(&none, token, &[TokenScope::Write], Act::Take));
        assert!(!may(&none, token, &[TokenScope::Read], Act::Take));
    }

    #[test]
    fn who_left_may_nothing() {
        let (mut roster, id) = roster(Role::HeadOfSales);
        roster.users.get_mut(&id).unwrap().left_at = Some(crate::Instant(1));
        assert!(Act::ALL.into_iter().all(|act| !may(&roster, Actor::User(id), &[], act)));
        assert_eq!(may_see(&roster, id, View::Leads), Scope::None);
    }

    #[test]
    fn a_visitor_may_only_capture_and_a_reading_token_nothing() {
        let roster = Roster::default();
        assert!(may(&roster, Actor::Visitor, &[], Act::Capture));
        assert!(!may(&roster, Actor::Visitor, &[], Act::WorkOwn));
        assert!(!may(
            &roster,
            Actor::Token(Id([2; 16])),
            &[TokenScope::Read],
            Act::Capture
        ));
        assert!(!may(
            &roster,
            Actor::Token(Id([2; 16])),
            &[TokenScope::Write],
            Act::Operate
        ));
    }
}
