package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.VANISHED_WORKER;
import static com.blueplm.runner.worker.run.RunEnvironment.WORKER;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The paths through the workflow of a run, of each of which a history is kept in {@code
 * src/test/resources/histories}. The histories stand for runs that are open while the product is
 * upgraded: none is ever recorded anew, so the code of today must replay what earlier code wrote.
 */
enum RecordedPath {
  NORMAL(RunEnvironment::start),
  RETRY(
      run -> {
        run.execution.thenAnswer(
            Decision.retry(Duration.ofSeconds(30)), Decision.retry(Duration.ZERO), Decision.done());
        run.start();
      }),
  HOLD_AND_RERUN(
      run -> {
        run.execution.thenAnswer(Decision.hold(), Decision.done());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        run.signals().decided(PersonsDecision.RERUN);
      }),
  HOLD_AND_GIVE_UP(
      run -> {
        run.execution.thenAnswer(Decision.hold());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        run.signals().decided(PersonsDecision.GIVE_UP);
      }),
  DECIDED_BEFORE_HELD(
      run -> {
        run.execution.thenStayOpen();
        run.start();
        byte[] call = run.awaitOpenCall();
        run.signals().decided(PersonsDecision.RERUN);
        run.completion().complete(call, Decision.hold());
      }),
  WORKER_LOST(
      run -> {
        run.execution.thenStayOpen();
        run.ledger.thenClose(Decision.retry(Duration.ZERO));
        run.start();
      }),
  REATTACH(
      run -> {
        run.execution.thenFail().thenFail();
        run.ledger.thenClose(
            Decision.reattach(WORKER),
            Decision.reattach(VANISHED_WORKER),
            Decision.retry(Duration.ofSeconds(10)));
        run.start();
      }),
  REDISPATCH(
      run -> {
        run.execution.thenFail().thenFail();
        run.ledger.thenClose(Decision.redispatch(), Decision.redispatch());
        run.start();
      }),
  QUEUED_AND_RELEASED(
      run -> {
        run.start(1, Start.QUEUED, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
        run.signals().released();
      }),
  REBUILT(run -> run.start(4, Start.GO, RunEnvironment.BEGIN.plusSeconds(600))),
  SCHEDULED(run -> run.startScheduled(Instant.parse("2026-02-28T23:55:00Z"))),
  SCHEDULED_AND_QUEUED(
      run -> {
        run.ledger.thenOpen(OpenAnswer.QUEUED);
        run.startScheduled(Instant.parse("2026-02-28T23:55:00Z"))
            .awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        run.signals().released();
      }),
  SCHEDULED_AND_SKIPPED(
      run -> {
        run.ledger.thenOpen(OpenAnswer.DONE);
        run.startScheduled(Instant.parse("2026-02-28T23:55:00Z"));
      }),
  CANCELLED_BY_ITS_WORKER(
      run -> {
        run.execution.thenStayOpen();
        run.start();
        byte[] call = run.awaitOpenCall();
        run.cancel();
        run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
        run.completion().complete(call, Decision.done());
      }),
  CANCELLED_AND_REATTACHED(
      run -> {
        run.execution.thenStayOpen();
        run.ledger.thenClose(Decision.reattach(WORKER));
        run.start();
        byte[] call = run.awaitOpenCall();
        run.cancel();
        run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
        run.completion().reportCancellation(call, null);
      }),
  CANCELLED_WHILE_QUEUED(
      run ->
          run.start(1, Start.QUEUED, null)
              .awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1)
              .cancel()),
  CANCELLED_WHILE_HELD(
      run -> {
        run.execution.thenAnswer(Decision.hold());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2).cancel();
      }),
  CANCELLED_WHILE_WAITING(
      run -> {
        run.execution.thenAnswer(Decision.retry(Duration.ofHours(1)));
        run.start().awaitEvents(EVENT_TYPE_TIMER_STARTED, 1).cancel();
      }),
  HOLD_DECIDED_RERUN(
      run -> {
        run.execution.thenAnswer(Decision.hold(), Decision.done());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        run.signals().holdDecided(new HoldDecision(2, PersonsDecision.RERUN));
      }),
  HOLD_DECIDED_GIVE_UP(
      run -> {
        run.execution.thenAnswer(Decision.hold());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        run.signals().holdDecided(new HoldDecision(2, PersonsDecision.GIVE_UP));
      }),
  HOLD_DECIDED_BEFORE_HELD(
      run -> {
        run.execution.thenStayOpen();
        run.start();
        byte[] call = run.awaitOpenCall();
        run.signals().holdDecided(new HoldDecision(2, PersonsDecision.RERUN));
        run.completion().complete(call, Decision.hold());
      }),
  SEVERAL_HOLDS_WITH_REPEATED_DECISIONS(
      run -> {
        run.execution.thenAnswer(Decision.hold(), Decision.hold(), Decision.hold());
        run.start().awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2);
        HoldDecision first = new HoldDecision(2, PersonsDecision.RERUN);
        run.signals().holdDecided(first);
        run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 2);
        // The reconciler repeats what it does not know to have arrived.
        run.signals().holdDecided(first);
        run.signals().holdDecided(new HoldDecision(3, PersonsDecision.RERUN));
        run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 3);
        run.signals().holdDecided(new HoldDecision(4, PersonsDecision.GIVE_UP));
      }),
  HOLD_DECIDED_FOR_ANOTHER_ATTEMPT(
      run -> {
        run.execution.thenAnswer(Decision.retry(Duration.ZERO), Decision.hold(), Decision.done());
        run.start().awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 2);
        run.signals().holdDecided(new HoldDecision(1, PersonsDecision.GIVE_UP));
        run.signals().holdDecided(new HoldDecision(2, PersonsDecision.GIVE_UP));
        run.signals().holdDecided(new HoldDecision(9, PersonsDecision.GIVE_UP));
        run.signals().holdDecided(new HoldDecision(3, PersonsDecision.RERUN));
      }),
  REBUILT_HELD_AND_RERUN(
      run -> {
        run.start(3, Start.HELD, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
        run.signals().holdDecided(new HoldDecision(3, PersonsDecision.RERUN));
      }),
  REBUILT_HELD_AND_GIVEN_UP(
      run -> {
        run.start(3, Start.HELD, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
        run.signals().holdDecided(new HoldDecision(3, PersonsDecision.GIVE_UP));
      }),
  REBUILT_HELD_AND_CANCELLED(
      run ->
          run.start(3, Start.HELD, null)
              .awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1)
              .cancel()),
  REBUILT_QUEUED(
      run -> {
        run.start(3, Start.QUEUED, null).awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
        run.signals().released();
      }),
  REBUILT_AND_OVERDUE(run -> run.start(2, Start.GO, RunEnvironment.BEGIN.minusSeconds(60))),
  REBUILT_AND_CANCELLED_WHILE_WAITING(
      run ->
          run.start(2, Start.GO, RunEnvironment.BEGIN.plusSeconds(3600))
              .awaitEvents(EVENT_TYPE_TIMER_STARTED, 1)
              .cancel()),
  RELEASED_WHILE_WAITING(
      run -> {
        run.execution.thenAnswer(Decision.retry(Duration.ofHours(1)), Decision.done());
        run.start().awaitEvents(EVENT_TYPE_TIMER_STARTED, 1);
        run.signals().released();
      }),
  SCHEDULED_AND_CANCELLED_AT_ONCE(
      run ->
          run.startCancelled(
              RunScriptInput.scheduled(RunEnvironment.SCRIPT),
              RunEnvironment.startedForSlot(Instant.parse("2026-02-28T23:55:00Z")))),
  WORKER_LOST_THREE_TIMES(
      run -> {
        run.execution.thenStayOpen().thenStayOpen().thenStayOpen();
        run.ledger.thenClose(
            Decision.retry(Duration.ZERO), Decision.retry(Duration.ZERO), Decision.done());
        run.start();
      }),
  WORKER_LOST_AND_HELD(
      run -> {
        run.execution.thenStayOpen();
        run.ledger.thenClose(Decision.hold());
        run.start().awaitEvents(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 1);
        run.signals().holdDecided(new HoldDecision(2, PersonsDecision.RERUN));
      }),
  ATTACHED_BY_EXECUTE_AND_LOST(
      run -> {
        run.execution.thenAnswer(Decision.reattach(WORKER)).thenStayOpen();
        run.ledger.thenClose(Decision.retry(Duration.ofSeconds(5)));
        run.start();
      }),
  ATTACH_TIMES_OUT_AND_IS_REPEATED(
      run -> {
        run.execution.thenFail();
        run.ledger.thenClose(
            Decision.reattach(VANISHED_WORKER),
            Decision.reattach(VANISHED_WORKER),
            Decision.reattach(WORKER));
        run.start();
      }),
  LEDGER_DOWN_WHILE_CLOSING(
      run -> {
        run.execution.thenFail();
        run.ledger.failNext(6).thenClose(Decision.retry(Duration.ZERO));
        run.start();
      }),
  CANCELLED_AFTER_A_RETRY_WAS_DECIDED(
      run -> {
        byte[] call = cancelWhileRunning(run);
        run.completion().complete(call, Decision.retry(Duration.ZERO));
      }),
  CANCELLED_AFTER_A_HOLD_WAS_DECIDED(
      run -> {
        byte[] call = cancelWhileRunning(run);
        run.completion().complete(call, Decision.hold());
      }),
  CANCELLED_WHILE_ITS_WORKER_FAILS(
      run -> {
        byte[] call = cancelWhileRunning(run);
        run.completion()
            .completeExceptionally(call, ApplicationFailure.newFailure("failed", "TEST"));
      }),
  CANCELLED_AND_CLOSED_IN_EVERY_WAY(
      run -> {
        byte[] call = cancelWhileRunning(run);
        run.execution.thenFail();
        run.ledger.thenClose(
            Decision.reattach(WORKER),
            Decision.reattach(VANISHED_WORKER),
            Decision.redispatch(),
            Decision.redispatch(),
            Decision.retry(Duration.ofHours(1)),
            Decision.hold(),
            Decision.done());
        run.completion().reportCancellation(call, null);
      }),
  CANCELLED_WHILE_ATTACHED(
      run -> {
        run.execution.thenAnswer(Decision.reattach(WORKER)).thenStayOpen();
        run.start();
        byte[] attached = run.awaitOpenCall();
        run.cancel();
        run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
        run.completion().complete(attached, Decision.done());
      }),
  CANCELLED_WHILE_CLOSING(
      run -> {
        run.execution.thenFail();
        run.ledger.failNext(3).thenClose(Decision.retry(Duration.ZERO));
        run.start().awaitEvents(EVENT_TYPE_ACTIVITY_TASK_FAILED, 1).cancel();
      });

  private static byte[] cancelWhileRunning(RunEnvironment run) {
    run.execution.thenStayOpen();
    run.start();
    byte[] call = run.awaitOpenCall();
    run.cancel();
    run.awaitEvents(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED, 1);
    return call;
  }

  private final Consumer<RunEnvironment> play;

  RecordedPath(Consumer<RunEnvironment> play) {
    this.play = play;
  }

  /** Plays the path to its end and answers the history, as JSON. */
  String record() {
    try (RunEnvironment run = new RunEnvironment()) {
      play.accept(run);
      run.end();
      return run.history().toJson(true);
    }
  }

  String resource() {
    return "histories/" + fileName();
  }

  /** Where the history is kept, seen from the module's directory. */
  Path file() {
    return Path.of("src/test/resources/histories", fileName());
  }

  private String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
  }
}
