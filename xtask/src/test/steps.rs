//! The steps, in their order.
use super::When::{Always, Slow, Whole};
use super::{Done, POSTGRES, Run, Step, houses, trials};
use crate::trouble::{Outcome, Trouble};
use crate::{laws, pg, run, tidy, tools};
use std::process::Command;

pub const ALL: &[Step] = &[
    Step {
        name: "tidy",
        when: Whole,
        run: tidy_up,
    },
    Step {
        name: "format",
        when: Always,
        run: format,
    },
    Step {
        name: "what rules stands on",
        when: Whole,
        run: houses::rules_stand_on,
    },
    Step {
        name: "who may know whom",
        when: Whole,
        run: houses::who_knows_whom,
    },
    Step {
        name: "lints",
        when: Always,
        run: lints,
    },
    Step {
        name: "PostgreSQL for the tests",
        when: Always,
        run: server,
    },
    Step {
        name: "tests",
        when: Always,
        run: tests,
    },
    Step {
        name: "tests on real data",
        when: Whole,
        run: real_data,
    },
    Step {
        name: "tests in the documentation",
        when: Slow,
        run: doc_tests,
    },
    Step {
        name: "licences, bans, sources",
        when: Slow,
        run: deny,
    },
    Step {
        name: "dependencies in use",
        when: Slow,
        run: houses::in_use,
    },
    Step {
        name: "acknowledged after the sync",
        when: Slow,
        run: trials::acknowledged,
    },
    Step {
        name: "browser trials, API trials",
        when: Slow,
        run: trials::both,
    },
];

/// What the laws' cases are drawn from here.
const THE_SAME: &str = "20261127";

fn tidy_up(run: &Run) -> Outcome<Done> {
    tidy::run(run.place).map(|()| Done::Passed)
}

fn format(run: &Run) -> Outcome<Done> {
    let mut fmt = run::cargo();
    match run.only {
        Some(name) => fmt.args(["fmt", "--check", "-p", name]),
        None => fmt.args(["fmt", "--all", "--check"]),
    };
    passed(run, &mut fmt)
}

fn lints(run: &Run) -> Outcome<Done> {
    let mut clippy = run::cargo();
    clippy
        .args(["clippy", "--locked", "--all-targets"])
        .args(scope(run))
        .args(["--", "-D", "warnings"]);
    passed(run, &mut clippy)
}

fn server(run: &Run) -> Outcome<Done> {
    if let Ok(url) = std::env::var(POSTGRES) {
        println!("   {POSTGRES} is set: {url}");
        return Ok(Done::Passed);
    }
    tools::for_tests()?;
    let server = pg::Server::start(run.place)?;
    println!("   {}", server.url);
    run.server
        .set(server)
        .map_err(|_| Trouble::new("the server was started twice"))?;
    Ok(Done::Passed)
}

fn tests(run: &Run) -> Outcome<Done> {
    let mut test = run::cargo();
    match run::which("cargo-nextest") {
        Some(_) => test.args(["nextest", "run", "--locked", "--no-tests", "pass"]),
        None => test.args(["test", "--locked", "--all-targets", "--no-fail-fast"]),
    };
    // the same cases in every run: a green one stays green; `cargo xtask laws` draws new ones
    if std::env::var_os(laws::SEED).is_none() {
        test.env(laws::SEED, THE_SAME);
    }
    passed(run, test.args(scope(run)))
}

/// They ran among the tests where there is a folder to read; where there is none they returned at once, which is no pass.
fn real_data(_: &Run) -> Outcome<Done> {
    let given = std::env::var_os("BATON_DATA").map(std::path::PathBuf::from);
    Ok(match given {
        Some(folder) if folder.is_dir() => Done::Passed,
        Some(folder) => Done::NotRun(format!("BATON_DATA: {} is no folder", folder.display())),
        None => Done::NotRun("BATON_DATA names no folder; README says what it may hold".to_owned()),
    })
}

fn doc_tests(run: &Run) -> Outcome<Done> {
    passed(
        run,
        run::cargo().args(["test", "--locked", "--doc", "--workspace", "--quiet"]),
    )
}

fn deny(run: &Run) -> Outcome<Done> {
    tools::cargo_tool("cargo-deny")?;
    let check = [
        "deny",
        "--log-level",
        "error",
        "--locked",
        "check",
        "licenses",
        "bans",
        "sources",
    ];
    passed(run, run::cargo().args(check))
}

fn scope<'a>(run: &'a Run) -> Vec<&'a str> {
    run.only.map_or(vec!["--workspace"], |name| vec!["-p", name])
}

fn passed(run: &Run, command: &mut Command) -> Outcome<Done> {
    if let Some(url) = run.postgres() {
        command.env(POSTGRES, url);
    }
    run::show(command.current_dir(&run.place.root)).map(|()| Done::Passed)
}
