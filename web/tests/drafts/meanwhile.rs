//! Drafts while others work on them, and errors as whoever types them reads them.

use super::desk::{Desk, differences, forms, value, with};
use crate::books::house::houses;
use axum::http::StatusCode;
use rules::agreement::STARTING;
use rules::fact::Role::{HeadOfMarketing, Marketer};

const WHOLE: &str = include_str!("../../../rules/tests/whole_agreement.toml");

/// What stands beside an input.
fn wrong_at<'t>(text: &'t str, id: &str) -> &'t str {
    let beside = text.split(&format!("id=\"{id}-wrong\">")).nth(1);
    beside.unwrap_or_else(|| panic!("{id}")).split("</p>").next().unwrap()
}

async fn rewrite(desk: &Desk<'_>, text: &str) {
    let page = desk.house.get(desk.who, &format!("{}/text", desk.draft)).await;
    let form = forms(&page.text)
        .into_iter()
        .find(|form| !value(form, "text").is_empty());
    let kept = desk.send("text", &with(&form.unwrap(), &[("text", text)]), "").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn per_cent_is_never_taken_for_a_share_in_silence() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let small = desk.change("owed", "/owed/sales", &[("persistence_min", "0.95")]).await;
    assert_eq!(small.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong_at(&small.text, "c1-persistence_min").contains("Write 95 if you mean 95 %."));
    assert!(small.says("value=\"0.95\""), "what was typed stays");
    let large = desk.change("owed", "/owed/sales", &[("persistence_min", "120")]).await;
    let beside = wrong_at(&large.text, "c1-persistence_min");
    assert!(
        beside.contains("per cent from 0 to 100") && !beside.contains("0 \u{2013} 1"),
        "{beside}"
    );
    let meant = desk
        .change("owed", "/owed/sales", &[("persistence_min", "0.95 %")])
        .await;
    assert_eq!(meant.status, StatusCode::SEE_OTHER);
    assert!(desk.text().await.contains("persistence_min = 0.0095"));
    let shown = house.get(HeadOfMarketing, &format!("{}/owed", desk.draft)).await;
    assert!(shown.says("value=\"0.95 %\""));
    let again = desk.change("owed", "/owed/sales", &[("valid_min", "")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent back as it came");
    assert!(desk.text().await.contains("persistence_min = 0.0095"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_names_the_label_and_leads_to_its_input() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let wrong = desk
        .change(
            "tiers",
            "/tier/0",
            &[("first_attempt", "soon"), ("cadence/attempts", "x")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.says("<a href=\"#c0-cadence-attempts\">Attempts</a>: This is not a whole number."),
        "{}",
        wrong.text
    );
    let wrong = desk.change("tiers", "/tier/0", &[("first_attempt", "soon")]).await;
    let summary = wrong.text.split("role=\"alert\"").nth(1).unwrap();
    assert!(summary.contains("1 thing needs another look."), "{summary:.300}");
    assert!(
        summary.contains(
            "<a href=\"#c0-first_attempt\">First attempt within</a>: “First attempt within” cannot be “soon”."
        ),
        "{summary:.600}"
    );
    assert!(wrong.says("id=\"c0-first_attempt\" name=\"first_attempt\" value=\"soon\""));
    assert!(wrong.says("aria-describedby=\"c0-first_attempt-wrong\""));
    let beside = wrong_at(&wrong.text, "c0-first_attempt");
    assert!(
        beside.contains("<small class=\"soft\">in the text: first_attempt</small>"),
        "{beside}"
    );
    let gone = desk.change("tiers", "/tier/1", &[("name", "")]).await;
    assert!(gone.says("“Name” is missing here."), "{}", gone.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clause_and_the_steps_of_an_escalation_are_reached_and_described_too() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    let wrong = desk
        .change("definitions", "/definition/1/requires/0", &[("when.0.value", "many")])
        .await;
    let id = wrong
        .text
        .split("<a href=\"#")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert!(
        wrong.says(&format!("id=\"{id}\" tabindex=\"-1\"")) && wrong.says(&format!("aria-describedby=\"{id}-wrong\""))
    );
    let late = desk
        .change(
            "escalation",
            "/escalation",
            &[("request.2.at", "10%"), ("request.2.tell", "boss")],
        )
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong_at(&late.text, "c0-request").contains("not in order of time"),
        "{}",
        late.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_another_part_is_named_with_the_way_there() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    rewrite(&desk, WHOLE).await;
    // money of another currency than the goal's: the goal is changed, the average purchase is in the way
    let wrong = desk
        .change(
            "goal",
            "/goal",
            &[("won/currency", "USD"), ("pipeline/currency", "USD")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let link = format!("<a href=\"{}/expected\">Expected rates · All leads</a>", desk.draft);
    assert!(wrong.says(&link), "{}", wrong.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tier_is_renamed_with_every_reference_in_one_save() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        rewrite(&desk, WHOLE).await;
        let saved = desk.change("tiers", "/tier/0", &[("name", "hand_up")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let by_hand = WHOLE
            .replace("name = \"request\"\nwhen", "name = \"hand_up\"\nwhen")
            .replace("[expected.tier.request]", "[expected.tier.hand_up]")
            .replace("\nrequest = [{ at", "\nhand_up = [{ at")
            .replace("per_week = { request = 15", "per_week = { hand_up = 15");
        assert_eq!(desk.text().await, by_hand, "nothing else moved, no comment is lost");
        let page = house.get(HeadOfMarketing, &saved.to).await;
        assert!(
            page.says(
                "“hand_up” is now called so in these parts too: Expected rates, Escalation, What each side owes."
            ),
            "{}",
            page.text
        );
        let taken = desk.change("tiers", "/tier/0", &[("name", "qualified")]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong_at(&taken.text, "c0-name").contains("Another one has this name already."));
        desk.change("tiers", "/tier/0", &[("name", "request")]).await;
        assert_eq!(desk.text().await, WHOLE, "there and back, to the byte");
        assert_eq!(differences(&house).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_renamed_in_its_lists_and_its_clauses() {
    let house = &houses().await[0];
    let desk = Desk::begin(house, HeadOfMarketing).await;
    rewrite(&desk, WHOLE).await;
    let saved = desk.change("questions", "/question/1", &[("id", "when_needed")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let by_hand = WHOLE
        .replace("id = \"timeline\"", "id = \"when_needed\"")
        .replace("\"timeline\", \"who_decides\"]", "\"when_needed\", \"who_decides\"]")
        .replace("answers.timeline", "answers.when_needed");
    assert_eq!(desk.text().await, by_hand);
    assert!(
        house
            .get(HeadOfMarketing, &saved.to)
            .await
            .says("in these parts too: Definitions.")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_save_shows_mine_and_now_side_by_side_and_goes_on_top() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        let mine = desk.card("tiers", "/tier/0", false).await;
        let other = Desk {
            house: &house,
            who: Marketer,
            draft: desk.draft.clone(),
        };
        other.change("tiers", "/tier/0", &[("first_attempt", "12m")]).await;
        let late = desk
            .send("tiers", &with(&mine, &[("first_attempt", "10m")]), "save")
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let beside = late
            .text
            .split("id=\"stale\"")
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap();
        assert!(
            beside.contains("Sample marketer changed this draft since you opened it"),
            "{beside}"
        );
        let row = "First attempt within</th><td data-label=\"You typed\"><pre class=\"said\">10m</pre></td><td data-label=\"It says now\"><pre class=\"said\">12m</pre>";
        assert!(beside.contains(row), "{beside}");
        assert!(
            !beside.contains("Attempts</th>"),
            "what is alike is not shown: {beside}"
        );
        assert!(beside.contains(&format!(
            "<a class=\"button\" href=\"{}/tiers\">Take the current one</a>",
            desk.draft
        )));
        let on_top = forms(&late.text)
            .into_iter()
            .find(|form| value(form, "first_attempt") == "10m")
            .unwrap();
        assert_eq!(desk.send("tiers", &on_top, "save").await.status, StatusCode::SEE_OTHER);
        assert!(desk.text().await.contains("first_attempt = \"10m\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_text_shows_the_lines_that_differ_side_by_side() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        let other = Desk {
            house: &house,
            who: Marketer,
            draft: desk.draft.clone(),
        };
        let page = house.get(HeadOfMarketing, &format!("{}/text", desk.draft)).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "text").is_empty())
            .unwrap();
        other.change("tiers", "/tier/0", &[("first_attempt", "11m")]).await;
        let text = value(&form, "text").replacen("company.employees >= 20", "company.employees >= 30", 1);
        let late = desk.send("text", &with(&form, &[("text", &text)]), "").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let beside = late
            .text
            .split("id=\"stale\"")
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap();
        for line in [
            "when = &#34;company.employees &#62;= 30&#34;",
            "first_attempt = &#34;11m&#34;",
        ] {
            assert!(beside.contains(line), "{line} in {beside}");
        }
        assert!(!beside.contains("zone ="), "only what differs: {beside}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_is_undone_by_one_press_while_nobody_saved_after() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        let undo = |page: &str| {
            forms(page)
                .into_iter()
                .find(|form| form.iter().any(|(name, _)| name == "back"))
        };
        let fresh = house.get(HeadOfMarketing, &format!("{}/tiers", desk.draft)).await;
        assert!(undo(&fresh.text).is_none(), "nothing was saved yet");
        desk.change("tiers", "/tier/0", &[("first_attempt", "12m")]).await;
        let page = house.get(HeadOfMarketing, &format!("{}/tiers", desk.draft)).await;
        let form = undo(&page.text).unwrap();
        let undone = desk.send("undo", &form, "").await;
        assert_eq!(
            (undone.status, undone.to.as_str()),
            (StatusCode::SEE_OTHER, format!("{}/tiers", desk.draft).as_str())
        );
        assert_eq!(desk.text().await, STARTING);
        let again = undo(&house.get(HeadOfMarketing, &format!("{}/tiers", desk.draft)).await.text).unwrap();
        assert_eq!(desk.send("undo", &again, "").await.status, StatusCode::SEE_OTHER);
        assert!(
            desk.text().await.contains("first_attempt = \"12m\""),
            "pressed again, it is redone"
        );

        let form = undo(&house.get(HeadOfMarketing, &format!("{}/tiers", desk.draft)).await.text).unwrap();
        let other = Desk {
            house: &house,
            who: Marketer,
            draft: desk.draft.clone(),
        };
        other.change("owed", "/owed/sales", &[("persistence_min", "85")]).await;
        let late = desk.send("undo", &form, "").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Sample marketer saved after you."), "{}", late.text);
        let text = desk.text().await;
        assert!(
            text.contains("first_attempt = \"12m\"") && text.contains("persistence_min = 0.85"),
            "nothing was lost"
        );
        let page = house.get(HeadOfMarketing, &desk.draft).await;
        assert!(undo(&page.text).is_none(), "the last save is not the viewer's");
        assert_eq!(differences(&house).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_into_a_draft_that_was_proposed_leads_to_its_version_and_is_shown() {
    for house in houses().await {
        let desk = Desk::begin(&house, HeadOfMarketing).await;
        desk.change("tiers", "/tier/0", &[("first_attempt", "12m")]).await;
        let mine = desk.card("tiers", "/tier/1", false).await;
        let page = house.get(Marketer, &desk.draft).await;
        let form = forms(&page.text)
            .into_iter()
            .find(|form| !value(form, "from_day").is_empty())
            .unwrap();
        let other = Desk {
            house: &house,
            who: Marketer,
            draft: desk.draft.clone(),
        };
        assert_eq!(other.send("propose", &form, "").await.to, "/agreement/versions/1");
        let late = desk
            .send("tiers", &with(&mine, &[("first_attempt", "90m")]), "save")
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.says("Sample marketer proposed it") && late.says("it is version 1 now"),
            "{}",
            late.text
        );
        assert!(late.says("What you typed was not kept.") && late.says("90m"));
        assert_eq!(late.hrefs("/agreement/versions/1"), ["/agreement/versions/1"]);
        for path in ["", "/text", "/tiers"] {
            let read = house.get(HeadOfMarketing, &format!("{}{path}", desk.draft)).await;
            assert_eq!(read.status, StatusCode::GONE, "{path}");
        }
        let again = desk.send("propose", &form, "").await;
        assert_eq!(again.status, StatusCode::CONFLICT, "nobody proposes it twice");
    }
}
