package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ProblemException;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Several runs to be cancelled.
 *
 * @param runIds the runs; null when a script is named
 * @param scriptId the script whose open runs are meant; null when runs are named
 */
record BulkCancel(@Nullable @Size(max = 1000) List<UUID> runIds, @Nullable UUID scriptId) {

  /** Refuses a request that names both or nothing. */
  BulkCancel checked() {
    if ((runIds == null) == (scriptId == null)) {
      throw ProblemException.invalid("run_ids", "give either run_ids or script_id");
    }
    if (runIds != null && runIds.contains(null)) {
      throw ProblemException.invalid("run_ids", "null is not a run's id");
    }
    return this;
  }

  /**
   * What became of them.
   *
   * @param cancelled cancelled, or being cancelled
   * @param finished had ended before
   */
  record Answer(List<UUID> cancelled, List<UUID> finished) {}
}
