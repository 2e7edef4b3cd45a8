package com.blueplm.runner.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.execution.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ScriptChannelTest {

  @TempDir Path directory;

  @Test
  void aLinkInPlaceOfTheChannelIsNotFollowed() throws IOException {
    Path secret =
        Files.writeString(
            directory.resolve("stolen.jsonl"), "{\"type\":\"result\",\"value\":\"stolen\"}\n");
    try (AttemptFixture fixture = new AttemptFixture(directory, IsolationLevel.PROCESS)) {
      LiveAttempt live =
          fixture.start(
              Orders.of(
                  """
                  import os
                  events = os.path.join(os.environ['BLUEPLM_RUNTIME'], 'events.jsonl')
                  os.unlink(events)
                  os.symlink(os.environ['TARGET'], events)
                  """,
                  30,
                  10,
                  Map.of("TARGET", secret.toString()),
                  Map.of()));

      live.decision().orTimeout(20, TimeUnit.SECONDS).join();

      assertThat(fixture.server.finishes)
          .singleElement()
          .satisfies(
              finish -> {
                assertThat(finish.exitCode()).isZero();
                assertThat(finish.result()).isNull();
              });
    }
  }
}
