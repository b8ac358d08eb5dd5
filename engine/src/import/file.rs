//! A file's bytes as text: which script it is written in, what parts its columns, and its hash.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Seek, SeekFrom};

const BUFFER: usize = 64 * 1024;

/// A file, or bytes in a `Cursor`.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// UTF-8, with or without a mark.
    #[default]
    Utf8,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// Windows-1252: bytes that are no UTF-8.
    Windows1252,
}

/// What a first look at a file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// SHA-256.
    pub hash: [u8; 32],
    /// How it is written.
    pub script: Script,
    /// `,`, `;` or a tab.
    pub delimiter: u8,
    /// Line ends in it.
    pub lines: u64,
    /// It is UTF-8 but for some bytes, which read as U+FFFD.
    pub broken: bool,
}

/// Reads a file once from end to end and goes back to its start.
///
/// # Errors
/// What the reader says.
pub fn look(file: &mut dyn ReadSeek) -> io::Result<Look> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let (mut head, mut lines, mut utf8) = (Vec::new(), 0, Utf8::default());
    file.seek(SeekFrom::Start(0))?;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        let bytes = &buffer[..n];
        hash.update(bytes);
        lines += bytes.iter().filter(|b| **b == b'\n').count() as u64;
        utf8.go_on(bytes);
        if head.len() < BUFFER {
            head.extend_from_slice(bytes);
        }
    }
    file.seek(SeekFrom::Start(0))?;
    let script = script(&head, utf8.is_likely());
    let (text, _) = encoding(script).decode_with_bom_removal(&head);
    Ok(Look {
        hash: hash.finalize().into(),
        script,
        delimiter: delimiter(&text),
        lines,
        broken: script == Script::Utf8 && !utf8.holds(),
    })
}

fn script(head: &[u8], is_utf8: bool) -> Script {
    match head {
        [0xff, 0xfe, ..] | [_, 0, _, 0, ..] => Script::Utf16Le,
        [0xfe, 0xff, ..] | [0, _, 0, _, ..] => Script::Utf16Be,
        _ if is_utf8 => Script::Utf8,
        _ => Script::Windows1252,
    }
}

fn encoding(script: Script) -> &'static Encoding {
    match script {
        Script::Utf8 => UTF_8,
        Script::Utf16Le => UTF_16LE,
        Script::Utf16Be => UTF_16BE,
        Script::Windows1252 => WINDOWS_1252,
    }
}

/// What stands most often in the header line, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|c| c.0 == byte).for_each(|c| c.1 += 1),
        }
    }
    // the first of equals
    counts.iter().rev().max_by_key(|c| c.1).map_or(b',', |c| c.0)
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
struct Utf8 {
    /// Places that are none.
    broken: u64,
    /// Letters of several bytes, which other scripts have by chance only.
    wide: u64,
    carried: Vec<u8>,
}

impl Utf8 {
    fn go_on(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.carried);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => return self.count(text.as_bytes()),
                Err(error) => error,
            };
            self.count(&rest[..error.valid_up_to()]);
            let Some(bad) = error.error_len() else {
                self.carried = rest[error.valid_up_to()..].to_vec();
                return;
            };
            self.broken += 1;
            rest = &rest[error.valid_up_to() + bad..];
        }
    }

    fn count(&mut self, valid: &[u8]) {
        self.wide += valid.iter().filter(|byte| **byte >= 0xc0).count() as u64;
    }

    fn holds(&self) -> bool {
        self.broken == 0 && self.carried.is_empty()
    }

    /// All of it is, or most of what is not ASCII.
    fn is_likely(&self) -> bool {
        self.holds() || self.wide > self.broken
    }
}

/// A file read as UTF-8, whatever it is written in; what is no letter in it reads as U+FFFD.
pub struct Text {
    file: Box<dyn ReadSeek>,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    finished: bool,
}

impl Text {
    /// The file from its start.
    pub fn of(file: Box<dyn ReadSeek>, script: Script) -> Self {
        let decoder = encoding(script).new_decoder_with_bom_removal();
        Self {
            file,
            decoder,
            raw: vec![0; BUFFER],
            from: 0,
            to: 0,
            ended: false,
            finished: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.from == self.to && !self.ended {
            self.to = self.file.read(&mut self.raw)?;
            self.from = 0;
            self.ended = self.to == 0;
        }
        Ok(())
    }
}

impl Read for Text {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // the longest letter takes four bytes
        if out.len() < 4 {
            return Err(io::Error::other("no room for a letter"));
        }
        while !self.finished {
            self.fill()?;
            let bytes = &self.raw[self.from..self.to];
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, out, self.ended);
            self.from += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn text(bytes: &[u8]) -> (Look, String) {
        let mut file = Cursor::new(bytes.to_vec());
        let look = look(&mut file).unwrap();
        let mut text = Text::of(Box::new(file), look.script);
        let (mut read, mut room) = (Vec::new(), [0; 100]);
        while let n @ 1.. = text.read(&mut room).unwrap() {
            read.extend_from_slice(&room[..n]);
        }
        let read = String::from_utf8(read).unwrap();
        (look, read)
    }

    #[test]
    fn every_script_reads_the_same() {
        let said = "Name;Straße\nJörg;Ümlautweg\n";
        let utf16: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(said.encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        let windows = WINDOWS_1252.encode(said).0.into_owned();
        let rows: [(Vec<u8>, Script); 5] = [
            (said.as_bytes().to_vec(), Script::Utf8),
            ([&[0xef, 0xbb, 0xbf], said.as_bytes()].concat(), Script::Utf8),
            (utf16, Script::Utf16Le),
            (marked, Script::Utf16Be),
            (windows, Script::Windows1252),
        ];
        for (bytes, script) in rows {
            let (look, read) = text(&bytes);
            assert_eq!((look.script, look.delimiter, read.as_str()), (script, b';', said));
        }
    }

    #[test]
    fn a_bad_byte_makes_no_other_script_of_the_rest() {
        let bytes = [&b"Name\nJ\xf6rg\n"[..], "Zoë\nÜmit\n".as_bytes()].concat();
        let (look, read) = text(&bytes);
        assert!(look.script == Script::Utf8 && look.broken);
        assert_eq!(read, "Name\nJ\u{fffd}rg\nZoë\nÜmit\n");
    }

    #[test]
    fn a_letter_cut_by_the_buffer_stays_whole() {
        let long = format!("{}ü\n", "a".repeat(BUFFER - 1));
        let (look, read) = text(long.as_bytes());
        assert_eq!(look.script, Script::Utf8);
        assert_eq!(read, long);
    }

    #[test]
    fn the_delimiter_is_told_by_the_header_outside_quotes() {
        for (header, delimiter) in [
            ("a,b\n1;2;3\n", b','),
            ("a\tb,c\td\n", b'\t'),
            ("\"x;y;z\",b\n", b','),
            ("mail\n", b','),
        ] {
            assert_eq!(text(header.as_bytes()).0.delimiter, delimiter, "{header}");
        }
    }
}
