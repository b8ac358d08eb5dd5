-- What happened, appended once.
CREATE TABLE fact (
  subject_kind TEXT NOT NULL,
  subject_id BYTES NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  v BIGINT NOT NULL,
  origin TEXT NOT NULL,
  occurred_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (subject_kind, subject_id, seq)
) {clustered};

-- Every ask that was done, with its answer, so that it is done once.
CREATE TABLE command (
  id BYTES NOT NULL PRIMARY KEY,
  body_hash BYTES NOT NULL,
  result TEXT NOT NULL,
  at BIGINT NOT NULL
) {clustered};

-- The state of subjects that have no table of their own: roster, agreement, pattern, import, token.
CREATE TABLE subject (
  id BYTES NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  seq BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  due_at BIGINT
);
CREATE INDEX subject_due ON subject (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE lead (
  id BYTES NOT NULL PRIMARY KEY,
  person_id BYTES NOT NULL,
  seq BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  origin TEXT NOT NULL,
  stage TEXT NOT NULL,
  kind TEXT NOT NULL,
  tier TEXT,
  source TEXT,
  campaign TEXT,
  form TEXT,
  landing TEXT,
  submitted_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  owner_id BYTES,
  review_at BIGINT,
  review_reason TEXT,
  review_due_at BIGINT,
  nurture_until BIGINT,
  promised_id BYTES,
  won_at BIGINT,
  due_at BIGINT,
  due_rank BIGINT NOT NULL,
  quarantined_at BIGINT,
  state TEXT NOT NULL
);
CREATE INDEX lead_due ON lead (due_at, due_rank, id) WHERE due_at IS NOT NULL;
CREATE INDEX lead_review ON lead (review_at, id) WHERE review_at IS NOT NULL;
CREATE INDEX lead_submitted ON lead (submitted_at, id);
CREATE INDEX lead_stage ON lead (stage, submitted_at, id);
CREATE INDEX lead_source ON lead (source, submitted_at, id, stage) WHERE source IS NOT NULL;
CREATE INDEX lead_owner ON lead (owner_id, submitted_at, id, stage, source) WHERE owner_id IS NOT NULL;
CREATE INDEX lead_promised ON lead (promised_id, id) WHERE promised_id IS NOT NULL;
CREATE INDEX lead_won ON lead (won_at, id) WHERE won_at IS NOT NULL;
CREATE INDEX lead_quarantined ON lead (quarantined_at, id) WHERE quarantined_at IS NOT NULL;

CREATE TABLE handoff (
  id BYTES NOT NULL PRIMARY KEY,
  lead_id BYTES NOT NULL,
  origin TEXT NOT NULL,
  tier TEXT NOT NULL,
  source TEXT,
  campaign TEXT,
  form TEXT,
  rotation TEXT NOT NULL,
  owner_id BYTES,
  accountable_id BYTES,
  cause TEXT,
  held_until BIGINT,
  opened_at BIGINT NOT NULL,
  trigger_at BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  due_at BIGINT,
  attempts BIGINT NOT NULL,
  first_attempt_at BIGINT,
  first_evidence TEXT,
  stop TEXT,
  connected_at BIGINT,
  owed TEXT,
  owed_at BIGINT,
  feedback TEXT,
  reason TEXT,
  specific BIGINT,
  feedback_at BIGINT,
  feedback_due_at BIGINT,
  back_at BIGINT,
  next_step_at BIGINT,
  amount BIGINT,
  currency TEXT,
  rejected TEXT,
  not_a_lead TEXT,
  closed_at BIGINT,
  ending TEXT,
  -- outside Marketing's count: 1 an existing customer's, 2 passed on within Sales
  customer BIGINT,
  -- whom a missed first attempt lies with; or with whom once an instant has passed, and with routing until then
  lies TEXT,
  then_lies TEXT,
  then_lies_at BIGINT,
  accepted_at BIGINT,
  -- the company, while it is open: it has one
  company_id BYTES,
  -- how many colleagues joined it, where any did
  joined BIGINT,
  -- the handoff that it goes on from
  passed_from BYTES,
  -- held for its owner alone until then
  take_by BIGINT,
  -- whether the questions were answered before Sales acted; whether Sales kept at it, and until when it had time
  answered BIGINT,
  kept_at_it BIGINT,
  plan_due_at BIGINT,
  -- how the deal that came from it ended
  outcome TEXT,
  outcome_at BIGINT,
  won_amount BIGINT,
  won_currency TEXT
);
CREATE INDEX handoff_desk ON handoff (owner_id, owed_at, id, owed, accountable_id, held_until, cause, take_by, closed_at) WHERE closed_at IS NULL;
CREATE INDEX handoff_held ON handoff (held_until, id) WHERE held_until IS NOT NULL;
CREATE INDEX handoff_lead ON handoff (lead_id, id);
CREATE INDEX handoff_company ON handoff (company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX handoff_trigger ON handoff (trigger_at, id);
-- The scorecard reads these alone: every column it counts by stands in them.
CREATE INDEX handoff_kept ON handoff (due_at, tier, source, owner_id, stop, customer, lies, then_lies, then_lies_at);
CREATE INDEX handoff_speed ON handoff (trigger_at, tier, source, owner_id, due_at, stop, first_attempt_at, customer);
CREATE INDEX handoff_source ON handoff (source, trigger_at, tier, owner_id, connected_at, feedback, feedback_due_at, rejected, not_a_lead, customer);
CREATE INDEX handoff_waited ON handoff ((first_attempt_at - trigger_at), trigger_at, tier, source, owner_id, due_at, customer) WHERE first_attempt_at IS NOT NULL;
CREATE INDEX handoff_customer ON handoff (trigger_at, id) WHERE customer IS NOT NULL;
CREATE INDEX handoff_outcome ON handoff (outcome_at, outcome, won_currency, won_amount, tier, source, owner_id, customer, id) WHERE outcome_at IS NOT NULL;
CREATE INDEX handoff_said ON handoff (feedback, feedback_at, id) WHERE feedback IS NOT NULL;

-- Duties of leads beside their handoffs': Marketing's look, a rep's "still alive?". They follow from the lead.
CREATE TABLE duty (
  lead_id BYTES NOT NULL,
  clock TEXT NOT NULL,
  since BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  done_at BIGINT,
  owner_id BYTES,
  PRIMARY KEY (lead_id, clock, since)
) {clustered};
CREATE INDEX duty_due ON duty (clock, due_at, lead_id, done_at, owner_id);

-- The human: may be erased.
CREATE TABLE person (
  id BYTES NOT NULL PRIMARY KEY,
  lead_id BYTES NOT NULL UNIQUE,
  key TEXT NOT NULL UNIQUE,
  name TEXT,
  email TEXT,
  phone TEXT,
  job_title TEXT,
  company TEXT,
  company_domain TEXT,
  country TEXT,
  free_mail BIGINT NOT NULL,
  fields TEXT NOT NULL,
  name_fold TEXT,
  company_fold TEXT,
  erased_at BIGINT
);
CREATE INDEX person_name ON person (name_fold, id) WHERE name_fold IS NOT NULL;
CREATE INDEX person_company ON person (company_fold, id) WHERE company_fold IS NOT NULL;

-- Values of own fields that lists are filtered by: they follow from the person.
CREATE TABLE field_value (
  lead_id BYTES NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  submitted_at BIGINT NOT NULL,
  PRIMARY KEY (lead_id, name)
) {clustered};
CREATE INDEX field_value_found ON field_value (name, value, submitted_at, lead_id);

CREATE TABLE submission (
  id BYTES NOT NULL PRIMARY KEY,
  lead_id BYTES NOT NULL,
  occurred_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  given TEXT NOT NULL,
  message TEXT,
  consent TEXT
);
CREATE INDEX submission_lead ON submission (lead_id, id);

CREATE TABLE note (
  id BYTES NOT NULL PRIMARY KEY,
  lead_id BYTES,
  at BIGINT NOT NULL,
  detail TEXT,
  words TEXT
);
CREATE INDEX note_lead ON note (lead_id, id) WHERE lead_id IS NOT NULL;

-- A rotation's places: locked last.
CREATE TABLE rotation (
  name TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  state TEXT NOT NULL
);

-- Open handoffs on each desk.
CREATE TABLE desk (
  user_id BYTES NOT NULL PRIMARY KEY,
  open BIGINT NOT NULL
);

-- Messages to be sent after the commit.
CREATE TABLE letter (
  id BYTES NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  to_user BYTES NOT NULL,
  lead_id BYTES,
  handoff_id BYTES,
  at BIGINT NOT NULL,
  due_at BIGINT,
  lease_until BIGINT,
  tries BIGINT NOT NULL,
  sent_at BIGINT,
  dead_at BIGINT,
  why TEXT
);
CREATE INDEX letter_due ON letter (due_at, id, at) WHERE due_at IS NOT NULL;
CREATE INDEX letter_dead ON letter (dead_at, id) WHERE dead_at IS NOT NULL;

CREATE TABLE agreement (
  version BIGINT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL,
  hash TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- Texts that one side works on, each as it says and as it said before its last save; the agreement's state says whose
-- they are.
CREATE TABLE agreement_draft (
  draft BYTES NOT NULL,
  slot BIGINT NOT NULL,
  text TEXT NOT NULL,
  hash TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (draft, slot)
);

CREATE TABLE account (
  user_id BYTES NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  password TEXT,
  at BIGINT NOT NULL,
  alert_by TEXT,
  alert_url TEXT
);

CREATE TABLE link (
  hash TEXT NOT NULL PRIMARY KEY,
  user_id BYTES,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE session (
  hash TEXT NOT NULL PRIMARY KEY,
  user_id BYTES NOT NULL,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX session_open ON session (user_id, hash) WHERE ended_at IS NULL;

CREATE TABLE token (
  id BYTES NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  ended_at BIGINT
);

-- Secret addresses under which somebody's duty and leave can be subscribed to; the roster says which is good.
CREATE TABLE feed (
  id BYTES NOT NULL PRIMARY KEY,
  user_id BYTES NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL
);

-- Marks of the database itself: a demo says so here.
CREATE TABLE mark (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
