//! Words for letters: found when a letter is sent. Where somebody named a chat or a program of his, for it; else by mail
//! where a mail server is set up, else for the open page alone.

use crate::server::when;
use crate::words::{Said, Words};
use engine::outbox::{self, Asks, Channel, LetterView, Message};
use jiff::tz::TimeZone;
use rules::Id;
use rules::ask::AlertBy;
use rules::decide::LetterKind;
use serde_json::json;

/// Most letters that a digest names one by one.
pub const NAMED_MAX: usize = 30;

/// Finds words for letters.
#[derive(Clone, Debug)]
pub struct Letters {
    words: Words,
    public_url: String,
    zone: TimeZone,
    channel: Channel,
}

impl Letters {
    /// In English, with links under an address; `by_mail` where a mail server is set up.
    pub fn new(public_url: &str, zone: TimeZone, by_mail: bool) -> Self {
        let channel = if by_mail { Channel::Mail } else { Channel::Browser };
        Self {
            words: Words::new("en"),
            public_url: public_url.to_owned(),
            zone,
            channel,
        }
    }

    fn who(&self, view: &LetterView) -> String {
        let nobody = || self.words.say("mail-somebody");
        let name = view.person.clone().unwrap_or_else(nobody);
        match &view.company {
            Some(company) => format!("{name} · {company}"),
            None => name,
        }
    }

    fn subject(&self, view: &LetterView) -> String {
        let who = self.who(view);
        let told = || {
            self.words
                .code("mail", view.kind.code(), &[("who", who.as_str().into())])
        };
        let Some(about) = view.about else { return told() };
        let told = match (view.kind, about.asks) {
            (LetterKind::AgreementProposed, Asks::Nothing) => self.words.say("mail-agreement-own"),
            _ => told(),
        };
        let version = self.words.say_of("version-title", &about.version.to_string());
        format!("{told} · {version}")
    }

    /// Until when a version is to be answered, or may be objected to.
    fn asked(&self, view: &LetterView) -> Option<String> {
        let (key, until) = match view.about?.asks {
            Asks::Nothing => return None,
            Asks::Answer(until) => ("mail-answer-by", until),
            Asks::Object(until) => ("mail-object-until", until),
        };
        let shown = when::moment(&self.words, &self.zone, until, view.now).shown;
        Some(format!(" — {}", self.words.say_of(key, &shown)))
    }

    fn line(&self, view: &LetterView) -> String {
        let due = view
            .due
            .map(|due| when::moment(&self.words, &self.zone, due, view.now).shown);
        let key = if view.kind.is_held() {
            "mail-take-by"
        } else {
            "when-due"
        };
        let due = due
            .map(|due| format!(" — {}", self.words.say_of(key, &due)))
            .or_else(|| self.asked(view))
            .unwrap_or_default();
        format!("{}{due}", self.subject(view))
    }

    /// Answers and note, a line each, where the letter sends somebody to talk to the lead; with an empty line round them.
    fn known(&self, view: &LetterView) -> String {
        if !view.kind.is_to_call() {
            return String::new();
        }
        let answers = view.answers.iter().map(|(ask, answer)| format!("{ask} {answer}\n"));
        let note = view.note.iter().map(|(part, words)| {
            let label = self.words.code("note-part", part.code(), &[]);
            format!("{label}: {words}\n")
        });
        let lines: String = answers.chain(note).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }

    fn link(&self, view: &LetterView) -> String {
        let lead = view.lead.map(|lead| format!("/leads/{}", lead.show("lead")));
        let place = lead.unwrap_or_else(|| match view.kind {
            LetterKind::AlertsHere => "/account".to_owned(),
            kind if kind.is_of_agreement() => match view.about {
                Some(about) => format!("/agreement/versions/{}", about.version),
                None => "/agreement/versions".to_owned(),
            },
            _ => "/".to_owned(),
        });
        format!("{}{place}", self.public_url)
    }

    /// Several views are one digest, told to the first one's person.
    fn to(&self, views: &[&LetterView], subject: String, text: String) -> Option<Message> {
        let first = views.first()?;
        Some(match &first.place {
            Some(place) if place.by == AlertBy::Chat => told(first, Channel::Chat, &place.url, (subject, text)),
            Some(place) => Message {
                id: together(views),
                ..told(
                    first,
                    Channel::Webhook,
                    &place.url,
                    (String::new(), self.document(views)),
                )
            },
            None => self.mail(first, subject, self.why_by_mail(first) + &text),
        })
    }

    /// A chat or program that did not take it: said above everything else.
    fn why_by_mail(&self, view: &LetterView) -> String {
        let Some(why) = &view.refused else { return String::new() };
        let account = format!("{}/account", self.public_url);
        let words = self
            .words
            .say_with("mail-refused-elsewhere", &[("why", why.as_str().into())]);
        format!("{words}\n{account}\n\n")
    }

    /// What a program is sent; `docs/api.md` names each member.
    fn document(&self, views: &[&LetterView]) -> String {
        let alert = |view: &&LetterView| {
            let answers = view
                .answers
                .iter()
                .map(|(ask, answer)| json!({ "ask": ask, "answer": answer }));
            let note = view
                .note
                .iter()
                .map(|(part, words)| json!({ "part": part.code(), "words": words }));
            json!({
                "id": view.letter.show("letter"), "kind": view.kind.code(), "at": view.at.rfc3339(),
                "lead": view.lead.map(|lead| lead.show("lead")), "handoff": view.handoff.map(|it| it.show("handoff")),
                "person": view.person, "company": view.company, "tier": view.tier,
                "due": view.due.map(|due| due.rfc3339()), "version": view.about.map(|about| about.version),
                "answers": answers.collect::<Vec<_>>(), "note": note.collect::<Vec<_>>(),
                "text": self.line(view), "url": self.link(view),
            })
        };
        let to = views
            .first()
            .map(|view| json!({ "user": view.to.show("user"), "name": view.to_name }));
        let alerts: Vec<_> = views.iter().map(alert).collect();
        json!({ "type": "baton.alerts", "to": to, "alerts": alerts }).to_string()
    }

    fn mail(&self, view: &LetterView, subject: String, text: String) -> Message {
        let host = self
            .public_url
            .split("://")
            .nth(1)
            .unwrap_or("localhost")
            .split([':', '/'])
            .next()
            .unwrap_or("localhost");
        let headers = vec![("Message-ID".to_owned(), format!("<{}@{host}>", view.letter))];
        Message {
            headers,
            ..told(view, self.channel, &view.to_email, (subject, text))
        }
    }
}

/// Several are another message than the first of them alone: a receiver that knows that one must not drop the rest.
fn together(views: &[&LetterView]) -> [u8; 16] {
    match views {
        [one] => one.letter.0,
        several => {
            let ids: Vec<String> = several.iter().map(|view| view.letter.to_string()).collect();
            Id::named("digest", &ids.join("/")).0
        }
    }
}

fn told(view: &LetterView, channel: Channel, to: &str, (subject, text): (String, String)) -> Message {
    Message {
        id: view.letter.0,
        channel,
        to: to.to_owned(),
        subject,
        text,
        ..Message::default()
    }
}

impl outbox::Words for Letters {
    fn message(&self, view: &LetterView) -> Option<Message> {
        let text = format!("{}\n{}\n{}\n", self.line(view), self.known(view), self.link(view));
        self.to(&[view], self.subject(view), text)
    }

    fn digest(&self, views: &[LetterView]) -> Option<Message> {
        let count = views.len() as u64;
        let mut lines: Vec<String> = views
            .iter()
            .take(NAMED_MAX)
            .map(|view| format!("{}\n{}", self.line(view), self.link(view)))
            .collect();
        if views.len() > NAMED_MAX {
            let more: Said<'_> = (views.len() - NAMED_MAX).to_string().into();
            lines.push(self.words.say_with("mail-more", &[("n", more)]));
        }
        let subject = self.words.say_n("mail-digest", count);
        let views: Vec<&LetterView> = views.iter().collect();
        self.to(&views, subject, lines.join("\n\n") + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::outbox::{About, Words as _};
    use rules::Instant;
    use rules::agreement::NotePart;
    use rules::ask::AlertPlace;

    fn view(kind: LetterKind) -> LetterView {
        LetterView {
            letter: Id([1; 16]),
            kind,
            to: Id([2; 16]),
            to_name: "Sample Rep".into(),
            to_email: "rep@sample-company.de".into(),
            place: None,
            refused: None,
            lead: Some(Id([3; 16])),
            person: Some("Sample Person".into()),
            company: Some("Sample Company".into()),
            tier: Some("request".into()),
            due: Instant::parse("2026-03-04T10:15:00Z"),
            handoff: Some(Id([4; 16])),
            answers: vec![("By when?".into(), "this quarter".into())],
            note: vec![(NotePart::WhenToCall, "Mornings".into())],
            about: None,
            at: Instant(0),
            now: Instant::parse("2026-03-04T10:00:00Z").unwrap(),
        }
    }

    #[test]
    fn a_letter_of_the_agreement_leads_to_its_version_and_says_what_it_asks() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        let until = Instant::parse("2026-03-11T10:00:00Z").unwrap();
        let told = |kind, asks| {
            let view = LetterView {
                lead: None,
                due: None,
                about: Some(About { version: 5, asks }),
                ..view(kind)
            };
            let message = letters.message(&view).unwrap();
            assert!(message.subject.contains("Version 5"), "{}", message.subject);
            assert!(message.text.contains("https://baton.example.com/agreement/versions/5"));
            message.text
        };
        let answer = told(LetterKind::AgreementProposed, Asks::Answer(until));
        assert!(
            answer.contains("waits for your answer") && answer.contains("answer by "),
            "{answer}"
        );
        let own = told(LetterKind::AgreementProposed, Asks::Nothing);
        assert!(
            own.contains("what is its own") && !own.contains("waits for your answer"),
            "{own}"
        );
        let signed = told(LetterKind::AgreementInForce, Asks::Object(until));
        assert!(signed.contains("you may object until "), "{signed}");
    }

    #[test]
    fn every_kind_has_words_with_the_name_the_due_time_and_a_link() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        for kind in LetterKind::ALL {
            let message = letters.message(&view(kind)).unwrap();
            assert!(
                letters.words.has(&format!("mail-{}", kind.code().replace('_', "-"))),
                "{kind:?}"
            );
            assert!(
                message.subject.contains("Sample") || kind.is_of_nobody(),
                "{}",
                message.subject
            );
            assert!(
                message.text.contains("By when? this quarter") == kind.is_to_call(),
                "{}",
                message.text
            );
            assert!(
                !kind.is_held() || message.text.contains("held for you — take by today 10:15"),
                "{}",
                message.text
            );
            assert!(
                message.text.contains("today 10:15") && message.text.contains("https://baton.example.com/leads/lead_")
            );
        }
    }

    #[test]
    fn a_chat_gets_lines_and_a_program_a_document_that_names_the_lead() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        let elsewhere = |by| LetterView {
            place: Some(AlertPlace {
                by,
                url: "https://hooks.example.com/x".into(),
            }),
            ..view(LetterKind::NewLead)
        };
        let chat = letters.message(&elsewhere(AlertBy::Chat)).unwrap();
        assert_eq!(
            (chat.channel, chat.to.as_str()),
            (Channel::Chat, "https://hooks.example.com/x")
        );
        assert!(chat.subject.contains("Sample Person") && chat.text.contains("/leads/lead_"));
        let views = [elsewhere(AlertBy::Webhook), elsewhere(AlertBy::Webhook)];
        let program = letters.digest(&views).unwrap();
        assert_eq!(program.channel, Channel::Webhook);
        let document: serde_json::Value = serde_json::from_str(&program.text).unwrap();
        assert_eq!(document["alerts"].as_array().unwrap().len(), 2);
        let alone = letters.message(&views[0]).unwrap();
        assert_ne!(alone.id, program.id, "who knows the first must not drop the second");
        let alert = &document["alerts"][0];
        assert_eq!(
            (&alert["kind"], &alert["due"]),
            (&json!("new_lead"), &json!("2026-03-04T10:15:00Z"))
        );
        assert_eq!(alert["lead"], Id([3; 16]).show("lead"));
        assert_eq!(alert["answers"][0]["answer"], "this quarter");
        assert_eq!(document["to"]["name"], "Sample Rep");
    }

    #[test]
    fn a_mail_in_place_of_a_chat_says_so() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        let refused = LetterView {
            refused: Some("http_410".into()),
            ..view(LetterKind::NewLead)
        };
        let text = letters.message(&refused).unwrap().text;
        assert!(
            text.contains("http_410") && text.contains("https://baton.example.com/account"),
            "{text}"
        );
    }

    #[test]
    fn a_digest_counts_and_names() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        let views = vec![view(LetterKind::Late); NAMED_MAX + 2];
        let message = letters.digest(&views).unwrap();
        assert!(message.subject.contains("32"), "{}", message.subject);
        assert!(message.text.contains("2 more"), "{}", message.text);
    }
}
