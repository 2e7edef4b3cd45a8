package com.blueplm.runner.local.part;

import com.blueplm.runner.local.process.SupervisedPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks api-app whether every part and at least one worker is ready. */
final class Readiness {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> PARTS = List.of("postgres", "temporal", "ledger_worker");

  private final StackContext context;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  Readiness(StackContext context) {
    this.context = context;
  }

  void await(Duration limit, SupervisedPart apiApp) throws IOException, InterruptedException {
    try {
      apiApp.awaitReady(limit, context.home().log(ApiApp.NAME), this::isReady);
    } finally {
      http.shutdownNow();
    }
  }

  private boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(context.url() + "/readyz"))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 && allReady(JSON.readTree(answer.body()));
    } catch (IOException | JacksonException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static boolean allReady(JsonNode answer) {
    return PARTS.stream().allMatch(part -> answer.path(part).asString("").equals("ok"))
        && answer.path("workers").asInt(0) >= 1;
  }
}
