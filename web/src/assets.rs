//! The files a browser needs, inside the binary.
//!
//! Promises: an address carries the hash of its bytes, so it may be kept for a year; an address with an old hash
//! is answered with the file of today; nothing is read from disk.

use std::borrow::Cow;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// What the server answers for a file that never changes under its address.
pub const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
/// Where all files live.
pub const PREFIX: &str = "/assets/";
const HASH_CHARS: usize = 10;

/// One file, ready to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The bytes as they go out.
    pub bytes: &'static [u8],
    /// The media type.
    pub mime: &'static str,
    /// A strong entity tag, quoted.
    pub etag: &'static str,
}

struct Entry {
    name: &'static str,
    url: String,
    bytes: Cow<'static, [u8]>,
    mime: &'static str,
    etag: String,
}

const STYLES: &str = concat!(
    include_str!("../assets/css/tokens.css"),
    include_str!("../assets/css/fonts.css"),
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/frame.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/screens.css"),
    include_str!("../assets/css/roster.css"),
);
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";
const FONT: &str = "font/woff2";

static FILES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut files = plain_files();
    let styles = files.iter().fold(STYLES.to_owned(), |text, file| {
        text.replace(&format!("asset:{}", file.name), &file.url)
    });
    files.push(entry(
        "baton.css",
        Cow::Owned(styles.into_bytes()),
        "text/css; charset=utf-8",
    ));
    files
});

fn plain_files() -> Vec<Entry> {
    macro_rules! file {
        ($name:literal, $path:literal, $mime:expr) => {
            entry(
                $name,
                Cow::Borrowed(include_bytes!(concat!("../assets/", $path)).as_slice()),
                $mime,
            )
        };
    }
    vec![
        file!("baton.js", "baton.js", SCRIPT),
        file!("htmx.js", "htmx.min.js", SCRIPT),
        file!("icons.svg", "icons.svg", SVG),
        file!("mark.svg", "mark.svg", SVG),
        file!("inter-latin.woff2", "fonts/inter-latin.woff2", FONT),
        file!("inter-latin-ext.woff2", "fonts/inter-latin-ext.woff2", FONT),
        file!("inter-cyrillic.woff2", "fonts/inter-cyrillic.woff2", FONT),
        file!("inter-cyrillic-ext.woff2", "fonts/inter-cyrillic-ext.woff2", FONT),
        file!("inter-greek.woff2", "fonts/inter-greek.woff2", FONT),
        file!("inter-vietnamese.woff2", "fonts/inter-vietnamese.woff2", FONT),
    ]
}

fn entry(name: &'static str, bytes: Cow<'static, [u8]>, mime: &'static str) -> Entry {
    let hash: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .take(HASH_CHARS / 2)
        .collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Entry {
        name,
        url: format!("{PREFIX}{stem}-{hash}.{ending}"),
        etag: format!("\"{hash}\""),
        bytes,
        mime,
    }
}

/// The address of a file by its plain name (`baton.css`); an unknown name gives an address that is not found.
#[must_use]
pub fn url(name: &str) -> &'static str {
    FILES
        .iter()
        .find(|file| file.name == name)
        .map_or("/assets/missing", |file| file.url.as_str())
}

/// The file under a path (`/assets/baton-0a1b2c3d4e.css` or `/assets/baton.css`), or `None`.
#[must_use]
pub fn find(path: &str) -> Option<Asset> {
    let name = path.strip_prefix(PREFIX)?;
    let file = FILES
        .iter()
        .find(|file| file.url == path)
        .or_else(|| FILES.iter().find(|file| file.name == unhashed(name)))?;
    Some(Asset {
        bytes: &file.bytes,
        mime: file.mime,
        etag: &file.etag,
    })
}

/// `baton-0a1b2c3d4e.css` → `baton.css`; a page from before an upgrade still finds its styles.
fn unhashed(name: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return name.to_owned();
    };
    let hashed = stem
        .rsplit_once('-')
        .filter(|(_, hash)| hash.len() == HASH_CHARS && hash.bytes().all(|b| b.is_ascii_hexdigit()));
    hashed.map_or_else(|| name.to_owned(), |(plain, _)| format!("{plain}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_address_carries_the_hash_and_is_found() {
        let asset = find(url("baton.css")).unwrap();
        assert_eq!(asset.mime, "text/css; charset=utf-8");
        assert!(asset.etag.starts_with('"') && asset.etag.len() == HASH_CHARS + 2);
        assert_ne!(url("baton.css"), "/assets/baton.css");
        assert_eq!(find("/assets/baton-0000000000.css"), find("/assets/baton.css"));
        assert_eq!(find("/assets/other.css"), None);
        assert_eq!(find("/etc/passwd"), None);
    }

    #[test]
    fn the_styles_name_no_file_that_is_missing() {
        let text = std::str::from_utf8(find("/assets/baton.css").unwrap().bytes).unwrap();
        assert!(!text.contains("asset:") && !text.contains("/assets/missing"));
        assert!(text.contains(url("inter-latin.woff2")));
    }

    #[test]
    fn the_sprite_holds_the_icons_used_and_no_other() {
        let sprite = std::str::from_utf8(find("/assets/icons.svg").unwrap().bytes).unwrap();
        let held: BTreeSet<&str> = sprite
            .split("<symbol id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let sources: String = crate::words::sources::tests::all()
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        let calls = ["icon(frame, \"", "Icon(\"", "empty(frame, \""];
        let asked = calls
            .iter()
            .flat_map(|call| sources.split(call).skip(1).filter_map(|rest| rest.split('"').next()));
        let missing: BTreeSet<&str> = asked.filter(|name| !held.contains(name)).collect();
        assert!(missing.is_empty(), "asked for and not in the sprite: {missing:?}");
        let said = |name: &str| {
            [format!("\"{name}\""), format!("#{name}\""), format!("}}{name}{{")]
                .iter()
                .any(|form| sources.contains(form))
        };
        let idle: Vec<&&str> = held.iter().filter(|name| !said(name)).collect();
        assert!(idle.is_empty(), "in the sprite and used nowhere: {idle:?}");
    }

    #[test]
    fn every_vendored_file_is_the_one_that_was_read() {
        let page = include_str!("../assets/VENDORED.md");
        let rows: Vec<Vec<&str>> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('`').collect())
            .collect();
        assert_eq!(rows.len(), 8);
        for row in rows {
            let (file, hash) = (row[1], row[row.len() - 2]);
            let name = match file.rsplit('/').next().unwrap() {
                "htmx.min.js" => "htmx.js",
                name => name,
            };
            let bytes = find(&format!("{PREFIX}{name}")).unwrap().bytes;
            let seen: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(seen, hash, "{file}");
        }
    }
}
