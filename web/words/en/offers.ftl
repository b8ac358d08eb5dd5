## held for one rep, to the next in turn, out of rotation
clock-take-by = Held, take by
clock-reassign = Goes to the next in turn, unless somebody tries
held-for-you = Held for you, take by { $name }
held-for = Held for { $who }, take by { $at }
press-act-take = Take it
press-title-take = Take it
press-hint-take = It is held for you alone until then. After that it goes to the next in turn. An attempt takes it too.
press-do-take = Take it
flash-take = It is yours.
event-taken = Taken
press-act-give-on = Give it to the next in turn
press-title-give-on = Give it to the next in turn
press-hint-give-on = Nobody tried in time. The rotation picks the next one; the customer’s clock runs on, and both reps are told.
press-do-give-on = Give it to the next in turn
flash-give-on = Given to the next in turn. Both reps are told.
give-on-choose = Open the lead again: who has it was not said. Nothing was changed.
passed-not-taken = { $who } did not take it in time.
passed-no-attempt = { $who } made no attempt in time, so it went on by itself, as agreed.
passed-given-on = { $who } made no attempt in time, and it was given on.
passed-other = { $code }
why-not-not-taken = did not take it in time
why-not-not-tried = made no attempt in time
why-not-out = out of rotation
out-until = out of rotation until { $until }
out-until-by = out of rotation until { $until } (by { $by })
refusal-nothing-to-take = Nothing is held here to be taken: it is taken already, or it is no longer held. Nothing was changed.
refusal-has-it-now = It is with { $owner } now. Nothing was changed.
refusal-who-takes = Say who takes it.
refusal-time-left = Its owner still has time to try. Nothing was changed. To move it all the same, hand it on by name.
refusal-nobody-else = Nobody else can take it now. Nothing was changed. Hand it on by name.

## out of rotation
out-title = Out of rotation
out-ask = Take { $name } out of rotation?
out-why = { $n ->
    [one] { $who } let { $shown } lead pass today. What they have stays theirs; rotations pass them over until then. Nothing is done without a press.
   *[other] { $who } let { $shown } leads pass today, one after the other. What they have stays theirs; rotations pass them over until then. Nothing is done without a press.
}
out-until-hour = Until { $name }
out-until-end = Until the end of the day, { $name }
out-back = Put back in
out-you = You are { $name }. What you have stays yours.
out-they = Now { $name }. What they have stays theirs.
flash-taken-out = Out of rotation until then. It ends by itself.
flash-put-back = Back in rotation.
change-taken-out = Out of rotation until { $until }
change-put-back = Back in rotation
refusal-in-no-rotation = This person is in no rotation. Nothing was changed.
refusal-out-too-long = At most { $hours } hours. Set a leave for longer. Nothing was changed.
refusal-not-out = Rotations pick this person already. Nothing was changed.
refusal-until-when = Say until when. Nothing was changed.

## letters
mail-held-for-you = Take { $who }: held for you
mail-not-taken = { $who } went to the next in turn: you did not take it in time
mail-went-on = { $who } went to the next in turn: no attempt was made in time

## the agreement: to the next in turn after a stretch
unsaid-tier-reassign-after = off
change-tier-reassign-after = An untried { $of } now goes to the next in turn { $new } after its owner’s time instead of { $old }.
change-tier-reassign-after-unsaid = An untried { $of } that goes to the next in turn by itself, counted from its owner’s time: { $new } now instead of { $old }.
term-tier-reassign-after = untried, it goes to the next in turn { $value } after its owner’s time; in the first 30 days of use only by a manager’s press
edit-key-reassign-after = Untried, to the next in turn: after its owner’s time
edit-hint-reassign-after = 10m, or “off”. Once, only what a rotation picked, nothing of a named account; in the first 30 days of use a manager presses instead.
