# Page one of the agreement: what stands in lines under a sentence, whose turn it is, and what is more than a sheet holds.

agreement-tries = How fast Sales tries, and how often, in open time:
agreement-try-tier = Tier
agreement-try-first = First attempt within
agreement-try-after = After closed time, from opening
agreement-try-attempts = Attempts
agreement-try-calls = By phone, at least
agreement-try-within = All of them within
agreement-try-nurture = goes to nurture
agreement-try-same = the same
agreement-turns = Whose turn it is: { $what }.
agreement-held = a lead is held for one rep to take, else it goes to the next in turn: { $of }
agreement-held-one = { $of } within { $within }
agreement-untried = what nobody tried goes to the next in turn once, counted from the end of its owner’s time: { $of }
agreement-untried-one = { $tier } after { $after }
agreement-hours-lines = Time counts while we are open:
agreement-calendar-line = { $week } ({ $zone })
agreement-escalation-lines = Who is told:
agreement-quoted = “{ $name }”
agreement-more = { $n ->
    [one] { $shown } more, in the annex
   *[other] { $shown } more, in the annex
  }

## a rotation that is called otherwise
edit-hint-rotation-name = Under another name it is the same rotation: its members, its rota and its leads stay with it.
