//! Lines of a file put together to rows before the table reader sees them, so that a quote left open spoils its own line
//! alone: RFC 4180 lets a quoted cell hold line ends, and without this the rest of the file would be one cell.

use super::ROW_BYTES_MAX;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

/// Most lines of one row: a message of a form has fewer.
pub const ROW_LINES_MAX: usize = 1_000;

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// A quote in it is left open.
    OpenQuote,
    /// It is longer than a row may be.
    TooLong,
}

/// A reader that hands on whole rows. In the place of a spoilt line stands one of empty cells, so that line numbers stay.
pub struct Records<R> {
    from: BufReader<R>,
    delimiter: u8,
    /// How many cells the header has.
    columns: Option<usize>,
    /// The line that is read next, from 1.
    line: u64,
    /// Lines that were read and belong to no row yet.
    waiting: VecDeque<Vec<u8>>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
    spoilt: Vec<(u64, Spoilt)>,
}

impl<R: Read> Records<R> {
    /// Over text in UTF-8.
    pub fn over(from: R, delimiter: u8) -> Self {
        Self {
            from: BufReader::new(from),
            delimiter,
            columns: None,
            line: 1,
            waiting: VecDeque::new(),
            ready: Vec::new(),
            given: 0,
            ended: false,
            spoilt: Vec::new(),
        }
    }

    /// Lines that are no rows and were not told yet.
    pub fn spoilt(&mut self) -> Vec<(u64, Spoilt)> {
        std::mem::take(&mut self.spoilt)
    }

    /// The next row, or the one of empty cells in the place of a spoilt line.
    fn row(&mut self) -> io::Result<()> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let (mut bytes, mut cells) = (0, Cells::begin(self.delimiter));
        loop {
            let Some(line) = self.next_line()? else {
                return self.closes(lines, false);
            };
            if lines.is_empty() && ending(&line) == 0 {
                return self.passes_over(&line);
            }
            bytes += line.len();
            if lines.is_empty() && line.len() > ROW_BYTES_MAX {
                return self.spoils(vec![line], Spoilt::TooLong);
            }
            cells.go_on(&line);
            lines.push(line);
            if cells.at != At::Quoted {
                let alike = !cells.loose && self.columns.is_none_or(|columns| columns == cells.n);
                let fits = lines.len() == 1 || alike;
                if fits {
                    self.columns = self.columns.or(Some(cells.n));
                }
                return self.closes(lines, fits);
            }
            if lines.len() >= ROW_LINES_MAX || bytes > ROW_BYTES_MAX {
                return self.spoils(lines, Spoilt::OpenQuote);
            }
        }
    }

    /// Hands lines on as a row, where they are one.
    fn closes(&mut self, lines: Vec<Vec<u8>>, whole: bool) -> io::Result<()> {
        match (lines.is_empty(), whole) {
            (true, _) => self.ended = true,
            (false, true) => {
                self.line += lines.len() as u64;
                self.ready = lines.concat();
            }
            (false, false) => return self.spoils(lines, Spoilt::OpenQuote),
        }
        Ok(())
    }

    /// The first line is no row; the others are read again.
    fn spoils(&mut self, lines: Vec<Vec<u8>>, why: Spoilt) -> io::Result<()> {
        self.spoilt.push((self.line, why));
        self.line += 1;
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        for line in lines.rev() {
            self.waiting.push_front(line);
        }
        self.stands_empty(&first[ending(&first)..]);
        Ok(())
    }

    /// A line with nothing in it.
    fn passes_over(&mut self, line: &[u8]) -> io::Result<()> {
        self.line += 1;
        match self.columns {
            Some(_) => self.stands_empty(line),
            None => self.ready = line.to_vec(),
        }
        Ok(())
    }

    /// A row of empty cells: the table reader counts it, where it would tell the row after a line with nothing in it as
    /// beginning there.
    fn stands_empty(&mut self, end: &[u8]) {
        self.ready = vec![self.delimiter];
        self.ready.extend_from_slice(if end.is_empty() { b"\n" } else { end });
    }

    /// The next line with its end. Of one that is too long, more than a row may be, and the rest is passed over.
    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Some(line).filter(|line| !line.is_empty()));
            }
            // a line end of old machines: a return alone
            if line.last() == Some(&b'\r') && buffer[0] != b'\n' {
                return Ok(Some(line));
            }
            let end = buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let taken = end.map_or(buffer.len(), |at| at + 1);
            let ends = buffer[taken - 1] == b'\n';
            if line.len() <= ROW_BYTES_MAX || end.is_some() {
                line.extend_from_slice(&buffer[..taken]);
            }
            self.from.consume(taken);
            if ends {
                return Ok(Some(line));
            }
        }
    }
}

impl<R: Read> Read for Records<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.ready.clear();
            self.given = 0;
            self.row()?;
        }
        let taken = out.len().min(self.ready.len() - self.given);
        out[..taken].copy_from_slice(&self.ready[self.given..self.given + taken]);
        self.given += taken;
        Ok(taken)
    }
}

/// Where a line's end begins in it.
fn ending(line: &[u8]) -> usize {
    let last = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n'));
    last.map_or(0, |at| at + 1)
}

/// Where a reader of cells is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Bare,
    Quoted,
    Closing,
}

/// Lines read as one row, as RFC 4180 and the table reader do: a quote opens a cell at its start only, two of them stand
/// for one.
struct Cells {
    delimiter: u8,
    at: At,
    n: usize,
    /// Something follows a closing quote within its cell: the quote that closed was likely one that opens.
    loose: bool,
}

impl Cells {
    fn begin(delimiter: u8) -> Self {
        Self {
            delimiter,
            at: At::Start,
            n: 1,
            loose: false,
        }
    }

    fn go_on(&mut self, line: &[u8]) {
        for byte in line.iter().copied() {
            self.at = match (self.at, byte) {
                (At::Start, b'"') | (At::Closing, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::Closing,
                (At::Quoted, _) => At::Quoted,
                (_, byte) if byte == self.delimiter => {
                    self.n += 1;
                    At::Start
                }
                (At::Closing, byte) => {
                    self.loose |= !matches!(byte, b'\r' | b'\n');
                    At::Bare
                }
                _ => At::Bare,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<(u64, Spoilt)>) {
        let mut records = Records::over(text.as_bytes(), b',');
        let mut out = String::new();
        records.read_to_string(&mut out).unwrap();
        (out, records.spoilt())
    }

    #[test]
    fn whole_rows_pass_unchanged() {
        for text in [
            "a,b\n1,2\n",
            "a,b\r\n\"x\r\ny\",2\r\n\"he said \"\"no\"\"\",3",
            "a,b\r1,2\r3,4",
            "a,b\n12\" pipe,3\n1\n1,2,3\n",
            "\r\n\na,b\n1,2\n",
            "",
        ] {
            assert_eq!(read(text), (text.to_owned(), vec![]), "{text:?}");
        }
    }

    #[test]
    fn a_line_with_nothing_in_it_is_counted() {
        assert_eq!(read("a,b\n\r\n1,2\n").0, "a,b\n,\r\n1,2\n");
    }

    #[test]
    fn a_quote_left_open_spoils_its_line_alone() {
        let to_the_end = "a,b\n1,\"open\n2,x\n3,y\n";
        assert_eq!(
            read(to_the_end),
            ("a,b\n,\n2,x\n3,y\n".to_owned(), vec![(2, Spoilt::OpenQuote)])
        );
        let to_another_quote = "a,b\n1,\"open\n2,x\n3,\"y\"\n4,z\n";
        assert_eq!(
            read(to_another_quote),
            ("a,b\n,\n2,x\n3,\"y\"\n4,z\n".to_owned(), vec![(2, Spoilt::OpenQuote)])
        );
        let (kept, spoilt) = read(&format!("a,b\n1,\"open\n{}", "2,x\n".repeat(3_000)));
        assert_eq!(spoilt, [(2, Spoilt::OpenQuote)]);
        assert_eq!(kept.lines().filter(|line| *line == "2,x").count(), 3_000);
    }

    #[test]
    fn a_line_that_does_not_end_spoils_itself_alone() {
        let (kept, spoilt) = read(&format!("a,b\n{}\n2,x\n", "1".repeat(3 * ROW_BYTES_MAX)));
        assert_eq!((kept.as_str(), spoilt), ("a,b\n,\n2,x\n", vec![(2, Spoilt::TooLong)]));
    }
}
