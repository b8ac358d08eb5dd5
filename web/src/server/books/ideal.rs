//! The ideal customer on the agreement's page: each clause with how often it holds among those who were won.

use super::scorecard::percent;
use crate::screens::agreement::{Owed, Rate};
use crate::server::App;
use crate::server::asked::Asked;
use engine::EngineError;
use engine::agreement::ideal;
use rules::agreement::Agreement;
use rules::scorecard::Share;

pub(super) async fn fill(
    app: &App,
    asked: &Asked,
    agreement: &Agreement,
    screen: &mut Owed,
) -> Result<(), EngineError> {
    if agreement.ideal.is_empty() {
        return Ok(());
    }
    let own = app.engine.fields();
    let (wins, held) = ideal::of(app.engine.ledger(), &own, &agreement.ideal, asked.now).await?;
    let words = &asked.words;
    let rate = |(clause, held): (&rules::agreement::Ideal, &ideal::Held)| Rate {
        name: clause.name.clone(),
        expected: String::new(),
        actual: percent(Share::of(held.held, held.known)),
        of: words.say_with("ideal-known", &[("n", held.known.into()), ("all", wins.into())]),
        list: String::new(),
    };
    screen.ideal = agreement.ideal.iter().zip(&held).map(rate).collect();
    screen.ideal_of = words.say_n("ideal-of", wins.unsigned_abs());
    Ok(())
}
