# Words for people, English: a text says what happened, what was kept, what to do.

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
queue-due-soon = Late, or due in the next hour
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
needs-lead = What would make this a lead
needs-mql = What would make this an MQL
needs-false = does not hold
needs-missing = cannot be told
needs-open = not answered
needs-tier = All of it holds, but its tier is one in which nobody is to call.
needs-judged = Judged { $when }, by agreement v{ $version }.
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
error-403-happened = Your roles do not reach this page. If they should: an admin gives roles, on the team’s page.
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
error-full = No room to write for now
error-full-happened = The disk that the database lives on is full. The operator has to make room.
error-full-kept = Everything recorded before is kept and can be read. What you sent just now was not kept.
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
scorecard-history = Leads and wins from before Baton
history-title = The past
history-back = Scorecard
history-empty = Leads and wins from before Baton stand here once they are imported as history: baton import FILE --as history.
history-whole = All of it
history-show = Show
history-by-origin = By origin
history-by-month = By month of first contact
history-by-landing = By landing page
history-by-other = By { $code }
history-leads = Leads
history-won = Won
history-conversion = Conversion
history-of = Of leads, 95 % interval
history-days = Days to won, median
history-quartiles = Of wins, middle half
history-not-comparable = not comparable
history-no-win = no win
history-of-n = of { $name }
history-all = Show all
history-honest = Days and months are those of the files, UTC. A conversion counts leads whose outcome would be on file, and no others; the interval is Wilson’s, 95 %. Each number opens its leads.
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
account-alerts = Where you are told
account-alerts-mail = By mail to { $email } (on the open page alone, where no mail server is set up)
account-alerts-chat = In a chat: Slack, Teams, Mattermost
account-alerts-webhook = By a program of yours
account-alerts-other = { $code }
account-alerts-url = Address of the chat or program
account-alerts-hint = A chat’s “incoming webhook” address. A first alert goes there at once. What it does not take goes by mail, where a mail server is set up.
account-alerts-secret = The program verifies it with this secret (Standard Webhooks)
account-alerts-save = Be told there
account-keys = Single keys
account-keys-hint = C calls, L logs, A, B and X give feedback. With assistive technology you may want them off.
account-keys-off = Switch off
account-keys-on = Switch on
account-sessions = Where you are signed in
account-seen = Last seen
account-this = this one
account-end = End
