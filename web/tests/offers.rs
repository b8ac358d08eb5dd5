//! Held for one rep, to the next in turn, out of rotation: over the pages and the API, on memory and on PostgreSQL.
#![allow(clippy::unwrap_used)] // a test

use crate::company;

use axum::http::StatusCode;
use company::{Answer, House, places};
use rules::agreement::STARTING;
use rules::ask::{OfAgreement, OfTeam};
use rules::fact::{Actor, Role};
use rules::{Id, Span};

/// A manager, two reps in every rotation.
async fn opened(place: engine::Place) -> (House, String, [String; 2]) {
    let mut house = House::open(place).await;
    let manager = house.first_start().await;
    let one = house.hire(&manager, "Sample One", Role::Rep).await;
    let two = house.hire(&manager, "Sample Two", Role::Rep).await;
    (house, manager, [one, two])
}

/// Three minutes to take, signed by both heads.
async fn three_minutes_to_take(house: &mut House, manager: &str) {
    house.hire(manager, "Sample Marketing", Role::HeadOfMarketing).await;
    house.hire(manager, "Sample Sales", Role::HeadOfSales).await;
    let heads = [house.user("Sample Marketing"), house.user("Sample Sales")];
    let by = |user| Actor::User(user);
    let (user, office, consent) = (heads[1], Role::HeadOfSales, true);
    let answer = OfTeam::AnswerOffice { user, office, consent };
    let _none_before = house.engine.ask(None, by(heads[0]), answer).await;
    let fallback = "fallback = \"sales_manager\"";
    let propose = OfAgreement::Propose {
        text: STARTING.replace(fallback, &format!("{fallback}\ntake_by = \"3m\"")),
        trial: false,
        from: None,
        base: house.engine.in_force().version,
        draft: None,
    };
    let proposed = house.engine.ask(None, by(heads[0]), propose).await.unwrap();
    let version = proposed["version"].as_i64().unwrap();
    for head in heads {
        let hash = proposed["hash"].as_str().unwrap().to_owned();
        let sign = OfAgreement::Sign { version, hash };
        house.engine.ask(None, by(head), sign).await.unwrap();
    }
    assert_eq!(house.engine.in_force().version, version);
}

/// Whose a lead is, as a place among the two reps.
async fn owner(house: &House, of: (Id, Id)) -> usize {
    let owner = house.handoff(of.0, of.1).await.owner.unwrap();
    usize::from(owner == house.user("Sample Two"))
}

/// The press of a page: its form's token and value, sent as a browser without script does.
async fn press(house: &House, cookie: &str, page: &Answer, path: &str) -> Answer {
    let form = page
        .text
        .split(&format!("action=\"{path}\""))
        .nth(1)
        .unwrap()
        .split("</form>")
        .next()
        .unwrap();
    let value = |name: &str| {
        let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (token, pressed) = (value("form_token"), value("press"));
    house
        .post(cookie, path, &[("form_token", &token), ("press", &pressed)])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_is_held_for_one_rep_who_takes_it_with_one_press() {
    for place in places().await {
        let (mut house, manager, reps) = opened(place).await;
        three_minutes_to_take(&mut house, &manager).await;
        let of = house.demo("Sample Person", "one@sample-company.de").await;
        let first = owner(&house, of).await;
        let (mine, other) = (&reps[first], &reps[1 - first]);
        let path = house.path(of.1, "take");
        let queue = house.get(mine, "/queue").await;
        assert!(
            queue.says("Held for you, take by 10:03") && queue.says("Take it"),
            "{}",
            queue.text
        );
        let page = house.get(mine, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(
            page.says("Held for you, take by 10:03") && page.says("Why"),
            "{}",
            page.text
        );
        let seen = house.get(&manager, "/queue?of=all").await;
        assert!(
            seen.says("take by 10:03") && seen.says("Held for Sample"),
            "{}",
            seen.text
        );
        assert!(!seen.says(&path), "nobody takes it for him");
        assert_eq!(
            house.get(other, &path).await.status,
            StatusCode::NOT_FOUND,
            "never his, never seen"
        );
        let taken = press(&house, mine, &queue, &path).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        assert!(house.follow(mine, &taken).await.says("It is yours."));
        let again = press(&house, mine, &queue, &path).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "the same press twice is one act");
        house.pass(Span::minutes(4)).await;
        assert_eq!(owner(&house, of).await, first);
        let page = house.get(mine, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(page.says("Taken") && !page.says("take by"), "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_comes_too_late_is_told_who_has_it_now() {
    for place in places().await {
        let (mut house, manager, reps) = opened(place).await;
        three_minutes_to_take(&mut house, &manager).await;
        let of = house.demo("Sample Person", "one@sample-company.de").await;
        let first = owner(&house, of).await;
        let path = house.path(of.1, "take");
        let old = house.get(&reps[first], "/queue").await;
        house.pass(Span::minutes(3)).await;
        assert_eq!(owner(&house, of).await, 1 - first);
        let name = ["Sample One", "Sample Two"][1 - first];
        let late = press(&house, &reps[first], &old, &path).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        assert!(late.says(&format!("It is with {name} now.")), "{}", late.text);
        let form = house.get(&reps[first], &path).await;
        assert!(form.status == StatusCode::CONFLICT && form.says(name), "{}", form.text);
        let page = house.get(&manager, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(page.says("did not take it in time"), "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_dials_takes_it() {
    for place in places().await {
        let (mut house, manager, reps) = opened(place).await;
        three_minutes_to_take(&mut house, &manager).await;
        let of = house.demo("Sample Person", "one@sample-company.de").await;
        let first = owner(&house, of).await;
        let dialled = house.post(&reps[first], &house.path(of.1, "called"), &[]).await;
        assert_eq!(dialled.status, StatusCode::NO_CONTENT, "{}", dialled.text);
        house.pass(Span::minutes(5)).await;
        assert_eq!(owner(&house, of).await, first, "it does not go on while they talk");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_gives_what_was_let_pass_to_the_next_in_turn() {
    for place in places().await {
        let (house, manager, reps) = opened(place).await;
        let of = house.demo("Sample Person", "one@sample-company.de").await;
        let first = owner(&house, of).await;
        let (lead, path) = (format!("/leads/{}", of.0.show("lead")), house.path(of.1, "give-on"));
        assert!(!house.get(&manager, &lead).await.says("next in turn"));
        house.pass(Span::minutes(16)).await;
        assert!(!house.get(&reps[first], &lead).await.says("Give it to the next in turn"));
        let page = house.get(&manager, &lead).await;
        assert!(page.says("Give it to the next in turn"), "{}", page.text);
        let given = press(&house, &manager, &page, &path).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        assert_eq!(owner(&house, of).await, 1 - first);
        let again = house
            .post(
                &manager,
                &path,
                &[("press", &house.user(["Sample One", "Sample Two"][first]).show("user"))],
            )
            .await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
        assert!(again.says("It is with Sample"), "{}", again.text);
        let told = house.get(&manager, &lead).await;
        assert!(
            told.says("made no attempt in time, and it was given on."),
            "{}",
            told.text
        );
        let by_rep = house.post(&reps[1 - first], &path, &[("press", "user_x")]).await;
        assert!(by_rep.status.is_client_error());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_is_asked_about_who_let_two_pass_and_one_press_undoes_it() {
    for place in places().await {
        let (house, manager, reps) = opened(place).await;
        for n in 0..4 {
            house
                .demo("Sample Person", &format!("n{n}@n{n}.sample-company.de"))
                .await;
        }
        assert!(!house.get(&manager, "/rotations").await.says("out of rotation?"));
        house.pass(Span::minutes(20)).await;
        for page in ["/rotations", "/queue"] {
            let asked = house.get(&manager, page).await;
            assert!(asked.says("Take Sample One out of rotation?"), "{page} {}", asked.text);
            assert!(
                asked.says("Until 13:00") && asked.says("Until the end of the day, 17:30"),
                "{}",
                asked.text
            );
            assert!(!house.get(&reps[0], page).await.says("out of rotation?"), "{page}");
        }
        let user = house.user("Sample One").show("user");
        let form = [
            ("user", user.as_str()),
            ("until", "2026-03-04T13:00:00+01:00"),
            ("back", "/rotations"),
        ];
        let no = house.post(&reps[1], "/rotations/out", &form).await;
        assert_eq!(no.status, StatusCode::FORBIDDEN);
        let out = house.post(&manager, "/rotations/out", &form).await;
        assert_eq!(
            (out.status, out.to.as_str()),
            (StatusCode::SEE_OTHER, "/rotations"),
            "{}",
            out.text
        );
        let page = house.follow(&manager, &out).await;
        let said = "out of rotation until 13:00 (by Sample Manager)";
        assert!(page.says(said) && page.says("Put back in"), "{}", page.text);
        assert!(!page.says("Take Sample One out"), "{}", page.text);
        for own in ["/queue", &format!("/leave/{user}")] {
            let page = house.get(&reps[0], own).await;
            assert!(
                page.says(&format!("You are {said}. What you have stays yours.")),
                "{own} {}",
                page.text
            );
        }
        let of = house.demo("Sample Person", "later@sample-company.de").await;
        assert_eq!(owner(&house, of).await, 1);
        let lead = house.get(&manager, &format!("/leads/{}", of.0.show("lead"))).await;
        assert!(lead.says(said), "{}", lead.text);
        back_with_one_press(&house, &manager, &reps[0], &user).await;
    }
}

async fn back_with_one_press(house: &House, manager: &str, rep: &str, user: &str) {
    let back = house
        .post(manager, "/rotations/back", &[("user", user), ("back", "/queue")])
        .await;
    assert_eq!(
        (back.status, back.to.as_str()),
        (StatusCode::SEE_OTHER, "/queue"),
        "{}",
        back.text
    );
    assert!(!house.get(rep, "/queue").await.says("You are out of rotation"));
    let twice = house.post(manager, "/rotations/back", &[("user", user)]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text);
    let history = house.get(manager, &format!("/team/{user}/history")).await;
    assert!(history.says("Back in rotation"), "{}", history.text);
}
