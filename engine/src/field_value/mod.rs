//! Values of a company's own fields by which lists are filtered: a row for each lead and field that is indexed.

pub mod records;
