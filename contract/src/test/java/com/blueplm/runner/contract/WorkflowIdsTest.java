package com.blueplm.runner.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids are found again by other processes and later builds, so their text is fixed here. */
class WorkflowIdsTest {

  private static final UUID SCRIPT = UUID.fromString("6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b");
  private static final Instant SLOT = Instant.parse("2026-03-01T06:00:00Z");

  @Test
  void idOfATriggeredRun() {
    assertThat(WorkflowIds.ofRun(SCRIPT)).isEqualTo("run-6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b");
  }

  @Test
  void idOfASchedule() {
    assertThat(WorkflowIds.scheduleOf(SCRIPT))
        .isEqualTo("script-6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b");
  }

  @Test
  void idOfAScheduledRunIsTheOneThatTemporalComposes() {
    assertThat(WorkflowIds.ofSlot(SCRIPT, SLOT.plusMillis(250)))
        .isEqualTo("script-6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b-2026-03-01T06:00:00Z");
  }

  @Test
  void runOfASlotIsNamedByScriptAndSecond() {
    UUID expected = UUID.fromString("6c8b1443-f690-35ad-b1dc-00c2d6647920");

    assertThat(WorkflowIds.runOfSlot(SCRIPT, SLOT)).isEqualTo(expected);
    assertThat(WorkflowIds.runOfSlot(SCRIPT, SLOT.plusMillis(999))).isEqualTo(expected);
  }

  @Test
  void otherSlotsAndScriptsHaveOtherRuns() {
    UUID run = WorkflowIds.runOfSlot(SCRIPT, SLOT);

    assertThat(WorkflowIds.runOfSlot(SCRIPT, SLOT.plusSeconds(1))).isNotEqualTo(run);
    assertThat(WorkflowIds.runOfSlot(run, SLOT)).isNotEqualTo(run);
  }

  @Test
  void taskQueues() {
    assertThat(TaskQueues.RUNS).isEqualTo("runs");
    assertThat(TaskQueues.LEDGER).isEqualTo("ledger");
    assertThat(TaskQueues.ofWorker(SCRIPT))
        .isEqualTo("worker-6f0f3f0e-4a3c-4f5e-9b1d-2c7a8e9f0a1b");
  }
}
