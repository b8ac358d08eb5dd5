//! The program as an operator meets it: run, and its words and files looked at.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it must, and looks at the files that the program leaves"
)]

mod common;

use common::Folder;
use ledger::{Ledger, Place};
use std::path::Path;
use std::process::Output;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

fn done(output: &Output) -> String {
    let said = said(output);
    assert!(output.status.success(), "{said}");
    said
}

fn refused(output: &Output) -> String {
    let said = said(output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_slip_in_the_configuration_starts_nothing_and_names_what_was_meant() {
    let folder = Folder::fresh("typo");
    std::fs::write(folder.0.join("baton.toml"), "listne = \"127.0.0.1:1\"\n").unwrap();
    let words = refused(&folder.run(&["serve"]));
    assert!(
        words.contains("baton.toml") && words.contains("Did you mean `listen`?"),
        "{words}"
    );
    std::fs::write(folder.0.join("baton.toml"), "listen = \"nowhere\"\n").unwrap();
    let words = refused(&folder.run(&["doctor"]));
    assert!(words.contains("baton.toml") && words.contains("listen"), "{words}");
    std::fs::remove_file(folder.0.join("baton.toml")).unwrap();
    let words = refused(&folder.run_with(&["serve"], &[("BATON_DATABSE", "real.db")]));
    assert!(words.contains("Did you mean BATON_DATABASE?"), "{words}");
    assert_eq!(folder.names(), [""; 0], "and no database was made");
}

#[test]
fn a_database_from_a_newer_version_is_left_alone_by_every_command() {
    let folder = Folder::fresh("newer");
    let file = folder.0.join("baton.db");
    done(&folder.run(&["--database", "baton.db", "token", "list"]));
    made_newer(&file);
    std::fs::write(folder.0.join("some.csv"), "email\n").unwrap();
    let before = std::fs::read(&file).unwrap();
    for words in [
        &["serve"][..],
        &["verify"],
        &["doctor"],
        &["user", "list"],
        &["token", "list"],
        &["export", "out.archive"],
        &["import", "some.csv"],
        &["demo", "--only-make"],
    ] {
        let said = refused(&folder.run(&[&["--database", "baton.db"], words].concat()));
        assert!(
            said.contains("newer version") && said.contains("install that version"),
            "{words:?}: {said}"
        );
    }
    assert!(
        before == std::fs::read(&file).unwrap() && !folder.has("out.archive"),
        "{:?}",
        folder.names()
    );
}

fn made_newer(file: &Path) {
    let raised = async {
        let ledger = Ledger::open(Place::File(file.to_owned())).await.unwrap();
        let newer = engine::READER_VERSION + 1;
        ledger.migrate(engine::MIGRATIONS, 1, newer).await.unwrap();
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(raised);
    drop(runtime);
}

#[test]
fn a_company_goes_out_into_a_file_of_its_owners_alone_and_comes_into_another_database() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::fresh("archive");
    done(&folder.run(&["--database", "old.db", "demo", "--days", "7", "--only-make"]));
    let words = done(&folder.run(&["--database", "old.db", "export", "."]));
    assert!(
        words.contains("facts among them") && words.contains("Not in it: sessions"),
        "{words}"
    );
    let archive = folder
        .names()
        .into_iter()
        .find(|name| name.ends_with("Z.archive"))
        .unwrap();
    let mode = std::fs::metadata(folder.0.join(&archive)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        !folder
            .names()
            .iter()
            .any(|name| name.ends_with(".part") || name.ends_with(".copy"))
    );

    let words = done(&folder.run(&["--database", "new.db", "import-archive", &archive]));
    assert!(
        words.contains("every row agrees") && words.contains("It is a demo"),
        "{words}"
    );
    done(&folder.run(&["--database", "new.db", "export", "again.archive"]));
    let read = |name: &str| std::fs::read(folder.0.join(name)).unwrap();
    assert!(read(&archive) == read("again.archive"), "the same bytes");
    let words = refused(&folder.run(&["--database", "new.db", "import-archive", &archive]));
    assert!(words.contains("The database is not empty"), "{words}");
    assert!(done(&folder.run(&["--database", "new.db", "verify"])).contains("Every row agrees."));
}

#[test]
fn no_archive_is_written_over_and_none_is_made_of_nothing() {
    let folder = Folder::fresh("none");
    let words = refused(&folder.run(&["--database", "none.db", "export", "out.archive"]));
    assert!(words.contains("There is no database at none.db"), "{words}");
    std::fs::write(folder.0.join("there.archive"), "mine").unwrap();
    done(&folder.run(&["--database", "old.db", "token", "list"]));
    let words = refused(&folder.run(&["--database", "old.db", "export", "there.archive"]));
    assert!(words.contains("there.archive is there already"), "{words}");
    assert_eq!(std::fs::read(folder.0.join("there.archive")).unwrap(), b"mine");
    let words = refused(&folder.run(&["--database", "old.db", "export", "out.archive"]));
    assert!(words.contains("holds nothing yet"), "{words}");
    assert!(!folder.has("out.archive") && !folder.has(".out.archive.part") && !folder.has("none.db"));
    let words = refused(&folder.run(&["--database", "new.db", "import-archive", "there.archive"]));
    assert!(
        words.contains("This is no archive of Baton") && !folder.has("new.db"),
        "{words}"
    );
}
