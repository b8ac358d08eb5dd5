# Words of a replay: a past window under a proposed version, beside what happened.

replay-title = What { $name } would have changed
replay-link = See what it would have changed
replay-link-again = The whole replay
replay-sign-head = What it would have changed
replay-about = A past window runs through the rules under this version, beside what happened.
replay-from = From
replay-to = To, with that day
replay-act = Replay
replay-again = Replay again
replay-stop = Stop
replay-back = The version
replay-csv = CSV
replay-json = JSON
replay-known = As known { $name }.
replay-window = { $from } – { $to }
replay-form-about = Choose a window of the past, of at most two years. It takes seconds for a quarter, and about a minute for a million leads.
replay-running = Replaying: { $looked } of { $of } leads.
replay-running-about = This page looks again by itself every three seconds. You may leave it: the replay goes on.
replay-running-start = Replaying: it has just begun.
replay-failed = The replay could not be done. Nothing was changed; the program’s log says why. Try again.
replay-busy = Two replays run already. Wait for one of them, or stop it.
replay-flash-stopped = The replay was stopped.
replay-progress = How far it is
replay-problem-empty = The window ends before it begins. Choose a later end.
replay-problem-too-long = The window is longer than two years. Choose a shorter one.
replay-problem-future = The window begins in the future. A replay needs a past.
replay-problem-dates = These are not two days. Write them as 2026-03-01.
replay-problem-other = { $code }

## said first
replay-nobody = Nobody came in this window: there is nothing to replay. Choose another one.
replay-same = Nothing would have been otherwise: the same { $before } leads would have come to Sales.
replay-same-came = The same { $before } leads would have come to Sales.
replay-accepted = Of those that Sales talked with, { $after } would have been accepted (SAL) instead of { $before }.
replay-sql = Of those that advanced, { $after } would have been SQLs instead of { $before }. A question that nobody was asked then is taken as answered.
replay-whole = { $after } leads would have come to Sales instead of { $before }: { $in } more come in, { $out } no longer do.
replay-in-said = +{ $shown } { $n ->
    [one] lead
   *[other] leads
  } in, of which Sales, when they came at another time, said: { $said }.
replay-in-both = +{ $shown } { $n ->
    [one] lead
   *[other] leads
  } in, of which Sales, when they came at another time, said: { $said }. Of { $silent } Sales said nothing: nobody knows what they are worth.
replay-in-silent = +{ $shown } { $n ->
    [one] lead
   *[other] leads
  } in. Sales said nothing of any of them: nobody knows what they are worth.
replay-out-said = −{ $shown } { $n ->
    [one] lead
   *[other] leads
  } out, of which Sales said: { $said }.
replay-out-both = −{ $shown } { $n ->
    [one] lead
   *[other] leads
  } out, of which Sales said: { $said }. Of { $silent } Sales said nothing yet.
replay-out-silent = −{ $shown } { $n ->
    [one] lead
   *[other] leads
  } out. Sales said nothing of any of them yet.
replay-n-said-advanced = { $n } A · advanced
replay-n-said-fit-not-ready = { $n } B · fit, not ready
replay-n-said-not-a-fit = { $n } C · not a fit
replay-n-said-not-a-lead = { $n } not a lead
replay-n-said-rejected = { $n } given back
replay-n-said-no-contact = { $n } not reached
replay-n-said-other = { $n } { $code }
replay-advanced = { $lost } of the { $all } A’s of this window would not have come.
replay-load = A rep would have { $after } leads a week instead of { $before }.
replay-queue = Today’s roster could keep { $after } of { $owed } first attempts. By the same reckoning it keeps { $before } of what came in fact, where { $fact } were kept: the reckoning is that much too hopeful.
replay-queue-new = Today’s roster could keep { $after } of { $owed } first attempts, by a reckoning that nothing in this window can be held against.

## likely a mistake
replay-none-left = Nobody at all would have come to Sales.
replay-clause-never = “{ $clause }” ({ $stage }) held at none of { $shown } { $n ->
    [one] judgement
   *[other] judgements
  }; a lead is judged each time it does something. At { $alone } of them it alone stood in the way.
replay-clause-missing = “{ $clause }” ({ $stage }) could be told at none of { $shown } { $n ->
    [one] judgement
   *[other] judgements
  }: what it asks about is never known, or its arithmetic fails.
replay-no-members = { $n ->
    [one] { $shown } first attempt would
   *[other] { $shown } first attempts would
  } fall into a rotation that has no member today.
replay-differing = { $differing } of { $stored } stored verdicts come out otherwise when they are judged again: trust these numbers less, and tell whoever looks after Baton.

## how it is reckoned
replay-note-as-if = It is reckoned as if this version had come into force at the window’s first instant: scores, desks and the review list stand then as they stood. A lead that Sales did not have in fact is taken to stay with Sales for { $days } days, as handoffs here usually do.
replay-note-faithful = { $n ->
    [one] The one verdict stored in this window was judged again by the version that was in force then, and came out the same.
   *[other] All { $shown } verdicts stored in this window were judged again by the version that was in force then, and came out the same.
  }
replay-note-erased = { $n ->
    [0] No lead of this window was erased.
    [one] { $shown } lead of this window was erased and is left out on both sides.
   *[other] { $shown } leads of this window were erased and are left out on both sides.
  }
replay-note-clause-idle = “{ $clause }” ({ $stage }) could be told at none of { $shown } { $n ->
    [one] judgement
   *[other] judgements
  } and lets them pass: it decides nothing.
replay-note-past = { $n ->
    [one] { $shown } lead came from a file about the past: no version judged it, and it is left out.
   *[other] { $shown } leads came from a file about the past: no version judged them, and they are left out.
  }
replay-note-queue = First attempts: { $reps ->
    [one] one rep
   *[other] { $reps } reps
  } of today’s roster take what is due first, whenever their calendar is open; each try keeps a rep busy for { $minutes } min, the median of { $shown } gaps of at most an hour between two tries of one rep in this window. Later tries wait behind first ones, and nobody is ever away.
replay-note-queue-taken = First attempts: { $reps ->
    [one] one rep
   *[other] { $reps } reps
  } of today’s roster take what is due first, whenever their calendar is open; each try is taken to keep a rep busy for { $minutes } min, because this window has only { $shown } gaps between tries to measure. Later tries wait behind first ones, and nobody is ever away.
replay-note-queue-cut = First attempts are not reckoned: more than a million leads would have come.
replay-note-load = Leads that come in are shared among reps as leads were shared in fact.
replay-note-lines = The lists hold the first { $shown } leads; the numbers count all.

## the tables
replay-table-changes = What changes, and what Sales said
replay-table-tiers = By tier
replay-table-weeks = By week and tier
replay-table-clauses = Each clause
replay-table-reasons = Why, as Sales said
replay-table-reps = Load by rep
replay-table-queue = First attempts that today’s roster could keep
replay-table-score-after = Score against feedback, by the proposed points
replay-table-score-before = Score against feedback, by the points in force
replay-table-other = { $code }
replay-about-changes = Leads that came to Sales within the window, in fact or under this version; what Sales said last.
replay-about-tiers = Each lead once, in the tier in which it came first.
replay-about-weeks = Each lead once, in the week in which it came first. Weeks begin on Monday.
replay-about-clauses = How many judgements came out how: under this version a lead is judged each time it does something. “Alone”: nothing else stood in the way.
replay-about-reasons = The codes that Sales gave, the most first.
replay-about-reps = By who had a lead first. This is no ranking: leads go to reps by the rotation.
replay-about-queue = Kept: the first attempt is made before it is due.
replay-about-score-after = At or above so many points when they came to Sales: what Sales said of them. Precision: A’s among them. Recall: of all A’s, those among them. Ranges are 95 % intervals (Wilson 1927). Leads that Sales never had are in neither.
replay-about-score-before = The same leads by the points that were in force.
replay-about-other = { $code }
replay-head-change = Change
replay-head-leads = Leads
replay-head-advanced = A · advanced
replay-head-fit-not-ready = B · fit, not ready
replay-head-not-a-fit = C · not a fit
replay-head-not-a-lead = Not a lead
replay-head-rejected = Given back
replay-head-no-contact = Not reached
replay-head-nothing = Nothing yet
replay-head-never-had = Sales never had it
replay-head-tier = Tier
replay-head-before = In fact
replay-head-after = This version
replay-head-difference = Difference
replay-head-before-week = A week, in fact
replay-head-after-week = A week, this version
replay-head-week = Week of
replay-head-clause = Clause
replay-head-stage = Definition
replay-head-holds = Holds
replay-head-fails = Does not
replay-head-missing = Cannot be told
replay-head-share = Share
replay-head-alone = Alone in the way
replay-head-said = Sales said
replay-head-reason = Reason
replay-head-rep = Rep
replay-head-had = Had
replay-head-gone = Would not come
replay-head-advanced-lost = Of those, would not come
replay-head-side = Which
replay-head-owed = Owed
replay-head-kept = Kept
replay-head-points = Points, at least
replay-head-precision = Precision
replay-head-precision-range = 95 % range of precision
replay-head-recall = Recall
replay-head-recall-range = 95 % range of recall
replay-head-other = { $code }
replay-change-in = Comes in
replay-change-out = No longer comes
replay-change-other-tier = In another tier
replay-change-other-time = At another moment
replay-change-same = As it was
replay-change-other = { $code }
replay-said-advanced = A · advanced
replay-said-fit-not-ready = B · fit, not ready
replay-said-not-a-fit = C · not a fit
replay-said-not-a-lead = Not a lead
replay-said-rejected = Given back
replay-said-no-contact = Not reached
replay-said-nothing = Nothing yet
replay-said-never-had = Sales never had it
replay-said-other = { $code }
replay-stage-lead = lead
replay-stage-mql = MQL
replay-stage-sal = SAL
replay-stage-sql = SQL
replay-stage-other = { $code }
replay-queue-row-fact = In fact, kept
replay-queue-row-before = What came in fact, reckoned
replay-queue-row-after = This version, reckoned
replay-queue-row-tier = This version, tier { $tier }
replay-queue-row-other = { $code }
replay-week-cut = { $name } (cut)
replay-bar-before = Week of { $week }, in fact: { $n }
replay-bar-after = Week of { $week }, this version: { $n }
replay-bar-other = { $code }
replay-file-table = table
replay-file-row = row
replay-file-column = column
replay-file-value = value
replay-file-other = { $code }

## the lists
replay-list-title = Leads of a replay
replay-list-shown = { $n ->
    [one] { $shown } lead
   *[other] { $shown } leads
  }
replay-list-in = would come in
replay-list-out = would no longer come
replay-list-other-tier = would come in another tier
replay-list-other-time = would come at another moment
replay-list-same = as it was
replay-list-other = { $code }
replay-list-side-before = came to Sales in fact
replay-list-side-after = would have come to Sales
replay-list-side-other = { $code }
replay-list-gone = This replay is no longer kept. Replay again, and open the list from there.

## the command
replay-cli-wrong = The window cannot be replayed: { $why }
replay-cli-leads = { $looked } of { $of } leads

## problems that another program is told
problem-window-empty = The window ends before it begins.
problem-window-too-long = The window is longer than two years.
problem-window-future = The window begins in the future.
