//! Named lists of holidays. Where they come from is somebody else's business.

use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Holiday lists by name (`DE-BE`), each a date and what it is called. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holidays {
    lists: Arc<BTreeMap<String, BTreeMap<Date, String>>>,
}

impl Holidays {
    /// No lists at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// From lists by name.
    pub fn from_lists(lists: BTreeMap<String, BTreeMap<Date, String>>) -> Self {
        Self { lists: Arc::new(lists) }
    }

    /// One list; `None` when there is none of that name.
    pub fn list(&self, name: &str) -> Option<&BTreeMap<Date, String>> {
        self.lists.get(name)
    }

    /// The names of all lists, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }
}
