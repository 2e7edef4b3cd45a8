package com.blueplm.runner.api.events;

import static com.blueplm.runner.contract.OutputStream.STDERR;
import static com.blueplm.runner.contract.OutputStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.events.EventReader.Event;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TestRun;
import com.blueplm.runner.contract.RunStatus;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunEventsTest {
  @RegisterExtension
  static final ApiServer server = ApiServer.with(Map.of("runner.events.keep-alive", "300ms"));

  @Test
  void linesComeAsTheyArePrintedAndTheEndComesLast() {
    TestRun run = TestRun.running(server);
    try (EventReader events = open(run)) {
      Event first = events.nextEvent();
      assertThat(first.name()).isEqualTo("status");
      assertThat(first.json().at("/status").asString()).isEqualTo("running");
      assertThat(first.json().has("output")).isFalse();

      run.print(STDOUT, "one\n");
      Event one = events.nextEvent();
      assertThat(one.name()).isEqualTo("output");
      assertThat(one.texts()).containsExactly("one");
      assertThat(one.id()).isEqualTo("1.1");
      assertThat(one.json().at("/lines/0").propertyNames())
          .containsExactlyInAnyOrder("n", "stream", "attempt", "at", "text");

      run.print(STDERR, "two\nthr");
      assertThat(events.nextEvent().texts()).containsExactly("two");

      run.print(STDOUT, "four\n");
      run.finish(RunStatus.SUCCESS);
      List<Event> rest = events.toEnd();
      assertThat(rest).extracting(Event::name).endsWith("output", "status", "end");
      assertThat(texts(rest)).containsExactly("four", "thr");
      assertThat(rest.getLast().json().at("/status").asString()).isEqualTo("success");
    }
  }

  @Test
  void headersKeepProxiesFromHoldingEventsBack() {
    TestRun run = TestRun.running(server);
    try (EventReader events = open(run)) {
      HttpHeaders headers = events.response().headers();
      assertThat(events.response().statusCode()).isEqualTo(200);
      assertThat(headers.firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
      assertThat(headers.allValues("Cache-Control")).containsExactly("no-cache");
      assertThat(headers.firstValue("X-Accel-Buffering")).contains("no");
      assertThat(headers.firstValue("Content-Encoding")).isEmpty();
    }
  }

  @Test
  void finishedRunIsReplayedWholeAndEnds() {
    TestRun run = TestRun.running(server);
    List<String> printed = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String line = "line " + i + " " + "x".repeat(i * 100);
      run.print(i % 3 == 0 ? STDERR : STDOUT, (line + "\n").repeat(100));
      for (int n = 0; n < 100; n++) {
        printed.add(line);
      }
    }
    run.finish(RunStatus.ERROR);

    List<Event> events = replay(run, "");

    assertThat(texts(events)).isEqualTo(printed);
    assertThat(events.getFirst().name()).isEqualTo("status");
    assertThat(events.getLast().name()).isEqualTo("end");
    assertThat(events).filteredOn(event -> event.name().equals("status")).hasSize(1);
    assertThat(events)
        .filteredOn(event -> event.name().equals("output"))
        .allMatch(event -> event.texts().size() <= 500 && event.data().length() < 150_000);
  }

  @Test
  void resumingAtAnyPointLosesAndRepeatsNothing() {
    TestRun run = TestRun.running(server);
    for (int i = 0; i < 12; i++) {
      run.print(i % 2 == 0 ? STDOUT : STDERR, "line %d\nsame\npart".formatted(i));
    }
    run.nextAttempt();
    run.print(STDOUT, "x".repeat(70_000) + "\n" + "many\n".repeat(1_200));
    run.finish(RunStatus.SUCCESS);
    List<Event> whole = replay(run, "");
    List<String> expected = texts(whole);

    for (int cut = 0; cut < whole.size(); cut++) {
      List<Event> rest = replay(run, whole.get(cut).id());
      List<String> joined = new ArrayList<>(texts(whole.subList(0, cut + 1)));
      joined.addAll(texts(rest));
      assertThat(joined).as("cut after event %d", cut).isEqualTo(expected);
      assertThat(rest.getLast().name()).isEqualTo("end");
      assertThat(rest).noneMatch(event -> event.name().equals("status"));
    }
    for (int line = 0; line <= 40; line++) {
      assertThat(texts(replay(run, line + ".2")))
          .isEqualTo(expected.subList(line, expected.size()));
    }
  }

  @Test
  void resumingWhileTheRunGoesOnLosesAndRepeatsNothing() throws InterruptedException {
    TestRun run = TestRun.running(server);
    int count = 400;
    Thread printer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < count; i++) {
                    run.print(i % 2 == 0 ? STDOUT : STDERR, i + "\n");
                  }
                  run.finish(RunStatus.SUCCESS);
                });
    List<String> read = new ArrayList<>();
    List<String> statuses = new ArrayList<>();
    String id = "";
    boolean ended = false;
    for (int cut = 1; !ended; cut++) {
      try (EventReader events = open(run, id)) {
        for (int i = 0; i < cut && !ended; i++) {
          Event event = events.nextEvent();
          id = event.id();
          switch (event.name()) {
            case "output" -> read.addAll(event.texts());
            case "status" -> statuses.add(event.json().at("/status").asString());
            default -> ended = true;
          }
        }
      }
    }
    printer.join();

    assertThat(read).isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    assertThat(statuses).containsExactly("running", "success");
  }

  @Test
  void statusChangesAreEvents() {
    TestRun run = TestRun.running(server);
    try (EventReader events = open(run)) {
      assertThat(events.nextEvent().id()).isEqualTo("0.1");
      run.moveTo(RunStatus.CANCELLING);
      Event change = events.nextEvent();
      assertThat(change.id()).isEqualTo("0.2");
      assertThat(change.json().at("/status").asString()).isEqualTo("cancelling");
      run.moveTo(RunStatus.CANCELLED);
      assertThat(events.toEnd()).extracting(Event::name).containsExactly("status", "end");
    }
  }

  @Test
  void changeThroughAnotherReplicaIsSeenByThePoll() {
    TestRun run = TestRun.running(server);
    try (EventReader events = open(run)) {
      events.nextEvent();
      server
          .database()
          .sql("UPDATE script_runs SET status = 'lost', status_version = 2 WHERE id = :id")
          .param("id", run.id())
          .update();
      assertThat(events.toEnd()).extracting(Event::name).containsExactly("status", "end");
    }
  }

  @Test
  void silentStreamIsKeptAlive() {
    TestRun run = TestRun.running(server);
    try (EventReader events = open(run)) {
      events.nextEvent();
      for (int i = 0; i < 3; i++) {
        assertThat(events.next()).extracting(Event::comment).isEqualTo("keep-alive");
      }
    }
  }

  @Test
  void idMayComeAsAParameterAndTheHeaderWins() {
    TestRun run = TestRun.running(server);
    run.print(STDOUT, "one\ntwo\nthree\n");
    run.finish(RunStatus.SUCCESS);
    String path = run.path("/events?last_event_id=1.2");

    try (EventReader events = EventReader.open(server.viewer(), path)) {
      assertThat(texts(events.toEnd())).containsExactly("two", "three");
    }
    try (EventReader events =
        EventReader.open(server.viewer().header("Last-Event-ID", "2.2"), path)) {
      assertThat(texts(events.toEnd())).containsExactly("three");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "1.", ".1", "-1.2", "1.2.3", "99999999999999999999.1"})
  void malformedIdIsRefused(String id) {
    TestRun run = TestRun.running(server);

    Answer refusal =
        server
            .viewer()
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", id)
            .get(run.path("/events"))
            .expect(400);

    assertThat(refusal.text("/errors/0/field")).isEqualTo("last_event_id");
  }

  @Test
  void runOfAnotherOrganisationIsMissing() {
    TestRun run = TestRun.running(server);

    assertThat(server.otherAdmin().get(run.path("/events")).status()).isEqualTo(404);
    assertThat(server.viewer().get("/api/runs/" + UUID.randomUUID() + "/events").status())
        .isEqualTo(404);
    assertThat(server.anonymous().get(run.path("/events")).status()).isEqualTo(401);
  }

  @Test
  void headOfALiveRunAnswersAtOnce() {
    TestRun run = TestRun.running(server);

    assertThat(server.viewer().send("HEAD", run.path("/events"), null).status()).isEqualTo(200);
  }

  @Test
  void streamEndsSoonAfterItsReaderHasGone() {
    TestRun run = TestRun.running(server);
    OpenStreams streams = server.bean(OpenStreams.class);
    EventReader events = open(run);
    events.nextEvent();
    assertThat(streams.countOf(run.id())).isEqualTo(1);
    events.close();

    await().untilAsserted(() -> assertThat(streams.countOf(run.id())).isZero());
  }

  private static List<Event> replay(TestRun run, String lastEventId) {
    try (EventReader events = open(run, lastEventId)) {
      return events.toEnd();
    }
  }

  private static EventReader open(TestRun run) {
    return open(run, "");
  }

  private static EventReader open(TestRun run, String lastEventId) {
    return EventReader.open(
        lastEventId.isEmpty()
            ? server.viewer()
            : server.viewer().header("Last-Event-ID", lastEventId),
        run.path("/events"));
  }

  private static List<String> texts(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("output"))
        .flatMap(event -> event.texts().stream())
        .toList();
  }
}
