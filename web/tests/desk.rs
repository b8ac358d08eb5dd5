//! The desk, told over the pages as people see them, on memory and on PostgreSQL.

use crate::company;

use axum::http::StatusCode;
use company::codes::{codes, refusals};
use company::{House, places};
use rules::fact::{AttemptResult, Clock, Role};
use rules::{Id, Instant, Span};

/// The act, what is typed, what the page says.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[tokio::test(flavor = "multi_thread")]
async fn a_b_is_given_on_pages_and_comes_back_to_the_same_reps_queue() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let empty = house.get(&rep, "/queue").await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.says("Nothing waits for you."));
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let queue = house.get(&rep, "/queue").await;
        assert!(
            queue.says("Sample Person") && queue.says("Call now") && queue.says("15\u{a0}min left"),
            "{}",
            queue.text
        );
        assert!(queue.says("try 1 of 6") && queue.says("tel:+4930901820"));
        assert!(queue.says("They wrote: “We count by hand.”"));

        let log = house
            .act(
                &rep,
                handoff,
                "attempt",
                &[("channel", "call"), ("result", "no_answer")],
            )
            .await;
        assert_eq!((log.status, log.to.as_str()), (StatusCode::SEE_OTHER, "/queue"));
        let queue = house.follow(&rep, &log).await;
        assert!(queue.says("The attempt is logged.") && queue.says("try 2 of 6") && queue.says("Next attempt due"));
        let talked = house
            .act(
                &rep,
                handoff,
                "attempt",
                &[("channel", "call"), ("result", "connected")],
            )
            .await;
        assert_eq!(talked.to, format!("/queue?lead={}", lead.show("lead")));
        assert!(house.follow(&rep, &talked).await.says("Feedback owed"));

        let day = [
            ("reason", "no_budget_yet"),
            ("again_on", "2026-05-04"),
            ("note", "asks in spring"),
        ];
        let said = house.act(&rep, handoff, "not-ready", &day).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        assert!(house.get(&rep, "/queue").await.says("Nothing waits for you."));
        let page = house.get(&rep, &format!("/leads/{}", lead.show("lead"))).await;
        assert!(
            page.says("B · fit, not ready") && page.says("No budget yet · back on 2026-05-04"),
            "{}",
            page.text
        );
        assert!(page.says("asks in spring") && page.says("Comes back") && page.says("Phone: Talked to them"));

        let opens = Instant::parse("2026-05-04T09:00:00+02:00").unwrap();
        house.pass(opens - house.engine.now() - Span(1)).await;
        // a session lasts fourteen days
        let rep = house.sign_in("sample.rep@sample.example.com").await;
        assert!(
            house.get(&rep, "/queue").await.says("Nothing waits for you."),
            "not a microsecond early"
        );
        house.pass(Span(1)).await;
        let back = house.get(&rep, "/queue").await;
        assert!(
            back.says("Returning") && back.says("fit, not ready: the agreed day has come"),
            "{}",
            back.text
        );
        assert!(back.says("Sample Person") && back.says("try 1 of 3"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_yours_is_not_there_and_what_you_may_not_is_refused() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let other = house.hire(&manager, "Other Rep", Role::Rep).await;
        let (page, act) = (format!("/leads/{}", lead.show("lead")), house.path(handoff, "attempt"));
        for path in [&page, &act, &format!("/queue?lead={}", lead.show("lead"))] {
            let answer = house.get(&other, path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.says("Sample Person"));
            assert!(house.get("", path).await.to.starts_with("/sign-in"), "{path}");
        }
        let sent = house
            .post(&other, &act, &[("channel", "call"), ("result", "no_answer")])
            .await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
        assert_eq!(house.handoff(lead, handoff).await.attempts, 0);
        let marketer = house.hire(&manager, "Sample Marketer", Role::Marketer).await;
        assert_eq!(house.get(&marketer, &page).await.status, StatusCode::OK);
        assert!(
            !house.get(&marketer, &page).await.says("Log attempt"),
            "Marketing reads"
        );
        assert_eq!(house.get(&marketer, &act).await.status, StatusCode::FORBIDDEN);
        let sent = house
            .post(&marketer, &act, &[("channel", "call"), ("result", "no_answer")])
            .await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        let operator = house.hire(&manager, "Sample Operator", Role::Admin).await;
        assert_eq!(house.get(&operator, "/queue").await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            house.get(&rep, "/leads/lead_nonsense").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

/// “A · advanced”, as a rep fills it in.
const ADVANCED: &[(&str, &str)] = &[
    ("next_step", "offer"),
    ("next_step_on", "2026-03-09"),
    ("amount", "18 000.50"),
    ("answers.problem", "Counting by hand"),
    ("answers.timeline", "this year"),
    ("answers.who_decides", "Purchasing"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_twice_happens_once() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let path = house.path(handoff, "attempt");
        let token = house.get(&rep, &path).await.token();
        let form = [
            ("channel", "call"),
            ("result", "left_message"),
            ("form_token", token.as_str()),
        ];
        for _ in 0..2 {
            assert_eq!(house.post(&rep, &path, &form).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(house.handoff(lead, handoff).await.attempts, 1);
        let path = house.path(handoff, "not-a-fit");
        let token = house.get(&rep, &path).await.token();
        let form = [
            ("reason", "too_small"),
            ("detail_too_small", "3"),
            ("form_token", token.as_str()),
        ];
        for _ in 0..2 {
            let answer = house.post(&rep, &path, &form).await;
            assert_eq!(
                (answer.status, answer.to.as_str()),
                (StatusCode::SEE_OTHER, "/queue"),
                "{}",
                answer.text
            );
        }
        let fresh = house
            .post(
                &rep,
                &house.path(handoff, "attempt"),
                &[("channel", "call"), ("result", "sent")],
            )
            .await;
        assert_eq!(fresh.status, StatusCode::CONFLICT);
        assert!(
            fresh.says("This has ended already: with feedback.") && fresh.says("It was Sample Rep."),
            "{}",
            fresh.text
        );
        let corrected = house.act(&rep, handoff, "advanced", ADVANCED).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
        let page = house.get(&rep, &format!("/leads/{}", lead.show("lead"))).await;
        assert!(
            page.says("corrected “C · not a fit: Too small · 3” to “A · advanced: Wants an offer"),
            "{}",
            page.text
        );
        assert!(page.says("18\u{202f}000.50 EUR") && page.says("next step on 2026-03-09"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_the_field_and_what_was_typed_is_kept() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let cases: [Case; 9] = [
            ("attempt", &[("channel", "call")], "Choose what came of it."),
            (
                "attempt",
                &[("channel", "call"), ("result", "sent"), ("at", "2027-01-01T10:00")],
                "This lies ahead.",
            ),
            ("not-ready", &[("again_on", "2026-05-04")], "Choose a reason."),
            ("not-ready", &[("reason", "no_budget_yet")], "Set the day to come back."),
            (
                "not-ready",
                &[("reason", "no_budget_yet"), ("again_on", "2026-03-02")],
                "The day lies in the past.",
            ),
            ("not-a-fit", &[("reason", "other")], "Say in words why."),
            ("advanced", &[("next_step", "offer")], "A next step has a day."),
            (
                "advanced",
                &[
                    ("next_step", "offer"),
                    ("next_step_on", "2026-03-09"),
                    ("amount", "18k"),
                ],
                "This is not an amount.",
            ),
            ("reject", &[("note", "x")], "Choose a reason."),
        ];
        for (act, typed, words) in cases {
            let answer = house.act(&rep, handoff, act, typed).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {typed:?}");
            assert!(answer.says(words), "{act} {typed:?}: {}", answer.text);
        }
        let kept = house
            .act(
                &rep,
                handoff,
                "advanced",
                &[("next_step", "offer"), ("amount", "18k"), ("note", "as agreed")],
            )
            .await;
        let all = [
            "A next step has a day.",
            "This is not an amount.",
            "This is asked before SQL: write what you were told.",
        ];
        let marked = all.iter().all(|words| kept.says(words));
        assert!(marked, "everything that is wrong is marked at once: {}", kept.text);
        assert!(
            kept.says("value=\"18k\"") && kept.says("value=\"offer\" checked") && kept.says("as agreed"),
            "{}",
            kept.text
        );
        assert_eq!(house.handoff(lead, handoff).await.attempts, 0, "nothing was recorded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_back_waits_for_marketing() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let rejected = house
            .act(&rep, handoff, "reject", &[("reason", "wrong_territory")])
            .await;
        assert_eq!(rejected.status, StatusCode::SEE_OTHER);
        let page = house.get(&rep, &format!("/leads/{}", lead.show("lead"))).await;
        assert!(
            page.says("Given back: Not my territory") && page.says("Waits for Marketing’s review"),
            "{}",
            page.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_begun_here_is_no_attempt_until_somebody_says_what_came_of_it() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let called = house.post(&rep, &house.path(handoff, "called"), &[]).await;
        assert_eq!(called.status, StatusCode::NO_CONTENT);
        assert_eq!(house.handoff(lead, handoff).await.attempts, 0, "nothing was said yet");
        house.pass(Span::minutes(5)).await;
        let with = format!("{rep}; {}", called.cookie);
        let form = house.get(&with, &house.path(handoff, "attempt")).await;
        assert!(form.says("counts as seen"), "{}", form.text);
        let (token, seen) = (form.token(), form.value("seen"));
        let forged = format!("{}9{}", &seen[..3], &seen[4..]);
        let typed = |seen: &str| {
            [
                ("channel", "call".to_owned()),
                ("result", "no_answer".to_owned()),
                ("form_token", token.clone()),
                ("seen", seen.to_owned()),
            ]
        };
        let send = typed(&seen);
        let send: Vec<(&str, &str)> = send.iter().map(|(n, v)| (*n, v.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(
                house.post(&with, &house.path(handoff, "attempt"), &send).await.status,
                StatusCode::SEE_OTHER
            );
        }
        let tries = house.handoff(lead, handoff).await.tries;
        assert_eq!((tries.len(), tries[0].evidence.code()), (1, "seen"));
        assert_eq!(tries[0].at, house.engine.now() - Span::minutes(5));
        assert!(
            !house
                .get(&with, &house.path(handoff, "attempt"))
                .await
                .says("counts as seen"),
            "once"
        );
        house
            .act(
                &rep,
                handoff,
                "attempt",
                &[("channel", "call"), ("result", "sent"), ("seen", &forged)],
            )
            .await;
        assert_eq!(
            house.handoff(lead, handoff).await.tries[1].evidence.code(),
            "logged",
            "a mark of one's own making proves nothing"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sees_everybodys_filters_by_owner_and_moves_a_lead() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let one = house.hire(&manager, "Rep One", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let two = house.hire(&manager, "Rep Two", Role::Rep).await;
        let all = house.get(&manager, "/queue").await;
        assert!(
            all.says("Everybody’s") && all.says("Rep One (1)") && all.says("Sample Person"),
            "{}",
            all.text
        );
        let of_two = house
            .get(&manager, &format!("/queue?of={}", house.user("Rep Two").show("user")))
            .await;
        assert!(!of_two.says("Sample Person"), "{}", of_two.text);
        assert!(!house.get(&one, "/queue").await.says("Everybody’s"));
        assert_eq!(
            house.get(&one, &house.path(handoff, "move")).await.status,
            StatusCode::FORBIDDEN
        );
        let to = house.user("Rep Two").show("user");
        let moved = house.act(&manager, handoff, "move", &[("to", &to)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
        assert!(house.get(&two, "/queue").await.says("Sample Person"));
        assert!(house.get(&one, "/queue").await.says("Nothing waits for you."));
        let had = house.get(&one, &format!("/leads/{}", lead.show("lead"))).await;
        assert_eq!(had.status, StatusCode::OK, "who had it may read on");
        assert!(had.says("Moved to Rep Two by hand.") && !had.says("Log attempt"));
        assert_eq!(
            house.get(&one, &house.path(handoff, "attempt")).await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_says_what_is_owed_and_why_and_every_page_is_whole() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let page = house.get(&rep, &format!("/leads/{}", lead.show("lead"))).await;
        for words in [
            "First attempt due",
            "15\u{a0}min of business time",
            "Agreement v0, calendar sales: Europe/Berlin",
            "Wed 10:00 – 10:15",
            "50: fit 10, engagement 40",
            "asked for a demo, a price or a call",
            "missing: company size",
            "Mail address",
            "mailto:one@sample-company.de",
            "We count by hand.",
            "Sample Rep was next in rotation DACH.",
            "lowest turn on duty",
            "Handed to Sample Rep",
            "Submission: a demo, a price or a call · demo · webinar",
        ] {
            assert!(page.says(words), "{words}: {}", page.text);
        }
        for act in ["attempt", "advanced", "not-ready", "not-a-fit", "reject", "not-a-lead"] {
            let form = house.get(&rep, &house.path(handoff, act)).await;
            assert_eq!(form.status, StatusCode::OK, "{act}");
            assert!(
                form.says("Sample Person") && form.says("method=\"post\"") && form.says("</html>"),
                "{act}"
            );
        }
        for path in [
            "/queue",
            "/queue?only=owed",
            "/queue?only=later",
            "/queue?only=held",
            "/queue?only=no&after=x&of=y&lead=z",
        ] {
            let list = house.get(&rep, path).await;
            assert_eq!(list.status, StatusCode::OK, "{path}");
            assert!(list.says("</html>"));
        }
        let not = house.act(&rep, handoff, "not-a-lead", &[("kind", "applicant")]).await;
        assert_eq!(not.status, StatusCode::SEE_OTHER);
        assert!(
            house
                .get(&rep, &format!("/leads/{}", lead.show("lead")))
                .await
                .says("Not a lead: an applicant")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_queue_shows_the_first_and_says_where_the_rest_is() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        for n in 0..55 {
            let (lead, handoff) = house
                .demo(&format!("Person {n:02}."), &format!("p{n}@p{n}.sample-company.de"))
                .await;
            house.attempt(lead, handoff, AttemptResult::Connected).await;
        }
        let queue = house.get(&rep, "/queue").await;
        assert!(
            queue.says("55 open") && queue.says("Person 19.") && !queue.says("Person 20."),
            "{}",
            queue.text
        );
        assert!(queue.says("href=\"/queue?only=owed\""));
        let owed = house.get(&rep, "/queue?only=owed").await;
        assert!(owed.says("Person 49.") && !owed.says("Person 50."));
        let next = owed
            .text
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap();
        let rest = house.get(&rep, &next.replace("&#38;", "&").replace("&amp;", "&")).await;
        assert!(
            rest.says("Person 54.") && rest.says("Person 50.") && !rest.says("Person 49."),
            "{next}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_name_stands_with_who_answers_for_it() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        house.clock.set(Instant::parse("2026-03-07T15:00:00+01:00").unwrap());
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let held = house.get(&manager, "/queue").await;
        assert!(
            held.says("Held, and you answer for it") && held.says("Sample Person"),
            "{}",
            held.text
        );
        assert!(house.get(&rep, "/queue").await.says("Nothing waits for you."));
        house.pass(Span::days(2)).await;
        let queue = house.get(&rep, "/queue").await;
        assert!(queue.says("Sample Person"), "{}", queue.text);
        let owed = house.handoff(lead, handoff).await;
        assert_eq!(owed.owed().map(|(clock, _)| clock), Some(Clock::FirstAttempt));
        assert_ne!(owed.owner, None::<Id>);
    }
}

#[test]
fn every_code_of_the_rules_has_its_words() {
    let words = web::words::Words::new("en");
    let key = |family: &str, code: &str| format!("{family}-{}", code.replace(['_', '.'], "-"));
    let refused = refusals();
    assert!(refused.len() > 30, "the sources are read: {refused:?}");
    let refused = refused.into_iter().map(|code| ("refusal", code));
    let missing: Vec<String> = codes()
        .into_iter()
        .chain(refused)
        .map(|(family, code)| key(family, &code))
        .filter(|key| !words.has(key))
        .collect();
    assert!(missing.is_empty(), "missing in words/en: {missing:?}");
}
