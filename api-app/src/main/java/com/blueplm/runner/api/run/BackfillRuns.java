package com.blueplm.runner.api.run;

import com.blueplm.runner.api.run.BackfillRepository.NewBackfill;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.api.temporal.Delivery;
import com.blueplm.runner.api.temporal.RunStart;
import com.blueplm.runner.contract.OverlapPolicy;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the runs of a backfill. Unless the script's runs may overlap they queue up, behind all that
 * is due, and run one after another in the order of their slots; the limit of waiting runs does not
 * count them.
 */
@Component
public class BackfillRuns {
  private static final Logger log = LoggerFactory.getLogger(BackfillRuns.class);

  private final BackfillRepository repository;
  private final RunTransitionsRepository transitions;
  private final Slots slots;
  private final WorkflowMessages messages;
  private final RunStarter starter;
  private final AfterCommit afterCommit;
  private final RunSignals signals;

  BackfillRuns(
      BackfillRepository repository,
      RunTransitionsRepository transitions,
      Slots slots,
      WorkflowMessages messages,
      RunStarter starter,
      AfterCommit afterCommit,
      RunSignals signals) {
    this.repository = repository;
    this.transitions = transitions;
    this.slots = slots;
    this.messages = messages;
    this.starter = starter;
    this.afterCommit = afterCommit;
    this.signals = signals;
  }

  /**
   * Makes a run for each slot, in the caller's transaction, which holds the script's lock.
   *
   * @param by the person who asked for it
   * @param due the slots, oldest first
   */
  public void create(RunnableScript script, UUID by, List<Instant> due) {
    if (due.isEmpty()) {
      return;
    }
    boolean queued = script.settings().overlapPolicy() != OverlapPolicy.ALLOW;
    List<NewBackfill> runs = due.stream().map(BackfillRuns::run).toList();
    repository.insert(script, by, queued ? RunStatus.QUEUED : RunStatus.PENDING, runs);
    Map<Instant, UUID> bySlot = new LinkedHashMap<>();
    runs.forEach(run -> bySlot.put(run.slotAt(), run.id()));
    slots.replacedByBackfill(script.orgId(), script.id(), bySlot);
    UUID released = queued ? release(script, bySlot) : null;
    List<RunStart> starts =
        runs.stream().map(run -> start(script, run, queued && !run.id().equals(released))).toList();
    afterCommit.run(() -> startAll(starts));
    runs.forEach(run -> signals.changed(run.id()));
    log.info("{} slots of script {} are run again", runs.size(), script.id());
  }

  /** The run of ours whose turn it is; null when another is in the way or before it. */
  private @Nullable UUID release(RunnableScript script, Map<Instant, UUID> bySlot) {
    UUID released = transitions.releaseNext(script.orgId(), script.id()).orElse(null);
    if (released == null || bySlot.containsValue(released)) {
      return released;
    }
    messages.released(script.orgId(), released);
    signals.changed(released);
    return null;
  }

  /** One after another: a thousand at once would keep Temporal from starting what is due. */
  private void startAll(List<RunStart> starts) {
    for (RunStart start : starts) {
      if (starter.start(start) == Delivery.UNAVAILABLE) {
        log.warn("Temporal does not answer; the reconciler starts the rest of a backfill.");
        return;
      }
    }
  }

  private static NewBackfill run(Instant slotAt) {
    UUID id = UUID.randomUUID();
    return new NewBackfill(id, slotAt, WorkflowIds.ofRun(id));
  }

  private static RunStart start(RunnableScript script, NewBackfill run, boolean queued) {
    return new RunStart(
        run.id(),
        script.id(),
        run.workflowId(),
        script.name(),
        TriggerType.SCHEDULED,
        1,
        queued ? RunScriptInput.Start.QUEUED : RunScriptInput.Start.GO,
        null);
  }
}
