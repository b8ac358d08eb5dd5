//! What is wrong with a text, in words.

use super::Saying;
use rules::agreement::{Problem, ProblemCode};

/// The sentence of a problem, without its place.
pub fn problem(say: &Saying<'_>, problem: &Problem) -> String {
    let arg = |at: usize| problem.args.get(at).map_or("", String::as_str);
    let code = match problem.code {
        ProblemCode::BadValue if arg(1).is_empty() => "bad_value_here",
        code => code.name(),
    };
    say.code("fault", code, &[("a", arg(0)), ("b", arg(1)), ("c", arg(2))])
}

/// "Expected: …", where it can be said what would have been right.
pub fn expected(say: &Saying<'_>, problem: &Problem) -> Option<String> {
    let wanted = Some(&problem.expected).filter(|wanted| !wanted.is_empty())?;
    Some(say.words.say_of("agreed-expected", wanted))
}
