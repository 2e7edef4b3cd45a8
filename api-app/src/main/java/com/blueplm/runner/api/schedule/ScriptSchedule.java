package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.script.ScheduleSpec;
import java.util.UUID;

/**
 * A script and the Schedule that Temporal should have for it.
 *
 * @param scriptId the script
 * @param name its name, for Temporal's UI
 * @param spec its schedule
 * @param deleted whether the script is deleted: its Schedule is then paused
 */
record ScriptSchedule(UUID scriptId, String name, ScheduleSpec spec, boolean deleted) {

  boolean isPaused() {
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
    return spec.enabled() ? "" : "switched off";
  }
}
