-- What scripts connected to or tried to, as their workers' proxies saw it. A run's connections go with it.
CREATE TABLE run_connections (
  org_id         uuid NOT NULL,
  run_id         uuid NOT NULL,
  attempt        int NOT NULL,
  number         int NOT NULL CHECK (number > 0),
  at             timestamptz NOT NULL,
  protocol       text NOT NULL CHECK (protocol IN ('http', 'connect', 'plm')),
  host           text NOT NULL,
  port           int NOT NULL,
  address        text,
  outcome        text NOT NULL CHECK (outcome IN ('allowed', 'refused', 'failed')),
  reason         text,
  bytes_sent     bigint NOT NULL,
  bytes_received bigint NOT NULL,
  duration_ms    bigint,
  PRIMARY KEY (run_id, attempt, number),
  FOREIGN KEY (org_id, run_id) REFERENCES script_runs (org_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN run_connections.number IS 'Counts the attempt''s connections from 1, in the order in which the script asked.';
COMMENT ON COLUMN run_connections.duration_ms IS 'Null while it is open, and for ever when its worker was lost.';

COMMENT ON TABLE run_keys IS 'Valid while their attempt lives; kept with the run, so that a later use is answered as superseded.';
