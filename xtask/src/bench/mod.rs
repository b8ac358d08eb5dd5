//! `cargo xtask bench`: figures of this machine and this build, each beside its goal.
//!
//! A figure is a [`Row`]: it names what it measures, and measures it in a folder of its own. Add a file here with a
//! type that implements it, and name it in [`rows`]; the table, the goals and the filter follow. A row that measures
//! the product puts the limit that bounds it (from `limits`) into the same figure, taken in the same run.
mod limits;
mod product;
mod served;

use crate::place::Place;
use crate::trouble::{Doing, Outcome};
use product::{Product, What};
use served::Served;
use std::path::Path;
use std::time::Duration;

/// Which rows to measure.
#[derive(clap::Args)]
pub struct Wish {
    /// Only rows whose name contains this
    #[arg(long)]
    only: Option<String>,
    /// Seconds for each row
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Leads that wait while the timers' lag is measured
    #[arg(long, default_value_t = 100_000)]
    pending: u64,
    /// Leads whose first attempt runs while a version is applied to them
    #[arg(long, default_value_t = 50_000)]
    running: u64,
    /// Leads of the last ninety days that a version is replayed over
    #[arg(long, default_value_t = 20_000)]
    replayed: u64,
    /// Leads of the past that are there before anything is asked over HTTP
    #[arg(long, default_value_t = 20_000)]
    leads: u64,
    /// Handoffs of the last 90 days that are there before anything is asked over HTTP
    #[arg(long, default_value_t = 5_000)]
    handoffs: u64,
}

/// Something that can be measured.
pub trait Row {
    /// What it measures, in the words of the design.
    fn name(&self) -> &'static str;

    /// Measures for about `length` each, in an empty `folder` on the disk of the build folder; names what each figure
    /// is of.
    fn measure(&self, folder: &Path, length: Duration) -> Outcome<Vec<(String, Figure)>>;
}

/// What came out.
pub struct Figure {
    /// Done a second.
    pub rate: f64,
    /// How long one took: the middle, and what 99 of 100 stay under.
    pub p50: Duration,
    pub p99: Duration,
    /// What it must reach; none for a limit of the machine.
    pub goal: Option<&'static str>,
    /// The limit that bounds it, measured in the same run.
    pub limit: Option<String>,
}

impl Figure {
    /// From how long each one took, one after another.
    pub fn of(mut each: Vec<Duration>) -> Self {
        each.sort_unstable();
        let whole: Duration = each.iter().sum();
        let at = |part: f64| {
            // the part is below 1 and the lists are short: the cast loses nothing
            each.get((each.len() as f64 * part) as usize)
                .copied()
                .unwrap_or_default()
        };
        Self {
            rate: each.len() as f64 / whole.as_secs_f64(),
            p50: at(0.5),
            p99: at(0.99),
            goal: None,
            limit: None,
        }
    }
}

fn rows<'a>(place: &'a Place, wish: &Wish) -> Vec<Box<dyn Row + 'a>> {
    let (pending, running) = (wish.pending, wish.running);
    let mut rows: Vec<Box<dyn Row + 'a>> = limits();
    for what in [
        What::Captures,
        What::Overdue,
        What::Lag { pending },
        What::Apply { leads: running },
        What::Replay { leads: wish.replayed },
    ] {
        for postgres in [false, true] {
            rows.push(Box::new(Product { place, what, postgres }));
        }
    }
    for postgres in [false, true] {
        rows.push(Box::new(Served {
            place,
            postgres,
            leads: wish.leads,
            handoffs: wish.handoffs,
        }));
    }
    rows
}

/// What the machine can do, whatever runs on it.
fn limits() -> Vec<Box<dyn Row>> {
    vec![
        Box::new(limits::Fsync),
        Box::new(limits::RoundTrip { connections: 1 }),
        Box::new(limits::RoundTrip { connections: 64 }),
        Box::new(limits::Hash),
    ]
}

/// Builds what the rows run, all at once: chosen packages alone would get other features, and be built anew.
fn built() -> Outcome {
    crate::run::show(crate::run::cargo().args([
        "build",
        "--quiet",
        "--release",
        "--workspace",
        "--bin",
        "baton",
        "--example",
        "load",
        "--example",
        "measure",
    ]))
}

/// Measures and prints the table.
pub fn run(place: &Place, wish: &Wish) -> Outcome {
    println!(
        "{:<44} {:>12} {:>10} {:>10}  {:<20} limit",
        "what", "a second", "p50 ms", "p99 ms", "goal"
    );
    for row in rows(place, wish)
        .iter()
        .filter(|row| wish.only.as_ref().is_none_or(|part| row.name().contains(part)))
    {
        let folder = place.target.join("bench");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).doing(folder.display())?;
        }
        std::fs::create_dir_all(&folder).doing(folder.display())?;
        let figures = row
            .measure(&folder, Duration::from_secs(wish.seconds))
            .doing(row.name())?;
        figures
            .iter()
            .for_each(|(name, figure)| println!("{}", line(name, figure)));
    }
    Ok(())
}

fn line(name: &str, figure: &Figure) -> String {
    let ms = |length: Duration| length.as_secs_f64() * 1000.0;
    let line = format!(
        "{:<44} {:>12.0} {:>10.3} {:>10.3}  {:<20} {}",
        name,
        figure.rate,
        ms(figure.p50),
        ms(figure.p99),
        figure.goal.unwrap_or("-"),
        figure.limit.as_deref().unwrap_or("-")
    );
    line.trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_knows_its_middle_and_its_tail() {
        let figure = Figure::of((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!((figure.p50.as_millis(), figure.p99.as_millis()), (51, 100));
        assert!((figure.rate - 100.0 / 5.05).abs() < 0.01);
    }

    #[test]
    fn the_machines_limits_can_be_measured() {
        let folder = std::env::temp_dir().join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for row in limits() {
            for (name, figure) in row.measure(&folder, Duration::from_millis(20)).unwrap() {
                assert!(figure.rate > 0.0 && figure.p99 >= figure.p50, "{name}");
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
