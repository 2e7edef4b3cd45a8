package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.SCRIPT;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunLedger.OpenRequest;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.WorkflowIds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledStartTest {

  private static final Instant SLOT = Instant.parse("2026-02-28T23:55:00Z");

  private final RunEnvironment run = new RunEnvironment();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void theRunIsOpenedUnderTheIdOfItsSlot() {
    run.startScheduled(SLOT.plusMillis(417));

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("open", "execute 1");
    assertThat(run.ledger.opened())
        .containsExactly(new OpenRequest(SCRIPT, WorkflowIds.runOfSlot(SCRIPT, SLOT), SLOT));
  }

  @Test
  void aSlotThatIsOverMakesNoAttempt() {
    run.ledger.thenOpen(OpenAnswer.DONE);
    run.startScheduled(SLOT);

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("open");
  }

  @Test
  void aQueuedSlotWaitsToBeReleased() {
    run.ledger.thenOpen(OpenAnswer.QUEUED);
    run.startScheduled(SLOT).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
    run.pass(Duration.ofMinutes(30));
    assertThat(run.journal.requests()).containsExactly("open");

    run.signals().released();

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).containsExactly("open", "execute 1");
  }

  @Test
  void theSlotIsOpenedEvenWhenTheLedgerIsDownForLong() {
    run.ledger.failNext(30);
    run.startScheduled(SLOT);

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(run.journal.requests()).hasSize(32).endsWith("open", "execute 1");
  }

  @Test
  void aSlotThatIsCancelledAtOnceIsStillRecorded() {
    run.ledger.failNext(1);
    run.startCancelled(RunScriptInput.scheduled(SCRIPT), RunEnvironment.startedForSlot(SLOT));

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED);
    assertThat(run.journal.requests()).containsExactly("open", "open", "close 1 CANCELLED");
    assertThat(run.ledger.opened()).hasSize(1);
  }

  @Test
  void aStartWithoutRunIdAndSlotFailsInWords() {
    run.start(RunScriptInput.scheduled(SCRIPT));

    assertThat(run.end()).isEqualTo(EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
    assertThat(run.journal.requests()).isEmpty();
    assertThat(
            run.events(EVENT_TYPE_WORKFLOW_EXECUTION_FAILED)
                .getFirst()
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure()
                .getMessage())
        .contains("TemporalScheduledStartTime", "start runs over the API");
  }
}
