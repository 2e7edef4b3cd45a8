package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.slot.OpenSlot;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.WorkflowIds;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends slots that Temporal did not bring to {@code ledger.open}: each gets a terminal run, unless
 * it got a run or a pause meanwhile. A workflow that comes later is told that its run is over.
 */
@Component
public class SlotVerdicts {
  private final ScriptLookupRepository scripts;
  private final RunLocksRepository locks;
  private final SlotRuns runs;
  private final Slots slots;

  SlotVerdicts(
      ScriptLookupRepository scripts, RunLocksRepository locks, SlotRuns runs, Slots slots) {
    this.scripts = scripts;
    this.locks = locks;
    this.runs = runs;
    this.slots = slots;
  }

  /** The slot will not run: {@code outage} or {@code schedule_changed}. */
  @Transactional
  public void missed(OpenSlot slot, EndReason reason) {
    decide(slot, RunStatus.MISSED, reason);
  }

  /** Its workflow was ended in Temporal before it asked for its row. */
  @Transactional
  public void terminated(OpenSlot slot) {
    decide(slot, RunStatus.CANCELLED, EndReason.TERMINATED_IN_TEMPORAL);
  }

  private void decide(OpenSlot slot, RunStatus status, EndReason reason) {
    Optional<RunnableScript> script = scripts.lockDeletedToo(slot.orgId(), slot.scriptId());
    if (script.isEmpty() || slots.isDecided(slot.orgId(), slot.scriptId(), slot.slotAt())) {
      return;
    }
    UUID run = WorkflowIds.runOfSlot(slot.scriptId(), slot.slotAt());
    if (locks.lock(run).isEmpty()) {
      runs.insert(script.get(), slot.slotAt(), status, reason, null);
    }
    slots.opened(slot.orgId(), slot.scriptId(), slot.slotAt(), run);
  }
}
