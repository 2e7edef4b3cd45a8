package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A script and the Schedule that Temporal should have for it.
 *
 * @param orgId its organisation
 * @param scriptId the script
 * @param name its name, for Temporal's UI
 * @param spec its schedule
 * @param deleted whether the script is deleted: its Schedule is then paused
 * @param pause the pause of the schedule that holds; null when none does
 */
record ScriptSchedule(
    UUID orgId,
    UUID scriptId,
    String name,
    ScheduleSpec spec,
    boolean deleted,
    @Nullable HeldPause pause) {

  boolean isPaused() {
    return mustPause() || pause != null;
  }

  /** Whether the script itself keeps its Schedule from running, whoever would resume it. */
  boolean mustPause() {
    return deleted || !spec.enabled() || !spec.scriptActive();
  }

  /** Why the Schedule is paused, for Temporal's UI; empty when it is not. */
  String note() {
    if (deleted) {
      return "deleted";
    }
    if (!spec.scriptActive()) {
      return "inactive";
    }
    if (!spec.enabled()) {
      return "switched off";
    }
    return pause == null ? "" : pause.note();
  }

  /**
   * A pause that holds.
   *
   * @param id the pause
   * @param reason why
   * @param by the address of the person who paused it; null when nobody did
   */
  record HeldPause(UUID id, String reason, @Nullable String by) {
    String note() {
      return by == null ? reason : reason + " (by " + by + ")";
    }
  }
}
