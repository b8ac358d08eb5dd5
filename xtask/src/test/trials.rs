//! Trials of the program as people and programs meet it: a browser, and an API fuzzer.
//!
//! A trial gets `BATON_URL` of a server started for it on an empty database, `BATON_BIN`, the program, and
//! `BATON_CHROMIUM`, the browser. The server is started as `baton serve` with `BATON_LISTEN` and `BATON_DATABASE` set.
use super::{Done, Run};
use crate::guard::Guard;
use crate::trouble::{Doing, Outcome, Trouble};
use crate::{pg, run, tools};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

const START_WITHIN: Duration = Duration::from_secs(30);

/// The browser's trials and the API's beside them: people wait, and so does the fuzzer.
pub fn both(run: &Run) -> Outcome<Done> {
    // installed and built once, before both ask for it: neither goes beside itself
    tools::for_browser()?;
    tools::for_api()?;
    build(run)?;
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| api(run));
        let first = browser(run);
        let second = match beside.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        together(first, second)
    })
}

/// What both came to: every trouble is told, and what did not run is not called passed.
fn together(first: Outcome<Done>, second: Outcome<Done>) -> Outcome<Done> {
    match (first, second) {
        (Err(one), Err(other)) => Err(Trouble::new(format!("{one}\n{other}"))),
        (Err(trouble), Ok(_)) | (Ok(_), Err(trouble)) => Err(trouble),
        (Ok(Done::Passed), Ok(done)) | (Ok(done), Ok(_)) => Ok(done),
    }
}

/// Playwright's trials in `trials/browser`.
fn browser(run: &Run) -> Outcome<Done> {
    let folder = run.place.root.join("trials/browser");
    if !folder.join("package.json").exists() {
        return Ok(Done::NotThereYet("trials/browser/package.json"));
    }
    // the browser comes from Debian, not from the test tool's own store
    let npm = |words: &[&str]| {
        let mut npm = Command::new("npm");
        npm.args(words)
            .current_dir(&folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        npm
    };
    run::show(&mut npm(&["ci", "--no-fund", "--no-audit"]))?;
    let served = Served::start(run, "browser")?;
    let missed = run.place.root.join("trials/out/missed.txt");
    // of an earlier run
    drop(std::fs::remove_file(&missed));
    run::show(served.tell(&mut npm(&["test"]))).map_err(|trouble| {
        let said = std::fs::read_to_string(&missed).unwrap_or_default();
        Trouble::new(format!("{trouble}\n{said}"))
    })?;
    Ok(Done::Passed)
}

/// The fuzzer's trials in `trials/api`: `requirements.txt` says what to install, `run` is a bash script.
fn api(run: &Run) -> Outcome<Done> {
    let folder = run.place.root.join("trials/api");
    if !folder.join("run").exists() {
        return Ok(Done::NotThereYet("trials/api/run"));
    }
    let venv = run.place.target.join("venv");
    if !venv.join("bin/pip").exists() {
        run::answer(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(folder.join("requirements.txt"));
    run::show(&mut pip)?;
    let served = Served::start(run, "api")?;
    let path = std::env::join_paths(
        std::iter::once(venv.join("bin")).chain(std::env::var_os("PATH").iter().flat_map(std::env::split_paths)),
    );
    let mut script = Command::new("bash");
    script
        .arg(folder.join("run"))
        .current_dir(&folder)
        .env("PATH", path.doing("the search path")?);
    // said at its end, so that it is not said through the browser's words
    let said = run::answer(served.tell(&mut script))?;
    println!("── API\n{said}");
    Ok(Done::Passed)
}

/// Whether what is acknowledged is on disk first: `trials/crash/acknowledged` watches the server's system calls.
pub fn acknowledged(run: &Run) -> Outcome<Done> {
    if let Some(why) = tools::for_watching()? {
        return Ok(Done::NotRun(why));
    }
    let script = run.place.root.join("trials/crash/acknowledged");
    let mut watch = Command::new("python3");
    watch.arg(script).env("BATON_BIN", build(run)?);
    run::show(&mut watch).map(|()| Done::Passed)
}

fn build(run: &Run) -> Outcome<PathBuf> {
    run::show(
        run::cargo()
            // as the tests built it: chosen alone it would get other features, and be built anew
            .args([
                "build",
                "--locked",
                "--workspace",
                "--bin",
                "baton",
                "--example",
                "parts",
            ])
            .current_dir(&run.place.root),
    )?;
    Ok(run.place.target.join("debug/baton"))
}

/// A server of this build on an empty database; stops when dropped.
struct Served {
    _guard: Guard,
    address: SocketAddr,
    program: PathBuf,
}

impl Served {
    fn start(run: &Run, name: &str) -> Outcome<Self> {
        let program = build(run)?;
        let data = run.place.target.join("trials").join(name);
        if data.exists() {
            std::fs::remove_dir_all(&data).doing(data.display())?;
        }
        std::fs::create_dir_all(&data).doing(data.display())?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, pg::free_port()?));
        let mut command = Command::new(&program);
        command
            .arg("serve")
            .env("BATON_LISTEN", address.to_string())
            .env("BATON_DATABASE", data.join("baton.db"));
        let log = run.place.target.join("trials").join(format!("{name}.log"));
        let guard = Guard::during(&command, &log)?;
        await_listener(address).doing(format!("see {}", log.display()))?;
        Ok(Self {
            _guard: guard,
            address,
            program,
        })
    }

    fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let browser = run::which("chromium").unwrap_or_default();
        run::without_cargo(command);
        command.env("BATON_URL", format!("http://{}", self.address));
        command.env("BATON_PARTS_BIN", self.program.with_file_name("examples").join("parts"));
        command.env("BATON_BIN", &self.program).env("BATON_CHROMIUM", browser)
    }
}

/// Another program's port can only be tried until it answers.
fn await_listener(address: SocketAddr) -> Outcome {
    let start = Instant::now();
    while start.elapsed() < START_WITHIN {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(Trouble::new(format!(
        "nobody answers on {address} after {} s",
        START_WITHIN.as_secs()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(words: &str) -> Outcome<Done> {
        Err(Trouble::new(words))
    }

    #[test]
    fn two_troubles_are_both_told() {
        let words = together(trouble("one"), trouble("other")).unwrap_err().to_string();
        assert!(words.contains("one") && words.contains("other"), "{words}");
        assert!(together(Ok(Done::Passed), trouble("other")).is_err());
        assert!(together(trouble("one"), Ok(Done::Passed)).is_err());
    }

    #[test]
    fn what_did_not_run_is_not_called_passed() {
        let missing = || Ok(Done::NotThereYet("trials/api/run"));
        assert_eq!(together(Ok(Done::Passed), missing()).unwrap(), missing().unwrap());
        assert_eq!(together(missing(), Ok(Done::Passed)).unwrap(), missing().unwrap());
        assert_eq!(together(Ok(Done::Passed), Ok(Done::Passed)).unwrap(), Done::Passed);
    }
}
