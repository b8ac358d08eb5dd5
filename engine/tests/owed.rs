//! Questions answered, deals that end and are taken back, and duties beside first attempts: told on every engine.
#![allow(clippy::unwrap_used, reason = "a test stops where it must")]

use crate::common;

use common::{Company, places};
use engine::duty::reads::{Part as DutyPart, kept as duties_kept, list as duty_list};
use engine::handoff::reads::{Part as Desk, Whose, desk};
use engine::scorecard::list::list;
use engine::scorecard::parts::Filter;
use engine::scorecard::reads::{Asked, numbers, went};
use engine::verify::verify;
use rules::agreement::{Money, NotePart, STARTING};
use rules::ask::{Answers, OfDeal, OfLead};
use rules::fact::{AttemptResult, Clock, ReviewChoice, SubmissionKind, Which};
use rules::scorecard::{By, Part, Period, Share, Went};
use rules::{Id, Span};

/// The starting agreement, with a question to be answered before a handoff.
fn asking() -> String {
    format!("{STARTING}\n[handoff]\nquestions = [\"timeline\"]\n")
}

fn asked(company: &Company) -> Asked {
    let now = company.engine.now();
    Asked {
        period: Period {
            from: now - Span::days(60),
            to: now + Span(1),
        },
        filter: Filter::default(),
        now,
        within: Span::hours(24),
    }
}

async fn all_went(company: &Company) -> Went {
    let mut all = Went::default();
    let by_tier = went(company.engine.ledger(), &asked(company)).await.unwrap();
    by_tier.values().for_each(|tier| all.add(tier));
    all
}

async fn listed(company: &Company, part: Part, by: By) -> usize {
    let read = numbers(company.engine.ledger(), asked(company)).await.unwrap();
    let of = read.list_by(part, by, None);
    list(company.engine.ledger(), &of, None, 100).await.unwrap().len()
}

async fn agrees(company: &Company) {
    let report = verify(company.engine.ledger(), &mut |_, _| {}).await.unwrap();
    assert!(report.agrees(), "{report:#?}");
}

async fn owner(company: &Company, (lead, handoff): (Id, Id)) -> Id {
    company.lead(lead).await.handoff(handoff).unwrap().owner.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_on_the_desk_and_counted_for_marketing() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 2).await;
        company.agree(asking()).await;
        let answered = company.demo("one@sample-company.de").await;
        company.demo("two@sample-firm.de").await;
        let mut sent = Answers::default();
        sent.answers.insert("timeline".into(), "this quarter".into());
        sent.note.insert(NotePart::WhenToCall, "Mornings".into());
        let command = OfLead::Answer {
            lead: answered.0,
            answers: sent,
        };
        company.by(company.marketer, command).await.unwrap();
        let part = Desk {
            soon_until: company.engine.now() + Span::hours(1),
            only: None,
            after: None,
            limit: 20,
        };
        let items = desk(company.engine.ledger(), Whose::All, &part).await.unwrap().items;
        let item = items.iter().find(|item| item.handoff == answered.1).unwrap();
        assert_eq!(item.answers().get("timeline"), Some(&"this quarter"));
        assert_eq!(item.fields["note.when_to_call"], "Mornings");
        let counted = all_went(&company).await;
        assert_eq!(counted.answered(), Share::of(1, 2));
        assert_eq!(listed(&company, Part::QuestionsAnswered, By::Trigger).await, 1);
        assert_eq!(listed(&company, Part::QuestionsOpen, By::Trigger).await, 1);
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_win_counts_on_its_day_with_its_amount_until_it_is_taken_back() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let (lead, handoff) = company.demo("one@sample-company.de").await;
        let rep = owner(&company, (lead, handoff)).await;
        company
            .call(rep, (lead, handoff), AttemptResult::Connected)
            .await
            .unwrap();
        company
            .report(rep, (lead, handoff), Which::Advanced, None, None)
            .await
            .unwrap();
        company.pass(Span::days(3)).await;
        assert_eq!(all_went(&company).await.won_of_sql(), None, "nothing is recorded");
        assert_eq!(listed(&company, Part::NoOutcome, By::Trigger).await, 1);
        let amount = Money {
            amount: 1_800_000,
            currency: "EUR".into(),
        };
        let won = OfDeal::Won {
            lead,
            handoff,
            amount: Some(amount),
            at: Some(company.engine.now() - Span::days(1)),
        };
        company.by(rep, won).await.unwrap();
        let read = numbers(company.engine.ledger(), asked(&company)).await.unwrap();
        assert_eq!((read.deals.won.count, read.deals.lost), (1, 0));
        assert_eq!(read.deals.won.of("EUR"), 1_800_000);
        assert_eq!(all_went(&company).await.won_of_sql(), Some(Share::of(1, 1)));
        assert_eq!(listed(&company, Part::Won, By::Outcome).await, 1);
        agrees(&company).await;
        company.by(rep, OfDeal::UndoOutcome { lead, handoff }).await.unwrap();
        let read = numbers(company.engine.ledger(), asked(&company)).await.unwrap();
        assert_eq!((read.deals.won.count, read.deals.lost), (0, 0));
        assert_eq!(all_went(&company).await.won_of_sql(), None);
        let lost = OfDeal::Lost {
            lead,
            handoff,
            reason: "price".into(),
            at: None,
        };
        company.by(rep, lost).await.unwrap();
        assert_eq!(listed(&company, Part::Lost, By::Outcome).await, 1);
        assert_eq!(all_went(&company).await.won_of_sql(), Some(Share::of(0, 1)));
        agrees(&company).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reviews_and_quiet_deals_are_counted_by_when_they_were_due_and_open_their_leads() {
    for (place, folder) in places().await {
        let company = Company::open(place, folder, 1).await;
        let mut leads = Vec::new();
        for name in ["in-time", "late", "never"] {
            let mut unclear = Company::request(&format!("{name}@sample-{name}.de"));
            unclear.kind = SubmissionKind::Event;
            unclear.country = None;
            let answer = company.submit(company.engine.fresh_id(), unclear).await.unwrap();
            leads.push(Id::read("lead", answer["lead"].as_str().unwrap()).unwrap());
        }
        assert!(company.lead(leads[0]).await.review.is_some(), "Marketing is to look");
        let decide = |lead| OfLead::Review {
            lead,
            choice: ReviewChoice::Nurture,
        };
        company.pass(Span::minutes(10)).await;
        company.by(company.marketer, decide(leads[0])).await.unwrap();
        company.pass(Span::hours(3)).await;
        company.by(company.marketer, decide(leads[1])).await.unwrap();
        let now = company.engine.now();
        let period = asked(&company).period;
        let ledger = company.engine.ledger();
        let kept = duties_kept(ledger, Clock::Review, period, now).await.unwrap();
        assert_eq!(kept, Share::of(1, 3));
        for (part, n) in [(DutyPart::InTime, 1), (DutyPart::Late, 2), (DutyPart::All, 3)] {
            let lines = duty_list(ledger, (Clock::Review, part), (period, now), None, 10)
                .await
                .unwrap();
            assert_eq!(lines.len(), n, "{part:?}");
            let first = duty_list(ledger, (Clock::Review, part), (period, now), None, 1)
                .await
                .unwrap();
            let cursor = first.last().map(|line| (line.due, line.lead));
            let rest = duty_list(ledger, (Clock::Review, part), (period, now), cursor, 10)
                .await
                .unwrap();
            assert_eq!(rest.len(), n - 1, "the next page goes on");
        }
        let of = company.demo("deal@sample-deal.de").await;
        let rep = owner(&company, of).await;
        company.call(rep, of, AttemptResult::Connected).await.unwrap();
        company.report(rep, of, Which::Advanced, None, None).await.unwrap();
        company.pass(Span::days(22)).await;
        company.pass(Span::days(12)).await;
        let (now, period) = (company.engine.now(), asked(&company).period);
        let kept = duties_kept(ledger, Clock::StillAlive, period, now).await.unwrap();
        assert_eq!(kept, Share::of(0, 1), "asked after, and nobody answered");
        agrees(&company).await;
    }
}
