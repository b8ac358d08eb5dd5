//! A telephone number as written: which digits, whether a plus stands before them, which extension. Knows no country.

use super::code::Code;

/// Longer than any number with its words around it, in octets.
const TEXT_OCTETS_MAX: usize = 120;
/// RFC 3966 has no bound; no switchboard has more, in digits.
const EXTENSION_DIGITS_MAX: usize = 9;
/// No calling code and national number together are longer, in digits; a little slack for prefixes.
const DIGITS_MAX: usize = 24;

/// A number taken apart.
pub(super) struct Written {
    pub(super) plus: bool,
    /// ASCII digits.
    pub(super) digits: String,
    pub(super) extension: Option<String>,
}

/// Takes a number apart.
pub(super) fn read(text: &str) -> Result<Written, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Code::Missing);
    }
    if text.len() > TEXT_OCTETS_MAX {
        return Err(Code::TooLong);
    }
    if is_date(text) {
        return Err(Code::NotANumber);
    }
    let (body, context) = uri_parts(text);
    let mut written = scan(without_label(body))?;
    if let Some(context) = context.as_deref().and_then(|context| context.strip_prefix('+')) {
        written.digits.insert_str(0, &only_digits(context));
        written.plus = true;
    }
    match written.digits.len() {
        0..=2 => Err(Code::TooShort),
        3..=DIGITS_MAX => Ok(written),
        _ => Err(Code::TooLong),
    }
}

/// `3/10/1984`, `31.8.2011`: three groups that make a day, a month and a year, in the order of any country.
fn is_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['/', '.']).collect();
    let [a, b, year] = groups.as_slice() else {
        return false;
    };
    let within =
        |group: &str, max: u32| group.len() <= 2 && group.parse::<u32>().is_ok_and(|value| (1..=max).contains(&value));
    let day_and_month = (within(a, 31) && within(b, 12)) || (within(a, 12) && within(b, 31));
    let full_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    day_and_month
        && (full_year || (year.len() == 2 && text.contains('/')))
        && year.bytes().all(|octet| octet.is_ascii_digit())
}

/// RFC 3966: `tel:`, a `phone-context`; `;ext=` is left for the scan, other parameters are dropped.
fn uri_parts(text: &str) -> (String, Option<String>) {
    let Some(rest) = strip_prefix_any_case(text, "tel:") else {
        return (text.to_owned(), None);
    };
    let mut parts = rest.split(';');
    let mut body = parts.next().unwrap_or_default().to_owned();
    let mut context = None;
    for part in parts {
        if let Some(value) = strip_prefix_any_case(part, "phone-context=") {
            context = Some(value.to_owned());
        } else if let Some(value) = strip_prefix_any_case(part, "ext=") {
            body.push_str(" ext ");
            body.push_str(value);
        }
    }
    (body, context)
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) {
        text.get(prefix.len()..)
    } else {
        None
    }
}

/// `Tel.: 030 …`, `Mobile 0171 …`: a label before the number, as signatures have it.
fn without_label(body: String) -> String {
    const LABELS: [&str; 13] = [
        "telefon",
        "telephone",
        "tel",
        "phone",
        "ph",
        "mobile",
        "mobil",
        "mob",
        "cell",
        "fon",
        "handy",
        "t",
        "m",
    ];
    let word: String = body
        .chars()
        .take_while(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    if !LABELS.contains(&word.as_str()) {
        return body;
    }
    body.trim_start_matches(char::is_alphabetic)
        .trim_start_matches(['.', ':', ' ', '\u{a0}'])
        .to_owned()
}

fn scan(body: String) -> Result<Written, Code> {
    let mut written = Written {
        plus: false,
        digits: String::with_capacity(16),
        extension: None,
    };
    for (at, c) in body.char_indices() {
        match c {
            c if digit(c).is_some() => written.digits.extend(digit(c)),
            '+' | '\u{ff0b}' if written.digits.is_empty() => written.plus = true,
            c if separates(c) => {}
            _ => {
                written.extension = Some(extension(&body[at..])?);
                break;
            }
        }
    }
    Ok(written)
}

/// What people put between digits, and the invisible characters that copying from contacts brings along.
fn separates(c: char) -> bool {
    matches!(
        c,
        '-' | '.' | '/' | '(' | ')' | '[' | ']' | '~' | '\t' | '\u{ad}' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{2044}'
    ) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || matches!(
            c,
            '\u{30fc}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0d}'..='\u{ff0f}' | '\u{ff3b}' | '\u{ff3d}' | '\u{ff5e}'
        )
        || (c.is_whitespace() && !matches!(c, '\n' | '\r'))
}

/// A decimal digit of any script in common use, as ASCII.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 14] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xe50, 0x17e0, 0xff10,
    ];
    let code = c as u32;
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

fn only_digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// `ext. 123`, `x123`, `#123`, `, 123`, `DW 12`: a word or sign that means extension, then a few digits and nothing else.
fn extension(rest: &str) -> Result<String, Code> {
    const WORDS: [&str; 12] = [
        "extension",
        "extn",
        "ext",
        "xtn",
        "x",
        "durchwahl",
        "dw",
        "anexo",
        "int",
        "poste",
        "доб",
        "#",
    ];
    let small = rest.to_lowercase();
    let after = WORDS
        .iter()
        .find_map(|word| small.strip_prefix(word))
        .or_else(|| small.strip_prefix([',', ';']));
    let digits = after
        .ok_or(Code::NotANumber)?
        .trim_matches(|c: char| c.is_whitespace() || ".:,#-=".contains(c));
    let extension = only_digits(digits);
    let whole =
        !extension.is_empty() && extension.len() <= EXTENSION_DIGITS_MAX && digits.chars().all(|c| digit(c).is_some());
    if whole { Ok(extension) } else { Err(Code::NotANumber) }
}
