package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.Decision;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineAnswer.Kind;
import com.blueplm.runner.contract.gateway.ProgressReport;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.gateway.AttemptSupersededException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class AttemptRunTest {

  private static final String STUBBORN =
      """
      import os, signal, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
          time.sleep(60)
        os._exit(0)
      print('ready')
      while True: time.sleep(1)
      """;

  @TempDir Path directory;
  private AttemptFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new AttemptFixture(directory, IsolationLevel.BUBBLEWRAP);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void deliversOutputResultProgressAndEndThenLeavesNothingBehind() throws IOException {
    ExecutionOrder order =
        Orders.of(
            """
            import os, json, sys
            run = os.environ['BLUEPLM_RUNTIME']
            print(json.load(open(run + '/run.json')))
            print('token', os.environ['TOKEN'], os.environ['BLUEPLM_API_KEY'])
            print('bad', file=sys.stderr)
            with open(run + '/events.jsonl', 'a') as f:
              f.write('{"type":"progress","current":1,"total":2,"phase":"a"}\\n')
              f.write('not json\\n' + 'x' * 70000 + '\\n')
              f.write('{"type":"progress","current":2,"total":2,"phase":"b"}\\n')
              f.write('{"type":"result","value":{"count":3,"token":"' + os.environ['TOKEN'] + '"}}\\n')
            """,
            30,
            10,
            Map.of(),
            Map.of("TOKEN", "a-secret-token"));
    fixture.server.decision = Decision.retry(Duration.ofSeconds(3));

    Decision decision = fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(decision).isEqualTo(Decision.retry(Duration.ofSeconds(3)));
    assertThat(fixture.server.text(order.runId(), "stdout"))
        .isEqualTo(
            "{'parameters': {'depth': 3}, 'payload': {'event': 'released'}, 'checkpoint': None}\ntoken *** ***\n");
    assertThat(fixture.server.text(order.runId(), "stderr")).isEqualTo("bad\n");
    assertThat(fixture.server.progress).contains(new ProgressReport(2, 2.0, "b"));
    FinishRequest finish = onlyFinish();
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(finish.endReason()).isEqualTo(EndReason.EXITED);
    assertThat(finish.exitCode()).isZero();
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(finish.result()).isEqualTo("{\"count\":3,\"token\":\"***\"}");
    assertThat(finish.stdoutBytes())
        .isEqualTo(fixture.server.bytes(order.runId(), "stdout").length);
    assertThat(fixture.attempts.isEmpty()).isTrue();
    await().until(fixture::isClean);
  }

  @Test
  void anotherExitCodeIsAnError() {
    FinishRequest finish = finishOf(Orders.of("raise SystemExit(9)"));

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.ERROR);
    assertThat(finish.exitCode()).isEqualTo(9);
  }

  @Test
  void aTimeoutKillsTheWholeStubbornTree() {
    ExecutionOrder order = Orders.of(STUBBORN, 1, 10, Map.of(), Map.of());

    FinishRequest finish = finishOf(order);

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.TIMEOUT);
    assertThat(finish.endReason()).isEqualTo(EndReason.TIMEOUT);
    assertThat(finish.exitCode()).isNull();
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(Duration.between(finish.startedAt(), finish.endedAt()))
        .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Stopped: timeout of 1 s reached\n");
  }

  @Test
  void aCancelLetsTheScriptCleanUp() {
    ExecutionOrder order =
        Orders.of(
            """
            import signal, sys, time
            def stop(*_):
              sys.stderr.write('tidied'); sys.exit(0)
            signal.signal(signal.SIGTERM, stop)
            print('ready')
            time.sleep(60)
            """);
    LiveAttempt live = fixture.start(order);
    awaitOutput(order, "ready\n");

    fixture.attempts.apply(new Command(Kind.CANCEL, order.runId(), 1));
    live.decision().orTimeout(5, TimeUnit.SECONDS).join();

    FinishRequest finish = onlyFinish();
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.CANCELLED);
    assertThat(finish.endReason()).isEqualTo(EndReason.CANCELLED);
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("tidied\nStopped: cancelled\n");
  }

  @Test
  void theMemoryLimitOfTheWholeTreeStopsTheScript() {
    ExecutionOrder order =
        Orders.of(
            """
            import os, time
            for _ in range(6):
              if os.fork() == 0:
                x = bytearray(80 << 20)
                time.sleep(30)
            time.sleep(30)
            """);

    FinishRequest finish = finishOf(order);

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.ERROR);
    assertThat(finish.endReason()).isEqualTo(EndReason.MEMORY_LIMIT);
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(finish.peakMemoryBytes()).isGreaterThan(200L << 20);
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Stopped: memory limit of 256 MB reached\n");
  }

  @Test
  void pythonsOwnMemoryErrorIsTheMemoryLimitToo() {
    ExecutionOrder order = Orders.of("x = bytearray(4 << 30)");

    FinishRequest finish = finishOf(order);

    assertThat(finish.endReason()).isEqualTo(EndReason.MEMORY_LIMIT);
    assertThat(finish.exitCode()).isEqualTo(1);
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .endsWith("MemoryError\nStopped: memory limit of 256 MB reached\n");
  }

  @Test
  void whatTheScriptUsedIsReported() {
    FinishRequest finish =
        finishOf(
            Orders.of(
                """
                import time
                x = bytearray(50 << 20)
                end = time.process_time() + 0.2
                while time.process_time() < end: pass
                """));

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(finish.cpuMs()).isBetween(200L, 3000L);
    assertThat(finish.peakMemoryBytes()).isBetween(50L << 20, 150L << 20);
  }

  @Test
  void theOutputLimitStopsTheScript() {
    ExecutionOrder order =
        Orders.of(
            "import sys\nwhile True: sys.stdout.write('x' * 9999 + '\\n')",
            30,
            1,
            Map.of(),
            Map.of());

    FinishRequest finish = finishOf(order);

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.ERROR);
    assertThat(finish.endReason()).isEqualTo(EndReason.OUTPUT_LIMIT);
    assertThat(fixture.server.text(order.runId(), "stdout"))
        .hasSizeBetween(1 << 20, (1 << 20) + 100)
        .containsPattern("\\n\\[Script Runner: \\d+ bytes of output were lost here\\]\\n$");
    assertThat(fixture.server.text(order.runId(), "stderr"))
        .isEqualTo("Stopped: output limit of 1 MB reached\n");
  }

  @Test
  void theScriptGoesOnWhileTheApiIsDownAndItsOutputArrivesLater() {
    ExecutionOrder order =
        Orders.of(
            """
            import sys, time
            for n in range(20):
              print('line', n); time.sleep(0.05)
            sys.stdout.write('no end')
            """);
    LiveAttempt live = fixture.start(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").contains("line 1\n"));

    fixture.server.down = true;
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> spooled(order).exit().isPresent() && fixture.server.refused.get() > 2);
    assertThat(live.decision()).isNotDone();
    fixture.server.down = false;
    live.decision().orTimeout(10, TimeUnit.SECONDS).join();

    StringBuilder expected = new StringBuilder();
    for (int n = 0; n < 20; n++) {
      expected.append("line ").append(n).append('\n');
    }
    assertThat(fixture.server.text(order.runId(), "stdout")).isEqualTo(expected + "no end");
    assertThat(onlyFinish().outcome()).isEqualTo(AttemptOutcome.SUCCESS);
  }

  @Test
  void muchOutputArrivesWholeAndInFewPieces() {
    ExecutionOrder order =
        Orders.of("import sys\nfor n in range(100000): sys.stdout.write('%099d\\n' % n)");

    FinishRequest finish = finishOf(order);

    assertThat(finish.stdoutBytes()).isEqualTo(10_000_000);
    assertThat(fixture.server.bytes(order.runId(), "stdout")).hasSize(10_000_000);
    assertThat(fixture.server.pushes.get()).isLessThan(250);
  }

  @Test
  void aSupersededAttemptDiesAtOnceAndWritesNothing() {
    ExecutionOrder order = Orders.of(STUBBORN);
    LiveAttempt live = fixture.start(order);
    awaitOutput(order, "ready\n");

    fixture.attempts.apply(new Command(Kind.SUPERSEDED, order.runId(), 1));

    assertThatThrownBy(() -> live.decision().orTimeout(3, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(AttemptSupersededException.class);
    assertThat(fixture.server.finishes).isEmpty();
    await().until(fixture::isClean);
  }

  @Test
  void aRefusedWriteEndsTheAttemptToo() {
    ExecutionOrder order = Orders.of("import time\nwhile True: print('tick'); time.sleep(0.1)");
    LiveAttempt live = fixture.start(order);
    await().until(() -> fixture.server.text(order.runId(), "stdout").contains("tick"));

    fixture.server.superseded = true;

    assertThatThrownBy(() -> live.decision().orTimeout(3, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(AttemptSupersededException.class);
    await().until(fixture::isClean);
  }

  private Spool spooled(ExecutionOrder order) throws IOException {
    return Spool.leftIn(fixture.home.spools()).stream()
        .filter(spool -> spool.toString().contains(order.runId().toString()))
        .findFirst()
        .orElseThrow();
  }

  private FinishRequest finishOf(ExecutionOrder order) {
    fixture.start(order).decision().orTimeout(20, TimeUnit.SECONDS).join();
    return onlyFinish();
  }

  private FinishRequest onlyFinish() {
    assertThat(fixture.server.finishes).hasSize(1);
    return fixture.server.finishes.getFirst();
  }

  private void awaitOutput(ExecutionOrder order, String expected) {
    await().until(() -> fixture.server.text(order.runId(), "stdout").equals(expected));
  }
}
