//! What is carried, what becomes of it, and who carries it.
use crate::limits;
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// No send takes longer; a transport that hangs is left, and the message is to be tried again.
pub const SEND_WITHIN: Duration = Duration::from_secs(60);

/// A future that can be kept behind a trait.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Something to carry, ready as it is: rendered, translated, addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same message tried again has the same id, so that a receiver can tell.
    pub id: [u8; 16],
    /// How it goes.
    pub channel: Channel,
    /// A mail address, or the URL of a webhook or chat.
    pub to: String,
    /// One line. Mail and chat show it; a webhook ignores it.
    pub subject: String,
    /// Plain text; for a webhook the JSON document.
    pub text: String,
    /// The same as HTML; for mail only.
    pub html: Option<String>,
    /// More headers of a mail. `Message-ID` is taken as given; `Return-Path` becomes the sender of the envelope.
    pub headers: Vec<(String, String)>,
    /// Who it comes from, where that is not the sender that was set up: `Ann <ann@example.com>`.
    pub from: Option<String>,
}

impl Default for Message {
    fn default() -> Self {
        let (to, subject, text) = Default::default();
        Self {
            id: [0; 16],
            channel: Channel::Mail,
            to,
            subject,
            text,
            html: None,
            headers: Vec::new(),
            from: None,
        }
    }
}

impl Message {
    /// Its id in 32 hexadecimal digits.
    #[must_use]
    pub fn id_hex(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A header by its name, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// How a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// E-mail.
    Mail,
    /// A signed JSON document to another program.
    Webhook,
    /// A few lines to a Slack or Teams channel.
    Chat,
    /// A notice in a browser.
    Browser,
}

impl Channel {
    /// Its name in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Chat => "chat",
            Self::Browser => "browser",
        }
    }
}

/// What became of a message. `why` is a code, and after a colon what the other side said, if it said anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The other side has it.
    Done {
        /// What the other side calls it, if it said so.
        reference: Option<String>,
    },
    /// Not now; the same message may go later.
    Retry {
        /// Not before this has passed, if the other side said so.
        after: Option<Duration>,
        /// A code, and what was said.
        why: String,
    },
    /// Never, as it is.
    Refused {
        /// A code, and what was said.
        why: String,
    },
}

impl Sent {
    pub(crate) fn retry(why: impl Into<String>) -> Self {
        Self::Retry {
            after: None,
            why: why.into(),
        }
    }

    pub(crate) fn refused(why: impl Into<String>) -> Self {
        Self::Refused { why: why.into() }
    }
}

/// Carries the messages of one channel.
pub trait Transport: Send + Sync {
    /// Carries a message that is within the limits. Ends by itself in good time; does not retry.
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Sent>;

    /// The channel it serves.
    fn channel(&self) -> Channel;
}

/// The transports that are set up, one a channel.
#[derive(Clone, Default)]
pub struct Post {
    transports: HashMap<Channel, Arc<dyn Transport>>,
}

impl fmt::Debug for Post {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.transports.keys()).finish()
    }
}

impl Post {
    /// No transport yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a transport; it takes the place of an earlier one of its channel.
    #[must_use]
    pub fn with(mut self, transport: impl Transport + 'static) -> Self {
        self.transports.insert(transport.channel(), Arc::new(transport));
        self
    }

    /// Whether the channel is set up.
    #[must_use]
    pub fn serves(&self, channel: Channel) -> bool {
        self.transports.contains_key(&channel)
    }

    /// Checks the message's limits and gives it to its channel's transport. Ends within [`SEND_WITHIN`].
    pub async fn send(&self, message: &Message) -> Sent {
        if let Err(why) = limits::check(message) {
            return Sent::refused(why);
        }
        let Some(transport) = self.transports.get(&message.channel) else {
            return Sent::refused(format!("channel_not_set_up: {}", message.channel.name()));
        };
        let sent = tokio::time::timeout(SEND_WITHIN, transport.send(message)).await;
        sent.unwrap_or_else(|_| Sent::retry("timeout"))
    }
}
