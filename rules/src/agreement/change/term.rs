//! Terms: an agreement as a flat list of named values, each with its place. Every part is taken apart here by name, so
//! that a part added to the agreement does not compile until it has its term: nothing can change in silence.

use crate::agreement::{
    Agreement, Cadence, Clause, Definition, Expected, FeedbackRules, Goal, HandOff, Ideal, Money, Owed,
    OwedByMarketing, OwedBySales, Question, Rates, Reason, Review, RotationRule, Rung, ScoreRule, Tier,
};
use crate::calendar::{Calendar, CalendarText, Target, WeekText};
use crate::criteria::Criterion;
use crate::fields::FieldKind;
use crate::time::Span;
use serde::Serialize;

/// The part of the text that a term stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the text's own word")]
pub enum Area {
    Whole,
    Goal,
    Expected,
    Definition,
    Clause,
    Ideal,
    Tier,
    Score,
    Question,
    Handoff,
    Calendar,
    Exception,
    Rotation,
    Escalation,
    Feedback,
    Reason,
    Marketing,
    Sales,
    Review,
}

impl Area {
    /// Every area, in the order that changes are told.
    pub const ALL: [Area; 19] = [
        Self::Whole,
        Self::Goal,
        Self::Expected,
        Self::Definition,
        Self::Clause,
        Self::Ideal,
        Self::Tier,
        Self::Score,
        Self::Question,
        Self::Handoff,
        Self::Calendar,
        Self::Exception,
        Self::Rotation,
        Self::Escalation,
        Self::Feedback,
        Self::Reason,
        Self::Marketing,
        Self::Sales,
        Self::Review,
    ];

    /// As words are looked up.
    pub fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Goal => "goal",
            Self::Expected => "expected",
            Self::Definition => "definition",
            Self::Clause => "clause",
            Self::Ideal => "ideal",
            Self::Tier => "tier",
            Self::Score => "score",
            Self::Question => "question",
            Self::Handoff => "handoff",
            Self::Calendar => "calendar",
            Self::Exception => "exception",
            Self::Rotation => "rotation",
            Self::Escalation => "escalation",
            Self::Feedback => "feedback",
            Self::Reason => "reason",
            Self::Marketing => "marketing",
            Self::Sales => "sales",
            Self::Review => "review",
        }
    }
}

/// What a term says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Words that somebody wrote.
    Text(String),
    /// A word of the text's own: a stage, a side, a role.
    Word(&'static str),
    /// A role, or `owner`.
    Role(String),
    /// A number.
    Number(f64),
    /// A share from 0 to 1.
    Share(f64),
    /// Money.
    Money(Money),
    /// A length of open time.
    Target(Target),
    /// A length of plain time.
    Span(Span),
    /// Yes or no.
    Flag(bool),
    /// A clause.
    Clause(Criterion),
    /// Names or windows.
    List(Vec<String>),
    /// Steps of an escalation.
    Rungs(Vec<Rung>),
    /// A weekday (0 is Monday) and the minute of the day.
    Meeting(u8, u16),
}

/// One thing of the text: a tier, a clause, a reason; or a part of which there is one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Thing {
    /// Which part.
    pub area: Area,
    /// Its name, from the outside in: a clause has its stage before it. Empty where there is one such part.
    pub of: Vec<String>,
    /// The name by which it is known again, where people read another.
    #[serde(skip)]
    pub(super) known_as: Option<String>,
    /// What it says, by key. What the text does not say is not here.
    pub terms: Vec<(&'static str, Value)>,
}

/// Things of which the order counts, or is what people see.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Order {
    /// Of what.
    pub area: Area,
    /// Within what.
    pub within: Vec<String>,
    /// The names, in order.
    pub names: Vec<String>,
}

/// An agreement taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms {
    pub(super) things: Vec<Thing>,
    pub(super) orders: Vec<Order>,
}

impl Terms {
    fn thing(&mut self, area: Area, of: &[&str], terms: Vec<(&'static str, Option<Value>)>) {
        let said = |(key, value): (&'static str, Option<Value>)| Some((key, value?));
        self.things.push(Thing {
            area,
            of: names(of),
            known_as: None,
            terms: terms.into_iter().filter_map(said).collect(),
        });
    }

    /// What people read for the name of a thing that is known by another.
    pub(super) fn called(&self, area: Area, name: String) -> String {
        let is = |thing: &&Thing| thing.area == area && thing.known_as.as_ref() == Some(&name);
        let found = self.things.iter().find(is).and_then(|thing| thing.of.first());
        found.cloned().unwrap_or(name)
    }

    fn order<'a>(&mut self, area: Area, within: &[&str], list: impl Iterator<Item = &'a str>) {
        self.orders.push(Order {
            area,
            within: names(within),
            names: list.map(str::to_owned).collect(),
        });
    }
}

fn names(of: &[&str]) -> Vec<String> {
    of.iter().map(|name| (*name).to_owned()).collect()
}

fn text(words: &str) -> Option<Value> {
    Some(Value::Text(words.to_owned()))
}

fn share(share: Option<f64>) -> Option<Value> {
    share.map(Value::Share)
}

fn target(target: Option<Target>) -> Option<Value> {
    target.map(Value::Target)
}

fn money(money: Option<&Money>) -> Option<Value> {
    money.cloned().map(Value::Money)
}

fn number(number: u32) -> Option<Value> {
    Some(Value::Number(f64::from(number)))
}

fn clause(when: &Criterion) -> Option<Value> {
    Some(Value::Clause(when.clone()))
}

fn list(names: &[String]) -> Option<Value> {
    Some(Value::List(names.to_vec())).filter(|_| !names.is_empty())
}

fn kind(kind: &FieldKind) -> Option<Value> {
    Some(Value::Word(kind.name()))
}

fn choices(kind: &FieldKind) -> Option<Value> {
    match kind {
        FieldKind::Choice(choices) => list(choices),
        _ => None,
    }
}

/// Takes an agreement apart.
pub(super) fn terms(agreement: &Agreement) -> Terms {
    let Agreement {
        version: _,
        hash: _,
        name,
        goal,
        expected,
        desk,
        definitions,
        handoff,
        ideal,
        tiers,
        scores,
        questions,
        calendars,
        rotations,
        escalation,
        feedback,
        owed,
        review,
    } = agreement;
    let mut all = Terms::default();
    let desk = Some(Value::Word(desk.code()));
    all.thing(Area::Whole, &[], vec![("name", text(name)), ("desk", desk)]);
    goal.iter().for_each(|goal| of_goal(&mut all, goal));
    of_expected(&mut all, expected);
    definitions
        .iter()
        .for_each(|definition| of_definition(&mut all, definition));
    all.order(Area::Definition, &[], definitions.iter().map(|d| d.stage.code()));
    ideal.iter().for_each(|clause| of_ideal(&mut all, clause));
    all.order(Area::Ideal, &[], ideal.iter().map(|clause| clause.name.as_str()));
    tiers.iter().for_each(|tier| of_tier(&mut all, tier));
    all.order(Area::Tier, &[], tiers.iter().map(|tier| tier.name.as_str()));
    scores.iter().for_each(|rule| of_score(&mut all, rule));
    all.order(Area::Score, &[], scores.iter().map(|rule| rule.name.as_str()));
    questions.iter().for_each(|question| of_question(&mut all, question));
    all.order(
        Area::Question,
        &[],
        questions.iter().map(|question| question.id.as_str()),
    );
    of_handoff(&mut all, handoff);
    calendars
        .iter()
        .for_each(|(name, calendar)| of_calendar(&mut all, name, calendar));
    rotations.iter().for_each(|rule| of_rotation(&mut all, agreement, rule));
    all.order(Area::Rotation, &[], rotations.iter().map(|rule| rule.name.as_str()));
    let crate::agreement::Escalation { tiers, other } = escalation;
    all.thing(Area::Escalation, &[], vec![("rungs", rungs(other))]);
    for (tier, own) in tiers {
        all.thing(Area::Escalation, &[tier], vec![("rungs", rungs(own))]);
    }
    of_feedback(&mut all, feedback);
    of_owed(&mut all, owed);
    review.iter().for_each(|review| of_review(&mut all, review));
    all
}

fn rungs(rungs: &[Rung]) -> Option<Value> {
    Some(Value::Rungs(rungs.to_vec())).filter(|_| !rungs.is_empty())
}

fn of_goal(all: &mut Terms, goal: &Goal) {
    let Goal { quarter, won, pipeline } = goal;
    let terms = vec![
        ("quarter", text(quarter)),
        ("won", money(won.as_ref())),
        ("pipeline", money(pipeline.as_ref())),
    ];
    all.thing(Area::Goal, &[], terms);
}

fn of_expected(all: &mut Terms, expected: &Expected) {
    let Expected { all: of_all, tiers } = expected;
    all.thing(Area::Expected, &[], rates(of_all));
    for (tier, own) in tiers {
        all.thing(Area::Expected, &[tier], rates(own));
    }
}

fn rates(rates: &Rates) -> Vec<(&'static str, Option<Value>)> {
    let Rates {
        lead_to_mql,
        mql_to_sal,
        sal_to_sql,
        sql_to_won,
        days_to_won,
        average_won,
    } = rates;
    vec![
        ("lead_to_mql", share(*lead_to_mql)),
        ("mql_to_sal", share(*mql_to_sal)),
        ("sal_to_sql", share(*sal_to_sql)),
        ("sql_to_won", share(*sql_to_won)),
        ("days_to_won", days_to_won.map(Value::Number)),
        ("average_won", money(average_won.as_ref())),
    ]
}

fn of_definition(all: &mut Terms, definition: &Definition) {
    let Definition {
        stage,
        owner,
        clauses,
        questions,
    } = definition;
    let terms = vec![
        ("owner", Some(Value::Word(owner.code()))),
        ("questions", list(questions)),
    ];
    all.thing(Area::Definition, &[stage.code()], terms);
    for Clause { name, when, missing } in clauses {
        let missing = missing.map(|missing| Value::Word(missing.code()));
        let terms = vec![("when", clause(when)), ("missing", missing)];
        all.thing(Area::Clause, &[stage.code(), name], terms);
    }
    all.order(
        Area::Clause,
        &[stage.code()],
        clauses.iter().map(|clause| clause.name.as_str()),
    );
}

fn of_ideal(all: &mut Terms, ideal: &Ideal) {
    let Ideal { name, when } = ideal;
    all.thing(Area::Ideal, &[name], vec![("when", clause(when))]);
}

fn of_tier(all: &mut Terms, tier: &Tier) {
    let Tier {
        name,
        when,
        first_attempt,
        after_hours,
        stretch,
        reassign_after,
        cadence,
    } = tier;
    let mut terms = vec![
        ("when", clause(when)),
        ("first_attempt", target(*first_attempt)),
        ("after_hours", target(*after_hours)),
        ("stretch", target(*stretch)),
        ("reassign_after", target(*reassign_after)),
    ];
    if let Some(cadence) = cadence {
        let Cadence {
            attempts,
            within,
            calls_min,
            gaps,
        } = cadence;
        let gaps: Vec<String> = gaps.iter().map(Target::to_string).collect();
        terms.extend([
            ("attempts", number(*attempts)),
            ("within", target(Some(*within))),
            ("calls_min", number(*calls_min)),
            ("gaps", list(&gaps)),
        ]);
    }
    all.thing(Area::Tier, &[name], terms);
}

fn of_score(all: &mut Terms, rule: &ScoreRule) {
    let ScoreRule {
        name,
        group,
        when,
        points,
        half_life,
        cap,
    } = rule;
    let terms = vec![
        ("group", Some(Value::Word(group.code()))),
        ("when", clause(when)),
        ("points", Some(Value::Number(*points))),
        ("half_life", half_life.map(Value::Span)),
        ("cap", Some(Value::Number(*cap))),
    ];
    all.thing(Area::Score, &[name], terms);
}

fn of_question(all: &mut Terms, question: &Question) {
    let Question { id, ask, kind: answer } = question;
    let terms = vec![("ask", text(ask)), ("kind", kind(answer)), ("choices", choices(answer))];
    all.thing(Area::Question, &[id], terms);
}

fn of_handoff(all: &mut Terms, handoff: &HandOff) {
    let HandOff { questions, note } = handoff;
    let note: Vec<String> = note.iter().map(|part| part.code().to_owned()).collect();
    all.thing(
        Area::Handoff,
        &[],
        vec![("questions", list(questions)), ("note", list(&note))],
    );
}

fn of_calendar(all: &mut Terms, name: &str, calendar: &Calendar) {
    let CalendarText {
        zone,
        week,
        exceptions,
        holidays,
    } = calendar.text();
    let WeekText {
        mon,
        tue,
        wed,
        thu,
        fri,
        sat,
        sun,
    } = week;
    let mut terms = vec![("zone", text(zone)), ("holidays", list(holidays))];
    let days = [mon, tue, wed, thu, fri, sat, sun];
    let keys = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    terms.extend(keys.into_iter().zip(days.map(|windows| list(windows))));
    all.thing(Area::Calendar, &[name], terms);
    for (date, exception) in exceptions {
        let cut = exception.cut().then_some(Value::Flag(true));
        let terms = vec![("windows", list(exception.windows())), ("cut", cut)];
        all.thing(Area::Exception, &[name, date], terms);
    }
}

/// A rotation is told by the name that people read, and known again by the one that stays.
fn of_rotation(all: &mut Terms, agreement: &Agreement, rule: &RotationRule) {
    let RotationRule {
        name,
        called: _,
        when,
        calendar,
        open_work_max,
        fallback,
        take_by,
        hands_to,
    } = rule;
    let called = |name: &str| agreement.rotation_called(name).to_owned();
    let terms = vec![
        ("called", text(rule.called())),
        ("when", clause(when)),
        ("calendar", text(calendar)),
        ("open_work_max", number(*open_work_max)),
        ("fallback", Some(Value::Role(fallback.clone()))),
        ("take_by", target(*take_by)),
        (
            "hands_to",
            hands_to.as_ref().and_then(|onward| text(&called(&onward.rotation))),
        ),
        ("hands_to_within", target(hands_to.as_ref().map(|onward| onward.within))),
    ];
    all.thing(Area::Rotation, &[rule.called()], terms);
    if let Some(thing) = all.things.last_mut() {
        thing.known_as = Some(name.clone());
    }
}

fn of_feedback(all: &mut Terms, feedback: &FeedbackRules) {
    let FeedbackRules { due, reasons } = feedback;
    all.thing(Area::Feedback, &[], vec![("due", target(Some(*due)))]);
    reasons.iter().for_each(|reason| of_reason(all, reason));
    let whole = reasons
        .iter()
        .map(|reason| format!("{}/{}", reason.which.code(), reason.code));
    let whole: Vec<String> = whole.collect();
    all.order(Area::Reason, &[], whole.iter().map(String::as_str));
}

fn of_reason(all: &mut Terms, reason: &Reason) {
    let Reason {
        which,
        code,
        words,
        detail,
        vague,
    } = reason;
    let mut terms = vec![("words", text(words)), ("vague", vague.then_some(Value::Flag(true)))];
    if let Some(crate::agreement::Detail { ask, kind: answer }) = detail {
        terms.extend([("ask", text(ask)), ("kind", kind(answer)), ("choices", choices(answer))]);
    }
    all.thing(Area::Reason, &[which.code(), code], terms);
}

fn of_owed(all: &mut Terms, owed: &Owed) {
    let Owed { marketing, sales } = owed;
    let OwedByMarketing {
        per_week,
        counted_by,
        pipeline_share,
        review_within,
        respond_to_patterns_within,
        questions_answered_min,
        valid_min,
    } = marketing;
    let terms = vec![
        ("counted_by", Some(Value::Word(counted_by.code()))),
        ("pipeline_share", share(*pipeline_share)),
        ("review_within", target(Some(*review_within))),
        ("respond_to_patterns_within", target(Some(*respond_to_patterns_within))),
        ("questions_answered_min", share(*questions_answered_min)),
        ("valid_min", share(*valid_min)),
    ];
    all.thing(Area::Marketing, &[], terms);
    for (tier, leads) in per_week {
        all.thing(Area::Marketing, &[tier], vec![("per_week", number(*leads))]);
    }
    let OwedBySales {
        first_attempt_kept_min,
        persistence_min,
        feedback_in_time_min,
        specific_min,
        still_alive_within,
    } = sales;
    let terms = vec![
        ("first_attempt_kept_min", share(*first_attempt_kept_min)),
        ("persistence_min", share(*persistence_min)),
        ("feedback_in_time_min", share(*feedback_in_time_min)),
        ("specific_min", share(*specific_min)),
        ("still_alive_within", target(Some(*still_alive_within))),
    ];
    all.thing(Area::Sales, &[], terms);
}

fn of_review(all: &mut Terms, review: &Review) {
    let Review {
        weekday,
        minute,
        definitions,
    } = review;
    let terms = vec![
        ("meeting", Some(Value::Meeting(*weekday, *minute))),
        ("definitions", Some(Value::Word(definitions.code()))),
    ];
    all.thing(Area::Review, &[], terms);
}
