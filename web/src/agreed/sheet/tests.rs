use super::super::hidden;
use super::*;
use rules::agreement::change::{Change, changes};

const WHOLE: &str = include_str!("../../../../rules/tests/whole_agreement.toml");
/// Each line a change of the whole text: every part of it is there.
const KINDS: &str = include_str!("../../../../rules/tests/agreement_kinds.tsv");

fn on_page(agreement: &Agreement) -> (String, Vec<String>) {
    let now = Instant::parse("2026-03-04T10:00:00+01:00").unwrap();
    let said = sentences(&Words::new("en"), agreement, now);
    (agreement.name.clone(), said.iter().map(read_out).collect())
}

/// A sentence as it is read: its words, its lines, what is more.
fn read_out(sentence: &Sentence) -> String {
    let text = |pieces: &Vec<Piece>| pieces.iter().map(Piece::text).collect::<String>();
    let row = |row: &Row| row.cells.iter().map(text).collect::<Vec<_>>().join(" | ");
    let rows = sentence.rows.iter().map(row);
    let all = [text(&sentence.text)]
        .into_iter()
        .chain(rows)
        .chain([text(&sentence.more)]);
    all.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_page_one_does_not_show_of_a_change_the_annex_tells() {
    let old = Agreement::load_plain(WHOLE).unwrap();
    let mut annexed = 0;
    for line in KINDS.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<String> = line.split('\t').map(|cell| cell.replace("\\n", "\n")).collect();
        let new = Agreement::load_plain(&WHOLE.replacen(&cells[0], &cells[1], 1)).unwrap();
        let found = changes(&old, &new);
        let (annex, differs) = (hidden(&old, &new), on_page(&old) != on_page(&new));
        // of what came or went, the page names it and the annex tells the rest
        let came = |change: &Change| matches!(change, Change::New(_) | Change::Gone(_));
        match differs {
            true => assert!(annex.len() < found.len() || annex.iter().all(came), "{line}: {annex:?}"),
            false => assert_eq!(annex, found, "{line}"),
        }
        annexed += usize::from(!differs);
    }
    assert!(annexed > 25, "{annexed}");
}

#[test]
fn what_is_signed_stands_exactly_on_page_one() {
    let text = WHOLE
        .replace("persistence_min = 0.90", "persistence_min = 0.0095")
        .replace("won = { amount = 400_000_00", "won = { amount = 400_000_50")
        .replace("feedback_in_time_min = 0.95", "feedback_in_time_min = 0.9333")
        .replace("first_attempt = \"15m\"", "first_attempt = \"90m\"");
    let (_, said) = on_page(&Agreement::load_plain(&text).unwrap());
    let whole = said.join("\n");
    for part in [
        "0.95\u{a0}% of leads tried",
        "93.33\u{a0}% of feedback",
        "000.50\u{a0}EUR",
        "request | 90\u{a0}min | 1\u{a0}h | 6 | 2 | 10 business days",
    ] {
        assert!(whole.contains(part), "{part} in\n{whole}");
    }
    assert!(said.len() <= SENTENCES_MAX);
}

#[test]
fn to_whom_an_advanced_lead_goes_on_is_said_where_it_does_and_only_there() {
    let whole = on_page(&Agreement::load_plain(WHOLE).unwrap()).1.join("\n");
    let said = "An A · advanced of “DACH” goes on to “everyone else”, first attempt there within 4\u{a0}h.";
    assert!(whole.contains(said), "{said} in\n{whole}");
    let starting = on_page(&Agreement::starting().unwrap()).1.join("\n");
    assert!(!starting.contains("goes on to"), "{starting}");
}

#[test]
fn the_starting_agreement_is_said_in_at_most_twelve_sentences() {
    let agreement = Agreement::starting().unwrap();
    let said = on_page(&agreement).1;
    assert!(said.len() <= SENTENCES_MAX && said.len() >= 10, "{said:#?}");
    let whole = said.join("\n");
    for part in [
        "a company of a size we serve",
        "15\u{a0}min",
        "Mon–Thu 09:00–17:30, Fri 09:00–16:00",
        "Europe/Berlin",
        "2 business days",
        "the owner at 66 % of the time",
        "95\u{a0}%",
        "15 request",
        "Mon at 10:00",
    ] {
        assert!(whole.contains(part), "{part} in\n{whole}");
    }
    assert!(!whole.contains("agreement-"), "no bare key: {whole}");
}

/// The whole text with so many more tiers, rotations and calendars than fit.
fn fullest() -> String {
    let mut text = WHOLE.to_owned();
    for n in 1..=12 {
        let tier = format!(
            "[[tier]]\nname = \"kind_{n}\"\nwhen = \"submission.source == 'kind_{n}'\"\nfirst_attempt = \"{n}h\"\n\n[[tier]]\nname = \"content\""
        );
        text = text.replacen("[[tier]]\nname = \"content\"", &tier, 1);
        let rotation = format!(
            "[[rotation]]\nname = \"Region {n}\"\nwhen = \"submission.source == 'kind_{n}'\"\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\ntake_by = \"10m\"\n\n[[rotation]]\nname = \"everyone else\""
        );
        text = text.replacen("[[rotation]]\nname = \"everyone else\"", &rotation, 1);
        let calendar = format!(
            "[calendar.office_{n:02}]\nzone = \"Europe/Vienna\"\nweek = {{ mon = [\"08:00-17:00\"] }}\n\n[calendar.sales]"
        );
        text = text.replacen("[calendar.sales]", &calendar, 1);
    }
    text
}

#[test]
fn whose_turn_it_is_is_said_where_the_text_has_it() {
    let whole = on_page(&Agreement::load_plain(WHOLE).unwrap()).1.join("\n");
    let said = "Whose turn it is: a lead is held for one rep to take, else it goes to the next in turn: “DACH” within 10\u{a0}min; \
        what nobody tried goes to the next in turn once, counted from the end of its owner’s time: request after 10\u{a0}min.";
    assert!(whole.contains(said), "{whole}");
    let starting = on_page(&Agreement::starting().unwrap()).1.join("\n");
    assert!(!starting.contains("Whose turn"), "{starting}");
}

#[test]
fn of_what_does_not_fit_is_said_how_many_and_what_changes_there_is_in_the_annex() {
    let text = fullest();
    let old = Agreement::load_plain(&text).unwrap();
    let said = on_page(&old).1;
    let whole = said.join("\n");
    assert!(said.len() == SENTENCES_MAX, "{whole}");
    for part in [
        "\n9 more, in the annex",
        "“Region 3” within 10\u{a0}min, 9 more, in the annex",
        "\n10 more, in the annex",
    ] {
        assert!(whole.contains(part), "{part} in\n{whole}");
    }
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let new = Agreement::load_plain(&text.replacen(from, to, 1)).unwrap();
        (hidden(&old, &new).len(), on_page(&old) != on_page(&new))
    };
    // shown ones change the page, the others stand in the annex
    assert_eq!(changed("after_hours = \"2h\"", "after_hours = \"3h\""), (0, true));
    assert_eq!(
        changed("first_attempt = \"11h\"", "first_attempt = \"13h\""),
        (2, false),
        "with what each owner gets"
    );
    assert_eq!(
        changed(
            "[calendar.office_12]\nzone = \"Europe/Vienna\"",
            "[calendar.office_12]\nzone = \"Europe/Berlin\""
        ),
        (1, false)
    );
    let last = "name = \"Region 12\"\nwhen = \"submission.source == 'kind_12'\"\ncalendar = \"sales\"\nopen_work_max = 25\nfallback = \"sales_manager\"\ntake_by = \"";
    assert_eq!(changed(&format!("{last}10m"), &format!("{last}20m")), (1, false));
}

#[test]
fn tiers_that_tell_the_same_people_are_said_together() {
    let text = WHOLE.replace("other = [{ at = \"66%\", tell = \"owner\" }, { at = \"daily\"", "event = [{ at = \"66%\", tell = \"owner\" }, { at = \"due\", tell = \"sales_manager\" }]\nother = [{ at = \"66%\", tell = \"owner\" }, { at = \"daily\"");
    let whole = on_page(&Agreement::load_plain(&text).unwrap()).1.join("\n");
    assert!(
        whole.contains(
            "Who is told: request, event: the owner at 66 % of the time, Sales manager when it is due; others:"
        ),
        "{whole}"
    );
}
