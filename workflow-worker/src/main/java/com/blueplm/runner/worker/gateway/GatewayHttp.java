package com.blueplm.runner.worker.gateway;

import com.blueplm.runner.contract.gateway.GatewayPaths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Calls api-app over kept HTTP/1.1 connections and turns statuses into exceptions. */
final class GatewayHttp implements AutoCloseable {

  private static final int LONGEST_DETAIL = 500;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(executor)
          .build();
  private final String base;
  private final WorkerKey key;

  GatewayHttp(URI apiUrl, WorkerKey key) {
    this.base = apiUrl.toString().replaceAll("/+$", "");
    this.key = key;
  }

  byte[] get(String path, Duration timeout) {
    Call call = new Call("GET", path, null, "application/json", BodyPublishers.noBody(), timeout);
    return bodyOf(call, send(call, request(call).GET().build()));
  }

  byte[] post(Call call) {
    HttpRequest.Builder request =
        request(call).header("Content-Type", call.contentType()).POST(call.body());
    if (call.claimId() != null) {
      request.header(GatewayPaths.CLAIM_ID, call.claimId().toString());
    }
    return bodyOf(call, send(call, request.build()));
  }

  private HttpRequest.Builder request(Call call) {
    return HttpRequest.newBuilder(URI.create(base + call.path()))
        .timeout(call.timeout())
        .header("Authorization", key.authorization());
  }

  private HttpResponse<byte[]> send(Call call, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new GatewayUnavailableException(describe(call) + " got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnavailableException(describe(call) + " was interrupted", e);
    }
  }

  private byte[] bodyOf(Call call, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response.body();
    }
    String detail = describe(call) + " was answered " + status + ": " + excerpt(response.body());
    if (status == 409 && detail.contains("ATTEMPT_SUPERSEDED")) {
      throw new AttemptSupersededException(detail);
    }
    if (status == 401 || status == 403) {
      key.reload();
      throw new GatewayUnavailableException(
          detail
              + ". The worker's key differs from api-app's: put the same key into "
              + key.file()
              + " (runner.worker-key-file) on both sides; it is read again before the next try");
    }
    if (status >= 500 || status == 429 || status == 408) {
      throw new GatewayUnavailableException(detail);
    }
    throw new GatewayRejectedException(status, detail);
  }

  private String describe(Call call) {
    return call.method() + " " + base + call.path();
  }

  private static String excerpt(byte[] body) {
    int length = Math.min(body.length, LONGEST_DETAIL);
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }

  /** One request. */
  record Call(
      String method,
      String path,
      @Nullable UUID claimId,
      String contentType,
      BodyPublisher body,
      Duration timeout) {

    static Call post(
        String path,
        @Nullable UUID claimId,
        String contentType,
        BodyPublisher body,
        Duration timeout) {
      return new Call("POST", path, claimId, contentType, body, timeout);
    }
  }
}
