## the first steps of a new house
first-title = First steps
first-done = done
first-step-people = Invite who works leads: reps, their manager, Marketing. Each gets a link to set a password.
first-step-rotations = Put a rep into each rotation. Until then its leads go to the manager.
first-step-lead = Send a first lead through the hosted form, as a visitor would: it comes to a rep’s queue. Link to the form from your site.
first-step-agreement = Read what both sides owe each other. The built-in text runs until both heads sign their own.
first-act-people = Invite
first-act-rotations = Add to a rotation
first-act-lead = Open the form
first-act-agreement = Read the agreement

## the way to all leads, for whoever sees all
all-leads-act = See the leads
