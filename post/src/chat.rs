//! A few lines to a chat channel by its incoming webhook.
//!
//! Slack's shape (Mattermost and Rocket.Chat read it too) or Teams' adaptive card, told by the URL's host; a prefix
//! `slack:` or `teams:` before the URL decides where the host does not.
use crate::http::{Clock, Http, Problem, Reach};
use crate::message::{BoxFuture, Channel, Message, Sent, Transport};
use serde_json::{Value, json};

/// Hosts whose webhooks want an adaptive card.
const TEAMS: &[&str] = &[".webhook.office.com", ".logic.azure.com", ".powerplatform.com"];

/// Carries chat messages.
#[derive(Clone, Debug)]
pub struct Chat {
    http: Http,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Slack,
    Teams,
}

impl Chat {
    /// Sets it up.
    ///
    /// # Errors
    /// A certificate of `reach` that is none.
    pub fn new(reach: &Reach, clock: Clock) -> Result<Self, Problem> {
        Ok(Self {
            http: Http::new(reach, clock)?,
        })
    }

    async fn carry(&self, message: &Message) -> Sent {
        let (kind, url) = kind(&message.to);
        let body = match kind {
            Kind::Slack => slack(message),
            Kind::Teams => teams(message),
        };
        self.http.post(url, &[], body.to_string()).await
    }
}

fn kind(to: &str) -> (Kind, &str) {
    if let Some(url) = to.strip_prefix("slack:") {
        return (Kind::Slack, url);
    }
    if let Some(url) = to.strip_prefix("teams:") {
        return (Kind::Teams, url);
    }
    let host = to
        .split(['/', ':'])
        .find(|part| part.contains('.'))
        .unwrap_or("")
        .to_ascii_lowercase();
    if TEAMS.iter().any(|end| host.ends_with(end)) {
        (Kind::Teams, to)
    } else {
        (Kind::Slack, to)
    }
}

/// Slack reads `&`, `<` and `>` as markup: a name could else become a link or call everybody.
fn slack(message: &Message) -> Value {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let head = plain(&message.subject).replace('*', "");
    let text = plain(&message.text);
    json!({ "text": if head.is_empty() { text } else { format!("*{head}*\n{text}") }, "unfurl_links": false })
}

fn teams(message: &Message) -> Value {
    let mut lines = Vec::new();
    if !message.subject.is_empty() {
        lines.push(json!({ "type": "TextBlock", "text": message.subject, "weight": "Bolder", "wrap": true }));
    }
    // a card joins lines that are not blocks of their own
    lines.extend(
        message
            .text
            .lines()
            .map(|line| json!({ "type": "TextBlock", "text": line, "wrap": true })),
    );
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": { "type": "AdaptiveCard", "version": "1.4", "body": lines }
        }]
    })
}

impl Transport for Chat {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Sent> {
        Box::pin(self.carry(message))
    }

    fn channel(&self) -> Channel {
        Channel::Chat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        let (subject, text) = ("New *lead*".into(), "Ann <!channel>\nR&D".into());
        Message {
            channel: Channel::Chat,
            subject,
            text,
            ..Message::default()
        }
    }

    #[test]
    fn the_host_or_a_prefix_tells_the_kind() {
        assert_eq!(kind("https://hooks.slack.com/services/x").0, Kind::Slack);
        assert_eq!(
            kind("https://prod-1.westeurope.logic.azure.com:443/workflows/x").0,
            Kind::Teams
        );
        assert_eq!(kind("https://logic.azure.com.example.com/x").0, Kind::Slack);
        assert_eq!(
            kind("teams:https://example.com/x"),
            (Kind::Teams, "https://example.com/x")
        );
        assert_eq!(
            kind("slack:https://a.webhook.office.com/x"),
            (Kind::Slack, "https://a.webhook.office.com/x")
        );
    }

    #[test]
    fn a_lead_cannot_call_everybody() {
        assert_eq!(slack(&message())["text"], "*New lead*\nAnn &lt;!channel&gt;\nR&amp;D");
    }

    #[test]
    fn a_card_has_a_block_for_each_line() {
        let card = teams(&message());
        let body = &card["attachments"][0]["content"]["body"];
        assert_eq!(
            (body[0]["text"].as_str(), body[2]["text"].as_str()),
            (Some("New *lead*"), Some("R&D"))
        );
        assert_eq!(card["type"], "message");
    }
}
