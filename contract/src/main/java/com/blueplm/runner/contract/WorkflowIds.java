package com.blueplm.runner.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** The only place that composes the ids of workflows, Schedules and scheduled runs. */
public final class WorkflowIds {

  private static final String SCHEDULE_PREFIX = "script-";

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
    return SCHEDULE_PREFIX + scriptId;
  }

  /** The script that a Temporal Schedule belongs to; empty when the id is not one of ours. */
  public static Optional<UUID> scriptOfSchedule(String scheduleId) {
    if (!scheduleId.startsWith(SCHEDULE_PREFIX)) {
      return Optional.empty();
    }
    try {
      UUID scriptId = UUID.fromString(scheduleId.substring(SCHEDULE_PREFIX.length()));
      return scheduleOf(scriptId).equals(scheduleId) ? Optional.of(scriptId) : Optional.empty();
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
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
