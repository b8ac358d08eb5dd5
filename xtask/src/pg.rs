//! PostgreSQL servers of our own: one for a run of the tests, thrown away; one for development, kept.
//!
//! Both listen on the loopback only, trust whoever comes, and keep `fsync` on, so that figures and durability are
//! those of a real server. As root the server runs as user `postgres`, which PostgreSQL demands.
use crate::guard::Guard;
use crate::place::Place;
use crate::run;
use crate::trouble::{Doing, Outcome, Trouble};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const OLDEST: u32 = 15;
/// Runs a program without the files that our own caller left open: a server outlives us, and would keep a caller's
/// lock for as long.
const ALONE: &str = r#"for file in 3 4 5 6 7 8 9; do eval "exec $file>&-"; done; exec "$@""#;
/// Stops a server and forgets its data: its `pg_ctl`, its folder.
const THROW_AWAY: &str = r#""$1" -D "$2" -m immediate -w stop; rm -rf "$2""#;

/// A server that stops when this is dropped or this process dies.
pub struct Server {
    _guard: Guard,
    pub url: String,
}

/// The folder of the server's programs, the newest where there are several.
pub fn binaries() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten()
        .flatten();
    let versions = folders.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let newest = versions.filter(|version| *version >= OLDEST).max();
    let debian = newest.map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let on_path = run::which("pg_ctl").and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_path_buf()));
    [debian, on_path]
        .into_iter()
        .flatten()
        .find(|folder| folder.join("initdb").is_file())
}

impl Server {
    /// Makes an empty server under the build folder and starts it on a free port.
    pub fn start(place: &Place) -> Outcome<Self> {
        // two runs at once have a folder each
        let mut room = Room::open(place, "pg-test")?;
        room.data_name = format!("data-{}", std::process::id());
        let (ctl, data) = (room.program("pg_ctl"), room.data());
        // the guard stands before there is anything to guard: no moment is without it
        let guard = Guard::at_end(&["sh", "-c", THROW_AWAY, "throw away", &ctl, &data], room.user)?;
        room.make_anew()?;
        let port = free_port()?;
        room.start(port)?;
        Ok(Self {
            _guard: guard,
            url: url(port),
        })
    }
}

/// A port of the loopback that nobody listens on now.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("looking for a free port")?;
    Ok(listener.local_addr().doing("looking for a free port")?.port())
}

fn url(port: u16) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

/// A folder for a server's data, and who it belongs to.
struct Room {
    bin: PathBuf,
    folder: PathBuf,
    data_name: String,
    user: Option<(u32, u32)>,
}

impl Room {
    fn open(place: &Place, name: &str) -> Outcome<Self> {
        let bin = binaries().ok_or_else(|| Trouble::new("PostgreSQL 15 is not installed"))?;
        let user = if is_root()? { Some(postgres_user()?) } else { None };
        let mut room = Self {
            bin,
            folder: place.target.join(name),
            data_name: "data".into(),
            user,
        };
        if room.prepare().is_err() {
            // the build folder lies where user postgres may not go (a root's home)
            room.folder = std::env::temp_dir().join(format!("baton-{name}"));
            room.prepare()?;
        }
        Ok(room)
    }

    fn prepare(&self) -> Outcome {
        std::fs::create_dir_all(&self.folder).doing(self.folder.display())?;
        if let Some((uid, gid)) = self.user {
            chown(&self.folder, Some(uid), Some(gid)).doing(self.folder.display())?;
        }
        run::answer(self.command("test").arg("-w").arg(&self.folder)).map(drop)
    }

    fn make_anew(&self) -> Outcome {
        let data = self.data();
        if Path::new(&data).exists() {
            // a server that outlived a crash of the machine's guard still holds the folder
            drop(run::answer(self.command(&self.program("pg_ctl")).args([
                "-D",
                &data,
                "-m",
                "immediate",
                "stop",
            ])));
            std::fs::remove_dir_all(&data).doing(&data)?;
        }
        let mut initdb = self.command(&self.program("initdb"));
        initdb.args([
            "-D",
            &data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        run::answer(&mut initdb).map(drop)
    }

    fn start(&self, port: u16) -> Outcome {
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c max_connections=200"
        );
        let log = self.folder.join("log");
        let mut start = self.command("sh");
        start
            .args(["-c", ALONE, "start", &self.program("pg_ctl")])
            .args(["-D", &self.data(), "-w", "-o", &options, "-l"])
            .arg(&log)
            .arg("start");
        // the server keeps our output open for as long as it runs: show, do not collect
        run::show(start.stdout(std::process::Stdio::null())).doing(format!("see {}", log.display()))
    }

    fn data(&self) -> String {
        self.folder.join(&self.data_name).to_string_lossy().into_owned()
    }

    fn program(&self, name: &str) -> String {
        self.bin.join(name).to_string_lossy().into_owned()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid).current_dir("/");
        }
        command
    }
}

/// Whether we are root, by the owner of our own entry in the process table.
pub fn is_root() -> Outcome<bool> {
    Ok(std::fs::metadata("/proc/self").doing("asking who we are")?.uid() == 0)
}

fn postgres_user() -> Outcome<(u32, u32)> {
    let id = |flag| {
        let answer = run::answer(Command::new("id").args([flag, "postgres"]))?;
        answer.trim().parse().doing("the id of user postgres")
    };
    Ok((id("-u")?, id("-g")?))
}

/// A server that outlives the chore and keeps its data.
pub mod development {
    use super::{Doing, Outcome, Path, Place, Room, free_port, run, url};

    /// Starts it if it does not run, and prints its URL.
    pub fn start(place: &Place) -> Outcome {
        let room = Room::open(place, "pg-dev")?;
        let note = room.folder.join("port");
        if !running(&room) {
            if !Path::new(&room.data()).join("PG_VERSION").exists() {
                room.make_anew()?;
            }
            let port = free_port()?;
            room.start(port)?;
            std::fs::write(&note, port.to_string()).doing(note.display())?;
        }
        let port = std::fs::read_to_string(&note).doing(note.display())?;
        println!("{}", url(port.trim().parse().doing(note.display())?));
        Ok(())
    }

    /// Stops it; the data stays.
    pub fn stop(place: &Place) -> Outcome {
        let room = Room::open(place, "pg-dev")?;
        if !running(&room) {
            println!("It does not run.");
            return Ok(());
        }
        let mut stop = room.command(&room.program("pg_ctl"));
        run::answer(stop.args(["-D", &room.data(), "-m", "fast", "-w", "stop"]))?;
        println!("Stopped; its data is in {}.", room.data());
        Ok(())
    }

    fn running(room: &Room) -> bool {
        run::answer(
            room.command(&room.program("pg_ctl"))
                .args(["-D", &room.data(), "status"]),
        )
        .is_ok()
    }
}
