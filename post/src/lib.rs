//! How it is told: carries a [`Message`] to a mailbox, an address of another program, or a chat.
//!
//! This house knows no word of the domain: a message is an id, a place, and text that somebody else rendered.
//! It promises:
//! - whatever happens, a send ends within [`SEND_WITHIN`] with one of three answers: done, try again, never;
//! - a message over its limits or with a line break where none may be is refused before anything is sent;
//! - a webhook reaches public addresses only, unless its host was allowed by name, and follows no redirect;
//! - nothing is retried here: whoever keeps the outbox decides when.
//!
//! ```
//! use post::{Channel, Message, Post, Sent, fake::Fake};
//! let fake = Fake::new(Channel::Mail);
//! let post = Post::new().with(fake.clone());
//! let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
//! let message = Message { to: "ann@example.com".into(), subject: "Hello".into(), ..Message::default() };
//! assert_eq!(runtime.block_on(post.send(&message)), Sent::Done { reference: None });
//! assert_eq!(fake.messages()[0].to, "ann@example.com");
//! # Ok::<(), std::io::Error>(())
//! ```
pub mod chat;
pub mod fake;
pub mod http;
pub mod limits;
mod message;
pub mod smtp;
#[cfg(test)]
mod trial;
pub mod webhook;

pub use message::{BoxFuture, Channel, Message, Post, SEND_WITHIN, Sent, Transport};
