package com.blueplm.runner.acceptance.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API as a patient client uses it: what was not answered is asked again. */
final class Client {
  /**
   * An answer.
   *
   * @param body null-like when there was none or it was not JSON
   */
  record Answer(int status, JsonNode body) {
    boolean isAccepted() {
      return status >= 200 && status < 300;
    }

    /** Whether asking again may help: the service is away, or asks for patience. */
    boolean isTemporary() {
      return status >= 500 || status == 429;
    }
  }

  private static final Duration TRY_LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(400);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI base;
  private final String token;
  private final Clock clock;

  Client(URI base, String token, Clock clock) {
    this.base = base;
    this.token = token;
    this.clock = clock;
  }

  /** Asks once; empty when there was no answer. */
  Optional<Answer> once(
      String method, String path, @Nullable Object body, Map<String, String> more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TRY_LIMIT)
            .header("Authorization", "Bearer " + token)
            .header(
                "Content-Type",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)));
    more.forEach(request::header);
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
      JsonMapper mapper = JsonMapper.shared();
      return Optional.of(
          new Answer(
              answer.statusCode(),
              json ? mapper.readTree(answer.body()) : mapper.createObjectNode()));
    } catch (IOException noAnswer) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The campaign was interrupted", e);
    }
  }

  /** Asks until there is an answer that counts; the last one, or nothing, at the deadline. */
  Optional<Answer> insist(
      String method,
      String path,
      @Nullable Object body,
      Map<String, String> more,
      Instant deadline) {
    while (true) {
      Optional<Answer> answer = once(method, path, body, more);
      if (answer.filter(given -> !given.isTemporary()).isPresent()
          || clock.instant().isAfter(deadline)) {
        return answer;
      }
      Pauses.of(BETWEEN);
    }
  }

  /** Asks until it is done; fails when it is not within two minutes, or is refused. */
  JsonNode demand(String method, String path, @Nullable Object body) {
    Answer answer =
        insist(method, path, body, Map.of(), clock.instant().plus(Duration.ofMinutes(2)))
            .orElseThrow(() -> new IllegalStateException(method + " " + path + ": no answer"));
    if (!answer.isAccepted()) {
      throw new IllegalStateException(
          "%s %s answered %d: %s".formatted(method, path, answer.status(), answer.body()));
    }
    return answer.body();
  }
}
