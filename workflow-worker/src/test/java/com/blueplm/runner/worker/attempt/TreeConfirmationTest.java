package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.contract.AttemptOutcome;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class TreeConfirmationTest {

  @TempDir Path directory;

  @Test
  void cancelledIsToldOnlyWhenTheTreeWasSeenGone() throws IOException {
    AtomicReference<HeldTree> made = new AtomicReference<>();
    try (AttemptFixture fixture =
        new AttemptFixture(
            directory,
            sandboxes -> {
              HeldTree held = new HeldTree(sandboxes.bubblewrap());
              made.set(held);
              return held;
            })) {
      HeldTree tree = Objects.requireNonNull(made.get());
      LiveAttempt live =
          fixture.start(Orders.of("import time; time.sleep(60)", 60, 10, Map.of(), Map.of()));
      live.cancel();

      await().atMost(Duration.ofSeconds(30)).until(() -> tree.looks.get() >= 3);
      assertThat(fixture.server.finishes).isEmpty();
      assertThat(live.decision()).isNotDone();

      tree.release();
      live.decision().orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(fixture.server.finishes)
          .singleElement()
          .satisfies(
              finish -> {
                assertThat(finish.outcome()).isEqualTo(AttemptOutcome.CANCELLED);
                assertThat(finish.treeConfirmed()).isTrue();
              });
    }
  }
}
