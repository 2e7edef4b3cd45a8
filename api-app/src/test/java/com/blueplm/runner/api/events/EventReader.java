package com.blueplm.runner.api.events;

import com.blueplm.runner.api.testing.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a {@code text/event-stream} as a browser does. */
final class EventReader implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpResponse<InputStream> response;
  private final BufferedReader reader;

  private EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static EventReader open(ApiClient client, String path) {
    try {
      return new EventReader(
          ApiClient.http()
              .send(
                  client.header("Accept", "text/event-stream").request("GET", path, null).build(),
                  HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** The next event or comment; null when the stream is over. */
  @Nullable Event next() {
    String name = "message";
    String id = "";
    String data = "";
    String comment = "";
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          return new Event(name, id, data, comment);
        } else if (line.startsWith(":")) {
          comment = line.substring(1).strip();
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data += line.substring(6);
        } else {
          throw new AssertionError("Not a line of an event stream: " + line);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event; comments are left out. */
  Event nextEvent() {
    Event event = next();
    while (event != null && !event.comment().isEmpty()) {
      event = next();
    }
    if (event == null) {
      throw new AssertionError("The stream is over");
    }
    return event;
  }

  /** All events up to the end of the stream. */
  List<Event> toEnd() {
    List<Event> events = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      if (event.comment().isEmpty()) {
        events.add(event);
      }
    }
    return events;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An event, or a comment. */
  record Event(String name, String id, String data, String comment) {
    JsonNode json() {
      return JSON.readTree(data);
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      json().at("/lines").forEach(line -> texts.add(line.at("/text").asString()));
      return texts;
    }
  }
}
