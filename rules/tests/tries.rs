//! How often a law is tried.

use proptest::test_runner::Config;

/// So often as a law says itself; as `PROPTEST_CASES` asks where it is set, and never more than what a slow law (one
/// that plays whole years, or reads whole texts again and again) can be tried in some minutes.
pub fn tries(usual: u32, at_most: u32) -> Config {
    let asked = Config::default();
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => asked.cases.min(at_most),
        None => usual,
    };
    Config { cases, ..asked }
}

/// More than anybody asks for.
pub const ANY: u32 = u32::MAX;
