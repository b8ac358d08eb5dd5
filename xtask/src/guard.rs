//! Something that is undone when we end, however we end.
//!
//! A small shell in a process group of its own waits for the end of its input, which only we hold. Our normal end, a
//! failure, Ctrl-C and even `kill -9` all close it; then the shell runs its last command.
use crate::trouble::{Doing, Outcome};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A shell gives its background programs a deaf ear for interrupts: they are asked with TERM.
const DURING: &str = r#"log=$1; shift; "$@" >"$log" 2>&1 & program=$!
cat >/dev/null; kill -TERM $program
for tenth in $(seq 100); do kill -0 $program || exit 0; sleep 0.1; done
kill -KILL $program"#;

/// Runs its last command when dropped, or when this process dies.
pub struct Guard(Child);

impl Guard {
    /// Runs `last` (a program and its arguments) at the end.
    pub fn at_end(last: &[&str], user: Option<(u32, u32)>) -> Outcome<Self> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "cat >/dev/null; exec \"$@\" >/dev/null 2>&1", "guard"])
            .args(last);
        Self::start(shell, user)
    }

    /// Runs `program` now with its output in `log`, and ends it at the end: asked first, forced after 10 s.
    pub fn during(program: &Command, log: &Path) -> Outcome<Self> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", DURING, "guard"])
            .arg(log)
            .arg(program.get_program())
            .args(program.get_args());
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                shell.env(name, value);
            }
        }
        Self::start(shell, None)
    }

    fn start(mut shell: Command, user: Option<(u32, u32)>) -> Outcome<Self> {
        if let Some((uid, gid)) = user {
            shell.uid(uid).gid(gid).current_dir("/");
        }
        shell
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        shell.spawn().map(Self).doing("starting a guard")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        if let Err(error) = self.0.wait() {
            eprintln!("a guard did not end: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_command_runs_when_the_guard_is_dropped_and_not_before() {
        let file = std::env::temp_dir().join(format!("guard-{}", std::process::id()));
        let path = file.to_string_lossy().into_owned();
        let guard = Guard::at_end(&["touch", &path], None).unwrap();
        assert!(!file.exists());
        drop(guard);
        assert!(file.exists());
        std::fs::remove_file(file).unwrap();
    }

    #[test]
    fn a_guarded_program_ends_with_its_guard() {
        let log = std::env::temp_dir().join(format!("guarded-{}", std::process::id()));
        let mut program = Command::new("sh");
        program.args([
            "-c",
            "trap 'echo ended; exit' TERM; echo up; while :; do sleep 0.05; done",
        ]);
        let guard = Guard::during(&program, &log).unwrap();
        while !std::fs::read_to_string(&log).is_ok_and(|text| text.contains("up")) {
            std::thread::yield_now();
        }
        drop(guard);
        assert!(std::fs::read_to_string(&log).unwrap().contains("ended"));
        std::fs::remove_file(log).unwrap();
    }
}
