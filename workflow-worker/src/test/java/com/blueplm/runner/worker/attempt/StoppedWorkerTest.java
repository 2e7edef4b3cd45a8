package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineAnswer.Kind;
import com.blueplm.runner.worker.execution.Machine;
import com.blueplm.runner.worker.execution.Orders;
import com.blueplm.runner.worker.gateway.GatewayJson;
import com.blueplm.runner.worker.gateway.GatewayServer;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real worker process that stands still (SIGSTOP) while its script runs on, and wakes again. */
@SuppressWarnings("NullAway.Init")
class StoppedWorkerTest {

  /** Speaks to an ERP without pause, each time on a connection of its own. */
  private static final String RESTLESS =
      """
      import os, time, urllib.request
      while True:
        try:
          urllib.request.urlopen('http://' + os.environ['ERP'] + '/write', data=b'x', timeout=60).read()
        except OSError:
          time.sleep(0.01)
      """;

  private static final Duration ASLEEP = Duration.ofSeconds(4);

  @TempDir Path directory;
  private GatewayServer server;
  private HttpServer erp;
  private Process worker;
  private final AtomicInteger writes = new AtomicInteger();
  private ExecutionOrder order;

  @BeforeEach
  void start() throws IOException {
    Machine.requireBubblewrap();
    server = new GatewayServer(directory);
    erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    erp.createContext(
        "/write",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            writes.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
          }
        });
    erp.start();
    order =
        Orders.with(
            Orders.of(
                RESTLESS,
                120,
                10,
                Map.of("ERP", "localhost:" + erp.getAddress().getPort()),
                Map.of()),
            new ExecutionOrder.Network("internet", List.of()),
            server.url() + "plm");
    Path orderFile =
        Files.write(directory.resolve("order"), GatewayJson.mapper().writeValueAsBytes(order));
    worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                directory.resolve("home").toString(),
                server.url().toString(),
                server.keyFile().toString(),
                orderFile.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> writes.get() > 5);
  }

  @AfterEach
  void end() {
    worker.destroyForcibly();
    server.close();
    erp.stop(0);
  }

  @Test
  void aSupersededScriptSpeaksToNobodyAnyMoreAndDiesAtOnce() throws Exception {
    signal("STOP");
    server.superseded = true;
    server.commands.add(new Command(Kind.SUPERSEDED, order.runId(), 1));
    await().pollDelay(ASLEEP).until(() -> true);
    int before = writes.get();
    assertThat(scriptLives()).as("nothing but the worker stood still").isTrue();

    signal("CONT");

    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(2))
        .until(() -> !scriptLives());
    assertThat(worker.inputReader().lines()).contains("AttemptSupersededException");
    assertThat(writes).hasValue(before);
    assertThat(server.finishes).isEmpty();
  }

  @Test
  void aScriptThatIsStillTheWorkersGoesOn() throws Exception {
    signal("STOP");
    await().pollDelay(ASLEEP).until(() -> true);
    int before = writes.get();
    signal("CONT");

    await().atMost(Duration.ofSeconds(5)).until(() -> writes.get() > before + 5);

    assertThat(scriptLives()).isTrue();
    assertThat(worker.isAlive()).isTrue();
  }

  private boolean scriptLives() {
    return !Machine.processesWith("BLUEPLM_RUN_ID=" + order.runId()).isEmpty();
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
