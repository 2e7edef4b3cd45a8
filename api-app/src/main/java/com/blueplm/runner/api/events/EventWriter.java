package com.blueplm.runner.api.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** Writes events in the form of {@code text/event-stream}; blocks while the reader is slow. */
final class EventWriter {
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream target;
  private final JsonMapper json;
  private final Clock clock;
  private Instant lastWrite;

  EventWriter(OutputStream target, JsonMapper json, Clock clock) {
    this.target = target;
    this.json = json;
    this.clock = clock;
    this.lastWrite = clock.instant();
  }

  /** Writes one event; {@code data} becomes one line of JSON. */
  void event(String name, ResumePoint id, Object data) throws IOException {
    String head = "event: " + name + "\nid: " + id + "\ndata: ";
    target.write(head.getBytes(StandardCharsets.US_ASCII));
    target.write(json.writeValueAsBytes(data));
    target.write('\n');
    target.write('\n');
    lastWrite = clock.instant();
  }

  /** Sends what was written, and a comment when nothing was for that long. */
  void flush(Duration keepAlive) throws IOException {
    Instant now = clock.instant();
    if (Duration.between(lastWrite, now).compareTo(keepAlive) >= 0) {
      target.write(KEEP_ALIVE);
      lastWrite = now;
    }
    target.flush();
  }
}
