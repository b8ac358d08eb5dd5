//! The built-in forms: what each asks, and what an answer becomes.

use crate::screens::form::{Line, LineKind};
use crate::shapes::Field;
use crate::words::Words;
use rules::ask::Capture;
use rules::fact::SubmissionKind;
use rules::fields::Registry;
use std::collections::BTreeMap;

/// The input that people do not see.
pub const TRAP: &str = "contact_by_fax";
/// The input that carries the form's token.
pub const TOKEN: &str = "form_token";
/// The tick beside the consent words.
pub const CONSENT: &str = "consent";
/// Parameters of the form's own address that go with the submission.
pub const CARRIED: [&str; 9] = [
    "utm_source",
    "utm_campaign",
    "utm_medium",
    "utm_term",
    "utm_content",
    "source",
    "campaign",
    "landing",
    "gclid",
];

/// A line: its name, the input's type, the autocomplete token, whether it must be filled.
type Asked = (&'static str, &'static str, &'static str, bool);

/// A built-in form.
#[derive(Debug, PartialEq, Eq)]
pub struct Built {
    /// Its code, as in its address.
    pub code: &'static str,
    /// The kind of hand raised by it.
    pub kind: SubmissionKind,
    lines: &'static [Asked],
}

const NAME: Asked = ("name", "text", "name", true);
const EMAIL: Asked = ("email", "email", "email", true);
const PHONE: Asked = ("phone", "tel", "tel", false);

static FORMS: [Built; 3] = [
    Built {
        code: "demo",
        kind: SubmissionKind::Request,
        lines: &[
            NAME,
            EMAIL,
            ("company", "text", "organization", true),
            ("country", "text", "country-name", true),
            PHONE,
            ("message", "", "", false),
        ],
    },
    Built {
        code: "contact",
        kind: SubmissionKind::Request,
        lines: &[NAME, EMAIL, PHONE, ("message", "", "", true)],
    },
    Built {
        code: "newsletter",
        kind: SubmissionKind::Newsletter,
        lines: &[EMAIL, ("name", "text", "name", false)],
    },
];

/// The form of a code.
pub fn find(code: &str) -> Option<&'static Built> {
    FORMS.iter().find(|form| form.code == code)
}

/// What was typed, by name; a name sent several times is one text.
pub type Typed = BTreeMap<String, String>;

/// Pairs as sent; several of one name are joined.
pub fn gathered(pairs: impl IntoIterator<Item = (String, String)>) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in pairs {
        let known = typed.entry(name).or_default();
        if !known.is_empty() && !value.is_empty() {
            known.push_str(", ");
        }
        known.push_str(&value);
    }
    typed
}

impl Built {
    /// The lines with what was typed, and what is wrong with one of them.
    pub fn lines(&self, words: &Words, typed: &Typed, wrong: &BTreeMap<String, String>) -> Vec<Line> {
        let line = |(name, input, autocomplete, required): &Asked| {
            let value = typed.get(*name).map_or("", String::as_str);
            let field = match wrong.get(*name) {
                Some(why) => Field::wrong(value, why),
                None => Field::of(value),
            };
            Line {
                name: (*name).to_owned(),
                label: words.code("form-label", name, &[]),
                required: *required,
                kind: if *name == "message" {
                    LineKind::Words
                } else {
                    LineKind::Line
                },
                input: (*input).to_owned(),
                mode: String::new(),
                autocomplete: (*autocomplete).to_owned(),
                field,
            }
        };
        self.lines.iter().map(line).collect()
    }

    /// The lines that must be filled and are not.
    pub fn open<'a>(&'a self, typed: &'a Typed) -> impl Iterator<Item = &'static str> + 'a {
        let is_open = |name: &str| typed.get(name).is_none_or(|text| text.trim().is_empty());
        self.lines
            .iter()
            .filter(move |(name, _, _, required)| *required && is_open(name))
            .map(|(name, ..)| *name)
    }

    /// Whether the form has a line of this name.
    pub fn has(&self, name: &str) -> bool {
        self.lines.iter().any(|(known, ..)| *known == name)
    }

    /// The submission: known names as themselves, registry fields as such, everything else kept as it came.
    pub fn capture(&self, typed: &Typed, registry: &Registry, consent: &str) -> Capture {
        let mut capture = Capture {
            kind: self.kind,
            form: Some(self.code.to_owned()),
            trapped: typed.get(TRAP).is_some_and(|text| !text.trim().is_empty()),
            ..Capture::default()
        };
        for (name, value) in typed.iter().filter(|(_, value)| !value.trim().is_empty()) {
            match place(&mut capture, name) {
                Some(place) => *place = Some(value.clone()),
                None if name == CONSENT => capture.consent = Some(consent.to_owned()),
                None if name == TOKEN || name == TRAP => {}
                None => {
                    let is_field = registry.get(name).is_some() && crate::api::is_given(name);
                    let map = if is_field {
                        &mut capture.fields
                    } else {
                        &mut capture.extra
                    };
                    map.insert(name.clone(), value.clone());
                }
            }
        }
        capture
    }
}

/// Where a known name belongs.
fn place<'a>(capture: &'a mut Capture, name: &str) -> Option<&'a mut Option<String>> {
    Some(match name {
        "name" => &mut capture.name,
        "email" => &mut capture.email,
        "phone" => &mut capture.phone,
        "company" => &mut capture.company,
        "job_title" => &mut capture.job_title,
        "country" => &mut capture.country,
        "website" => &mut capture.website,
        "message" => &mut capture.message,
        "utm_source" | "source" => &mut capture.source,
        "utm_campaign" | "campaign" => &mut capture.campaign,
        "landing" => &mut capture.landing,
        _ => return None,
    })
}
