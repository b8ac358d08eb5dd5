## one of the team: cover, leaving, a head's office
teammate-move-first = { $n ->
    [one] { $shown } open handoff: move it, then let go
   *[other] { $shown } open handoffs: move them, then let go
}
teammate-is-leaving = leaving: what depends on them is moving
teammate-covered-by = covered by { $name } while away
teammate-office-waits = { $office } waits for a head’s consent
teammate-cover = Cover
teammate-cover-none = Nobody covers. While away, what would come by ownership goes by its rotation.
teammate-cover-is = { $name } covers: while away, returns, earlier leads, accounts, deals and reminders go there.
teammate-cover-hint = A cover who is away as well passes it on to their own cover; where nobody of them is here, the rotation decides.
teammate-cover-who = Covered by
teammate-cover-nobody = nobody
teammate-cover-do = Set cover
flash-cover-set = The cover was set.
teammate-leaving = Leaving
teammate-depends-nothing = Nothing depends on { $name }.
teammate-depends = { $name } has { $all ->
    [one] { $shown } thing
   *[other] { $shown } things
} that would be nobody’s. They move first; then { $name } leaves.
teammate-open = { $n ->
    [one] { $shown } open handoff
   *[other] { $shown } open handoffs
}
teammate-held = { $n ->
    [one] { $shown } held lead to answer for
   *[other] { $shown } held leads to answer for
}
teammate-returns = { $n ->
    [one] { $shown } lead that comes back on an agreed day
   *[other] { $shown } leads that come back on an agreed day
}
teammate-deals = { $n ->
    [one] { $shown } running deal
   *[other] { $shown } running deals
}
teammate-to = They go to
teammate-to-rotation = each by its rotation
teammate-leave-hint = From now on nothing new comes. Clocks keep running: each customer has waited since they came, and whoever gets a lead is told at once.
teammate-leave-do = Move all, then { $name } leaves
teammate-moving = { $moved } of { $of } moved
flash-move-out = Begun. Nothing new comes; what was there moves now.
teammate-office = Head’s office
teammate-office-hint = A head signs the agreement for a side. Once an office was held, giving or taking it needs the consent of a present head.
teammate-named = { $office }: named by { $by }, { $at }
teammate-named-consent = { $office }: named by { $by } with the consent of { $head }, { $at }
teammate-at-machine = whoever runs the machine
teammate-asked-give = { $office } is to be given, asked by { $by }. A present head has to consent.
teammate-asked-take = { $office } is to be taken, asked by { $by }. A present head has to consent.
teammate-consent = Consent
teammate-decline = Decline
flash-office-given = You consented. It holds from now on.
flash-office-declined = You declined. All stays as it was.
refusal-leaving-already = This person is leaving already; what was there moves. Nothing was changed.
refusal-covers-himself = Nobody covers for themselves. Choose somebody else.
refusal-nobody-to-cover = Choose a rep or a sales manager who is here to stay.
refusal-last-head = This is the last head. Name another one first, so that somebody can consent. Nothing was changed.
refusal-still-head = A head gives up the office first, with a head’s consent. Nothing was changed.
refusal-no-office-asked = Nothing waits for consent here; somebody answered already.

## a company: whose account and deal
company-about = A lead of this company goes to the first of these who is here, or to the cover; then to the rotation.
company-back = The lead
company-who = Who comes first
company-deal = Open deal: { $name }
company-deal-seen = Open deal, begun here: { $name }
company-deal-none = No open deal is known.
company-account = Account: { $name }
company-account-none = It is nobody’s account.
company-customer = An existing customer: outside Marketing’s count.
company-earlier = Worked with it last: { $name }
company-earlier-none = Nobody worked with it before.
company-tell = What the CRM knows
company-deal-of = Open deal of
company-account-of = Account of
company-nobody = nobody
company-is-customer = An existing customer
company-hint = Leads of an existing customer go to the account’s manager and are left out of the scorecard. Running handoffs stay where they are.
company-do = Keep
flash-company-set = Kept. From the next lead on.
refusal-no-company-domain = That is no company’s own mail domain.
refusal-nobody-to-own = Choose a rep or a sales manager who is here to stay.
scorecard-customers = { $n ->
    [one] { $shown } handoff of an existing customer is left out.
   *[other] { $shown } handoffs of existing customers are left out.
}
route-deal = { $name } has the company’s open deal.
route-account = { $name } has the company’s account.
route-company = { $name } worked with this company before.
route-covers = { $away } is away: { $name } covers.
