package com.blueplm.runner.local.run;

import com.blueplm.runner.local.console.LauncherException;
import com.blueplm.runner.local.console.Progress;
import com.blueplm.runner.local.run.EventReader.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints a run's output as it comes: standard output to one stream, standard error to the other.
 */
final class RunFollower {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(500);
  private static final int MAX_RECONNECTS = 240;

  private final RunnerApi api;
  private final PrintStream out;
  private final PrintStream err;
  private final Progress progress;
  private String lastEventId = "";

  RunFollower(RunnerApi api, PrintStream out, PrintStream err, Progress progress) {
    this.api = api;
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  /** Follows the run to its end, through interruptions of the connection. */
  void follow(String runId) throws InterruptedException {
    for (int failures = 0; failures < MAX_RECONNECTS; failures++) {
      try (EventReader events = new EventReader(api.events(runId, lastEventId))) {
        failures = 0;
        if (printUntilEnd(events)) {
          return;
        }
      } catch (IOException e) {
        if (failures == 1) {
          progress.say("the line to api-app is down (%s); trying again", e.getMessage());
        }
      }
      TimeUnit.MILLISECONDS.sleep(RECONNECT_AFTER.toMillis());
    }
    throw new LauncherException("The run " + runId + " goes on, but api-app does not answer");
  }

  private boolean printUntilEnd(EventReader events) throws IOException {
    for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
      if (event.get().type().equals("output")) {
        print(JSON.readTree(event.get().data()).path("lines"));
      }
      if (!event.get().id().isEmpty()) {
        lastEventId = event.get().id();
      }
      if (event.get().type().equals("end")) {
        return true;
      }
    }
    return false;
  }

  private void print(JsonNode lines) {
    for (JsonNode line : lines) {
      PrintStream stream = line.path("stream").asString("").equals("stderr") ? err : out;
      stream.println(line.path("text").asString(""));
    }
    out.flush();
    err.flush();
  }
}
