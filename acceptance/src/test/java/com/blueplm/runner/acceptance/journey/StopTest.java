package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Cancel and timeout end the whole process tree, and the row says so. */
class StopTest {
  private static final String STUBBORN =
      """
      import os, signal, subprocess, sys, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              while True:
                  time.sleep(1)
          os._exit(0)
      print("started", flush=True)
      while True:
          time.sleep(0.2)
          print("still here", flush=True)
      """;

  private static Api api;

  @BeforeAll
  static void start() {
    api = Stack.shared().admin();
  }

  @Test
  void cancelEndsAPrintingScript() {
    String run =
        api.trigger(
            api.script(
                "import time\nfor i in range(600):\n  print(i, flush=True)\n  time.sleep(0.1)\n"));
    await().atMost(Duration.ofSeconds(20)).until(() -> api.lines(run).size() >= 5);

    api.post("/api/runs/" + run + "/cancel", null).expect(202);

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(5));
    assertThat(ended.at("/status").asString()).isEqualTo("cancelled");
    assertThat(ended.at("/end_reason").asString()).isEqualTo("cancelled");
    assertThat(Processes.marked(run)).isEmpty();
    api.post("/api/runs/" + run + "/cancel", null).expect(409);
  }

  @Test
  void cancelEndsAScriptThatIgnoresItWithItsDaemon() {
    String run = api.trigger(api.script(STUBBORN));
    await().atMost(Duration.ofSeconds(20)).until(() -> api.lines(run).contains("started"));
    assertThat(Processes.marked(run)).hasSizeGreaterThan(2);

    api.post("/api/runs/" + run + "/cancel", null).expect(202);
    assertThat(api.run(run).at("/status").asString()).isEqualTo("cancelling");

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(15));
    assertThat(ended.at("/status").asString()).isEqualTo("cancelled");
    assertThat(Processes.marked(run)).isEmpty();
  }

  @Test
  void timeoutEndsAScriptThatIgnoresItWithItsDaemon() {
    String run = api.trigger(api.script(STUBBORN, Map.of("timeout_seconds", 3)));

    JsonNode ended = api.awaitEnd(run, Duration.ofSeconds(20));

    assertThat(ended.at("/status").asString()).isEqualTo("timeout");
    assertThat(ended.at("/end_reason").asString()).isEqualTo("timeout");
    assertThat(ended.at("/error").asString()).contains("timeout of 3 s");
    assertThat(Processes.marked(run)).isEmpty();
  }

  @Test
  void cancelOfARunThatNobodyHasClaimedIsFinalAtOnce() {
    String script = api.script("import time\ntime.sleep(60)\n", Map.of("overlap_policy", "queue"));
    String running = api.trigger(script);
    api.await(
        running, Duration.ofSeconds(20), run -> run.at("/status").asString().equals("running"));
    String waiting = api.trigger(script);
    assertThat(api.run(waiting).at("/status").asString()).isEqualTo("queued");

    api.post("/api/runs/" + waiting + "/cancel", null).expect(202);

    assertThat(api.run(waiting).at("/status").asString()).isEqualTo("cancelled");
    api.post("/api/runs/" + running + "/cancel", null).expect(202);
    api.awaitEnd(running, Duration.ofSeconds(15));
  }
}
