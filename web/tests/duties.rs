//! The duties over the pages and the API as people and programs see them, on memory and on PostgreSQL.

use crate::company;

use axum::http::StatusCode;
use company::{House, places};
use rules::fact::{AttemptResult, Role};
use rules::{Instant, Span};

#[tokio::test(flavor = "multi_thread")]
async fn a_late_lead_says_who_had_the_time_and_one_press_says_why() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let page = format!("/leads/{}", lead.show("lead"));
        house.pass(Span::minutes(1)).await;
        let early = house.get(&rep, &page).await;
        assert!(
            early.says("Who had the time") && !early.says("Why late"),
            "{}",
            early.text
        );
        house.pass(Span::minutes(19)).await;
        let late = house.get(&rep, &page).await;
        assert!(
            late.says("Charged to Sample Rep.") && late.says("Why late"),
            "{}",
            late.text
        );
        let form = house.get(&rep, &house.path(handoff, "late")).await;
        assert!(
            form.says("In a meeting") && form.says("Too many at once"),
            "{}",
            form.text
        );
        let said = house.act(&rep, handoff, "late", &[("press", "in_meeting")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        let told = house.get(&rep, &page).await;
        assert!(
            told.says("Why it was late: In a meeting") && !told.says("/late\""),
            "{}",
            told.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_asked_for_and_a_conversation_move_what_is_owed() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        let page = format!("/leads/{}", lead.show("lead"));
        let none = house
            .act(
                &rep,
                handoff,
                "call-back",
                &[("at", "2026-03-06T11:00"), ("press", "yes")],
            )
            .await;
        assert_eq!(none.status, StatusCode::CONFLICT, "{}", none.text);
        assert!(none.says("The first attempt never waits"), "{}", none.text);
        house.attempt(lead, handoff, AttemptResult::NoAnswer).await;
        assert!(house.get(&rep, &page).await.says("Call asked for"));
        let empty = house
            .act(&rep, handoff, "call-back", &[("at", ""), ("press", "yes")])
            .await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.says("Set the day and the time"), "{}", empty.text);
        let asked = house
            .act(
                &rep,
                handoff,
                "call-back",
                &[("at", "2026-03-06T11:00"), ("press", "yes")],
            )
            .await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let started = house.handoff(lead, handoff).await.next_attempt.map(|terms| terms.start);
        assert_eq!(started, Instant::parse("2026-03-06T11:00:00+01:00"));
        house.attempt(lead, handoff, AttemptResult::Connected).await;
        let talk = [("at", "2026-03-10T14:00"), ("press", "yes")];
        let talked = house.act(&rep, handoff, "conversation", &talk).await;
        assert_eq!(talked.status, StatusCode::SEE_OTHER, "{}", talked.text);
        let shown = house.get(&rep, &page).await;
        assert!(
            shown.says("In conversation") && shown.says("feedback moved once"),
            "{}",
            shown.text
        );
        let due = house.handoff(lead, handoff).await.feedback_owed.map(|terms| terms.due);
        assert_eq!(due, Instant::parse("2026-03-11T17:30:00+01:00"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_that_went_quiet_is_answered_by_one_press() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = house.demo("Sample Person", "one@sample-company.de").await;
        house.attempt(lead, handoff, AttemptResult::Connected).await;
        let step = [
            ("next_step", "meeting"),
            ("next_step_on", "2026-03-06"),
            ("answers.problem", "Counting by hand"),
            ("answers.timeline", "this year"),
            ("answers.who_decides", "Purchasing"),
        ];
        let said = house.act(&rep, handoff, "advanced", &step).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        house.pass(Span::days(3)).await;
        let page = format!("/leads/{}", lead.show("lead"));
        let asked = house.get(&rep, &page).await;
        assert!(
            asked.says("Went quiet: still alive?") && asked.says("Still alive? answer due"),
            "{}",
            asked.text
        );
        let form = house.get(&rep, &house.path(handoff, "alive")).await;
        assert!(form.says("It moves") && form.says("Lost: Price"), "{}", form.text);
        let unsaid = house.act(&rep, handoff, "alive", &[("press", "stalled")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let lost = house.act(&rep, handoff, "alive", &[("press", "lost:price")]).await;
        assert_eq!(lost.status, StatusCode::SEE_OTHER, "{}", lost.text);
        assert!(house.get(&rep, &page).await.says("Still alive: lost"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_an_opening_the_queue_says_what_waits_and_who_will_be_there() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let saturday = Instant::parse("2026-03-07T15:00:00+01:00").unwrap();
        house.pass(saturday - house.engine.now()).await;
        for n in 0..15 {
            house
                .demo(&format!("Sample Person {n}"), &format!("p{n}@p{n}.sample-company.de"))
                .await;
        }
        let queue = house.get(&rep, "/queue").await;
        assert!(
            queue.says("15 leads are held and go to somebody before the opening, Mon 09:00"),
            "{}",
            queue.text
        );
        let all = house.get(&manager, "/queue?of=all").await;
        assert!(
            all.says("15 first attempts wait for the opening, Mon 09:00")
                && all.says("Of the 15 that are not late, 2 cannot be kept by the one person who will be here."),
            "{}",
            all.text
        );
        let early = Instant::parse("2026-03-09T08:31:00+01:00").unwrap();
        house.pass(early - house.engine.now()).await;
        let queue = house.get(&rep, "/queue").await;
        assert!(
            queue.says("15 first attempts wait for the opening") && queue.says("you alone cannot keep 2."),
            "visible early, on the desk: {}",
            queue.text
        );
        house.pass(Span::minutes(30)).await;
        assert!(
            !house.get(&rep, "/queue").await.says("wait for the opening"),
            "open: the clocks say it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_night_the_queue_counts_what_stands_below_and_says_what_is_late_already() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let other = house.hire(&manager, "Sample Other", Role::Rep).await;
        for n in 0..4 {
            house
                .demo("Sample Person", &format!("p{n}@p{n}.sample-company.de"))
                .await;
        }
        let night = Instant::parse("2026-03-04T22:00:00+01:00").unwrap();
        house.pass(night - house.engine.now()).await;
        for cookie in [&rep, &other] {
            let queue = house.get(cookie, "/queue").await;
            assert!(
                queue.says("2 first attempts wait for the opening") && queue.says("2 of them are late already."),
                "two on each desk, both late: {}",
                queue.text
            );
            assert!(!queue.says("can be kept") && !queue.says("can keep"), "{}", queue.text);
        }
        let all = house.get(&manager, "/queue?of=all").await;
        assert!(all.says("4 first attempts wait") && all.says("4 of them are late already."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_running_clocks_is_there_for_everybody_and_begins_for_heads_alone() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        house.demo("Sample Person", "one@sample-company.de").await;
        let page = house.get(&rep, "/agreement/running").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says("Every running clock has the terms"), "{}", page.text);
        let sent = house.post(&rep, "/agreement/running", &[("version", "0")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
}
