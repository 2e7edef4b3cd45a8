package com.blueplm.runner.api.run;

import com.blueplm.runner.api.audit.ActorKind;
import com.blueplm.runner.api.audit.AuditEvent;
import com.blueplm.runner.api.audit.AuditLog;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Records that somebody spoke for an attempt that is not the live one: the first time for each kind
 * of write, after the refused transaction was rolled back. What is not refused passes untouched.
 */
@Component
public class RefusedWrites {
  private static final Logger log = LoggerFactory.getLogger(RefusedWrites.class);

  private final RefusedWritesRepository attempts;
  private final AuditLog audit;
  private final RecentKeys seen = new RecentKeys();

  RefusedWrites(RefusedWritesRepository attempts, AuditLog audit) {
    this.attempts = attempts;
    this.audit = audit;
  }

  /**
   * Answers what the call answers, and passes on what it throws.
   *
   * @param claimId the claim under which the worker writes
   */
  public <T> T watch(Write write, UUID runId, int attempt, UUID claimId, Supplier<T> call) {
    return watch(write, runId, attempt, known -> known.workerOf(claimId), call);
  }

  /** The same for a call without an answer. */
  public void watch(Write write, UUID runId, int attempt, UUID claimId, Runnable call) {
    watch(
        write,
        runId,
        attempt,
        claimId,
        () -> {
          call.run();
          return true;
        });
  }

  /** The same for a claim, by the worker that wants it. */
  public <T> T watchClaim(UUID runId, int attempt, UUID workerId, Supplier<T> call) {
    return watch(Write.CLAIM, runId, attempt, known -> workerId, call);
  }

  /**
   * A worker that names an attempt which the ledger had ended; one that it had ended itself a
   * moment ago is nothing to tell.
   */
  public void line(UUID runId, int attempt, UUID workerId) {
    refused(Write.LINE, runId, attempt, known -> workerId);
  }

  /** A call of the PLM data API with the key of an attempt that has ended. */
  public void plmCall(RunKey ended) {
    refused(Write.PLM_CALL, ended.runId(), ended.attempt(), known -> ended.scriptId());
  }

  private <T> T watch(Write write, UUID runId, int attempt, ActorOf actorOf, Supplier<T> call) {
    try {
      return call.get();
    } catch (ProblemException refusal) {
      if (refusal.code() == ErrorCode.ATTEMPT_SUPERSEDED) {
        refused(write, runId, attempt, actorOf);
      }
      throw refusal;
    }
  }

  private void refused(Write write, UUID runId, int attempt, ActorOf actorOf) {
    String name = runId + "/" + attempt;
    if (!seen.add(name + "/" + write)) {
      return;
    }
    try {
      Optional<RefusedAttempt> known = attempts.find(runId, attempt);
      if (known.isEmpty()) {
        seen.remove(name + "/" + write);
        return;
      }
      if (write == Write.LINE && !known.get().closed()) {
        return;
      }
      audit.record(event(write, runId, attempt, known.get(), actorOf.of(known.get())));
      if (seen.add(name)) {
        log.warn(
            "Attempt {} of run {} ({}) is not the live one, and its {} was refused: nothing of it is"
                + " written, and its worker kills the process",
            attempt,
            runId,
            known.get().outcome() == null ? "not ended" : known.get().outcome(),
            write.wire());
      }
    } catch (DataAccessException away) {
      seen.remove(name + "/" + write);
      log.warn(
          "The refusal of attempt {} of run {} could not be recorded; the next one is recorded instead",
          attempt,
          runId,
          away);
    }
  }

  private static AuditEvent event(
      Write write, UUID runId, int attempt, RefusedAttempt known, @Nullable UUID actor) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("attempt", attempt);
    details.put("write", write.wire());
    details.put("outcome", known.outcome());
    return new AuditEvent(
        known.orgId(),
        write == Write.PLM_CALL ? ActorKind.SCRIPT : ActorKind.WORKER,
        actor,
        AuditEvent.ATTEMPT_REFUSED,
        "run",
        runId,
        details);
  }

  /** Who spoke for an attempt; null when that is not known. */
  private interface ActorOf {
    @Nullable UUID of(RefusedAttempt attempt);
  }

  /** What is refused. */
  public enum Write {
    CLAIM,
    OUTPUT,
    PROGRESS,
    CHECKPOINT,
    CONNECTIONS,
    FINISH,
    LINE,
    PLM_CALL;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
