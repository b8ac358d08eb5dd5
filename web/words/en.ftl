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
leads-count = { $n ->
    [one] { $shown } lead
   *[other] { $shown } leads
  }
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
