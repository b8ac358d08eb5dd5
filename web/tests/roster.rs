//! Duty, leave and rotations over the pages and the API, as people and programs see them, on memory and on PostgreSQL.
#![allow(clippy::unwrap_used)] // a test

use crate::company;

use axum::http::StatusCode;
use company::{Answer, House, places};
use rules::fact::Role;
use rules::{Id, Span};

/// A manager, two reps in every rotation, a marketer.
struct Team {
    house: House,
    manager: String,
    one: String,
    marketer: String,
    rotation: String,
}

async fn teams() -> Vec<Team> {
    let mut teams = Vec::new();
    for place in places().await {
        let mut house = House::open(place).await;
        let manager = house.first_start().await;
        let one = house.hire(&manager, "Sample One", Role::Rep).await;
        house.hire(&manager, "Sample Two", Role::Rep).await;
        let marketer = house.hire(&manager, "Sample Marketer", Role::Marketer).await;
        let rotation = house.engine.in_force().agreement.rotations[0].name.clone();
        teams.push(Team {
            house,
            manager,
            one,
            marketer,
            rotation,
        });
    }
    teams
}

impl Team {
    fn user(&self, name: &str) -> String {
        self.house.user(name).show("user")
    }

    fn page(&self) -> String {
        format!("/rota/{}", self.rotation.replace(' ', "%20"))
    }

    async fn deal(&self) -> Answer {
        let form = [
            ("day", "0"),
            ("day", "1"),
            ("day", "2"),
            ("day", "3"),
            ("day", "4"),
            ("from", "09:00"),
            ("to", "17:00"),
            ("minutes", "60"),
            ("each", "1"),
        ];
        self.house
            .post(&self.manager, &format!("{}/deal", self.page()), &form)
            .await
    }

    async fn agrees(&self) {
        let report = engine::verify::verify(self.house.engine.ledger(), &mut |_, _| {})
            .await
            .unwrap();
        assert!(report.differences.is_empty(), "{:?}", report.differences);
    }

    /// Who is on in the block of Wednesday at this hour.
    fn on(&self, hour: u16) -> Id {
        let roster = self.house.engine.roster();
        let rota = &roster.rotas[&self.rotation];
        let date = "2026-03-04".parse().unwrap();
        rota.people(date, rota.block_on(date, hour * 60).unwrap())[0]
    }
}

fn status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_runs_by_blocks_and_only_the_one_on_duty_gets_the_lead() {
    for team in teams().await {
        let (house, page) = (&team.house, team.page());
        let before = house.get(&team.manager, &page).await;
        assert!(before.says("does not run by blocks"), "{}", before.text);
        assert_eq!(team.deal().await.status, StatusCode::SEE_OTHER);
        let week = house.get(&team.manager, &page).await;
        assert!(
            week.says("10:00–11:00") && week.says("On duty now: Sample"),
            "{}",
            week.text
        );
        assert!(week.says("Wed 4 Mar") && week.says("data-swap-form"), "{}", week.text);
        let on = team.on(10);
        for n in 0..3 {
            let mail = format!("p{n}@firm{n}.example.com");
            let (lead, handoff) = house.demo("Sample Person", &mail).await;
            assert_eq!(house.handoff(lead, handoff).await.owner, Some(on));
        }
        team.agrees().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_swapped_by_a_form_and_the_swap_is_undone() {
    for team in teams().await {
        let (house, page) = (&team.house, team.page());
        team.deal().await;
        let (first, second) = (team.on(10), team.on(11));
        assert_ne!(first, second, "two share the hours by turns");
        let place = |hour: u16, user: Id| format!("2026-03-04.{}.{}", hour * 60, user.show("user"));
        let chosen = house
            .get(&team.manager, &format!("{page}?give={}", place(10, first)))
            .await;
        assert!(
            chosen.says("aria-current=\"true\"") && chosen.says("selected"),
            "{}",
            chosen.text
        );
        let form = [
            ("give", place(10, first)),
            ("with", place(11, second)),
            ("week", "2026-03-02".to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let swapped = house.post(&team.manager, &format!("{page}/swap"), &form).await;
        assert_eq!(swapped.status, StatusCode::SEE_OTHER, "{}", swapped.text);
        assert_eq!((team.on(10), team.on(11)), (second, first));
        let (lead, handoff) = house.demo("Sample Person", "swap@firm.example.com").await;
        assert_eq!(house.handoff(lead, handoff).await.owner, Some(second));
        let again = house.post(&team.manager, &format!("{page}/swap"), &form).await;
        assert_eq!(status(&again), 409, "somebody was first");
        assert!(again.says("is not on in that block any more"), "{}", again.text);
        let week = house.follow(&team.manager, &swapped).await;
        assert!(week.says("Swapped. Wed 4 Mar 10:00: Sample"), "{}", week.text);
        let swap = week.value("swap");
        let undone = house
            .post(&team.manager, &format!("{page}/undo"), &[("swap", &swap)])
            .await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
        assert_eq!((team.on(10), team.on(11)), (first, second));
        let twice = house
            .post(&team.manager, &format!("{page}/undo"), &[("swap", &swap)])
            .await;
        assert_eq!(status(&twice), 422, "{}", twice.text);
        team.agrees().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_staff_sees_the_week_and_no_form() {
    for team in teams().await {
        let (house, page) = (&team.house, team.page());
        team.deal().await;
        for cookie in [&team.one, &team.marketer] {
            let week = house.get(cookie, &page).await;
            assert_eq!(week.status, StatusCode::OK);
            assert!(
                !week.says("data-swap-form") && !week.says("id=\"deal\""),
                "{}",
                week.text
            );
            let form = [("give", "x"), ("with", "y")];
            for (path, form) in [("deal", &form[..]), ("end", &[])] {
                let answer = house.post(cookie, &format!("{page}/{path}"), form).await;
                assert!([403, 422].contains(&status(&answer)), "{path}");
            }
            assert_eq!(status(&house.post(cookie, &format!("{page}/end"), &[]).await), 403);
        }
        assert_eq!(status(&house.get(&team.manager, "/rota/nowhere").await), 404);
        assert_eq!(status(&house.get("", &page).await), 303, "sign in first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pattern_is_refused_on_the_page() {
    for team in teams().await {
        let (house, page) = (&team.house, team.page());
        for (from, to, minutes) in [("17:00", "09:00", "60"), ("09:00", "17:00", "5"), ("x", "17:00", "60")] {
            let form = [
                ("day", "0"),
                ("from", from),
                ("to", to),
                ("minutes", minutes),
                ("each", "1"),
            ];
            let answer = house.post(&team.manager, &format!("{page}/deal"), &form).await;
            assert_eq!(status(&answer), 422, "{from} {to} {minutes}");
            assert!(answer.says("A block begins before it ends"), "{}", answer.text);
        }
        team.deal().await;
        let user = team.user("Sample Two");
        let form = [("block", "2.600"), ("on", user.as_str())];
        let set = house.post(&team.manager, &format!("{page}/block"), &form).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        assert_eq!(team.on(10), house.user("Sample Two"));
        let ended = house.post(&team.manager, &format!("{page}/end"), &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert!(house.get(&team.manager, &page).await.says("does not run by blocks"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_is_added_changed_and_taken_back_and_a_return_from_a_break_keeps_what_is_to_come() {
    for team in teams().await {
        let house = &team.house;
        let user = team.user("Sample One");
        let page = format!("/leave/{user}");
        let moved = house.get(&team.one, "/leave").await;
        assert_eq!((status(&moved), moved.to.as_str()), (303, page.as_str()));
        let wrong = [("from", "2026-03-10"), ("until", "2026-03-09")];
        let refused = house.post(&team.one, &page, &wrong).await;
        assert_eq!(status(&refused), 422);
        assert!(
            refused.says("2026-03-09") && refused.says("aria-invalid"),
            "{}",
            refused.text
        );
        let days = [("from", "2026-03-09"), ("until", "2026-03-13")];
        let added = house.post(&team.one, &page, &days).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let shown = house.get(&team.one, &page).await;
        assert!(shown.says("Mon 9 Mar 2026 – Fri 13 Mar 2026"), "{}", shown.text);
        house.post(&team.one, "/duty", &[("duty", "off")]).await;
        house.clock.pass(Span::hours(1));
        house.post(&team.one, "/duty", &[("duty", "on")]).await;
        let roster = house.engine.roster();
        let leaves = roster.users[&house.user("Sample One")].leaves.clone();
        assert_eq!(leaves.len(), 2, "the holiday is still there");
        let holiday = leaves
            .iter()
            .find(|leave| leave.from > house.engine.now())
            .unwrap()
            .id
            .show("leave");
        let days = [
            ("from", "2026-03-10"),
            ("from_time", "12:00"),
            ("until", "2026-03-13"),
            ("until_time", "14:30"),
        ];
        let changed = house.post(&team.one, &format!("{page}/{holiday}"), &days).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let shown = house.get(&team.one, &page).await;
        assert!(
            shown.says("Tue 10 Mar 2026 12:00 – Fri 13 Mar 2026 14:30"),
            "{}",
            shown.text
        );
        let month = house.get(&team.manager, "/leave/team?month=2026-03").await;
        assert!(
            month.says("Sample One") && month.says("class=\"bar\""),
            "{}",
            month.text
        );
        let back = house.post(&team.one, &format!("{page}/{holiday}/back"), &[]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let twice = house.post(&team.one, &format!("{page}/{holiday}/back"), &[]).await;
        assert_eq!(status(&twice), 422, "{}", twice.text);
        team.agrees().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_or_sets_anothers_leave_but_those_who_staff() {
    for team in teams().await {
        let house = &team.house;
        let page = format!("/leave/{}", team.user("Sample Two"));
        let days = [("from", "2026-03-09"), ("until", "2026-03-13")];
        for cookie in [&team.one, &team.marketer] {
            assert_eq!(status(&house.get(cookie, &page).await), 403);
            assert_eq!(status(&house.post(cookie, &page, &days).await), 403);
            assert_eq!(status(&house.get(cookie, "/leave/team").await), 403);
        }
        assert_eq!(status(&house.post(&team.manager, &page, &days).await), 303);
        let shown = house.get(&team.manager, &page).await;
        assert!(
            shown.says("Mon 9 Mar 2026") && !shown.says("id=\"feed\""),
            "{}",
            shown.text
        );
        assert_eq!(
            status(&house.post(&team.manager, &format!("{page}/feed"), &[]).await),
            403
        );
    }
}

/// The address that a page shows this once.
fn address(answer: &Answer) -> String {
    let rest = answer.text.split("http://desk.example.com/calendar/").nth(1).unwrap();
    format!("/calendar/{}", rest.split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_holds_ones_own_duty_and_leave_alone_until_it_is_withdrawn() {
    for team in teams().await {
        let house = &team.house;
        let user = team.user("Sample One");
        team.deal().await;
        for (name, days) in [
            ("Sample One", [("from", "2026-03-09"), ("until", "2026-03-10")]),
            ("Sample Two", [("from", "2026-03-23"), ("until", "2026-03-24")]),
        ] {
            let page = format!("/leave/{}", team.user(name));
            assert_eq!(status(&house.post(&team.manager, &page, &days).await), 303);
        }
        let made = house.post(&team.one, &format!("/leave/{user}/feed"), &[]).await;
        assert_eq!(made.status, StatusCode::OK);
        let first = address(&made);
        let feed = house.get("", &first).await;
        assert_eq!(feed.status, StatusCode::OK);
        let unfolded = feed.text.replace("\r\n ", "");
        assert!(
            unfolded.contains("DTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260311\r\n"),
            "{unfolded}"
        );
        assert!(
            !unfolded.contains("20260323\r\n") && !unfolded.contains("Sample"),
            "nothing of anybody else"
        );
        let duty = unfolded.matches(&format!("SUMMARY:On duty: {}", team.rotation)).count();
        assert!(duty > 100, "{duty} blocks");
        let uids: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
        let distinct: std::collections::BTreeSet<&&str> = uids.iter().collect();
        assert_eq!(distinct.len(), uids.len());
        house.clock.pass(Span::minutes(30));
        assert_eq!(
            house.get("", &first).await.text,
            feed.text,
            "the same until something changes"
        );
        let second = address(&house.post(&team.one, &format!("/leave/{user}/feed"), &[]).await);
        assert_eq!(
            status(&house.get("", &first).await),
            404,
            "an older address opens nothing"
        );
        assert_eq!(status(&house.get("", &second).await), 200);
        let withdrawn = house
            .post(&team.one, &format!("/leave/{user}/feed/withdraw"), &[])
            .await;
        assert_eq!(status(&withdrawn), 303, "{}", withdrawn.text);
        assert_eq!(status(&house.get("", &second).await), 404);
        assert_eq!(
            status(&house.get("", &format!("/calendar/{}.ics", "0".repeat(64))).await),
            404
        );
        team.agrees().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_asked_for_too_often_says_when_to_come_back() {
    let team = teams().await.remove(0);
    let user = team.user("Sample One");
    let made = team.house.post(&team.one, &format!("/leave/{user}/feed"), &[]).await;
    let feed = address(&made);
    for _ in 0..web::server::often::CALENDAR_MAX {
        assert_eq!(status(&team.house.get("", &feed).await), 200);
    }
    assert_eq!(status(&team.house.get("", &feed).await), 429);
    team.house.clock.pass(web::server::often::CALENDAR_WITHIN);
    assert_eq!(status(&team.house.get("", &feed).await), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn rotations_show_what_came_of_late_and_a_weight_is_set_and_undone() {
    for team in teams().await {
        let house = &team.house;
        for n in 0..4 {
            let mail = format!("p{n}@firm{n}.example.com");
            let (lead, handoff) = house.demo("Sample Person", &mail).await;
            if n < 2 {
                house.attempt(lead, handoff, rules::fact::AttemptResult::NoAnswer).await;
            }
        }
        house.clock.pass(Span::minutes(20));
        let shown = house.get(&team.manager, "/rotations").await;
        assert!(
            shown.says("2 of 25") && shown.says("2 · 2"),
            "two open and two picks each: {}",
            shown.text
        );
        assert!(
            shown.says("% of 2") && shown.says("On duty now: Sample"),
            "{}",
            shown.text
        );
        assert!(
            shown.says("Takes every lead that no rotation above takes."),
            "{}",
            shown.text
        );
        let user = team.user("Sample One");
        let weight = |weight: &str| {
            [
                ("rotation", team.rotation.clone()),
                ("user", user.clone()),
                ("weight", weight.to_owned()),
            ]
        };
        let post = async |cookie: &str, weight: [(&str, String); 3]| {
            let form: Vec<(&str, &str)> = weight.iter().map(|(name, value)| (*name, value.as_str())).collect();
            house.post(cookie, "/rotations/members", &form).await
        };
        assert_eq!(status(&post(&team.one, weight("3")).await), 403);
        assert_eq!(status(&post(&team.manager, weight("17")).await), 422);
        assert_eq!(status(&post(&team.manager, weight("x")).await), 422);
        let set = post(&team.manager, weight("3")).await;
        assert_eq!(status(&set), 303, "{}", set.text);
        let after = house.follow(&team.manager, &set).await;
        assert!(after.says("Sample One has weight 3"), "{}", after.text);
        let again = house.get(&team.manager, &set.to).await;
        assert!(!again.says("Sample One has weight 3"), "said once, after the act");
        assert_eq!(
            after.text.matches(">next<").count(),
            2,
            "one is next in each rotation: {}",
            after.text
        );
        assert_eq!(status(&house.post(&team.manager, &after.undo(), &[]).await), 303);
        let roster = house.engine.roster();
        assert_eq!(roster.rotations[&team.rotation][&house.user("Sample One")], 1);
        team.agrees().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_rules_are_tried_on_the_last_90_days_before_anybody_signs() {
    for team in teams().await {
        let house = &team.house;
        for n in 0..5 {
            house.demo("Sample Person", &format!("p{n}@firm{n}.example.com")).await;
        }
        let none = house.get(&team.manager, "/rotations").await;
        assert!(none.says("No version waits for signatures."), "{}", none.text);
        let old = "lead.country in ['DE', 'AT', 'CH']";
        let text = rules::agreement::STARTING.replace(old, "lead.country in ['AT', 'CH']");
        let propose = rules::ask::OfAgreement::Propose {
            text,
            trial: false,
            from: None,
            base: house.engine.in_force().version,
            draft: None,
        };
        let by = rules::fact::Actor::User(house.user("Sample Manager"));
        let version = house.engine.ask(None, by, propose).await.unwrap()["version"]
            .as_i64()
            .unwrap();
        let offered = house.get(&team.manager, "/rotations").await;
        let path = format!("/rotations/trial?version={version}");
        assert!(offered.says(&path), "{}", offered.text);
        let page = house
            .get(&team.manager, &format!("/agreement/versions/{version}"))
            .await;
        assert!(page.says(&path), "{}", page.text);
        let tried = house.get(&team.manager, &path).await;
        assert_eq!(tried.status, StatusCode::OK, "{}", tried.text);
        assert!(
            tried.says("5 leads of the last 90 days") && tried.says("5 would go elsewhere"),
            "{}",
            tried.text
        );
        assert_eq!(tried.text.matches("<a href=\"/leads/lead_").count(), 5, "each opens");
        let file = house
            .get(&team.manager, &format!("/rotations/trial.csv?version={version}"))
            .await;
        assert_eq!(file.text.lines().count(), 6);
        assert_eq!(
            file.text.matches(",DACH,DACH,everyone else,1").count(),
            5,
            "{}",
            file.text
        );
        assert_eq!(
            status(&house.get(&team.manager, "/rotations/trial?version=77").await),
            404
        );
        assert_eq!(status(&house.get("", &path).await), 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_hours_are_set_on_a_page_that_says_who_changed_what() {
    for team in teams().await {
        let house = &team.house;
        let user = team.user("Sample One");
        let page = format!("/team/{user}/history");
        let bare = house.get(&team.manager, &page).await;
        assert!(
            bare.says("No own hours") && bare.says("Joined as") && bare.says("by Sample Manager"),
            "{}",
            bare.text
        );
        let form = [("zone", "Europe/Berlin"), ("day-2", "14:00-17:00, 09:00-9:30")];
        let set = house.post(&team.manager, &format!("/team/{user}/hours"), &form).await;
        assert_eq!(status(&set), 303, "{}", set.text);
        let shown = house.get(&team.manager, &page).await;
        assert!(shown.says("Wed 09:00-09:30, 14:00-17:00"), "{}", shown.text);
        assert!(shown.says("outside own hours"), "it is ten o'clock: {}", shown.text);
        for (zone, day) in [
            ("Europe/Berlin", "9 to 5"),
            ("Nowhere/Else", "09:00-10:00"),
            ("UTC", "10:00-09:00"),
        ] {
            let wrong = house
                .post(
                    &team.manager,
                    &format!("/team/{user}/hours"),
                    &[("zone", zone), ("day-0", day)],
                )
                .await;
            assert_eq!(status(&wrong), 422, "{zone} {day}");
            assert!(wrong.says(day), "what was typed stays");
        }
        let mine = house
            .post(
                &team.one,
                &format!("/team/{user}/hours"),
                &[("none", "1"), ("zone", "UTC")],
            )
            .await;
        assert_eq!(status(&mine), 403, "hours are the manager's to set");
        let plain = house.get(&team.one, &page).await;
        assert!(plain.says("/leave/") && !plain.says("/hours\""), "{}", plain.text);
        let none = house
            .post(
                &team.manager,
                &format!("/team/{user}/hours"),
                &[("none", "1"), ("zone", "UTC")],
            )
            .await;
        assert_eq!(status(&none), 303);
        assert!(house.get(&team.manager, &page).await.says("No own hours any more"));
        team.agrees().await;
    }
}
