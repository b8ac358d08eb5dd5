//! The books over HTTP: who may open which page and post which act, and a few days told as stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it must, and every story uses a part of this"
)]

pub mod house;

use axum::http::StatusCode;
use house::{House, houses};
use rules::ask::{Capture, OfHandoff};
use rules::fact::Role::{Admin, Boss, HeadOfMarketing, HeadOfSales, Marketer, Rep, SalesManager};
use rules::fact::{AttemptResult, RejectReason, Role, SubmissionKind, Which};
use rules::{Id, Span};

const SALES: [Role; 3] = [Rep, SalesManager, HeadOfSales];
const MARKETING: [Role; 2] = [Marketer, HeadOfMarketing];

/// Each page with those who may open it.
fn pages() -> Vec<(&'static str, Vec<Role>)> {
    let but = |not: &[Role]| Vec::from_iter(Role::ALL.into_iter().filter(|role| !not.contains(role)));
    let marketing = vec![Marketer, HeadOfMarketing, HeadOfSales, Boss];
    vec![
        ("/leads", but(&[Admin])),
        ("/leads?stage=mql&source=webinar&period=28d", but(&[Admin])),
        ("/search?q=Sample", but(&[Admin])),
        ("/leads.csv", but(&[Admin])),
        ("/review", marketing.clone()),
        ("/patterns", marketing.clone()),
        ("/patterns?state=answered", marketing.clone()),
        ("/patterns/leads?reason=too_small&source=webinar", marketing),
        ("/team", Role::ALL.to_vec()),
        ("/scorecard", but(&[Admin])),
        ("/scorecard?period=quarter", but(&[Admin])),
        ("/scorecard/leads?part=open", but(&[Admin])),
        ("/scorecard/history", but(&[Admin])),
        ("/scorecard/history.csv", but(&[Admin])),
        ("/scorecard/history/leads?by=all", but(&[Admin, Rep])),
        ("/agreement", Role::ALL.to_vec()),
        ("/agreement/text", Role::ALL.to_vec()),
        ("/status", vec![SalesManager, HeadOfSales, HeadOfMarketing, Boss, Admin]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_opens_the_pages_that_are_its_own_and_no_other() {
    for house in houses().await {
        house.demo("Sample One", "webinar").await;
        for (path, open_to) in pages() {
            for role in Role::ALL {
                let got = house.get(role, path).await;
                let expected = if open_to.contains(&role) {
                    StatusCode::OK
                } else {
                    StatusCode::FORBIDDEN
                };
                assert_eq!(got.status, expected, "{role:?} {path}");
            }
            let nobody = house.send(None, "GET", path, String::new()).await;
            assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
            assert!(nobody.to.starts_with("/sign-in"), "{path}");
        }
    }
}

/// A lead on the review list.
async fn given_back(house: &House, name: &str) -> Id {
    let (lead, handoff) = house.demo(name, "webinar").await;
    let command = OfHandoff::Reject {
        lead,
        handoff,
        reason: RejectReason::WrongTerritory,
        clause: None,
        covers: None,
    };
    house.by(Rep, command).await;
    lead
}

/// A C of the webinar.
async fn a_c(house: &House, name: &str) {
    let handoff = house.demo(name, "webinar").await;
    house.clock.pass(Span::minutes(2));
    house.call(handoff, AttemptResult::Connected).await;
    house.say(handoff, Which::NotAFit, "too_small").await;
}

/// An address, its form, and who may.
type Post<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [Role]);

#[tokio::test(flavor = "multi_thread")]
async fn every_post_is_done_for_those_who_may_and_refused_to_others() {
    for house in houses().await {
        a_c(&house, "Sample Pattern").await;
        let rep = house.people[&Rep].show("user");
        let managers = [SalesManager, HeadOfSales, Admin];
        for (n, role) in Role::ALL.into_iter().enumerate() {
            let lead = given_back(&house, &format!("Sample Back {n}")).await.show("lead");
            let pattern = [
                ("reason", "too_small"),
                ("source", "webinar"),
                ("response", "rule_changed"),
                ("why", ""),
            ];
            let email = format!("new{n}@sample.example.com");
            let weight = [("rotation", "DACH"), ("user", rep.as_str()), ("weight", "2")];
            let review = format!("/review/{lead}");
            let (roles, leave) = (format!("/team/{rep}/roles"), format!("/team/{rep}/leave"));
            let link = format!("/team/{rep}/link");
            let resend = format!("/status/letters/{}/resend", house.engine.fresh_id().show("letter"));
            let day = format!("2026-05-{:02}", n + 1);
            let person = [("name", "Sample New"), ("email", email.as_str()), ("role", "rep")];
            let posts: [Post<'_>; 9] = [
                (&review, &[("decision", "nurture")], &MARKETING),
                ("/patterns", &pattern, &MARKETING),
                ("/team/users", &person, &[Admin]),
                ("/team/members", &weight, &managers),
                (&roles, &[("role", "rep")], &[Admin]),
                (
                    &leave,
                    &[("leave", "on"), ("from", day.as_str()), ("until", day.as_str())],
                    &[Rep, SalesManager, HeadOfSales, Admin],
                ),
                (&leave, &[("leave", "off")], &[Rep, SalesManager, HeadOfSales, Admin]),
                (&link, &[], &[Admin]),
                (&resend, &[], &[Admin]),
            ];
            for (path, form, may) in posts {
                let got = house.post(role, path, form).await;
                let done = [StatusCode::SEE_OTHER, StatusCode::OK].contains(&got.status);
                let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&got.status);
                let is_right = if may.contains(&role) { done } else { refused };
                assert!(is_right, "{role:?} POST {path} {form:?}: {}", got.status);
                assert!(!got.to.starts_with("/sign-in"), "{role:?} {path}");
            }
        }
        let away = house.send(None, "POST", "/patterns", String::new()).await;
        assert!(away.to.starts_with("/sign-in"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_c_waits_for_an_answer_and_is_gone_when_it_came() {
    for house in houses().await {
        a_c(&house, "Sample Tiny").await;
        let open = house.get(Marketer, "/patterns").await;
        assert!(open.says("Too small") && open.says("webinar") && open.says("Sample Tiny") && open.says("Sample rep"));
        assert!(open.says("1 of 1 handed over from this source"));
        let list = open.hrefs("/patterns/leads").remove(0);
        let listed = house.get(Marketer, &list).await;
        assert!(
            listed.lines() == 1 && listed.says("Sample Tiny"),
            "the count opens its lead"
        );

        let token = open.hidden("ask");
        let mut form = vec![
            ("reason", "too_small"),
            ("source", "webinar"),
            ("response", "kept"),
            ("why", " "),
            ("ask", &token),
        ];
        let refused = house.post(Marketer, "/patterns", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Say in words why."), "at the form");
        form[2].1 = "rule_changed";
        form[3].1 = "at least 20 people <now>";
        for _ in 0..2 {
            let done = house.post(Marketer, "/patterns", &form).await;
            assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/patterns"));
        }

        let after = house.get(Marketer, "/patterns").await;
        assert!(after.hrefs("/patterns/leads").is_empty(), "nothing is open any more");
        let answer = "Rule changed: at least 20 people &#60;now&#62;";
        assert!(after.says(answer) && after.says("Sample marketer"));
        assert_eq!(after.text.matches(answer).count(), 1, "sent twice, done once");

        house.clock.pass(Span::minutes(5));
        a_c(&house, "Sample Small").await;
        let again = house.get(HeadOfMarketing, "/patterns").await;
        assert!(again.says("1 × C · not a fit"), "only what was said since the answer");
        assert!(again.says("Sample Small") && !again.says("Sample Tiny"));
        let boss = house.get(Boss, "/patterns").await;
        assert!(
            boss.says("Sample Small") && !boss.says("name=\"why\""),
            "who may not answer has no form"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sales_gives_back_is_shown_with_its_reason_and_released_to_another() {
    for house in houses().await {
        let lead = given_back(&house, "Sample Elsewhere").await;
        house.clock.pass(Span::minutes(10));
        let page = house.get(Marketer, "/review").await;
        for words in [
            "Sample Elsewhere",
            "Given back",
            "Not my territory",
            "Sample rep",
            "20\u{a0}min left",
            "Hand over to Sales",
        ] {
            assert!(page.says(words), "{words}");
        }
        assert!(
            !house.get(Boss, "/review").await.says("Hand over to Sales"),
            "the boss reads"
        );
        let (path, token) = (format!("/review/{}", lead.show("lead")), page.hidden("ask"));
        let form = [("decision", "release"), ("ask", token.as_str())];
        assert_eq!(house.post(Marketer, &path, &form).await.status, StatusCode::SEE_OTHER);
        let state = engine::lead::reads::one(house.engine.ledger(), lead)
            .await
            .unwrap()
            .unwrap();
        let open = state.open_handoff().expect("routed");
        let manager = house.people[&SalesManager];
        assert_eq!((open.owner, open.trigger_at), (Some(manager), house.engine.now()));
        assert!(house.get(Marketer, "/review").await.says("Nothing waits"));
        let late = house.post(HeadOfMarketing, &path, &[("decision", "discard")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("does not wait for review any more"));
        assert_eq!(
            house.post(Marketer, &path, &[("decision", "no such")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_cannot_be_told_says_which_clause() {
    for house in houses().await {
        let capture = Capture {
            kind: SubmissionKind::Event,
            email: Some("guest@sample-company.de".into()),
            name: Some("Sample Guest".into()),
            country: Some("DE".into()),
            ..Capture::default()
        };
        house.capture(capture).await;
        let page = house.get(Marketer, "/review?kind=missing_facts").await;
        assert!(page.says("Sample Guest") && page.says("Missing facts"));
        assert!(page.says("Cannot be told: a company of a size we serve"));
        assert!(
            !house
                .get(Marketer, "/review?kind=rejected_by_sales")
                .await
                .says("Sample Guest")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_sees_only_his_own_leads_in_list_search_and_file() {
    for house in houses().await {
        house.demo("Sample Mine", "webinar").await;
        let nobodys = Capture {
            kind: SubmissionKind::Content,
            email: Some("reader@sample-company.de".into()),
            name: Some("Sample Reader".into()),
            source: Some("paper".into()),
            ..Capture::default()
        };
        house.capture(nobodys).await;
        for path in [
            "/leads",
            "/search?q=sample",
            "/leads.csv",
            "/scorecard/leads?part=handed",
        ] {
            let (mine, all) = (house.get(Rep, path).await, house.get(Marketer, path).await);
            assert!(mine.says("Sample Mine") && !mine.says("Sample Reader"), "{path}");
            assert!(all.says("Sample Mine"), "{path}");
            for href in all.hrefs("/leads/lead_") {
                assert_eq!(
                    house.get(Marketer, &href).await.status,
                    StatusCode::OK,
                    "{path}: {href}"
                );
            }
        }
        let other = house.people[&SalesManager].show("user");
        assert!(
            !house
                .get(Rep, &format!("/leads?owner={other}"))
                .await
                .says("Sample Mine")
        );
        let theirs = house.get(Rep, &format!("/scorecard/leads?owner={other}")).await;
        assert_eq!(theirs.status, StatusCode::FORBIDDEN);
        assert_eq!(house.get(Marketer, "/leads?source=paper").await.lines(), 1);
        assert_eq!(house.get(Marketer, "/leads?stage=mql").await.lines(), 1);
        assert!(
            house
                .get(Marketer, "/search?q=nobody%00known")
                .await
                .says("No lead matches")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_goes_on_by_cursor_and_the_file_holds_all_of_it_and_no_formula() {
    for house in houses().await {
        for n in 0..60 {
            house.demo(&format!("Sample {n:02}"), "webinar").await;
        }
        house.demo("=HYPERLINK Sample", "webinar").await;
        let first = house.get(Marketer, "/leads?source=webinar").await;
        let next = first.hrefs("after=").remove(0);
        assert!(next.contains("source=webinar"), "{next}");
        let second = house.get(Marketer, &next).await;
        assert_eq!((first.lines(), second.lines()), (50, 11));
        let file = house.get(Marketer, "/leads.csv?source=webinar").await;
        assert!(file.kind.starts_with("text/csv"));
        assert_eq!(file.text.lines().count(), 62, "a head and every lead");
        assert!(file.says(",'=HYPERLINK Sample,") && !file.says(",=HYPERLINK"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_the_scorecard_opens_exactly_its_leads() {
    for house in houses().await {
        let met = house.demo("Sample Met", "webinar").await;
        house.demo("Sample Late", "search").await;
        house.clock.pass(Span::minutes(5));
        house.call(met, AttemptResult::Connected).await;
        house.say(met, Which::Advanced, "meeting").await;
        house.clock.pass(Span::hours(30));
        let page = house.get(Boss, "/scorecard").await;
        assert!(page.says(">50\u{a0}%<"), "one of two in time");
        assert!(page.says("of 2 first attempts due in the period"));
        assert!(page.says(">5\u{a0}min<"), "the median is the nearest rank");
        for (words, expected) in [
            ("1 In time", 1),
            ("1 Not in time", 1),
            ("0 Told of too late", 0),
            ("1 Not followed up", 1),
        ] {
            let anchor = format!("\">{words}</a>");
            let before = page.text.split(&anchor).next().unwrap_or_default();
            assert!(page.text.contains(&anchor), "{words}");
            let href = before.rsplit("href=\"").next().unwrap().replace("&#38;", "&");
            assert_eq!(house.get(Boss, &href).await.lines(), expected, "{words}: {href}");
        }
        let source = page.hrefs("source=webinar&part=advanced").remove(0);
        let listed = house.get(Boss, &source).await;
        assert!(listed.lines() == 1 && listed.says("Sample Met") && listed.says("A · advanced"));
        assert!(page.says("Feedback overdue") && page.says("5 Feb 2026 – 5 Mar 2026, Europe/Berlin"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_added_by_a_link_that_is_shown_once_and_let_go_when_the_desk_is_empty() {
    for house in houses().await {
        let page = house.get(Admin, "/team").await;
        let token = page.hidden("ask");
        let wrong = [
            ("name", "Sample New"),
            ("email", "rep@sample.example.com"),
            ("role", "rep"),
            ("ask", &token),
        ];
        let refused = house.post(Admin, "/team/users", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Somebody has this address already") && refused.says("value=\"Sample New\""));
        let right = [
            ("name", "Sample New"),
            ("email", "new@sample.example.com"),
            ("role", "rep"),
            ("role", "boss"),
        ];
        let added = house.post(Admin, "/team/users", &right).await;
        assert_eq!(added.status, StatusCode::OK);
        let url = added.text.split("http://baton.example.com").nth(1).unwrap();
        let path = url.split('"').next().unwrap().to_owned();
        assert!(path.starts_with("/set-up/"));
        assert_eq!(
            house.send(None, "GET", &path, String::new()).await.status,
            StatusCode::OK
        );
        let later = house.get(Admin, "/team").await;
        assert!(later.says("Sample New") && later.says("Rep, Boss (reads)") && !later.says(&path));

        let rep = house.people[&Rep].show("user");
        house.demo("Sample Mine", "webinar").await;
        let go = format!("/team/{rep}/let-go");
        let kept = house.post(Admin, &go, &[]).await;
        assert_eq!(
            (kept.status, kept.to.as_str()),
            (StatusCode::SEE_OTHER, format!("/team/{rep}").as_str())
        );
        let page = house.get(Admin, &kept.to).await;
        assert!(page.says("1 open handoff") && page.says("Move all, then Sample rep leaves"));
        let back = [("leave", "on"), ("from", "2026-05-09"), ("until", "2026-05-01")];
        let refused = house.post(SalesManager, &format!("/team/{rep}/leave"), &back).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("lies before the first"));
        let away = [("leave", "on"), ("until", "2026-03-06")];
        house.post(SalesManager, &format!("/team/{rep}/leave"), &away).await;
        assert!(house.get(Rep, "/team").await.says("on leave until Fri 23:59"));
        let heavy = [("rotation", "DACH"), ("user", rep.as_str()), ("weight", "99")];
        let refused = house.post(SalesManager, "/team/members", &heavy).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("from 1 to 16"));
        let marketers = house.people[&Marketer].show("user");
        house.post(Admin, &format!("/team/{marketers}/let-go"), &[]).await;
        assert!(!house.get(Admin, "/team").await.says("Sample marketer"));
        assert!(
            house.get(Marketer, "/review").await.to.starts_with("/sign-in"),
            "signed out at once"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_one_says_what_is_in_force_and_the_status_that_nobody_is_forgotten() {
    for house in houses().await {
        house.demo("Sample One", "webinar").await;
        let page = house.get(Rep, "/agreement").await;
        assert!(page.says("Built-in starting agreement, not signed yet"));
        assert!(page.says(">15\u{a0}min</td>"), "{}", page.text);
        assert!((10..=12).contains(&page.text.matches("close\"><p>").count()));
        let text = house.get(Rep, "/agreement/text").await.text;
        let text = text.replace("15m", "20m");
        let form = |act| [("base", "0"), ("text", text.as_str()), ("act", act)];
        let refused = house.post(Rep, "/agreement/propose", &form("propose")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let looked = house.post(HeadOfSales, "/agreement/propose", &form("look")).await;
        assert!(looked.says("The first attempt on request is now due within 20\u{a0}min instead of 15\u{a0}min."));
        assert!(looked.says("Both sides sign this."));
        let proposed = house.post(HeadOfSales, "/agreement/propose", &form("propose")).await;
        assert_eq!(proposed.to, "/agreement/versions/1");
        let shown = house.get(HeadOfSales, "/agreement/versions/1").await;
        let hash = shown.text.split("name=\"hash\" value=\"").nth(1).unwrap()[..64].to_owned();
        let sign = [("hash", hash.as_str())];
        for nobody in [Rep, Admin, Boss, Marketer] {
            let refused = house.post(nobody, "/agreement/versions/1/sign", &sign).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{nobody:?}");
        }
        house.post(HeadOfSales, "/agreement/versions/1/sign", &sign).await;
        assert!(
            house
                .get(Rep, "/agreement")
                .await
                .says("Built-in starting agreement, not signed yet")
        );
        let again = house.post(HeadOfSales, "/agreement/versions/1/sign", &sign).await;
        assert!(again.status == StatusCode::CONFLICT && again.says("This side has signed already"));
        house.post(HeadOfMarketing, "/agreement/versions/1/sign", &sign).await;
        let page = house.get(Rep, "/agreement").await;
        assert!(page.says("Version 1, in force since 2026-03-04"));
        assert!(page.says("Sample head_of_sales") && page.says("Sample head_of_marketing"));
        assert!(page.says("<ins>20\u{a0}min</ins></td>") || page.says(">20\u{a0}min</td>"));
        let status = house.get(Admin, "/status").await;
        for words in [
            "Engine and size",
            "Open handoffs that nobody answers for",
            "0.0.0-test",
            "Next timer",
        ] {
            assert!(status.says(words), "{words}");
        }
        let ownerless = status
            .text
            .split("Open handoffs that nobody answers for")
            .nth(1)
            .unwrap();
        let value = ownerless.split("tab\">").nth(1).unwrap();
        assert!(value.starts_with('0'), "{}", &value[..20]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigation_leads_only_where_a_role_may_look() {
    for house in houses().await.into_iter().take(1) {
        for role in Role::ALL {
            let page = house.get(role, "/agreement").await;
            let nav = page.text.split("<nav class=\"nav\"").nth(1).unwrap();
            let nav = nav.split("</nav>").next().unwrap();
            let places = nav.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
            for place in places.filter(|place| !place.starts_with("queue")) {
                let got = house.get(role, &format!("/{place}")).await;
                assert_eq!(got.status, StatusCode::OK, "{role:?} /{place}");
            }
            let shows = |place: &str| nav.contains(&format!("href=\"/{place}\""));
            assert_eq!(shows("queue"), SALES.contains(&role), "{role:?}");
            assert_eq!(shows("leads"), role != Admin, "{role:?}");
            let runs = [SalesManager, HeadOfSales, HeadOfMarketing, Boss, Admin];
            assert_eq!(shows("status"), runs.contains(&role), "{role:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_one_of_the_team_names_a_cover_moves_a_leaver_out_and_lets_a_head_consent() {
    for house in houses().await {
        let of = |role: Role| house.people[&role].show("user");
        let (rep, manager) = (format!("/team/{}", of(Rep)), of(SalesManager));
        let set = house
            .post(SalesManager, &format!("{rep}/cover"), &[("cover", &manager)])
            .await;
        assert_eq!(set.status, StatusCode::SEE_OTHER);
        assert!(house.get(Rep, &rep).await.says("Sample sales_manager covers"));
        assert!(
            house
                .get(Rep, "/team")
                .await
                .says("covered by Sample sales_manager while away")
        );
        let marketer = of(Marketer);
        let refused = house
            .post(SalesManager, &format!("{rep}/cover"), &[("cover", &marketer)])
            .await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("who is here to stay"));
        let never = house.post(Marketer, &format!("{rep}/cover"), &[("cover", "")]).await;
        assert_eq!(never.status, StatusCode::FORBIDDEN);

        let (lead, _) = house.demo("Sample Mine", "webinar").await;
        let out = format!("{rep}/move-out");
        assert_eq!(house.post(SalesManager, &out, &[]).await.status, StatusCode::FORBIDDEN);
        let begun = house.post(Admin, &out, &[("to", &manager)]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        assert!(house.get(Admin, &rep).await.says("1 to move"));
        engine::leaver::go_on_with_all(&house.engine).await.unwrap();
        let left = house.get(Admin, &rep).await;
        assert!(left.says("One thing moved first:") && !left.says("/move-out"));
        let moved = house.get(SalesManager, &format!("/leads/{}", lead.show("lead"))).await;
        assert!(moved.says("Sample sales_manager"));

        let boss = format!("/team/{}", of(Boss));
        let roles = [("role", "boss"), ("role", "head_of_sales")];
        house.post(Admin, &format!("{boss}/roles"), &roles).await;
        assert!(house.get(Boss, "/team").await.says("Head of Sales waits for a head"));
        let consent = [("office", "head_of_sales"), ("consent", "yes")];
        let office = format!("{boss}/office");
        assert_eq!(house.post(Admin, &office, &consent).await.status, StatusCode::FORBIDDEN);
        let given = house.post(HeadOfMarketing, &office, &consent).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER);
        let shown = house.get(Boss, &boss).await;
        assert!(shown.says("with the consent of Sample head_of_marketing"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_told_of_on_its_page_and_its_next_lead_goes_to_its_owner_outside_the_scorecard() {
    for house in houses().await {
        let (first, _) = house.demo("Sample One", "webinar").await;
        let page = format!("/leads/{}/company", first.show("lead"));
        let shown = house.get(Rep, &page).await;
        assert!(shown.says("nobody’s account") && !shown.says("What the CRM knows"));
        let manager = house.people[&SalesManager].show("user");
        let told = [("account", manager.as_str()), ("deal", ""), ("customer", "yes")];
        assert_eq!(house.post(Rep, &page, &told).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            house.post(SalesManager, &page, &told).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(house.get(Rep, &page).await.says("Account: Sample sales_manager"));
        let colleague = rules::ask::Capture {
            email: Some("two@sample-one.sample-company.de".into()),
            country: Some("DE".into()),
            form: Some("demo".into()),
            ..rules::ask::Capture::default()
        };
        let (second, _) = house.capture(colleague).await;
        let lead = house
            .get(SalesManager, &format!("/leads/{}", second.show("lead")))
            .await;
        assert!(lead.says("Sample sales_manager has the company’s account."));
        let card = house.get(SalesManager, "/scorecard").await;
        assert!(card.says("1 handoff of an existing customer is left out."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_answered_by_a_page_in_words() {
    for house in houses().await {
        for path in [
            "/agreement/versions/x",
            "/agreement/versions/99999999999999999999",
            "/rotations/trial?version=x",
        ] {
            let got = house.get(HeadOfSales, path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
            assert!(got.kind.starts_with("text/html"), "{path}: {}", got.kind);
        }
        let body = format!("text={}", "x".repeat(2 * 1024 * 1024));
        let got = house.send(Some(HeadOfSales), "POST", "/agreement/propose", body).await;
        assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(got.kind.starts_with("text/html") && got.says("what you typed is still there"));
    }
}
