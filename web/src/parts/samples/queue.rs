//! Samples of the queue.

use super::{Now, due, framed, lead::lead};
use crate::frame::{Frame, Place, Role};
use crate::screens::lead::{Call, Now as Pressed};
use crate::screens::queue::{Item, Kind, Queue, QueuePage, Section};
use crate::screens::rotations::OutBox;
use crate::shapes::Near;

fn item(n: u8, what: &str, tries: Option<(u8, u8)>) -> Item {
    Item {
        href: format!("/queue?lead=lead_{n}"),
        name: format!("Sample Person {n}"),
        company: format!("Sample Company {n}"),
        what: what.to_owned(),
        tier: "request".to_owned(),
        tries,
        people: if n == 2 { 2 } else { 0 },
        ..Item::default()
    }
}

fn timed(now: Now, mut item: Item, minutes: i64, shown: &str, state: Near) -> Item {
    item.clock = Some(due(now, minutes, shown, state));
    item
}

fn first(now: Now) -> Item {
    let call = Call {
        href: "tel:+4930000001".to_owned(),
        shown: "+49 30 000001".to_owned(),
        tell: String::new(),
    };
    let item = Item {
        call: Some(call),
        chosen: true,
        ..item(1, "asked for a demo", Some((1, 6)))
    };
    timed(now, item, 6, "06:12 left", Near::Soon)
}

fn soon(now: Now) -> Vec<Item> {
    vec![
        timed(
            now,
            item(2, "asked for a price", Some((1, 6))),
            -12,
            "12 min late",
            Near::Late,
        ),
        timed(
            now,
            item(3, "no answer at 08:50", Some((2, 6))),
            22,
            "22 min left",
            Near::Fine,
        ),
        timed(
            now,
            item(4, "crossed the definition by score", Some((1, 4))),
            48,
            "48 min left",
            Near::Fine,
        ),
    ]
}

fn owed(now: Now) -> Vec<Item> {
    vec![
        timed(
            now,
            item(5, "connected yesterday", None),
            360,
            "6 h 00 left",
            Near::Fine,
        ),
        timed(
            now,
            item(6, "connected on Friday, in conversation", None),
            1500,
            "tomorrow 16:00",
            Near::Fine,
        ),
        timed(
            now,
            item(7, "connected on Thursday", None),
            -130,
            "2 h 10 late",
            Near::Late,
        ),
    ]
}

fn back(now: Now) -> Vec<Item> {
    vec![timed(
        now,
        item(8, "B · fit, not ready since 3 May · pricing today", Some((1, 3))),
        470,
        "7 h 50 left",
        Near::Fine,
    )]
}

fn later(now: Now) -> Vec<Item> {
    vec![
        timed(
            now,
            item(9, "voicemail yesterday", Some((3, 6))),
            2900,
            "Thu 10:00",
            Near::Fine,
        ),
        timed(
            now,
            item(10, "webinar list of Monday", Some((1, 4))),
            3100,
            "Thu 17:00",
            Near::Fine,
        ),
    ]
}

fn sections(now: Now) -> Vec<Section> {
    vec![
        Section {
            kind: Kind::DueSoon,
            total: 3,
            items: soon(now),
            more: None,
        },
        Section {
            kind: Kind::Owed,
            total: 3,
            items: owed(now),
            more: None,
        },
        Section {
            kind: Kind::Returning,
            total: 1,
            items: back(now),
            more: None,
        },
        Section {
            kind: Kind::Later,
            total: 14,
            items: later(now),
            more: Some("/queue?only=later".to_owned()),
        },
    ]
}

/// The queue of a full morning; on a phone the list, or the lead where `picked`.
#[must_use]
pub fn queue_page(frame: Frame, now: Now, picked: bool) -> QueuePage {
    let queue = Queue {
        open: 22,
        now: Some(first(now)),
        sections: sections(now),
        morning: Some("4 first attempts wait for the opening, Mon 09:00; the last is due Mon 10:00. One of them is late already. You can keep what is not late.".to_owned()),
        ..Queue::default()
    };
    QueuePage {
        frame: framed(frame, Place::Queue, Role::Rep),
        out: OutBox::default(),
        queue,
        chosen: Some(lead(now)),
        picked,
    }
}

/// The queue with a lead that is held for the viewer, out of rotation himself; a manager's question above it.
#[must_use]
pub fn queue_held(frame: Frame, now: Now) -> QueuePage {
    let take = Pressed {
        token: "take".to_owned(),
        value: "yes".to_owned(),
    };
    let held = Item {
        what: "Held for you, take by 10:05".to_owned(),
        take: Some(("/handoffs/handoff_1/take".to_owned(), take)),
        ..first(now)
    };
    let page = queue_page(frame.clone(), now, false);
    let queue = Queue {
        now: Some(held),
        out: Some("You are out of rotation until 14:00 (by Sample Person 1). What you have stays yours.".to_owned()),
        ..page.queue
    };
    QueuePage {
        out: super::rotations(frame).out,
        queue,
        ..page
    }
}

/// The queue when all is done.
#[must_use]
pub fn queue_empty(frame: Frame) -> QueuePage {
    let mut frame = framed(frame, Place::Queue, Role::Rep);
    frame.counts.clear();
    QueuePage {
        frame,
        out: OutBox::default(),
        queue: Queue::default(),
        chosen: None,
        picked: false,
    }
}
