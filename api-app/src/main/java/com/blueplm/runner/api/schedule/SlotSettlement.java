package com.blueplm.runner.api.schedule;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.SlotVerdicts;
import com.blueplm.runner.api.schedule.SlotWorkflows.SchedulePosition;
import com.blueplm.runner.api.schedule.SlotWorkflows.State;
import com.blueplm.runner.api.slot.OpenSlot;
import com.blueplm.runner.api.slot.Slots;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunLedger;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks after due slots of which nothing became: asks Temporal about their workflows, opens those
 * that no worker opened, and says which ones will not run any more.
 */
@Component
class SlotSettlement {
  private static final Logger log = LoggerFactory.getLogger(SlotSettlement.class);
  private static final int BATCH = 200;
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Slots slots;
  private final SlotWorkflows workflows;
  private final RunLedger ledger;
  private final SlotVerdicts verdicts;
  private final SlotPatience patience;
  private final Clock clock;

  SlotSettlement(
      Slots slots,
      SlotWorkflows workflows,
      RunLedger ledger,
      SlotVerdicts verdicts,
      SlotPatience patience,
      Clock clock) {
    this.slots = slots;
    this.workflows = workflows;
    this.ledger = ledger;
    this.verdicts = verdicts;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Looks at the slots due by a moment whose time it is.
   *
   * @throws ProblemException 503 when Temporal does not answer; the rest is looked at later
   */
  void settle(Instant dueBy) {
    for (OpenSlot slot : slots.open(dueBy, clock.instant(), BATCH)) {
      slots.lookAgain(slot, nextLook(slot));
      try {
        look(slot);
      } catch (ProblemException failure) {
        if (failure.code() == ErrorCode.TEMPORAL_UNAVAILABLE) {
          throw failure;
        }
        failed(slot, failure);
      } catch (RuntimeException failure) {
        failed(slot, failure);
      }
    }
  }

  private void look(OpenSlot slot) {
    switch (workflows.stateOf(slot.scriptId(), slot.slotAt())) {
      case OPEN ->
          ledger.open(
              new OpenRequest(
                  slot.scriptId(),
                  WorkflowIds.runOfSlot(slot.scriptId(), slot.slotAt()),
                  slot.slotAt()));
      case CLOSED -> verdicts.terminated(slot);
      case UNKNOWN -> lookAtSchedule(slot);
    }
  }

  private void lookAtSchedule(OpenSlot slot) {
    Optional<SchedulePosition> position = workflows.positionOf(slot.scriptId());
    Optional<EndReason> verdict = patience.verdict(slot, position, clock.instant());
    // Once more: Temporal may have started it between the two questions.
    if (verdict.isPresent() && workflows.stateOf(slot.scriptId(), slot.slotAt()) == State.UNKNOWN) {
      verdicts.missed(slot, verdict.get());
    } else {
      log.debug("Slot {} of script {} still waits: {}", slot.slotAt(), slot.scriptId(), position);
    }
  }

  private Instant nextLook(OpenSlot slot) {
    Instant now = clock.instant();
    Duration age = Duration.between(slot.slotAt(), now).dividedBy(4);
    Duration wait = age.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : age;
    return now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static void failed(OpenSlot slot, RuntimeException failure) {
    log.warn(
        "Slot {} of script {} could not be settled; it is looked at again within a minute.",
        slot.slotAt(),
        slot.scriptId(),
        failure);
  }
}
