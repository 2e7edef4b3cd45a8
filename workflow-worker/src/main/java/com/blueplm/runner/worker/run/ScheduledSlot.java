package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The slot for which a Schedule started this workflow, read from what Temporal wrote beside it. */
final class ScheduledSlot {

  /** Set by Temporal on every workflow that a Schedule starts: the nominal time, without jitter. */
  static final SearchAttributeKey<OffsetDateTime> SCHEDULED_START_TIME =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  private ScheduledSlot() {}

  /**
   * The request that opens the slot's run.
   *
   * @throws ApplicationFailure not retryable, when no Schedule started the workflow
   */
  static OpenRequest of(UUID scriptId, SearchAttributes attributes) {
    OffsetDateTime nominal = attributes.get(SCHEDULED_START_TIME);
    if (nominal == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "runId is missing and no Schedule started this workflow ("
              + SCHEDULED_START_TIME.getName()
              + " is not set): start runs over the API",
          "RUN_ID_MISSING");
    }
    Instant slotAt = nominal.toInstant().truncatedTo(ChronoUnit.SECONDS);
    return new OpenRequest(scriptId, WorkflowIds.runOfSlot(scriptId, slotAt), slotAt);
  }
}
