# Words for people, English: a text says what happened, what was kept, what to do.

## letters: what somebody is told; { $who } is a person and a company
mail-new-lead = Call { $who }
mail-asked-again = { $who } asked again
mail-returned = { $who } is back, as you agreed
mail-reminder = { $who } waits for a first attempt
mail-late = { $who } was not tried in time
mail-next-attempt = Try { $who } again
mail-feedback-owed = Say what became of { $who }
mail-stretch-over = { $who }: the owner’s time is over
mail-turned = { $who } was tried in time after all
mail-booked = { $who } booked a meeting
mail-still-alive = { $who }: is this deal still alive?
mail-nobody-could = Nobody could take { $who }: it is yours
mail-review = { $who } waits for your review
mail-advanced = Sales advanced { $who }
mail-pattern-asks = A pattern asks for your answer: { $who }
mail-pattern-due = The answer to a pattern is due: { $who }
mail-responded = Marketing answered a pattern of yours
mail-other = { $who }: { $code }
mail-alerts-here = You are told here from now on
mail-refused-elsewhere = Your chat or program did not take this ({ $why }), so it comes by mail. Mend its address in your account:
mail-somebody = Somebody
mail-more = … and { $n } more
mail-digest = { $n ->
    [one] { $shown } lead needs you
   *[other] { $shown } leads need you
  }
