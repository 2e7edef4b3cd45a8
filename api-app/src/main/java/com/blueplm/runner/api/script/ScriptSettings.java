package com.blueplm.runner.api.script;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All settings of a script that people edit, beside its code. */
record ScriptSettings(
    String name,
    @Nullable String description,
    boolean active,
    boolean scheduleEnabled,
    @Nullable String scheduleCron,
    String scheduleTimezone,
    int jitterSeconds,
    @Nullable Integer autoPauseAfter,
    RunSettings run,
    @Nullable JsonNode parametersSchema,
    JsonNode parameters,
    Notices notices) {

  /** When the script is due. */
  ScheduleSpec schedule() {
    return new ScheduleSpec(
        scheduleCron,
        scheduleTimezone,
        scheduleEnabled,
        run.catchupSeconds(),
        jitterSeconds,
        active);
  }

  /** Who is told about what, in the shape of the wire contract. */
  record Notices(List<String> onFailure, boolean onRecovery, @Nullable String slackWebhookSecret) {}
}
