//! The texts of this crate's own sources and templates, for tests that walk them.

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Read;
    use std::path::{Path, PathBuf};

    const CALLS: [&str; 5] = ["say(\"", "say_n(\"", "say_of(\"", "say_with(\"", "Key(\""];

    /// Every `.rs` under `src` and every template: (path, text).
    pub(crate) fn all() -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        walk(&root.join("src"), &mut found);
        walk(&root.join("templates"), &mut found);
        found
            .iter()
            .filter(|path| !path.ends_with("words/mod.rs") && !path.ends_with("words/sources.rs"))
            .map(|path| (path.display().to_string(), read(path)))
            .collect()
    }

    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found)
            } else {
                found.push(path)
            }
        }
    }

    fn read(path: &Path) -> String {
        let mut text = String::new();
        std::fs::File::open(path).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// Every key that is asked for by name: (file, key).
    pub(crate) fn said() -> Vec<(String, String)> {
        let keys = |text: &str| {
            CALLS
                .iter()
                .flat_map(|call| {
                    text.split(call)
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next())
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        };
        all()
            .into_iter()
            .flat_map(|(file, text)| {
                keys(&text)
                    .into_iter()
                    .map(move |key| (file.clone(), key))
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}
