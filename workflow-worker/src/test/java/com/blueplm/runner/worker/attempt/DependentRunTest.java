package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.contract.gateway.ExecutionOrder;
import com.blueplm.runner.contract.gateway.FinishRequest;
import com.blueplm.runner.contract.gateway.LockOrder;
import com.blueplm.runner.contract.gateway.LockResult;
import com.blueplm.runner.worker.dependencies.DependencyFixture;
import com.blueplm.runner.worker.dependencies.PackageIndex;
import com.blueplm.runner.worker.dependencies.Wheel;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts of scripts with packages of their own. */
@Timeout(120)
class DependentRunTest {

  private static final String LOOK =
      """
      import sys, acme, requests, blueplm
      print(acme.VALUE, requests.__version__, blueplm.__name__)
      print(acme.__file__.startswith(sys.prefix), blueplm.__file__.startswith(sys.prefix))
      """;

  private PackageIndex index;
  private AttemptFixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    index = new PackageIndex();
    index.add(Wheel.of("acme", "1.0").file("acme.py", "VALUE = 42\n"));
    fixture = new AttemptFixture(directory, IsolationLevel.BUBBLEWRAP, index.url());
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
    index.close();
  }

  @Test
  void aScriptSeesItsOwnPackagesAndThoseOfTheBaseEnvironment() throws IOException {
    ExecutionOrder order = order(LOOK, lock("acme"));

    FinishRequest finish = finishOf(order);

    assertThat(fixture.server.text(order.runId(), "stderr")).isEmpty();
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.text(order.runId(), "stdout"))
        .matches("42 \\d+\\.\\d+\\.\\d+ blueplm\nTrue False\n");
  }

  @Test
  void anOwnVersionWinsOverThatOfTheBaseEnvironment() throws IOException {
    index.add(Wheel.of("requests", "99.0").file("requests.py", "__version__ = '99.0'\n"));
    ExecutionOrder order = order(LOOK, lock("acme", "requests"));

    assertThat(finishOf(order).outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.text(order.runId(), "stdout")).startsWith("42 99.0 blueplm\n");
  }

  @Test
  void theNextRunNeedsNoIndex() throws IOException {
    String lock = lock("acme");
    FinishRequest first = finishOf(order(LOOK, lock));
    index.close();
    FinishRequest second = finishOf(order(LOOK, lock));

    assertThat(first.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(second.outcome()).isEqualTo(AttemptOutcome.SUCCESS);
  }

  @Test
  void aScriptCannotChangeItsEnvironment() throws IOException {
    String code =
        """
        import acme
        for path in (acme.__file__, '/run/environment/pyvenv.cfg', '/run/environment/new'):
          try:
            open(path, 'w'); print('written', path)
          except OSError as e:
            pass
        """;
    ExecutionOrder order = order(code, lock("acme"));

    assertThat(finishOf(order).outcome()).isEqualTo(AttemptOutcome.SUCCESS);
    assertThat(fixture.server.text(order.runId(), "stdout")).isEmpty();
  }

  @Test
  void whatCannotBeInstalledEndsTheRunWithAReason() {
    String lock = "nosuch==1.0 \\\n    --hash=sha256:" + "0".repeat(64) + "\n";
    ExecutionOrder order = order("print('never')", lock);

    FinishRequest finish = finishOf(order);

    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.ERROR);
    assertThat(finish.endReason()).isEqualTo(EndReason.DEPENDENCY_ERROR);
    assertThat(finish.treeConfirmed()).isTrue();
    assertThat(fixture.server.text(order.runId(), "stdout")).isEmpty();
    assertThat(fixture.server.text(order.runId(), "stderr").lines().toList().getLast())
        .isEqualTo(
            "Stopped: the dependencies could not be installed: There is no package nosuch in the"
                + " package index");
  }

  @Test
  void aCancelStopsTheInstallation() throws IOException {
    String lock = lock("acme");
    CountDownLatch hold = index.holdDownloads();
    LiveAttempt live = fixture.start(order("print('never')", lock));
    await().until(() -> index.isHolding());

    live.cancel();
    Object decision = live.decision().orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(decision).isEqualTo(fixture.server.decision);
    FinishRequest finish = fixture.server.finishes.getFirst();
    assertThat(finish.outcome()).isEqualTo(AttemptOutcome.CANCELLED);
    await().until(fixture::isClean);
    hold.countDown();
  }

  private String lock(String... packages) throws IOException {
    LockResult result =
        DependencyFixture.lock(
            fixture.sandbox, fixture.home, index.url(), new LockOrder(null, List.of(packages)));
    return Objects.requireNonNull(result.lock(), () -> String.valueOf(result.error()));
  }

  private FinishRequest finishOf(ExecutionOrder order) {
    int before = fixture.server.finishes.size();
    Object decision = fixture.start(order).decision().orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(decision).isEqualTo(fixture.server.decision);
    return fixture.server.finishes.get(before);
  }

  private static ExecutionOrder order(String code, String lock) {
    ExecutionOrder plain = Orders.of(code);
    return new ExecutionOrder(
        UUID.randomUUID(),
        plain.attempt(),
        plain.scriptId(),
        plain.scriptName(),
        plain.fileName(),
        plain.code(),
        plain.trigger(),
        plain.slotAt(),
        plain.runKey(),
        plain.timeoutSeconds(),
        plain.limits(),
        plain.network(),
        plain.environment(),
        plain.secrets(),
        plain.apiUrl(),
        plain.apiKey(),
        plain.parameters(),
        plain.payload(),
        lock,
        plain.onWorkerLoss(),
        plain.checkpoint());
  }
}
