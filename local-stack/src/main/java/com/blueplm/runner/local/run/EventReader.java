package com.blueplm.runner.local.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events one by one. */
final class EventReader implements AutoCloseable {
  /**
   * One event.
   *
   * @param id the id to resume after; empty when the server gave none
   */
  record Event(String id, String type, String data) {}

  private final BufferedReader lines;

  EventReader(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** Returns the next event, or nothing at the end of the stream. */
  Optional<Event> next() throws IOException {
    String id = "";
    String type = "message";
    boolean begun = false;
    StringBuilder data = new StringBuilder();
    for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && begun) {
        return Optional.of(new Event(id, type, data.toString()));
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      String text = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> id = text;
        case "event" -> {
          type = text;
          begun = true;
        }
        case "data" -> {
          data.append(data.isEmpty() ? "" : "\n").append(text);
          begun = true;
        }
        default -> {
          // Comments keep the connection alive.
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
