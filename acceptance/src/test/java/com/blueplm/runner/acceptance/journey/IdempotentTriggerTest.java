package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients that repeat a trigger until it is answered, while api-app dies under them. */
class IdempotentTriggerTest {
  private static final int CLIENTS = 200;
  private static final int ANSWERED_BEFORE = 5;

  @Test
  void triggersWithOneKeyMakeOneRunThoughTheApiDies() throws Exception {
    Stack stack = Stack.pair();
    Api api = stack.admin();
    String script = api.script("print('once')\n", java.util.Map.of("overlap_policy", "allow"));
    String key = UUID.randomUUID().toString();
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(ANSWERED_BEFORE);
    long killedAfter;
    List<String> ids;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          IntStream.range(0, CLIENTS)
              .mapToObj(
                  n ->
                      clients.submit(
                          () -> {
                            gate.await();
                            String run = api.triggerUntilAccepted(script, key);
                            answered.countDown();
                            return run;
                          }))
              .toList();
      gate.countDown();
      answered.await();
      stack.kill("api-app");
      killedAfter = answers.stream().filter(Future::isDone).count();
      ids = List.copyOf(answers.stream().map(IdempotentTriggerTest::of).toList());
    }

    System.out.printf(
        "%d triggers with one key: %d were answered when api-app was killed%n",
        CLIENTS, killedAfter);
    assertThat(killedAfter).isLessThan(CLIENTS);
    assertThat(ids).hasSize(CLIENTS);
    assertThat(ids.stream().distinct()).hasSize(1);
    JsonNode ended = api.awaitEnd(ids.getFirst(), Duration.ofSeconds(60));
    assertThat(ended.at("/status").asString()).as("%s", ended).isEqualTo("success");
    assertThat(ended.at("/attempts").size()).isEqualTo(1);
    assertThat(api.runs(script)).hasSize(1);
    stack.awaitReady(2);
  }

  private static String of(Future<String> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError("A client failed", e.getCause());
    }
  }
}
