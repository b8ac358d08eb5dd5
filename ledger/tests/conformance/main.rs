//! One suite, every engine: the ledger means the same on an SQLite file, in memory and on
//! PostgreSQL. For PostgreSQL set BATON_TEST_POSTGRES to a superuser's address, such as
//! `postgres://postgres@127.0.0.1:5432/postgres`; each test makes and drops a database of its own.

#[cfg(test)]
mod claims;
#[cfg(test)]
mod house;
#[cfg(test)]
mod keeping;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod scans;
#[cfg(test)]
mod trouble;
