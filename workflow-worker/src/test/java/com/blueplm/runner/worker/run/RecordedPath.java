package com.blueplm.runner.worker.run;

import static com.blueplm.runner.worker.run.RunEnvironment.VANISHED_WORKER;
import static com.blueplm.runner.worker.run.RunEnvironment.WORKER;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;

import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunLedger.OpenAnswer;
import com.blueplm.runner.contract.RunScriptInput.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** The main paths of a run, of which a history is kept in {@code src/test/resources/histories}. */
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
      });

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
