//! What the pages do beside what they are for: where an act's address leads, what is refreshed, whose time counts, what a
//! week that was shows, who is let wait at a public door. Told over HTTP, on memory and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it must"
)]

use crate::company;

use axum::http::StatusCode;
use company::{Answer, House, places};
use rules::ask::{OfAccount, OfFields};
use rules::fact::{Actor, Role};
use rules::fields::{FieldKind, OwnField};
use rules::{Instant, Span};
use std::path::Path;

fn status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}

/// Every address that takes a form and shows nothing, from the sources: `/team/{user}/roles`.
#[allow(clippy::disallowed_methods)] // a test that walks its own sources
fn only_posted() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for route in text.split(".route(").skip(1) {
                let call = route.split(')').next().unwrap_or_default();
                let (address, serves) = call.split_once(',').unwrap_or_default();
                let address = address.trim().trim_matches('"');
                if address.starts_with('/') && serves.trim().starts_with("post(") && address != "/csp" {
                    found.push(address.to_owned());
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server"), &mut found);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_a_form_leads_to_its_page_when_it_is_looked_at() {
    let mut house = House::open(engine::Place::Memory).await;
    let manager = house.first_start().await;
    let user = house.user("Sample Manager").show("user");
    let rotation = house.engine.in_force().agreement.rotations[0].name.replace(' ', "%20");
    let all = only_posted();
    assert!(all.len() > 30, "{all:?}");
    for address in all {
        let mut path = address.replace("{user}", &user).replace("{rotation}", &rotation);
        path = path.replace("{version}", "1").replace(['{', '}'], "");
        let mut answer = house.get(&manager, &path).await;
        for _ in 0..6 {
            if answer.status != StatusCode::SEE_OTHER {
                break;
            }
            answer = house.get(&manager, &answer.to).await;
        }
        // a draft and a version that are not there, and a list that is Marketing's
        let there = match address.as_str() {
            draft if draft.contains("{draft}") || draft.contains("{version}") => 404,
            "/review/{lead}" => 403,
            _ => 200,
        };
        assert_eq!(status(&answer), there, "{address} as {path}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_the_servers_time_and_one_that_answers_an_act_is_not_refreshed() {
    let mut house = House::open(engine::Place::Memory).await;
    let manager = house.first_start().await;
    let looked = house.get(&manager, "/team").await;
    assert!(
        looked.says("data-live=\"/live\"") && looked.says("data-now=\"2026-03-04T09:"),
        "{}",
        looked.text
    );
    let refused = house
        .post(&manager, "/team/users", &[("name", ""), ("email", "x")])
        .await;
    assert_eq!(status(&refused), 422);
    assert!(
        !refused.says("data-live") && refused.says("data-now"),
        "what was typed stays: {}",
        refused.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigation_names_people_as_the_office_knows_them() {
    let mut house = House::open(engine::Place::Memory).await;
    let manager = house.first_start().await;
    assert!(house.get(&manager, "/queue").await.says("Sales manager, Admin"));
    let head = house.hire(&manager, "Sample Head", Role::HeadOfMarketing).await;
    let shown = house.get(&head, "/review").await;
    assert!(
        shown.says("<span class=\"soft small clip\">Head of Marketing</span>"),
        "{}",
        shown.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_by_a_value_that_its_field_cannot_hold_is_empty_and_says_why() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let by = Actor::User(house.user("Sample Manager"));
        let field = OwnField {
            kind: FieldKind::Number,
            label: "Seats".into(),
            personal: false,
            indexed: true,
            retired_at: None,
        };
        let name = "company.seats".to_owned();
        let field = OfFields::AddField { name, field };
        house.engine.ask(None, by, field).await.unwrap();
        house.demo("Sample Person", "one@firm.example.com").await;
        assert!(house.get(&manager, "/leads").await.says("Sample Person"));
        let wrong = house.get(&manager, "/leads?field=company.seats&value=many").await;
        assert_eq!(status(&wrong), 200);
        assert!(
            !wrong.says("Sample Person") && wrong.says("No lead matches these filters."),
            "{}",
            wrong.text
        );
        assert!(
            wrong.says("value=\"many\"") && wrong.says("aria-invalid=\"true\""),
            "{}",
            wrong.text
        );
        let gone = house.get(&manager, "/leads?field=gone&value=1").await;
        assert!(
            !gone.says("Sample Person") && gone.says("no such field to filter by"),
            "{}",
            gone.text
        );
        let file = house.get(&manager, "/leads.csv?field=company.seats&value=many").await;
        assert!(file.says("Lead,Name") && !file.says("Sample Person"), "{}", file.text);
    }
}

/// A rotation dealt in blocks of an hour, Wednesdays from 9 to 17, one at once; the manager's session, its page.
async fn dealt(house: &mut House) -> (String, String) {
    let manager = house.first_start().await;
    house.hire(&manager, "Sample One", Role::Rep).await;
    house.hire(&manager, "Sample Two", Role::Rep).await;
    let rotation = house.engine.in_force().agreement.rotations[0].name.replace(' ', "%20");
    let page = format!("/rota/{rotation}");
    let form = [
        ("day", "2"),
        ("from", "09:00"),
        ("to", "17:00"),
        ("minutes", "60"),
        ("each", "1"),
    ];
    let answer = house.post(&manager, &format!("{page}/deal"), &form).await;
    assert_eq!(status(&answer), 303, "{}", answer.text);
    (manager, page)
}

/// How often a name stands in the blocks of a week.
fn places_of(week: &Answer, name: &str) -> usize {
    let days = week.text.split("class=\"rota-week\"").nth(1).unwrap_or_default();
    let days = days.split("id=\"swap\"").next().unwrap_or_default();
    days.matches(&format!("{name}</")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_changed_for_good_leaves_the_weeks_that_were_and_is_undone_by_one_press() {
    for place in places().await {
        let mut house = House::open(place).await;
        let (manager, page) = dealt(&mut house).await;
        house.pass(Span::days(7)).await;
        let (last, this) = (format!("{page}?week=2026-03-02"), format!("{page}?week=2026-03-09"));
        let before = places_of(&house.get(&manager, &last).await, "Sample One");
        assert!(before > 0);
        let two = house.user("Sample Two").show("user");
        for hour in 9..17 {
            let block = format!("2.{}", hour * 60);
            let form = [("block", block.as_str()), ("on", two.as_str()), ("week", "2026-03-09")];
            let set = house.post(&manager, &format!("{page}/block"), &form).await;
            assert_eq!(status(&set), 303, "{}", set.text);
        }
        assert_eq!(
            places_of(&house.get(&manager, &last).await, "Sample One"),
            before,
            "last week as it was"
        );
        let now = places_of(&house.get(&manager, &this).await, "Sample One");
        assert!(now <= 1, "but for this morning's hour that is over: {now}");
        let ended = house.post(&manager, &format!("{page}/end"), &[]).await;
        let shown = house.follow(&manager, &ended).await;
        assert!(
            shown.says("runs without blocks from now on") && shown.says("data-key=\"z\""),
            "{}",
            shown.text
        );
        assert_eq!(places_of(&house.get(&manager, &last).await, "Sample One"), before);
        house.clock.pass(Span::seconds(1));
        let undone = house.post(&manager, &shown.undo(), &[]).await;
        assert_eq!(status(&undone), 303, "{}", undone.text);
        let back = house.follow(&manager, &undone).await;
        assert!(
            back.says("The blocks are as they were before.") && back.undo().is_empty(),
            "{}",
            back.text
        );
        let twice = house.post(&manager, &shown.undo(), &[]).await;
        assert_eq!(status(&twice), 409, "{}", twice.text);
        assert!(twice.says("changed again meanwhile"), "{}", twice.text);
        let report = engine::verify::verify(house.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.differences.is_empty(), "{:?}", report.differences);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dealt_week_and_a_swap_are_undone_where_they_are_said_and_both_stand_in_the_history() {
    for place in places().await {
        let mut house = House::open(place).await;
        let (manager, page) = dealt(&mut house).await;
        let two = house.user("Sample Two").show("user");
        let week = house.get(&manager, &page).await;
        let give = week
            .text
            .split("data-swap=\"")
            .skip(1)
            .find(|rest| !rest.contains(&two) || !rest.starts_with(&two));
        let mine = |rest: &&str| rest.split('"').next().is_some_and(|place| !place.ends_with(&two));
        assert!(give.is_some());
        let give = week.text.split("data-swap=\"").skip(1).find(mine).unwrap();
        let give = give.split('"').next().unwrap();
        let form = [("give", give), ("with", two.as_str()), ("week", "2026-03-02")];
        let swapped = house.post(&manager, &format!("{page}/swap"), &form).await;
        assert_eq!(status(&swapped), 303, "{}", swapped.text);
        let at = give.rsplit_once('.').unwrap().0;
        assert!(
            swapped.to.ends_with(&format!("#{at}.{two}")),
            "back to the place: {}",
            swapped.to
        );
        let said = house.follow(&manager, &swapped).await;
        assert!(
            said.says("Sample Two for Sample One") && said.says(&format!("id=\"{at}.{two}\"")),
            "{}",
            said.text
        );
        let undone = house.post(&manager, &said.undo(), &[]).await;
        assert_eq!(status(&undone), 303, "{}", undone.text);
        let history = house.get(&manager, &format!("/team/{two}/history")).await;
        assert!(
            history.says("with Sample One on 2026-03-04 was undone") && history.says("of them a week"),
            "{}",
            history.text
        );
        let form = [
            ("day", "3"),
            ("from", "09:00"),
            ("to", "11:00"),
            ("minutes", "60"),
            ("each", "2"),
        ];
        let dealt = house.post(&manager, &format!("{page}/deal"), &form).await;
        let said = house.follow(&manager, &dealt).await;
        assert_eq!(status(&house.post(&manager, &said.undo(), &[]).await), 303);
        let roster = house.engine.roster();
        let blocks = &roster.rotas.values().next().unwrap().blocks;
        assert!(
            blocks.len() == 8 && blocks.iter().all(|block| block.when.day == 2),
            "{blocks:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_that_cannot_be_is_refused_where_it_was_typed() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let user = house.user("Sample Rep").show("user");
        let page = format!("/leave/{user}");
        let cases = [
            ("2026-02-02", "2026-02-06", 422, "This time is over."),
            ("2026-03-02", "2026-03-06", 303, ""),
            (
                "2026-03-06",
                "2026-03-08",
                422,
                "Leave is set for a part of this time already.",
            ),
        ];
        for (from, until, expected, words) in cases {
            let answer = house.post(&rep, &page, &[("from", from), ("until", until)]).await;
            assert_eq!(status(&answer), expected, "{from} {until} {}", answer.text);
            assert!(answer.says(words), "{}", answer.text);
            let kept = [format!("value=\"{from}\""), format!("value=\"{until}\"")];
            assert!(
                expected == 303 || kept.iter().all(|value| answer.says(value)),
                "{}",
                answer.text
            );
        }
        let team = house
            .post(
                &manager,
                &format!("/team/{user}/leave"),
                &[("from", "2026-03-05"), ("leave", "on")],
            )
            .await;
        assert_eq!(status(&team), 422, "{}", team.text);
        assert!(
            team.says("Leave is set for a part of this time already."),
            "{}",
            team.text
        );
        for _ in 0..2 {
            assert_eq!(
                status(&house.post(&rep, "/duty", &[("duty", "off")]).await),
                303,
                "pressed twice"
            );
        }
    }
}

const VISITOR: &str = "198.51.100.7:4711";

#[tokio::test(flavor = "multi_thread")]
async fn a_network_and_an_address_that_send_forms_too_often_wait_and_lose_nothing_they_typed() {
    let mut house = House::open(engine::Place::Memory).await;
    house.first_start().await;
    let form = |n: usize, email: &str| {
        vec![
            ("name".to_owned(), "Sample Person".to_owned()),
            ("email".to_owned(), email.to_owned()),
            ("message".to_owned(), format!("message {n}")),
        ]
    };
    for n in 0..5 {
        let sent = house
            .knock(VISITOR, "/f/contact", &form(n, "one@firm.example.com"))
            .await;
        assert_eq!(status(&sent), 303, "{n} {}", sent.text);
    }
    let sixth = house
        .knock(VISITOR, "/f/contact", &form(6, "ONE@firm.example.com"))
        .await;
    assert_eq!((status(&sixth), sixth.retry.as_str()), (429, "3601"));
    assert!(
        sixth.says("several messages came with this address") && sixth.says("message 6"),
        "{}",
        sixth.text
    );
    for n in 6..60 {
        let email = format!("p{n}@firm{n}.example.com");
        assert_eq!(
            status(&house.knock(VISITOR, "/f/contact", &form(n, &email)).await),
            303,
            "{n}"
        );
    }
    let more = house
        .knock(VISITOR, "/f/contact", &form(61, "new@firm.example.com"))
        .await;
    assert_eq!(status(&more), 429);
    assert!(
        more.says("came from your network") && more.says("new@firm.example.com"),
        "{}",
        more.text
    );
    let other = house
        .knock("203.0.113.9:1", "/f/contact", &form(62, "new@firm.example.com"))
        .await;
    assert_eq!(status(&other), 303, "another network");
    house.clock.pass(Span::hours(1));
    assert_eq!(
        status(
            &house
                .knock(VISITOR, "/f/contact", &form(63, "one@firm.example.com"))
                .await
        ),
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_of_an_address_and_of_a_network_wait() {
    let mut house = House::open(engine::Place::Memory).await;
    house.first_start().await;
    let wrong = |email: &str| {
        vec![
            ("email".to_owned(), email.to_owned()),
            ("password".to_owned(), "no".to_owned()),
        ]
    };
    for _ in 0..10 {
        assert_eq!(
            status(
                &house
                    .knock(VISITOR, "/sign-in", &wrong("manager@sample.example.com"))
                    .await
            ),
            422
        );
    }
    let locked = house
        .knock("203.0.113.9:1", "/sign-in", &wrong("manager@sample.example.com"))
        .await;
    assert_eq!((status(&locked), locked.retry.as_str()), (429, "901"));
    assert!(
        locked.says("Wait 16 minutes") && locked.says("manager@sample.example.com"),
        "{}",
        locked.text
    );
    for n in 0..50 {
        assert_eq!(
            status(
                &house
                    .knock(VISITOR, "/sign-in", &wrong(&format!("p{n}@x.example.com")))
                    .await
            ),
            422
        );
    }
    let network = house.knock(VISITOR, "/sign-in", &wrong("new@x.example.com")).await;
    assert_eq!(status(&network), 429);
    assert!(network.says("came from your network"), "{}", network.text);
    house.clock.pass(Span::minutes(15));
    assert_eq!(
        status(&house.knock(VISITOR, "/sign-in", &wrong("new@x.example.com")).await),
        422
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_calls_the_api_without_a_token_is_let_wait_and_a_good_token_is_not() {
    let mut house = House::open(engine::Place::Memory).await;
    house.first_start().await;
    let token = OfAccount::MakeToken {
        name: "good".into(),
        scopes: vec![rules::fact::TokenScope::Read],
        hash: web::server::hash_secret("good"),
    };
    house.engine.ask(None, Actor::System, token).await.unwrap();
    for n in 0..120 {
        let secret = if n % 2 == 0 { "" } else { "unknown" };
        assert_eq!(status(&house.call(VISITOR, "/api/v1/leads", secret).await), 401, "{n}");
    }
    let often = house.call(VISITOR, "/api/v1/leads", "").await;
    assert_eq!((status(&often), often.retry.as_str()), (429, "3601"));
    assert!(often.says("\"code\":\"too_often\""), "{}", often.text);
    assert_eq!(status(&house.call(VISITOR, "/api/v1/leads", "good").await), 200);
    assert_eq!(status(&house.call("203.0.113.9:1", "/api/v1/leads", "").await), 401);
    let later: Instant = house.engine.now() + Span::hours(1);
    house.clock.set(later);
    assert_eq!(status(&house.call(VISITOR, "/api/v1/leads", "").await), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_says_on_ones_account_where_one_is_told() {
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let rep = house.hire(&manager, "Sample Rep", Role::Rep).await;
        let page = house.get(&rep, "/account").await;
        assert!(page.says("Where you are told") && !page.says("whsec_"), "{}", page.text);
        let typed = [("by", "chat"), ("url", "hooks.sample.example/x")];
        let refused = house.post(&rep, "/account/alerts", &typed).await;
        assert_eq!(status(&refused), 422);
        assert!(
            refused.says("begins with https://") && refused.says("hooks.sample.example/x"),
            "{}",
            refused.text
        );
        let typed = [("by", "webhook"), ("url", "https://alerts.sample.example/in")];
        let saved = house.post(&rep, "/account/alerts", &typed).await;
        assert_eq!(status(&saved), 303);
        let page = house.follow(&rep, &saved).await;
        assert!(
            page.says("A first alert is on its way there") && page.says("whsec_"),
            "{}",
            page.text
        );
        assert!(page.says("value=\"webhook\" checked") && page.says("https://alerts.sample.example/in"));
        let others = house.get(&manager, "/account").await;
        assert!(others.says("value=\"mail\" checked") && !others.says("whsec_"));
        let saved = house
            .post(&rep, "/account/alerts", &[("by", "mail"), ("url", "")])
            .await;
        assert_eq!(status(&saved), 303);
        assert!(house.get(&rep, "/account").await.says("value=\"mail\" checked"));
    }
}
