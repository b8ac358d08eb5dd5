//! A signed JSON document to another program.
//!
//! Signed as Standard Webhooks 1.0.0 says (`webhook-id`, `webhook-timestamp`, `webhook-signature`), so that receivers
//! verify it with a library they have. Each URL has a secret of its own, derived from ours: nothing to store, and a
//! receiver that leaks its secret leaks no other's.
use crate::http::{Http, Problem, Reach};
use crate::message::{BoxFuture, Channel, Message, Sent, Transport};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::de::IgnoredAny;
use sha2::Sha256;
use std::fmt;

pub use crate::http::Clock;

/// How webhooks are signed and whom they may reach.
#[derive(Clone, Default)]
pub struct Settings {
    /// Our secrets, the current one first; while one is replaced by the next, both sign. None: unsigned.
    pub secrets: Vec<Vec<u8>>,
    /// Whom they may reach.
    pub reach: Reach,
}

/// Carries webhooks.
#[derive(Clone)]
pub struct Webhook {
    http: Http,
    secrets: Vec<Vec<u8>>,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Webhook over {:?}, {} secrets", self.http, self.secrets.len())
    }
}

impl Webhook {
    /// Sets it up.
    ///
    /// # Errors
    /// A certificate that is none.
    pub fn new(settings: &Settings, clock: Clock) -> Result<Self, Problem> {
        Ok(Self {
            http: Http::new(&settings.reach, clock)?,
            secrets: settings.secrets.clone(),
        })
    }

    /// What the receiver at this URL verifies with: `whsec_` and base64. None where nothing is signed.
    #[must_use]
    pub fn secret_of(&self, url: &str) -> Option<String> {
        self.secrets.first().map(|secret| secret_of(secret, url))
    }

    async fn carry(&self, message: &Message) -> Sent {
        if serde_json::from_str::<IgnoredAny>(&message.text).is_err() {
            return Sent::refused("body_not_json");
        }
        let (id, at) = (format!("msg_{}", message.id_hex()), self.http.seconds());
        let mut headers = vec![("webhook-id", id.clone()), ("webhook-timestamp", at.to_string())];
        if !self.secrets.is_empty() {
            let keys = self.secrets.iter().map(|secret| key(secret, &message.to));
            let signatures: Vec<String> = keys.map(|key| signature(&key, &id, at, &message.text)).collect();
            headers.push(("webhook-signature", signatures.join(" ")));
        }
        self.http.post(&message.to, &headers, message.text.clone()).await
    }
}

/// What the receiver at a URL verifies with, where `secret` signs: `whsec_` and base64.
#[must_use]
pub fn secret_of(secret: &[u8], url: &str) -> String {
    format!("whsec_{}", STANDARD.encode(key(secret, url)))
}

fn key(secret: &[u8], url: &str) -> [u8; 32] {
    hash(secret, format!("webhook\n{url}").as_bytes())
}

fn signature(key: &[u8], id: &str, at: i64, body: &str) -> String {
    format!(
        "v1,{}",
        STANDARD.encode(hash(key, format!("{id}.{at}.{body}").as_bytes()))
    )
}

fn hash(key: &[u8], text: &[u8]) -> [u8; 32] {
    // a key of any length is taken: the error cannot come
    let mac = Hmac::<Sha256>::new_from_slice(key);
    mac.map_or([0; 32], |mac| mac.chain_update(text).finalize().into_bytes().into())
}

impl Transport for Webhook {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Sent> {
        Box::pin(self.carry(message))
    }

    fn channel(&self) -> Channel {
        Channel::Webhook
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_standards() {
        // the example of the standard's own libraries
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn each_url_has_its_own_secret() {
        let settings = Settings {
            secrets: vec![b"ours".to_vec()],
            ..Settings::default()
        };
        let webhook = Webhook::new(&settings, std::sync::Arc::new(|| 0)).unwrap();
        let (one, other) = (
            webhook.secret_of("https://a.example/"),
            webhook.secret_of("https://b.example/"),
        );
        assert!(one.as_ref().is_some_and(|secret| secret.starts_with("whsec_")) && one != other);
        let unsigned = Webhook::new(&Settings::default(), std::sync::Arc::new(|| 0)).unwrap();
        assert_eq!(unsigned.secret_of("https://a.example/"), None);
    }
}
