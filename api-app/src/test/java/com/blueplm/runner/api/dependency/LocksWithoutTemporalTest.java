package com.blueplm.runner.api.dependency;

import static com.blueplm.runner.api.dependency.LockWorker.code;
import static com.blueplm.runner.api.dependency.LockWorker.lock;
import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Saves while Temporal is away, and the runs of what has no lock. */
class LocksWithoutTemporalTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final LockWorker worker = new LockWorker(server);

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void aNewScriptExistsUnlockedAndIsLiveOnceLocked() {
    Answer script = create(code("a", "requests"));
    assertThat(script.json().path("revision").asInt()).isEqualTo(1);
    assertThat(script.json().path("pending_revision").asInt()).isEqualTo(1);
    assertThat(script.json().at("/dependencies/locked").asBoolean()).isFalse();

    String early = run(script);
    UUID claim = UUID.randomUUID();
    Answer answer = new Claims(server).claim(early, claim).expect(200);
    assertThat(answer.json().path("order").isNull()).isTrue();
    assertThat(answer.text("/decision/kind")).isEqualToIgnoringCase("done");
    // The worker may not have heard it.
    assertThat(new Claims(server).claim(early, claim).expect(200).json()).isEqualTo(answer.json());
    JsonNode ended = server.viewer().get("/api/runs/" + early).expect(200).json();
    assertThat(ended.path("status").asString()).isEqualTo("error");
    assertThat(ended.path("end_reason").asString()).isEqualTo("dependency_error");
    assertThat(ended.path("error").asString())
        .isEqualTo(
            "Not started: the dependencies are not locked yet. Run it again when a worker has locked"
                + " them\n");

    worker.locked(worker.waiting(), lock("requests")).expect(204);

    Answer live = server.viewer().get("/api/scripts/" + script.text("/id")).expect(200);
    assertThat(live.json().has("pending_revision")).isFalse();
    assertThat(live.json().at("/dependencies/locked").asBoolean()).isTrue();
    assertThat(live.header("ETag")).isEqualTo(script.header("ETag"));
    assertThat(
            new Claims(server)
                .claim(run(script), UUID.randomUUID())
                .expect(200)
                .text("/order/requirements_lock"))
        .isEqualTo(lock("requests"));
  }

  @Test
  void whatCouldNotBeLockedSaysWhyInItsRuns() {
    Answer script = create(code("a", "requests"));
    worker.failed(worker.waiting(), "requests is not there").expect(204);

    Answer told = server.viewer().get("/api/scripts/" + script.text("/id")).expect(200);
    assertThat(told.text("/dependencies/error")).isEqualTo("line 3: requests is not there");
    String run = run(script);
    new Claims(server).claim(run, UUID.randomUUID()).expect(200);
    assertThat(server.viewer().get("/api/runs/" + run).text("/error"))
        .isEqualTo(
            "Not started: the dependencies could not be locked: line 3: requests is not there\n");

    Answer fixed =
        server
            .admin()
            .patch("/api/scripts/" + script.text("/id"), Map.of("code", "print(1)\n"))
            .expect(200);
    assertThat(fixed.json().path("revision").asInt()).isEqualTo(2);
    assertThat(fixed.json().has("pending_revision")).isFalse();
  }

  @Test
  void codeOfAnEarlierVersionHasToBeSavedAgain() {
    Answer script = create(code("a", "requests"));
    server
        .database()
        .sql(
            """
            UPDATE script_revisions SET lock_id = NULL;
            UPDATE scripts SET pending_revision_id = NULL;
            DELETE FROM dependency_locks;
            """)
        .update();
    String path = "/api/scripts/" + script.text("/id");

    assertThat(server.viewer().get(path).expect(200).text("/dependencies/error"))
        .contains("save the code again");
    String run = run(script);
    new Claims(server).claim(run, UUID.randomUUID()).expect(200);
    assertThat(server.viewer().get("/api/runs/" + run).text("/error")).contains("never locked");

    // Settings alone are saved without any lock.
    server.admin().patch(path, Map.of("description", "d")).expect(200);
    assertThat(worker.requests()).isZero();
    Answer again = server.admin().patch(path, Map.of("code", code("a", "requests"))).expect(200);
    assertThat(again.json().path("pending_revision").asInt()).isEqualTo(1);
    worker.locked(worker.waiting(), lock("requests")).expect(204);
    assertThat(server.viewer().get(path).json().at("/dependencies/locked").asBoolean()).isTrue();
  }

  @Test
  void unsavedCodeRunsUnlockedToARecordedEnd() {
    Answer script = create("print(1)\n");

    Answer run =
        server
            .admin()
            .post(
                "/api/scripts/" + script.text("/id") + "/run",
                Map.of("code", code("z", "requests")))
            .expect(202);
    new Claims(server).claim(run.text("/id"), UUID.randomUUID()).expect(200);

    assertThat(server.viewer().get("/api/runs/" + run.text("/id")).text("/end_reason"))
        .isEqualTo("dependency_error");
    worker.locked(worker.waiting(), lock("requests")).expect(204);
    String again =
        server
            .admin()
            .post("/api/runs/" + run.text("/id") + "/rerun", Map.of("revision", "same"))
            .expect(202)
            .text("/id");
    assertThat(
            new Claims(server)
                .claim(again, UUID.randomUUID())
                .expect(200)
                .text("/order/requirements_lock"))
        .isEqualTo(lock("requests"));
  }

  private static Answer create(String code) {
    return server
        .admin()
        .post("/api/scripts", Map.of("name", "Locks " + UUID.randomUUID(), "code", code))
        .expect(201);
  }

  private static String run(Answer script) {
    return server
        .operator()
        .post("/api/scripts/" + script.text("/id") + "/run", null)
        .expect(202)
        .text("/id");
  }
}
