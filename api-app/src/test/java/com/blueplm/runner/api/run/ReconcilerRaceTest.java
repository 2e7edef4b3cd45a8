package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.temporal.WorkflowState;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.turn.Turn;
import com.blueplm.runner.api.turn.Turns;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reconciler meets others, and another of its own, at the same moment. */
class ReconcilerRaceTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void aFinishInTheSameMomentIsTheOnlyEnd() throws Exception {
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String run = gateway.trigger(gateway.script());
      UUID claim = gateway.claimed(run, 1);
      UUID id = UUID.fromString(run);
      Disagreements disagreements = server.bean(Disagreements.class);
      String outcome = i % 2 == 0 ? "success" : "cancelled";
      atOnce(
          () -> disagreements.closed(id, WorkflowState.TERMINATED),
          () -> disagreements.historyLost(id),
          () -> gateway.finish(run, 1, claim, outcome, "end_reason", reason(outcome)).expect(200));
      ends.add(gateway.status(run));
      assertThat(gateway.run(run).text("/status"))
          .isIn(outcome.equals("success") ? List.of("success") : List.of("cancelled", "lost"));
      assertThat(gateway.run(run).json().at("/attempts").size()).isEqualTo(1);
      disagreements.closed(id, WorkflowState.TERMINATED);
      assertThat(gateway.status(run)).as("the end stays").isEqualTo(ends.getLast());
    }
  }

  @Test
  void aClaimInTheSameMomentIsEitherRefusedOrStopped() throws Exception {
    for (int i = 0; i < 20; i++) {
      String run = gateway.trigger(gateway.script());
      atOnce(
          () -> server.bean(Disagreements.class).closed(UUID.fromString(run), WorkflowState.FAILED),
          () -> gateway.claim(run, 1, UUID.randomUUID()).expect(200));
      assertThat(gateway.status(run)).isIn("cancelled", "cancelling");
    }
  }

  @Test
  void twoReplicasDoEachStepOnce() throws Exception {
    try (ApiServer replica = server.replica(Map.of())) {
      Turns one = server.bean(Turns.class);
      Turns two = replica.bean(Turns.class);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      AtomicInteger rounds = new AtomicInteger();
      Runnable round =
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            server.database().sql("SELECT count(*) FROM script_runs").query(Long.class).single();
            rounds.incrementAndGet();
            inside.decrementAndGet();
          };
      atOnce(
          () -> repeat(one, round, rounds),
          () -> repeat(two, round, rounds),
          () -> repeat(two, round, rounds));
      assertThat(most).hasValue(1);
      assertThat(rounds.get()).isPositive();

      String script = gateway.script("overlap_policy", "queue");
      String blocker = gateway.trigger(script);
      String first = gateway.trigger(script);
      String second = gateway.trigger(script);
      server
          .database()
          .sql(
              """
              UPDATE script_runs
                 SET status = 'cancelled', end_reason = 'cancelled', completed_at = now()
               WHERE id = :run
              """)
          .param("run", UUID.fromString(blocker))
          .update();
      UUID queued = UUID.fromString(first);
      atOnce(
          () -> server.bean(LostReleases.class).release(queued),
          () -> replica.bean(LostReleases.class).release(queued));
      assertThat(gateway.status(first)).isEqualTo("pending");
      assertThat(gateway.status(second)).isEqualTo("queued");
      assertThat(
              server
                  .database()
                  .sql("SELECT count(*) FROM workflow_messages WHERE run_id = :run")
                  .param("run", queued)
                  .query(Integer.class)
                  .single())
          .isEqualTo(1);
    }
  }

  @Test
  void aRoundIsOverAfterOneCallToATemporalThatHangs() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ApiServer hanging =
            server.replica(
                Map.of("spring.temporal.connection.target", "127.0.0.1:" + mute.getLocalPort()))) {
      for (int i = 0; i < 5; i++) {
        gateway.trigger(gateway.script());
      }
      ReconcilerRepository repository = hanging.bean(ReconcilerRepository.class);
      await().atMost(Duration.ofSeconds(20)).until(() -> repository.notStarted().size() >= 5);
      TemporalRound round =
          new TemporalRound(
              repository,
              hanging.bean(RunStarter.class),
              hanging.bean(WorkflowMessages.class),
              hanging.bean(OpenRunLooks.class),
              hanging.bean(EndedRunLooks.class));
      long before = System.nanoTime();
      assertThat(round.run()).as("Temporal answered").isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(1500), Duration.ofMillis(3000));
    }
  }

  /** The replicas' own rounds hold the lock now and then, too. */
  private static void repeat(Turns turns, Runnable round, AtomicInteger rounds) {
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (rounds.get() < 50 && System.nanoTime() - until < 0) {
      turns.take(
          Turn.RUNS,
          () -> {
            round.run();
            return true;
          });
    }
  }

  private static String reason(String outcome) {
    return outcome.equals("success") ? "exited" : outcome;
  }

  private static void atOnce(Runnable... steps) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(steps.length);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Runnable step : steps) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  barrier.await(10, TimeUnit.SECONDS);
                } catch (Exception failure) {
                  throw new IllegalStateException(failure);
                }
                step.run();
              },
              command -> Thread.ofVirtual().start(command)));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }
  }
}
