//! The most similar name, for "did you mean".

/// Longer names are not compared, so that a pasted page costs nothing.
const NAME_CHARS_MAX: usize = 64;

/// The name among `names` that is closest to `wanted`, without regard to case; the first of equals.
/// `None` when nothing is alike: more than half of the letters would have to change.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    if wanted.chars().count() > NAME_CHARS_MAX {
        return None;
    }
    let wanted = wanted.to_lowercase();
    let (distance, name) = names
        .map(|name| (distance(&wanted, &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)?;
    (distance * 2 <= wanted.chars().count()).then(|| name.to_owned())
}

/// How far apart: a name whose last part is the wanted one (`berlin`, `europe/berlin`) counts as one step.
fn distance(wanted: &str, name: &str) -> usize {
    let last = name.rsplit('/').next().unwrap_or(name);
    if name == wanted {
        0
    } else if last == wanted.replace(' ', "_") {
        1
    } else {
        edits(wanted, name)
    }
}

/// Letters to insert, drop or change to get from one to the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let change = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_bare_city_finds_its_zone() {
        let names = || ["Europe/Berlin", "America/New_York", "UTC"].into_iter();
        assert_eq!(nearest("europe/Berln", names()).as_deref(), Some("Europe/Berlin"));
        assert_eq!(nearest("Berlin", names()).as_deref(), Some("Europe/Berlin"));
        assert_eq!(nearest("New York", names()).as_deref(), Some("America/New_York"));
        assert_eq!(nearest("Atlantis", names()), None);
        assert_eq!(nearest(&"x".repeat(1_000), names()), None);
    }
}
