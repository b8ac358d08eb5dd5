//! Mail to a real server.
use super::smtp_server::{Heard, serve};
use crate::smtp::{Problem, Security, Settings, Smtp};
use crate::{Message, Post, Sent};
use std::time::Duration;

fn settings(port: u16) -> Settings {
    let from = "Baton <baton@example.com>".into();
    Settings {
        host: "127.0.0.1".into(),
        port,
        from,
        hello: Some("test".into()),
        ..Settings::default()
    }
}

fn message() -> Message {
    Message {
        id: [0xab; 16],
        to: "Ann Ö <ann@example.org>".into(),
        subject: "A lead for you: Zoë".into(),
        text: "Call by 10:15.\n.\nThanks".into(),
        ..Message::default()
    }
}

async fn send(replies: &[(&str, &str)], message: &Message) -> (Sent, Heard) {
    let (port, heard) = serve(replies).await;
    let post = Post::new().with(Smtp::new(&settings(port)).unwrap());
    (post.send(message).await, heard)
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let (sent, heard) = send(&[], &message()).await;
    assert_eq!(
        sent,
        Sent::Done {
            reference: Some("2.0.0 queued as 4711".into())
        }
    );
    for line in [
        "MAIL FROM:<baton@example.com>",
        "RCPT TO:<ann@example.org>",
        "From: Baton <baton@example.com>",
        "Message-ID: <abababababababababababababababab@example.com>",
        "Call by 10:15.",
        "..",
        "Thanks",
    ] {
        assert!(heard.has(line), "{line} in {:#?}", heard.lines());
    }
    assert!(
        heard
            .lines()
            .iter()
            .any(|line| line.starts_with("Subject: A lead for you: =?utf-8?"))
    );
}

#[tokio::test]
async fn a_mail_carries_its_token_and_its_own_headers() {
    let header = |name: &str, value: &str| (name.to_string(), value.to_string());
    let message = Message {
        from: Some("Bob <bob@example.com>".into()),
        html: Some("<p>Call</p>".into()),
        headers: vec![
            header("Message-ID", "<token.1@example.com>"),
            header("Return-Path", "<bounce+token.1@example.com>"),
            header("List-Unsubscribe", "<https://example.com/u>"),
        ],
        ..message()
    };
    let (sent, heard) = send(&[], &message).await;
    assert!(matches!(sent, Sent::Done { .. }), "{sent:?}");
    for line in [
        "MAIL FROM:<bounce+token.1@example.com>",
        "From: Bob <bob@example.com>",
        "Message-ID: <token.1@example.com>",
        "List-Unsubscribe: <https://example.com/u>",
        "<p>Call</p>",
    ] {
        assert!(heard.has(line), "{line} in {:#?}", heard.lines());
    }
    let count = |start: &str| heard.lines().iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(
        (
            count("Message-ID:"),
            count("Return-Path:"),
            count("Content-Type: text/")
        ),
        (1, 0, 2)
    );
}

#[tokio::test]
async fn not_now_and_never_are_told_apart() {
    for (verb, reply, retry) in [
        ("RCPT", "450 greylisted, come later", true),
        ("MAIL", "421 too busy", true),
        (".", "452 no room", true),
        ("RCPT", "550 no such person", false),
        (".", "554 not liked", false),
        ("MAIL", "530 sign in first", true),
    ] {
        let (sent, _) = send(&[(verb, reply)], &message()).await;
        let (words, again) = match &sent {
            Sent::Retry { why, .. } => (why, true),
            Sent::Refused { why } => (why, false),
            Sent::Done { .. } => panic!("{reply}: {sent:?}"),
        };
        assert_eq!(again, retry, "{reply}: {sent:?}");
        assert!(
            words.starts_with(&format!("smtp_{}: ", &reply[..3])) && words.contains(&reply[4..]),
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left() {
    for verb in ["EHLO", "DATA", "."] {
        let (sent, _) = send(&[(verb, "")], &message()).await;
        assert!(
            matches!(&sent, Sent::Retry { why, .. } if why.contains("timeout")),
            "{verb}: {sent:?}"
        );
        tokio::time::resume();
    }
}

#[tokio::test]
async fn nobody_there_means_later() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let post = Post::new().with(Smtp::new(&settings(free)).unwrap());
    let sent = post.send(&message()).await;
    assert!(
        matches!(&sent, Sent::Retry { why, .. } if why.starts_with("smtp_unreached: ")),
        "{sent:?}"
    );
}

#[tokio::test]
async fn what_is_no_address_is_refused_before_anybody_is_called() {
    let (sent, heard) = send(
        &[],
        &Message {
            to: "ann".into(),
            ..message()
        },
    )
    .await;
    assert_eq!(
        sent,
        Sent::Refused {
            why: "to_no_address".into()
        }
    );
    let (sent, _) = send(
        &[],
        &Message {
            from: Some("bob".into()),
            ..message()
        },
    )
    .await;
    assert_eq!(
        sent,
        Sent::Refused {
            why: "from_no_address".into()
        }
    );
    assert!(heard.lines().is_empty());
}

#[test]
fn a_password_does_not_go_in_the_clear() {
    let login = Some(("ann".to_string(), "secret".to_string()));
    let clear = Settings {
        login: login.clone(),
        ..Settings::default()
    };
    assert!(matches!(Smtp::new(&clear), Err(Problem::LoginInTheClear)));
    let kept = Settings {
        login,
        security: Security::StartTls,
        timeout: Duration::from_secs(1),
        ..Settings::default()
    };
    assert!(Smtp::new(&kept).is_ok());
    assert!(!format!("{kept:?}").contains("secret"));
}
