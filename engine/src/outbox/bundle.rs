//! Who gets what now: single messages, digests, or nothing yet. Nothing here reads or writes.

use super::views::Claimed;
use rules::decide::LetterKind;
use rules::roster::{Roster, User};
use rules::{Id, Instant, Span};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Older letters come as one digest a person.
pub const STALE_AFTER: Span = Span::minutes(10);
/// The stretch in which nobody gets more than a few messages.
pub const WINDOW: Span = Span::minutes(5);
/// Those few.
pub const SINGLES_MAX: usize = 3;
/// A letter for somebody whose leave has no end is looked at again after this.
const OPEN_LEAVE: Span = Span::days(1);

/// Letters of one person that go in one message, the oldest first.
pub(super) type Parcel = Vec<Claimed>;

/// Letters sorted: what goes, and what waits until when.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pub parcels: Vec<Parcel>,
    pub waiting: Vec<(Id, Instant)>,
}

/// When each person was told something of late.
#[derive(Debug, Default)]
pub(super) struct Recent(HashMap<Id, VecDeque<Instant>>);

impl Recent {
    pub fn sort(&mut self, letters: Vec<Claimed>, roster: &Roster, now: Instant) -> Sorted {
        let mut people: BTreeMap<Id, Vec<Claimed>> = BTreeMap::new();
        for letter in letters {
            people.entry(letter.view.to).or_default().push(letter);
        }
        self.forget(now);
        let mut sorted = Sorted::default();
        for (person, mut letters) in people {
            letters.sort_by_key(|letter| (letter.view.at, letter.view.letter));
            let user = roster.users.get(&person);
            let (here, away) = letters.into_iter().partition(|l| reaches(user, l.view.kind, now));
            let until = user.and_then(|u| u.back_at(now)).unwrap_or(now + OPEN_LEAVE);
            sorted.wait(away, until);
            self.sort_one(person, here, now, &mut sorted);
        }
        sorted
    }

    fn sort_one(&mut self, person: Id, letters: Vec<Claimed>, now: Instant, sorted: &mut Sorted) {
        let (stale, fresh): (Vec<_>, Vec<_>) = letters.into_iter().partition(|l| l.view.at <= now - STALE_AFTER);
        let told = self.0.entry(person).or_default();
        if !stale.is_empty() {
            told.push_back(now);
            sorted.parcels.push(stale);
        }
        let free = SINGLES_MAX.saturating_sub(told.len());
        if fresh.len() <= free {
            told.extend(fresh.iter().map(|_| now));
            sorted.parcels.extend(fresh.into_iter().map(|letter| vec![letter]));
        } else if free > 0 {
            told.push_back(now);
            sorted.parcels.push(fresh);
        } else {
            let until = told.front().map_or(now, |first| *first + WINDOW);
            sorted.wait(fresh, until);
        }
    }

    fn forget(&mut self, now: Instant) {
        self.0.retain(|_, told| {
            told.retain(|at| *at > now - WINDOW);
            !told.is_empty()
        });
    }
}

impl Sorted {
    fn wait(&mut self, letters: Vec<Claimed>, until: Instant) {
        self.waiting
            .extend(letters.into_iter().map(|letter| (letter.view.letter, until)));
    }
}

/// On leave, somebody hears only of what nobody else can mend.
fn reaches(user: Option<&User>, kind: LetterKind, now: Instant) -> bool {
    let escalates = matches!(kind, LetterKind::Late | LetterKind::NobodyCould);
    escalates || !user.is_some_and(|user| user.is_on_leave(now))
}
