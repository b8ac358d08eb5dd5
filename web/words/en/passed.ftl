# Words for people, English: what one rep passes on to the next, as it is counted; whether an A is an SQL; who gave a lead back.

## the scorecard: within Sales
within-title = Passed on within Sales
within-about = What a rep reported as A · advanced and the next rep took over, from SDR to account executive. It is Sales’ own work: Marketing brought these leads once, and they are counted above once.
within-follow-up-of = of { $n } passed on in the period, at least { $hours } h ago
within-feedback = Feedback given
within-feedback-of = of { $n } passed on in the period and reached, whose feedback is due by now.
within-said = The next rep goes on with it
within-said-of = of { $n } passed on in the period that the next rep reported on; { $none } without a report yet.
cohort-within-due = Passed on within Sales, first attempt of the next rep due { $span }.
cohort-within-trigger = Passed on within Sales { $span }.
cohort-within-outcome = Passed on within Sales, deals that ended { $span }.
cohort-within-other = { $span }
owed-passed-kept = First attempt kept, passed on within Sales
owed-passed-feedback = Feedback in time, passed on within Sales
owed-passed-of = of { $n } in these weeks. The next rep’s own work, counted beside what Sales owes for the leads that Marketing handed over; nothing is agreed for it.

## letters
mail-passed-on-held = Take { $who }: advanced by a colleague, held for you
mail-take-by = take by { $name }
letter-passed-on = Passed on, to { $name }
letter-passed-on-held = Passed on and held, to { $name }

## SQL: whether the definition held when a rep said “A · advanced”
part-sql = SQL: advanced, and the definition held
part-sql-won = SQLs that were won
part-about-sql = A rep reported A · advanced, and the agreement’s definition of SQL held then.
part-about-sql-won = The definition of SQL held when it was advanced, and the deal was won.
sql-held = SQL: its definition held
sql-lacks = Not an SQL yet: { $name }
event-not-sql = not an SQL yet: { $name }
sql-again = When that has changed, report A · advanced once more: it is judged anew.

## who gave a lead back
why-not-gave-back = gave this lead back
gave-back-one = { $who } gave this lead back, so it did not go there again by itself.
gave-back-more = { $who } gave this lead back, so it went to none of them again by itself.
