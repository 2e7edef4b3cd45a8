package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunSettings;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run whose row is locked until the transaction ends.
 *
 * @param id the run
 * @param orgId its organisation
 * @param scriptId its script
 * @param status where it stands
 * @param attempt the newest attempt; 0 before the first
 * @param trigger what asked for it
 * @param slotAt the nominal slot; null unless scheduled
 * @param workflowId its workflow
 * @param tooOld whether its slot may still be judged by its age and is past its catch-up window
 * @param early whether its next attempt is due later
 * @param ageMs how long ago it was accepted, in milliseconds
 * @param stopReason why the reconciler stops it; null unless it does
 * @param settings the settings it uses
 */
record LockedRun(
    UUID id,
    UUID orgId,
    UUID scriptId,
    RunStatus status,
    int attempt,
    TriggerType trigger,
    @Nullable Instant slotAt,
    String workflowId,
    boolean tooOld,
    boolean early,
    long ageMs,
    @Nullable EndReason stopReason,
    RunSettings settings) {}
