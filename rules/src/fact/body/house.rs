//! What Marketing answers, who is who, which text is in force, tokens.

use crate::Id;
use crate::Instant;
use crate::fields::FieldKind;
use serde::{Deserialize, Serialize};

/// What Marketing did about a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseKind {
    /// A rule was changed.
    RuleChanged,
    /// A source was stopped or changed.
    SourceChanged,
    /// A definition was proposed.
    DefinitionProposed,
    /// Kept, with the reason in the note.
    Kept,
}

impl ResponseKind {
    /// Every kind.
    pub const ALL: [ResponseKind; 4] = [
        Self::RuleChanged,
        Self::SourceChanged,
        Self::DefinitionProposed,
        Self::Kept,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::RuleChanged => "rule_changed",
            Self::SourceChanged => "source_changed",
            Self::DefinitionProposed => "definition_proposed",
            Self::Kept => "kept",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Marketing answered a pattern; every C of it up to now is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Responded {
    /// The reason the C's share.
    pub reason: String,
    /// The source they share; empty when they have none.
    pub source: String,
    /// What was done.
    pub response: ResponseKind,
    /// Free words, in a row of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Id>,
}

/// What somebody is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works leads.
    Rep,
    /// Answers for reps.
    SalesManager,
    /// Brings leads.
    Marketer,
    /// Signs for Marketing.
    HeadOfMarketing,
    /// Signs for Sales.
    HeadOfSales,
    /// Reads.
    Boss,
    /// Operates; decides no lead and signs nothing.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Self::Rep,
        Self::SalesManager,
        Self::Marketer,
        Self::HeadOfMarketing,
        Self::HeadOfSales,
        Self::Boss,
        Self::Admin,
    ];

    /// As stored and as texts write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::SalesManager => "sales_manager",
            Self::Marketer => "marketer",
            Self::HeadOfMarketing => "head_of_marketing",
            Self::HeadOfSales => "head_of_sales",
            Self::Boss => "boss",
            Self::Admin => "admin",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserJoined {
    /// Whose row keeps name and address.
    pub user: Id,
    /// What for.
    pub roles: Vec<Role>,
}

/// Somebody's roles changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RolesChanged {
    /// Who.
    pub user: Id,
    /// The roles from now on.
    pub roles: Vec<Role>,
}

/// Somebody may no longer sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserLeft {
    /// Who.
    pub user: Id,
}

/// A rep came into a rotation, or got another weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberSet {
    /// The rotation's name.
    pub rotation: String,
    /// Who.
    pub user: Id,
    /// The share, 1 to 16.
    pub weight: u8,
}

/// A rep left a rotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberGone {
    /// The rotation's name.
    pub rotation: String,
    /// Who.
    pub user: Id,
}

/// Somebody is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaveSet {
    /// Who.
    pub user: Id,
    /// From when; none ends every leave.
    pub from: Option<Instant>,
    /// Until when; none is open.
    pub until: Option<Instant>,
    /// Which one is changed; a new one where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<Id>,
}

/// A version of the agreement came into force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutInForce {
    /// Its number, from 1.
    pub version: i64,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// From when; from when this was recorded where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until when: a trial, or what rests on one; for good where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Until then the other side may object to an own change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_until: Option<Instant>,
}

/// The company got a field of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldAdded {
    /// `lead.…` or `company.…`; for good.
    pub name: String,
    /// What it holds; for good.
    pub field_kind: FieldKind,
    /// What people call it.
    pub label: String,
    /// Whether it tells of a person and is erased with them.
    pub personal: bool,
    /// Whether lists can be filtered by it fast.
    pub indexed: bool,
}

/// A field got another label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldLabelled {
    /// Which.
    pub name: String,
    /// What people call it from now on.
    pub label: String,
}

/// Nothing new is written in a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldRetired {
    /// Which.
    pub name: String,
}

/// A file was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// SHA-256 of the file, in hexadecimal.
    pub file: String,
    /// Rows read.
    pub rows: i64,
    /// Rows refused.
    pub refused: i64,
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read.
    Read,
    /// Write.
    Write,
    /// Tell of acts more than 10 minutes past.
    Backdate,
    /// Add, label and retire fields.
    Fields,
    /// Say who covers for whom, and whose a company or its open deal is.
    Team,
    /// Work on drafts of the agreement that are of no side, and propose them. Nothing that a token does signs.
    Agreement,
}

impl TokenScope {
    /// Every scope.
    pub const ALL: [TokenScope; 6] = [
        Self::Read,
        Self::Write,
        Self::Backdate,
        Self::Fields,
        Self::Team,
        Self::Agreement,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Backdate => "backdate",
            Self::Fields => "fields",
            Self::Team => "team",
            Self::Agreement => "agreement",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// A token for another program was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenMade {
    /// Its id.
    pub token: Id,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
}

/// A token was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenWithdrawn {
    /// Its id.
    pub token: Id,
}

/// The act that applies a version to running clocks began; slices follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepinBegun {
    /// The version whose terms they get.
    pub version: i64,
}

/// A slice of an act over many leads was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SliceDone {
    /// The last lead looked at; the next slice begins after it.
    pub upto: Id,
    /// Leads looked at, this slice.
    pub leads: u32,
    /// Clocks that got new terms, this slice.
    pub clocks: u32,
    /// Nothing is left.
    pub last: bool,
}

/// A C came into its pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Misfit {
    /// Of which lead.
    pub lead: Id,
    /// Of which handoff.
    pub handoff: Id,
    /// The reason of the pattern.
    pub reason: String,
    /// The source of the pattern; empty when it has none.
    pub source: String,
}

/// A C was corrected and belongs to its pattern no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MisfitTaken {
    /// Of which handoff.
    pub handoff: Id,
    /// When it had been said.
    pub said_at: Instant,
}

/// A rep asked for an answer to a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedToRespond {
    /// The reason of the pattern.
    pub reason: String,
    /// Its source; empty when it has none.
    pub source: String,
}
