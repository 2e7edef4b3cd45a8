package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.temporal.RunWorkflows;
import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages to workflows that got lost in each way, made by hand. */
class LostMessagesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static TemporalServer temporal;
  private static ApiServer server;
  private static Gateway gateway;
  private static StandInWorker worker;

  private final List<String> blockers = new ArrayList<>();

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
    gateway = new Gateway(server);
    worker = StandInWorker.start(server);
  }

  @AfterAll
  static void stop() {
    if (worker != null) {
      worker.close();
    }
    if (server != null) {
      server.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void aReleaseIsRepeatedThatWasNotWrittenNotSentOrNotHeard() {
    String unwritten = queued();
    String unsent = queued();
    String unheard = queued();
    await().atMost(LONG).until(() -> waits(unwritten) && waits(unsent) && waits(unheard));
    // As if the step after the blocker's end had been left out, wholly or in part.
    removeBlockers();
    sql("UPDATE script_runs SET status = 'pending' WHERE id = :run", unsent);
    sql("UPDATE script_runs SET status = 'pending' WHERE id = :run", unheard);
    sql(
        """
        INSERT INTO workflow_messages (org_id, run_id, kind, created_at, delivered_at)
        SELECT org_id, id, 'released', now() - interval '20 seconds', now()
          FROM script_runs WHERE id = :run
        """,
        unheard);

    await().atMost(LONG).until(() -> gateway.status(unwritten).equals("pending"));
    await()
        .atMost(LONG)
        .until(
            () -> List.of(unwritten, unsent, unheard).stream().allMatch(run -> signals(run) == 1));
    assertThat(
            server
                .database()
                .sql("SELECT repeated_at IS NOT NULL FROM workflow_messages WHERE run_id = :run")
                .param("run", UUID.fromString(unheard))
                .query(Boolean.class)
                .list())
        .containsExactly(true);
    gateway.finish(unheard, 1, gateway.claimed(unheard, 1), "success").expect(200);
  }

  @Test
  void aLostDecisionIsRepeatedAndDecidesNoLaterHold() {
    String unheard = held();
    String deleted = held();
    String goOn =
        "UPDATE script_runs SET status = 'pending', next_attempt_at = NULL WHERE id = :run";
    sql(goOn, unheard);
    sql(goOn, deleted);
    sql(
        """
        INSERT INTO workflow_messages
               (org_id, run_id, kind, body, attempt, created_at, delivered_at)
        SELECT org_id, id, 'decided', 'rerun', 2, now() - interval '20 seconds', now()
          FROM script_runs WHERE id = :run
        """,
        unheard);
    await().atMost(LONG).until(() -> signals(unheard) == 1 && signals(deleted) == 1);
    gateway.finish(deleted, 2, gateway.claimed(deleted, 2), "success").expect(200);
    await().atMost(LONG).until(() -> workflow(deleted) == WorkflowState.COMPLETED);

    gateway.claimed(unheard, 2);
    gateway.killLease(unheard, 2);
    await().atMost(LONG).until(() -> gateway.status(unheard).equals("needs_decision"));
    await().atMost(LONG).until(() -> waits(unheard));
    sql("UPDATE workflow_messages SET delivered_at = NULL WHERE run_id = :run", unheard);
    await().atMost(LONG).until(() -> signals(unheard) == 2);
    await().atMost(LONG).until(() -> waits(unheard));
    long steps = steps(unheard);
    decide(unheard, "give_up");
    await().atMost(LONG).until(() -> workflow(unheard) == WorkflowState.COMPLETED);
    assertThat(steps(unheard))
        .as("the workflow asked for no attempt after its second hold")
        .isEqualTo(steps);
    assertThat(gateway.run(unheard).text("/end_reason")).isEqualTo("gave_up");
  }

  @Test
  void aWorkflowThatWorksIsToldNothing() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    gateway.finish(run, 1, claim, "success").expect(200);
    await().atMost(LONG).until(() -> workflow(run) == WorkflowState.COMPLETED);
    assertThat(signals(run)).isZero();
    assertThat(cancelRequested(run)).isFalse();
  }

  @Test
  void theWorkflowOfARunThatHasEndedIsCancelled() {
    String run = queued();
    await().atMost(LONG).until(() -> waits(run));
    sql(
        """
        UPDATE script_runs SET status = 'cancelled', end_reason = 'cancelled', completed_at = now()
         WHERE id = :run
        """,
        run);
    await().atMost(LONG).until(() -> workflow(run) == WorkflowState.CANCELED);
  }

  @Test
  void aCancelThatWasNotHeardIsSentAgain() {
    String run = gateway.trigger(gateway.script());
    UUID claim = gateway.claimed(run, 1);
    sql(
        """
        WITH message AS (
          INSERT INTO workflow_messages (org_id, run_id, kind, created_at, delivered_at)
          SELECT org_id, id, 'cancel', now() - interval '40 seconds', now()
            FROM script_runs WHERE id = :run)
        UPDATE script_runs SET status = 'cancelling', cancel_requested_at = now() WHERE id = :run
        """,
        run);
    await()
        .atMost(LONG)
        .until(
            () -> {
              gateway.line(run, 1, claim);
              return cancelRequested(run);
            });
    gateway.finish(run, 1, claim, "cancelled", "end_reason", "cancelled").expect(200);
    await().atMost(LONG).until(() -> workflow(run).isClosed());
  }

  private String queued() {
    String script = gateway.script("overlap_policy", "queue");
    blockers.add(gateway.trigger(script));
    String queued = gateway.trigger(script);
    assertThat(gateway.status(queued)).isEqualTo("queued");
    return queued;
  }

  /** The rows end without any of what belongs to an end. */
  private void removeBlockers() {
    blockers.forEach(
        run ->
            sql(
                """
                UPDATE script_runs
                   SET status = 'cancelled', end_reason = 'cancelled', completed_at = now()
                 WHERE id = :run
                """,
                run));
  }

  private String held() {
    String run = gateway.trigger(gateway.script("on_worker_loss", "hold"));
    gateway.claimed(run, 1);
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);
    await().atMost(LONG).until(() -> waits(run));
    return run;
  }

  private void decide(String run, String decision) {
    server
        .operator()
        .post("/api/runs/" + run + "/decide", Map.of("decision", decision))
        .expect(202);
  }

  private static boolean waits(String run) {
    return workflow(run) == WorkflowState.WAITING;
  }

  private static WorkflowState workflow(String run) {
    return server.bean(RunWorkflows.class).describe("run-" + run);
  }

  private static int signals(String run) {
    return (int)
        server.bean(WorkflowClient.class).fetchHistory("run-" + run).getEvents().stream()
            .filter(event -> event.hasWorkflowExecutionSignaledEventAttributes())
            .count();
  }

  private static long steps(String run) {
    return server.bean(WorkflowClient.class).fetchHistory("run-" + run).getEvents().stream()
        .filter(event -> event.hasActivityTaskScheduledEventAttributes())
        .count();
  }

  private static boolean cancelRequested(String run) {
    return server.bean(WorkflowClient.class).fetchHistory("run-" + run).getEvents().stream()
        .anyMatch(event -> event.hasWorkflowExecutionCancelRequestedEventAttributes());
  }

  private static void sql(String statement, String run) {
    server.database().sql(statement).param("run", UUID.fromString(run)).update();
  }
}
