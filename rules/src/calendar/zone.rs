//! A zone's offsets as a short table, so that a local boundary becomes an instant by one search.

use super::nearest::nearest;
use super::problem::CalendarProblem;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// The bundled zone data and never the machine's, so that every node decides alike.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// 2200-01-01: a zone keeps the offset it has then.
const TABLE_END: i64 = 7_258_118_400;
/// No zone changes its offset this often between 1970 and [`TABLE_END`].
const SEASONS_MAX: usize = 2_000;
/// Outside of every instant that is counted with, and far from overflow.
const FAR: i64 = i64::MAX / 4;

/// Finds a zone by its IANA name.
pub(super) fn find(name: &str) -> Result<TimeZone, CalendarProblem> {
    ZONES
        .get(name)
        .ok()
        .filter(|zone| !zone.is_unknown())
        .ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> CalendarProblem {
    let names: Vec<String> = ZONES.available().map(|zone| zone.as_str().to_owned()).collect();
    let nearest = nearest(name, names.iter().map(String::as_str));
    CalendarProblem::UnknownZone {
        name: name.to_owned(),
        nearest,
    }
}

/// A stretch of one offset. `until` and the local readings at both ends are kept for the search.
#[derive(Clone, Copy, Debug)]
struct Season {
    from: i64,
    until: i64,
    offset: i64,
    local_from: i64,
    local_until: i64,
}

/// The seasons of a zone from 1970 to 2200, in microseconds.
#[derive(Debug)]
pub(super) struct Offsets {
    seasons: Vec<Season>,
}

impl Offsets {
    /// Reads a zone's table.
    pub(super) fn of(zone: &TimeZone) -> Self {
        let mut starts = vec![(-FAR, micros(zone.to_offset(Timestamp::UNIX_EPOCH)))];
        for change in zone.following(Timestamp::UNIX_EPOCH).take(SEASONS_MAX) {
            if change.timestamp().as_second() >= TABLE_END {
                break;
            }
            let offset = micros(change.offset());
            if starts.last().is_some_and(|(_, before)| *before != offset) {
                starts.push((change.timestamp().as_microsecond(), offset));
            }
        }
        let ends = starts.iter().skip(1).map(|(from, _)| *from).chain([FAR]);
        let seasons = starts
            .iter()
            .zip(ends)
            .map(|(&(from, offset), until)| season(from, until, offset));
        Self {
            seasons: seasons.collect(),
        }
    }

    /// The local reading at an instant: microseconds as if the clock on the wall were UTC.
    pub(super) fn local(&self, at: i64) -> i64 {
        let at = at.clamp(-FAR, FAR - 1);
        at + self.seasons[self.seasons.partition_point(|s| s.until <= at)].offset
    }

    /// The first instant at which the wall shows `local` or later: the first pass of a fold, the end of a gap.
    pub(super) fn first(&self, local: i64) -> i64 {
        let at = self.seasons.partition_point(|s| s.local_until <= local);
        let season = self.seasons[at.min(self.seasons.len() - 1)];
        season.from.max(local - season.offset)
    }

    /// The last instant at which the wall turns to `local`: the second pass of a fold, the end of a gap.
    pub(super) fn last(&self, local: i64) -> i64 {
        let after = self.seasons.partition_point(|s| s.local_from <= local);
        let season = self.seasons[after.saturating_sub(1)];
        season.until.min(local - season.offset)
    }
}

fn season(from: i64, until: i64, offset: i64) -> Season {
    Season {
        from,
        until,
        offset,
        local_from: from + offset,
        local_until: until + offset,
    }
}

fn micros(offset: jiff::tz::Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_is_sound_in_every_zone() {
        for name in ZONES.available() {
            let Ok(zone) = ZONES.get(name.as_str()) else {
                continue;
            };
            let seasons = Offsets::of(&zone).seasons;
            assert!(seasons.len() < SEASONS_MAX, "{name}");
            let sorted = seasons
                .windows(2)
                .all(|s| s[0].local_from < s[1].local_from && s[0].local_until < s[1].local_until);
            assert!(sorted, "{name}: a season shorter than the change at its end");
        }
    }

    #[test]
    fn the_table_reads_as_the_zone_does() {
        for name in ["Europe/Berlin", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"] {
            let zone = ZONES.get(name).unwrap();
            let offsets = Offsets::of(&zone);
            for hour in (0..2_000_000i64).step_by(7) {
                let at = Timestamp::from_second(hour * 3_600).unwrap();
                let told = micros(zone.to_offset(at));
                assert_eq!(
                    offsets.local(at.as_microsecond()) - at.as_microsecond(),
                    told,
                    "{name} {at}"
                );
            }
        }
    }
}
