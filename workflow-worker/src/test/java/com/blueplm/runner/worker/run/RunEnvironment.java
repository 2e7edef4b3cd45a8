package com.blueplm.runner.worker.run;

import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.RunScriptInput;
import com.blueplm.runner.contract.RunScriptInput.Start;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run in virtual time, with a fake worker and a fake ledger at its sides. */
final class RunEnvironment implements AutoCloseable {

  static final UUID SCRIPT = UUID.fromString("00000000-0000-4000-8000-000000000001");
  static final UUID RUN = UUID.fromString("00000000-0000-4000-8000-000000000002");
  static final UUID WORKER = UUID.fromString("00000000-0000-4000-8000-000000000003");
  static final UUID VANISHED_WORKER = UUID.fromString("00000000-0000-4000-8000-000000000004");
  static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  final Journal journal = new Journal();
  final FakeExecution execution = new FakeExecution(journal);
  final FakeLedger ledger = new FakeLedger(journal);

  private final TestWorkflowEnvironment temporal;
  private @Nullable WorkflowStub workflow;

  RunEnvironment() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setInitialTime(BEGIN)
                .registerSearchAttribute(
                    ScheduledSlot.SCHEDULED_START_TIME.getName(),
                    IndexedValueType.INDEXED_VALUE_TYPE_DATETIME)
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setIdentity("test").build())
                .build());
    var runs = temporal.newWorker(TaskQueues.RUNS);
    runs.registerWorkflowImplementationTypes(RunScriptWorkflow.class);
    runs.registerActivitiesImplementations(execution);
    temporal.newWorker(TaskQueues.LEDGER).registerActivitiesImplementations(ledger);
    temporal.newWorker(TaskQueues.ofWorker(WORKER)).registerActivitiesImplementations(execution);
  }

  /** Starts a run that a person triggered. */
  RunEnvironment start() {
    return start(RunScriptInput.triggered(SCRIPT, RUN, false));
  }

  /** Starts a run in a state, as a rebuilt workflow does. */
  RunEnvironment start(int attempt, Start state, @Nullable Instant nextAttemptAt) {
    return start(new RunScriptInput(SCRIPT, RUN, attempt, state, nextAttemptAt));
  }

  RunEnvironment start(RunScriptInput input) {
    return start(input, SearchAttributes.EMPTY);
  }

  /** Starts a run as a Schedule does. */
  RunEnvironment startScheduled(Instant slotAt) {
    return start(RunScriptInput.scheduled(SCRIPT), startedForSlot(slotAt));
  }

  /** Starts a run that is cancelled before any worker sees it. */
  RunEnvironment startCancelled(RunScriptInput input, SearchAttributes attributes) {
    request(input, attributes);
    cancel();
    temporal.start();
    return this;
  }

  static SearchAttributes startedForSlot(Instant slotAt) {
    return SearchAttributes.newBuilder()
        .set(ScheduledSlot.SCHEDULED_START_TIME, slotAt.atOffset(ZoneOffset.UTC))
        .build();
  }

  void cancel() {
    workflow().cancel();
  }

  RunScript signals() {
    return temporal.getWorkflowClient().newWorkflowStub(RunScript.class, WorkflowIds.ofRun(RUN));
  }

  /** Lets virtual time pass. */
  void pass(Duration duration) {
    temporal.sleep(duration);
  }

  /** Waits, in real time, until the history holds {@code count} events of this type. */
  RunEnvironment awaitEvents(EventType type, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> events(type).size() >= count);
    return this;
  }

  /** Waits, in real time, for the oldest call that stays open, and answers its task token. */
  byte[] awaitOpenCall() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !execution.open().isEmpty());
    return execution.open().remove();
  }

  /** Ends calls that stay open. */
  ActivityCompletionClient completion() {
    return temporal.getWorkflowClient().newActivityCompletionClient();
  }

  /** Skips through virtual time until the workflow is closed and answers how. */
  EventType end() {
    try {
      workflow().getResult(30, TimeUnit.SECONDS, Void.class);
    } catch (WorkflowFailedException closed) {
      return closed.getWorkflowCloseEventType();
    } catch (TimeoutException open) {
      throw new AssertionError("the workflow is still open after " + journal.requests(), open);
    }
    return EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
  }

  WorkflowExecutionHistory history() {
    WorkflowExecution execution = Objects.requireNonNull(workflow().getExecution());
    return temporal.getWorkflowExecutionHistory(execution);
  }

  List<HistoryEvent> events(EventType type) {
    return history().getEvents().stream().filter(event -> event.getEventType() == type).toList();
  }

  @Override
  public void close() {
    temporal.close();
  }

  private RunEnvironment start(RunScriptInput input, SearchAttributes attributes) {
    request(input, attributes);
    temporal.start();
    return this;
  }

  private void request(RunScriptInput input, SearchAttributes attributes) {
    workflow =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "RunScript",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.RUNS)
                    .setWorkflowId(WorkflowIds.ofRun(RUN))
                    .setTypedSearchAttributes(attributes)
                    .build());
    workflow.start(input);
  }

  private WorkflowStub workflow() {
    return Objects.requireNonNull(workflow, "start the run first");
  }
}
