package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.blueplm.runner.api.testing.ApiClient;
import com.blueplm.runner.api.testing.ApiClient.Answer;
import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.api.testing.TemporalServer;
import com.blueplm.runner.contract.WorkflowIds;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestoreTest {
  private static TemporalServer temporal;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.start();
    server = ApiServer.with(Map.of("spring.temporal.connection.target", temporal.target())).start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void aDeletedScriptComesBackWithAllThatItHad() {
    String script = create();
    Answer before = server.admin().get("/api/scripts/" + script).expect(200);
    server.admin().delete("/api/scripts/" + script).expect(204);
    assertThat(isPaused(script)).isTrue();

    Answer restored = restore(server.admin(), script).expect(200);

    for (String member : new String[] {"/name", "/code", "/schedule_cron", "/secret_keys/0"}) {
      assertThat(restored.text(member)).isEqualTo(before.text(member)).isNotEmpty();
    }
    assertThat(restored.header("ETag"))
        .isEqualTo(server.admin().get("/api/scripts/" + script).header("ETag"));
    assertThat(isPaused(script)).isFalse();
    assertThat(restored.json().at("/next_runs")).isNotEmpty();
    assertThat(restore(server.admin(), script).expect(409).text("/code")).isEqualTo("CONFLICT");
    server.operator().post("/api/scripts/" + script + "/run", null).expect(202);
  }

  @Test
  void aNameThatWasTakenMeanwhileIsInTheWay() {
    String script = create();
    String name = server.admin().get("/api/scripts/" + script).text("/name");
    server.admin().delete("/api/scripts/" + script).expect(204);
    server
        .admin()
        .post("/api/scripts", Map.of("name", name.toUpperCase(Locale.ROOT), "code", "1"))
        .expect(201);

    assertThat(restore(server.admin(), script).expect(409).text("/code")).isEqualTo("NAME_TAKEN");
    server.admin().get("/api/scripts/" + script).expect(404);
    assertThat(isPaused(script)).isTrue();
  }

  @Test
  void onlyAdminsOfTheOrganisationRestore() {
    String script = create();
    server.admin().delete("/api/scripts/" + script).expect(204);

    restore(server.anonymous(), script).expect(401);
    restore(server.viewer(), script).expect(403);
    restore(server.operator(), script).expect(403);
    restore(server.otherAdmin(), script).expect(404);
    restore(server.admin(), UUID.randomUUID().toString()).expect(404);
    restore(server.admin(), "no-id").expect(404);
  }

  @Test
  void afterThirtyDaysItIsPurgedButItsRunsStay() {
    String script = create();
    String run =
        server.operator().post("/api/scripts/" + script + "/run", null).expect(202).text("/id");
    String young = create();
    for (String each : new String[] {script, young}) {
      server.admin().delete("/api/scripts/" + each).expect(204);
    }
    age(script, 31);
    age(young, 29);
    restore(server.admin(), script).expect(404);

    temporal.stop();
    try {
      server.bean(ScriptPurge.class).purge();
      assertThat(secrets(script)).isEqualTo(1);
    } finally {
      temporal.restart();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              server.bean(ScriptPurge.class).purge();
              return secrets(script) == 0;
            });

    assertThat(hasSchedule(script)).isFalse();
    assertThat(hasSchedule(young)).isTrue();
    assertThat(secrets(young)).isEqualTo(1);
    assertThat(server.viewer().get("/api/runs/" + run).expect(200).text("/script_id"))
        .isEqualTo(script);
    assertThat(count("SELECT count(*) FROM script_revisions WHERE script_id = :script", script))
        .isEqualTo(1);
    assertThat(
            count(
                "SELECT count(*) FROM schedule_specs WHERE script_id = :script AND valid_to IS NULL",
                script))
        .isZero();
    restore(server.admin(), script).expect(404);
    restore(server.admin(), young).expect(200);
  }

  private static String create() {
    String script =
        server
            .admin()
            .post(
                "/api/scripts",
                Map.of(
                    "name", "script " + UUID.randomUUID(),
                    "code", "print('hi')",
                    "schedule_cron", "0 5 * * *"))
            .expect(201)
            .text("/id");
    server
        .admin()
        .put("/api/scripts/" + script + "/secrets/ERP_KEY", Map.of("value", "opensesame"))
        .expect(204);
    return script;
  }

  private static Answer restore(ApiClient caller, String script) {
    return caller.post("/api/scripts/" + script + "/restore", null);
  }

  private static void age(String script, int days) {
    server
        .database()
        .sql("UPDATE scripts SET deleted_at = now() - make_interval(days => :days) WHERE id = :id")
        .param("days", days)
        .param("id", UUID.fromString(script))
        .update();
  }

  private static int secrets(String script) {
    return count("SELECT count(*) FROM script_secrets WHERE script_id = :script", script);
  }

  private static int count(String sql, String script) {
    return server
        .database()
        .sql(sql)
        .param("script", UUID.fromString(script))
        .query(Integer.class)
        .single();
  }

  private static boolean isPaused(String script) {
    return server
        .bean(ScheduleClient.class)
        .getHandle(WorkflowIds.scheduleOf(UUID.fromString(script)))
        .describe()
        .getSchedule()
        .getState()
        .isPaused();
  }

  private static boolean hasSchedule(String script) {
    try {
      isPaused(script);
      return true;
    } catch (ScheduleException gone) {
      return false;
    }
  }
}
