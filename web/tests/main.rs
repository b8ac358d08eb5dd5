//! Stories over HTTP: pages, doors, the API. One program: it is built and linked once.

mod api;
mod api_drafts;
mod books;
mod company;
mod desk;
mod doors;
mod drafts;
mod duties;
mod first_steps;
mod handing;
mod history;
mod house;
mod joining;
mod offers;
mod offers_api;
mod outage;
mod owed;
mod pages;
mod renamed;
mod replay;
mod roster;
