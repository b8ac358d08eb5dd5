//! Where things are: the repository, the build folder, the files that belong to the repository.
use crate::run;
use crate::trouble::{Doing, Outcome, Trouble};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// The repository and its build folder.
pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
    /// What `cargo metadata --no-deps` says of the workspace.
    pub workspace: Value,
}

impl Place {
    /// Asks cargo, so that a build folder set by the environment or a configuration is the one used.
    pub fn find() -> Outcome<Self> {
        let text = run::answer(run::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let workspace: Value = serde_json::from_str(&text).doing("reading cargo metadata")?;
        let path = |key: &str| {
            let value = workspace[key].as_str();
            value
                .map(PathBuf::from)
                .ok_or_else(|| Trouble::new(format!("cargo metadata has no {key}")))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            workspace,
        })
    }

    /// The names of the workspace's crates.
    pub fn crates(&self) -> Vec<&str> {
        let packages = self.workspace["packages"].as_array();
        packages
            .into_iter()
            .flatten()
            .filter_map(|package| package["name"].as_str())
            .collect()
    }

    /// Every file of the repository, tracked or about to be; paths relative to the root, sorted.
    pub fn files(&self) -> Outcome<Vec<String>> {
        let mut git = Command::new("git");
        // a clone that belongs to another user is still this repository
        git.args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let text = run::answer(git.current_dir(&self.root))?;
        let mut files: Vec<String> = text
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(String::from)
            .collect();
        files.retain(|path| self.root.join(path).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }
}
