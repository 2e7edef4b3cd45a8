package com.blueplm.runner.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The only place that composes the ids of workflows, Schedules and scheduled runs. */
public final class WorkflowIds {

  private WorkflowIds() {}

  /** The workflow of a triggered run. */
  public static String ofRun(UUID runId) {
    return "run-" + runId;
  }

  /** The workflow that has a script's dependencies locked. */
  public static String ofLock(UUID lockId) {
    return "lock-" + lockId;
  }

  /** The Temporal Schedule of a script. */
  public static String scheduleOf(UUID scriptId) {
    return "script-" + scriptId;
  }

  /**
   * The workflow that a script's Schedule starts for a slot: Temporal appends the nominal time in
   * UTC.
   */
  public static String ofSlot(UUID scriptId, Instant slotAt) {
    return scheduleOf(scriptId) + "-" + slotAt.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The run of a slot: a name-based UUID (RFC 9562, version 3), so that whoever comes first makes
   * the same row.
   */
  public static UUID runOfSlot(UUID scriptId, Instant slotAt) {
    String name = scriptId + "@" + slotAt.truncatedTo(ChronoUnit.SECONDS);
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
