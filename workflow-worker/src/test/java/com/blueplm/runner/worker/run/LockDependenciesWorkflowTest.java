package com.blueplm.runner.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.contract.DependencyLocking;
import com.blueplm.runner.contract.LockDependencies;
import com.blueplm.runner.contract.TaskQueues;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import io.temporal.workflow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The workflow of a lock in virtual time, and its saved history. */
class LockDependenciesWorkflowTest {

  private static final UUID LOCK = UUID.fromString("00000000-0000-4000-8000-000000000005");
  private static final String HISTORY = "lock-histories/retried.json";

  private final FailingLocking locking = new FailingLocking();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setInitialTime(Instant.parse("2026-03-01T00:00:00Z"))
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setIdentity("test").build())
              .build());

  @BeforeEach
  void start() {
    var worker = temporal.newWorker(TaskQueues.RUNS);
    worker.registerWorkflowImplementationTypes(LockDependenciesWorkflow.class);
    worker.registerActivitiesImplementations(locking);
    temporal.start();
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void isTriedAgainAndEnds() throws Exception {
    locking.failures = 2;

    WorkflowExecutionHistory history = lock();

    assertThat(locking.asked).containsExactly(LOCK, LOCK, LOCK);
    ActivityTaskScheduledEventAttributes activity = activity(history);
    assertThat(activity.getActivityType().getName()).isEqualTo("dependencies.lock");
    assertThat(activity.getTaskQueue().getName()).isEqualTo("runs");
    assertThat(activity.getStartToCloseTimeout().getSeconds()).isEqualTo(60);
    assertThat(activity.getInput().getPayloads(0).getData().toStringUtf8())
        .isEqualTo("\"" + LOCK + "\"");
  }

  @Test
  void givesUpAfterFiveTries() {
    locking.failures = 100;

    assertThatThrownBy(this::lock).isInstanceOf(WorkflowFailedException.class);
    assertThat(locking.asked).hasSize(5);
  }

  @Test
  void aSavedHistoryReplays() throws Exception {
    WorkflowReplayer.replayWorkflowExecutionFromResource(HISTORY, LockDependenciesWorkflow.class);
  }

  @Test
  void anIncompatibleWorkflowDoesNotReplay() {
    assertThatThrownBy(
            () ->
                WorkflowReplayer.replayWorkflowExecutionFromResource(
                    HISTORY, IncompatibleLockWorkflow.class))
        .hasStackTraceContaining(NonDeterministicException.class.getName());
  }

  /** A history on disk is never replaced. */
  @Test
  @EnabledIfSystemProperty(named = "histories.record", matches = "true")
  void recordsWhatIsMissing() throws Exception {
    Path file = Path.of("src/test/resources", HISTORY);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    locking.failures = 1;
    if (!Files.exists(file)) {
      Files.writeString(file, lock().toJson(true) + "\n");
    }
    assertThat(file).isNotEmptyFile();
  }

  private WorkflowExecutionHistory lock() throws TimeoutException {
    WorkflowStub workflow =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "LockDependencies",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.RUNS)
                    .setWorkflowId(WorkflowIds.ofLock(LOCK))
                    .build());
    WorkflowExecution execution = workflow.start(LOCK);
    workflow.getResult(30, TimeUnit.SECONDS, Void.class);
    return temporal.getWorkflowExecutionHistory(execution);
  }

  private static ActivityTaskScheduledEventAttributes activity(WorkflowExecutionHistory history) {
    return history.getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .findFirst()
        .orElseThrow()
        .getActivityTaskScheduledEventAttributes();
  }

  /** Fails as a worker does that reaches no gateway. */
  public static final class FailingLocking implements DependencyLocking {

    private final List<UUID> asked = new CopyOnWriteArrayList<>();
    private volatile int failures;

    @Override
    public void lock(UUID lockId) {
      asked.add(lockId);
      if (asked.size() <= failures) {
        throw new IllegalStateException("no gateway");
      }
    }
  }

  /** Waits where the histories have an activity. */
  public static final class IncompatibleLockWorkflow implements LockDependencies {

    @Override
    public void lock(UUID lockId) {
      Workflow.sleep(Duration.ofSeconds(1));
    }
  }
}
