//! What the checks need beside Rust and Node: found, or installed where we may, or named exactly.
use crate::pg;
use crate::run;
use crate::trouble::{Outcome, Trouble};
use std::process::Command;

/// A program from Debian and how to tell that it is there.
struct Package {
    name: &'static str,
    there: fn() -> bool,
}

const SERVER: Package = Package {
    name: "postgresql-15",
    there: || pg::binaries().is_some(),
};
const BROWSER: Package = Package {
    name: "chromium",
    there: || run::which("chromium").is_some(),
};
const NODE: Package = Package {
    name: "nodejs",
    there: || run::which("node").is_some(),
};
const NPM: Package = Package {
    name: "npm",
    there: || run::which("npm").is_some(),
};
const VENV: Package = Package {
    name: "python3-venv",
    there: has_venv,
};

const STRACE: Package = Package {
    name: "strace",
    there: || run::which("strace").is_some(),
};

/// What watching a server's system calls needs; else why it cannot be done here.
pub fn for_watching() -> Outcome<Option<String>> {
    if !(STRACE.there)() && !may_install()? {
        return Ok(Some("strace is not installed (sudo apt-get install -y strace)".into()));
    }
    from_debian(&[STRACE])?;
    let tried = run::answer(Command::new("strace").args(["-o", "/dev/null", "true"]));
    Ok(tried.err().map(|_| "strace may not trace here".to_owned()))
}

/// What the tests need: a PostgreSQL.
pub fn for_tests() -> Outcome {
    from_debian(&[SERVER])
}

/// What the browser trials need.
pub fn for_browser() -> Outcome {
    from_debian(&[BROWSER, NODE, NPM])
}

/// What the API trials need.
pub fn for_api() -> Outcome {
    from_debian(&[VENV])
}

/// A cargo subcommand, built from the crate registry where it is missing. This takes minutes, once a machine.
pub fn cargo_tool(name: &str) -> Outcome {
    if run::which(name).is_some() {
        return Ok(());
    }
    println!("   {name} is missing: cargo install {name} --locked (some minutes, once)");
    run::show(run::cargo().args(["install", name, "--locked", "--quiet"]))
}

fn has_venv() -> bool {
    run::answer(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok()
}

fn from_debian(packages: &[Package]) -> Outcome {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|package| !(package.there)())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !may_install()? {
        return Err(Trouble::new(format!(
            "Missing. Install with: sudo apt-get install -y {}",
            missing.join(" ")
        )));
    }
    println!("   apt-get install {}", missing.join(" "));
    run::answer(apt().arg("update"))?;
    run::answer(apt().args(["install", "-y", "--no-install-recommends"]).args(&missing)).map(drop)
}

fn may_install() -> Outcome<bool> {
    Ok(pg::is_root()? && run::which("apt-get").is_some())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-q", "-o", "Acquire::Retries=3"]);
    apt
}
