package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Client.Answer;
import com.blueplm.runner.acceptance.chaos.LoadPlan.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Sends the triggers of the plan, and cancels some of the runs. */
final class Load {
  /** A client asks again for this long; the faults end long before. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Client client;
  private final Clock clock;
  private final Diary diary;
  private final Map<Kind, String> scripts;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<Kind, Instant> cancelledAllUntil = new ConcurrentHashMap<>();

  Load(Client client, Clock clock, Diary diary, Map<Kind, String> scripts) {
    this.client = client;
    this.clock = clock;
    this.diary = diary;
    this.scripts = scripts;
  }

  /** Returns when every trigger has its answer. */
  void run(List<Trigger> plan, Instant begin) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          plan.stream().map(trigger -> threads.submit(() -> send(trigger, begin))).toList();
      all.forEach(Futures::await);
    }
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Runs whose cancel was asked for, whatever came of it. */
  Set<String> cancelled() {
    return Set.copyOf(cancelled);
  }

  /** Scripts whose open runs were all cancelled, with the moment after which none was any more. */
  Map<Kind, Instant> cancelledAllUntil() {
    return Map.copyOf(cancelledAllUntil);
  }

  /** Cancels all open runs of a script. */
  void cancelAll(Kind kind, Instant when) {
    Pauses.until(clock, when);
    String script = Objects.requireNonNull(scripts.get(kind));
    diary.write("cancel all open runs of %s", kind.wire());
    Instant deadline = clock.instant().plus(PATIENCE);
    client.insist("POST", "/api/runs/cancel", Map.of("script_id", script), Map.of(), deadline);
    // The list of an answer that was lost is not known, so the time tells which runs it may be.
    cancelledAllUntil.put(kind, clock.instant());
  }

  private void send(Trigger trigger, Instant begin) {
    Pauses.until(clock, begin.plus(trigger.at()));
    Instant deadline = clock.instant().plus(PATIENCE);
    List<Optional<Answer>> answers = new CopyOnWriteArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          Stream.generate(() -> clients.submit(() -> answers.add(ask(trigger, deadline))))
              .limit(trigger.clients())
              .toList();
      all.forEach(Futures::await);
    }
    Set<String> runs = new TreeSet<>();
    answers.stream()
        .flatMap(Optional::stream)
        .filter(Answer::isAccepted)
        .forEach(answer -> runs.add(answer.body().path("id").asString("")));
    sent.add(
        new Sent(
            trigger.number(),
            trigger.kind(),
            Set.copyOf(runs),
            !runs.isEmpty(),
            answers.stream().flatMap(Optional::stream).anyMatch(Load::isRefusal),
            answers.stream().anyMatch(answer -> answer.filter(a -> !a.isTemporary()).isEmpty())));
    if (trigger.cancelAfter().isPresent() && !runs.isEmpty()) {
      Pauses.of(trigger.cancelAfter().get());
      runs.forEach(this::cancel);
    }
  }

  private Optional<Answer> ask(Trigger trigger, Instant deadline) {
    String script = Objects.requireNonNull(scripts.get(trigger.kind()));
    return client.insist(
        "POST",
        "/api/scripts/" + script + "/run",
        Map.of(),
        Map.of("Idempotency-Key", "trigger-" + trigger.number()),
        deadline);
  }

  private void cancel(String run) {
    cancelled.add(run);
    diary.write("cancel %s", run);
    client.insist(
        "POST", "/api/runs/" + run + "/cancel", null, Map.of(), clock.instant().plus(PATIENCE));
  }

  private static boolean isRefusal(Answer answer) {
    return !answer.isAccepted() && !answer.isTemporary();
  }
}
