# Words for people, English: one open handoff per company, and the colleagues who join it.

item-people = { $n ->
    [one] +{ $shown } person
   *[other] +{ $shown } people
  }
joined-with = Joined the handoff of { $who }, with { $rep }
joined-held = Joined the handoff of { $who }; nobody has it yet
joined-was = Was part of the handoff of { $who }, which has ended
joined-somebody = somebody of the same company
joined-people = { $n ->
    [one] { $shown } person of this company joined
   *[other] { $shown } people of this company joined
  }
people-title = Colleagues who joined
people-feedback = Ticked: the same holds for them, and nothing more is owed. Not ticked: they become a lead of their own, with the same rep, and a first attempt is due.
people-reject = Wrong territory, already a deal and outside the definition hold for the colleagues ticked too. A duplicate or a wrong contact is said of this person alone: the colleagues stay with the same rep, as a lead of their own.
people-not-a-lead = This is said of this person alone. The colleagues stay with the same rep, as a lead of their own.
people-corrected = The correction holds for them too.
people-move = They go with the handoff.
event-joined = Joined the handoff of { $who }
event-joined-with = with { $name }: a company has one open handoff
event-joined-held = not handed to anybody yet: a company has one open handoff
event-colleague-joined = { $name } of the same company joined
event-colleague-gone = { $name } is no longer part of it
event-covered = Holds for this person too: { $name }
event-covers = { $n ->
    [one] and for { $shown } colleague who joined
   *[other] and for { $shown } colleagues who joined
  }
covered-advanced = A · advanced
covered-fit-not-ready = B · fit, not ready
covered-not-a-fit = C · not a fit
covered-rejected = given back to Marketing
covered-no-contact = not reached
covered-lost = the deal was lost
covered-won = the deal was won
covered-other = { $code }
mail-joined = { $who } joined a colleague’s handoff of yours
refusal-not-joined = One of these people is no longer part of this handoff. Nothing was recorded: look at the list again and send it once more.

## from SDR to account executive
event-passed-on = Passed on to { $name }
event-passed-on-why = after A · advanced. { $why }
item-passed-on = advanced, and passed on to you
mail-passed-on = { $who } is yours: advanced, with a note on its page
refusal-handed-on = This lead went on to the next rep, who reports what becomes of it. Nothing was changed.
agreement-hands-on = { $said } An A · advanced { $ways }.
agreement-hands-on-one = of { $from } goes on to “{ $to }”, first attempt there within { $within }
