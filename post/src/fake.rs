//! A transport for tests: keeps what it is given, and can be told to fail, refuse or hang.
use crate::message::{BoxFuture, Channel, Message, Sent, Transport};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What the next send meets instead of success.
#[derive(Clone, Debug)]
enum Plan {
    Fail(Option<Duration>),
    Refuse,
    Hang,
}

#[derive(Debug, Default)]
struct State {
    delivered: Vec<Message>,
    tries: usize,
    plans: VecDeque<Plan>,
}

/// Keeps messages in memory. Clones share what they keep: give one to a `Post`, and ask the other.
#[derive(Clone, Debug)]
pub struct Fake {
    channel: Channel,
    state: Arc<Mutex<State>>,
}

impl Fake {
    /// Delivers everything, until told otherwise.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        Self {
            channel,
            state: Arc::default(),
        }
    }

    /// The next `times` sends are to be tried again, after a while if one is named.
    pub fn fail(&self, times: usize, after: Option<Duration>) {
        self.state().plans.extend(std::iter::repeat_n(Plan::Fail(after), times));
    }

    /// The next `times` sends are refused.
    pub fn refuse(&self, times: usize) {
        self.state().plans.extend(std::iter::repeat_n(Plan::Refuse, times));
    }

    /// The next `times` sends never end by themselves.
    pub fn hang(&self, times: usize) {
        self.state().plans.extend(std::iter::repeat_n(Plan::Hang, times));
    }

    /// What was delivered, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.state().delivered.clone()
    }

    /// Hands over what was delivered and forgets it.
    #[must_use]
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.state().delivered)
    }

    /// How often it was asked, delivered or not.
    #[must_use]
    pub fn tries(&self) -> usize {
        self.state().tries
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What becomes of it; none when it hangs.
    fn answer(&self, message: &Message) -> Option<Sent> {
        let mut state = self.state();
        state.tries += 1;
        match state.plans.pop_front() {
            Some(Plan::Fail(after)) => Some(Sent::Retry {
                after,
                why: "fake".into(),
            }),
            Some(Plan::Refuse) => Some(Sent::refused("fake")),
            Some(Plan::Hang) => None,
            None => {
                state.delivered.push(message.clone());
                Some(Sent::Done { reference: None })
            }
        }
    }
}

impl Transport for Fake {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Sent> {
        Box::pin(async move {
            match self.answer(message) {
                Some(sent) => sent,
                None => std::future::pending().await,
            }
        })
    }

    fn channel(&self) -> Channel {
        self.channel
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Post;

    fn hello() -> Message {
        Message {
            to: "ann@example.com".into(),
            ..Message::default()
        }
    }

    #[tokio::test]
    async fn it_does_as_told_and_then_delivers() {
        let fake = Fake::new(Channel::Mail);
        let post = Post::new().with(fake.clone());
        let minute = Some(Duration::from_secs(60));
        fake.fail(1, minute);
        fake.refuse(1);
        assert_eq!(
            post.send(&hello()).await,
            Sent::Retry {
                after: minute,
                why: "fake".into()
            }
        );
        assert_eq!(post.send(&hello()).await, Sent::refused("fake"));
        assert!(fake.messages().is_empty());
        assert_eq!(post.send(&hello()).await, Sent::Done { reference: None });
        assert_eq!((fake.take(), fake.tries()), (vec![hello()], 3));
        assert!(fake.messages().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_transport_that_hangs_is_left_and_the_message_tried_again() {
        let fake = Fake::new(Channel::Mail);
        fake.hang(1);
        let post = Post::new().with(fake.clone());
        assert_eq!(post.send(&hello()).await, Sent::retry("timeout"));
        assert_eq!(post.send(&hello()).await, Sent::Done { reference: None });
    }

    #[tokio::test]
    async fn a_channel_that_is_not_set_up_and_a_broken_message_are_refused_unsent() {
        let fake = Fake::new(Channel::Mail);
        let post = Post::new().with(fake.clone());
        let chat = Message {
            channel: Channel::Chat,
            ..hello()
        };
        assert_eq!(post.send(&chat).await, Sent::refused("channel_not_set_up: chat"));
        let broken = Message {
            subject: "a\nb".into(),
            ..hello()
        };
        assert_eq!(post.send(&broken).await, Sent::refused("subject_line_break"));
        assert_eq!(
            (fake.tries(), post.serves(Channel::Mail), post.serves(Channel::Chat)),
            (0, true, false)
        );
    }
}
