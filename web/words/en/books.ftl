# Words for people, English: a text says what happened, what was kept, what to do.

## the books
books-nameless = Somebody without a name
books-shown = { $n ->
    [one] { $shown } shown
   *[other] { $shown } shown
  }
books-all = All
books-asked-for = Asked for
books-phone = Phone
books-job-title = Job title
books-country = Country
books-no-source = no source
stage-inquiry = Inquiry
stage-lead = Lead
stage-mql = MQL
stage-sal = SAL
stage-sql = SQL
stage-opportunity = Opportunity
stage-won = Won
stage-lost = Lost
stage-nurture = Nurture
stage-not-a-fit = Not a fit
stage-no-contact = No contact
stage-not-a-lead = Not a lead
stage-invalid = Invalid
stage-other = { $code }
kind-request = a demo, a price or a call
kind-content = content
kind-event = an event
kind-newsletter = a newsletter
kind-other = { $code }
review-reason-missing-facts = Missing facts
review-reason-suspected-spam = May be spam
review-reason-rejected-by-sales = Given back
review-reason-other = { $code }
review-choice-release = Hand over to Sales
review-choice-nurture = Nurture
review-choice-discard = Not a lead
review-choice-other = { $code }
review-cannot-tell = Cannot be told: { $name }
review-spam = The checks of the form or the address say so. The checks are on the lead’s page.
review-since = since
flash-review-release = Handed over: the first-attempt clock starts now.
flash-review-nurture = In nurture now.
flash-review-discard = Kept as not a lead; it harms nobody’s rate.
patterns-open = To answer
patterns-answered = Answered
patterns-no-reason = No reason given
patterns-evidence = { $n } of { $of } handed over from this source within a year; { $specific } say what exactly.
patterns-choose = Choose what Marketing does about it. Nothing was changed.
response-rule-changed = Rule changed
response-source-changed = Source stopped or changed
response-definition-proposed = Definition proposed
response-kept = Kept, because …
response-other = { $code }
flash-pattern-answered = Answered. Sales reads it.
agreement-built-in = Built-in starting agreement, not signed yet
agreement-version = Version { $version }, in force since { $since }
agreement-hash = SHA-256 { $name }
agreement-goal-both = The goal of { $quarter }, above both sides: { $won } won, from { $pipeline } of pipeline.
agreement-goal = The goal of { $quarter }, above both sides: { $amount }.
agreement-counts = Who counts as a lead: { $clauses }.
agreement-mql = { $who } qualifies; a lead is ready for Sales (MQL) when all of this holds: { $clauses }.
agreement-desk-marketing = Marketing
agreement-desk-sdr = The SDR desk
agreement-desk-rep = The rep
agreement-hours = Time counts while we are open: { $hours }.
agreement-calendar = { $name } { $week } ({ $zone })
agreement-weekdays = Mon Tue Wed Thu Fri Sat Sun
agreement-business-days = { $n ->
    [one] 1 business day
   *[other] { $shown } business days
  }
agreement-feedback = After the first connect Sales says A · advanced, B · fit, not ready or C · not a fit within { $due }.
agreement-escalation = Who is told: { $steps }.
agreement-steps = { $tier }: { $steps }
agreement-other-tiers = others
agreement-owner = the owner
agreement-at-percent = { $who } at { $n } % of the time
agreement-at-due = { $who } when it is due
agreement-at-daily = { $who } in the daily digest after it was due
agreement-marketing-owes = Marketing owes: { $what }.
agreement-per-week = leads a week: { $leads }
agreement-pipeline-share = { $share } of the pipeline
agreement-valid = { $share } valid
agreement-questions = { $share } with the questions answered
agreement-review-within = a decision on what waits for review within { $within }
agreement-respond-within = an answer to each pattern of C · not a fit within { $within }
agreement-sales-owes = Sales owes: { $what }.
agreement-kept = { $share } of first attempts in time
agreement-persistence = { $share } of leads tried to the end
agreement-feedback-in-time = { $share } of feedback in time
agreement-specific = { $share } of C · not a fit saying what exactly
agreement-still-alive = “still alive?” answered within { $within }
agreement-review = Both sides meet on { $day } at { $time } and look at definitions, metrics and targets { $often }.
agreement-monthly = every month
agreement-quarterly = every quarter
agreement-yearly = every year
tier-other = { $spoken }
status-all-fine = Everything is in order.
status-look = { $n ->
    [one] One thing is worth a look.
   *[other] { $shown } things are worth a look.
  }
status-broken = { $n ->
    [one] One thing is not working.
   *[other] { $shown } things are not working.
  }
status-letters = Letters
status-waiting = Waiting to be sent
status-oldest = The oldest waits { $name }.
status-timers = Timers and leads
status-next = Next timer
status-no-timer = none
status-lag = the oldest by { $name }
status-overdue = Timers past due
status-quarantined = Leads whose timers are out of service
status-quarantined-note = A timer struck twice in vain. Look at these leads; act on them by hand.
status-open = Open handoffs
status-ownerless = Open handoffs that nobody answers for
status-ownerless-note = There must be none. Move them to a rep.
status-database = Database
status-engine = Engine and size
status-durability = What a commit survives
status-durable-standby = the loss of this machine
status-durable-disk = a crash of this machine
status-durable-not = not a power cut
status-durable-note = A lost disk loses what was not backed up: there is no second machine.
status-clock = Apart from the database’s clock
status-version = Version
letter-new-lead = New lead, to { $name }
letter-asked-again = Asked again, to { $name }
letter-returned = Back on the agreed day, to { $name }
letter-reminder = Reminder, to { $name }
letter-late = First attempt late, to { $name }
letter-next-attempt = Next attempt, to { $name }
letter-feedback-owed = Feedback owed, to { $name }
letter-nobody-could = Nobody could take it, to { $name }
letter-review = Waits for review, to { $name }
letter-advanced = A lead advanced, to { $name }
letter-responded = A pattern was answered, to { $name }
letter-alerts-here = First alert at a new place, to { $name }
letter-joined = A colleague joined, to { $name }
letter-held-for-you = Held for one to take, to { $name }
letter-not-taken = Not taken in time, to { $name }
letter-went-on = Went to the next in turn, to { $name }
letter-stretch-over = Own time over, to { $name }
letter-turned = Tried in time after all, to { $name }
letter-booked = A meeting was booked, to { $name }
letter-still-alive = Still alive?, to { $name }
letter-pattern-asks = A pattern asks, to { $name }
letter-pattern-due = Answer to a pattern due, to { $name }
letter-agreement-proposed = Agreement proposed, to { $name }
letter-agreement-in-force = Agreement signed, to { $name }
letter-agreement-declined = Agreement declined, to { $name }
letter-agreement-objected = Agreement objected to, to { $name }
letter-agreement-silent = Agreement unanswered, to { $name }
letter-other = { $code }, to { $name }
flash-letter-again = It is sent again.
team-on-duty = { $n ->
    [one] { $shown } on duty now
   *[other] { $shown } on duty now
  }
team-away = on leave
team-away-until = on leave until { $name }
team-here = here
team-changes = Roles, leave, sign-in
team-change = Change { $name }
team-from = Away from
team-until = Last day away
team-roles-do = Set roles
team-link-new = New set-up link
team-let-go = Let go
team-link = Set-up link for { $name }
team-link-once = It is shown this once and works once, for seven days. Hand it on by a way that you trust.
team-link-label = Link
team-rotation-empty = Nobody is in this rotation: its leads go to the manager.
team-weight = Weight
team-weight-do = Set weight
team-member-add = Add to the rotation
team-add-do = Add and make a link
flash-roles-set = Roles were set.
flash-office-asked = A present head has to consent to the head’s office first; all else was set.
flash-leave-set = Leave was set: no new lead comes.
flash-leave-over = Back from leave.
flash-let-go = Let go. Every session was ended.
flash-member-set = The rotation was set. A weight of 0 takes somebody out.
refusal-alert-by = Choose mail, a chat or a program. What you had is kept.
refusal-alert-url = This is no address that alerts can go to. Give one that begins with https:// and has no spaces; what you had is kept.
refusal-demo-sends-nothing = This is a demo: nothing leaves it, so no alert can go there. Nothing was changed.
refusal-may-not = Your role may not do this. Nothing was changed.
refusal-not-on-review = This lead does not wait for review any more. Nothing was changed.
refusal-words-needed = Say in words why. Nothing was changed.
refusal-name-needed = A name is needed.
refusal-email = This is not an address that mail can be sent to.
refusal-address-taken = Somebody has this address already. Nobody was added.
refusal-role-needed = At least one role is needed.
refusal-last-admin = Somebody must be left who operates Baton. Nothing was changed.
refusal-still-has-handoffs = { $open } open handoffs are on this desk. Move them first; nothing was changed.
refusal-unknown-rotation = The agreement knows no such rotation. Nothing was changed.
refusal-weight = A weight is a whole number from 1 to { $max }; 0 takes out. Nothing was changed.
refusal-leave-ends-before = The last day away lies before the first. Nothing was changed.
refusal-body-too-large = More was sent than { $shown } KB, which is the most that a page takes. Nothing was changed; go back, what you typed is still there.
refusal-no-such-token = There is no such token. Nothing was changed.
refusal-nobody-to-deal-to = Only a rep or a sales manager is dealt leads. Nothing was changed.
refusal-still-in-rotation = Leads are dealt to this one still. Take them out of the rotations first; nothing was changed.
refusal-field-value = “{ $value }” does not fit this field, which holds { $kind ->
    [number] numbers
    [bool] true or false
    [date] days, as 2026-03-04
    [country] countries, by two letters
    [choice] one of its choices
   *[other] text
}.
refusal-date = This is not a date. Nothing was changed.
books-company = Company
books-tier = Tier
books-campaign = Campaign
books-submitted = First submitted
leads-sought = Search: { $name }
leads-own = You see your own leads.
leads-order = The newest first.
leads-any-source = Any source
leads-any-owner = Any owner
leads-any-time = Any time
leads-own-field = Own field
leads-own-value = Has the value
leads-own-needs-value = Type the value to filter by.
period-7d = Last 7 days
period-28d = Last 28 days
period-4w = Last 4 weeks
period-quarter = This quarter
period-90d = Last 90 days
period-365d = Last 365 days
period-other = { $code }
scorecard-span = { $from } – { $to }, { $zone }
scorecard-kept = First attempt kept
scorecard-kept-of = of { $n } first attempts due in the period; { $back } given back and { $pending } not yet due are left out. Only those in time and proved count.
scorecard-speed = Speed to lead, median
scorecard-speed-of = of { $n } handed over in the period and tried or past due, by the clock on the wall; nine of ten: { $ninety }; { $pending } not yet due are left out.
scorecard-still = still waiting
scorecard-follow-up = Followed up within { $hours } h
scorecard-follow-up-of = of { $n } handed over in the period, at least { $hours } h ago
history-shown = { $n ->
    [one] { $shown } lead
   *[other] { $shown } leads
  }
history-which-leads = Leads of the past
history-which-won = Won
history-which-comparable = Leads whose outcome would be on file
history-which-comparable-won = Won, of those whose outcome would be on file
history-which-timed = Won after the first contact
history-which-early = Won before the first contact
history-which-other = { $code }
history-group-all = all of the past
history-group-source = origin { $name }
history-group-no-source = no origin on file
history-group-landing = landing page { $name }
history-group-no-landing = no landing page on file
history-group-month = first contact in { $name }
history-won-on = Won { $name }
history-no-origin = no origin on file
history-no-landing-page = no landing page on file
history-span = Outcomes are on file from { $from } to { $to }.
history-span-none = No outcome is on file.
history-note-before = Outcomes on file only from { $from }: { $n ->
    [one] { $shown } lead of before that day counts as a lead, and in no conversion. It looks bad without being so, and slow: of its like only late wins are on file.
   *[other] { $shown } leads of before that day count as leads, and in no conversion. They look bad without being so, and slow: of their wins only the late ones are on file.
  }
history-note-age = The youngest lead had { $days } days to be won before the last outcome on file, { $to }.
history-note-early = { $n ->
    [one] One win lies before its first contact on file. It counts as a win, and is left out of days to won.
   *[other] { $n } wins lie before their first contact on file. They count as wins, and are left out of days to won.
  }
history-note-reps = There is no conversion by SDR or rep: in a file of the past only wins name who spoke to them. Leads that were not won name nobody, so every such share would be one of wins alone.
history-note-own = The lists behind the numbers open for those who may see all leads.
history-figure-leads = Leads
history-figure-leads-of = imported as history; first contact from { $from } to { $to }
history-figure-won = Won
history-figure-won-of = of them, on file by { $to }
history-figure-conversion = Conversion
history-figure-conversion-of = of { $n } leads with first contact on { $from } or later; 95 of 100 times the true share lies within { $range }
history-figure-days = Days to won, median
history-figure-days-of = of { $n } wins; a quarter took up to { $first }, three quarters up to { $third } days, from first contact
history-some = { $shown } of { $of }, those with the most leads
history-origin = Origin
history-landing = Landing page
history-month = Month of first contact
history-file-group = Group
history-file-name = Name
history-file-comparable = Leads that can be compared
history-file-comparable-won = Of those, won
history-file-low = Conversion, low (95 %)
history-file-high = Conversion, high (95 %)
history-file-early = Won before first contact
history-file-timed = Wins with a time
history-file-first = Days to won, first quartile
history-file-median = Days to won, median
history-file-third = Days to won, third quartile
part-handed = Handed over
part-open = Open
part-met = In time
part-claimed = Told of too late
part-breached = Not in time
part-given-back = Given back
part-pending = Not due yet
part-tried = Tried
part-unanswered = Past due, not tried
part-old-enough = Old enough
part-followed = Followed up
part-not-followed = Not followed up
part-connected = Connected
part-feedback-due = Feedback due
part-answered = With feedback
part-silent = Feedback overdue
part-advanced = A · advanced
part-fit-not-ready = B · fit, not ready
part-not-a-fit = C · not a fit
part-rejected = Given back with a reason
part-not-a-lead = Not a lead
part-other = { $code }
cohort-due = First attempt due { $span }.
cohort-trigger = Handed over { $span }.
cohort-other = { $span }

## apply to running
running-title = Apply to running
running-summary = Version { $version } is in force. { $leads } leads have something running; { $clocks } of their clocks have other terms.
running-summary-some = Version { $version } is in force. Of the first { $leads } leads that have something running, { $clocks } clocks have other terms; there are more leads.
running-none = Every running clock has the terms of the version in force. After a new version this page shows, before anything is done, what would be due when.
running-by-clock = Clocks by duty: what would be due when
running-clock = Duty
running-earlier = Earlier
running-later = Later
running-same = As before
running-late = Late by this alone
running-hint = Running clocks keep their terms unless you do this. Old and new due are recorded with each lead. What is late by the new terms alone sounds no alarm. Finished clocks are never changed.
running-do = Apply to running clocks
running-first = The first that would move
running-old = Due now
running-new = Would be due
running-acts = Done before
running-version = Version { $name }
running-done = Done: { $clocks } clocks got the new terms; { $leads } leads were looked at
running-goes-on = Going on: { $clocks } clocks got the new terms so far; { $leads } leads were looked at
flash-running = Begun. It goes on in slices; this page shows how far it is.
