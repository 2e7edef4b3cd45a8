package com.blueplm.runner.api.dependency;

import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A worker that answers requests for locks, and the scripts that make them. */
final class LockWorker {
  private final ApiServer server;

  LockWorker(ApiServer server) {
    this.server = server;
  }

  /** Code that asks for these packages; the comment makes it differ. */
  static String code(String comment, String... packages) {
    StringBuilder code = new StringBuilder("# /// script\n# dependencies = [\n");
    for (String one : packages) {
      code.append("#   \"").append(one).append("\",\n");
    }
    return code.append("# ]\n# ///\nprint('").append(comment).append("')\n").toString();
  }

  /** A lock that holds this package. */
  static String lock(String name) {
    return name + "==1.0 \\\n    --hash=sha256:" + "0b".repeat(32) + "\n";
  }

  /** Does a call in the background: it waits for a lock. */
  static CompletableFuture<Answer> start(Supplier<Answer> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
  }

  static Answer join(CompletableFuture<Answer> call) {
    try {
      return call.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** The one request that waits. */
  UUID waiting() {
    await().atMost(Duration.ofSeconds(10)).until(() -> allWaiting().size() == 1);
    return allWaiting().getFirst();
  }

  List<UUID> allWaiting() {
    return server
        .database()
        .sql("SELECT id FROM dependency_locks WHERE state = 'pending' ORDER BY created_at, id")
        .query(UUID.class)
        .list();
  }

  int requests() {
    return server
        .database()
        .sql("SELECT count(*) FROM dependency_locks")
        .query(Integer.class)
        .single();
  }

  Answer order(UUID lock) {
    return server.worker().get("/worker/locks/" + lock);
  }

  Answer locked(UUID lock, String text) {
    return server.worker().post("/worker/locks/" + lock, Map.of("lock", text));
  }

  Answer failed(UUID lock, String error) {
    return server.worker().post("/worker/locks/" + lock, Map.of("error", error));
  }

  /** Does a call and answers the request that it makes. */
  Answer locking(Supplier<Answer> call, String lock) {
    CompletableFuture<Answer> answer = start(call);
    locked(waiting(), lock).expect(204);
    return join(answer);
  }

  Answer failing(Supplier<Answer> call, String error) {
    CompletableFuture<Answer> answer = start(call);
    failed(waiting(), error).expect(204);
    return join(answer);
  }
}
