package com.blueplm.runner.acceptance.chaos;

import com.blueplm.runner.acceptance.chaos.Client.Answer;
import com.blueplm.runner.acceptance.chaos.Schedule.Slot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what the product recorded, when everything has settled. */
final class Collector {
  private final Client client;
  private final Clock clock;
  private final Scripts scripts;

  Collector(Client client, Clock clock, Scripts scripts) {
    this.client = client;
    this.clock = clock;
    this.scripts = scripts;
  }

  /** How many runs have not ended. */
  int open() {
    int open = 0;
    for (String id : scripts.ids().values()) {
      String path =
          "/api/scripts/%s/runs?limit=200&status=pending&status=queued&status=running&status=cancelling&status=needs_decision"
              .formatted(id);
      open +=
          client
              .once("GET", path, null, Map.of())
              .filter(Answer::isAccepted)
              .map(answer -> answer.body().path("runs").size())
              .orElse(1);
    }
    return open;
  }

  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (String id : scripts.ids().values()) {
      pages("/api/scripts/" + id + "/runs?limit=200", "runs").forEach(run -> runs.add(Run.of(run)));
    }
    return runs;
  }

  List<Line> lines(Run run) {
    List<Line> lines = new ArrayList<>();
    int before = -1;
    while (lines.size() > before) {
      before = lines.size();
      String path =
          "/api/runs/%s/output?stream=both&limit=1000&from_line=%d"
              .formatted(run.id(), lines.size());
      client
          .demand("GET", path, null)
          .path("lines")
          .forEach(
              line ->
                  lines.add(
                      new Line(
                          line.path("n").asInt(),
                          line.path("stream").asString(),
                          line.path("attempt").asInt(),
                          line.path("text").asString())));
    }
    return lines;
  }

  Schedule schedule(Kind kind) {
    Scripts.Change on = scripts.on(kind);
    Scripts.Change off = scripts.off(kind);
    String path =
        "/api/scripts/%s/slots?from=%s&to=%s"
            .formatted(scripts.id(kind), on.sent().minusSeconds(60), clock.instant());
    List<Slot> slots = new ArrayList<>();
    for (JsonNode slot : pages(path, "slots")) {
      slots.add(
          new Slot(
              Run.instant(slot.path("slot_at")).orElseThrow(),
              slot.path("outcome").asString(),
              slot.path("reason").asString(""),
              slot.path("run_id").asString("")));
    }
    return new Schedule(
        kind, scripts.id(kind), on.sent(), on.known(), off.sent(), off.known(), slots);
  }

  /** Sends an accepted key once more: it must name the same run. */
  Optional<Violation> repeat(Sent sent) {
    String path = "/api/scripts/" + scripts.id(sent.kind()) + "/run";
    Map<String, String> key = Map.of("Idempotency-Key", "trigger-" + sent.number());
    Optional<Answer> answer =
        client.insist("POST", path, Map.of(), key, clock.instant().plus(Duration.ofSeconds(30)));
    boolean same =
        answer
            .filter(given -> given.status() == 200)
            .filter(given -> sent.runIds().contains(given.body().path("id").asString("")))
            .isPresent();
    return same
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "one key, one run",
                String.join(",", sent.runIds()),
                "its key trigger-%d is answered %s now".formatted(sent.number(), answer)));
  }

  private List<JsonNode> pages(String path, String name) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.demand("GET", path + cursor, null);
      page.path(name).forEach(all::add);
      String next = page.path("next_cursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return all;
  }
}
