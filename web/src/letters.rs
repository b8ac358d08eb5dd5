//! Words for letters: found when a letter is sent. By mail where a mail server is set up, else for the open page alone.

use crate::server::when;
use crate::words::{Said, Words};
use engine::outbox::{self, Channel, LetterView, Message};
use jiff::tz::TimeZone;
use rules::Id;

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
        self.words
            .code("mail", view.kind.code(), &[("who", who.as_str().into())])
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
        let place = lead.unwrap_or_else(|| match view.kind.is_of_agreement() {
            true => "/agreement/versions".to_owned(),
            false => "/".to_owned(),
        });
        format!("{}{place}", self.public_url)
    }

    fn to(&self, view: &LetterView, id: Id, subject: String, text: String) -> Message {
        let host = self
            .public_url
            .split("://")
            .nth(1)
            .unwrap_or("localhost")
            .split([':', '/'])
            .next()
            .unwrap_or("localhost");
        let headers = vec![("Message-ID".to_owned(), format!("<{id}@{host}>"))];
        Message {
            id: id.0,
            channel: self.channel,
            to: view.to_email.clone(),
            subject,
            text,
            headers,
            ..Message::default()
        }
    }
}

impl outbox::Words for Letters {
    fn message(&self, view: &LetterView) -> Option<Message> {
        let text = format!("{}\n{}\n{}\n", self.line(view), self.known(view), self.link(view));
        Some(self.to(view, view.letter, self.subject(view), text))
    }

    fn digest(&self, views: &[LetterView]) -> Option<Message> {
        let first = views.first()?;
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
        Some(self.to(first, first.letter, subject, lines.join("\n\n") + "\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::outbox::Words as _;
    use rules::Instant;
    use rules::agreement::NotePart;
    use rules::decide::LetterKind;

    fn view(kind: LetterKind) -> LetterView {
        LetterView {
            letter: Id([1; 16]),
            kind,
            to: Id([2; 16]),
            to_name: "Sample Rep".into(),
            to_email: "rep@sample-company.de".into(),
            lead: Some(Id([3; 16])),
            person: Some("Sample Person".into()),
            company: Some("Sample Company".into()),
            tier: Some("request".into()),
            due: Instant::parse("2026-03-04T10:15:00Z"),
            handoff: Some(Id([4; 16])),
            answers: vec![("By when?".into(), "this quarter".into())],
            note: vec![(NotePart::WhenToCall, "Mornings".into())],
            at: Instant(0),
            now: Instant::parse("2026-03-04T10:00:00Z").unwrap(),
        }
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
                message.subject.contains("Sample") || kind == LetterKind::Responded || kind.is_of_agreement(),
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
    fn a_digest_counts_and_names() {
        let letters = Letters::new("https://baton.example.com", TimeZone::UTC, true);
        let views = vec![view(LetterKind::Late); NAMED_MAX + 2];
        let message = letters.digest(&views).unwrap();
        assert!(message.subject.contains("32"), "{}", message.subject);
        assert!(message.text.contains("2 more"), "{}", message.text);
    }
}
