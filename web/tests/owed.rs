//! Owed and kept on the agreement's page, whom late first attempts lay with, and page one of a version.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::books::house;

use axum::http::StatusCode;
use house::{House, houses, wednesday};
use rules::Span;
use rules::agreement::STARTING;
use rules::ask::{Capture, OfLead};
use rules::fact::Role::{Boss, HeadOfMarketing, HeadOfSales, Marketer, Rep};
use rules::fact::{Actor, AttemptResult, Money, Which};

const GOAL: &str = r#"[goal]
quarter = "2026-Q1"
won = { amount = 40000000, currency = "EUR" }
pipeline = { amount = 160000000, currency = "EUR" }

[expected]
lead_to_mql = 0.25
mql_to_sal = 0.90
sal_to_sql = 0.40
sql_to_won = 0.25
average_won = { amount = 1800000, currency = "EUR" }

[[ideal]]
name = "where we have people"
when = "lead.country in ['DE', 'AT']"

[[definition]]
stage = "lead""#;

/// A text with a goal, signed by both sides.
async fn agree(house: &House, text: &str) {
    let base = house.engine.in_force().version.to_string();
    let form = [("base", base.as_str()), ("text", text), ("act", "propose")];
    let proposed = house.post(HeadOfSales, "/agreement/propose", &form).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text);
    let shown = house.get(HeadOfSales, &proposed.to).await;
    let hash = shown.hidden("hash");
    for head in [HeadOfSales, HeadOfMarketing] {
        let signed = house
            .post(head, &format!("{}/sign", proposed.to), &[("hash", hash.as_str())])
            .await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER);
    }
}

/// A win of the past for so many euros.
async fn won(house: &House, name: &str, euros: i64) {
    let capture = Capture {
        email: Some(format!("{name}@sample-won.de")),
        country: Some("DE".into()),
        occurred_at: Some(wednesday() - Span::days(40)),
        ..Capture::default()
    };
    let amount = Money {
        amount: euros * 100,
        currency: "EUR".into(),
    };
    let command = OfLead::History {
        capture: Box::new(capture),
        won: Some((wednesday() - Span::days(10), Some(amount))),
    };
    let marketer = Actor::User(house.people[&Marketer]);
    house.engine.ask(None, marketer, command).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn owed_stands_beside_kept_and_the_goal_beside_its_pace() {
    for house in houses().await {
        agree(&house, &STARTING.replacen("[[definition]]\nstage = \"lead\"", GOAL, 1)).await;
        won(&house, "one", 25_000).await;
        let late = house.demo("Sample Late", "webinar").await;
        let met = house.demo("Sample Met", "webinar").await;
        house.clock.pass(Span::minutes(5));
        house.call(met, AttemptResult::Connected).await;
        house.say(met, Which::Advanced, "meeting").await;
        house.clock.pass(Span::minutes(40));
        house.call(late, AttemptResult::NoAnswer).await;
        let page = house.get(Rep, "/agreement").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.says(
                "Worked backwards, 400\u{202f}000\u{a0}EUR asks for 19 MQLs a week, out of 76 leads; 40 MQLs a week are owed by tier. That is enough."
            )
        );
        assert!(page.says("Won in 2026-Q1") && page.says("on pace it would be"));
        assert!(page.says("15 a week are owed; "), "{}", page.text);
        assert!(page.says("50\u{a0}%") && page.says("95\u{a0}% is owed; of 2 in eight weeks"));
        assert!(!page.says("Nothing counts this yet."));
        assert!(
            page.says("a share of all pipeline would always be 100"),
            "{}",
            page.text
        );
        assert!(page.says("Tried to the end") && page.says("within 30\u{a0}min; of 0 that were due in eight weeks"));
        assert!(page.says("No outcome recorded yet") || page.says("nothing to count yet"));
        assert!(page.says("Both sides meet:") && page.says("Of 1 customer won in the last two years."));
        assert!(page.says("25\u{202f}000\u{a0}EUR") && page.says("told of 1 of 1"));
        for list in page.hrefs("/scorecard/leads") {
            assert_eq!(house.get(HeadOfSales, &list).await.status, StatusCode::OK, "{list}");
        }
        let handed = page
            .hrefs("part=handed")
            .into_iter()
            .find(|href| href.contains("tier=request"))
            .unwrap();
        assert_eq!(house.get(HeadOfSales, &handed).await.lines(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_first_attempts_lie_with_somebody_and_open_their_leads() {
    for house in houses().await {
        let late = house.demo("Sample Late", "webinar").await;
        house.demo("Sample Silent", "webinar").await;
        let met = house.demo("Sample Met", "fair").await;
        house.clock.pass(Span::minutes(5));
        house.call(met, AttemptResult::NoAnswer).await;
        house.clock.pass(Span::minutes(40));
        house.call(late, AttemptResult::NoAnswer).await;
        let page = house.get(Boss, "/scorecard").await;
        assert!(
            page.says("Not in time: where the time went") && page.says("2 with a rep"),
            "{}",
            page.text
        );
        let list = page.hrefs("part=lay_owner").remove(0);
        let leads = house.get(Boss, &list).await;
        assert_eq!(leads.lines(), 2);
        assert!(leads.says("Sample Late") && leads.says("Sample Silent") && !leads.says("Sample Met"));
        let breached = page.hrefs("part=breached").remove(0);
        assert_eq!(house.get(Boss, &breached).await.lines(), 2);
        let report = engine::verify::verify(house.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert_eq!(report.found, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_one_of_a_version_marks_what_it_changes() {
    let house = &houses().await[0];
    let text = STARTING.replacen("\"15m\"", "\"10m\"", 1);
    let form = [("base", "0"), ("text", text.as_str()), ("act", "propose")];
    house.post(HeadOfSales, "/agreement/propose", &form).await;
    let page = house.get(Rep, "/agreement/versions/1/page").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.says("<del>15\u{a0}min</del><ins>10\u{a0}min</ins></td>"),
        "{}",
        page.text
    );
    assert!(page.says("Proposed by Sample head_of_sales") && page.says("In force once all have signed"));
    assert!((10..=12).contains(&page.text.matches("<li><div class=\"stack close\"><p>").count()));
    assert_eq!(
        house.get(Rep, "/agreement/versions/9/page").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_a_duty_of_marketing_with_its_leads_and_a_coming_quarter_begins() {
    for house in houses().await {
        let goal = GOAL.replace("2026-Q1", "2026-Q2");
        let text = STARTING.replacen("[[definition]]\nstage = \"lead\"", &goal, 1);
        agree(&house, &format!("{text}\n[handoff]\nquestions = [\"timeline\"]\n")).await;
        let answered = house.demo("Sample Answered", "webinar").await;
        house.demo("Sample Open", "webinar").await;
        let lead = format!("/leads/{}", answered.0.show("lead"));
        let form = house.get(Marketer, &format!("{lead}/answers")).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(
            form.says("When would you want this in place?") && form.says("When to call"),
            "{}",
            form.text
        );
        let path = format!("{lead}/answers");
        let wrong = [("answers.timeline", "some day"), ("note.when_to_call", "Mornings")];
        let refused = house.post(Marketer, &path, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.says("Choose one of the answers.") && refused.says("value=\"Mornings\""),
            "{}",
            refused.text
        );
        let right = [("answers.timeline", "this quarter"), ("note.when_to_call", "Mornings")];
        let kept = house.post(Marketer, &path, &right).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let page = house.get(Rep, &lead).await;
        assert!(
            page.says("<dd>this quarter</dd>") && page.says("<dd>Mornings</dd>"),
            "{}",
            page.text
        );
        assert!(page.says("Questions answered by Marketing"));
        let queue = house.get(Rep, "/queue").await;
        assert!(queue.says("· this quarter"), "{}", queue.text);
        let owed = house.get(HeadOfMarketing, "/agreement").await;
        assert!(owed.says("80\u{a0}% is owed; of 2 in eight weeks"), "{}", owed.text);
        let open = owed.hrefs("part=questions_open").remove(0);
        let leads = house.get(HeadOfMarketing, &open).await;
        assert_eq!(leads.lines(), 1);
        assert!(
            leads.says("Sample Open") && leads.says("is open still"),
            "{}",
            leads.text
        );
        assert!(
            owed.says("begins on 1 Apr 2026") && !owed.says(">on pace<"),
            "{}",
            owed.text
        );
        assert_eq!(house.get(Boss, &path).await.status, StatusCode::FORBIDDEN);
    }
}

/// Letters that wait to be sent.
async fn waiting(house: &House) -> i64 {
    engine::letter::reads::counts(house.engine.ledger())
        .await
        .unwrap()
        .waiting
}

#[tokio::test(flavor = "multi_thread")]
async fn a_win_is_told_on_the_leads_page_counted_and_taken_back() {
    for house in houses().await {
        let of = house.demo("Sample Won", "webinar").await;
        house.clock.pass(Span::minutes(5));
        house.call(of, AttemptResult::Connected).await;
        let path = |act: &str| format!("/handoffs/{}/{act}", of.1.show("handoff"));
        let early = house.get(Rep, &path("won")).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        assert!(early.says("No deal has begun"), "{}", early.text);
        house.say(of, Which::Advanced, "meeting").await;
        let none = house.get(HeadOfSales, "/scorecard").await;
        assert!(none.says("No outcome recorded yet."), "{}", none.text);
        let wrong = [("on", "2027-01-01"), ("amount", "lots"), ("press", "yes")];
        let refused = house.post(Rep, &path("won"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.says("This day lies ahead.")
                && refused.says("This is not an amount.")
                && refused.says("value=\"lots\""),
            "both at once: {}",
            refused.text
        );
        let right = [("on", "2026-03-04"), ("amount", "18 000"), ("press", "yes")];
        let before = waiting(&house).await;
        let won = house.post(Rep, &path("won"), &right).await;
        assert_eq!(won.status, StatusCode::SEE_OTHER, "{}", won.text);
        let told = waiting(&house).await;
        assert_eq!(told, before + 1, "Marketing hears of it");
        let page = house.get(Rep, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(
            page.says("18\u{202f}000 EUR") && page.says("Take the outcome back"),
            "{}",
            page.text
        );
        let again = house.post(Rep, &path("lost"), &[("press", "price")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(
            again.says("This deal is recorded as won on 2026-03-04."),
            "{}",
            again.text
        );
        let card = house.get(HeadOfSales, "/scorecard").await;
        assert!(card.says("they bring 18\u{202f}000\u{a0}EUR."), "{}", card.text);
        let list = card.hrefs("part=won").remove(0);
        assert_eq!(house.get(HeadOfSales, &list).await.lines(), 1);
        let undone = house.post(Rep, &path("undo-outcome"), &[("press", "yes")]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
        assert!(
            house
                .get(HeadOfSales, "/scorecard")
                .await
                .says("No outcome recorded yet.")
        );
    }
}

/// What a visitor is asked before a handoff: a choice, a number that the definition requires, yes or no.
const ASKED: &str = r#"
[[question]]
id = "seats"
ask = "How many seats would it be for?"
kind = "number"
[[question]]
id = "uses_one"
ask = "Do you use one already?"
kind = "bool"
[handoff]
questions = ["timeline", "seats", "uses_one"]
"#;

const NAMED: &str = "name=Sample+Visitor&email=visitor%40sample-visitor.de&company=Sample+Firm&country=Germany";

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_answers_the_agreements_questions_and_the_rep_and_marketings_share_have_them() {
    for house in houses().await {
        let text = STARTING.replacen("stage = \"mql\"", "stage = \"mql\"\nquestions = [\"seats\"]", 1);
        agree(&house, &format!("{text}{ASKED}")).await;
        let form = house.send(None, "GET", "/f/demo", String::new()).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(
            form.says("<select class=\"input\" id=\"answers.timeline\"")
                && form.says("name=\"answers.seats\" type=\"text\" inputmode=\"decimal\"")
                && form.says("type=\"radio\" name=\"answers.uses_one\" value=\"true\""),
            "{}",
            form.text
        );
        let needed = form
            .text
            .split("answers.seats\"")
            .nth(3)
            .unwrap()
            .split('>')
            .next()
            .unwrap();
        assert!(needed.contains("required"), "{needed}");
        assert_eq!(
            form.text.matches(" required").count(),
            5,
            "no other question must be answered"
        );
        let newsletter = house.send(None, "GET", "/f/newsletter", String::new()).await;
        assert!(!newsletter.says("answers."));
        house.clock.pass(Span::seconds(30));
        let sent =
            |form: &house::Got, answers: &str| format!("form_token={}&{NAMED}&{answers}", form.hidden("form_token"));
        let wrong = sent(
            &form,
            "answers.seats=a+few&answers.timeline=some+day&answers.uses_one=true",
        );
        let again = house.send(None, "POST", "/f/demo", wrong).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            again.says("Write a number, such as 25.") && again.says("Choose one of the answers."),
            "{}",
            again.text
        );
        assert!(again.says("value=\"a few\"") && again.says("value=\"true\" checked"));
        assert!(!again.says("/f/demo?"), "answers are not carried in the address");
        let open = house
            .send(None, "POST", "/f/demo", sent(&again, "answers.seats=+"))
            .await;
        assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            open.says("id=\"answers.seats-wrong\"") && open.says("This is needed."),
            "{}",
            open.text
        );
        house.clock.pass(Span::seconds(30));
        let right = sent(
            &open,
            "answers.seats=+25+&answers.timeline=this+quarter&answers.uses_one=true",
        );
        let taken = house.send(None, "POST", "/f/demo", right).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let fresh = house.send(None, "GET", "/f/contact", String::new()).await;
        house.clock.pass(Span::seconds(30));
        let short = sent(&fresh, "answers.seats=3&message=Hello")
            .replace("visitor", "silent")
            .replace("Visitor", "Silent");
        let taken = house.send(None, "POST", "/f/contact", short).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let queue = house.get(Rep, "/queue").await;
        assert!(queue.says("this quarter"), "{}", queue.text);
        let leads = house.get(Boss, "/leads").await;
        let mut pages = Vec::new();
        for href in leads.hrefs("/leads/lead_") {
            pages.push(house.get(Rep, &href).await);
        }
        let named = |page: &&house::Got| page.says("<h1 id=\"lead-name\">Sample Visitor");
        let page = pages.iter().find(named).unwrap();
        assert!(
            page.says("<dd>this quarter</dd>") && page.says("<dd>25</dd>") && page.says("<dd>Yes</dd>"),
            "{}",
            page.text
        );
        assert!(!page.says("Questions answered by Marketing"), "the person answered");
        let owed = house.get(HeadOfMarketing, "/agreement").await;
        assert!(owed.says("80\u{a0}% is owed; of 2 in eight weeks"), "{}", owed.text);
        let answered = owed.hrefs("part=questions_answered").remove(0);
        let counted = house.get(HeadOfMarketing, &answered).await;
        assert!(
            counted.lines() == 1 && counted.says("Sample Visitor"),
            "{}",
            counted.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_marketing_owes_by_value_is_counted_at_rates_times_average_purchase() {
    for house in houses().await {
        let text = STARTING.replacen("[[definition]]\nstage = \"lead\"", GOAL, 1).replacen(
            "[owed.marketing]",
            "[owed.marketing]\ncounted_by = \"value\"",
            1,
        );
        agree(&house, &text).await;
        house.demo("Sample One", "webinar").await;
        house.demo("Sample Two", "webinar").await;
        let page = house.get(HeadOfSales, "/agreement").await;
        // 0.90 × 0.40 × 0.25 × 18 000 EUR = 1 620 EUR a lead; 40 a week are owed
        assert!(
            page.says("Leads handed over this week, by value")
                && page.says("3\u{202f}240\u{a0}EUR")
                && page.says("64\u{202f}800\u{a0}EUR a week is owed"),
            "{}",
            page.text
        );
        assert!(page.says("a week, counted by what they are worth"));
        assert!(!page.says(": leads handed over this week"));
        let handed = page.hrefs("part=handed");
        let of_requests = handed.iter().find(|href| href.contains("tier=request")).unwrap();
        assert_eq!(house.get(HeadOfSales, of_requests).await.lines(), 2);
    }
}
