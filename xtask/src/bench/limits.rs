//! The limits of this machine, which bound the product's figures.
use super::{Figure, Row};
use crate::trouble::{Doing, Outcome, Trouble};
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const PAGE: usize = 4096;
/// How far the file is written before it starts over; bytes.
const FILE_BYTES: u64 = 64 * 1024 * 1024;

/// 4 KiB written and on the disk: what a commit by itself cannot go under.
pub struct Fsync;

impl Row for Fsync {
    fn name(&self) -> &'static str {
        "4 KiB written and synced (fdatasync)"
    }

    fn measure(&self, folder: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>> {
        let path = folder.join("sync");
        let file = File::create(&path).doing(path.display())?;
        file.set_len(FILE_BYTES).doing(path.display())?;
        file.sync_all().doing(path.display())?;
        let mut at = 0;
        let each = repeat(length, || {
            file.write_all_at(&[7; PAGE], at).doing(path.display())?;
            at = (at + PAGE as u64) % FILE_BYTES;
            file.sync_data().doing(path.display())
        })?;
        Ok(vec![(self.name().into(), Figure::of(each))])
    }
}

/// A byte there and back over the loopback: what a request cannot go under.
pub struct RoundTrip {
    pub connections: usize,
}

impl Row for RoundTrip {
    fn name(&self) -> &'static str {
        if self.connections == 1 {
            "loopback round trip, 1 connection"
        } else {
            "loopback round trip, 64 connections"
        }
    }

    fn measure(&self, _: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>> {
        let listener = TcpListener::bind("127.0.0.1:0").doing("listening")?;
        let mut calls = Vec::new();
        for _ in 0..self.connections {
            let stream = TcpStream::connect(listener.local_addr().doing("listening")?).doing("connecting")?;
            let (other, _) = listener.accept().doing("accepting")?;
            thread::spawn(move || echo(other));
            calls.push(thread::spawn(move || call(stream, length)));
        }
        let mut each = Vec::new();
        for one in calls {
            each.extend(one.join().map_err(|_| Trouble::new("a caller fell over"))??);
        }
        let rate = each.len() as f64 / length.as_secs_f64();
        let figure = Figure {
            rate,
            ..Figure::of(each)
        };
        Ok(vec![(self.name().into(), figure)])
    }
}

fn call(mut stream: TcpStream, length: Duration) -> Outcome<Vec<Duration>> {
    stream.set_nodelay(true).doing("calling")?;
    let mut byte = [7];
    repeat(length, || {
        stream.write_all(&byte).doing("calling")?;
        stream.read_exact(&mut byte).doing("calling")
    })
}

/// Ends when the caller hangs up.
fn echo(mut stream: TcpStream) {
    let mut byte = [0];
    while stream.set_nodelay(true).is_ok() && stream.read_exact(&mut byte).is_ok() && stream.write_all(&byte).is_ok() {}
}

/// One core at work, to compare machines by.
pub struct Hash;

impl Row for Hash {
    fn name(&self) -> &'static str {
        "1 MiB hashed (SipHash, one core)"
    }

    fn measure(&self, _: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>> {
        let block = vec![7_u8; 1024 * 1024];
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let each = repeat(length, || {
            black_box(hasher.hash_one(black_box(&block)));
            Ok(())
        })?;
        Ok(vec![(self.name().into(), Figure::of(each))])
    }
}

/// Does it until the time is over; how long each one took.
fn repeat(length: Duration, mut act: impl FnMut() -> Outcome) -> Outcome<Vec<Duration>> {
    let start = Instant::now();
    let mut each = Vec::new();
    while start.elapsed() < length {
        let one = Instant::now();
        act()?;
        each.push(one.elapsed());
    }
    Ok(each)
}
