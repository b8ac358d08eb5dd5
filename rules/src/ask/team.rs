//! What is asked about the team: who is who, who is in which rotation, who leaves.

use crate::Id;
use crate::fact::Role;
use serde::{Deserialize, Serialize};

/// What is asked of the team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfTeam {
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
    /// One slice of it: at most [`super::SLICE_MAX`] leads.
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
}
