package com.blueplm.runner.api.dependency;

import static com.blueplm.runner.api.dependency.LockWorker.code;
import static com.blueplm.runner.api.dependency.LockWorker.join;
import static com.blueplm.runner.api.dependency.LockWorker.lock;
import static com.blueplm.runner.api.dependency.LockWorker.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Saves while Temporal is there: a worker answers, or takes too long. */
class LockedSavesTest {
  private static final TemporalPort temporal = new TemporalPort();
  private static final ApiServer server =
      ApiServer.with(
          Map.of(
              "spring.temporal.connection.target",
              temporal.target(),
              "runner.dependencies.save-wait",
              "3s"));
  private static final LockWorker worker = new LockWorker(server);

  @BeforeAll
  static void startServer() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    temporal.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void aSaveWaitsForItsLockAndIsLiveWithIt() {
    CompletableFuture<Answer> saving =
        start(() -> create(code("a", "requests>=2", "blueplm", "rich")));
    UUID lock = worker.waiting();

    Answer order = worker.order(lock).expect(200);
    assertThat(order.body())
        .isEqualTo("{\"requires_python\":null,\"packages\":[\"requests>=2\",\"rich\"]}");
    worker.locked(lock, lock("requests")).expect(204);
    Answer created = join(saving).expect(201);

    assertThat(created.body()).doesNotContain("pending_revision");
    assertThat(created.json().at("/dependencies").toString())
        .isEqualTo(
            "{\"requires_python\":null,\"packages\":[\"requests>=2\",\"blueplm\",\"rich\"],"
                + "\"locked\":true,\"error\":null}");
    assertThat(worker.order(lock).status()).isEqualTo(404);
    assertThat(orderOf(run(created)).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));
  }

  @Test
  void aFailingLockRefusesTheSaveAtTheLineAndSavesNothing() {
    Answer refused =
        worker.failing(
            () -> tryCreate(code("a", "requests", "no-such-thing")),
            "Because no-such-thing was not\nfound in the index, nothing can be done");

    assertThat(refused.expect(400).text("/code")).isEqualTo("VALIDATION_FAILED");
    assertThat(refused.text("/errors/0/field")).isEqualTo("code");
    assertThat(refused.text("/errors/0/message"))
        .isEqualTo("line 4: Because no-such-thing was not found in the index, nothing can be done");
    assertThat(server.admin().get("/api/scripts").json().at("/scripts")).isEmpty();

    Answer script = locked("a", "requests");
    Answer change =
        worker.failing(() -> patch(script, code("b", "requests", "httpx")), "httpx is not there");
    assertThat(change.expect(400).text("/errors/0/message")).startsWith("line 4: httpx");
    assertThat(get(script).json()).isEqualTo(script.json());
    assertThat(get(script).header("ETag")).isEqualTo(script.header("ETag"));
  }

  @Test
  void badMetadataIsRefusedWithoutAskingAnybody() {
    Answer script = locked("a", "requests");
    int requests = worker.requests();

    assertThat(tryCreate(code("a", "x @ https://e.invalid/x.whl")).expect(400).body())
        .contains("\"field\":\"code\"", "line 3: ");
    assertThat(patch(script, "# /// script\n# dependencies = [\n# ///\n").expect(400).body())
        .contains("\"field\":\"code\"", "line 3: ");
    assertThat(
            server
                .admin()
                .post("/api/scripts/" + id(script) + "/run", Map.of("code", code("x", "-r evil")))
                .expect(400)
                .text("/errors/0/message"))
        .startsWith("line 3: ");
    assertThat(worker.requests()).isEqualTo(requests);
  }

  @Test
  void unchangedMetadataReusesTheLiveLock() {
    Answer script = locked("a", "requests");

    Answer changed = patch(script, code("b", "requests")).expect(200);

    assertThat(worker.requests()).isEqualTo(1);
    assertThat(changed.json().path("revision").asInt()).isEqualTo(2);
    assertThat(changed.json().at("/dependencies/locked").asBoolean()).isTrue();
    assertThat(orderOf(run(changed)).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));
    Answer settings = server.admin().patch(path(script), Map.of("description", "d")).expect(200);
    assertThat(settings.json().at("/dependencies/locked").asBoolean()).isTrue();
    Answer without = patch(script, "print(1)\n").expect(200);
    assertThat(without.json().path("revision").asInt()).isEqualTo(3);
    assertThat(orderOf(run(without)).at("/order/requirements_lock").isNull()).isTrue();
    assertThat(worker.requests()).isEqualTo(1);
  }

  @Test
  void otherPackagesAreLockedAgainAndARerunKeepsItsOwnLock() {
    Answer script = locked("a", "requests");
    String first = run(script);
    finish(first);

    Answer changed =
        worker.locking(() -> patch(script, code("b", "httpx")), lock("httpx")).expect(200);
    String second = run(changed);
    assertThat(orderOf(second).at("/order/requirements_lock").asString()).isEqualTo(lock("httpx"));

    String again =
        server
            .operator()
            .post(
                "/api/runs/" + first + "/rerun", Map.of("revision", "same", "on_overlap", "allow"))
            .expect(202)
            .text("/id");
    assertThat(orderOf(again).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));
    // Reverting is saving the older code again.
    Answer reverted =
        worker.locking(() -> patch(script, code("a", "requests")), lock("requests")).expect(200);
    assertThat(reverted.json().path("revision").asInt()).isEqualTo(3);
  }

  @Test
  void withoutAnAnswerInTimeTheRevisionWaitsAndGoesLiveWhenLocked() {
    Answer script = locked("a", "requests");

    Answer saved =
        server
            .admin()
            .patch(path(script), Map.of("code", code("b", "httpx"), "description", "new"))
            .expect(200);

    assertThat(saved.text("/code")).isEqualTo(code("a", "requests"));
    assertThat(saved.json().path("revision").asInt()).isEqualTo(1);
    assertThat(saved.json().path("pending_revision").asInt()).isEqualTo(2);
    assertThat(saved.text("/description")).isEqualTo("new");
    assertThat(saved.json().at("/dependencies").toString())
        .isEqualTo(
            "{\"requires_python\":null,\"packages\":[\"httpx\"],\"locked\":false,\"error\":null}");
    assertThat(orderOf(run(saved)).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));
    assertThat(server.admin().get("/api/scripts").body()).doesNotContain("pending_revision");
    assertThat(server.admin().put(path(script), saved.body()).expect(200).json())
        .isEqualTo(saved.json());

    worker.locked(worker.waiting(), lock("httpx")).expect(204);

    Answer live = get(script);
    assertThat(live.header("ETag")).isEqualTo(saved.header("ETag"));
    assertThat(live.text("/updated_at")).isEqualTo(saved.text("/updated_at"));
    assertThat(live.text("/code")).isEqualTo(code("b", "httpx"));
    assertThat(live.json().path("revision").asInt()).isEqualTo(2);
    assertThat(live.json().has("pending_revision")).isFalse();
    assertThat(live.json().at("/dependencies/locked").asBoolean()).isTrue();
  }

  @Test
  void aLateFailureLeavesTheLiveRevisionAndIsShown() {
    Answer script = locked("a", "requests");
    patch(script, code("b", "httpx")).expect(200);

    worker.failed(worker.waiting(), "httpx cannot be had").expect(204);

    Answer told = get(script);
    assertThat(told.json().path("revision").asInt()).isEqualTo(1);
    assertThat(told.json().path("pending_revision").asInt()).isEqualTo(2);
    assertThat(told.text("/dependencies/error")).isEqualTo("line 3: httpx cannot be had");
    assertThat(told.json().at("/dependencies/locked").asBoolean()).isFalse();

    // The same code again asks again, for the same revision.
    Answer again =
        worker.locking(() -> patch(script, code("b", "httpx")), lock("httpx")).expect(200);
    assertThat(again.json().path("revision").asInt()).isEqualTo(2);
    assertThat(again.json().has("pending_revision")).isFalse();
    assertThat(again.header("ETag")).isEqualTo(told.header("ETag"));
  }

  @Test
  void theSameCodeAgainWaitsForTheSameRequest() {
    Answer script = locked("a", "requests");
    patch(script, code("b", "httpx")).expect(200);
    UUID waiting = worker.waiting();

    CompletableFuture<Answer> again = start(() -> patch(script, code("b", "httpx")));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> worker.allWaiting().equals(List.of(waiting)));
    worker.locked(waiting, lock("httpx")).expect(204);

    assertThat(join(again).expect(200).json().path("revision").asInt()).isEqualTo(2);
    assertThat(worker.requests()).isEqualTo(2);
  }

  @Test
  void aNewerSaveSupersedesWhatWaits() {
    Answer script = locked("a", "requests");
    patch(script, code("b", "httpx")).expect(200);
    UUID old = worker.waiting();

    Answer newer = patch(script, code("c", "requests")).expect(200);
    assertThat(newer.json().path("revision").asInt()).isEqualTo(3);
    assertThat(newer.json().has("pending_revision")).isFalse();

    worker.locked(old, lock("httpx")).expect(204);

    assertThat(get(script).json()).isEqualTo(newer.json());
    // The superseded revision can be run: its lock came.
    String run =
        server
            .operator()
            .post("/api/scripts/" + id(script) + "/run", Map.of("revision", 2))
            .expect(202)
            .text("/id");
    assertThat(orderOf(run).at("/order/requirements_lock").asString()).isEqualTo(lock("httpx"));
  }

  @Test
  void namingTheLiveCodeDropsWhatWaits() {
    Answer script = locked("a", "requests");
    patch(script, code("b", "httpx")).expect(200);
    UUID old = worker.waiting();

    Answer back = patch(script, code("a", "requests")).expect(200);
    assertThat(back.json().has("pending_revision")).isFalse();
    assertThat(back.json().at("/dependencies/locked").asBoolean()).isTrue();
    worker.locked(old, lock("httpx")).expect(204);

    assertThat(get(script).json().path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void ofTwoSavesAtOnceTheOneThatEndsLastIsLive() {
    Answer script = locked("a", "requests");
    CompletableFuture<Answer> one = start(() -> patch(script, code("b", "httpx")));
    UUID first = worker.waiting();
    CompletableFuture<Answer> two = start(() -> patch(script, code("c", "rich")));
    await().atMost(Duration.ofSeconds(10)).until(() -> worker.allWaiting().size() == 2);
    UUID second =
        worker.allWaiting().stream().filter(id -> !id.equals(first)).findAny().orElseThrow();

    worker.locked(second, lock("rich")).expect(204);
    assertThat(join(two).expect(200).json().path("revision").asInt()).isEqualTo(2);
    worker.locked(first, lock("httpx")).expect(204);
    Answer last = join(one).expect(200);

    assertThat(last.json().path("revision").asInt()).isEqualTo(3);
    assertThat(last.text("/code")).isEqualTo(code("b", "httpx"));
    assertThat(last.json().has("pending_revision")).isFalse();
  }

  @Test
  void anEditDuringTheWaitMeetsIfMatch() {
    Answer script = locked("a", "requests");
    String tag = script.header("ETag").orElseThrow();
    CompletableFuture<Answer> saving =
        start(
            () ->
                server
                    .admin()
                    .header("If-Match", tag)
                    .patch(path(script), Map.of("code", code("b", "httpx"))));
    UUID lock = worker.waiting();
    server.admin().patch(path(script), Map.of("description", "other")).expect(200);
    worker.locked(lock, lock("httpx")).expect(204);

    assertThat(join(saving).expect(412).text("/code")).isEqualTo("REVISION_CONFLICT");
    assertThat(get(script).json().path("revision").asInt()).isEqualTo(1);
    int requests = worker.requests();
    server
        .admin()
        .header("If-Match", tag)
        .patch(path(script), Map.of("code", code("b", "rich")))
        .expect(412);
    assertThat(worker.requests()).isEqualTo(requests);
  }

  @Test
  void takenNamesAreToldBeforeTheWait() {
    Answer script = locked("a", "requests");
    int requests = worker.requests();

    Answer taken =
        server
            .admin()
            .post(
                "/api/scripts",
                Map.of(
                    "name",
                    script.text("/name").toUpperCase(Locale.ROOT),
                    "code",
                    code("x", "rich")));

    assertThat(taken.expect(409).text("/code")).isEqualTo("NAME_TAKEN");
    assertThat(worker.requests()).isEqualTo(requests);
  }

  @Test
  void unsavedCodeIsLockedLikeASave() {
    Answer script = locked("a", "requests");
    String runPath = "/api/scripts/" + id(script) + "/run";

    Answer same = server.admin().post(runPath, Map.of("code", code("z", "requests"))).expect(202);
    assertThat(worker.requests()).isEqualTo(1);
    assertThat(orderOf(same.text("/id")).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));

    Map<String, Object> other = Map.of("code", code("z", "httpx"), "on_overlap", "allow");
    server.operator().post(runPath, other).expect(403);
    Answer refused = worker.failing(() -> server.admin().post(runPath, other), "httpx is bad");
    assertThat(refused.expect(400).text("/errors/0/field")).isEqualTo("code");
    assertThat(refused.text("/errors/0/message")).isEqualTo("line 3: httpx is bad");

    Answer run = worker.locking(() -> server.admin().post(runPath, other), lock("httpx"));
    assertThat(orderOf(run.expect(202).text("/id")).at("/order/requirements_lock").asString())
        .isEqualTo(lock("httpx"));
  }

  @Test
  void theGatewayTakesTheFirstResultOnlyAndOnlyGoodOnes() {
    CompletableFuture<Answer> saving = start(() -> create(code("a", "requests")));
    UUID lock = worker.waiting();

    server.worker().post("/worker/locks/" + lock, "{}").expect(400);
    server.worker().post("/worker/locks/" + lock, Map.of("lock", "", "error", "x")).expect(400);
    server.anonymous().get("/worker/locks/" + lock).expect(401);
    server.admin().get("/worker/locks/" + lock).expect(401);
    worker.locked(lock, lock("requests")).expect(204);
    worker.locked(lock, lock("other")).expect(204);
    worker.failed(lock, "too late").expect(204);
    worker.locked(UUID.randomUUID(), lock("x")).expect(404);
    worker.order(UUID.randomUUID()).expect(404);

    Answer script = join(saving).expect(201);
    assertThat(orderOf(run(script)).at("/order/requirements_lock").asString())
        .isEqualTo(lock("requests"));

    Answer refused =
        worker.locking(
            () -> tryCreate(code("b", "httpx")), "--index-url https://e.invalid\nhttpx==1\n");
    assertThat(refused.expect(400).text("/errors/0/message"))
        .startsWith("line 2: The lock has a line that is no package");
    Answer confused =
        worker.locking(() -> tryCreate(code("c", "httpx")), lock("httpx") + lock("blueplm"));
    assertThat(confused.expect(400).text("/errors/0/message")).contains("built-in SDK");
    assertThat(server.dump()).doesNotContain("e.invalid/");
  }

  @Test
  void aVersionOfPythonAloneIsCheckedByAWorker() {
    Answer script =
        worker.locking(
            () -> create("# /// script\n# requires-python = \">=3.9\"\n# ///\nprint(1)\n"), "");

    assertThat(script.expect(201).json().at("/dependencies/locked").asBoolean()).isTrue();
    assertThat(orderOf(run(script)).at("/order/requirements_lock").isNull()).isTrue();
    Answer refused =
        worker.failing(
            () -> tryCreate("# /// script\n#\n# requires-python = \">=4\"\n# ///\n"),
            "Python 3.11");
    assertThat(refused.expect(400).text("/errors/0/message")).isEqualTo("line 3: Python 3.11");
  }

  @Test
  void aResultThatComesThroughAnotherReplicaIsSeen() {
    CompletableFuture<Answer> saving = start(() -> create(code("a", "requests")));
    UUID lock = worker.waiting();
    server
        .database()
        .sql(
            """
            UPDATE dependency_locks
               SET state = 'locked', lock = :text, lock_sha256 = sha256('x'), finished_at = now()
             WHERE id = :id
            """)
        .param("text", lock("requests"))
        .param("id", lock)
        .update();

    assertThat(join(saving).expect(201).json().at("/dependencies/locked").asBoolean()).isTrue();
  }

  @Test
  void moreSavesWaitThanThereAreConnections() {
    List<CompletableFuture<Answer>> saving =
        IntStream.range(0, 30).mapToObj(i -> start(() -> create(code("s" + i, "p" + i)))).toList();
    await().atMost(Duration.ofSeconds(10)).until(() -> worker.allWaiting().size() == 30);

    server.viewer().get("/api/scripts").expect(200);
    worker.allWaiting().forEach(lock -> worker.locked(lock, lock("p")).expect(204));

    assertThat(saving).allSatisfy(one -> join(one).expect(201));
    assertThat(server.admin().get("/api/scripts").body()).doesNotContain("\"locked\":false");
  }

  @Test
  void anotherOrganisationSeesAndTouchesNothing() {
    Answer script = locked("a", "requests");
    patch(script, code("b", "httpx")).expect(200);

    server.otherAdmin().get(path(script)).expect(404);
    server.otherAdmin().patch(path(script), Map.of("code", code("x", "rich"))).expect(404);
    server
        .otherAdmin()
        .post("/api/scripts/" + id(script) + "/run", Map.of("code", code("x", "rich")))
        .expect(404);
    assertThat(worker.allWaiting()).hasSize(1);
    assertThat(server.otherAdmin().get("/api/scripts").json().at("/scripts")).isEmpty();
  }

  private Answer locked(String comment, String name) {
    return worker.locking(() -> create(code(comment, name)), lock(name)).expect(201);
  }

  private static Answer create(String code) {
    return tryCreate(code).expect(201);
  }

  private static Answer tryCreate(String code) {
    return server
        .admin()
        .post("/api/scripts", Map.of("name", "Locks " + UUID.randomUUID(), "code", code));
  }

  private static Answer patch(Answer script, String code) {
    return server.admin().patch(path(script), Map.of("code", code));
  }

  private static Answer get(Answer script) {
    return server.viewer().get(path(script)).expect(200);
  }

  private static String path(Answer script) {
    return "/api/scripts/" + id(script);
  }

  private static String id(Answer script) {
    return script.text("/id");
  }

  private static String run(Answer script) {
    return server
        .operator()
        .post("/api/scripts/" + id(script) + "/run", Map.of("on_overlap", "allow"))
        .expect(202)
        .text("/id");
  }

  private static JsonNode orderOf(String run) {
    return new Claims(server).claim(run, UUID.randomUUID()).expect(200).json();
  }

  private static void finish(String run) {
    new Claims(server).finished(run);
  }
}
