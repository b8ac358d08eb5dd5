//! One open handoff per company, told over the pages and the API as people see them.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::company;

use axum::http::StatusCode;
use company::{House, places};
use rules::Id;
use rules::ask::{Capture, OfLead};
use rules::fact::{Actor, AttemptResult, Role, SubmissionKind};

/// Somebody of the one company asks for a demo. Answers the lead, and the handoff where one was opened.
async fn comes(house: &House, name: &str) -> (Id, Id) {
    let local = name.to_lowercase().replace(' ', ".");
    let capture = Capture {
        kind: SubmissionKind::Request,
        email: Some(format!("{local}@sample-together.de")),
        name: Some(name.to_owned()),
        company: Some("Sample Together".to_owned()),
        country: Some("DE".to_owned()),
        form: Some("demo".to_owned()),
        ..Capture::default()
    };
    let command = OfLead::Capture(Box::new(capture));
    let answer = house.engine.ask(None, Actor::Visitor, command).await.unwrap();
    let id = |name: &str| Id::read(name, answer[name].as_str().unwrap_or_default()).unwrap_or_default();
    (id("lead"), id("handoff"))
}

fn page(lead: Id) -> String {
    format!("/leads/{}", lead.show("lead"))
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_stand_on_one_card_and_are_ticked_when_feedback_is_given() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = comes(&house, "First Person").await;
        let (second, none) = comes(&house, "Second Person").await;
        let third = comes(&house, "Third Person").await.0;
        assert_eq!(none, Id::default());

        let queue = house.get(&rep, "/queue").await;
        assert!(queue.says("First Person") && queue.says("+2 people"), "{}", queue.text);
        let first = house.get(&rep, &page(lead)).await;
        assert!(first.says("2 people of this company joined"), "{}", first.text);
        assert!(first.says(&page(second)) && first.says("Second Person of the same company joined"));
        let joined = house.get(&rep, &page(second)).await;
        assert_eq!(joined.status, StatusCode::OK, "who holds the handoff sees its people");
        assert!(
            joined.says("Joined the handoff of First Person, with Sample Rep"),
            "{}",
            joined.text
        );
        assert!(!joined.says("Log attempt"), "worked is the handoff");
        let other = house.hire(&manager, "Other Rep", Role::Rep).await;
        assert_eq!(house.get(&other, &page(second)).await.status, StatusCode::NOT_FOUND);

        one_is_left_out(&house, &rep, (lead, handoff), (second, third)).await;
    }
}

/// Feedback that holds for the third and not for the second.
async fn one_is_left_out(house: &House, rep: &str, (lead, handoff): (Id, Id), (second, third): (Id, Id)) {
    house.attempt(lead, handoff, AttemptResult::Connected).await;
    let path = house.path(handoff, "not-a-fit");
    let form = house.get(rep, &path).await;
    assert!(form.says("Colleagues who joined") && form.says("Second Person") && form.says("Third Person"));
    let people = format!("{},{}", second.show("lead"), third.show("lead"));
    let ticked = format!("with_{}", third.show("lead"));
    // what was ticked stays so where something else is wrong
    let wrong = [("people", people.as_str()), (ticked.as_str(), "yes")];
    let again = house.act(rep, handoff, "not-a-fit", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unticked = format!("name=\"with_{}\" value=\"yes\">", second.show("lead"));
    let still = format!("name=\"with_{}\" value=\"yes\" checked>", third.show("lead"));
    assert!(again.says(&unticked) && again.says(&still), "{}", again.text);
    let typed = [
        ("people", people.as_str()),
        (ticked.as_str(), "yes"),
        ("reason", "too_small"),
        ("detail_too_small", "3"),
    ];
    let said = house.act(rep, handoff, "not-a-fit", &typed).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let covered = house.get(rep, &page(third)).await;
    assert!(
        covered.says("Holds for this person too: C · not a fit") && covered.says("which has ended"),
        "{}",
        covered.text
    );
    let queue = house.get(rep, "/queue").await;
    assert!(
        queue.says("Second Person") && !queue.says("+1 person"),
        "a lead of its own"
    );
    let own = house.get(rep, &page(second)).await;
    assert!(
        own.says("Log attempt") && own.says("Handed to Sample Rep"),
        "{}",
        own.text
    );
    assert!(house.get(rep, &page(lead)).await.says("and for 1 colleague who joined"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_word_feedback_covers_all_and_a_form_that_is_old_is_refused() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let (lead, handoff) = comes(&house, "First Person").await;
        let second = comes(&house, "Second Person").await.0;
        house.attempt(lead, handoff, AttemptResult::Connected).await;
        let stranger = house.demo("Sample Stranger", "one@sample-company.de").await.0;
        let people = stranger.show("lead");
        let ticked = format!("with_{people}");
        let old = [
            ("people", people.as_str()),
            (ticked.as_str(), "yes"),
            ("reason", "too_small"),
            ("detail_too_small", "3"),
        ];
        let refused = house.act(&rep, handoff, "not-a-fit", &old).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("no longer part of this handoff"), "{}", refused.text);
        let typed = [("reason", "too_small"), ("detail_too_small", "3")];
        let said = house.act(&rep, handoff, "not-a-fit", &typed).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        assert!(house.get(&rep, &page(second)).await.says("Holds for this person too"));
    }
}
