//! Rust text taken apart just far enough: code without comments and strings, and the strings by themselves.

/// A Rust file taken apart.
pub struct Parts {
    /// The text with comments and the contents of strings as spaces; lines stay where they are.
    pub code: String,
    /// The strings, with the line each begins on.
    pub strings: Vec<(usize, String)>,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// From its `fn` to its closing brace.
    pub lines: usize,
}

/// Takes a Rust file apart.
pub fn parts(text: &str) -> Parts {
    let mut reader = Reader {
        rest: text,
        code: String::with_capacity(text.len()),
        strings: Vec::new(),
        line: 1,
    };
    while !reader.rest.is_empty() {
        reader.step();
    }
    Parts {
        code: reader.code,
        strings: reader.strings,
    }
}

struct Reader<'a> {
    rest: &'a str,
    code: String,
    strings: Vec<(usize, String)>,
    line: usize,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            return self.blank(end);
        }
        if self.rest.starts_with("/*") {
            return self.blank(block_comment(self.rest));
        }
        let word = self.code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(hashes) = raw_string(self.rest).filter(|_| !word) {
            return self.raw(hashes);
        }
        match self.rest.chars().next() {
            Some('"') => self.plain(),
            Some('\'') => self.blank_char(),
            Some(c) => self.keep(c.len_utf8()),
            None => {}
        }
    }

    /// A raw string: `r`, the hashes, the quotes.
    fn raw(&mut self, hashes: usize) {
        let open = hashes + 2;
        let close = format!("\"{}", "#".repeat(hashes));
        let length = self.rest[open..].find(&close).map_or(self.rest.len() - open, |at| at);
        self.strings.push((self.line, self.rest[open..open + length].into()));
        self.blank((open + length + close.len()).min(self.rest.len()));
    }

    fn plain(&mut self) {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let end = end.map_or(self.rest.len(), |(at, _)| at);
        self.strings.push((self.line, self.rest[1..end].into()));
        self.blank((end + 1).min(self.rest.len()));
    }

    /// A character in quotes; a lifetime stays.
    fn blank_char(&mut self) {
        let mut chars = self.rest.char_indices().skip(1);
        match (chars.next(), chars.next()) {
            (Some((_, '\\')), Some((after, _))) => {
                let end = self.rest[after + 1..]
                    .find('\'')
                    .map_or(self.rest.len(), |at| after + at + 2);
                self.blank(end);
            }
            (Some(_), Some((at, '\''))) => self.blank(at + 1),
            _ => self.keep(1),
        }
    }

    fn keep(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.code.push_str(taken);
        self.rest = rest;
    }

    fn blank(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.code
            .extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The functions that have a body, in code without comments and strings.
pub fn functions(code: &str) -> Vec<Function> {
    let starts = code
        .match_indices("fn ")
        .filter(|(at, _)| !code[..*at].ends_with(is_word));
    starts.filter_map(|(at, _)| function(code, at)).collect()
}

fn function(code: &str, at: usize) -> Option<Function> {
    let name: String = code[at + 3..]
        .trim_start()
        .chars()
        .take_while(|c| is_word(*c))
        .collect();
    let open = body(&code[at..])? + at;
    let close = closing(&code[open..])? + open;
    let line = 1 + code[..at].matches('\n').count();
    let lines = 1 + code[at..close].matches('\n').count();
    (!name.is_empty()).then_some(Function { name, line, lines })
}

/// Where the body's brace is; none for a declaration.
fn body(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn closing(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_leave_the_code() {
        let parts = parts("let a = \"fn x() {\"; // fn y() {\n/* { /* { */ */ let b = '{'; let c: &'a str;\n");
        assert_eq!(parts.code.matches('{').count(), 0, "{}", parts.code);
        assert_eq!(parts.code.matches('\n').count(), 2);
        assert!(parts.code.contains("&'a str"));
        assert_eq!(parts.strings, [(1, "fn x() {".to_string())]);
    }

    #[test]
    fn raw_strings_and_escapes_end_where_they_end() {
        let parts = parts("a(\"q\\\"{\");\nb(r#\"x \" {\"#); c('\\'', '\\u{7b}');\nfn d() {}");
        let strings: Vec<_> = parts
            .strings
            .iter()
            .map(|(line, text)| (*line, text.as_str()))
            .collect();
        assert_eq!(strings, [(1, "q\\\"{"), (2, "x \" {")]);
        assert_eq!(functions(&parts.code).len(), 1);
    }

    #[test]
    fn a_function_is_measured_from_fn_to_its_brace() {
        let code =
            "trait T { fn a(&self) -> [u8; 3]; }\npub fn b<F: Fn(u8) -> u8>(\n  x: [u8; 3],\n) {\n if x {\n }\n}\n";
        let found = functions(code);
        assert_eq!(
            found,
            [Function {
                name: "b".into(),
                line: 2,
                lines: 6
            }]
        );
    }
}
