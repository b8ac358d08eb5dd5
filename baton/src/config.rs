//! Configuration: a file, then the environment (`BATON_…`), then flags; the later wins. An unknown key is refused with its nearest.

use crate::Trouble;
use clap::Args;
use engine::Place;
use rules::Instant;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use web::server::network::Trusted;

/// Where the data lives when nothing is said.
pub const USUAL_DATABASE: &str = "data/baton.db";
/// Connections to PostgreSQL that one node holds.
pub const POOL: usize = 16;

/// What can be set; each by the file's key, by `BATON_` and the key in capitals, or by a flag.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// Configuration file (TOML). Without it `baton.toml` is read where it exists.
    #[arg(long, env = "BATON_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Where the data lives: a file for the embedded database, or `postgres://…`.
    #[arg(long, env = "BATON_DATABASE", global = true)]
    database: Option<String>,
    /// Address to listen on.
    #[arg(long, env = "BATON_LISTEN", global = true)]
    listen: Option<SocketAddr>,
    /// Address that people use, e.g. `https://baton.example.com`.
    #[arg(long, env = "BATON_PUBLIC_URL", global = true)]
    public_url: Option<String>,
    /// File with the secret key; made at the first start, readable by its owner only.
    #[arg(long, env = "BATON_SECRET_KEY_FILE", global = true)]
    secret_key_file: Option<PathBuf>,
    /// Reverse proxies whose word of where a request comes from is believed, beside this machine: addresses and ranges.
    #[arg(long, env = "BATON_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    trusted_proxies: Option<Vec<String>>,
    /// Chats and programs on a private network that alerts may go to, and that need no HTTPS: their hosts, by name.
    #[arg(long, env = "BATON_PRIVATE_HOSTS", value_delimiter = ',', global = true)]
    private_hosts: Option<Vec<String>>,
    /// Mail server: `smtp://user:password@host:port` or `smtps://…`. Without it nothing is mailed.
    #[arg(long, env = "BATON_SMTP_URL", hide_env_values = true, global = true)]
    smtp_url: Option<String>,
    /// For trials only, on loopback: the clock starts at this instant (RFC 3339) and runs on.
    #[arg(long, env = "BATON_TRIAL_CLOCK", hide = true, global = true)]
    trial_clock: Option<String>,
    /// Address that mail comes from.
    #[arg(long, env = "BATON_MAIL_FROM", global = true)]
    mail_from: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    secret_key_file: Option<PathBuf>,
    trusted_proxies: Option<Vec<String>>,
    private_hosts: Option<Vec<String>>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
}

/// Every key of the configuration file; documents list them and a test compares.
pub const KEYS: [&str; 8] = [
    "database",
    "listen",
    "public_url",
    "secret_key_file",
    "trusted_proxies",
    "private_hosts",
    "smtp_url",
    "mail_from",
];

/// The configuration in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// A path or `postgres://…`.
    pub database: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Without a slash at its end.
    pub public_url: String,
    /// Where the secret key lies.
    pub secret_key_file: PathBuf,
    /// Proxies whose word of where a request comes from is believed.
    pub trusted_proxies: Trusted,
    /// Hosts on a private network that alerts may go to.
    pub private_hosts: Vec<String>,
    /// The mail server.
    pub smtp_url: Option<String>,
    /// Who mail comes from.
    pub mail_from: String,
    /// For trials: where the clock starts.
    pub trial_clock: Option<Instant>,
}

impl Config {
    /// Reads file, environment and flags.
    ///
    /// # Errors
    /// `Trouble` when the file cannot be read or has a key that is not known.
    pub fn read(flags: &Flags) -> Result<Self, Trouble> {
        no_typo(environment())?;
        let file = read_file(flags.config.as_deref())?;
        let listen = flags
            .listen
            .or(file.listen)
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let own_url = format!("http://{listen}");
        let public_url = flags.public_url.clone().or(file.public_url).unwrap_or(own_url);
        let database = flags
            .database
            .clone()
            .or(file.database)
            .unwrap_or_else(|| USUAL_DATABASE.to_owned());
        let beside = folder_of(&database).join("secret.key");
        Ok(Self {
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            secret_key_file: flags.secret_key_file.clone().or(file.secret_key_file).unwrap_or(beside),
            trusted_proxies: trusted(flags.trusted_proxies.clone().or(file.trusted_proxies))?,
            private_hosts: flags.private_hosts.clone().or(file.private_hosts).unwrap_or_default(),
            smtp_url: flags.smtp_url.clone().or(file.smtp_url),
            mail_from: flags
                .mail_from
                .clone()
                .or(file.mail_from)
                .unwrap_or_else(|| "baton@localhost".to_owned()),
            trial_clock: trial_clock(flags, listen)?,
            database,
        })
    }

    /// Whether no database was named.
    pub fn is_usual_database(&self) -> bool {
        self.database == USUAL_DATABASE
    }

    /// Whether there is a database already; of PostgreSQL only connecting tells.
    pub fn is_there(&self) -> bool {
        is_postgres(&self.database) || Path::new(&self.database).exists()
    }

    /// The database as a place; the folder of a file is made.
    ///
    /// # Errors
    /// `Trouble` when the folder cannot be made.
    pub fn place(&self) -> Result<Place, Trouble> {
        if is_postgres(&self.database) {
            return Ok(Place::Postgres {
                url: self.database.clone(),
                pool: POOL,
            });
        }
        if self.database == ":memory:" {
            return Ok(Place::Memory);
        }
        let folder = folder_of(&self.database);
        std::fs::create_dir_all(&folder)
            .map_err(|e| Trouble::of(format!("cannot make the folder {}", folder.display()), &e))?;
        Ok(Place::File(PathBuf::from(&self.database)))
    }
}

fn trusted(proxies: Option<Vec<String>>) -> Result<Trusted, Trouble> {
    let wrong = |text: String| {
        Trouble::plain(format!(
            "trusted_proxies: {text} is neither an address (10.0.0.5) nor a range (10.0.0.0/8).\nNothing was started."
        ))
    };
    Trusted::read(&proxies.unwrap_or_default()).map_err(wrong)
}

/// A clock that is wrong on purpose is for trials: it never listens to others.
fn trial_clock(flags: &Flags, listen: SocketAddr) -> Result<Option<Instant>, Trouble> {
    let Some(text) = &flags.trial_clock else {
        return Ok(None);
    };
    if !listen.ip().is_loopback() {
        return Err(Trouble::plain("--trial-clock works on a loopback address only"));
    }
    let at = Instant::parse(text)
        .ok_or_else(|| Trouble::plain(format!("--trial-clock {text}: give an instant with its offset")))?;
    Ok(Some(at))
}

fn is_postgres(database: &str) -> bool {
    database.starts_with("postgres://") || database.starts_with("postgresql://")
}

fn folder_of(database: &str) -> PathBuf {
    if is_postgres(database) || database == ":memory:" {
        return PathBuf::from("data");
    }
    match Path::new(database).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[allow(clippy::disallowed_methods)] // the program's own configuration
fn read_file(named: Option<&Path>) -> Result<File, Trouble> {
    let usual = Path::new("baton.toml");
    let path = match named {
        Some(path) => path,
        None if usual.exists() => usual,
        None => return Ok(File::default()),
    };
    let text = std::fs::read_to_string(path).map_err(|e| Trouble::of(format!("cannot read {}", path.display()), &e))?;
    toml::from_str(&text).map_err(|e| wrong(path, &e))
}

#[allow(clippy::disallowed_methods)] // the program's own configuration
fn environment() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())
}

/// A name that is one of ours but for a slip is refused: unheard, it would start a company somewhere else. Names that are
/// like none of ours are another program's.
fn no_typo(names: impl Iterator<Item = String>) -> Result<(), Trouble> {
    let known = || KEYS.into_iter().chain(["config", "trial_clock"]);
    for name in names {
        let Some(key) = name.strip_prefix("BATON_").map(str::to_lowercase) else {
            continue;
        };
        if known().any(|it| it == key) {
            continue;
        }
        if let Some(near) = rules::fields::nearest(&key, known()) {
            let near = near.to_uppercase();
            return Err(Trouble::plain(format!(
                "The environment has {name}, which is not known. Did you mean BATON_{near}?\nNothing was started."
            )));
        }
    }
    Ok(())
}

/// Names the place, and for a key that is not known the nearest that is.
fn wrong(path: &Path, error: &toml::de::Error) -> Trouble {
    let message = error.message();
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    let nearest = unknown.and_then(|key| rules::fields::nearest(key, KEYS));
    let hint = nearest
        .map(|key| format!("\nDid you mean `{key}`?"))
        .unwrap_or_default();
    Trouble::plain(format!("{}: {error}{hint}\nNothing was started.", path.display()))
}

/// The secret key: read, or made at the first start so that only its owner can read it.
///
/// # Errors
/// `Trouble` when the file cannot be read or made, or holds something else.
#[allow(clippy::disallowed_methods)] // the key is the program's own
pub fn secret_key(path: &Path, fresh: [u8; 32]) -> Result<[u8; 32], Trouble> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return parse_key(text.trim())
            .ok_or_else(|| Trouble::plain(format!("{} does not hold 64 hexadecimal letters", path.display())));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|e| Trouble::of(format!("cannot make the folder {}", folder.display()), &e))?;
    }
    let text: String = fresh.iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(path, &text).map_err(|e| Trouble::of(format!("cannot write {}", path.display()), &e))?;
    Ok(fresh)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> = (0..text.len())
        .step_by(2)
        .map(|at| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_names_the_nearest_key() {
        let error = toml::from_str::<File>("databse = \"x\"").unwrap_err();
        let said = wrong(Path::new("baton.toml"), &error).to_string();
        assert!(said.contains("Did you mean `database`?"), "{said}");
    }

    #[test]
    fn a_slip_in_the_environment_names_what_was_meant_and_other_names_are_left_alone() {
        let said = |name: &str| no_typo([name.to_owned()].into_iter()).err().map(|e| e.to_string());
        let typo = said("BATON_DATABSE").unwrap();
        assert!(
            typo.contains("BATON_DATABSE") && typo.contains("Did you mean BATON_DATABASE?"),
            "{typo}"
        );
        assert!(said("BATON_LISTE").unwrap().contains("BATON_LISTEN"));
        for fine in [
            "BATON_DATABASE",
            "BATON_CONFIG",
            "BATON_TEST_POSTGRES",
            "BATON_URL",
            "BATON_BIN",
            "HOME",
        ] {
            assert_eq!(said(fine), None, "{fine}");
        }
    }

    #[test]
    fn every_key_stands_in_the_readme() {
        let readme = include_str!("../../README.md");
        for key in KEYS {
            assert!(
                readme.contains(&format!("| `{key}` | `BATON_{}` |", key.to_uppercase())),
                "{key}"
            );
        }
    }

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = std::env::temp_dir().join(format!("baton-key-{}", std::process::id()));
        let path = folder.join("secret.key");
        let first = secret_key(&path, [7; 32]).unwrap();
        assert_eq!(secret_key(&path, [8; 32]).unwrap(), first);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
