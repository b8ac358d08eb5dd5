//! The whole company leaves one database and comes into another.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it must, and every story uses a part of this"
)]

use crate::common;

use common::{Company, places, wednesday};
use engine::archive::{ArchiveError, Exported, Imported, Progress, export, import};
use engine::{Engine, EngineError, HandClock, Place, verify};
use rules::Span;
use rules::ask::{OfAccount, OfLead};
use rules::fact::{Actor, AttemptResult, TokenScope, Which};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

static NEXT: AtomicU64 = AtomicU64::new(0);

fn quiet() -> Progress {
    Arc::new(|_, _, _| {})
}

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn fresh() -> Self {
        let n = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("baton-archive-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn place(&self, name: &str) -> Place {
        Place::File(self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Empty databases that last: a file, and PostgreSQL where one is given.
async fn lasting() -> Vec<(Place, Option<PathBuf>)> {
    let all = places().await.into_iter();
    all.filter(|(place, _)| !matches!(place, Place::Memory)).collect()
}

async fn out(folder: &Folder, place: &Place) -> (Vec<u8>, Exported) {
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    let copy = folder.0.join(format!("copy-{n}"));
    let mut bytes = Vec::new();
    let done = export(place.clone(), wednesday(), copy.clone(), &mut bytes, &quiet()).await;
    assert!(!copy.exists());
    (bytes, done.unwrap())
}

async fn into(place: &Place, archive: &[u8]) -> Result<Imported, ArchiveError> {
    let mut file = Cursor::new(archive.to_vec());
    import(place.clone(), wednesday(), &mut file, &quiet()).await
}

/// Two days: leads called, reported on, left alone, held overnight; a token, a note, a session.
async fn live(company: &Company) {
    for n in 0..12 {
        let at = company.demo(&format!("p{n}@firm{n}.example.com")).await;
        let (rep, manager) = (company.reps[n % company.reps.len()], company.manager);
        if n % 3 > 0 {
            let result = [AttemptResult::NoAnswer, AttemptResult::Connected][n % 3 - 1];
            company.call(manager, at, result).await.unwrap();
        }
        if n % 3 == 2 {
            let reason = Some("not_now").filter(|_| n == 5);
            let which = if n == 5 { Which::FitNotReady } else { Which::Advanced };
            let _ = company.report(manager, at, which, reason, None).await;
        }
        company.pass(Span::minutes(7)).await;
        let _ = rep;
    }
    company.pass(Span::hours(20)).await;
    let mut quoted = Company::request("quoted@firm.example.com");
    quoted.name = Some("Zoë \"O'Sample\" \\ née \u{1F600}".into());
    quoted.message = Some("two\nlines\tand a \u{7f}".into());
    company.submit(company.engine.fresh_id(), quoted).await.unwrap();
    company.demo("late@firm.example.com").await;
    let (name, scopes, hash) = ("other".into(), vec![TokenScope::Read], "hash of a token".into());
    let by = Actor::System;
    company
        .engine
        .ask(None, by, OfAccount::MakeToken { name, scopes, hash })
        .await
        .unwrap();
    let open = OfAccount::OpenSession {
        user: company.manager,
        hash: "hash of a session".into(),
        until: company.engine.now() + Span::days(1),
    };
    company
        .engine
        .ask(None, Actor::User(company.manager), open)
        .await
        .unwrap();
}

async fn engine(place: &Place) -> Engine {
    let clock = Arc::new(HandClock::at(wednesday() + Span::days(3), 9));
    Engine::open(place.clone(), clock).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_moves_between_engines_and_back_and_its_archive_stays_the_same_to_the_byte() {
    let folder = Folder::fresh();
    for (place, own) in lasting().await {
        let company = Company::open(place.clone(), own, 3).await;
        live(&company).await;
        let (first, told) = out(&folder, &place).await;
        assert!(told.rows > told.facts && told.facts > 40, "{told:?}");
        for (other, other_own) in lasting().await {
            let imported = into(&other, &first).await.unwrap();
            assert_eq!(
                (imported.rows, imported.again, imported.is_demo),
                (told.rows, false, false)
            );
            assert!(imported.report.agrees() && imported.report.still && imported.report.leads >= 13);
            let (second, _) = out(&folder, &other).await;
            assert!(first == second, "the same company gives the same bytes");
            goes_on(&other).await;
            if let Some(own) = other_own {
                std::fs::remove_dir_all(own).unwrap();
            }
        }
    }
}

/// Work goes on where it came to: the same people, the next lead, and nobody is let in by an old session.
async fn goes_on(place: &Place) {
    let engine = engine(place).await;
    assert_eq!(engine.roster().users.len(), 6);
    let account = engine::account::reads::by_email(engine.ledger(), "admin@sample.example.com").await;
    assert_eq!(account.unwrap().unwrap().password.as_deref(), Some("$argon2id$none"));
    let token = engine::token::records::by_hash(engine.ledger(), "hash of a token")
        .await
        .unwrap();
    assert!(token.is_some());
    let session = engine::session::reads::holder(engine.ledger(), "hash of a session", wednesday()).await;
    assert_eq!(session.unwrap(), None);
    let capture = OfLead::Capture(Box::new(Company::request("next@firm.example.com")));
    engine.ask(None, Actor::Visitor, capture).await.unwrap();
    let report = verify::verify(engine.ledger(), &mut |_, _| {}).await.unwrap();
    assert!(report.agrees(), "{report:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_under_load_is_one_moment() {
    let folder = Folder::fresh();
    for (place, own) in lasting().await {
        let company = Arc::new(Company::open(place.clone(), own, 3).await);
        live(&company).await;
        let busy = company.clone();
        let load = tokio::spawn(async move {
            for n in 0..200 {
                busy.demo(&format!("busy{n}@firm{n}.example.com")).await;
            }
        });
        let mut told = Vec::new();
        while !load.is_finished() && told.len() < 5 {
            let (archive, exported) = out(&folder, &place).await;
            let target = folder.place(&format!("moment-{}.db", NEXT.fetch_add(1, Ordering::SeqCst)));
            let imported = into(&target, &archive).await.unwrap();
            assert!(imported.report.agrees() && imported.report.still);
            told.push(exported.facts);
        }
        load.await.unwrap();
        assert!(told.is_sorted() && !told.is_empty(), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_with_something_in_it_is_left_alone() {
    let folder = Folder::fresh();
    let archive = of_a_company(&folder, 2).await;
    for (place, own) in lasting().await {
        let company = Company::open(place.clone(), own, 1).await;
        company.demo("mine@firm.example.com").await;
        let (before, _) = out(&folder, &place).await;
        let refused = into(&place, &archive).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::NotEmpty { table: "fact" }), "{refused}");
        assert!(before == out(&folder, &place).await.0);
        company.demo("mine2@firm.example.com").await;
    }
    let nothing = export(
        folder.place("empty.db"),
        wednesday(),
        folder.0.join("c"),
        &mut Vec::new(),
        &quiet(),
    )
    .await;
    assert!(matches!(nothing, Err(ArchiveError::Nothing)));
}

async fn of_a_company(folder: &Folder, reps: usize) -> Vec<u8> {
    let place = folder.place(&format!("source-{}.db", NEXT.fetch_add(1, Ordering::SeqCst)));
    let company = Company::open(place.clone(), None, reps).await;
    live(&company).await;
    out(folder, &place).await.0
}

/// A file whose second reading stops after so many bytes, as if its program had been killed there.
struct Stops {
    archive: Cursor<Vec<u8>>,
    after: u64,
    readings: u32,
}

impl Read for Stops {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.readings > 1 && self.archive.position() >= self.after {
            return Err(std::io::Error::other("stopped"));
        }
        let most = into.len().min(4_096);
        self.archive.read(&mut into[..most])
    }
}

impl Seek for Stops {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.readings += u32::from(to == SeekFrom::Start(0));
        self.archive.seek(to)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_stops_in_the_middle_leaves_a_database_that_says_so_and_can_be_gone_over_again() {
    let folder = Folder::fresh();
    let (archive, other) = (of_a_company(&folder, 2).await, of_a_company(&folder, 1).await);
    for part in [20, 90] {
        for (place, own) in lasting().await {
            let mut stops = Stops {
                archive: Cursor::new(archive.clone()),
                after: archive.len() as u64 * part / 100,
                readings: 0,
            };
            let stopped = import(place.clone(), wednesday(), &mut stops, &quiet())
                .await
                .unwrap_err();
            assert!(matches!(stopped, ArchiveError::Stopped(_)), "{stopped}");
            let clock = Arc::new(HandClock::at(wednesday(), 9));
            let opened = Engine::open(place.clone(), clock).await.err().unwrap();
            assert!(matches!(opened, EngineError::Half), "{opened}");
            let demo = engine::mark::make_demo(place.clone(), wednesday()).await;
            assert!(matches!(demo, Err(EngineError::Half)));
            let exported = export(
                place.clone(),
                wednesday(),
                folder.0.join("c"),
                &mut Vec::new(),
                &quiet(),
            )
            .await;
            assert!(matches!(exported, Err(ArchiveError::Engine(EngineError::Half))));
            let refused = into(&place, &other).await.unwrap_err();
            assert!(matches!(refused, ArchiveError::OtherHalf), "{refused}");
            assert!(into(&place, &archive).await.unwrap().again);
            assert!(archive == out(&folder, &place).await.0);
            if let Some(own) = own {
                std::fs::remove_dir_all(own).unwrap();
            }
        }
    }
}

/// The lines before the end, with an end that fits them.
fn sealed(lines: &[String]) -> Vec<u8> {
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let rows = lines.iter().filter(|line| line.starts_with('[')).count();
    let sha256: String = Sha256::digest(body.as_bytes())
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    format!("{body}{{\"end\":{rows},\"sha256\":\"{sha256}\"}}\n").into_bytes()
}

fn lines(archive: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(archive).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.pop();
    lines
}

/// Refused, and not even an empty database was made.
async fn refused(folder: &Folder, archive: &[u8]) -> ArchiveError {
    let place = folder.place("refused.db");
    let error = into(&place, archive).await.unwrap_err();
    assert!(!folder.0.join("refused.db").exists(), "{error}");
    error
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_or_damaged_is_refused_before_anything_is_kept() {
    let folder = Folder::fresh();
    let whole = of_a_company(&folder, 2).await;
    for cut in [0, 1, 100, whole.len() / 2, whole.len() - 90, whole.len() - 1] {
        let error = refused(&folder, &whole[..cut]).await;
        let header = whole.iter().position(|byte| *byte == b'\n').unwrap();
        match error {
            ArchiveError::NotAnArchive => assert!(cut <= header),
            ArchiveError::Truncated { .. } => assert!(cut > header),
            other => panic!("{other} at {cut}"),
        }
    }
    let header = whole.iter().position(|byte| *byte == b'\n').unwrap();
    for place in (header + 2..whole.len() - 2).step_by(whole.len() / 40) {
        let mut damaged = whole.clone();
        damaged[place] ^= 1;
        let error = refused(&folder, &damaged).await;
        assert!(
            matches!(error, ArchiveError::Damaged { .. } | ArchiveError::Truncated { .. }),
            "{place}: {error}"
        );
    }
    let mut longer = whole.clone();
    longer.extend(b"[]\n");
    assert!(matches!(refused(&folder, &longer).await, ArchiveError::Damaged { .. }));
    for other in [
        &b"{}\n"[..],
        b"name,email\nx,y\n",
        b"{\"format\":\"zip\",\"version\":1}\n",
        b"\xff\xfe\n",
    ] {
        assert!(matches!(refused(&folder, other).await, ArchiveError::NotAnArchive));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_edited_is_refused_by_its_line_even_under_a_fitting_checksum() {
    let folder = Folder::fresh();
    let whole = lines(&of_a_company(&folder, 2).await);
    let first_row = 2;
    type Edit = fn(&mut Vec<String>, usize);
    let edits: [(&str, Edit); 6] = [
        ("the header has", |lines, at| drop(lines.remove(at))),
        ("not in the order", |lines, at| lines.swap(at, at + 1)),
        ("not in the order", |lines, at| lines.insert(at, lines[at].clone())),
        ("values where fact has 10 columns", |lines, at| lines[at] = "[1]".into()),
        ("not a list", |lines, at| lines[at] = "[".into()),
        ("another table follows", |lines, at| {
            lines[at - 1] = "{\"table\":\"session\"}".into()
        }),
    ];
    for (said, edit) in edits {
        let mut edited = whole.clone();
        edit(&mut edited, first_row);
        let error = refused(&folder, &sealed(&edited)).await;
        assert!(
            matches!(error, ArchiveError::Line { .. }) && error.to_string().contains(said),
            "{error}"
        );
    }
    for (what, from, to) in [
        ("format", "\"version\":1", "\"version\":2"),
        ("reader", "\"reader\":1", "\"reader\":99"),
        ("migration", "\"migration\":1", "\"migration\":99"),
    ] {
        let mut newer = whole.clone();
        newer[0] = newer[0].replacen(from, to, 1);
        let error = refused(&folder, &sealed(&newer)).await;
        assert!(
            matches!(error, ArchiveError::Newer { what: found, .. } if found == what),
            "{error}"
        );
        assert!(error.to_string().contains("newer Baton"));
    }
    for what in ["format", "migration"] {
        let key = if what == "format" { "version" } else { what };
        let mut older = whole.clone();
        older[0] = older[0].replacen(&format!("\"{key}\":1"), &format!("\"{key}\":0"), 1);
        let error = refused(&folder, &sealed(&older)).await;
        assert!(
            matches!(error, ArchiveError::Older { what: found, .. } if found == what),
            "{error}"
        );
        let told = format!("made by an older Baton ({what} 0; this one is at 1). Import it with that version");
        assert!(error.to_string().contains(&told), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_header_may_say_more_and_is_still_known_by_its_version() {
    let folder = Folder::fresh();
    let mut newer = lines(&of_a_company(&folder, 2).await);
    newer[0] = newer[0].replacen("\"version\":1", "\"version\":2,\"signed_by\":\"somebody\"", 1);
    let error = refused(&folder, &sealed(&newer)).await;
    let told = "made by a newer Baton (format 2; this one knows 1). Import it with that version or a later one.";
    assert!(error.to_string().contains(told), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_do_not_say_what_the_facts_say_are_found_and_nothing_opens_the_database() {
    let folder = Folder::fresh();
    let mut edited = lines(&of_a_company(&folder, 2).await);
    let stage = edited
        .iter_mut()
        .skip_while(|line| *line != "{\"table\":\"lead\"}")
        .nth(1)
        .unwrap();
    assert!(
        stage.contains("\"mql\"") || stage.contains("\"sal\"") || stage.contains("\"sql\""),
        "{stage}"
    );
    for known in ["\"mql\"", "\"sal\"", "\"sql\""] {
        *stage = stage.replacen(known, "\"won\"", 1);
    }
    let place = folder.place("edited.db");
    let error = into(&place, &sealed(&edited)).await.unwrap_err();
    assert!(
        matches!(&error, ArchiveError::Disagrees(report) if report.found > 0),
        "{error}"
    );
    let clock = Arc::new(HandClock::at(wednesday(), 9));
    assert!(matches!(
        Engine::open(place, clock).await.err().unwrap(),
        EngineError::Half
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_stays_a_demo() {
    let folder = Folder::fresh();
    let (place, target) = (folder.place("demo.db"), folder.place("target.db"));
    assert!(engine::mark::make_demo(place.clone(), wednesday()).await.unwrap());
    let company = Company::open(place.clone(), None, 1).await;
    company.demo("demo@firm.example.com").await;
    let (archive, _) = out(&folder, &place).await;
    assert!(into(&target, &archive).await.unwrap().is_demo);
    assert!(engine(&target).await.is_demo());
}
