//! From SDR to account executive, as it is kept: one commit, every row agrees, and Marketing's numbers count the lead once.

#![allow(clippy::unwrap_used, reason = "a test stops where it must")]
use crate::common;

use common::{Company, found_out, places};
use engine::handoff::reads::{Part as DeskPart, Whose, desk};
use engine::scorecard::list::list;
use engine::scorecard::owed::pipeline;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, Numbers, customers, numbers, passed_on, went};
use engine::verify;
use rules::agreement::{Money, STARTING};
use rules::ask::{OfCompany, OfDeal, OfHandoff, OfTeam};
use rules::fact::{AttemptResult, Role, Which};
use rules::scorecard::{By, Part, Period, Share};
use rules::{Id, Instant, Span};

fn text() -> String {
    let closers = "[[rotation]]\nname = \"Closers\"\nwhen = \"false\"\ncalendar = \"sales\"\nopen_work_max = 25\n\
                   fallback = \"sales_manager\"\n\n[[rotation]]\nname = \"DACH\"\nhands_to = \"Closers\"\n";
    STARTING.replacen("[[rotation]]\nname = \"DACH\"\n", closers, 1)
}

async fn advanced(company: &Company, rep: Id, (lead, handoff): (Id, Id), amount: i64) {
    let of = (lead, handoff);
    company.call(rep, of, AttemptResult::Connected).await.unwrap();
    let said = OfHandoff::Feedback {
        lead,
        handoff,
        which: Which::Advanced,
        reason: None,
        detail: None,
        note: Some("Asked for the warehouse module.".into()),
        back_at: None,
        next_step_at: None,
        amount: Some(Money {
            amount,
            currency: "EUR".into(),
        }),
        covers: None,
        answers: found_out(&company.engine.in_force().agreement, Which::Advanced),
    };
    company.by(rep, said).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advanced_lead_goes_on_in_one_commit_and_is_counted_once() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        company.agree(text()).await;
        let closer = company.hire("Sample Closer", Role::Rep).await;
        let member = OfTeam::SetMember {
            rotation: "Closers".into(),
            user: closer,
            weight: 1,
        };
        company.by(company.manager, member).await.unwrap();
        let from = company.engine.now();
        let of = company.demo("one@sample-company.de").await;
        let sdr = company.lead(of.0).await.open_handoff().unwrap().owner.unwrap();
        assert!(company.reps.contains(&sdr));
        advanced(&company, sdr, of, 100_000).await;
        let state = company.lead(of.0).await;
        let next = state.open_handoff().unwrap();
        assert_eq!((next.owner, next.from), (Some(closer), Some(of.1)));
        let due = next.first_attempt.as_ref().unwrap();
        assert_eq!(due.target.to_string(), "1bd", "where the text says nothing");
        let part = DeskPart {
            soon_until: company.engine.now() + Span::hours(1),
            only: None,
            after: None,
            limit: 20,
        };
        let shown = desk(company.engine.ledger(), Whose::Of(closer), &part).await.unwrap();
        assert!(shown.items.len() == 1 && shown.items[0].passed_on);
        let to = company.engine.now() + Span::days(1);
        let ledger = company.engine.ledger();
        let period = Period { from, to };
        let asked = Asked {
            period,
            filter: Filter::default(),
            now: company.engine.now(),
            within: Span::days(2),
        };
        let of_tier = went(ledger, &asked).await.unwrap()["request"].clone();
        assert_eq!(of_tier.said.handed, 1, "Marketing brought it once");
        assert_eq!(of_tier.said.advanced, 1, "and the SDR has the credit");
        assert_eq!(customers(ledger, period).await.unwrap(), 0, "and it is no customer");
        let before = pipeline(ledger, from, to).await.unwrap();
        assert_eq!(
            (before.count, before.amounts["EUR"]),
            (1, 100_000),
            "what the SDR expects"
        );
        advanced(&company, closer, (of.0, next.id), 250_000).await;
        let after = pipeline(ledger, from, to).await.unwrap();
        assert_eq!(
            (after.count, after.amounts["EUR"]),
            (1, 250_000),
            "then what the next rep expects"
        );
        won_once(&company, closer, (of, (of.0, next.id)), &asked).await;
        let report = verify::verify(ledger, &mut |_, _| {}).await.unwrap();
        assert!(report.agrees() && report.ownerless == 0, "{report:?}");
    }
}

/// A win of the next rep's is one of what Marketing handed over: once, with its amount.
async fn won_once(company: &Company, closer: Id, (first, next): ((Id, Id), (Id, Id)), asked: &Asked) {
    let (lead, handoff) = next;
    let amount = Some(Money {
        amount: 240_000,
        currency: "EUR".into(),
    });
    let won = OfDeal::Won {
        lead,
        handoff,
        amount,
        at: None,
    };
    company.by(closer, won).await.unwrap();
    let ledger = company.engine.ledger();
    let asked = Asked {
        now: company.engine.now(),
        ..asked.clone()
    };
    let ours = numbers(ledger, asked.clone()).await.unwrap();
    assert_eq!((ours.deals.won.count, ours.deals.won.of("EUR")), (1, 240_000));
    let opened = list(ledger, &ours.list(Part::Won, None), None, 10).await.unwrap();
    assert_eq!(opened.iter().map(|line| line.handoff).collect::<Vec<_>>(), [first.1]);
    let went = went(ledger, &asked).await.unwrap()["request"].clone();
    assert_eq!((went.sql, went.sql_won, went.accepted), (1, 1, 1));
    assert_eq!(went.won_of_sql(), Some(Share::of(1, 1)));
    for part in [Part::Sql, Part::SqlWon] {
        let opened = list(ledger, &ours.list(part, None), None, 10).await.unwrap();
        assert_eq!(opened.len(), 1, "{part:?}");
    }
}

/// Everything that is counted of a cohort, with the list that each opens.
async fn opens_its_list(company: &Company, read: &Numbers) {
    let all = [
        (Part::Met, By::Due, read.kept.met),
        (Part::Claimed, By::Due, read.kept.claimed),
        (Part::Breached, By::Due, read.kept.breached),
        (Part::Pending, By::Due, read.kept.pending),
        (Part::Tried, By::Trigger, read.speed.tried),
        (Part::Followed, By::Trigger, read.follow_up.followed),
        (Part::OldEnough, By::Trigger, read.follow_up.old_enough),
        (Part::Handed, By::Trigger, read.all.handed),
        (Part::Answered, By::Trigger, read.all.answered),
        (Part::Silent, By::Trigger, read.all.due - read.all.answered),
        (Part::Advanced, By::Trigger, read.all.advanced),
        (Part::NotAFit, By::Trigger, read.all.not_a_fit),
        (Part::NoAnswer, By::Trigger, read.all.unanswered()),
    ];
    for (part, by, n) in all {
        let of = read.list_by(part, by, None);
        let opened = list(company.engine.ledger(), &of, None, 100).await.unwrap();
        assert_eq!(opened.len() as i64, n, "{part:?} {by:?} {:?}", of.asked.filter);
        let passed = read.asked.filter.within_sales;
        for line in opened {
            let state = company.lead(line.lead).await;
            let handoff = state.handoff(line.handoff).unwrap();
            assert_eq!(handoff.from.is_some(), passed, "{part:?}");
        }
    }
}

/// Four leads go on to the next rep: one is tried in time, one late, one not at all and one is returned in time; and one
/// of an existing customer is in no number.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_reps_work_is_counted_beside_what_marketing_handed_over() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        company.agree(text()).await;
        let from = company.engine.now();
        let ahead = Period {
            from,
            to: from + Span::days(1),
        };
        assert!(!passed_on(company.engine.ledger(), ahead).await.unwrap());
        four_go_on(&company).await;
        let period = Period {
            from,
            to: company.engine.now(),
        };
        assert!(passed_on(company.engine.ledger(), period).await.unwrap());
        counted(&company, period).await;
        let report = verify::verify(company.engine.ledger(), &mut |_, _| {}).await.unwrap();
        assert!(report.agrees() && report.ownerless == 0, "{report:?}");
    }
}

async fn four_go_on(company: &Company) {
    let closer = company.hire("Sample Closer", Role::Rep).await;
    let member = OfTeam::SetMember {
        rotation: "Closers".into(),
        user: closer,
        weight: 1,
    };
    company.by(company.manager, member).await.unwrap();
    let mut next = Vec::new();
    for name in ["met", "late", "never", "back"] {
        next.push(goes_on(company, &format!("{name}@{name}.sample-company.de")).await);
    }
    of_a_customer(company).await;
    company.pass(Span::minutes(30)).await;
    for of in [next[0], next[3]] {
        company.call(closer, of, AttemptResult::Connected).await.unwrap();
    }
    company
        .report(closer, next[3], Which::NotAFit, Some("too_small"), None)
        .await
        .unwrap();
    company.pass(Span::days(2)).await;
    company.call(closer, next[1], AttemptResult::NoAnswer).await.unwrap();
    company.pass(Span::days(4)).await;
}

async fn counted(company: &Company, period: Period) {
    let (ledger, now) = (company.engine.ledger(), company.engine.now());
    let asked = |within_sales| Asked {
        period,
        filter: Filter {
            within_sales,
            ..Filter::default()
        },
        now,
        within: Span::days(1),
    };
    let ours = numbers(ledger, asked(false)).await.unwrap();
    assert_eq!(
        (ours.all.handed, ours.kept.met, ours.all.advanced),
        (4, 4, 4),
        "as without the next rep"
    );
    assert_eq!(customers(ledger, period).await.unwrap(), 1, "a customer's once");
    let passed = numbers(ledger, asked(true)).await.unwrap();
    let kept = passed.kept;
    assert_eq!((kept.met, kept.breached, kept.pending), (2, 2, 0), "{kept:?}");
    assert_eq!((passed.follow_up.old_enough, passed.follow_up.followed), (4, 2));
    let all = &passed.all;
    assert_eq!((all.handed, all.due, all.answered, all.not_a_fit), (4, 2, 1, 1));
    for read in [&ours, &passed] {
        opens_its_list(company, read).await;
    }
}

/// Somebody who is advanced at once: the next rep's handoff.
async fn goes_on(company: &Company, email: &str) -> (Id, Id) {
    let of = company.demo(email).await;
    let owner = company.lead(of.0).await.open_handoff().unwrap().owner.unwrap();
    advanced(company, owner, of, 100_000).await;
    let state = company.lead(of.0).await;
    let next = state.open_handoff().unwrap();
    assert_eq!(next.from, Some(of.1));
    (of.0, next.id)
}

async fn of_a_customer(company: &Company) {
    let account = OfCompany::SetAccount {
        domain: "customer.sample-company.de".into(),
        owner: Some(company.reps[0]),
        customer: true,
    };
    company.by(company.manager, account).await.unwrap();
    let of = company.demo("one@customer.sample-company.de").await;
    advanced(company, company.reps[0], of, 900_000).await;
    let lead = company.lead(of.0).await;
    assert!(lead.open_handoff().unwrap().customer && lead.open_handoff().unwrap().from.is_some());
    let to = company.engine.now() + Span::days(1);
    let sum = pipeline(company.engine.ledger(), Instant(0), to).await.unwrap();
    assert_eq!(
        sum.count, 4,
        "an existing customer's is not Marketing's pipeline, by whomever it is reported"
    );
}
