-- Requests for locks of dependencies (PEP 723) and what became of them. A lock holds names, versions
-- and hashes only: never the address of an index.
CREATE TABLE dependency_locks (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id           uuid NOT NULL REFERENCES organizations (id),
  script_id        uuid,
  requires_python  text,
  packages         text[] NOT NULL,
  state            text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'locked', 'failed')),
  lock             text,
  lock_sha256      bytea,
  error            text,
  workflow_starts  int NOT NULL DEFAULT 0,
  next_look_at     timestamptz NOT NULL DEFAULT now() + interval '2 seconds',
  created_at       timestamptz NOT NULL DEFAULT now(),
  finished_at      timestamptz,
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, script_id) REFERENCES scripts (org_id, id) ON DELETE CASCADE,
  CHECK ((state = 'locked') = (lock IS NOT NULL)),
  CHECK ((state = 'locked') = (lock_sha256 IS NOT NULL)),
  CHECK ((state = 'failed') = (error IS NOT NULL)),
  CHECK ((state = 'pending') = (finished_at IS NULL))
);
COMMENT ON COLUMN dependency_locks.script_id IS 'Null while the script is being created.';
COMMENT ON COLUMN dependency_locks.workflow_starts IS 'How often Temporal took its workflow; the reconciler stops after five.';
COMMENT ON COLUMN dependency_locks.next_look_at IS 'When the reconciler looks whether its workflow is there.';
CREATE INDEX dependency_locks_pending ON dependency_locks (next_look_at) WHERE state = 'pending';
CREATE INDEX dependency_locks_of_script ON dependency_locks (org_id, script_id);

ALTER TABLE script_revisions ADD COLUMN lock_id uuid;
ALTER TABLE script_revisions
  ADD FOREIGN KEY (org_id, lock_id) REFERENCES dependency_locks (org_id, id);
COMMENT ON COLUMN script_revisions.lock_id IS 'The request whose lock is, or will be, requirements_lock; null without dependencies.';
COMMENT ON COLUMN script_revisions.requirements_lock IS 'Empty when only the version of Python was checked.';
CREATE INDEX script_revisions_lock ON script_revisions (lock_id) WHERE lock_id IS NOT NULL;
CREATE INDEX script_revisions_unlocked ON script_revisions (lock_id)
  WHERE lock_id IS NOT NULL AND requirements_lock IS NULL;

ALTER TABLE scripts ADD COLUMN pending_revision_id uuid;
ALTER TABLE scripts
  ADD FOREIGN KEY (org_id, pending_revision_id) REFERENCES script_revisions (org_id, id) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON COLUMN scripts.pending_revision_id IS 'Saved, but without its lock: becomes current_revision_id when it is locked. Equal to it when there was no revision before.';
CREATE INDEX scripts_pending ON scripts (pending_revision_id) WHERE pending_revision_id IS NOT NULL;
