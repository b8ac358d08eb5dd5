//! Which things a part of the agreement has, which keys a thing has, and how each is written in a form.

use rules::agreement::edit::{Place, count, keys};
use rules::agreement::{Agreement, NotePart, Stage};

/// How a key is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Text on one line.
    Line,
    /// A length of time, or a word for none of it.
    Length,
    /// A whole number.
    Whole,
    /// Any number.
    Number,
    /// A share, written in per cent.
    Share,
    /// Money: whole units.
    Amount,
    /// A currency's three letters.
    Currency,
    /// Yes or no.
    Flag,
    /// One of these; nothing said where the first is empty.
    OneOf(Vec<String>),
    /// The name of one of these, each with what people read for it.
    Named(Vec<(String, String)>),
    /// A role, in words; with `owner` where a step tells the lead's own.
    Role,
    /// Any of these.
    AnyOf(Vec<String>),
    /// Texts, one a line.
    Lines,
    /// Windows or lengths on one line, parted by commas.
    Commas,
    /// Dates with their windows, one a line.
    Dates,
    /// A clause over fields of every group but these; it may take everything.
    Clause {
        without: &'static [&'static str],
        always: bool,
    },
    /// Steps of an escalation.
    Steps,
}

/// A key of a thing: its way from the thing, and how it is written. What a form carries besides begins with `_`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// One step, or two where it lies in a table of its own.
    pub path: String,
    /// How it is written.
    pub shape: Shape,
}

/// A thing of a part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    /// Where it stands, or where a new one is added.
    pub place: Place,
    /// What kind of thing it is: its title is looked up by it.
    pub kind: &'static str,
    /// What it is called beside that.
    pub name: String,
    /// It is not there yet.
    pub is_new: bool,
    /// It belongs to the one before it.
    pub inside: bool,
    /// Its place among how many, where the order counts.
    pub order: Option<(usize, usize)>,
    /// It may be taken out.
    pub remove: bool,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// The parts, in the order of the text.
pub(super) const PARTS: [&str; 14] = [
    "goal",
    "expected",
    "who",
    "definitions",
    "ideal",
    "tiers",
    "scores",
    "questions",
    "calendars",
    "rotations",
    "escalation",
    "feedback",
    "owed",
    "review",
];

fn key(path: &str, shape: Shape) -> Key {
    Key {
        path: path.to_owned(),
        shape,
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn one_of(list: &[&str]) -> Shape {
    Shape::OneOf(words(list))
}

fn maybe(list: &[&str]) -> Shape {
    let mut all = vec![String::new()];
    all.extend(words(list));
    Shape::OneOf(all)
}

fn money(of: &str) -> [Key; 2] {
    [
        key(&format!("{of}/amount"), Shape::Amount),
        key(&format!("{of}/currency"), Shape::Currency),
    ]
}

impl Thing {
    fn of(place: &str, kind: &'static str, keys: Vec<Key>) -> Self {
        Self {
            place: Place::read(place),
            kind,
            name: String::new(),
            is_new: false,
            inside: false,
            order: None,
            remove: false,
            keys,
        }
    }

    fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }
}

/// What stands in a text, as far as forms need it to know what they show.
pub(super) struct Text<'a> {
    pub text: &'a str,
    pub agreement: &'a Agreement,
}

/// The things of a part, those to add at the end of their list. `None`: there is no such part.
pub(super) fn things(text: &Text<'_>, part: &str) -> Option<Vec<Thing>> {
    Some(match part {
        "goal" => vec![Thing::of("/goal", "goal", goal())],
        "expected" => expected(text),
        "who" => who(),
        "definitions" => definitions(text),
        "ideal" => list(text, "/ideal", "ideal", &ideal()),
        "tiers" => list(text, "/tier", "tier", &tier()),
        "scores" => list(text, "/score", "score", &score()),
        "questions" => questions(text),
        "calendars" => calendars(text),
        "rotations" => list(text, "/rotation", "rotation", &rotation(text)),
        "escalation" => vec![Thing::of("/escalation", "escalation", escalation(text))],
        "feedback" => feedback(text),
        "owed" => owed(text),
        "review" => vec![Thing::of("/review", "review", review())],
        _ => return None,
    })
}

/// Entries of a list, each to go up, down or out, and a new one.
fn list(text: &Text<'_>, place: &str, kind: &'static str, keys: &[Key]) -> Vec<Thing> {
    let many = count(text.text, &Place::read(place)).unwrap_or_default();
    let entry = |at: usize| Thing {
        order: Some((at, many)),
        remove: true,
        ..Thing::of(&format!("{place}/{at}"), kind, keys.to_vec())
    };
    let new = Thing {
        is_new: true,
        ..Thing::of(place, kind, keys.to_vec())
    };
    (0..many).map(entry).chain([new]).collect()
}

fn goal() -> Vec<Key> {
    let quarter = key("quarter", Shape::Line);
    [quarter]
        .into_iter()
        .chain(money("won"))
        .chain(money("pipeline"))
        .collect()
}

fn rates() -> Vec<Key> {
    let shares = ["lead_to_mql", "mql_to_sal", "sal_to_sql", "sql_to_won"];
    let shares = shares.into_iter().map(|name| key(name, Shape::Share));
    shares
        .chain([key("days_to_won", Shape::Number)])
        .chain(money("average_won"))
        .collect()
}

fn tier_names(text: &Text<'_>) -> Vec<String> {
    text.agreement.tiers.iter().map(|tier| tier.name.clone()).collect()
}

fn expected(text: &Text<'_>) -> Vec<Thing> {
    let of_tier = |name: &String| Thing {
        place: Place::read("/expected/tier").key(name),
        inside: true,
        ..Thing::of("", "expected_tier", rates()).called(name)
    };
    let all = Thing::of("/expected", "expected", rates());
    std::iter::once(all)
        .chain(tier_names(text).iter().map(of_tier))
        .collect()
}

fn who() -> Vec<Thing> {
    vec![
        Thing::of("", "whole", vec![key("name", Shape::Line)]),
        Thing::of(
            "/who_qualifies",
            "who",
            vec![key("desk", one_of(&["marketing", "sdr", "rep"]))],
        ),
    ]
}

const NO_TOUCH: &[&str] = &["touch."];

fn clause() -> Vec<Key> {
    let when = Shape::Clause {
        without: NO_TOUCH,
        always: false,
    };
    vec![
        key("name", Shape::Line),
        key("when", when),
        key("missing", maybe(&["review", "pass", "fail"])),
    ]
}

fn question_ids(text: &Text<'_>) -> Vec<String> {
    text.agreement
        .questions
        .iter()
        .map(|question| question.id.clone())
        .collect()
}

/// Each definition, its clauses behind it.
fn definitions(text: &Text<'_>) -> Vec<Thing> {
    let own = vec![
        key("owner", one_of(&["marketing", "sales"])),
        key("questions", Shape::AnyOf(question_ids(text))),
    ];
    let mut all = Vec::new();
    for (at, definition) in text.agreement.definitions.iter().enumerate() {
        let stage = definition.stage.code();
        let place = format!("/definition/{at}");
        all.push(Thing {
            // what Sales accepts may go without a definition: then to talk is to accept
            remove: definition.stage == Stage::Sal,
            ..Thing::of(&place, "definition", own.clone()).called(stage)
        });
        let clauses = list(text, &format!("{place}/requires"), "clause", &clause());
        all.extend(clauses.into_iter().map(|clause| Thing { inside: true, ..clause }));
    }
    if text.agreement.definition(Stage::Sal).is_none() {
        let keys = [key("owner", one_of(&["sales", "marketing"]))]
            .into_iter()
            .chain(clause());
        all.push(Thing {
            is_new: true,
            ..Thing::of("/definition", "accepted", keys.collect())
        });
    }
    all
}

fn ideal() -> Vec<Key> {
    let when = Shape::Clause {
        without: &["touch.", "score.", "submission."],
        always: false,
    };
    vec![key("name", Shape::Line), key("when", when)]
}

fn tier() -> Vec<Key> {
    let when = Shape::Clause {
        without: NO_TOUCH,
        always: true,
    };
    let mut keys = vec![key("name", Shape::Line), key("when", when)];
    let lengths = ["first_attempt", "after_hours", "stretch", "reassign_after"];
    keys.extend(lengths.map(|name| key(name, Shape::Length)));
    keys.extend([
        key("cadence/attempts", Shape::Whole),
        key("cadence/within", Shape::Length),
        key("cadence/calls_min", Shape::Whole),
        key("cadence/gaps", Shape::Commas),
    ]);
    keys
}

fn score() -> Vec<Key> {
    let when = Shape::Clause {
        without: &["score."],
        always: false,
    };
    vec![
        key("name", Shape::Line),
        key("group", one_of(&["engagement", "fit"])),
        key("when", when),
        key("points", Shape::Number),
        key("half_life", Shape::Length),
        key("cap", Shape::Number),
    ]
}

const KINDS: [&str; 6] = ["text", "number", "bool", "date", "country", "choice"];

fn questions(text: &Text<'_>) -> Vec<Thing> {
    let question = [
        key("id", Shape::Line),
        key("ask", Shape::Line),
        key("kind", maybe(&KINDS)),
        key("choices", Shape::Lines),
    ];
    let parts = NotePart::ALL.map(|(name, _)| name);
    let handoff = vec![
        key("questions", Shape::AnyOf(question_ids(text))),
        key("note", Shape::AnyOf(words(&parts))),
    ];
    let mut all = vec![Thing::of("/handoff", "handoff", handoff)];
    all.extend(list(text, "/question", "question", &question));
    all
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn calendars(text: &Text<'_>) -> Vec<Thing> {
    let mut own = vec![key("zone", Shape::Line)];
    own.extend(DAYS.map(|day| key(&format!("week/{day}"), Shape::Commas)));
    own.extend([key("holidays", Shape::Lines), key("exceptions", Shape::Dates)]);
    let place = Place::read("/calendar");
    let entry = |name: &String| Thing {
        place: place.key(name),
        remove: true,
        ..Thing::of("", "calendar", own.clone()).called(name)
    };
    let named = [key("calendar_name", Shape::Line)]
        .into_iter()
        .chain(own.clone())
        .collect();
    let new = Thing {
        is_new: true,
        ..Thing::of("/calendar", "calendar", named)
    };
    let names = keys(text.text, &place).unwrap_or_default();
    names.iter().map(entry).chain([new]).collect()
}

fn rotation(text: &Text<'_>) -> Vec<Key> {
    let when = Shape::Clause {
        without: NO_TOUCH,
        always: true,
    };
    let calendars = text.agreement.calendars.keys().cloned().collect();
    let rules = text.agreement.rotations.iter();
    let names = rules.map(|rule| (rule.name.clone(), rule.called().to_owned()));
    let others = [Default::default()].into_iter().chain(names).collect();
    vec![
        key("name", Shape::Line),
        key("when", when),
        key("calendar", Shape::OneOf(calendars)),
        key("open_work_max", Shape::Whole),
        key("fallback", Shape::Role),
        key("take_by", Shape::Length),
        key("hands_to", Shape::Named(others)),
        key("hands_to_within", Shape::Length),
    ]
}

fn escalation(text: &Text<'_>) -> Vec<Key> {
    let tiers = text.agreement.tiers.iter().filter(|tier| tier.first_attempt.is_some());
    let names = tiers.map(|tier| tier.name.clone()).chain(["other".to_owned()]);
    names.map(|name| key(&name, Shape::Steps)).collect()
}

fn feedback(text: &Text<'_>) -> Vec<Thing> {
    let which = [
        "advanced",
        "fit_not_ready",
        "not_a_fit",
        "rejected",
        "not_a_lead",
        "lost",
    ];
    let reason = [
        key("which", one_of(&which)),
        key("code", Shape::Line),
        key("words", Shape::Line),
        key("vague", Shape::Flag),
        key("detail/ask", Shape::Line),
        key("detail/kind", maybe(&KINDS)),
        key("detail/choices", Shape::Lines),
    ];
    let mut all = vec![Thing::of("/feedback", "feedback", vec![key("due", Shape::Length)])];
    all.extend(list(text, "/feedback/reason", "reason", &reason));
    all
}

fn owed(text: &Text<'_>) -> Vec<Thing> {
    let tiers = tier_names(text);
    let weekly = tiers.iter().map(|tier| key(&format!("per_week/{tier}"), Shape::Whole));
    let marketing = weekly
        .chain([
            key("counted_by", maybe(&["leads", "value"])),
            key("pipeline_share", Shape::Share),
            key("review_within", Shape::Length),
            key("respond_to_patterns_within", Shape::Length),
            key("questions_answered_min", Shape::Share),
            key("valid_min", Shape::Share),
        ])
        .collect();
    let shares = [
        "first_attempt_kept_min",
        "persistence_min",
        "feedback_in_time_min",
        "specific_min",
    ];
    let mut sales: Vec<Key> = shares.into_iter().map(|name| key(name, Shape::Share)).collect();
    sales.push(key("still_alive_within", Shape::Length));
    vec![
        Thing::of("/owed/marketing", "owed_marketing", marketing),
        Thing::of("/owed/sales", "owed_sales", sales),
    ]
}

fn review() -> Vec<Key> {
    vec![
        key("meeting", Shape::Line),
        key("definitions", maybe(&["monthly", "quarterly", "yearly"])),
    ]
}
