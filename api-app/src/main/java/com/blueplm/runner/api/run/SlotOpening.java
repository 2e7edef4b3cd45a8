package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.RunStatus;
import com.blueplm.runner.contract.TriggerType;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a slot its row, once, and applies the overlap policy to it: {@code ledger.open}. */
@Component
class SlotOpening {
  private static final Logger log = LoggerFactory.getLogger(SlotOpening.class);

  /** What is granted beyond the catch-up window before a slot is missed. */
  private static final Duration SLACK = Duration.ofSeconds(60);

  private final ScriptLookupRepository scripts;
  private final RunLocksRepository locks;
  private final OpenRunsRepository openRuns;
  private final RunTransitionsRepository transitions;
  private final RunCancel cancel;
  private final RunEnds runEnds;
  private final RunSignals signals;
  private final Clock clock;

  SlotOpening(
      ScriptLookupRepository scripts,
      RunLocksRepository locks,
      OpenRunsRepository openRuns,
      RunTransitionsRepository transitions,
      RunCancel cancel,
      RunEnds runEnds,
      RunSignals signals,
      Clock clock) {
    this.scripts = scripts;
    this.locks = locks;
    this.openRuns = openRuns;
    this.transitions = transitions;
    this.cancel = cancel;
    this.runEnds = runEnds;
    this.signals = signals;
    this.clock = clock;
  }

  /** Opens the slot's run; again answers where that run stands. */
  @Transactional
  public OpenAnswer open(OpenRequest request) {
    Optional<UUID> orgId = locks.organizationOf(request.scriptId());
    if (orgId.isEmpty()) {
      log.warn("Script {} is gone; its slot {} ends", request.scriptId(), request.slotAt());
      return OpenAnswer.DONE;
    }
    Optional<RunnableScript> script = scripts.lock(orgId.get(), request.scriptId());
    Optional<LockedRun> existing = locks.lock(request.runId());
    if (existing.isPresent()) {
      return answerOf(existing.get().status());
    }
    if (script.isEmpty() || !script.get().active()) {
      // The slot is paused, not missed: such slots have no run (design §6).
      log.info(
          "Script {} is inactive or deleted; its slot {} does not run",
          request.scriptId(),
          request.slotAt());
      return OpenAnswer.DONE;
    }
    return answerOf(create(script.get(), request));
  }

  private RunStatus create(RunnableScript script, OpenRequest request) {
    Duration window = Duration.ofSeconds(script.settings().catchupSeconds()).plus(SLACK);
    if (request.slotAt().plus(window).isBefore(clock.instant())) {
      return insert(script, request, RunStatus.MISSED, EndReason.OUTAGE, null);
    }
    OverlapDecision overlap =
        OverlapDecision.decide(
            script.settings().overlapPolicy(),
            request.slotAt(),
            openRuns.ofScript(script.orgId(), script.id()));
    overlap.cancels().forEach(open -> cancel.cancelUnderScriptLock(open, null));
    return switch (overlap.kind()) {
      case GO -> insert(script, request, RunStatus.PENDING, null, null);
      case QUEUE -> insert(script, request, RunStatus.QUEUED, null, null);
      case SKIP -> insert(script, request, RunStatus.SKIPPED, EndReason.OVERLAP, overlap.blocker());
      case QUEUE_FULL ->
          insert(script, request, RunStatus.SKIPPED, EndReason.QUEUE_FULL, overlap.blocker());
    };
  }

  private RunStatus insert(
      RunnableScript script,
      OpenRequest request,
      RunStatus status,
      @Nullable EndReason reason,
      @Nullable UUID blocker) {
    NewRun run =
        new NewRun(
            request.runId(),
            script.orgId(),
            script.id(),
            script.revisionId(),
            TriggerType.SCHEDULED,
            null,
            status,
            reason,
            blocker,
            request.slotAt(),
            WorkflowIds.ofSlot(script.id(), request.slotAt()),
            true,
            status == RunStatus.PENDING,
            script.settings(),
            script.parameters(),
            null,
            null);
    if (!transitions.insert(run)) {
      throw new IllegalStateException("slot " + request + " was opened twice at once");
    }
    if (status == RunStatus.MISSED) {
      runEnds.shown(script.orgId(), run.id());
    }
    signals.changed(run.id());
    log.info("Slot {} of script {} is {}", request.slotAt(), script.id(), status.wire());
    return status;
  }

  private static OpenAnswer answerOf(RunStatus status) {
    if (status.isTerminal()) {
      return OpenAnswer.DONE;
    }
    return status == RunStatus.QUEUED ? OpenAnswer.QUEUED : OpenAnswer.GO;
  }
}
