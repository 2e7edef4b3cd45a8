package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.ScriptExecution;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.worker.WorkerIdentity;
import com.blueplm.runner.worker.execution.Orders;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ScriptExecutionActivityTest {

  @TempDir Path directory;
  private AttemptFixture fixture;
  private TestActivityEnvironment temporal;
  private ScriptExecution execution;

  @BeforeEach
  void open() throws IOException {
    fixture = new AttemptFixture(directory, IsolationLevel.BUBBLEWRAP);
    temporal = TestActivityEnvironment.newInstance();
    temporal.registerActivitiesImplementations(
        new ScriptExecutionActivity(
            fixture.tools, new WorkerIdentity(UUID.randomUUID(), "test", "test")));
    execution = temporal.newActivityStub(ScriptExecution.class);
  }

  @AfterEach
  void close() throws IOException {
    temporal.close();
    fixture.close();
  }

  @Test
  void runsAnAttemptAndReturnsTheDecision() {
    ExecutionOrder order = ordered("print('hi')");

    Decision decision = execution.execute(new ScriptExecution.Attempt(order.runId(), 1));

    assertThat(decision).isEqualTo(Decision.done());
    assertThat(fixture.server.text(order.runId(), "stdout")).isEqualTo("hi\n");
    assertThat(fixture.server.claims).hasSize(1);
    assertThat(fixture.server.claims.getFirst().claimId())
        .isEqualTo(fixture.server.lastClaimHeader);
  }

  @Test
  void handsADecisionBackWithoutRunningAnything() {
    Decision reattach = Decision.reattach(UUID.randomUUID());
    fixture.server.claimDecision = reattach;

    assertThat(execution.execute(new ScriptExecution.Attempt(UUID.randomUUID(), 1)))
        .isEqualTo(reattach);
    assertThat(fixture.server.finishes).isEmpty();
  }

  @Test
  void claimsAgainWhileTheApiIsDown() {
    ExecutionOrder order = ordered("print('hi')");
    fixture.server.down = true;
    CompletableFuture<Decision> decision = executeAside(order);
    await().until(() -> fixture.server.refused.get() > 2);

    fixture.server.down = false;

    assertThat(decision.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Decision.done());
    assertThat(fixture.server.claims).hasSize(1);
  }

  @Test
  void aCancelOfTheActivityStopsTheScript() {
    ExecutionOrder order = ordered("import time; print('ready'); time.sleep(60)");
    CompletableFuture<Decision> decision = executeAside(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").equals("ready\n"));

    temporal.requestCancelActivity();

    assertThat(decision.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Decision.done());
    assertThat(fixture.server.finishes)
        .singleElement()
        .satisfies(finish -> assertThat(finish.outcome()).isEqualTo(AttemptOutcome.CANCELLED));
  }

  @Test
  void attachWaitsForTheLiveAttempt() {
    ExecutionOrder order = Orders.of("import time; time.sleep(1)");
    fixture.start(order);

    assertThat(execution.attach(new ScriptExecution.Attempt(order.runId(), 1)))
        .isEqualTo(Decision.done());
  }

  @Test
  void attachToAnUnknownAttemptIsToldApart() {
    ScriptExecution.Attempt unknown = new ScriptExecution.Attempt(UUID.randomUUID(), 1);

    assertFailure(() -> execution.attach(unknown), ScriptExecutionActivity.UNKNOWN_ATTEMPT);
  }

  @Test
  void aSupersededAttemptFailsTheActivity() {
    ExecutionOrder order = ordered("import time\nwhile True: print('tick'); time.sleep(0.1)");
    CompletableFuture<Decision> decision = executeAside(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").contains("tick"));

    fixture.server.superseded = true;

    assertThatThrownBy(() -> decision.orTimeout(10, TimeUnit.SECONDS).join())
        .satisfies(failure -> assertType(failure, ScriptExecutionActivity.ATTEMPT_SUPERSEDED));
  }

  @Test
  void aDrainingWorkerTakesNothing() {
    fixture.attempts.startDraining();
    ScriptExecution.Attempt attempt = new ScriptExecution.Attempt(UUID.randomUUID(), 1);

    assertFailure(() -> execution.execute(attempt), ScriptExecutionActivity.WORKER_DRAINING);
    assertThat(fixture.server.claims).isEmpty();
  }

  /** Otherwise its run would be lost with a claim that nobody holds. */
  @Test
  void aDrainWaitsForAClaimThatIsRepeatedAndForItsScript() {
    ExecutionOrder order = ordered("import time; time.sleep(0.3); print('done')");
    fixture.server.down = true;
    CompletableFuture<Decision> decision = executeAside(order);
    await().until(() -> fixture.server.refused.get() > 1);
    Drain drain = new Drain(fixture.attempts, Duration.ofSeconds(20), Optional.empty());
    drain.begin();
    fixture.server.down = false;

    drain.await();

    assertThat(fixture.server.finishes)
        .singleElement()
        .satisfies(finish -> assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS));
    assertThat(decision.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(Decision.done());
  }

  @Test
  void aDrainGivesAClaimUpThatIsNotAnsweredInTime() {
    fixture.server.down = true;
    CompletableFuture<Decision> decision = executeAside(Orders.of("print('never')"));
    await().until(() -> fixture.server.refused.get() > 1);
    Drain drain = new Drain(fixture.attempts, Duration.ofMillis(100), Optional.empty());
    drain.begin();

    drain.await();

    assertThatThrownBy(() -> decision.orTimeout(5, TimeUnit.SECONDS).join())
        .hasStackTraceContaining("GatewayUnavailableException");
  }

  private void assertFailure(Runnable call, String type) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .satisfies(failure -> assertType(failure, type));
  }

  private static void assertType(Throwable failure, String type) {
    Throwable cause = failure;
    while (cause != null
        && !(cause instanceof ApplicationFailure application
            && application.getType().equals(type))) {
      cause = cause.getCause();
    }
    assertThat(cause).as("a failure of type %s in %s", type, failure).isNotNull();
  }

  private ExecutionOrder ordered(String code) {
    ExecutionOrder order = Orders.of(code);
    fixture.server.orders.put(order.runId(), order);
    return order;
  }

  private CompletableFuture<Decision> executeAside(ExecutionOrder order) {
    return CompletableFuture.supplyAsync(
        () -> execution.execute(new ScriptExecution.Attempt(order.runId(), 1)),
        task -> Thread.ofPlatform().daemon().start(task));
  }
}
