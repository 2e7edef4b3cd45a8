package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.VANISHED_WORKER;
import static com.blueplm.runner.worker.run.RunEnvironment.WORKER;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a run waits for, a cancel ends it, is recorded, and shows as "Canceled" in Temporal. */
class CancelTest {

  private static final EventType CANCELED = EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED;

  private final RunEnvironment run = new RunEnvironment();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void theWorkersOwnFinishEndsARunningScript() {
    byte[] call = cancelWhileRunning();
    run.completion().complete(call, Decision.done());

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1");
  }

  @Test
  void aWorkerThatOnlyReportsTheCancelLeavesTheRecordToTheLedger() {
    byte[] call = cancelWhileRunning();
    run.completion().reportCancellation(call, null);

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 1 CANCELLED");
  }

  @Test
  void aWorkerThatFailsWhileItCancelsIsClosedAsCancelled() {
    // As a heartbeat timeout does on the real server; the test server forgets that one once a
    // cancel was requested.
    byte[] call = cancelWhileRunning();
    run.completion()
        .completeExceptionally(call, ApplicationFailure.newFailure("the worker failed", "TEST"));

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 1 CANCELLED");
  }

  @Test
  void aCancelledRunIsNeverRetried() {
    // The script had failed before TERM and the ledger did not know of the cancel yet.
    byte[] call = cancelWhileRunning();
    run.completion().complete(call, Decision.retry(Duration.ZERO));

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 2 CANCELLED");
  }

  @Test
  void aCancelledRunIsNotHeld() {
    byte[] call = cancelWhileRunning();
    run.completion().complete(call, Decision.hold());

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 2 CANCELLED");
  }

  @Test
  void aLiveAttemptIsWaitedForOnItsWorker() {
    byte[] call = cancelWhileRunning();
    run.ledger.thenClose(Decision.reattach(WORKER));
    run.completion().reportCancellation(call, null);

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests())
        .containsExactly("execute 1", "close 1 CANCELLED", "attach 1");
  }

  @Test
  void closingGoesOnUntilTheLedgerSaysThatTheRunIsOver() {
    byte[] call = cancelWhileRunning();
    run.execution.thenFail();
    run.ledger.thenClose(
        Decision.reattach(WORKER),
        Decision.reattach(VANISHED_WORKER),
        Decision.redispatch(),
        Decision.retry(Duration.ofHours(1)),
        Decision.hold(),
        Decision.done());
    run.completion().reportCancellation(call, null);

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests())
        .containsExactly(
            "execute 1",
            "close 1 CANCELLED",
            "attach 1",
            "close 1 CANCELLED",
            "close 1 CANCELLED",
            "close 1 CANCELLED",
            "close 2 CANCELLED",
            "close 3 CANCELLED");
  }

  @Test
  void theLedgerIsToldOfACancelEvenWhenItIsDownForLong() {
    run.ledger.failNext(25);
    run.start(1, Start.QUEUED, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).hasSize(26).containsOnly("close 1 CANCELLED");
  }

  @Test
  void beforeTheFirstTask() {
    run.startCancelled(
        RunScriptInput.triggered(RunEnvironment.SCRIPT, RunEnvironment.RUN, false),
        SearchAttributes.EMPTY);

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("close 1 CANCELLED");
  }

  @Test
  void whileQueued() {
    run.start(1, Start.QUEUED, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("close 1 CANCELLED");
  }

  @Test
  void whileARebuiltRunIsHeld() {
    run.start(3, Start.HELD, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("close 3 CANCELLED");
  }

  @Test
  void whileHeld() {
    run.execution.thenAnswer(Decision.hold());
    run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 2 CANCELLED");
  }

  @Test
  void whileWaitingForARetry() {
    run.execution.thenAnswer(Decision.retry(Duration.ofHours(1)));
    run.start().awaitEvents(EVENT_TYPE_TIMER_STARTED, 1).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "close 2 CANCELLED");
    assertThat(run.journal.between(0, 1)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void whileARebuiltRunWaitsForItsAttempt() {
    run.start(2, Start.GO, RunEnvironment.BEGIN.plusSeconds(3600))
        .awaitEvents(EVENT_TYPE_TIMER_STARTED, 1)
        .cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("close 2 CANCELLED");
  }

  @Test
  void whileAttached() {
    run.execution.thenAnswer(Decision.reattach(WORKER)).thenStayOpen();
    run.start();
    byte[] attached = run.awaitOpenCall();
    run.cancel();
    run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
    run.completion().complete(attached, Decision.done());

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).containsExactly("execute 1", "attach 1");
  }

  @Test
  void whileTheLedgerTakesItsDecision() {
    run.execution.thenFail();
    run.ledger.failNext(3).thenClose(Decision.retry(Duration.ZERO));
    run.start().awaitEvents(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED, 1).cancel();

    assertThat(run.end()).isEqualTo(CANCELED);
    assertThat(run.journal.requests()).endsWith("close 2 CANCELLED").doesNotContain("execute 2");
  }

  private byte[] cancelWhileRunning() {
    run.execution.thenStayOpen();
    run.start();
    byte[] call = run.awaitOpenCall();
    run.cancel();
    run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
    return call;
  }
}
