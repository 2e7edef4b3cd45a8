package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Creates the scripts of the load, and switches their schedules off again. */
final class Scripts {
  /** When a change of a schedule was asked for, and when it was known to hold. */
  record Change(Instant sent, Instant known) {}

  private final Client client;
  private final Clock clock;
  private final Map<Kind, String> ids = new EnumMap<>(Kind.class);
  private final Map<Kind, Change> on = new EnumMap<>(Kind.class);
  private final Map<Kind, Change> off = new EnumMap<>(Kind.class);

  Scripts(Client client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void create(String mark, String counter) {
    String code = code();
    for (Kind kind : Kind.values()) {
      Instant sent = clock.instant();
      String id =
          client
              .demand("POST", "/api/scripts", kind.script(code, mark, counter))
              .path("id")
              .asString();
      ids.put(kind, id);
      on.put(kind, new Change(sent, clock.instant()));
    }
  }

  void switchSchedulesOff() {
    for (Kind kind : Kind.values()) {
      if (kind.isScheduled()) {
        Instant sent = clock.instant();
        client.demand("PATCH", "/api/scripts/" + id(kind), Map.of("schedule_enabled", false));
        off.put(kind, new Change(sent, clock.instant()));
      }
    }
  }

  String id(Kind kind) {
    return Objects.requireNonNull(ids.get(kind));
  }

  Map<Kind, String> ids() {
    return Map.copyOf(ids);
  }

  Change on(Kind kind) {
    return Objects.requireNonNull(on.get(kind));
  }

  Change off(Kind kind) {
    return Objects.requireNonNull(off.get(kind));
  }

  private static String code() {
    try (InputStream file = Scripts.class.getResourceAsStream("script.py")) {
      return new String(
          Objects.requireNonNull(file, "script.py is missing").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
