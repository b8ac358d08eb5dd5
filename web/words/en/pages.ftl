## messages after an act
flash-said = { $name }

## the queue, while the office is closed
queue-morning = { $n ->
    [one] One first attempt waits for the opening, { $opens }; it is due { $last }.
   *[other] { $shown } first attempts wait for the opening, { $opens }; the last is due { $last }.
}
queue-morning-held = { $n ->
    [one] One lead is held and goes to somebody before the opening, { $opens }; it is due { $last }.
   *[other] { $shown } leads are held and go to somebody before the opening, { $opens }; the last is due { $last }.
}
queue-morning-late = { $n ->
    [one] One of them is late already.
   *[other] { $shown } of them are late already.
}
queue-morning-nobody = Nobody is on duty then.
queue-morning-own-nobody = You are not on duty then.
queue-morning-kept = { $people ->
    [one] What is not late can be kept by the one person who will be here.
   *[other] What is not late can be kept by the { $people } people who will be here.
}
queue-morning-own-kept = You can keep what is not late.
queue-morning-unmet = { $people ->
    [one] Of the { $rest } that are not late, { $n } cannot be kept by the one person who will be here.
   *[other] Of the { $rest } that are not late, { $n } cannot be kept by the { $people } people who will be here.
}
queue-morning-own-unmet = Of the { $rest } that are not late, you alone cannot keep { $n }.

## lists of leads
leads-own-empty = Leads that are routed to you stand here, also those that are done.
leads-own-gone = There is no such field to filter by any more. Choose another one.

## leave
refusal-leave-past = This time is over. Leave is set for days to come, or since a day that lies back. Nothing was changed.
refusal-leave-overlaps = Leave is set for a part of this time already. Change that one, or choose other days. Nothing was changed.

## the rota
rota-swap-about = Drag one name onto another in the week above. By keyboard: press Enter on a name, choose with whom, and press Swap. Who takes over alone gives no block back.
rota-swapped-said = Swapped. { $name }
rota-swap-over = over; it stays as it was
rota-undone = Undone. The swap is gone, and both are on duty as before.
rota-set = The week was set. It holds from now on; weeks that are over stay as they were.
rota-ended = It runs without blocks from now on: everybody in it is on duty while the office is open.
rota-back = Undone. The blocks are as they were before.
rota-pattern-about = It holds each week from now on. Blocks that are over and swaps stay as they are.
rota-deal-about = Blocks of one length, dealt to the members by their weights as evenly as can be. From now on they take the place of the blocks that are there; weeks that are over stay as they were.
refusal-rota-changed-since = The blocks were changed again meanwhile. Look at the week as it is now. Nothing was changed.
change-swap-undone = Swap of duty in { $rotation } with { $who } on { $date } was undone
change-rota = { $n ->
    [one] Blocks of { $rotation } set: one of them a week
   *[other] Blocks of { $rotation } set: { $n } of them a week
}
rotations-level = level

## one of the team who leaves, or left
teammate-moving-begins = { $of } to move; it begins within a few seconds
teammate-moving-hint = It goes on by itself, also after a restart, and this page follows it. When all has moved, it says here what went where.
teammate-left = Left
teammate-moved-nothing = Nothing was left to move.
teammate-moved-all = { $n ->
    [one] One thing moved first:
   *[other] { $shown } things moved first:
}
teammate-things = { $n ->
    [one] one thing
   *[other] { $shown } things
}
teammate-went-rotation = to the rotation, on the agreed day
teammate-went-list = What is open there

## too often at a public door
sign-in-too-often = { $n ->
    [one] Too many wrong passwords for this address. Wait a minute and try again, or ask an admin for a new link.
   *[other] Too many wrong passwords for this address. Wait { $shown } minutes and try again, or ask an admin for a new link.
}
sign-in-too-often-network = { $n ->
    [one] Too many wrong passwords came from your network. Wait a minute and try again.
   *[other] Too many wrong passwords came from your network. Wait { $shown } minutes and try again.
}
form-too-often-address = { $n ->
    [one] Not sent yet: several messages came with this address within the hour, and they are kept. Everything you typed is kept on this page; send it again in a minute.
   *[other] Not sent yet: several messages came with this address within the hour, and they are kept. Everything you typed is kept on this page; send it again in { $shown } minutes.
}
form-too-often-network = { $n ->
    [one] Not sent yet: very many messages came from your network within the hour. Everything you typed is kept on this page; send it again in a minute.
   *[other] Not sent yet: very many messages came from your network within the hour. Everything you typed is kept on this page; send it again in { $shown } minutes.
}
problem-status-429 = Too often
problem-too-often = Too many calls without a good token came from this network. Come back in { $seconds } seconds, with a token that was made here and not withdrawn.

## dead ends
sign-in-first = Nobody has an account here yet. The link that makes the first one was printed where Baton was started; it works for 7 days. Starting Baton again prints another one.
set-up-link-over = This link was used already, or is more than 7 days old. If you have an account, sign in; else ask an admin for a new link.
