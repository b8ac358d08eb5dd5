//! The program run in a folder of its own, which is gone with the test.
#![allow(dead_code, reason = "each test program uses what it needs of it")]

use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder with nothing in it, gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn fresh(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("baton-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn holds(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// Runs the program in the folder; with none of our own settings.
    pub fn run(&self, words: &[&str]) -> Output {
        self.run_with(words, &[])
    }

    pub fn run_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.args(words).current_dir(&self.0).env("RUST_LOG", "error");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("BATON_")) {
            command.env_remove(name);
        }
        command.envs(environment.iter().copied()).output().unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    pub fn names(&self) -> Vec<String> {
        let names = std::fs::read_dir(&self.0).unwrap().flatten();
        let mut names: Vec<String> = names.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}
