//! Where somebody is told of what concerns him, when mail is not what he looks at.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Longest address of a chat or a program, in bytes.
pub const ALERT_URL_MAX: usize = 500;

/// How alerts go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertBy {
    /// A few lines in a chat, by its incoming webhook.
    Chat,
    /// A signed JSON document to a program.
    Webhook,
}

impl AlertBy {
    /// Every way.
    pub const ALL: [AlertBy; 2] = [Self::Chat, Self::Webhook];

    /// As stored and as words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Webhook => "webhook",
        }
    }

    /// Reads what `code` wrote.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// A chat or a program that hears what concerns one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertPlace {
    /// How.
    pub by: AlertBy,
    /// Its address. Whoever knows a chat's address may write there: it stays out of facts and logs.
    pub url: String,
}

impl AlertPlace {
    /// Tells whether it has the form of an address; whom it may reach is judged when something is sent.
    ///
    /// # Errors
    /// `alert_url` on the field `url`: empty, over [`ALERT_URL_MAX`], with a space or a control character, or neither
    /// `https://` nor `http://` (which only hosts that the configuration names may have).
    pub fn check(&self) -> Result<(), Refusal> {
        let url = match self.by {
            AlertBy::Chat => ["slack:", "teams:"].iter().find_map(|kind| self.url.strip_prefix(kind)),
            AlertBy::Webhook => None,
        };
        let url = url.unwrap_or(&self.url);
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let named = host.is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric() || first == '['));
        let plain = !self.url.contains(|c: char| c.is_whitespace() || c.is_control());
        match named && plain && self.url.len() <= ALERT_URL_MAX {
            true => Ok(()),
            false => Err(Refusal::invalid("alert_url", "url")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_a_host_and_no_space() {
        let long = format!("https://hooks.example.com/{}", "x".repeat(ALERT_URL_MAX));
        let table: [(AlertBy, &str, bool); 11] = [
            (AlertBy::Chat, "https://hooks.example.com/services/T1/B2/x", true),
            (AlertBy::Chat, "teams:https://flows.example.com/a?sig=1", true),
            (AlertBy::Chat, "slack:http://chat.intern.example.com/x", true),
            (AlertBy::Webhook, "https://[2001:db8::1]:8443/in", true),
            (AlertBy::Webhook, "slack:https://hooks.example.com/x", false),
            (AlertBy::Webhook, "", false),
            (AlertBy::Webhook, "hooks.example.com", false),
            (AlertBy::Webhook, "https://", false),
            (AlertBy::Webhook, "https://hooks.example.com/a b", false),
            (AlertBy::Webhook, "https://hooks.example.com/\0", false),
            (AlertBy::Webhook, &long, false),
        ];
        for (by, url, right) in table {
            let url = url.to_owned();
            assert_eq!(AlertPlace { by, url: url.clone() }.check().is_ok(), right, "{url:?}");
        }
    }
}
