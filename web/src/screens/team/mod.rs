//! The team: who is on duty, who is away, how much is open, who is in which rotation; those who may change it here.

use askama::Template;

use crate::frame::Frame;
use crate::shapes::{Choice, Field};

/// What may be changed about a user; an address is `None` where this viewer may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The form stands open (it was refused).
    pub open: bool,
    /// What was refused, in words.
    pub problem: Option<String>,
    /// Where roles are posted.
    pub roles: Option<String>,
    /// The roles there are.
    pub choices: Vec<Choice>,
    /// Where leave is posted.
    pub leave: Option<String>,
    /// From which day.
    pub from: Field,
    /// Until which day, that day too.
    pub until: Field,
    /// Where a new link is asked for.
    pub link: Option<String>,
    /// Where to let go.
    pub let_go: Option<String>,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

impl Change {
    /// Whether there is anything to change.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.roles.is_some() || self.leave.is_some() || self.link.is_some() || self.let_go.is_some()
    }
}

/// A user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The id as addresses write it.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The roles, in words.
    pub roles: String,
    /// On duty now.
    pub on_duty: bool,
    /// "on duty", "on leave until 18 May".
    pub duty: String,
    /// Open handoffs.
    pub open: u64,
    /// Their list; empty where this viewer sees none.
    pub list: String,
    /// The rotations, in words.
    pub rotations: String,
    /// On leave now.
    pub on_leave: bool,
    /// What may be changed.
    pub change: Change,
    /// Where cover, leaving and office are shown.
    pub more: String,
    /// "covered by …", "leaving", "waits for a head's consent"; empty where there is nothing to tell.
    pub note: String,
}

/// A member of a rotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// The id as addresses write it.
    pub id: String,
    /// The name.
    pub name: String,
    /// The share, 1 to 16.
    pub weight: u8,
}

/// A rotation of the agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotation {
    /// The name under which its members are kept.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// Who is in it.
    pub members: Vec<Member>,
    /// Who could be.
    pub others: Vec<Choice>,
    /// What was refused, in words.
    pub problem: Option<String>,
}

/// The form to add somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Add {
    /// The form stands open (it was refused).
    pub open: bool,
    /// What is wrong as a whole.
    pub problem: Option<String>,
    /// Name.
    pub person: Field,
    /// Address.
    pub email: Field,
    /// The roles there are.
    pub choices: Vec<Choice>,
    /// What is wrong with the roles.
    pub roles_wrong: Option<String>,
    /// Carried, so that sending twice does it once.
    pub token: String,
}

/// A set-up link, shown this once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// For whom.
    pub name: String,
    /// The address to hand on.
    pub url: String,
}

/// One of the things to do first in a new house.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// It is done.
    pub done: bool,
    /// What it is, and what it is for.
    pub text: String,
    /// What the link says.
    pub act: String,
    /// Where it is done.
    pub href: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "team.html")]
pub struct TeamPage {
    /// What stands round it.
    pub frame: Frame,
    /// "4 on duty now".
    pub on_duty: String,
    /// What comes first; empty: all is done, or it is not this viewer's.
    pub first: Vec<Step>,
    /// A link just made.
    pub link: Option<Link>,
    /// Adding somebody; `None`: this viewer may not.
    pub add: Option<Add>,
    /// The users.
    pub rows: Vec<Row>,
    /// The rotations.
    pub rotations: Vec<Rotation>,
    /// Where members and weights are posted; `None`: this viewer may not.
    pub members: Option<String>,
}

impl TeamPage {
    /// Whether this viewer may change anything of anybody.
    fn changes(&self) -> bool {
        self.rows.iter().any(|row| row.change.is_any())
    }
}
