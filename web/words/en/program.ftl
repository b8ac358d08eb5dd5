# Words for people, English: a text says what happened, what was kept, what to do.

## the program: signing in, messages after an act, times
sign-in-wrong = This address and password do not belong together. Nothing was changed; try again.
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
flash-alerts = Saved. A first alert is on its way there.
flash-session-ended = That session was ended.
flash-off-duty = You take a break: no new lead comes to you.
flash-on-duty = Welcome back: leads come to you again.
when-today = today { $name }
when-yesterday = yesterday { $name }
when-tomorrow = tomorrow { $name }
when-due = due { $name }
when-late-since = late since { $name }
when-late = { $name } late
when-left = { $name } left
