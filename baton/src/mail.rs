//! Where letters go: a mail server, where one is configured, chats and programs that people name, and always the open page.

use crate::Trouble;
use crate::config::Config;
use crate::outside::Real;
use engine::Outside;
use post::chat::Chat;
use post::http::{Clock, Reach};
use post::smtp::{Security, Settings, Smtp};
use post::webhook::Webhook;
use post::{BoxFuture, Channel, Message, Post, Sent, Transport};
use std::sync::Arc;

/// The page itself: it has been told by the live stream already, so there is nothing left to carry.
struct Page;

impl Transport for Page {
    fn send<'a>(&'a self, _message: &'a Message) -> BoxFuture<'a, Sent> {
        Box::pin(std::future::ready(Sent::Done { reference: None }))
    }

    fn channel(&self) -> Channel {
        Channel::Browser
    }
}

/// The transports of a configuration; webhooks are signed with the secret key.
///
/// # Errors
/// `Trouble` when the mail server's address or the sender cannot be read.
pub fn post(config: &Config, secret_key: [u8; 32]) -> Result<Post, Trouble> {
    let reach = Reach {
        private_hosts: config.private_hosts.clone(),
        own_roots: Vec::new(),
    };
    let clock: Clock = Arc::new(|| Real.now().0);
    let none = |e: post::http::Problem| Trouble::of("chats and webhooks cannot be reached".to_owned(), &e);
    let chat = Chat::new(&reach, clock.clone()).map_err(none)?;
    let secrets = vec![secret_key.to_vec()];
    let webhook = Webhook::new(&post::webhook::Settings { secrets, reach }, clock).map_err(none)?;
    mailing(page_only().with(chat).with(webhook), config)
}

/// The open page alone: a demo tells nobody.
pub fn page_only() -> Post {
    Post::new().with(Page)
}

fn mailing(post: Post, config: &Config) -> Result<Post, Trouble> {
    let Some(url) = &config.smtp_url else { return Ok(post) };
    let mut settings =
        settings(url).ok_or_else(|| Trouble::plain("smtp_url: give smtp://user:password@host:port or smtps://…"))?;
    settings.from.clone_from(&config.mail_from);
    let smtp = Smtp::new(&settings).map_err(|e| Trouble::of("mail_from or smtp_url".to_owned(), &e))?;
    Ok(post.with(smtp))
}

/// Reads `smtp://user:password@host:port` (STARTTLS where there is a login) and `smtps://…` (TLS from the first byte).
fn settings(url: &str) -> Option<Settings> {
    let (scheme, rest) = url.split_once("://")?;
    let (login, place) = match rest.rsplit_once('@') {
        Some((login, place)) => (Some(login.split_once(':')?), place),
        None => (None, rest),
    };
    let place = place.trim_end_matches('/');
    let security = match (scheme, login) {
        ("smtps", _) => Security::Tls,
        ("smtp", Some(_)) => Security::StartTls,
        ("smtp", None) => Security::None,
        _ => return None,
    };
    let usual = match security {
        Security::Tls => 465,
        Security::StartTls => 587,
        Security::None => 25,
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (place, usual),
    };
    let login = match login {
        Some((user, password)) => Some((unescape(user)?, unescape(password)?)),
        None => None,
    };
    let host = Some(host).filter(|host| !host.is_empty())?.to_owned();
    Some(Settings {
        host,
        port,
        security,
        login,
        ..Settings::default()
    })
}

/// Turns `%40` into `@` and so on.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail_servers_are_read() {
        let read = settings("smtp://baton:p%40ss@mail.example.com").unwrap();
        assert_eq!((read.host.as_str(), read.port), ("mail.example.com", 587));
        assert_eq!(read.login, Some(("baton".into(), "p@ss".into())));
        assert_eq!(settings("smtps://u:p@mail.example.com:4650").unwrap().port, 4650);
        assert_eq!(settings("smtp://127.0.0.1:2525").unwrap().security, Security::None);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "mail.example.com",
            "http://mail.example.com",
            "smtp://",
            "smtp://u@h",
            "smtp://h:port",
        ] {
            assert!(settings(bad).is_none(), "{bad}");
        }
    }
}
