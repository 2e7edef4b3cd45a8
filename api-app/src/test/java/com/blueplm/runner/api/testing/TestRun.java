package com.blueplm.runner.api.testing;

import com.blueplm.runner.api.output.RunOutput;
import com.blueplm.runner.api.output.Tails;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.RunStatus;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A run whose rows were made by hand, and the output that its worker would push. */
public final class TestRun {
  private final ApiServer server;
  private final UUID orgId;
  private final UUID id;
  private final TransactionTemplate transaction;
  private final RunOutput output;
  private final Map<OutputStream, Long> offsets = new EnumMap<>(OutputStream.class);
  private int attempt = 1;

  private TestRun(ApiServer server, UUID orgId, UUID id) {
    this.server = server;
    this.orgId = orgId;
    this.id = id;
    this.transaction = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    this.output = server.bean(RunOutput.class);
  }

  /** A running run of a new script of the first organisation. */
  public static TestRun running(ApiServer server) {
    UUID orgId = server.orgId();
    UUID scriptId = UUID.randomUUID();
    UUID revisionId = UUID.randomUUID();
    UUID runId = UUID.randomUUID();
    server
        .database()
        .sql(
            """
            WITH script AS (
              INSERT INTO scripts (id, org_id, name, retry, limits, network, notify, plm_scopes)
              VALUES (:script, :org, CAST(:script AS text), '{}', '{}', '{}', '{}', '{}')
            ), revision AS (
              INSERT INTO script_revisions (id, org_id, script_id, number, code, code_sha256)
              VALUES (:revision, :org, :script, 1, 'pass', '')
            ), run AS (
              INSERT INTO script_runs
                     (id, org_id, script_id, revision_id, trigger_type, status, workflow_id,
                      settings, attempt, started_at)
              VALUES (:run, :org, :script, :revision, 'manual', 'running',
                      'run-' || CAST(:run AS text), '{}', 1, now())
            )
            INSERT INTO script_run_attempts
                   (org_id, run_id, attempt, claim_id, worker_id, claimed_at, lease_until)
            VALUES (:org, :run, 1, gen_random_uuid(), gen_random_uuid(), now(),
                    now() + interval '1 hour')
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("revision", revisionId)
        .param("run", runId)
        .update();
    return new TestRun(server, orgId, runId);
  }

  /** The same run after a restart of the server. */
  public TestRun after(ApiServer restarted) {
    TestRun same = new TestRun(restarted, orgId, id);
    same.attempt = attempt;
    same.offsets.putAll(offsets);
    return same;
  }

  public UUID id() {
    return id;
  }

  /** The address of the run, or of something below it. */
  public String path(String rest) {
    return "/api/runs/" + id + rest;
  }

  /** Appends bytes at an offset, as the gateway does. */
  public long append(OutputStream stream, long offset, byte[] bytes, boolean end) {
    Long next =
        transaction.execute(state -> output.append(orgId, id, attempt, stream, offset, bytes, end));
    if (next == null) {
      throw new IllegalStateException("append answered nothing");
    }
    return next;
  }

  /** Appends bytes where the stream stands. */
  public void print(OutputStream stream, byte[] bytes) {
    offsets.put(stream, append(stream, offsets.getOrDefault(stream, 0L), bytes, false));
  }

  public void print(OutputStream stream, String text) {
    print(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a stream. */
  public void end(OutputStream stream) {
    append(stream, offsets.getOrDefault(stream, 0L), new byte[0], true);
  }

  /** Starts the next attempt. */
  public void nextAttempt() {
    attempt++;
    offsets.clear();
    transaction.executeWithoutResult(state -> output.startAttempt(orgId, id, attempt));
  }

  /** Goes back to an attempt that is over. */
  public void pretendAttempt(int number) {
    attempt = number;
  }

  public void mark(String text) {
    transaction.executeWithoutResult(state -> output.appendMarker(orgId, id, attempt, text));
  }

  public Tails tails() {
    return output.tails(orgId, id);
  }

  /** Ends the run as the ledger does: last lines and status in one transaction. */
  public Tails finish(RunStatus status) {
    Tails tails =
        transaction.execute(
            state -> {
              Tails last = output.finish(orgId, id);
              moveTo(status);
              return last;
            });
    if (tails == null) {
      throw new IllegalStateException("finish answered nothing");
    }
    return tails;
  }

  /** Changes the status and signals it. */
  public void moveTo(RunStatus status) {
    transaction.executeWithoutResult(
        state -> {
          server
              .bean(JdbcClient.class)
              .sql(
                  """
                  UPDATE script_runs SET status = :status, status_version = status_version + 1
                   WHERE id = :run
                  """)
              .param("status", status.wire())
              .param("run", id)
              .update();
          server.bean(RunSignals.class).changed(id);
        });
  }
}
