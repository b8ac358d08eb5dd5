//! Every code that the rules can give, so that none is left without its words.

use rules::fact::{AttemptResult, Clock};

/// Every code of an enum, with the family that its words are looked up in.
pub fn codes() -> Vec<(&'static str, String)> {
    use rules::fact::{Channel, Evidence, RejectReason, ReviewReason, RouteCause, Rung, SubmissionKind};
    use rules::handoff::Ending;
    use rules::routing::WhyNot;
    let mut all: Vec<(&str, String)> = Vec::new();
    let mut add = |family, codes: Vec<&str>| all.extend(codes.into_iter().map(|code| (family, code.to_owned())));
    add("kind", SubmissionKind::ALL.map(SubmissionKind::code).to_vec());
    add("clock", Clock::ALL.map(Clock::code).to_vec());
    add("channel", Channel::ALL.map(Channel::code).to_vec());
    add("result", AttemptResult::ALL.map(AttemptResult::code).to_vec());
    add("rejected", RejectReason::ALL.map(RejectReason::code).to_vec());
    add(
        "stage",
        rules::agreement::Stage::ALL.map(rules::agreement::Stage::code).to_vec(),
    );
    add(
        "rung",
        [Rung::Reminder, Rung::Further(80), Rung::Due].map(Rung::code).to_vec(),
    );
    let evidence = [Evidence::Seen, Evidence::Logged, Evidence::Claimed, Evidence::Automatic];
    add("evidence", evidence.map(Evidence::code).to_vec());
    add("route", RouteCause::ALL.map(RouteCause::code).to_vec());
    let reasons = [
        ReviewReason::MissingFacts,
        ReviewReason::SuspectedSpam,
        ReviewReason::RejectedBySales,
    ];
    add("review-reason", reasons.map(ReviewReason::code).to_vec());
    let why_not = [
        WhyNot::Left,
        WhyNot::Leave,
        WhyNot::Full,
        WhyNot::PassedOver,
        WhyNot::NotTaken,
        WhyNot::NotTried,
        WhyNot::GaveBack,
        WhyNot::OffDuty,
        WhyNot::Out,
        WhyNot::LaterTurn,
    ];
    add("why-not", why_not.map(WhyNot::code).to_vec());
    let endings = [Ending::Feedback, Ending::Rejected, Ending::NotALead, Ending::NoContact];
    add("ending", endings.map(Ending::code).to_vec());
    add("why", vec!["counted", "closed", "weekend", "exception", "holiday"]);
    add(
        "check",
        rules::check::What::ALL.iter().map(|what| what.word()).collect(),
    );
    add(
        "check-why",
        rules::check::Code::ALL.iter().map(|code| code.word()).collect(),
    );
    all.extend(of_duties());
    let starting = rules::agreement::Agreement::starting().unwrap();
    all.extend(starting.tiers.into_iter().map(|tier| ("tier", tier.name)));
    all
}

/// Why it was late, what a deal is, why it was asked after.
fn of_duties() -> Vec<(&'static str, String)> {
    let late = rules::fact::BreachWhy::ALL.map(|why| ("late", why.code()));
    let alive = ["moving", "stalled", "lost"].map(|code| ("alive", code));
    let quiet = ["step_passed", "no_activity"].map(|code| ("quiet", code));
    let passed = rules::routing::PassedWhy::ALL.map(|why| ("passed", why.code()));
    let all = late.into_iter().chain(alive).chain(quiet).chain(passed);
    all.map(|(family, code)| (family, code.to_owned())).collect()
}

/// Every code that a refusal can carry, read off the sources that refuse.
pub fn refusals() -> Vec<String> {
    let mut codes = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../rules/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::io::read_to_string(std::fs::File::open(&path).unwrap()).unwrap();
            for of in ["invalid", "forbidden", "not_found", "conflict"] {
                let made = format!("Refusal::{of}(");
                let found = text.split(&made).skip(1);
                let code = |rest: &str| {
                    rest.trim_start()
                        .strip_prefix('"')?
                        .split('"')
                        .next()
                        .map(str::to_owned)
                };
                codes.extend(found.filter_map(code));
            }
        }
    }
    codes
}
