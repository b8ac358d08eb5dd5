//! Running other programs.
use crate::trouble::{Doing, Outcome, Trouble};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Cargo, without what the cargo that runs us has put into our environment.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    without_cargo(&mut command);
    command
}

/// Takes out what the cargo that runs us has put into our environment: some build scripts watch those names, and would be
/// built anew each time.
pub fn without_cargo(command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_")) {
        command.env_remove(name);
    }
    for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_MANIFEST_LINKS"] {
        command.env_remove(name);
    }
}

/// Runs it with our own output; trouble when it fails.
pub fn show(command: &mut Command) -> Outcome {
    let status = command.status().doing(words(command))?;
    if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(format!("`{}` ended with {status}", words(command))))
    }
}

/// Runs it and hands back what it printed; trouble, with its error output, when it fails.
pub fn answer(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().doing(words(command))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).doing(words(command));
    }
    let (printed, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    Err(Trouble::new(format!(
        "`{}` ended with {}\n{printed}{errors}",
        words(command),
        output.status
    )))
}

/// Where a program is, by the search path.
pub fn which(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
