//! A sample of every fact there is, as it was released.

use rules::agreement::{ClauseOutcome, Holds, Money, NotePart, Stage, Verdict};
use rules::calendar::{CountedSpan, Target, Why};
use rules::check::{Check, What};
use rules::fact::*;
use rules::routing::{Considered, Decision, WhyNot};
use rules::score::Group;
use rules::{Id, Instant, Span};

pub fn id(n: u8) -> Id {
    Id([n; 16])
}

pub fn at(minutes: i64) -> Instant {
    Instant(1_772_614_800_000_000) + Span::minutes(minutes)
}

fn terms() -> Terms {
    let counted = CountedSpan {
        from: at(0),
        to: at(15),
        counted: Span::minutes(15),
        why: Why::Counted,
    };
    Terms {
        version: 1,
        calendar: "sales".into(),
        zone_data: "2026e".into(),
        target: Target::Span(Span::minutes(15)),
        start: at(0),
        due: at(15),
        pinned_at: None,
        reminder: Some(at(10)),
        further: vec![(90, at(13))],
        spans: vec![counted],
    }
}

fn verdict() -> Verdict {
    let clauses = vec![("asked for us, or showed it".into(), ClauseOutcome::True)];
    Verdict {
        stage: Stage::Mql,
        holds: Holds::Yes,
        clauses,
        absent: vec!["company.employees".into()],
        unanswered: vec![],
    }
}

fn routed() -> Routed {
    let considered = vec![
        Considered {
            user: id(7),
            turn: 0,
            why_not: None,
        },
        Considered {
            user: id(8),
            turn: 0,
            why_not: Some(WhyNot::LaterTurn),
        },
    ];
    Routed {
        handoff: id(4),
        tier: "request".into(),
        trigger_at: at(0),
        owner: id(7),
        cause: RouteCause::Rotation,
        rotation: "DACH".into(),
        customer: false,
        from: None,
        company: None,
        decision: Decision {
            seq: 1,
            floor: 0,
            cost: 720_720,
            over_capacity: false,
            covers_for: None,
            along: false,
            passed: None,
            gave_back: vec![id(11)],
            out: vec![],
            candidates: considered,
        },
    }
}

fn captured() -> Captured {
    let scored = vec![Added {
        rule: "asked for a demo".into(),
        group: Group::Engagement,
        points: 40.0,
        half_life: Some(Span::days(14)),
        cap: 40.0,
    }];
    Captured {
        submission: id(2),
        person: id(3),
        kind: SubmissionKind::Request,
        form: Some("demo".into()),
        source: Some("webinar".into()),
        campaign: Some("stock-in-sync".into()),
        landing: Some("/pricing".into()),
        checks: vec![Check::ok(What::Address)],
        scored,
    }
}

fn feedback() -> Feedback {
    Feedback {
        handoff: id(4),
        which: Which::Advanced,
        reason: None,
        specific: true,
        note: Some(id(5)),
        back_at: None,
        next_step_at: Some(at(3_000)),
        amount: Some(Money {
            amount: 1_800_000,
            currency: "EUR".into(),
        }),
        corrects: Some(Which::FitNotReady),
        covers: vec![],
        verdict: Some(sql_verdict()),
    }
}

fn sql_verdict() -> Verdict {
    Verdict {
        stage: Stage::Sql,
        holds: Holds::No,
        clauses: vec![("wants it within a year".into(), ClauseOutcome::False)],
        absent: vec![],
        unanswered: vec![],
    }
}

/// One of every kind about a lead, in an order in which they may happen.
pub fn of_lead() -> Vec<Body> {
    let all = [
        coming_in(),
        being_worked()[..5].to_vec(),
        moved_on(),
        beside_colleagues(),
        being_worked()[5..].to_vec(),
        ending(),
    ];
    all.into_iter().flatten().collect()
}

fn coming_in() -> Vec<Body> {
    let handoff = id(4);
    let started = |clock| {
        Body::ClockStarted(ClockStarted {
            clock,
            handoff: Some(handoff),
            terms: terms(),
            open_questions: (clock == Clock::FirstAttempt).then(|| vec!["timeline".to_owned()]),
            plan: Some(Plan {
                attempts: 6,
                by: at(9_000),
                calls: 0,
            }),
        })
    };
    vec![
        Body::Captured(captured()),
        Body::Qualified(Qualified {
            stage: Stage::Mql,
            version: 1,
            tier: Some("request".into()),
            verdict: verdict(),
        }),
        Body::PutOnReview(PutOnReview {
            reason: ReviewReason::MissingFacts,
        }),
        Body::ReviewDecided(ReviewDecided {
            choice: ReviewChoice::Release,
        }),
        Body::Held(Held {
            handoff,
            tier: "request".into(),
            trigger_at: at(0),
            accountable: Some(id(9)),
            until: at(60),
            rotation: "DACH".into(),
            rank: 0,
            customer: false,
            company: None,
        }),
        Body::Routed(routed()),
        started(Clock::FirstAttempt),
        Body::Struck(Struck {
            clock: Clock::FirstAttempt,
            rung: Rung::Reminder,
            handoff: Some(handoff),
            intended: at(10),
            real: at(10),
            told: vec![id(7)],
        }),
    ]
}

fn being_worked() -> Vec<Body> {
    let handoff = id(4);
    vec![
        Body::Attempted(Attempted {
            handoff,
            channel: Channel::Call,
            result: AttemptResult::Connected,
            evidence: Evidence::Logged,
            note: None,
        }),
        Body::Connected(Connected { handoff, verdict: None }),
        Body::NurtureIn(NurtureIn {
            handoff: Some(handoff),
            reason: Some("no_budget_yet".into()),
            until: Some(at(9)),
            rep: Some(id(7)),
        }),
        Body::NurtureOut(NurtureOut {
            cause: NurtureExit::Day,
        }),
        Body::Feedback(feedback()),
        Body::Rejected(Rejected {
            handoff,
            reason: RejectReason::WrongTerritory,
            clause: None,
            given_back: 360_360,
            covers: vec![],
        }),
        Body::NotALead(NotALead {
            handoff: Some(handoff),
            what: SubmissionKind::Student,
            given_back: 0,
        }),
        Body::NoContact(NoContact {
            handoff,
            attempts: 6,
            covers: vec![],
        }),
        Body::Quarantined(Quarantined { clock: Clock::Held }),
    ]
}

fn ending() -> Vec<Body> {
    let handoff = id(4);
    vec![
        Body::Lost(Lost {
            reason: "competitor".into(),
            handoff: Some(handoff),
        }),
        Body::OutcomeUndone(OutcomeUndone { handoff }),
        Body::Answered(Answered {
            handoff: Some(handoff),
            answers: [
                ("timeline".to_owned(), Some("this year".to_owned())),
                ("problem".to_owned(), None),
            ]
            .into(),
            note: vec![NotePart::WhenToCall],
            by: AnsweredBy::Marketing,
        }),
        Body::Won(Won {
            amount: Some(Money {
                amount: 1_800_000,
                currency: "EUR".into(),
            }),
            handoff: Some(handoff),
        }),
    ]
}

fn beside_colleagues() -> Vec<Body> {
    let handoff = id(4);
    vec![
        Body::ColleagueJoined(ColleagueJoined {
            handoff,
            lead: id(9),
            tier: "request".into(),
        }),
        Body::ColleagueGone(ColleagueGone { handoff, lead: id(9) }),
        Body::Joined(Joined {
            lead: id(9),
            handoff: id(8),
            owner: Some(id(7)),
            tier: "request".into(),
            rank: 0,
        }),
        Body::Covered(Covered {
            lead: id(9),
            handoff: id(8),
            by: Covering::Advanced,
            short_of_sql: true,
        }),
    ]
}

fn moved_on() -> Vec<Body> {
    let handoff = id(4);
    vec![
        Body::InConversation(InConversation {
            handoff,
            next_step_at: at(3_000),
            times: 1,
        }),
        Body::CallBack(CallBack { handoff, at: at(60) }),
        Body::Booked(Booked { handoff, at: at(1_440) }),
        Body::Taken(Taken { handoff }),
        Body::MachineSent(MachineSent {
            handoff,
            channel: Channel::Mail,
            sequence: true,
        }),
        Body::TierRaised(TierRaised {
            handoff,
            tier: "request".into(),
            rank: 0,
            trigger_at: at(5),
        }),
        Body::AliveAsked(AliveAsked {
            handoff,
            why: QuietWhy::StepPassed,
        }),
        Body::AliveAnswered(AliveAnswered {
            handoff,
            answer: AliveAnswer::Stalled { until: at(90_000) },
        }),
        Body::BreachExplained(BreachExplained {
            handoff,
            why: BreachWhy::TooMany,
        }),
        Body::PromiseMoved(PromiseMoved {
            from: id(7),
            to: Some(id(8)),
        }),
        Body::ClockRepinned(ClockRepinned {
            clock: Clock::FirstAttempt,
            handoff: Some(handoff),
            old_version: 1,
            old_due: at(10),
            terms: terms(),
        }),
    ]
}

fn of_house() -> Vec<Body> {
    let (user, rotation) = (id(7), "DACH".to_owned());
    vec![
        Body::Responded(Responded {
            reason: "too_small".into(),
            source: "webinar".into(),
            response: ResponseKind::SourceChanged,
            note: None,
        }),
        Body::UserJoined(UserJoined {
            user,
            roles: vec![Role::Rep],
        }),
        Body::RolesChanged(RolesChanged {
            user,
            roles: vec![Role::Rep, Role::SalesManager],
        }),
        Body::UserLeft(UserLeft { user }),
        Body::MemberSet(MemberSet {
            rotation: rotation.clone(),
            user,
            weight: 2,
        }),
        Body::MemberGone(MemberGone { rotation, user }),
        Body::LeaveSet(LeaveSet {
            user,
            from: Some(at(0)),
            until: Some(at(600)),
            leave: Some(id(11)),
        }),
        Body::CoverSet(CoverSet {
            user,
            cover: Some(id(8)),
        }),
        Body::TakenOut(TakenOut { user, until: at(600) }),
        Body::PutBack(PutBack { user }),
        Body::UserLeaving(UserLeaving { user, act: id(10) }),
        Body::OfficeAsked(OfficeAsked {
            user,
            office: Role::HeadOfSales,
            give: true,
        }),
        Body::OfficeAnswered(OfficeAnswered {
            user,
            office: Role::HeadOfSales,
            give: true,
            consent: true,
        }),
        Body::Imported(Imported {
            file: "00".into(),
            rows: 8_000,
            refused: 1,
        }),
        Body::TokenMade(TokenMade {
            token: id(6),
            scopes: vec![TokenScope::Read, TokenScope::Write],
        }),
        Body::TokenWithdrawn(TokenWithdrawn { token: id(6) }),
    ]
}

fn of_duty() -> Vec<Body> {
    let (user, rotation) = (id(7), "DACH".to_owned());
    let when = Stretch {
        day: 2,
        from: 600,
        to: 660,
    };
    let place = Place {
        date: "2026-03-04".into(),
        from: 600,
        out: user,
        takes: id(8),
    };
    vec![
        Body::LeaveOff(LeaveOff { user, leave: id(11) }),
        Body::HoursSet(HoursSet {
            user,
            zone: "Europe/Berlin".into(),
            week: vec![when],
        }),
        Body::RotaSet(RotaSet {
            rotation: rotation.clone(),
            zone: "Europe/Berlin".into(),
            blocks: vec![Block { when, on: vec![user] }],
        }),
        Body::DutySwapped(DutySwapped {
            rotation: rotation.clone(),
            swap: id(12),
            places: vec![place],
        }),
        Body::SwapUndone(SwapUndone {
            rotation: rotation.clone(),
            swap: id(12),
        }),
        Body::RotaEnded(RotaEnded { rotation }),
        Body::FeedMade(FeedMade { feed: id(13), user }),
        Body::FeedWithdrawn(FeedWithdrawn { feed: id(13), user }),
    ]
}

fn of_drafts() -> Vec<Body> {
    vec![
        Body::DraftKept(DraftKept {
            draft: id(7),
            hash: "ab".repeat(32),
            base: 1,
            sides: vec![rules::agreement::Side::Marketing],
        }),
        Body::DraftDiscarded(OfDraft { draft: id(7) }),
        Body::DraftRestored(OfDraft { draft: id(7) }),
    ]
}

fn of_agreement() -> Vec<Body> {
    vec![
        Body::AgreementProposed(AgreementProposed {
            version: 2,
            hash: "ab".repeat(32),
            change: rules::agreement::change::Kind::Own(rules::agreement::Side::Sales),
            trial: false,
            base: 1,
            from: Some(at(60)),
            answer_by: at(9_000),
            draft: Some(id(7)),
        }),
        Body::AgreementSigned(AgreementSigned {
            version: 2,
            hash: "ab".repeat(32),
            sides: vec![rules::agreement::Side::Sales],
            deputy: true,
        }),
        Body::AgreementDeclined(AgreementRefused {
            version: 2,
            side: rules::agreement::Side::Marketing,
            note: Some(id(6)),
        }),
        Body::AgreementObjected(AgreementRefused {
            version: 2,
            side: rules::agreement::Side::Marketing,
            note: Some(id(6)),
        }),
        Body::AgreementWithdrawn(OfVersion { version: 2 }),
        Body::SilenceTold(OfVersion { version: 2 }),
        Body::DeputySet(DeputySet {
            side: rules::agreement::Side::Sales,
            deputy: Some(id(6)),
        }),
        Body::PutInForce(PutInForce {
            version: 1,
            hash: "00".into(),
            from: Some(at(60)),
            until: Some(at(90)),
            object_until: None,
        }),
        Body::FieldAdded(FieldAdded {
            name: "company.plan".into(),
            field_kind: rules::fields::FieldKind::Choice(vec!["small".into(), "large".into()]),
            label: "Plan".into(),
            personal: false,
            indexed: true,
        }),
        Body::FieldLabelled(FieldLabelled {
            name: "company.plan".into(),
            label: "Plan they are on".into(),
        }),
        Body::FieldRetired(FieldRetired {
            name: "company.plan".into(),
        }),
    ]
}

fn of_patterns_and_acts() -> Vec<Body> {
    vec![
        Body::Misfit(Misfit {
            lead: id(1),
            handoff: id(4),
            reason: "too_small".into(),
            source: "webinar".into(),
        }),
        Body::MisfitTaken(MisfitTaken {
            handoff: id(4),
            said_at: at(20),
        }),
        Body::AskedToRespond(AskedToRespond {
            reason: "too_small".into(),
            source: "webinar".into(),
        }),
        Body::AccountSet(AccountSet {
            owner: Some(id(7)),
            customer: true,
        }),
        Body::DealSet(DealSet { owner: Some(id(7)) }),
        Body::CompanyWorked(CompanyWorked {
            lead: id(1),
            handoff: id(4),
            owner: Some(id(7)),
            deal: true,
        }),
        Body::MoveOutBegun(MoveOutBegun {
            user: id(7),
            to: Some(id(8)),
            depend: 12,
        }),
        Body::MovedOut(MovedOut {
            upto: id(1),
            leads: 11,
            moved: 12,
            last: true,
            went: vec![
                Went {
                    to: Some(id(8)),
                    things: 11,
                },
                Went { to: None, things: 1 },
            ],
        }),
        Body::AppliedToRunning(AppliedToRunning { version: 2, act: id(1) }),
        Body::RepinBegun(RepinBegun { version: 2 }),
        Body::SliceDone(SliceDone {
            upto: id(1),
            leads: 500,
            clocks: 612,
            last: false,
        }),
    ]
}

pub fn all() -> Vec<Body> {
    let duties = [of_house(), of_duty(), of_agreement()];
    let others = [of_drafts(), of_patterns_and_acts()];
    let all = [of_lead()].into_iter().chain(duties).chain(others);
    all.flatten().collect()
}
