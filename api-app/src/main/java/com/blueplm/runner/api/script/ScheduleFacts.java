package com.blueplm.runner.api.script;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the schedule feature knows about a script's schedule, for the script's representation. */
public interface ScheduleFacts {

  /** The schedule in words ("Every 6 hours"); null without a schedule. */
  @Nullable String textOf(ScheduleSpec spec);

  /**
   * The next due times, soonest first; empty when none are due (no schedule, switched off,
   * inactive), null when Temporal does not answer within 2 s.
   */
  @Nullable List<Instant> nextRuns(UUID scriptId, ScheduleSpec spec);
}
