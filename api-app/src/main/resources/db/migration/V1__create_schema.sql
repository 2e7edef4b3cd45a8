-- Every row below organizations carries org_id, and child rows refer to (org_id, id), so that a row
-- can never point into another organisation.

CREATE TABLE organizations (
  id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name                text NOT NULL,
  max_timeout_seconds int NOT NULL DEFAULT 300 CHECK (max_timeout_seconds BETWEEN 1 AND 3600),
  created_at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id     uuid NOT NULL REFERENCES organizations (id),
  email      text NOT NULL,
  role       text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id)
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE api_tokens (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id       uuid NOT NULL,
  user_id      uuid NOT NULL,
  name         text NOT NULL,
  token_sha256 bytea NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);

CREATE TABLE sign_in_links (
  code_sha256 bytea PRIMARY KEY,
  org_id      uuid NOT NULL,
  user_id     uuid NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);

-- Spring Session's own schema (spring-session-jdbc, schema-postgresql.sql).
CREATE TABLE spring_session (
  primary_id            char(36) NOT NULL PRIMARY KEY,
  session_id            char(36) NOT NULL,
  creation_time         bigint NOT NULL,
  last_access_time      bigint NOT NULL,
  max_inactive_interval int NOT NULL,
  expiry_time           bigint NOT NULL,
  principal_name        varchar(100)
);
CREATE UNIQUE INDEX spring_session_ix1 ON spring_session (session_id);
CREATE INDEX spring_session_ix2 ON spring_session (expiry_time);
CREATE INDEX spring_session_ix3 ON spring_session (principal_name);

CREATE TABLE spring_session_attributes (
  session_primary_id char(36) NOT NULL REFERENCES spring_session (primary_id) ON DELETE CASCADE,
  attribute_name     varchar(200) NOT NULL,
  attribute_bytes    bytea NOT NULL,
  PRIMARY KEY (session_primary_id, attribute_name)
);

CREATE TABLE scripts (
  id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id              uuid NOT NULL REFERENCES organizations (id),
  name                text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description         text,
  language            text NOT NULL DEFAULT 'python' CHECK (language = 'python'),
  current_revision_id uuid,
  is_active           boolean NOT NULL DEFAULT true,
  schedule_enabled    boolean NOT NULL DEFAULT false,
  schedule_cron       text,
  schedule_timezone   text NOT NULL DEFAULT 'UTC',
  jitter_seconds      int NOT NULL DEFAULT 0,
  catchup_seconds     int NOT NULL DEFAULT 3600 CHECK (catchup_seconds BETWEEN 10 AND 604800),
  auto_pause_after    int,
  schedule_synced     boolean NOT NULL DEFAULT true,
  overlap_policy      text NOT NULL DEFAULT 'skip' CHECK (overlap_policy IN ('skip', 'queue', 'cancel_running', 'allow')),
  on_worker_loss      text NOT NULL DEFAULT 'rerun' CHECK (on_worker_loss IN ('rerun', 'hold', 'fail')),
  timeout_seconds     int NOT NULL DEFAULT 60 CHECK (timeout_seconds BETWEEN 1 AND 3600),
  retry               jsonb NOT NULL,
  limits              jsonb NOT NULL,
  network             jsonb NOT NULL,
  notify              jsonb NOT NULL,
  parameters_schema   jsonb,
  parameters          jsonb NOT NULL DEFAULT '{}',
  environment         jsonb NOT NULL DEFAULT '{}',
  plm_scopes          text[] NOT NULL,
  edit_version        int NOT NULL DEFAULT 1,
  last_run_id         uuid,
  last_run_at         timestamptz,
  last_run_status     text,
  last_run_created_at timestamptz,
  created_at          timestamptz NOT NULL DEFAULT now(),
  created_by          uuid,
  updated_at          timestamptz NOT NULL DEFAULT now(),
  updated_by          uuid,
  deleted_at          timestamptz,
  deleted_by          uuid,
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, created_by) REFERENCES users (org_id, id),
  FOREIGN KEY (org_id, updated_by) REFERENCES users (org_id, id),
  CHECK (NOT schedule_enabled OR schedule_cron IS NOT NULL)
);
COMMENT ON COLUMN scripts.schedule_synced IS 'False until Temporal''s Schedule follows the last change.';
COMMENT ON COLUMN scripts.edit_version IS 'Grows with each edit, never with runs or slots: the ETag.';
COMMENT ON COLUMN scripts.last_run_created_at IS 'created_at of the run that last_run_* tells of: only a newer run replaces it.';
CREATE UNIQUE INDEX scripts_live_name ON scripts (org_id, lower(name)) WHERE deleted_at IS NULL;
CREATE INDEX scripts_newest ON scripts (org_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE script_revisions (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id            uuid NOT NULL,
  script_id         uuid NOT NULL,
  number            int,
  code              text NOT NULL,
  code_sha256       bytea NOT NULL,
  requirements_lock text,
  message           text,
  created_at        timestamptz NOT NULL DEFAULT now(),
  created_by        uuid,
  UNIQUE (org_id, id),
  UNIQUE (script_id, number),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, created_by) REFERENCES users (org_id, id)
);
COMMENT ON COLUMN script_revisions.number IS 'Null for the hidden revision of a run of unsaved code.';
ALTER TABLE scripts
  ADD FOREIGN KEY (org_id, current_revision_id) REFERENCES script_revisions (org_id, id) DEFERRABLE INITIALLY DEFERRED;

-- The plan's table as it was drawn, for people who query the database (ADR 0001).
CREATE VIEW scripts_with_code AS
  SELECT s.id, s.org_id, s.name, s.description, r.code, s.language, s.schedule_enabled, s.schedule_cron,
         s.schedule_timezone, s.timeout_seconds, s.is_active, s.last_run_at, s.last_run_status,
         s.created_at, s.created_by, s.updated_at, s.updated_by
    FROM scripts s
    JOIN script_revisions r ON r.id = s.current_revision_id
   WHERE s.deleted_at IS NULL;

CREATE TABLE script_runs (
  id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id              uuid NOT NULL,
  script_id           uuid NOT NULL,
  revision_id         uuid NOT NULL,
  trigger_type        text NOT NULL CHECK (trigger_type IN ('scheduled', 'manual', 'webhook', 'rerun')),
  triggered_by        uuid,
  status              text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'queued', 'running', 'cancelling',
                        'needs_decision', 'success', 'error', 'timeout', 'cancelled', 'lost', 'skipped', 'missed')),
  end_reason          text,
  slot_at             timestamptz,
  workflow_id         text NOT NULL UNIQUE,
  workflow_started    boolean NOT NULL DEFAULT false,
  attempt             int NOT NULL DEFAULT 0,
  next_attempt_at     timestamptz,
  judged_by_age       boolean NOT NULL DEFAULT false,
  blocked_by          uuid,
  settings            jsonb NOT NULL,
  parameters          jsonb NOT NULL DEFAULT '{}',
  payload             jsonb,
  rerun_of            uuid,
  cancel_requested_at timestamptz,
  cancel_requested_by uuid,
  exit_code           int,
  signal              int,
  isolation_level     text,
  cpu_ms              bigint,
  peak_memory_bytes   bigint,
  tree_confirmed      boolean,
  progress            jsonb,
  result              jsonb,
  output              text,
  error               text,
  output_bytes        bigint NOT NULL DEFAULT 0,
  error_bytes         bigint NOT NULL DEFAULT 0,
  output_lines        bigint NOT NULL DEFAULT 0,
  status_version      int NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL DEFAULT now(),
  started_at          timestamptz,
  completed_at        timestamptz,
  duration_ms         bigint,
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, revision_id) REFERENCES script_revisions (org_id, id),
  FOREIGN KEY (org_id, triggered_by) REFERENCES users (org_id, id)
);
COMMENT ON COLUMN script_runs.attempt IS 'The newest attempt that was claimed or closed; 0 before the first.';
COMMENT ON COLUMN script_runs.judged_by_age IS 'A slot that its Schedule started and that was neither claimed, queued nor dispatched again: missed once too old.';
COMMENT ON COLUMN script_runs.blocked_by IS 'The run that was in the way of a skipped one.';
COMMENT ON COLUMN script_runs.status_version IS 'Grows with each visible change, so that a stream of events can resume.';
COMMENT ON COLUMN script_runs.output IS 'The last 64 KiB of standard output, written at the end; all of it is in run_output_chunks.';
CREATE INDEX script_runs_newest ON script_runs (org_id, created_at DESC, id DESC);
CREATE INDEX script_runs_of_script ON script_runs (org_id, script_id, created_at DESC, id DESC);
CREATE INDEX script_runs_open ON script_runs (script_id, status)
  WHERE status IN ('pending', 'queued', 'running', 'cancelling', 'needs_decision');
CREATE INDEX script_runs_slot ON script_runs (script_id, slot_at) WHERE slot_at IS NOT NULL;

CREATE TABLE script_run_attempts (
  org_id        uuid NOT NULL,
  run_id        uuid NOT NULL,
  attempt       int NOT NULL CHECK (attempt > 0),
  claim_id      uuid,
  worker_id     uuid,
  claimed_at    timestamptz,
  lease_until   timestamptz,
  ended_at      timestamptz,
  outcome       text,
  end_reason    text,
  exit_code     int,
  drained       boolean NOT NULL DEFAULT false,
  closed        boolean NOT NULL DEFAULT false,
  decision      jsonb,
  PRIMARY KEY (run_id, attempt),
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN script_run_attempts.closed IS 'Ended by the ledger, not by its worker: a finish that comes later is refused.';
CREATE INDEX script_run_attempts_live ON script_run_attempts (worker_id) WHERE ended_at IS NULL;

-- One row per run with output: where its streams stand. Offsets are those of the live attempt.
CREATE TABLE run_output_heads (
  org_id         uuid NOT NULL,
  run_id         uuid PRIMARY KEY,
  attempt        int NOT NULL,
  next_line      bigint NOT NULL DEFAULT 0,
  stdout_offset  bigint NOT NULL DEFAULT 0,
  stdout_pending bytea NOT NULL DEFAULT '',
  stderr_offset  bigint NOT NULL DEFAULT 0,
  stderr_pending bytea NOT NULL DEFAULT '',
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN run_output_heads.stdout_pending IS 'Bytes of a line that is not complete yet.';

-- Whole lines of one stream, in order of arrival: lines first_line .. first_line + line_count - 1.
CREATE TABLE run_output_chunks (
  org_id      uuid NOT NULL,
  run_id      uuid NOT NULL,
  first_line  bigint NOT NULL,
  line_count  int NOT NULL,
  attempt     int NOT NULL,
  stream      text NOT NULL CHECK (stream IN ('stdout', 'stderr')),
  byte_offset bigint NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  data        bytea NOT NULL,
  PRIMARY KEY (run_id, first_line),
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);

CREATE TABLE run_keys (
  key_sha256 bytea PRIMARY KEY,
  org_id     uuid NOT NULL,
  run_id     uuid NOT NULL,
  attempt    int NOT NULL,
  scopes     text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  uses       bigint NOT NULL DEFAULT 0,
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);
CREATE INDEX run_keys_of_run ON run_keys (run_id, attempt);
COMMENT ON TABLE run_keys IS 'Deleted when their attempt ends.';

CREATE TABLE idempotency_keys (
  org_id      uuid NOT NULL,
  script_id   uuid NOT NULL,
  key         text NOT NULL,
  body_sha256 bytea NOT NULL,
  run_id      uuid NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (script_id, key),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE
);

-- Messages to workflows (cancel, released, decided), written with the state change that causes them
-- and repeated until the workflow has acted or is closed.
CREATE TABLE workflow_messages (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id       uuid NOT NULL,
  run_id       uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('cancel', 'released', 'decided')),
  body         text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);
CREATE INDEX workflow_messages_open ON workflow_messages (created_at) WHERE delivered_at IS NULL;

CREATE TABLE script_secrets (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id          uuid NOT NULL,
  script_id       uuid NOT NULL,
  key             text NOT NULL,
  value_encrypted text NOT NULL,
  version         int NOT NULL DEFAULT 1,
  key_id          text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      uuid,
  last_used_at    timestamptz,
  UNIQUE (script_id, key),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, updated_by) REFERENCES users (org_id, id)
);

CREATE TABLE workers (
  id                  uuid PRIMARY KEY,
  name                text NOT NULL,
  version             text NOT NULL,
  isolation_level     text NOT NULL,
  probes              jsonb NOT NULL,
  max_concurrent_runs int NOT NULL,
  running             int NOT NULL DEFAULT 0,
  draining            boolean NOT NULL DEFAULT false,
  first_seen_at       timestamptz NOT NULL DEFAULT now(),
  last_seen_at        timestamptz NOT NULL DEFAULT now()
);

-- PLM data (BluePLM's shapes: reference of its files, file_references, suppliers and part_suppliers).
CREATE TABLE plm_vaults (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id     uuid NOT NULL REFERENCES organizations (id),
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id)
);

CREATE TABLE plm_files (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id            uuid NOT NULL,
  vault_id          uuid NOT NULL,
  file_path         text NOT NULL,
  file_name         text NOT NULL,
  extension         text NOT NULL,
  file_type         text NOT NULL CHECK (file_type IN ('part', 'assembly', 'drawing', 'pdf', 'step', 'other')),
  part_number       text,
  description       text,
  revision          text NOT NULL DEFAULT '',
  version           int NOT NULL DEFAULT 1,
  state             text NOT NULL DEFAULT 'not_tracked'
                      CHECK (state IN ('not_tracked', 'wip', 'in_review', 'released', 'obsolete')),
  custom_properties jsonb NOT NULL DEFAULT '{}',
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  deleted_at        timestamptz,
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, vault_id) REFERENCES plm_vaults (org_id, id)
);
CREATE UNIQUE INDEX plm_files_path ON plm_files (vault_id, lower(file_path)) WHERE deleted_at IS NULL;
CREATE INDEX plm_files_part_number ON plm_files (org_id, part_number, id);

CREATE TABLE plm_file_references (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id         uuid NOT NULL,
  parent_file_id uuid NOT NULL,
  child_file_id  uuid NOT NULL,
  reference_type text NOT NULL DEFAULT 'component' CHECK (reference_type IN ('component', 'derived', 'reference')),
  quantity       int NOT NULL DEFAULT 1,
  configuration  text,
  UNIQUE NULLS NOT DISTINCT (parent_file_id, child_file_id, configuration),
  FOREIGN KEY (org_id, parent_file_id) REFERENCES plm_files (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, child_file_id) REFERENCES plm_files (org_id, id) ON DELETE CASCADE
);

CREATE TABLE plm_suppliers (
  id                     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id                 uuid NOT NULL REFERENCES organizations (id),
  name                   text NOT NULL,
  code                   text,
  contact_name           text,
  contact_email          text,
  contact_phone          text,
  website                text,
  address_line1          text,
  address_line2          text,
  city                   text,
  state                  text,
  postal_code            text,
  country                text DEFAULT 'USA',
  payment_terms          text,
  default_lead_time_days int,
  min_order_value        numeric(12, 2),
  currency               text DEFAULT 'USD',
  shipping_account       text,
  is_active              boolean NOT NULL DEFAULT true,
  is_approved            boolean NOT NULL DEFAULT false,
  notes                  text,
  erp_id                 text,
  created_at             timestamptz NOT NULL DEFAULT now(),
  updated_at             timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  UNIQUE (org_id, code)
);

CREATE TABLE plm_part_suppliers (
  id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id               uuid NOT NULL,
  file_id              uuid NOT NULL,
  supplier_id          uuid NOT NULL,
  supplier_part_number text,
  unit_price           numeric(12, 4),
  currency             text,
  lead_time_days       int,
  is_preferred         boolean NOT NULL DEFAULT false,
  UNIQUE (file_id, supplier_id),
  FOREIGN KEY (org_id, file_id) REFERENCES plm_files (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, supplier_id) REFERENCES plm_suppliers (org_id, id) ON DELETE CASCADE
);
