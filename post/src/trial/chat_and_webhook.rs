//! Webhooks and chat messages to a real server.
use super::http_server::{CERTIFICATE, serve, serve_tls};
use crate::chat::Chat;
use crate::http::Reach;
use crate::webhook::{Settings, Webhook};
use crate::{Channel, Message, Post, Sent};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use std::sync::Arc;
use std::time::Duration;

const NOW_MICROS: i64 = 1_770_000_000_000_000;

fn reach(hosts: &[&str]) -> Reach {
    let own_roots = vec![CERTIFICATE.to_vec()];
    Reach {
        private_hosts: hosts.iter().map(ToString::to_string).collect(),
        own_roots,
    }
}

fn webhook(hosts: &[&str], secrets: &[&str]) -> Webhook {
    let secrets = secrets.iter().map(|secret| secret.as_bytes().to_vec()).collect();
    Webhook::new(
        &Settings {
            secrets,
            reach: reach(hosts),
        },
        Arc::new(|| NOW_MICROS),
    )
    .unwrap()
}

fn message(url: String) -> Message {
    let text = "{\"event\":\"lead.qualified\"}".into();
    Message {
        id: [1; 16],
        channel: Channel::Webhook,
        to: url,
        text,
        ..Message::default()
    }
}

async fn post(url: String) -> Sent {
    Post::new().with(webhook(&["127.0.0.1"], &[])).send(&message(url)).await
}

async fn answered(answer: &'static str) -> Sent {
    let (port, _) = serve(answer).await;
    post(format!("http://127.0.0.1:{port}/")).await
}

fn why(sent: &Sent) -> &str {
    match sent {
        Sent::Retry { why, .. } | Sent::Refused { why } => why,
        Sent::Done { .. } => panic!("it went"),
    }
}

#[tokio::test]
async fn a_receiver_can_verify_what_came() {
    let (port, heard) = serve("204 No Content").await;
    let (url, webhook) = (
        format!("http://127.0.0.1:{port}/in?x=1"),
        webhook(&["127.0.0.1"], &["new", "old"]),
    );
    let secret = webhook.secret_of(&url).unwrap();
    assert_eq!(
        Post::new().with(webhook).send(&message(url)).await,
        Sent::Done { reference: None }
    );
    let request = &heard.requests()[0];
    assert!(request.starts_with("POST /in?x=1 HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"event\":\"lead.qualified\"}"), "{request}");
    assert_eq!(heard.header("content-type").as_deref(), Some("application/json"));
    assert_eq!(heard.header("host"), Some(format!("127.0.0.1:{port}")));

    let id = heard.header("webhook-id").unwrap();
    assert_eq!(
        (id.as_str(), heard.header("webhook-timestamp").as_deref()),
        ("msg_01010101010101010101010101010101", Some("1770000000"))
    );
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    let mac = mac.chain_update(format!("{id}.1770000000.{{\"event\":\"lead.qualified\"}}"));
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let signatures = heard.header("webhook-signature").unwrap();
    let signatures: Vec<&str> = signatures.split(' ').collect();
    assert_eq!((signatures[0], signatures.len()), (expected.as_str(), 2));
}

#[tokio::test]
async fn the_answer_decides_what_becomes_of_it() {
    assert_eq!(answered("200 OK\n\nok").await, Sent::Done { reference: None });
    let minute = Some(Duration::from_secs(60));
    let slow_down = Sent::Retry {
        after: minute,
        why: "http_429: slow down".into(),
    };
    assert_eq!(answered("429 Too Many\nRetry-After: 60\n\nslow\ndown").await, slow_down);
    assert_eq!(
        answered("503 Unavailable").await,
        Sent::Retry {
            after: None,
            why: "http_503".into()
        }
    );
    assert_eq!(
        answered("404 Not Found\n\nno_such_hook").await,
        Sent::Refused {
            why: "http_404: no_such_hook".into()
        }
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (other, heard) = serve("200 OK").await;
    let location: &'static str = Box::leak(format!("302 Found\nLocation: http://127.0.0.1:{other}/").into_boxed_str());
    assert_eq!(answered(location).await, Sent::Refused { why: "http_302".into() });
    assert!(heard.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left() {
    assert_eq!(
        answered("").await,
        Sent::Retry {
            after: None,
            why: "timeout".into()
        }
    );
}

#[tokio::test]
async fn an_address_inside_is_not_reached_unless_it_was_named() {
    let (port, heard) = serve_tls("200 OK").await;
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let outside = Post::new().with(webhook(&[], &[]));
        let sent = outside.send(&message(format!("https://{host}:{port}/"))).await;
        assert_eq!(
            sent,
            Sent::Refused {
                why: "address_not_public".into()
            },
            "{host}"
        );
    }
    assert!(heard.requests().is_empty());
}

#[tokio::test]
async fn https_goes_to_whom_the_certificate_names() {
    let (port, heard) = serve_tls("200 OK").await;
    assert_eq!(
        post(format!("https://127.0.0.1:{port}/")).await,
        Sent::Done { reference: None }
    );
    assert_eq!(heard.requests().len(), 1);
}

#[tokio::test]
async fn https_does_not_speak_to_a_stranger() {
    let (port, heard) = serve_tls("200 OK").await;
    let strict = Reach {
        private_hosts: vec!["127.0.0.1".into()],
        own_roots: Vec::new(),
    };
    let settings = Settings {
        reach: strict,
        ..Settings::default()
    };
    let webhook = Webhook::new(&settings, Arc::new(|| NOW_MICROS)).unwrap();
    let sent = Post::new()
        .with(webhook)
        .send(&message(format!("https://127.0.0.1:{port}/")))
        .await;
    assert!(
        why(&sent).starts_with("tls: ") && matches!(sent, Sent::Retry { .. }),
        "{sent:?}"
    );
    assert!(heard.requests().is_empty());
}

#[tokio::test]
async fn what_cannot_go_is_refused() {
    assert_eq!(why(&post("http://example.com/".into()).await), "url_needs_https");
    assert_eq!(why(&post("ftp://127.0.0.1/".into()).await), "url");
    let text = "{not json".to_string();
    let broken = Message {
        text,
        ..message("http://127.0.0.1:1/".into())
    };
    let sent = Post::new().with(webhook(&["127.0.0.1"], &[])).send(&broken).await;
    assert_eq!(why(&sent), "body_not_json");
}

#[tokio::test]
async fn a_chat_gets_its_own_shape() {
    for (prefix, part) in [
        ("slack:", "{\"text\":\"*A lead*\\nAnn\""),
        ("teams:", "\"type\":\"AdaptiveCard\""),
    ] {
        let (port, heard) = serve("200 OK\n\nok").await;
        let chat = Chat::new(&reach(&["127.0.0.1"]), Arc::new(|| NOW_MICROS)).unwrap();
        let to = format!("{prefix}http://127.0.0.1:{port}/services/x");
        let (subject, text) = ("A lead".into(), "Ann".into());
        let message = Message {
            channel: Channel::Chat,
            to,
            subject,
            text,
            ..Message::default()
        };
        assert_eq!(
            Post::new().with(chat).send(&message).await,
            Sent::Done { reference: None }
        );
        let request = &heard.requests()[0];
        assert!(
            request.starts_with("POST /services/x HTTP/1.1\r\n") && request.contains(part),
            "{request}"
        );
    }
}
