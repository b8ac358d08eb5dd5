//! Drafts: texts that one side works on before it proposes one.
//!
//! Promises: who is of the other side sees none of it, not even that there is one, until it is proposed; an admin's
//! draft, who is of no side, is the admins' alone, and so is what a program with the scope `agreement` works on. What was discarded can be taken back while it is known.

use super::{Life, signs_for};
use crate::agreement::Side;
use crate::fact::{DraftKept, Role};
use crate::roster::{Act, Roster, may};
use crate::{Id, Instant, fact::Actor};
use serde::{Deserialize, Serialize};

/// Most drafts that are worked on at once.
pub const DRAFTS_MAX: usize = 50;
/// Most discarded drafts that can still be taken back; the oldest are forgotten.
pub const DISCARDED_MAX: usize = 20;

/// A draft as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextDraft {
    /// Who began it.
    pub by: Option<Id>,
    /// When.
    pub at: Instant,
    /// The sides of the one who began it: who is of one of them sees it.
    pub sides: Vec<Side>,
    /// Who changed it last.
    pub kept_by: Option<Id>,
    /// When.
    pub kept_at: Instant,
    /// The version whose text it began as.
    pub base: i64,
    /// SHA-256 of the exact text, in hexadecimal.
    pub hash: String,
    /// The hash of the text before the last save: that save can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How often it was saved since it was begun.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub saves: u32,
    /// Discarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded_at: Option<Instant>,
}

fn is_none_yet(saves: &u32) -> bool {
    *saves == 0
}

/// Texts that are kept of a draft: as it reads, and as it read before the last save.
const TEXTS_KEPT: u32 = 2;

impl TextDraft {
    /// In which of the places for its texts the next one is kept: the one that its current text does not have.
    pub fn next_slot(&self) -> u32 {
        (self.saves + 1) % TEXTS_KEPT
    }
}

impl Life {
    /// A draft that somebody may see, discarded or not.
    pub fn draft_for(&self, roster: &Roster, user: Id, draft: Id) -> Option<&TextDraft> {
        self.drafts
            .get(&draft)
            .filter(|draft| drafts(roster, self, user) && sees(roster, self, user, draft))
    }

    /// Drafts that somebody may see, the last changed first.
    pub fn drafts_for(&self, roster: &Roster, user: Id) -> Vec<(Id, &TextDraft)> {
        let all = self.drafts.keys().copied();
        let mut seen: Vec<(Id, &TextDraft)> = all
            .filter_map(|id| Some((id, self.draft_for(roster, user, id)?)))
            .collect();
        seen.sort_by_key(|(id, draft)| (std::cmp::Reverse(draft.kept_at), *id));
        seen
    }

    /// A draft that a program may see: one of no side. Both sides' own are theirs alone.
    pub fn draft_of_no_side(&self, draft: Id) -> Option<&TextDraft> {
        self.drafts.get(&draft).filter(|draft| draft.sides.is_empty())
    }

    /// Drafts that a program may see, the last changed first.
    pub fn drafts_of_no_side(&self) -> Vec<(Id, &TextDraft)> {
        let all = self.drafts.keys().copied();
        let mut seen: Vec<(Id, &TextDraft)> = all.filter_map(|id| Some((id, self.draft_of_no_side(id)?))).collect();
        seen.sort_by_key(|(id, draft)| (std::cmp::Reverse(draft.kept_at), *id));
        seen
    }

    pub(super) fn keep_draft(&mut self, kept: &DraftKept, by: Option<Id>, at: Instant) {
        let known = self.drafts.contains_key(&kept.draft);
        let draft = self.drafts.entry(kept.draft).or_insert_with(|| TextDraft {
            by,
            at,
            sides: kept.sides.clone(),
            kept_by: by,
            kept_at: at,
            base: kept.base,
            hash: String::new(),
            before: None,
            saves: 0,
            discarded_at: None,
        });
        if known {
            draft.before = Some(draft.hash.clone());
            draft.saves += 1;
        }
        draft.kept_by = by;
        draft.kept_at = at;
        draft.base = kept.base;
        draft.hash.clone_from(&kept.hash);
    }

    pub(super) fn discard_draft(&mut self, draft: Id, at: Option<Instant>) {
        if let Some(draft) = self.drafts.get_mut(&draft) {
            draft.discarded_at = at;
        }
        let mut gone: Vec<(Instant, Id)> = self
            .drafts
            .iter()
            .filter_map(|(id, draft)| Some((draft.discarded_at?, *id)))
            .collect();
        gone.sort_unstable();
        let forgotten = gone.len().saturating_sub(DISCARDED_MAX);
        for (_, id) in gone.into_iter().take(forgotten) {
            self.drafts.remove(&id);
        }
    }
}

/// The sides that somebody is of: by his roles, and as a deputy.
pub fn sides_of(roster: &Roster, life: &Life, user: Id) -> Vec<Side> {
    let Some(held) = roster.active(user) else {
        return Vec::new();
    };
    let of = |side: &Side| {
        let roles: &[Role] = match side {
            Side::Marketing => &[Role::Marketer, Role::HeadOfMarketing],
            Side::Sales => &[Role::Rep, Role::SalesManager, Role::HeadOfSales],
        };
        roles.iter().any(|role| held.is(*role)) || life.deputies.get(side) == Some(&user)
    };
    [Side::Marketing, Side::Sales].into_iter().filter(of).collect()
}

/// Whether somebody may work on drafts at all: who may propose, or signs.
pub fn drafts(roster: &Roster, life: &Life, user: Id) -> bool {
    may(roster, Actor::User(user), &[], Act::Propose) || signs_for(roster, life, user).is_some()
}

fn sees(roster: &Roster, life: &Life, user: Id, draft: &TextDraft) -> bool {
    let own = sides_of(roster, life, user);
    let shared = own.iter().any(|side| draft.sides.contains(side));
    draft.by == Some(user) || shared || (own.is_empty() && draft.sides.is_empty())
}
