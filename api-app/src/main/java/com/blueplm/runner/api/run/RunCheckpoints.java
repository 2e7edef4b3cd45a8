package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.contract.gateway.CheckpointReport;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Where the next attempt of a run may go on: the newest value that a script gave. */
@Component
class RunCheckpoints {
  /** What the SDK accepts, and the longest line that a worker reads of a script's events. */
  static final int MAX_BYTES = 64 * 1024;

  private final RunCheckpointsRepository checkpoints;
  private final JsonMapper json;

  RunCheckpoints(RunCheckpointsRepository checkpoints, JsonMapper json) {
    this.checkpoints = checkpoints;
    this.json = json;
  }

  /**
   * The value of a report as it can be stored; looked at before anything is locked.
   *
   * @throws ProblemException when it is too large or not JSON: another try changes nothing
   */
  String storable(CheckpointReport report) {
    @Nullable String value = report.value();
    if (value == null) {
      throw ProblemException.invalid("value", "is required: the checkpoint as JSON text");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw ProblemException.of(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "A checkpoint takes at most %d bytes of JSON, not %d; the one before is kept"
              .formatted(MAX_BYTES, bytes));
    }
    return JsonTexts.storable(json, value)
        .orElseThrow(
            () -> ProblemException.invalid("value", "is not JSON; the checkpoint before is kept"));
  }

  /** Stores a value under the lock of the live attempt. */
  void store(UUID orgId, UUID runId, int attempt, String value) {
    checkpoints.store(orgId, runId, attempt, value);
  }
}
