package com.blueplm.runner.api.script;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AccessMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A script as it is answered. */
@Schema(
    name = "Script",
    description =
        "A script with its settings. Read-only members are accepted in requests and ignored, so"
            + " that GET then PUT works.")
public record ScriptView(
    @Schema(accessMode = AccessMode.READ_ONLY) UUID id,
    @Schema(description = "1 to 100 characters, unique in the organisation whatever the case")
        String name,
    @Schema(description = "At most 10,000 characters") @Nullable String description,
    String language,
    @Schema(description = "Python source, 1 byte to 1 MiB; absent in lists")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String code,
    @Schema(
            accessMode = AccessMode.READ_ONLY,
            description = "Number of the live revision; grows only when the code changes")
        int revision,
    @Schema(
            accessMode = AccessMode.READ_ONLY,
            description =
                "Number of a revision that is saved but waits for the lock of its dependencies, or"
                    + " could not be locked; absent when there is none, and in lists. Until it is"
                    + " locked `revision` and `code` stay those that run. A new script has no other:"
                    + " there it equals `revision`.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Integer pendingRevision,
    @JsonProperty("is_active")
        @Schema(description = "An inactive script is not triggered; open runs finish")
        boolean active,
    @Schema(description = "True exactly when a cron is given, unless said otherwise")
        boolean scheduleEnabled,
    @Schema(description = "Cron expressions, one a line; null for none")
        @Nullable String scheduleCron,
    @Schema(description = "IANA time zone") String scheduleTimezone,
    @Schema(accessMode = AccessMode.READ_ONLY, description = "The schedule in words")
        @Nullable String scheduleText,
    @Schema(
            accessMode = AccessMode.READ_ONLY,
            description = "Next due times; null when Temporal does not answer")
        @Nullable List<Instant> nextRuns,
    @Schema(
            accessMode = AccessMode.READ_ONLY,
            description =
                "Who or what paused the schedule; null while it is not paused. Then no next runs are"
                    + " shown.")
        @Nullable SchedulePaused schedulePaused,
    @Schema(
            accessMode = AccessMode.READ_ONLY,
            description =
                "The newest slot that was due more than a minute ago, when nothing came of it; null"
                    + " when all is well")
        @Nullable DidNotRun didNotRun,
    @Schema(
            description = "What a trigger does while a run is open",
            allowableValues = {"skip", "queue", "cancel_running", "allow"})
        String overlapPolicy,
    @Schema(description = "Seconds that a slot may start late, 10 to 604800") int catchupSeconds,
    @Schema(description = "Seconds over which starts are spread, 0 to 3600") int jitterSeconds,
    @Schema(description = "Pause the schedule after so many failures in a row; null for never")
        @Nullable Integer autoPauseAfter,
    @Schema(description = "Seconds of wall time of an attempt, 1 to the organisation's cap")
        int timeoutSeconds,
    RunSettings.Retry retry,
    @Schema(
            description = "What happens when the worker is lost",
            allowableValues = {"rerun", "hold", "fail"})
        String onWorkerLoss,
    RunSettings.Limits limits,
    RunSettings.Network network,
    @Schema(type = "object", description = "JSON Schema of the parameters; null for none")
        @Nullable JsonNode parametersSchema,
    @Schema(type = "object", description = "Parameters of runs that bring none")
        JsonNode parameters,
    @Schema(description = "Plain settings as environment variables; a secret of the name wins")
        Map<String, String> environment,
    @Schema(accessMode = AccessMode.READ_ONLY) List<String> secretKeys,
    @Schema(description = "What a run may do at the PLM data API") List<String> plmScopes,
    @JsonProperty("notify") ScriptSettings.Notices notices,
    @Schema(accessMode = AccessMode.READ_ONLY) @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Dependencies dependencies,
    @Schema(accessMode = AccessMode.READ_ONLY) @Nullable Instant lastRunAt,
    @Schema(accessMode = AccessMode.READ_ONLY) @Nullable String lastRunStatus,
    @Schema(accessMode = AccessMode.READ_ONLY) @Nullable UUID lastRunId,
    @Schema(accessMode = AccessMode.READ_ONLY) Instant createdAt,
    @Schema(accessMode = AccessMode.READ_ONLY) StoredScript.@Nullable Person createdBy,
    @Schema(accessMode = AccessMode.READ_ONLY) Instant updatedAt,
    @Schema(accessMode = AccessMode.READ_ONLY) StoredScript.@Nullable Person updatedBy) {}
