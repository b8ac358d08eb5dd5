//! Values of terms as people say them.

use super::Saying;
use crate::words::number;
use rules::Span;
use rules::agreement::change::Value;
use rules::agreement::{Money, Rung, RungAt};
use rules::calendar::Target;
use rules::criteria::{Condition, Criterion, FieldValue, Test};

/// A value of the term with this key of this part.
pub(super) fn value(say: &Saying<'_>, key: &str, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(word) => say.code("agreed-word", word, &[]),
        Value::Role(role) => this_role(say, role),
        Value::Number(amount) => figure(*amount),
        Value::Share(share) => percent(*share),
        Value::Money(money) => amount(money),
        Value::Target(length) => target(say, *length),
        Value::Span(span) => days(say, *span),
        Value::Flag(flag) => say.words.say(if *flag { "agreed-yes" } else { "agreed-no" }),
        Value::Clause(when) => clause(say, when),
        Value::List(names) => list(say, key, names),
        Value::Rungs(rungs) => rungs.iter().map(|rung| step(say, rung)).collect::<Vec<_>>().join(", "),
        Value::Meeting(weekday, minute) => {
            let days = say.words.say("agreement-weekdays");
            let day = days.split_whitespace().nth(usize::from(*weekday)).unwrap_or_default();
            format!("{day} {:02}:{:02}", minute / 60, minute % 60)
        }
    }
}

/// What stands where the text says nothing.
pub(super) fn unsaid(say: &Saying<'_>, area: &str, key: &str) -> String {
    say.code("unsaid", &format!("{area}_{key}"), &[])
}

fn list(say: &Saying<'_>, key: &str, names: &[String]) -> String {
    let one = |name: &String| match key {
        "note" => say.code("agreed-word", name, &[]),
        "gaps" => name.parse().map_or_else(|_| name.clone(), |length| target(say, length)),
        _ => name.clone(),
    };
    names.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A share in per cent, to the last digit that was signed.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", per_cent(share))
}

/// The digits of a share in per cent: the decimal point stands two places on, and nothing is rounded.
pub fn per_cent(share: f64) -> String {
    let text = share.abs().to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    let (first, rest) = part.split_at(2);
    let whole = format!("{whole}{first}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let sign = if share < 0.0 { "\u{2212}" } else { "" };
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// A number, to its last digit.
pub(super) fn figure(amount: f64) -> String {
    if amount.fract() == 0.0 && amount.abs() < 1e15 {
        let whole = number(amount.abs() as u64);
        return if amount < 0.0 { format!("−{whole}") } else { whole };
    }
    amount.to_string().replace('-', "\u{2212}")
}

/// Money to the cent.
pub fn amount(money: &Money) -> String {
    let (whole, cents) = (money.amount / 100, money.amount % 100);
    let whole = number(u64::try_from(whole).unwrap_or_default());
    match cents {
        0 => format!("{whole}\u{a0}{}", money.currency),
        cents => format!("{whole}.{cents:02}\u{a0}{}", money.currency),
    }
}

/// A length of open time.
pub fn target(say: &Saying<'_>, target: Target) -> String {
    let Target::Span(span) = target else {
        let Target::BusinessDays(days) = target else {
            return String::new();
        };
        return say.words.say_n("agreement-business-days", u64::from(days));
    };
    let seconds = span.whole_seconds();
    match seconds {
        s if s > 0 && s % 3_600 == 0 => format!("{}\u{a0}h", s / 3_600),
        s if s % 60 == 0 => format!("{}\u{a0}min", s / 60),
        s => format!("{s}\u{a0}s"),
    }
}

fn days(say: &Saying<'_>, span: Span) -> String {
    let hours = span.whole_seconds() / 3_600;
    match hours % 24 {
        0 => say
            .words
            .say_n("agreed-days", u64::try_from(hours / 24).unwrap_or_default()),
        _ => target(say, Target::Span(span)),
    }
}

fn this_role(say: &Saying<'_>, role: &str) -> String {
    match role {
        "owner" => say.words.say("agreement-owner"),
        role => say.code("role-name", role, &[]),
    }
}

fn step(say: &Saying<'_>, rung: &Rung) -> String {
    let who = this_role(say, &rung.tell);
    match rung.at {
        RungAt::Percent(n) => {
            let values = [("n", n.into()), ("who", who.into())];
            say.words.say_with("agreement-at-percent", &values)
        }
        RungAt::Due => say.words.say_with("agreement-at-due", &[("who", who.into())]),
        RungAt::Daily => say.words.say_with("agreement-at-daily", &[("who", who.into())]),
    }
}

/// A clause: its conditions where it is plain, else its text.
pub fn clause(say: &Saying<'_>, when: &Criterion) -> String {
    let Some(conditions) = when.conditions() else {
        return quoted(when.source());
    };
    let said: Vec<String> = conditions.iter().map(|one| condition(say, one)).collect();
    said.join(&say.words.say("agreed-and"))
}

/// A clause's text, on one line.
pub(super) fn quoted(source: &str) -> String {
    format!("‹{}›", source.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One condition: field, comparison, value.
pub(super) fn condition(say: &Saying<'_>, one: &Condition) -> String {
    let field = field(say, &one.field);
    let (test, value) = match &one.test {
        Test::Equal(value) => ("equal", plain(say, value)),
        Test::Unequal(value) => ("unequal", plain(say, value)),
        Test::Below(value) => ("below", plain(say, value)),
        Test::AtMost(value) => ("at_most", plain(say, value)),
        Test::Above(value) => ("above", plain(say, value)),
        Test::AtLeast(value) => ("at_least", plain(say, value)),
        Test::OneOf(values) => ("one_of", each(say, values)),
        Test::NoneOf(values) => ("none_of", each(say, values)),
        Test::Known => ("known", String::new()),
        Test::Unknown => ("unknown", String::new()),
    };
    say.code("condition", test, &[("field", &field), ("value", &value)])
}

/// The name of a field that people read.
pub fn field(say: &Saying<'_>, name: &str) -> String {
    let label = say.fields.get(name).and_then(|field| field.label.clone());
    label.unwrap_or_else(|| say.code("field", name, &[]))
}

pub(super) fn plain(say: &Saying<'_>, value: &FieldValue) -> String {
    match value {
        FieldValue::Bool(flag) => say.words.say(if *flag { "agreed-yes" } else { "agreed-no" }),
        FieldValue::Number(amount) => figure(*amount),
        FieldValue::Text(text) => text.clone(),
    }
}

pub(super) fn each(say: &Saying<'_>, values: &[FieldValue]) -> String {
    values
        .iter()
        .map(|value| plain(say, value))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_is_said_to_the_last_digit() {
        for (share, said) in [
            (0.95, "95"),
            (0.0095, "0.95"),
            (0.3333, "33.33"),
            (0.333_333, "33.3333"),
            (1.0, "100"),
            (0.0, "0"),
            (0.005, "0.5"),
            (0.1, "10"),
            (0.07, "7"),
        ] {
            assert_eq!(per_cent(share), said);
        }
        assert_eq!(percent(0.0095), "0.95\u{a0}%");
        assert_eq!(figure(0.000_01), "0.00001");
        assert_eq!(figure(-2.5), "\u{2212}2.5");
        let money = Money {
            amount: 123_405,
            currency: "EUR".to_owned(),
        };
        assert!(amount(&money).ends_with("234.05\u{a0}EUR"));
    }
}
