//! What is asked about accounts: passwords, links, sessions, tokens.

use super::AlertPlace;
use crate::fact::{Role, TokenScope};
use crate::{Id, Instant};
use serde::{Deserialize, Serialize};

/// What is asked of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OfAccount {
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
}
