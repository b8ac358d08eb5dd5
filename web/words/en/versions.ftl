# Page one and what stands beside it; drafts that somebody else changed, that were proposed or discarded; errors in forms.

page-annex-link = { $n ->
    [one] and { $shown } change in the annex
   *[other] and { $shown } changes in the annex
  }
page-annex-title = Changed in the annex
page-annex-about = These stand in the text that is signed, and in none of the sentences above.
page-back = Version { $name }
agreement-accepted = Sales accepts a lead (SAL) when it talks with the person, and calls it qualified (SQL) when: { $clauses }.
agreement-accepted-when = Sales accepts a lead (SAL) when it talks with the person and all of this holds: { $accepted }; it calls it qualified (SQL) when: { $clauses }.

edit-faults = { $n ->
    [one] { $shown } thing needs another look. Nothing was kept yet; what you typed stands here.
   *[other] { $shown } things need another look. Nothing was kept yet; what you typed stands here.
  }
edit-fault-of = { $label }: { $sentence }
edit-fault-text = The text, line { $line }
edit-fault-key = in the text: { $name }
edit-wrong-share = Write per cent from 0 to 100: 95 means 95 %.
edit-wrong-share-small = This is less than 1 %. Write 95 if you mean 95 %. If you do mean less than one per cent, write the sign behind it: 0.5 %.
edit-wrong-taken = Another one has this name already. Choose another name.

edit-stale-about = What you typed beside what the draft says now. Save again to put yours on top, or take the current one.
edit-stale-same = It says by now what you typed. There is nothing to save.
edit-stale-what = What
edit-stale-mine = You typed
edit-stale-now = It says now
edit-stale-nothing = nothing
edit-stale-take = Take the current one
edit-stale-line = Line
edit-gone-meanwhile = { $who } took this out of the draft, or moved it, since you opened it. Nothing of yours was kept; what you typed stands below.
propose-moved-on = { $who } changed this draft since you opened it. Nothing was proposed. What it changes now stands here: read it, and propose again.

edit-renamed = “{ $name }” is now called so in these parts too: { $parts }.

draft-program = another program
draft-undo = Undo your last save
draft-undo-about = You saved last, { $at }.
flash-draft-undone = Undone: the draft says what it said before your last save. Press again to redo it.
edit-undo-late = { $who } saved after you. Undoing yours now would take that away too, so nothing was changed. What you typed last, and what was changed since, both stand in the draft.
edit-undo-nothing = There is no save to undo.

gone-proposed-title = This draft was proposed
gone-proposed = { $who } proposed it { $at }: it is version { $version } now, and nobody changes its text any more. To change more, begin a draft from the version in force.
gone-proposed-act = Open version { $version }
gone-discarded-title = This draft was discarded
gone-discarded = { $who } changed it last. It can be taken back, and says then what it said.
gone-discarded-act = Drafts of your side
gone-typed = What you typed was not kept. It stands here, so that you can use it elsewhere.

refusal-draft-proposed = This draft was proposed and is version { $version } now. Nothing was changed.

replay-not-asked = This window was not replayed yet, so there is no file of it. Nothing was changed. Replay it, and download the file from there.
replay-not-done = This replay is not finished: { $looked } of { $of } leads so far. Nothing was changed. Download the file when it is done.
replay-file-failed = This replay could not be done, so there is no file of it. Replay it again.
problem-window-dates = These are not two days. Write them as 2026-03-01.
problem-replay-not-asked = This window of this version was not replayed yet, or the replay is no longer kept. Ask for it first.
problem-replay-not-done = This replay is not finished: { $looked } of { $of } leads so far. Ask again in a moment.
problem-replay-failed = This replay could not be done. Ask for it again.

refusal-applied-before = { $by ->
    [system] Version { $version } was applied to running clocks already: { $at }. Nothing was begun anew.
   *[other] Version { $version } was applied to running clocks already: by { $by }, { $at }. Nothing was begun anew.
}
running-see = How far it is
problem-no-such-draft = There is no draft of this id that is of no side.
problem-draft-proposed = This draft was proposed and is version { $version } now.
problem-draft-moved-on = Somebody changed this draft since it was read. Nothing was changed; read it again.
problem-nothing-to-undo = There is no save to undo.
problem-not-ahead = This instant does not lie ahead.
part-accepted = Accepted by Sales (SAL)
event-not-accepted = not accepted (SAL) yet: { $name }
edit-new-accepted = When Sales accepts a lead (SAL): a first clause
edit-accepted-name = Name of the clause
edit-hint-accepted = Without a definition Sales accepts a lead by talking with it. With one, these clauses must hold too, when it talks.
