package com.blueplm.runner.api.run;

import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.slot.Pause;
import com.blueplm.runner.api.slot.Pauses;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.RunStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives a slot its row, once, and applies the overlap policy to it: {@code ledger.open}. */
@Component
class SlotOpening {
  private static final Logger log = LoggerFactory.getLogger(SlotOpening.class);

  /** What is granted beyond the catch-up window before a slot is missed. */
  private static final Duration SLACK = Duration.ofSeconds(60);

  private final ScriptLookupRepository scripts;
  private final RunLocksRepository locks;
  private final OpenRunsRepository openRuns;
  private final SlotMembership membership;
  private final SlotRuns runs;
  private final RunCancel cancel;
  private final Slots slots;
  private final Pauses pauses;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SlotOpening(
      ScriptLookupRepository scripts,
      RunLocksRepository locks,
      OpenRunsRepository openRuns,
      SlotMembership membership,
      SlotRuns runs,
      RunCancel cancel,
      Slots slots,
      Pauses pauses,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.scripts = scripts;
    this.locks = locks;
    this.openRuns = openRuns;
    this.membership = membership;
    this.runs = runs;
    this.cancel = cancel;
    this.slots = slots;
    this.pauses = pauses;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * Opens the slot's run; again answers where that run stands.
   *
   * @throws RuntimeException when Temporal or the database does not answer: to be repeated
   */
  public OpenAnswer open(OpenRequest request) {
    Optional<UUID> orgId = locks.organizationOf(request.scriptId());
    if (orgId.isEmpty()) {
      log.warn("Script {} is gone; its slot {} ends", request.scriptId(), request.slotAt());
      return OpenAnswer.DONE;
    }
    SlotMembership.Answer member = membership.of(orgId.get(), request.scriptId(), request.slotAt());
    return Objects.requireNonNull(
        transaction.execute(status -> openLocked(orgId.get(), request, member)));
  }

  private OpenAnswer openLocked(UUID orgId, OpenRequest request, SlotMembership.Answer member) {
    Optional<RunnableScript> script = scripts.lockDeletedToo(orgId, request.scriptId());
    Optional<LockedRun> existing = locks.lock(request.runId());
    if (existing.isPresent()) {
      if (member == SlotMembership.Answer.DUE) {
        slots.opened(orgId, request.scriptId(), request.slotAt(), request.runId());
      }
      return answerOf(existing.get().status());
    }
    if (script.isEmpty() || member == SlotMembership.Answer.OF_ANOTHER_SCHEDULE) {
      log.info(
          "Slot {} of script {} is not in the schedule that it has now; it does not run",
          request.slotAt(),
          request.scriptId());
      return OpenAnswer.DONE;
    }
    Optional<Pause> pause = pauses.covering(orgId, request.scriptId(), request.slotAt());
    if (pause.isPresent()) {
      slots.paused(orgId, request.scriptId(), request.slotAt(), pause.get().id());
      log.info(
          "Slot {} of script {} is paused: {}",
          request.slotAt(),
          request.scriptId(),
          pause.get().reason());
      return OpenAnswer.DONE;
    }
    RunStatus status = create(script.get(), request.slotAt());
    if (member == SlotMembership.Answer.DUE) {
      slots.opened(orgId, request.scriptId(), request.slotAt(), request.runId());
    }
    return answerOf(status);
  }

  private RunStatus create(RunnableScript script, Instant slotAt) {
    if (!script.active() || !pauses.current(script.orgId(), script.id()).isEmpty()) {
      // Due before the pause, and late: the pause has the last word.
      runs.insert(script, slotAt, RunStatus.MISSED, EndReason.SCHEDULE_CHANGED, null);
      return RunStatus.MISSED;
    }
    Duration window = Duration.ofSeconds(script.settings().catchupSeconds()).plus(SLACK);
    if (slotAt.plus(window).isBefore(clock.instant())) {
      runs.insert(script, slotAt, RunStatus.MISSED, EndReason.OUTAGE, null);
      return RunStatus.MISSED;
    }
    OverlapDecision overlap =
        OverlapDecision.decide(
            script.settings().overlapPolicy(),
            slotAt,
            openRuns.ofScript(script.orgId(), script.id()));
    overlap.cancels().forEach(open -> cancel.cancelUnderScriptLock(open, null));
    RunStatus status =
        switch (overlap.kind()) {
          case GO -> RunStatus.PENDING;
          case QUEUE -> RunStatus.QUEUED;
          case SKIP, QUEUE_FULL -> RunStatus.SKIPPED;
        };
    EndReason reason =
        switch (overlap.kind()) {
          case GO, QUEUE -> null;
          case SKIP -> EndReason.OVERLAP;
          case QUEUE_FULL -> EndReason.QUEUE_FULL;
        };
    runs.insert(
        script, slotAt, status, reason, status == RunStatus.SKIPPED ? overlap.blocker() : null);
    return status;
  }

  private static OpenAnswer answerOf(RunStatus status) {
    if (status.isTerminal()) {
      return OpenAnswer.DONE;
    }
    return status == RunStatus.QUEUED ? OpenAnswer.QUEUED : OpenAnswer.GO;
  }
}
