//! `cargo xtask laws`: the laws of `rules`, each tried on many more cases than in the tests, drawn anew each time.
use crate::place::Place;
use crate::run::{cargo, show, which};
use crate::trouble::Outcome;

/// How many, and which.
#[derive(clap::Args)]
pub struct Wish {
    /// Cases for each law; slow ones stop earlier
    #[arg(long, default_value_t = 100_000)]
    cases: u32,
    /// The seed the cases are drawn from; without it another each time
    #[arg(long)]
    seed: Option<u64>,
    /// Only tests whose name holds this
    #[arg(value_name = "NAME")]
    only: Option<String>,
}

/// Builds `rules` for speed and runs its tests. A law that fails writes the case's seed into `proptest-regressions`,
/// where every later run of the tests tries it first.
///
/// # Errors
/// A law that does not hold, named by the runner.
pub fn run(place: &Place, wish: &Wish) -> Outcome {
    let mut test = cargo();
    match which("cargo-nextest") {
        Some(_) => test.args(["nextest", "run", "--cargo-profile", "laws", "--profile", "laws"]),
        None => test.args(["test", "--profile", "laws", "--no-fail-fast"]),
    };
    test.args(["--locked", "-p", "rules"]).args(wish.only.as_deref());
    test.env(CASES, wish.cases.to_string()).current_dir(&place.root);
    match wish.seed {
        Some(seed) => test.env(SEED, seed.to_string()),
        None => test.env_remove(SEED),
    };
    show(&mut test)?;
    println!("{} cases a law, fewer where a law is slow", wish.cases);
    Ok(())
}

/// How many cases a law is tried on.
const CASES: &str = "BATON_LAWS";
/// What cases are drawn from.
pub const SEED: &str = "PROPTEST_RNG_SEED";
