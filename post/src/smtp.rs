//! Mail over SMTP, one connection a message, TLS by rustls.
//!
//! A 4xx and every trouble on the way mean try again; a 5xx about the message means never. A 5xx about *us* (a wrong
//! password) means try again: it is mended in the configuration, and no mail may be lost for it.
use crate::http::said;
use crate::message::{BoxFuture, Channel, Message, Sent, Transport};
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, SMTP_PORT};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::time::Duration;

/// Replies that are about who we are, and not about the message.
const ABOUT_US: &[&str] = &["530", "534", "535", "538"];

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a relay on the same machine or network.
    None,
    /// Begins in the clear and must turn to TLS (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
}

/// Where mail goes out.
#[derive(Clone)]
pub struct Settings {
    /// Host of the relay.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: Security,
    /// User and password, if the relay wants them.
    pub login: Option<(String, String)>,
    /// Who mail comes from: `Baton <baton@example.com>`.
    pub from: String,
    /// The name we greet with; the machine's own if none.
    pub hello: Option<String>,
    /// No send takes longer.
    pub timeout: Duration,
}

impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "smtp {}:{} {:?} from {}",
            self.host, self.port, self.security, self.from
        )
    }
}

impl Default for Settings {
    /// A relay on this machine.
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            port: SMTP_PORT,
            security: Security::None,
            login: None,
            from: "Baton <baton@localhost>".into(),
            hello: None,
            timeout: Duration::from_secs(30),
        }
    }
}

/// Why mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The sender is no address.
    #[error("mail: `{0}` is no sender")]
    From(String),
    /// TLS cannot be set up for this host.
    #[error("mail: no TLS for `{0}`: {1}")]
    Tls(String, String),
    /// A password would go over the wire in the clear.
    #[error("mail: a login needs TLS or STARTTLS")]
    LoginInTheClear,
}

/// Carries mail.
pub struct Smtp {
    relay: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Smtp from {}", self.from)
    }
}

impl Smtp {
    /// Sets it up; connects only when there is a mail.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(settings: &Settings) -> Result<Self, Problem> {
        let from = settings
            .from
            .parse()
            .map_err(|_| Problem::From(settings.from.clone()))?;
        if settings.login.is_some() && settings.security == Security::None {
            return Err(Problem::LoginInTheClear);
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str());
        let mut builder = builder
            .port(settings.port)
            .timeout(Some(settings.timeout))
            .tls(tls(settings)?);
        if let Some((user, password)) = &settings.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        if let Some(name) = &settings.hello {
            builder = builder.hello_name(ClientId::Domain(name.clone()));
        }
        Ok(Self {
            relay: builder.build(),
            from,
            timeout: settings.timeout,
        })
    }

    async fn carry(&self, message: &Message) -> Sent {
        let mail = match self.mail(message) {
            Ok(mail) => mail,
            Err(why) => return Sent::refused(why),
        };
        match tokio::time::timeout(self.timeout, self.relay.send(mail)).await {
            Ok(Ok(response)) => Sent::Done {
                reference: response.first_line().map(said),
            },
            Ok(Err(error)) => failed(&error),
            Err(_) => Sent::retry("timeout"),
        }
    }

    /// The mail as it goes out.
    fn mail(&self, message: &Message) -> Result<lettre::Message, String> {
        let to: Mailbox = message.to.parse().map_err(|_| "to_no_address")?;
        let from = match &message.from {
            Some(from) => from.parse().map_err(|_| "from_no_address")?,
            None => self.from.clone(),
        };
        let envelope = Envelope::new(Some(return_path(message, &from)?), vec![to.email.clone()]);
        let mut builder = lettre::Message::builder().envelope(envelope.map_err(|_| "to_no_address")?);
        if message.header("Message-ID").is_none() {
            builder = builder.message_id(Some(format!("<{}@{}>", message.id_hex(), from.email.domain())));
        }
        builder = builder.from(from).to(to).subject(&message.subject);
        for (name, value) in message
            .headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("Return-Path"))
        {
            let name = HeaderName::new_from_ascii(name.clone()).map_err(|_| "header_name")?;
            builder = builder.raw_header(HeaderValue::new(name, value.clone()));
        }
        body(builder, message).map_err(|error| format!("mail: {error}"))
    }
}

fn body(builder: lettre::message::MessageBuilder, message: &Message) -> Result<lettre::Message, lettre::error::Error> {
    let text = SinglePart::plain(message.text.clone());
    let Some(html) = &message.html else {
        return builder.singlepart(text);
    };
    // a boundary made from the id: the same message is the same bytes each time it is tried
    let both = MultiPart::alternative().boundary(format!("={}=", message.id_hex()));
    builder.multipart(both.singlepart(text).singlepart(SinglePart::html(html.clone())))
}

fn return_path(message: &Message, from: &Mailbox) -> Result<Address, &'static str> {
    match message.header("Return-Path") {
        Some(path) => path
            .trim_matches(['<', '>'])
            .parse()
            .map_err(|_| "return_path_no_address"),
        None => Ok(from.email.clone()),
    }
}

fn tls(settings: &Settings) -> Result<Tls, Problem> {
    let parameters = || {
        let made = TlsParameters::new(settings.host.clone());
        made.map_err(|error| Problem::Tls(settings.host.clone(), error.to_string()))
    };
    Ok(match settings.security {
        Security::None => Tls::None,
        Security::StartTls => Tls::Required(parameters()?),
        Security::Tls => Tls::Wrapper(parameters()?),
    })
}

fn failed(error: &Error) -> Sent {
    let code = error.status().map(|code| code.to_string());
    let about_us = code.as_deref().is_some_and(|code| ABOUT_US.contains(&code));
    let why = format!(
        "smtp_{}: {}",
        code.as_deref().unwrap_or("unreached"),
        said(&error.to_string())
    );
    if error.is_permanent() && !about_us {
        Sent::refused(why)
    } else {
        Sent::retry(why)
    }
}

impl Transport for Smtp {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Sent> {
        Box::pin(self.carry(message))
    }

    fn channel(&self) -> Channel {
        Channel::Mail
    }
}
