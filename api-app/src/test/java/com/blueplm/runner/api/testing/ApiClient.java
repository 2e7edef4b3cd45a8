package com.blueplm.runner.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the API with fixed headers; bodies are JSON text, or objects written as JSON. */
public final class ApiClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final Map<String, String> headers;

  ApiClient(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = Map.copyOf(headers);
  }

  /** The same caller with one more header (or another value for it). */
  public ApiClient header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiClient(base, more);
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, @Nullable Object body) {
    return send("POST", path, body);
  }

  public Answer put(String path, @Nullable Object body) {
    return send("PUT", path, body);
  }

  public Answer patch(String path, @Nullable Object body) {
    return send("PATCH", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /**
   * Sends a request; a body is sent as {@code application/json} unless this caller has another
   * Content-Type: text and bytes as they are, anything else written as JSON.
   */
  public Answer send(String method, String path, @Nullable Object body) {
    HttpRequest request = request(method, path, body).build();
    try {
      return new Answer(HTTP.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The request that {@link #send} would send, for streams and other ways of reading. */
  public HttpRequest.Builder request(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    headers.forEach(request::setHeader);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    if (!headers.containsKey("Content-Type")) {
      request.setHeader("Content-Type", "application/json");
    }
    return request.method(
        method,
        switch (body) {
          case byte[] bytes -> BodyPublishers.ofByteArray(bytes);
          case String text -> BodyPublishers.ofString(text);
          default -> BodyPublishers.ofString(JSON.writeValueAsString(body));
        });
  }

  /** The client behind all callers, for streams. */
  public static HttpClient http() {
    return HTTP;
  }

  /** An answer, read to its end. */
  public static final class Answer {
    private final HttpResponse<byte[]> response;

    Answer(HttpResponse<byte[]> response) {
      this.response = response;
    }

    public int status() {
      return response.statusCode();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    public Map<String, java.util.List<String>> headers() {
      return response.headers().map();
    }

    public String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
      return response.body();
    }

    /** The body as JSON. */
    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    /** The text at a JSON pointer such as {@code /errors/0/field}; empty when there is none. */
    public String text(String pointer) {
      return json().at(pointer).asString("");
    }

    /** This answer, if it has this status; otherwise a failure that shows the answer. */
    public Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError("Expected " + status + " but got " + this);
      }
      return this;
    }

    @Override
    public String toString() {
      String body = body();
      return response.request().method()
          + " "
          + response.request().uri()
          + " -> "
          + status()
          + " "
          + body.substring(0, Math.min(body.length(), 2000));
    }
  }
}
