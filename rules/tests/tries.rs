//! How often a law is tried.

use proptest::test_runner::Config;

/// So often as a law says itself. `BATON_LAWS` asks for another number, and a slow law (one that plays whole years, or reads
/// whole texts again and again) takes no more of it than can be tried in some minutes. The library's own `PROPTEST_CASES`
/// knows no such end.
#[allow(clippy::disallowed_methods, reason = "asked of the tests alone")]
pub fn tries(usual: u32, at_most: u32) -> Config {
    let asked = std::env::var("BATON_LAWS").ok().and_then(|many| many.parse().ok());
    let cases = asked.map_or(usual, |many: u32| many.min(at_most));
    Config {
        cases,
        ..Config::default()
    }
}
