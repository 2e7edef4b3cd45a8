package com.blueplm.runner.api.run;

import com.blueplm.runner.api.connection.RunConnections;
import com.blueplm.runner.api.output.RunOutput;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.AttemptEnd;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.ProgressReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the worker of a live attempt writes. Every method throws {@code ATTEMPT_SUPERSEDED} when the
 * attempt is not the live one of the claim: checked under the lock that ending it takes too.
 */
@Component
public class AttemptWrites {
  private static final Logger log = LoggerFactory.getLogger(AttemptWrites.class);

  private final RunLocksRepository locks;
  private final RunAttemptsRepository attempts;
  private final RunTransitionsRepository transitions;
  private final AttemptEnds ends;
  private final RunOutput output;
  private final RunConnections connections;
  private final RunCheckpoints checkpoints;
  private final RunSignals signals;
  private final JsonMapper json;

  AttemptWrites(
      RunLocksRepository locks,
      RunAttemptsRepository attempts,
      RunTransitionsRepository transitions,
      AttemptEnds ends,
      RunOutput output,
      RunConnections connections,
      RunCheckpoints checkpoints,
      RunSignals signals,
      JsonMapper json) {
    this.locks = locks;
    this.attempts = attempts;
    this.transitions = transitions;
    this.ends = ends;
    this.output = output;
    this.connections = connections;
    this.checkpoints = checkpoints;
    this.signals = signals;
    this.json = json;
  }

  /** Appends to a stream; answers the offset of the next byte expected. */
  @Transactional
  public long append(
      UUID runId,
      int attempt,
      UUID claimId,
      OutputStream stream,
      long offset,
      byte[] bytes,
      boolean end) {
    UUID orgId =
        attempts
            .lockLive(runId, attempt, claimId)
            .orElseThrow(() -> Superseded.attempt(runId, attempt));
    return output.append(orgId, runId, attempt, stream, offset, bytes, end);
  }

  /** Stores what the script connected to or tried to. */
  @Transactional
  public void connections(UUID runId, int attempt, UUID claimId, ConnectionReport report) {
    UUID orgId =
        attempts
            .lockLive(runId, attempt, claimId)
            .orElseThrow(() -> Superseded.attempt(runId, attempt));
    connections.store(orgId, runId, attempt, report);
  }

  /** Stores where the next attempt may go on; the newest one replaces the one before. */
  @Transactional
  public void checkpoint(UUID runId, int attempt, UUID claimId, CheckpointReport report) {
    String value = checkpoints.storable(report);
    UUID orgId =
        attempts
            .lockLive(runId, attempt, claimId)
            .orElseThrow(() -> Superseded.attempt(runId, attempt));
    checkpoints.store(orgId, runId, attempt, value);
  }

  /** Stores how far the script says it is. */
  @Transactional
  public void progress(UUID runId, int attempt, UUID claimId, ProgressReport report) {
    LockedRun run = locks.lock(runId).orElseThrow(() -> Superseded.attempt(runId, attempt));
    if (attempts.lockLive(runId, attempt, claimId).isEmpty()) {
      throw Superseded.attempt(runId, attempt);
    }
    JsonTexts.storable(json, json.writeValueAsString(plain(report)))
        .ifPresent(text -> transitions.progress(run, text));
    signals.changed(runId);
  }

  /** Whole numbers without a fraction, as the script wrote them. */
  private static Map<String, @Nullable Object> plain(ProgressReport report) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("current", plain(report.current()));
    plain.put("total", report.total() == null ? null : plain(report.total()));
    plain.put("phase", report.phase());
    return plain;
  }

  private static Object plain(double number) {
    long whole = (long) number;
    return whole == number ? (Object) whole : (Object) number;
  }

  /** Ends the attempt; the same finish again gets the decision that was taken the first time. */
  @Transactional
  public Decision finish(UUID runId, int attempt, UUID claimId, FinishRequest finish) {
    if (!locks.lockScriptOf(runId)) {
      throw Superseded.attempt(runId, attempt);
    }
    LockedRun run = locks.lock(runId).orElseThrow(() -> Superseded.attempt(runId, attempt));
    AttemptRow row =
        attempts
            .lock(runId, attempt)
            .filter(found -> found.claimId().equals(claimId) && !found.closed())
            .orElseThrow(() -> Superseded.attempt(runId, attempt));
    if (row.ended()) {
      return row.storedDecision();
    }
    String result = JsonTexts.storable(json, finish.result()).orElse(null);
    if (result == null && finish.result() != null) {
      log.warn("The result of run {} is no JSON; the run is recorded without it", runId);
    }
    AttemptEnd end =
        new AttemptEnd(finish.outcome(), finish.endReason(), finish.exitCode(), finish.drained());
    Decision decision = ends.end(run, row, end, Ending.of(finish, result), false);
    log.info(
        "Attempt {} of run {} ended as {} ({}); next: {}",
        attempt,
        runId,
        finish.outcome(),
        finish.endReason(),
        decision.kind());
    return decision;
  }
}
