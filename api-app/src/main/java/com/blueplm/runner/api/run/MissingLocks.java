package com.blueplm.runner.api.run;

import com.blueplm.runner.api.dependency.InlineMetadata;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.OutputStream;
import com.blueplm.runner.contract.gateway.FinishRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ends attempts of revisions that ask for dependencies and have no lock. The attempt is claimed
 * first and ended here, in the worker's place: so a slot, too, has an outcome on record, and no
 * worker is given what it cannot run.
 */
@Component
class MissingLocks {
  private final AttemptWrites writes;
  private final Clock clock;

  MissingLocks(AttemptWrites writes, Clock clock) {
    this.writes = writes;
    this.clock = clock;
  }

  /** Why this cannot run; empty when it can. */
  static Optional<String> reason(RunWork work) {
    if (work.requirementsLock() != null) {
      return Optional.empty();
    }
    try {
      InlineMetadata metadata = InlineMetadata.of(work.code());
      return metadata.needsLock()
          ? Optional.of(reason(metadata, work.lockOpen(), work.lockError()))
          : Optional.empty();
    } catch (ProblemException olderThanTheCheck) {
      return Optional.of(olderThanTheCheck.errors().getFirst().message());
    }
  }

  /** Ends the attempt as {@code dependency_error}; may be repeated. */
  Decision end(UUID runId, int attempt, UUID claimId, String reason) {
    byte[] line = ("Not started: " + reason + "\n").getBytes(StandardCharsets.UTF_8);
    writes.append(runId, attempt, claimId, OutputStream.STDERR, 0, line, true);
    Instant now = clock.instant();
    return writes.finish(
        runId,
        attempt,
        claimId,
        new FinishRequest(
            AttemptOutcome.ERROR,
            EndReason.DEPENDENCY_ERROR,
            null,
            null,
            false,
            now,
            now,
            true,
            null,
            null,
            0,
            line.length,
            null));
  }

  private static String reason(InlineMetadata metadata, boolean open, @Nullable String error) {
    if (error != null) {
      return "the dependencies could not be locked: " + metadata.explain(error);
    }
    return open
        ? "the dependencies are not locked yet. Run it again when a worker has locked them"
        : "the dependencies were never locked. Save the code again to lock them";
  }
}
