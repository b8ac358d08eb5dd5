//! Messages carried to real servers on the loopback.
mod chat_and_webhook;
mod http_server;
mod mail;
mod smtp_server;
