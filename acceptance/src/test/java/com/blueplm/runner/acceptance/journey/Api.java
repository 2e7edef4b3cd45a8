package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API with a bearer token. */
record Api(URI base, String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, @Nullable Object body) {
    return send("POST", path, body);
  }

  /** The answer, or none when the API could not be reached or broke off. */
  Optional<Answer> tryPost(String path, @Nullable Object body, Map<String, String> headers) {
    try {
      return Optional.of(send("POST", path, body, headers));
    } catch (UncheckedIOException away) {
      return Optional.empty();
    }
  }

  Answer send(String method, String path, @Nullable Object body) {
    return send(method, path, body, Map.of());
  }

  private Answer send(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header(
                "Content-Type",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    headers.forEach(request::header);
    request.method(
        method,
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(
                body instanceof String text ? text : JsonMapper.shared().writeValueAsString(body)));
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Creates a script of this code under a name of its own. */
  String script(String code) {
    return script(code, Map.of());
  }

  String script(String code, Map<String, Object> settings) {
    Map<String, Object> body = new HashMap<>(settings);
    body.putIfAbsent("name", "journey " + UUID.randomUUID());
    body.put("code", code);
    return post("/api/scripts", body).expect(201).text("/id");
  }

  /** Triggers a run and answers its id. */
  String trigger(String script) {
    return post("/api/scripts/" + script + "/run", null).expect(202).text("/id");
  }

  JsonNode run(String run) {
    return get("/api/runs/" + run).expect(200).json();
  }

  /** Waits until the run is as wanted; the API may be down meanwhile. */
  JsonNode await(String run, Duration atMost, Predicate<JsonNode> wanted) {
    List<JsonNode> last = new ArrayList<>();
    Awaitility.await("run " + run)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              try {
                Answer answer = get("/api/runs/" + run);
                if (answer.status() == 200) {
                  last.add(answer.json());
                  return wanted.test(answer.json());
                }
                return false;
              } catch (UncheckedIOException down) {
                return false;
              }
            });
    return last.getLast();
  }

  JsonNode awaitEnd(String run, Duration atMost) {
    return await(run, atMost, view -> !view.at("/completed_at").isNull());
  }

  JsonNode awaitStatus(String run, Duration atMost, String status) {
    return await(run, atMost, view -> status.equals(view.at("/status").asString()));
  }

  /** Triggers until the run is on the worker named; runs that came to another are cancelled. */
  String triggerOn(Stack stack, String script, String worker) {
    for (int tries = 0; tries < 30; tries++) {
      String run = trigger(script);
      Awaitility.await("a process of run " + run)
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !stack.workerOf(run).isEmpty());
      if (stack.workerOf(run).equals(worker)) {
        return run;
      }
      post("/api/runs/" + run + "/cancel", null).expect(202);
      awaitEnd(run, Duration.ofSeconds(20));
    }
    throw new AssertionError("30 runs and none came to " + worker);
  }

  /** Triggers with a key, again and again until it is accepted, and answers the run's id. */
  String triggerUntilAccepted(String script, String key) {
    List<String> accepted = new ArrayList<>();
    Awaitility.await("the trigger " + key)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              Optional<Answer> answer =
                  tryPost("/api/scripts/" + script + "/run", null, Map.of("Idempotency-Key", key));
              answer
                  .filter(each -> each.status() == 202 || each.status() == 200)
                  .ifPresent(each -> accepted.add(each.text("/id")));
              answer
                  .filter(each -> each.status() >= 400 && each.status() < 500)
                  .filter(each -> each.status() != 429)
                  .ifPresent(each -> each.expect(202));
              return !accepted.isEmpty();
            });
    return accepted.getFirst();
  }

  /** All runs of a script, newest first. */
  List<JsonNode> runs(String script) {
    List<JsonNode> runs = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/api/scripts/" + script + "/runs?limit=200" + cursor).expect(200).json();
      page.at("/runs").forEach(runs::add);
      cursor =
          page.at("/next_cursor").isNull() ? "" : "&cursor=" + page.at("/next_cursor").asString();
    } while (!cursor.isEmpty());
    return runs;
  }

  /** The slots that were due, {@code from} exclusive, {@code to} inclusive, oldest first. */
  List<JsonNode> slots(String script, Instant from, Instant to) {
    List<JsonNode> slots = new ArrayList<>();
    get("/api/scripts/" + script + "/slots?from=" + from + "&to=" + to)
        .expect(200)
        .json()
        .at("/slots")
        .forEach(slots::add);
    return slots;
  }

  /** Switches a script's schedule on or off. */
  void patchSchedule(String script, boolean enabled) {
    send("PATCH", "/api/scripts/" + script, Map.of("schedule_enabled", enabled)).expect(200);
  }

  /** All lines of a run so far, in order. */
  List<String> lines(String run) {
    List<String> texts = new ArrayList<>();
    JsonNode page;
    do {
      page =
          get("/api/runs/" + run + "/output?stream=both&limit=1000&from_line=" + texts.size())
              .expect(200)
              .json();
      page.at("/lines").forEach(line -> texts.add(line.at("/text").asString()));
    } while (!page.at("/lines").isEmpty());
    return texts;
  }

  /** An answer, read to its end. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(response.body());
    }

    String text(String pointer) {
      return json().at(pointer).asString("");
    }

    Answer expect(int status) {
      assertThat(status())
          .as(
              "%s %s answered %s",
              response.request().method(), response.request().uri(), response.body())
          .isEqualTo(status);
      return this;
    }
  }
}
