# Words for people, English. Keys are grouped by where they stand; a text says what happened, what was kept, what to do.

## the frame
skip-link = Skip to content
nav-label = Places
nav-home = Start
nav-queue = Queue
nav-owed = Feedback owed
nav-leads = Leads
nav-review = Review
nav-patterns = Not a fit
nav-scorecard = Scorecard
nav-agreement = Agreement
nav-team = Team
nav-status = Status
nav-account = Account
nav-more = More
role-rep = rep
role-manager = manager
role-marketer = marketer
role-admin = admin
search-label = Search
theme-switch = Switch between light and dark
duty-break = Take a break
duty-back = I am back
undo = Undo
sample-mark = Sample data: nobody on this page exists
pager-previous = Previous
pager-next = Next
word-note = Note
word-optional = (optional)
word-rep = Rep
word-turn = Turn
word-why = Why

## time; % stands for the time
time-left = % left
time-late = % late
time-units = min h d

## feedback, always in words
feedback-a = A · advanced
feedback-b = B · fit, not ready
feedback-c = C · not a fit
feedback-late = given late
feedback-corrected = { $who } corrected “{ $from }” to “{ $to }”

## the queue
queue-title = Queue
queue-open = { $n ->
    [one] { $shown } open
   *[other] { $shown } open
  }
queue-now = Call now
queue-due-soon = Due in the next hour
queue-owed = Feedback owed
queue-returning = Returning
queue-later = Later
queue-more = Show all { $shown }
queue-empty = Nothing waits for you. A lead appears here the moment it is routed to you.
queue-empty-act = See all my leads
try-of = try { $n } of { $of }
pane-label = The chosen lead
pane-empty = Choose a lead to see it here.

## a lead
acts-label = What you can do
act-call = Call
act-call-number = Call { $name }
act-log = Log attempt
act-reject = Give back
act-not-a-lead = Not a lead
act-back = Back
why-due = Why this due time
lead-say = What to say
lead-saw = saw { $name }
lead-feedback = Feedback
lead-timeline = Timeline
lead-earlier = Show earlier
lead-why-now = Why now
lead-missing = missing: { $name }
lead-contact = Contact
lead-checks = Checks
lead-why-rep = Why this rep
lead-candidates = Who else could have had it
verdict-pass = in order
verdict-warn = worth a look
verdict-unknown = could not be told

## acts
attempt-channel = How
attempt-result = What came of it
attempt-hint = Logged within 60 minutes, an attempt counts as logged; later, as claimed.
advanced-hint = A next step is agreed. It reaches the campaign’s owner, too.
advanced-step = Next step
advanced-on = On
advanced-amount = Amount
advanced-do = Record A · advanced
nurture-hint = They fit, but not now. They come back to you on the day you set, or earlier when they are ready again.
nurture-why = Why not yet
nurture-when = When to come back
nurture-on = Or on a day
nurture-do = Record B · fit, not ready
not-a-fit-why = Why
not-a-fit-clause = All of this held when it was handed over. Which is wrong?
not-a-fit-do = Record C · not a fit
reject-title = Give back to Marketing
reject-hint = Before the first attempt only. The clock stops as rejected, and Marketing reviews it.
reject-why = Why
reject-do = Give back
not-a-lead-title = Not a lead: what is it?
not-a-lead-hint = Counted apart; it harms nobody’s rate.

## refusals from the rules
refusal-other = This could not be done ({ $code }). Nothing was changed.
refusal-not-yours = This lead is with someone else now. Nothing was changed.

## the style guide
guide-title = Parts and screens
guide-about = Every part once, every screen with samples.

## words that many pages share
word-email = E-mail
word-password = Password
word-name = Name
word-role = Role
word-lead = Lead
word-stage = Stage
word-source = Source
word-owner = Owner
word-owed = Owed
word-score = Score
word-last = Last activity

## signing in, setting up
sign-in-title = Sign in
sign-in-do = Sign in
sign-in-lost = Lost your password? An admin can send you a new link.
sign-out = Sign out
set-up-title = Welcome to Baton
set-up-first = This is the first start. The account you make now is the admin’s; the link that brought you here works once.
set-up-invited = Choose your name and a password. The link that brought you here works once.
set-up-name = Your name
set-up-do = Create account
password-hint = At least 12 characters. A few words in a row are good.

## the public form
form-trap = Leave this empty
thanks-book = Choose a time instead
thanks-kept = Your message is kept. You can close this page.

## errors: what happened, what was kept, what to do
error-403 = This is not open to you
error-403-happened = Your role does not reach this page. Ask an admin if it should.
error-404 = There is nothing here
error-404-happened = The address is wrong, or what was here has been removed.
error-409 = Somebody was first
error-409-happened = { $name } did this a moment before you.
error-422 = This could not be understood
error-422-happened = A part of the request is missing or wrong.
error-500 = Something went wrong here
error-500-happened = It is a fault of this system, not yours. It has been written down for the operator.
error-503 = Too busy for a moment
error-503-happened = The database did not answer in time.
error-nothing-changed = Nothing was changed.
error-kept = Everything recorded before is kept. What you sent just now may not be: look before you send it again.
error-see-lead = See how it stands now
error-again = Try again
error-home = Go to the start
error-trace = Reference { $name }

## lists of leads
leads-export = Export CSV
leads-stages = Stages
leads-filter = Filter
leads-clear = Clear filters
leads-none = No lead matches these filters.
leads-empty = Every lead that comes in stands here. A form, an import or the API brings the first one.

## review
review-about = What waits for a decision of Marketing, who waits longest first.
review-empty = Nothing waits. Leads with missing facts and those that Sales gives back appear here.

## patterns of C · not a fit
patterns-about = Alike in reason and source. One answer closes all of a pattern, and Sales reads it.
patterns-state = State
patterns-count = { $n ->
    [one] { $shown } × C · not a fit
   *[other] { $shown } × C · not a fit
  }
patterns-respond = What does Marketing do about it?
patterns-why = What exactly, or why
patterns-do = { $n ->
    [one] Answer it
   *[other] Answer all { $shown }
  }
patterns-empty = Nothing to answer. What Sales calls C · not a fit stands here, alike by reason and source.
patterns-empty-act = See the scorecard

## the scorecard
scorecard-period = Period
scorecard-first = From hand-over to the first attempt
scorecard-by-source = Feedback by source
scorecard-shares = Shares
scorecard-handed = Handed over
scorecard-waiting = Feedback overdue
scorecard-none = Nothing to count yet
scorecard-empty = The numbers begin with the first lead that is handed over.
scorecard-no-feedback = What Sales says of each source stands here after the first feedback.
scorecard-honest = Unanswered leads are counted, not dropped. Both sides see the same numbers from the same facts; each number opens its list.

## the agreement
agreement-source = Whole text
agreement-empty = No agreement is in force yet. Its first version is signed by both sides.
agreement-unsigned = not signed yet

## the team
team-invite = Invite
team-empty = You are the first one here.
team-duty = Duty
team-open = Open
team-rotations = Rotations
team-leave = Set on leave
team-back = Back from leave

## status
health-broken = not working
status-dead = Could not be delivered
status-resend = Send again

## the account
account-password = Password
account-current = Password now
account-new = New password
account-change = Change password
account-keys = Single keys
account-keys-hint = C calls, L logs, A, B and X give feedback. With assistive technology you may want them off.
account-keys-off = Switch off
account-keys-on = Switch on
account-sessions = Where you are signed in
account-seen = Last seen
account-this = this one
account-end = End

## the program: signing in, messages after an act, times
sign-in-wrong = This address and password do not belong together. Nothing was changed; try again.
sign-in-too-often = Too many wrong passwords for this address. Wait 15 minutes, or ask an admin for a new link.
set-up-also = What you do beside operating Baton
set-up-also-hint = Operating alone decides no lead and signs nothing. Others can be added on the team page.
set-up-also-none = Nothing else
password-too-short = This is shorter than 12 characters. Choose a longer one.
password-too-long = This is longer than Baton reads. Choose a shorter one.
account-current-wrong = This is not your password. It was not changed.
account-session = { $n ->
   *[other] Session { $shown }
  }
role-name-rep = Rep
role-name-sales-manager = Sales manager
role-name-marketer = Marketer
role-name-head-of-marketing = Head of Marketing
role-name-head-of-sales = Head of Sales
role-name-boss = Boss (reads)
role-name-admin = Admin
role-name-other = { $code }
duty-on = On duty
duty-off = Taking a break
flash-session-ended = That session was ended.
flash-off-duty = You take a break: no new lead comes to you.
flash-on-duty = Welcome back: leads come to you again.
when-today = today { $name }
when-yesterday = yesterday { $name }
when-tomorrow = tomorrow { $name }
when-due = due { $name }
when-late = { $name } late
when-left = { $name } left

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
agreement-version = Version { $version }, in force since { $since }, put in force by { $who }
agreement-hash = SHA-256 { $name }
agreement-goal = The goal of { $quarter }, above both sides: { $amount }.
agreement-counts = Who counts as a lead: { $clauses }.
agreement-mql = { $who } qualifies; a lead is ready for Sales (MQL) when all of this holds: { $clauses }.
agreement-sql = Sales calls it qualified (SQL) when: { $clauses }.
agreement-desk-marketing = Marketing
agreement-desk-sdr = The SDR desk
agreement-desk-rep = The rep
agreement-first = The first attempt is due, in open time: { $tiers }.
agreement-tier = { $tier } within { $within }
agreement-tier-after = { $tier } within { $within } ({ $after } from opening when it came over closed time)
agreement-tier-nurture = { $tier } goes to nurture
agreement-cadence = Sales keeps trying: { $tiers }.
agreement-tier-cadence = { $tier } { $attempts } attempts within { $within }, at least { $calls } by phone
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
agreement-per-week = { $leads } a week
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
tier-other = { $code }
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
letter-other = { $code }, to { $name }
flash-letter-again = It is sent again.
team-on-duty = { $n ->
    [one] { $shown } on duty now
   *[other] { $shown } on duty now
  }
team-away = on leave
team-away-until = on leave until { $name }
team-here = here
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
flash-leave-set = Leave was set: no new lead comes.
flash-leave-over = Back from leave.
flash-let-go = Let go. Every session was ended.
flash-member-set = The rotation was set. A weight of 0 takes somebody out.
refusal-may-not = Your role may not do this. Nothing was changed.
refusal-not-on-review = This lead does not wait for review any more. Nothing was changed.
refusal-words-needed = Say why, so that Sales can read it. Nothing was changed.
refusal-name-needed = A name is needed.
refusal-email = This is not an address that mail can be sent to.
refusal-address-taken = Somebody has this address already. Nobody was added.
refusal-role-needed = At least one role is needed.
refusal-last-admin = Somebody must be left who operates Baton. Nothing was changed.
refusal-still-has-handoffs = { $open } open handoffs are on this desk. Move them first; nothing was changed.
refusal-unknown-rotation = The agreement knows no such rotation. Nothing was changed.
refusal-weight = A weight is a whole number from 1 to { $max }; 0 takes out. Nothing was changed.
refusal-leave-ends-before = The last day away lies before the first. Nothing was changed.
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

## problems that another program is told
problem-other = This request could not be taken ({ $code }). Nothing was changed.
problem-did-you-mean = Did you mean "{ $name }"?
problem-status-400 = Not readable
problem-status-401 = Not signed in
problem-status-403 = Not allowed
problem-status-404 = Not found
problem-status-405 = Wrong method
problem-status-409 = It has moved on
problem-status-413 = Too large
problem-status-415 = Wrong media type
problem-status-422 = Not taken
problem-status-500 = A fault here
problem-status-503 = Not now
problem-status-other = A problem
problem-token-missing = Send a token in the header "Authorization: Bearer …".
problem-token-unknown = This token is not known here, or was withdrawn.
problem-scope-missing = This token lacks the scope "{ $scope }".
problem-demo = This is a demo: it takes in nothing real.
problem-idempotency-key = An Idempotency-Key has 1 to { $max } visible letters.
problem-id-reused = This Idempotency-Key was used for something else before. Use a fresh one.
problem-busy = Too much at once, or the database is away. Nothing was kept; try again.
problem-fault = Something is wrong here; it was logged. If you try again, use the same Idempotency-Key.
problem-too-large = The body is larger than { $bytes } bytes.
problem-not-json = Send JSON: Content-Type "application/json".
problem-not-utf8 = The body is not UTF-8.
problem-malformed = The body is not JSON: line { $line }, column { $column }.
problem-too-deep = This lies more than { $max } levels deep.
problem-nul = This holds a NUL character, which no text here may have.
problem-unknown-key = The name "{ $key }" is not known here.
problem-unknown-field = There is no field "{ $key }" to be filled in.
problem-unknown-parameter = The parameter "{ $key }" is not known here.
problem-unknown-value = "{ $key }" is none of: { $known }.
problem-wrong-type = This should be { $wanted } and is { $found }.
problem-field-kind = This field takes a { $wanted }.
problem-too-long = This is longer than { $max } characters.
problem-not-an-instant = This should be an instant as 2026-03-04T10:00:00+01:00, from 1970 on.
problem-not-an-id = This is no id of ours.
problem-not-a-number = This should be a whole number, 0 or more.
problem-missing = This is needed.
problem-currency = A currency has three capital letters: EUR.
problem-batch-too-large = A batch has at most { $max } leads.
problem-limit = A page has 1 to { $max } leads.
problem-cursor = This cursor was not given out here.
problem-query = The parameters cannot be read.
problem-twice = This parameter is given twice.
problem-no-such-lead = There is no such lead.
problem-no-such-handoff = There is no such handoff.
problem-no-such-route = There is nothing at this address.
problem-wrong-method = This address does not take this method.

## letters: what somebody is told; { $who } is a person and a company
mail-new-lead = Call { $who }
mail-asked-again = { $who } asked again
mail-returned = { $who } is back, as you agreed
mail-reminder = { $who } waits for a first attempt
mail-late = { $who } was not tried in time
mail-next-attempt = Try { $who } again
mail-feedback-owed = Say what became of { $who }
mail-nobody-could = Nobody could take { $who }: it is yours
mail-review = { $who } waits for your review
mail-advanced = Sales advanced { $who }
mail-responded = Marketing answered a pattern of yours
mail-other = { $who }: { $code }
mail-somebody = Somebody
mail-more = … and { $n } more
mail-digest = { $n ->
    [one] { $shown } lead needs you
   *[other] { $shown } leads need you
  }
## the desk
queue-held = Held, and you answer for it
queue-of = Whose leads
queue-of-do = Show
queue-everybody = Everybody’s
item-asked = wants { $name }
item-held = held until { $name }
item-connected = connected { $name }
item-returned = fit, not ready: the agreed day has come
lead-nameless = No name given
who-program = another program
first-was = It was { $name }.
owed-terms = Agreement v{ $version }, calendar { $calendar }: { $zone }
owed-time = { $name } of business time
owed-days = { $n ->
    [one] { $shown } business day
   *[other] { $shown } business days
  }
score-total = { $total }: fit { $fit }, engagement { $engagement }
score-times = { $n ->
    [one] once
   *[other] { $shown } times
  }
say-nothing-written = They wrote nothing. Ask what they hoped to find.
say-wrote = They wrote: “{ $name }”
decision-made = Rotation { $rotation }, decided { $name }
chosen-turn = lowest turn on duty
chosen-over-limit = lowest turn; everybody was at the limit
attempt-at = When, if not just now
attempt-seen = The call begun here { $name } counts as seen.
act-move = Move
move-title = Move to another rep
move-hint = The clock keeps running: the lead has waited since it came. The new rep is told at once.
move-away = { $name } (on leave)
reject-clause = Which clause does not hold?
day-two-weeks = In two weeks ({ $name })
day-month = In a month ({ $name })
day-quarter = Next quarter ({ $name })
day-half-year = In half a year ({ $name })
form-again = Nothing was recorded yet. What you typed is kept: mend what is marked and send it again.
reason-choose = Choose a reason.
note-needed = Say in words why. Nothing was recorded yet.
kind-choose = Choose what it is. Nothing was recorded yet.
move-choose = Choose who takes it. Nothing was changed.
channel-choose = Choose how you tried. Nothing was recorded yet.
result-choose = Choose what came of it. Nothing was recorded yet.
step-choose = Choose the next step.
step-day-needed = A next step has a day. Set the day you agreed on.
step-day-past = The day lies in the past. Choose today or later.
day-unread = This is not a day. Write it as year, month, day: 2026-05-04.
time-unread = This is not a time. Write it as 2026-05-04T10:15.
time-ahead = This lies ahead. An attempt is logged once it was made.
amount-unread = This is not an amount. Write 18000 or 18 000.50.
feedback-back = back on { $name }
feedback-step = next step on { $name }
flash-attempt = The attempt is logged.
flash-connected = Connected. Say what came of it when you know.
flash-advanced = A · advanced is recorded. The campaign’s side is told.
flash-not-ready = B · fit, not ready is recorded. It comes back to the same rep on the day.
flash-not-a-fit = C · not a fit is recorded.
flash-rejected = Given back to Marketing.
flash-not-a-lead = Recorded as not a lead.
flash-moved = Moved. The new rep is told.
event-sent = Submission: { $name }
event-on-review = Waits for Marketing’s review
event-released = Marketing released it to Sales
event-review-nurture = Marketing cares for it until it is ready
event-discarded = Marketing put it away: no lead
event-routed = Handed to { $name }
event-answers = { $name } answers for it
event-connected = Connected
event-rejected = Given back: { $name }
event-not-a-lead = Not a lead: { $name }
event-no-contact = { $n ->
    [one] Not reached after { $shown } attempt
   *[other] Not reached after { $shown } attempts
  }
event-nurture = In Marketing’s care
event-nurture-until = back { $name }
event-nurture-out = Out of Marketing’s care
event-won = Won
event-lost = Lost
event-quarantined = Its timers were taken out of service
event-stage = Stage: { $name }
event-definition = agreement v{ $name }
event-told = told { $name }
kind-customer = a customer
kind-support = a request for support
kind-applicant = an applicant
kind-supplier = a supplier
kind-press = press
kind-student = a student
kind-competitor = a competitor
kind-test = a test
tier-request = request
tier-qualified = qualified
tier-return = return
tier-event = event
tier-content = content
clock-first-attempt = First attempt due
clock-next-attempt = Next attempt due
clock-cadence = Planned attempts end
clock-feedback = Feedback owed
clock-review = Review due
clock-held = Held until
clock-return = Comes back
clock-other = { $code }
rung-reminder = Reminder
rung-due = Alert
rung-other = { $code }
channel-call = Phone
channel-mail = E-mail
channel-message = Message
channel-meeting = Meeting
channel-other = { $code }
result-connected = Talked to them
result-no-answer = No answer
result-left-message = Left a message
result-sent = Sent
result-wrong-contact = Wrong number or address
result-other = { $code }
evidence-seen = seen by Baton
evidence-logged = logged
evidence-claimed = claimed later
evidence-automatic = sent by a machine
evidence-other = { $code }
rejected-wrong-territory = Not my territory
rejected-duplicate = A duplicate
rejected-already-a-deal = Already a deal
rejected-outside-definition = Outside the definition
rejected-invalid = Contact data is no good
rejected-other = { $code }
ending-feedback = with feedback
ending-rejected = given back to Marketing
ending-not-a-lead = as not a lead
ending-no-contact = not reached
ending-other = { $code }
route-rotation = { $name } was next in rotation { $rotation }.
route-earlier-owner = { $name } had this person before.
route-return = It came back to { $name } on the agreed day.
route-fallback = Nobody in rotation { $rotation } could take it: { $name } answers for it.
route-moved = Moved to { $name } by hand.
route-other = { $name } ({ $code })
why-counted = counted
why-closed = closed
why-weekend = weekend
why-exception = closed on { $name }
why-holiday = holiday on { $name }
why-not-left = left
why-not-leave = on leave
why-not-full = as many open as agreed
why-not-passed-over = had this lead already
why-not-later-turn = a later turn
why-not-other = { $code }
why-other = { $code }
field-lead-country = country
field-lead-job-title = job title
field-lead-free-mail = kind of address
field-lead-email-domain = domain of the address
field-lead-returned = whether it came back
field-company-employees = company size
field-company-name = company
field-company-domain = company’s domain
field-company-industry = industry
field-company-is-customer = whether they are a customer
field-company-revenue = revenue
field-submission-days-old = age of the list
field-other = { $code }
check-address = Mail address
check-mail-domain = Domain takes mail
check-disposable = Lasting mailbox
check-free-mail = Company’s own mailbox
check-role = A person’s mailbox
check-typo = Domain as meant
check-phone = Phone
check-country = Country
check-state = State
check-company-domain = Company domain
check-name = Name
check-honeypot = Hidden field left empty
check-too-fast = Time to fill in
check-rate = How many came
check-replay = Sent once
check-duplicate = Not known under another name
check-other = { $code }
check-why-missing = not given
check-why-no-at = no @ in it
check-why-no-local-part = nothing before the @
check-why-local-part-too-long = too long before the @
check-why-local-part-dots = a dot out of place before the @
check-why-local-part-character = a character that no mail server takes
check-why-local-part-quotes = quotes that do not end
check-why-comment = a comment in brackets
check-why-display-name = a name or angle brackets round the address
check-why-space = a space in it
check-why-control-character = an invisible character
check-why-address-too-long = too long
check-why-no-domain = nothing after the @
check-why-domain-no-dot = no dot after the @
check-why-address-literal = a bare network address
check-why-domain-not-valid = no host has such a name
check-why-top-level-not-valid = an ending that does not exist
check-why-domain-reserved = a name that never takes mail
check-why-disposable-domain = throw-away mail
check-why-free-mail-domain = free mail
check-why-privacy-relay = forwarded by a privacy service
check-why-role-mailbox = a position’s mailbox
check-why-near-known-domain = one letter from a well-known domain
check-why-from-website = taken from the website
check-why-no-company-domain = neither mail nor website tells it
check-why-too-short = too short
check-why-too-long = too long
check-why-not-a-number = not a number
check-why-no-country = no country to read it in
check-why-calling-code = no country has this code
check-why-wrong-length = no number there has this length
check-why-not-in-plan = outside the ranges in use
check-why-unknown-country = no such country
check-why-unknown-state = no such state in that country
check-why-url = a web address in place of a name
check-why-repeated-letters = one letter over and over
check-why-digits-only = digits only
check-why-no-letters = no letter in it
check-why-placeholder = a filler
check-why-nul = a character that cannot be kept
check-why-honeypot-filled = filled in by a machine
check-why-faster-than-a-person = faster than a person writes
check-why-time-not-known = not known
check-why-many-from-address = too many from one address
check-why-many-from-network = too many from one network
check-why-sent-before = sent before
check-why-other = { $code }
refusal-unwritable = This could not be read. Nothing was changed.
refusal-not-prepared = This could not be read. Nothing was changed.
refusal-text = This text is longer than { $max } characters, or holds a character that cannot be kept.
refusal-too-many-fields = More than { $max } fields were sent. Nothing was changed.
refusal-phone = This is not a telephone number that can be called.
refusal-no-contact-given = An address or a number is needed, so that somebody can answer.
refusal-no-such-lead = There is no such lead.
refusal-no-such-handoff = There is no such handoff.
refusal-no-such-link = This link opens nothing. Ask an admin for a new one.
refusal-no-such-user = There is no such person here.
refusal-not-your-handoff = This lead is with someone else now. Nothing was changed.
refusal-handoff-closed = This has ended already: { $ending }. Nothing was changed.
refusal-already-tried = This lead was tried already, so it cannot be given back: report what came of it. Nothing was changed.
refusal-has-it-already = The one you chose has it already. Nothing was changed.
refusal-nobody-to-move-to = Only somebody who works leads can take it. Nothing was changed.
refusal-too-long-ago = This lies more than { $days } days back. Nothing was changed.
refusal-backdate = This lies more than { $minutes } minutes back. Nothing was changed.
refusal-reason-needed = Choose a reason.
refusal-unknown-reason = The agreement has no such reason any more. Choose another.
refusal-day-needed = Set the day to come back.
refusal-day-past = The day lies in the past. Choose a later one.
refusal-day-too-far = The day lies more than { $months } months ahead. Choose a nearer one.
refusal-that-is-a-lead = That is a lead. Choose what else it is.
refusal-too-many-users = More than { $max } people cannot be kept. Nobody was added.
refusal-scope-needed = Choose what it may do. Nothing was made.
refusal-link-used = This link was used already. Sign in, or ask an admin for a new one.
refusal-link-over = This link is too old. Ask an admin for a new one.
refusal-set-up-already = Baton is set up already. Sign in.
refusal-agreement = This text is not an agreement yet. Nothing was changed.
refusal-agreement-too-long = This text is longer than { $max } bytes. Nothing was changed.

## hosted forms, and what follows them
form-title-demo = See it with your own work
form-title-contact = Write to us
form-title-newsletter = News by e-mail
form-title-other = Write to us
form-intro-demo = Half an hour with somebody who knows your field. No preparation needed.
form-intro-contact = A person reads this and answers.
form-intro-newsletter = At most once a month.
form-intro-other = A person reads this.
form-send-demo = Ask for a demo
form-send-contact = Send
form-send-newsletter = Send me the news
form-send-other = Send
form-label-name = Your name
form-label-email = E-mail
form-label-company = Company
form-label-country = Country
form-label-phone = Phone
form-label-message = What would you like to know?
form-label-other = { $code }
form-consent = You may send me news by e-mail. I can withdraw this at any time.
form-privacy = We use what you enter to answer you, and for nothing else.
form-problem = Not sent yet: something needs another look. Everything you typed is kept.
form-sent-before = This form was sent already, with other words. If you mean to send this too, send it once more.
form-demo = This is a demo: its forms take in nothing real.
form-not-yet = This form is not open yet. Nothing was sent; come back a little later.
form-unreadable = What was sent could not be read. Nothing was kept; go back and send it again.
form-wrong-needed = This is needed.
form-wrong-email = This is not an address that mail can be sent to. Check it.
form-wrong-phone = This is not a telephone number. Check it, with its country code.
form-wrong-no-contact-given = An e-mail address or a telephone number is needed to answer you.
form-wrong-text = This is too long, or holds characters that cannot be kept.
form-wrong-too-many-fields = This form sends more than { $max } fields.
form-wrong-other = This could not be taken ({ $code }). Nothing was kept.
thanks-title = Thank you
thanks-promise-due = Somebody will get in touch with you by this time at the latest:
thanks-promise-demo = Somebody will get in touch with you.
thanks-promise-contact = Somebody will get in touch with you.
thanks-promise-newsletter = Your address is noted.
thanks-promise-other = What you sent is kept.
