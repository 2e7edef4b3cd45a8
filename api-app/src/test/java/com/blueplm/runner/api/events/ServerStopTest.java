package com.blueplm.runner.api.events;

import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ServerStopTest {
  @RegisterExtension static final ApiServer server = ApiServer.with(Map.of());

  @Test
  void openStreamDoesNotHoldUpAStopAndResumesAfterIt() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "one\n");
    String id;
    try (EventReader events = EventReader.open(server.viewer(), run.path("/events"))) {
      events.nextEvent();
      id = events.nextEvent().id();
      long start = System.nanoTime();
      server.restart();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
      assertThat(events.toEnd()).isEmpty();
    }
    TestRun same = run.after(server);
    same.print(STDOUT, "two\n");
    try (EventReader events =
        EventReader.open(server.viewer().header("Last-Event-ID", id), run.path("/events"))) {
      assertThat(events.nextEvent().texts()).containsExactly("two");
    }
  }
}
