//! Samples of what stands before the door: signing in, forms, errors.

use super::{choices, moment};
use crate::frame::Frame;
use crate::screens::error::{ErrorPage, Kind};
use crate::screens::form::{Consent, Form, FormPage, Line, LineKind};
use crate::screens::set_up::SetUpPage;
use crate::screens::sign_in::SignInPage;
use crate::screens::thanks::ThanksPage;
use crate::shapes::Field;

fn marked(mut frame: Frame) -> Frame {
    frame.sample = true;
    frame
}

/// Signing in, after a wrong pair.
#[must_use]
pub fn sign_in(frame: Frame) -> SignInPage {
    let problem = Some("Address and password do not belong together. Check both and try again.".to_owned());
    SignInPage {
        frame: marked(frame),
        next: "/queue".to_owned(),
        problem,
        email: Field::of("person9@sample.example"),
        password: Field::default(),
        first: false,
    }
}

/// The first start, with a password that is too short.
#[must_use]
pub fn set_up(frame: Frame) -> SetUpPage {
    SetUpPage {
        frame: marked(frame),
        first: true,
        action: "/set-up/sample".to_owned(),
        problem: None,
        roles: Vec::new(),
        person: Field::of("Sample Person 9"),
        email: Field::of("person9@sample.example"),
        password: Field::wrong("", "That has 7 characters. Use at least 12."),
    }
}

fn line(name: &str, label: &str, input: &str, autocomplete: &str, required: bool) -> Line {
    Line {
        name: name.to_owned(),
        label: label.to_owned(),
        input: input.to_owned(),
        autocomplete: autocomplete.to_owned(),
        required,
        ..Line::default()
    }
}

fn lines(errors: bool) -> Vec<Line> {
    let mail = if errors {
        Field::wrong("person1@sample", "This address has no ending such as .com. Check it.")
    } else {
        Field::default()
    };
    let name = if errors {
        Field::of("Sample Person 1")
    } else {
        Field::default()
    };
    let sizes = choices(&[
        ("1_19", "1–19 people"),
        ("20_99", "20–99"),
        ("100_499", "100–499"),
        ("500", "500 or more"),
    ]);
    let when = choices(&[
        ("now", "now"),
        ("quarter", "this quarter"),
        ("year", "this year"),
        ("none", "no plan"),
    ]);
    let sites = match errors {
        true => Field::wrong("a few", "Write a number, such as 25."),
        false => Field::default(),
    };
    vec![
        Line {
            field: name,
            ..line("name", "Your name", "text", "name", true)
        },
        Line {
            field: mail,
            ..line("email", "Work e-mail", "email", "email", true)
        },
        line("company", "Company", "text", "organization", true),
        line("phone", "Phone", "tel", "tel", false),
        Line {
            kind: LineKind::One(sizes),
            ..line("size", "Company size", "", "", false)
        },
        Line {
            kind: LineKind::One(when),
            ..line("answers.timeline", "When would you want this in place?", "", "", true)
        },
        Line {
            mode: "decimal".to_owned(),
            field: sites,
            ..line("answers.sites", "How many sites would it be for?", "text", "off", false)
        },
        Line {
            kind: LineKind::Chips(choices(&[("true", "Yes"), ("false", "No")])),
            ..line("answers.system", "Do you use a system today?", "", "", false)
        },
        Line {
            kind: LineKind::Words,
            ..line("message", "What would you like to see?", "", "", false)
        },
    ]
}

/// The public form, fresh or with errors.
#[must_use]
pub fn form(frame: Frame, errors: bool) -> FormPage {
    let consent = Consent {
        name: "news".to_owned(),
        text: "Sample Company 1 may send me news by e-mail, at most once a month. I can withdraw this at any time."
            .to_owned(),
        given: false,
    };
    let form = Form {
        title: "See it with your own stock".to_owned(),
        intro: "Half an hour with somebody who knows warehouses. No preparation needed.".to_owned(),
        action: "/f/demo".to_owned(),
        token: "sample".to_owned(),
        problem: errors.then(|| "Not sent yet: one line needs another look. Everything you typed is kept.".to_owned()),
        lines: lines(errors),
        trap: "website".to_owned(),
        consents: vec![consent],
        send: "Ask for a demo".to_owned(),
        privacy: "We use what you enter to answer you, and for nothing else.".to_owned(),
    };
    FormPage {
        frame: marked(frame),
        form,
    }
}

/// After the form.
#[must_use]
pub fn thanks(frame: Frame) -> ThanksPage {
    ThanksPage {
        frame: marked(frame),
        title: "Thank you, Sample Person 1".to_owned(),
        promise: "Sample Person 9 will call you today before 10:15.".to_owned(),
        due: Some(moment("today 10:15")),
        booking: Some("https://sample.example/book".to_owned()),
    }
}

/// An error.
#[must_use]
pub fn error(frame: Frame, kind: Kind) -> ErrorPage {
    let mut page = ErrorPage::new(marked(frame), kind, "Sample Person 10", "/");
    if kind == Kind::Fault {
        page.trace = "01j-sample".to_owned();
    }
    page
}
