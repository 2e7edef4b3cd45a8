package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunSettings;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run to be written down.
 *
 * @param id the run
 * @param orgId the organisation
 * @param scriptId the script
 * @param revisionId what it runs
 * @param trigger what asked for it
 * @param triggeredBy who asked for it; null when nobody did
 * @param status where it begins; a slot that does not run begins at its end
 * @param endReason why it does not run; null otherwise
 * @param blockedBy the run in its way; null unless skipped
 * @param slotAt the nominal slot; null unless scheduled
 * @param workflowId its workflow
 * @param workflowStarted whether the workflow is known to exist
 * @param judgedByAge whether it is missed once it is too old
 * @param settings the settings it uses
 * @param parameters the effective parameters as JSON text
 * @param payload a webhook's payload as JSON text; null without one
 * @param rerunOf the run that it repeats; null unless a rerun
 */
record NewRun(
    UUID id,
    UUID orgId,
    UUID scriptId,
    UUID revisionId,
    TriggerType trigger,
    @Nullable UUID triggeredBy,
    RunStatus status,
    @Nullable EndReason endReason,
    @Nullable UUID blockedBy,
    @Nullable Instant slotAt,
    String workflowId,
    boolean workflowStarted,
    boolean judgedByAge,
    RunSettings settings,
    String parameters,
    @Nullable String payload,
    @Nullable UUID rerunOf) {}
