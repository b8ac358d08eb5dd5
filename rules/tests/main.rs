//! What the rules hold to: tables, refusals, properties. One program: it is built and linked once.

mod agreement;
mod agreement_change;
mod agreement_drafts;
mod agreement_life;
mod agreement_refusals;
mod check_contact;
mod check_data;
mod check_measure;
mod commands;
mod criteria;
mod fairness;
mod holidays;
mod own_fields;
mod tries;
