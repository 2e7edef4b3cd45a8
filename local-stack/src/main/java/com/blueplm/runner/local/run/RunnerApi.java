package com.blueplm.runner.local.run;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The few calls of the HTTP API that the launcher makes, with the first admin's token. */
public final class RunnerApi {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;
  private final String token;

  public RunnerApi(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** Makes a link that signs one person in, once. */
  public String signInLink() throws IOException, InterruptedException {
    return call("POST", "/api/auth/sign-in-links", Map.of()).path("url").asString();
  }

  /** Returns the script of that name, with its code, or nothing. */
  Optional<JsonNode> findScript(String name) throws IOException, InterruptedException {
    String search = "/api/scripts?limit=200&search=" + encode(name);
    String cursor = "";
    while (true) {
      JsonNode page = call("GET", search + cursor, null);
      for (JsonNode script : page.path("scripts")) {
        if (script.path("name").asString().equalsIgnoreCase(name)) {
          return Optional.of(call("GET", "/api/scripts/" + script.path("id").asString(), null));
        }
      }
      if (page.path("next_cursor").asString("").isEmpty()) {
        return Optional.empty();
      }
      cursor = "&cursor=" + encode(page.path("next_cursor").asString());
    }
  }

  JsonNode createScript(Map<String, Object> script) throws IOException, InterruptedException {
    return call("POST", "/api/scripts", script);
  }

  JsonNode changeScript(String id, Map<String, Object> changes)
      throws IOException, InterruptedException {
    return call("PATCH", "/api/scripts/" + id, changes);
  }

  JsonNode startRun(String scriptId) throws IOException, InterruptedException {
    return call("POST", "/api/scripts/" + scriptId + "/run", Map.of());
  }

  JsonNode run(String id) throws IOException, InterruptedException {
    return call("GET", "/api/runs/" + id, null);
  }

  /** Asks for the run's cancellation; a run that is over already is no error. */
  void cancelRun(String id) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            request("POST", "/api/runs/" + id + "/cancel", Map.of()), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 202 && answer.statusCode() != 409) {
      throw failure(answer);
    }
  }

  /** Opens the run's live events after the given event id; an empty id means from the beginning. */
  InputStream events(String runId, String lastEventId) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/runs/" + runId + "/events"))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      answer.body().close();
      throw new IOException("The event stream answered " + answer.statusCode());
    }
    return answer.body();
  }

  private JsonNode call(String method, String path, @Nullable Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request(method, path, body), BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw failure(answer);
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest request(String method, String path, @Nullable Map<String, Object> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    return request
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
  }

  private static LauncherException failure(HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String detail = text;
    if (answer.headers().firstValue("Content-Type").orElse("").contains("json")) {
      JsonNode problem = JSON.readTree(text);
      StringBuilder all = new StringBuilder(problem.path("detail").asString(text));
      for (JsonNode error : problem.path("errors")) {
        all.append("\n  ")
            .append(error.path("field").asString(""))
            .append(": ")
            .append(error.path("message").asString(""));
      }
      detail = all.toString();
    }
    return new LauncherException(
        "%s answered %d: %s"
            .formatted(answer.request().uri().getPath(), answer.statusCode(), detail));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
