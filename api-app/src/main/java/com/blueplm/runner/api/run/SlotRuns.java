package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes the run of a slot, under the lock of its script. */
@Component
class SlotRuns {
  private static final Logger log = LoggerFactory.getLogger(SlotRuns.class);

  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final RunSignals signals;

  SlotRuns(RunTransitionsRepository transitions, RunEnds runEnds, RunSignals signals) {
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.signals = signals;
  }

  /**
   * Writes the run.
   *
   * @param reason why it does not run; null when it does
   * @param blocker the run in its way; null when there is none
   */
  UUID insert(
      RunnableScript script,
      Instant slotAt,
      RunStatus status,
      @Nullable EndReason reason,
      @Nullable UUID blocker) {
    NewRun run =
        new NewRun(
            WorkflowIds.runOfSlot(script.id(), slotAt),
            script.orgId(),
            script.id(),
            script.revisionId(),
            TriggerType.SCHEDULED,
            null,
            status,
            reason,
            blocker,
            slotAt,
            WorkflowIds.ofSlot(script.id(), slotAt),
            true,
            status == RunStatus.PENDING,
            script.settings(),
            script.parameters(),
            null,
            null);
    if (!transitions.insert(run)) {
      throw new IllegalStateException(
          "slot %s of script %s was opened twice at once".formatted(slotAt, script.id()));
    }
    if (status == RunStatus.MISSED || status == RunStatus.CANCELLED) {
      runEnds.shown(script.orgId(), run.id());
    }
    signals.changed(run.id());
    log.info(
        "Slot {} of script {} is {}{}",
        slotAt,
        script.id(),
        status.wire(),
        reason == null ? "" : " (" + reason.wire() + ")");
    return run.id();
  }
}
