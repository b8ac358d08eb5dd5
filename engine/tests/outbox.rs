//! What people are sent, and when: told on every engine with a post that keeps what it is given.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::common;

use common::{Company, places};
use engine::letter::reads;
use engine::outbox::{LEASE, LetterView, Outbox, Sent, TRIES_MAX, Words, send_due};
use post::fake::Fake;
use post::{BoxFuture, Channel, Message, Post, Transport};
use rules::ask::{AlertBy, AlertPlace, OfAccount, OfDuty, OfLetter, Told};
use rules::{Id, Span};
use std::sync::Arc;
use tokio::sync::Notify;

/// Words as short as a test can read.
struct Plain;

impl Words for Plain {
    fn message(&self, view: &LetterView) -> Option<Message> {
        let due = view.due.map(|due| due.rfc3339()).unwrap_or_default();
        let person = view.person.as_deref().unwrap_or("somebody");
        mail(view, format!("{} {person} {due}", view.kind.code()))
    }

    fn digest(&self, views: &[LetterView]) -> Option<Message> {
        mail(views.first()?, format!("{} letters", views.len()))
    }
}

fn mail(view: &LetterView, subject: String) -> Option<Message> {
    let (channel, to) = match &view.place {
        Some(place) => (Channel::Chat, place.url.clone()),
        None => (Channel::Mail, view.to_email.clone()),
    };
    Some(Message {
        id: view.letter.0,
        channel,
        to,
        text: view.refused.clone().unwrap_or_default(),
        subject,
        ..Message::default()
    })
}

struct Story {
    company: Company,
    fake: Fake,
    post: Post,
    outbox: Outbox,
}

impl Story {
    async fn with_one_rep(place: engine::Place, folder: Option<std::path::PathBuf>) -> Self {
        let company = Company::open(place, folder, 1).await;
        let fake = Fake::new(Channel::Mail);
        let post = Post::new().with(fake.clone());
        let outbox = Outbox::default();
        Self {
            company,
            fake,
            post,
            outbox,
        }
    }

    async fn send(&mut self) -> Sent {
        let now = self.company.engine.now();
        self.outbox
            .send_due(&self.company.engine, &self.post, &Plain, now)
            .await
            .unwrap()
    }

    async fn leads(&self, from: usize, to: usize) {
        for n in from..to {
            self.company.demo(&format!("lead{n}@sample-company.de")).await;
        }
    }

    /// Subjects delivered since the last time.
    fn subjects(&self) -> Vec<String> {
        self.fake.take().into_iter().map(|message| message.subject).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_lead_is_told_to_its_rep_once_with_what_he_needs() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        let sent = told.send().await;
        assert_eq!((sent.letters, sent.messages), (1, 1));
        let messages = told.fake.take();
        assert_eq!(messages[0].to, "sample.rep.0@sample.example.com");
        assert_eq!(messages[0].subject, "new_lead Sample Person 2026-03-04T09:15:00Z");
        assert_eq!(told.send().await, Sent::default(), "once");
    }
}

const CHAT: &str = "https://hooks.sample.example/x";

async fn is_told_at(told: &Story, url: Option<&str>) -> engine::Reply {
    let user = told.company.reps[0];
    let place = url.map(|url| AlertPlace {
        by: AlertBy::Chat,
        url: url.to_owned(),
    });
    told.company.by(user, OfAccount::SetAlerts { user, place }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_named_a_chat_is_told_there_and_by_mail_when_it_takes_nothing() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        let chat = Fake::new(Channel::Chat);
        told.post = Post::new().with(told.fake.clone()).with(chat.clone());
        assert!(
            is_told_at(&told, Some("hooks.sample.example")).await.is_err(),
            "no address"
        );
        is_told_at(&told, Some(CHAT)).await.unwrap();
        told.leads(0, 1).await;
        assert_eq!(told.send().await.letters, 2);
        let heard = chat.take();
        assert!(heard.iter().all(|message| message.to == CHAT) && told.subjects().is_empty());
        assert!(
            heard.iter().any(|message| message.subject.starts_with("alerts_here")),
            "{heard:?}"
        );

        chat.refuse(1);
        told.company.clock.pass(Span::minutes(6));
        told.leads(1, 2).await;
        assert_eq!((told.send().await.letters, chat.take().len()), (1, 0));
        let mail = told.fake.take();
        assert_eq!(mail[0].to, "sample.rep.0@sample.example.com");
        assert!(
            mail[0].subject.starts_with("new_lead") && !mail[0].text.is_empty(),
            "says why: {mail:?}"
        );

        // a chat that is only down for a while is tried again, and given up for mail at the last try
        chat.fail(100, None);
        told.company.clock.pass(Span::minutes(6));
        told.leads(2, 3).await;
        for _ in 1..TRIES_MAX {
            assert_eq!(told.send().await.later, 1);
            told.company.clock.pass(Span::hours(3));
        }
        assert_eq!((told.send().await.letters, told.fake.take().len()), (1, 1));

        is_told_at(&told, None).await.unwrap();
        assert_eq!(told.send().await.letters, 1);
        assert_eq!((chat.take().len(), told.subjects().len()), (0, 1), "by mail again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_what_a_chat_refuses_is_dead_and_shown_and_nobody_sets_anothers() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        let chat = Fake::new(Channel::Chat);
        told.post = Post::new().with(chat.clone());
        let user = told.company.reps[0];
        for other in [told.company.admin, told.company.manager] {
            let refused = told.company.by(other, OfAccount::SetAlerts { user, place: None }).await;
            assert!(refused.is_err(), "one's own act");
        }
        is_told_at(&told, Some(CHAT)).await.unwrap();
        chat.refuse(1);
        assert_eq!(told.send().await.dead, 1);
        let dead = reads::dead(told.company.engine.ledger(), None, 10).await.unwrap();
        assert_eq!((dead[0].to, dead[0].why.is_empty()), (user, false));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_that_failed_is_tried_again_later_and_then_no_more() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        told.fake.fail(1, None);
        assert_eq!(told.send().await.later, 1);
        assert_eq!(told.send().await, Sent::default(), "not at once");
        told.company.clock.pass(Span::minutes(1));
        assert_eq!(told.send().await.letters, 1);
        told.company.clock.pass(Span::hours(1));
        assert_eq!(told.send().await, Sent::default());
        assert_eq!((told.subjects().len(), told.fake.tries()), (1, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_sides_wish_to_wait_is_kept() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        told.fake.fail(1, Some(std::time::Duration::from_secs(600)));
        told.send().await;
        told.company.clock.pass(Span::minutes(10) - Span(1));
        assert_eq!(told.send().await, Sent::default());
        told.company.clock.pass(Span(1));
        assert_eq!(told.send().await.letters, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_eight_tries_a_letter_is_dead_and_shown() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        told.fake.fail(100, None);
        for _ in 1..TRIES_MAX {
            assert_eq!(told.send().await.later, 1);
            told.company.clock.pass(Span::hours(3));
        }
        assert_eq!(told.send().await.dead, 1);
        told.company.clock.pass(Span::days(9));
        assert_eq!(told.send().await, Sent::default());
        let ledger = told.company.engine.ledger();
        let dead = reads::dead(ledger, None, 10).await.unwrap();
        assert_eq!(
            (dead[0].tries, dead[0].why.as_str(), dead[0].to),
            (8, "fake", told.company.reps[0])
        );
        let counts = reads::counts(ledger).await.unwrap();
        assert_eq!((counts.waiting, counts.dead), (0, 1));
        let more = reads::dead(ledger, Some((dead[0].dead_at, dead[0].id)), 10)
            .await
            .unwrap();
        assert_eq!(more, [], "a page after the last one is empty");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_sent_again_by_hand_as_often_as_it_takes() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        told.fake.refuse(2);
        for round in 0..2 {
            assert_eq!(told.send().await.dead, 1, "round {round}");
            let dead = reads::dead(told.company.engine.ledger(), None, 10).await.unwrap();
            let (letter, outcome) = (dead[0].id, Told::Again);
            let again = OfLetter::Tell { letter, outcome };
            let rep = told.company.reps[0];
            assert!(
                told.company.by(rep, again.clone()).await.is_err(),
                "only whoever operates"
            );
            told.company.clock.pass(Span::minutes(1));
            told.company.by(told.company.admin, again).await.unwrap();
        }
        assert_eq!(told.send().await.letters, 1);
        assert_eq!(reads::counts(told.company.engine.ledger()).await.unwrap().dead, 0);
    }
}

/// Delivers, and never answers.
#[derive(Clone)]
struct Silent(Fake, Arc<Notify>);

impl Transport for Silent {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, post::Sent> {
        Box::pin(async move {
            self.0.send(message).await;
            self.1.notify_one();
            std::future::pending().await
        })
    }

    fn channel(&self) -> Channel {
        Channel::Mail
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_sending_and_keeping_it_sends_a_second_time_and_no_third() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        let delivered = Arc::new(Notify::new());
        let silent = Post::new().with(Silent(told.fake.clone(), delivered.clone()));
        let (engine, now) = (told.company.engine.clone(), told.company.engine.now());
        let crashes = tokio::spawn(async move { send_due(&engine, &silent, &Plain, now).await });
        delivered.notified().await;
        crashes.abort();
        assert_eq!(
            told.send().await,
            Sent::default(),
            "the lease of whoever crashed still runs"
        );
        told.company.clock.pass(LEASE + Span(1));
        assert_eq!(told.send().await.letters, 1);
        told.company.clock.pass(LEASE);
        assert_eq!(told.send().await, Sent::default());
        let ids: Vec<[u8; 16]> = told.fake.take().into_iter().map(|message| message.id).collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1], "a receiver can tell");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_everybody_gets_one_digest() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 12).await;
        told.company.clock.pass(Span::minutes(9));
        told.leads(12, 13).await;
        told.company.clock.pass(Span::minutes(1));
        let sent = told.send().await;
        assert_eq!((sent.letters, sent.messages), (13, 2));
        let mut subjects = told.subjects();
        subjects.sort();
        assert_eq!(subjects, ["12 letters", "new_lead Sample Person 2026-03-04T09:24:00Z"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_more_than_three_messages_within_five_minutes() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 2).await;
        assert_eq!(told.send().await.messages, 2);
        told.company.clock.pass(Span::minutes(1));
        told.leads(2, 5).await;
        assert_eq!(
            (told.send().await.messages, told.subjects()[2].as_str()),
            (1, "3 letters")
        );
        told.leads(5, 7).await;
        assert_eq!(told.send().await.waiting, 2);
        assert_eq!(told.send().await, Sent::default());
        told.company.clock.pass(Span::minutes(4));
        assert_eq!(told.send().await.messages, 2);
        assert_eq!(told.subjects().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_leave_somebody_hears_only_of_what_nobody_else_can_mend() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        let now = told.company.engine.now();
        for user in [told.company.reps[0], told.company.manager] {
            let (from, until) = (Some(now), Some(now + Span::hours(3)));
            let away = OfDuty::SetLeave { user, from, until };
            told.company.by(told.company.manager, away).await.unwrap();
        }
        assert_eq!(told.send().await.waiting, 1);
        told.company.pass(Span::minutes(15)).await;
        told.send().await;
        let to: Vec<(String, String)> = told.fake.take().into_iter().map(|m| (m.to, m.subject)).collect();
        assert!(to.iter().all(|(_, subject)| subject.starts_with("late")), "{to:?}");
        assert_eq!(to.len(), 1, "the manager hears that it is late: {to:?}");
        told.company.clock.pass(Span::hours(3));
        told.send().await;
        // the reminder went to whoever answers for reps, as its rep was away
        assert_eq!(told.subjects().len(), 2, "back at work, each hears what waited for him");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_a_letter_is_kept_once_whoever_tells_it() {
    for (place, folder) in places().await {
        let mut told = Story::with_one_rep(place, folder).await;
        told.leads(0, 1).await;
        told.send().await;
        let strange = OfLetter::Tell {
            letter: Id::named("letter", "none"),
            outcome: Told::Sent,
        };
        assert!(
            told.company.by(told.company.admin, strange).await.is_err(),
            "only Baton itself tells"
        );
        assert_eq!(reads::counts(told.company.engine.ledger()).await.unwrap().waiting, 0);
    }
}
