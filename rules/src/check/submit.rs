//! How a form was sent: the hidden field, the time it took, how many came, and whether it came before.
//!
//! Suspicion is no verdict on a person: suspected spam goes to a bin with its reason, and a person can release it.

use super::code::Code;
use super::{Check, Mark, What};

/// What is known of how a form was sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Submit {
    /// The field that people do not see has something in it. `None`: the form has no such field.
    pub honeypot_filled: Option<bool>,
    /// From the page's making to the submission, in seconds. `None`: not a page of ours, or without its token.
    pub seconds_to_submit: Option<i64>,
    /// Submissions with this mail address within the hour, this one included.
    pub from_address_per_hour: u32,
    /// Submissions from this network within the hour, this one included.
    pub from_network_per_hour: u32,
    /// This form instance (its token) was sent before with other content.
    pub replayed: bool,
}

/// Where suspicion starts.
#[derive(Clone, Copy, Debug)]
pub struct SubmitLimits {
    /// A person needs at least this long.
    pub seconds_to_submit_min: i64,
    /// More from one mail address within the hour are suspect.
    pub from_address_per_hour_max: u32,
    /// More from one network within the hour are suspect. A company's office is one network.
    pub from_network_per_hour_max: u32,
}

impl Default for SubmitLimits {
    fn default() -> Self {
        Self {
            seconds_to_submit_min: 2,
            from_address_per_hour_max: 5,
            from_network_per_hour_max: 60,
        }
    }
}

/// The four checks of sending: honeypot, too_fast, rate, replay.
pub fn check_submit(submit: &Submit, limits: &SubmitLimits) -> [Check; 4] {
    [
        honeypot(submit),
        speed(submit, limits),
        rate(submit, limits),
        replay(submit),
    ]
}

/// The first reason to put a submission into the spam bin, if any. Only sending counts: a bad address alone is no spam.
pub fn suspected_spam(checks: &[Check]) -> Option<Code> {
    let of_sending = |what| matches!(what, What::Honeypot | What::TooFast | What::Rate | What::Replay);
    let suspect =
        |check: &&Check| check.mark == Mark::Bad && (of_sending(check.what) || check.reason == Some(Code::Url));
    checks.iter().find(suspect).and_then(|check| check.reason)
}

fn honeypot(submit: &Submit) -> Check {
    match submit.honeypot_filled {
        None => Check::unknown(What::Honeypot, Code::Missing),
        Some(true) => Check::bad(What::Honeypot, Code::HoneypotFilled),
        Some(false) => Check::ok(What::Honeypot),
    }
}

/// A negative time is a clock that moved, not a fast person.
fn speed(submit: &Submit, limits: &SubmitLimits) -> Check {
    match submit.seconds_to_submit {
        Some(seconds) if seconds >= limits.seconds_to_submit_min => Check::ok(What::TooFast),
        Some(seconds) if seconds >= 0 => Check::bad(What::TooFast, Code::FasterThanAPerson),
        _ => Check::unknown(What::TooFast, Code::TimeNotKnown),
    }
}

fn rate(submit: &Submit, limits: &SubmitLimits) -> Check {
    if submit.from_address_per_hour > limits.from_address_per_hour_max {
        Check::bad(What::Rate, Code::ManyFromAddress)
    } else if submit.from_network_per_hour > limits.from_network_per_hour_max {
        Check::bad(What::Rate, Code::ManyFromNetwork)
    } else {
        Check::ok(What::Rate)
    }
}

fn replay(submit: &Submit) -> Check {
    if submit.replayed {
        Check::bad(What::Replay, Code::SentBefore)
    } else {
        Check::ok(What::Replay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Submit {
        Submit {
            honeypot_filled: Some(false),
            seconds_to_submit: Some(20),
            from_address_per_hour: 1,
            from_network_per_hour: 3,
            replayed: false,
        }
    }

    fn reason(submit: Submit) -> Option<Code> {
        suspected_spam(&check_submit(&submit, &SubmitLimits::default()))
    }

    #[test]
    fn a_person_is_not_suspected() {
        assert_eq!(reason(person()), None);
        assert_eq!(
            reason(Submit {
                seconds_to_submit: None,
                honeypot_filled: None,
                ..person()
            }),
            None,
            "plain HTML without token"
        );
        assert_eq!(
            reason(Submit {
                seconds_to_submit: Some(-3),
                ..person()
            }),
            None,
            "a clock that moved"
        );
    }

    #[test]
    fn a_machine_is_suspected_with_its_reason() {
        assert_eq!(
            reason(Submit {
                honeypot_filled: Some(true),
                ..person()
            }),
            Some(Code::HoneypotFilled)
        );
        assert_eq!(
            reason(Submit {
                seconds_to_submit: Some(1),
                ..person()
            }),
            Some(Code::FasterThanAPerson)
        );
        assert_eq!(
            reason(Submit {
                from_address_per_hour: 6,
                ..person()
            }),
            Some(Code::ManyFromAddress)
        );
        assert_eq!(
            reason(Submit {
                from_network_per_hour: 61,
                ..person()
            }),
            Some(Code::ManyFromNetwork)
        );
        assert_eq!(
            reason(Submit {
                replayed: true,
                ..person()
            }),
            Some(Code::SentBefore)
        );
    }

    #[test]
    fn a_bad_address_alone_is_no_spam() {
        assert_eq!(
            suspected_spam(&[
                Check::bad(What::Address, Code::NoAt),
                Check::bad(What::Disposable, Code::DisposableDomain)
            ]),
            None
        );
        assert_eq!(suspected_spam(&[Check::bad(What::Name, Code::Url)]), Some(Code::Url));
    }
}
