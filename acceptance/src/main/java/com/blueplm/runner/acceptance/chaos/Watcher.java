package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Client.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the runs all the time: an end that changes is a finding. Decides about runs that are
 * held, and notes when everything is ready.
 */
final class Watcher implements AutoCloseable {
  private static final Duration EACH = Duration.ofMillis(1_500);
  private static final Duration READY_EACH = Duration.ofMillis(500);
  private static final int GIVE_UP_OF_TEN = 3;

  private final Client client;
  private final Clock clock;
  private final Diary diary;
  private final Map<String, String> ends = new ConcurrentHashMap<>();
  private final Map<String, String> decided = new ConcurrentHashMap<>();
  private final List<Violation> changes = new CopyOnWriteArrayList<>();
  private final List<Instant> ready = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Watcher(Client client, Clock clock, Diary diary) {
    this.client = client;
    this.clock = clock;
    this.diary = diary;
  }

  void start() {
    threads.add(repeat("watch-runs", EACH, this::look));
    threads.add(repeat("watch-holds", EACH, this::decide));
    threads.add(repeat("watch-ready", READY_EACH, this::lookIfReady));
  }

  /** Notes how the run ended; a finding when it had ended otherwise before. */
  void observe(Run run) {
    String before = run.isTerminal() ? ends.putIfAbsent(run.id(), run.end()) : ends.get(run.id());
    if (before != null && !before.equals(run.end())) {
      String text = "had ended as %s and is now %s".formatted(before, run.end());
      Violation change = new Violation("one outcome", run.id(), text);
      if (!changes.contains(change)) {
        changes.add(change);
      }
    }
  }

  List<Violation> changes() {
    return List.copyOf(changes);
  }

  /** The decisions by run id; the last one sent. */
  Map<String, String> decided() {
    return Map.copyOf(decided);
  }

  /** The moments at which every part answered and a worker polled. */
  List<Instant> ready() {
    return List.copyOf(ready);
  }

  private Thread repeat(String name, Duration each, Runnable task) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              while (!closed) {
                task.run();
                Pauses.of(each);
              }
            });
  }

  private void look() {
    page("/api/runs?limit=200").ifPresent(page -> page.forEach(run -> observe(Run.of(run))));
  }

  private Optional<JsonNode> page(String path) {
    return client
        .once("GET", path, null, Map.of())
        .filter(Answer::isAccepted)
        .map(answer -> answer.body().path("runs"));
  }

  private void decide() {
    page("/api/runs?limit=200&status=needs_decision")
        .ifPresent(page -> page.forEach(run -> decide(run.path("id").asString())));
  }

  private void decide(String run) {
    boolean gives = Math.floorMod(run.hashCode(), 10) < GIVE_UP_OF_TEN;
    String decision = gives ? "give_up" : "rerun";
    decided.put(run, decision);
    Optional<Answer> answer =
        client.once("POST", "/api/runs/" + run + "/decide", Map.of("decision", decision), Map.of());
    diary.write(
        "decide %s %s: %s", run, decision, answer.map(a -> "" + a.status()).orElse("no answer"));
  }

  private void lookIfReady() {
    Optional<Answer> answer = client.once("GET", "/readyz", null, Map.of());
    boolean all =
        answer
            .filter(Answer::isAccepted)
            .map(Answer::body)
            .filter(body -> body.path("temporal").asString("").equals("ok"))
            .filter(body -> body.path("postgres").asString("").equals("ok"))
            .filter(body -> body.path("ledger_worker").asString("").equals("ok"))
            .filter(body -> body.path("workers").asInt(0) > 0)
            .isPresent();
    if (all) {
      ready.add(clock.instant());
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
