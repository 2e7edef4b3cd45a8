-- The slot ledger (design §6): which moments were due, and what became of each.

-- Each period in which a script had a schedule that was switched on. Temporal knows only the newest.
CREATE TABLE schedule_specs (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id          uuid NOT NULL,
  script_id       uuid NOT NULL,
  cron            text NOT NULL,
  timezone        text NOT NULL,
  valid_from      timestamptz NOT NULL,
  valid_to        timestamptz,
  accounted_until timestamptz NOT NULL,
  next_due_at     timestamptz,
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON COLUMN schedule_specs.valid_from IS 'Exclusive: the first slot of the period comes after it.';
COMMENT ON COLUMN schedule_specs.valid_to IS 'Inclusive; null for the schedule that holds now.';
COMMENT ON COLUMN schedule_specs.accounted_until IS 'Every due slot up to here has a row in schedule_slots.';
COMMENT ON COLUMN schedule_specs.next_due_at IS 'The first due slot after accounted_until, or earlier; null when it must be asked for.';
CREATE UNIQUE INDEX schedule_specs_current ON schedule_specs (script_id) WHERE valid_to IS NULL;
CREATE INDEX schedule_specs_of_script ON schedule_specs (script_id, valid_from);
CREATE INDEX schedule_specs_unaccounted ON schedule_specs (next_due_at NULLS FIRST)
  WHERE valid_to IS NULL OR accounted_until < valid_to;

-- Why slots of a period do not run. Several may hold at once; one of each kind.
CREATE TABLE schedule_pauses (
  id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id    uuid NOT NULL,
  script_id uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('pause', 'inactive', 'deleted')),
  source    text NOT NULL CHECK (source IN ('person', 'failures', 'temporal')),
  reason    text NOT NULL,
  paused_by uuid,
  began_at  timestamptz NOT NULL,
  ended_at  timestamptz,
  ended_by  uuid,
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, paused_by) REFERENCES users (org_id, id),
  FOREIGN KEY (org_id, ended_by) REFERENCES users (org_id, id),
  CHECK (ended_at IS NULL OR ended_at >= began_at)
);
COMMENT ON COLUMN schedule_pauses.source IS 'A person over the API, too many failures in a row, or somebody in Temporal''s UI.';
CREATE UNIQUE INDEX schedule_pauses_open ON schedule_pauses (script_id, kind) WHERE ended_at IS NULL;
CREATE INDEX schedule_pauses_of_script ON schedule_pauses (script_id, began_at);

-- One row for each due slot. With a run its outcome is the run's; with a pause only, it is paused;
-- with neither it is pending: Temporal has still to start it, or it will be missed.
CREATE TABLE schedule_slots (
  org_id       uuid NOT NULL,
  script_id    uuid NOT NULL,
  slot_at      timestamptz NOT NULL,
  run_id       uuid,
  pause_id     uuid REFERENCES schedule_pauses (id) ON DELETE SET NULL,
  next_look_at timestamptz,
  PRIMARY KEY (script_id, slot_at),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id)
);
COMMENT ON COLUMN schedule_slots.run_id IS 'The run that counts for the slot: a backfill replaces the one before.';
COMMENT ON COLUMN schedule_slots.next_look_at IS 'When the reconciler asks Temporal about a pending slot again.';
CREATE INDEX schedule_slots_open ON schedule_slots (next_look_at NULLS FIRST) WHERE run_id IS NULL AND pause_id IS NULL;
CREATE INDEX schedule_slots_of_run ON schedule_slots (run_id) WHERE run_id IS NOT NULL;

-- Slots that ran before this version.
INSERT INTO schedule_slots (org_id, script_id, slot_at, run_id)
SELECT DISTINCT ON (script_id, slot_at) org_id, script_id, slot_at, id
  FROM script_runs
 WHERE slot_at IS NOT NULL
 ORDER BY script_id, slot_at, created_at DESC;
INSERT INTO schedule_specs (org_id, script_id, cron, timezone, valid_from, accounted_until)
SELECT org_id, id, schedule_cron, schedule_timezone, now(), now()
  FROM scripts
 WHERE schedule_cron IS NOT NULL AND schedule_enabled;
INSERT INTO schedule_pauses (org_id, script_id, kind, source, reason, began_at)
SELECT org_id, id, 'inactive', 'person', 'inactive', now() FROM scripts WHERE NOT is_active
 UNION ALL
SELECT org_id, id, 'deleted', 'person', 'deleted', deleted_at FROM scripts WHERE deleted_at IS NOT NULL;

ALTER TABLE scripts
  ADD COLUMN schedule_fingerprint bytea,
  ADD COLUMN purged_at timestamptz;
COMMENT ON COLUMN scripts.schedule_fingerprint IS 'SHA-256 of Temporal''s Schedule as Temporal described it after we wrote it; tells an edit in its UI.';
COMMENT ON COLUMN scripts.purged_at IS 'From here on a deleted script cannot be restored; its Schedule and secrets are gone.';

-- When a part of the installation was away, so that a missed slot can name it.
CREATE TABLE service_outages (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  part     text NOT NULL CHECK (part IN ('script_runner', 'temporal', 'workers')),
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX service_outages_open ON service_outages (part) WHERE ended_at IS NULL;
CREATE INDEX service_outages_by_time ON service_outages (began_at);
CREATE TABLE service_pulses (
  part    text PRIMARY KEY,
  seen_at timestamptz NOT NULL
);
COMMENT ON TABLE service_pulses IS 'When a part was last seen to answer.';

-- Where a script may go on after a lost or failed attempt: the newest value only.
CREATE TABLE run_checkpoints (
  org_id  uuid NOT NULL,
  run_id  uuid PRIMARY KEY,
  attempt int NOT NULL,
  value   jsonb NOT NULL,
  at      timestamptz NOT NULL,
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);

ALTER TABLE script_runs ADD COLUMN stop_reason text CHECK (stop_reason IN ('terminated_in_temporal', 'history_lost'));
COMMENT ON COLUMN script_runs.stop_reason IS 'Why the reconciler stops a live attempt; becomes end_reason.';
CREATE INDEX script_runs_ended_untold ON script_runs (completed_at, id)
  WHERE completed_at IS NOT NULL AND NOT (status IN ('success', 'error', 'timeout') AND attempt > 0);

ALTER TABLE workflow_messages
  ADD COLUMN attempt int,
  ADD COLUMN repeated_at timestamptz;
CREATE INDEX workflow_messages_of_run ON workflow_messages (run_id, id);
COMMENT ON COLUMN workflow_messages.attempt IS 'The attempt that a decision is about.';
COMMENT ON COLUMN workflow_messages.repeated_at IS 'When a delivered message was sent once more, because its run did not move.';

-- Append-only.
CREATE TABLE audit_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id      uuid NOT NULL REFERENCES organizations (id),
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'worker', 'script', 'system')),
  actor_id    text,
  action      text NOT NULL,
  object_type text NOT NULL,
  object_id   text NOT NULL,
  details     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_events_newest ON audit_events (org_id, id DESC);
CREATE INDEX audit_events_of_object ON audit_events (org_id, object_id, id);
CREATE UNIQUE INDEX audit_events_refused_once
  ON audit_events (object_id, (details ->> 'attempt'), (details ->> 'write')) WHERE action = 'attempt.refused';
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only';
END
$$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
