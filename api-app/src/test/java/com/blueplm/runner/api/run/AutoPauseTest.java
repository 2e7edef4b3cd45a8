package com.blueplm.runner.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import com.blueplm.runner.contract.RunLedger.CloseCause;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class AutoPauseTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  private final Gateway gateway = new Gateway(server);

  @Test
  void failuresInARowPauseTheSchedule() {
    String script = scheduled(3);

    scheduledRun(script, "error");
    scheduledRun(script, "timeout", "end_reason", "timeout");
    assertThat(paused(script).isNull()).isTrue();
    String last = scheduledRun(script, "error");

    assertThat(paused(script).at("/reason").asString())
        .isEqualTo(
            "Paused after 3 failures in a row; the last run " + last + " ended as error (exited)");
    assertThat(paused(script).at("/by").isNull()).isTrue();
    assertThat(one("SELECT source FROM schedule_pauses WHERE script_id = :script", script))
        .isEqualTo("failures");
    assertThat(one("SELECT schedule_synced::text FROM scripts WHERE id = :script", script))
        .isEqualTo("false");
  }

  @Test
  void aResumeBeginsTheCountAnew() {
    String script = scheduled(2);
    scheduledRun(script, "error");
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isFalse();

    server.operator().post("/api/scripts/" + script + "/schedule/resume", null).expect(200);
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isTrue();
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isFalse();
  }

  @Test
  void successesResetAlsoThoseOfManualRuns() {
    String script = scheduled(2);
    scheduledRun(script, "error");
    scheduledRun(script, "success");
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isTrue();
    manualRun(script, "success");
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isTrue();
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isFalse();
  }

  @Test
  void manualFailuresAndCancelledRunsNeitherCountNorReset() {
    String script = scheduled(2);
    scheduledRun(script, "error");
    manualRun(script, "error");
    String cancelled = gateway.trigger(script);
    giveSlot(cancelled);
    server.operator().post("/api/runs/" + cancelled + "/cancel", null).expect(202);
    assertThat(paused(script).isNull()).isTrue();
    scheduledRun(script, "error");
    assertThat(paused(script).isNull()).isFalse();
  }

  @Test
  void lostRunsCount() {
    String script = scheduled(1, "on_worker_loss", "fail");
    String run = gateway.trigger(script);
    giveSlot(run);
    gateway.claimed(run, 1);
    gateway.killLease(run, 1);
    gateway.close(run, 1, CloseCause.WORKER_SUSPECTED);

    assertThat(gateway.status(run)).isEqualTo("lost");
    assertThat(paused(script).at("/reason").asString()).endsWith("ended as lost (worker_lost)");
  }

  @Test
  void retriesOfARunAreOneFailure() {
    String script = scheduled(2, "retry", Map.of("max_attempts", 3, "backoff_seconds", 0));
    String run = gateway.trigger(script);
    giveSlot(run);
    for (int attempt = 1; attempt <= 3; attempt++) {
      gateway.finish(run, attempt, gateway.claimed(run, attempt), "error").expect(200);
    }

    assertThat(gateway.status(run)).isEqualTo("error");
    assertThat(paused(script).isNull()).isTrue();
  }

  @Test
  void withoutALimitNothingIsPaused() {
    String script = gateway.script();
    giveSchedule(script);
    for (int i = 0; i < 5; i++) {
      scheduledRun(script, "error");
    }
    assertThat(paused(script).isNull()).isTrue();
  }

  private String scheduled(int limit, Object... settings) {
    Object[] all = new Object[settings.length + 2];
    all[0] = "auto_pause_after";
    all[1] = limit;
    System.arraycopy(settings, 0, all, 2, settings.length);
    String script = gateway.script(all);
    giveSchedule(script);
    return script;
  }

  private String scheduledRun(String script, String outcome, Object... more) {
    String run = gateway.trigger(script);
    giveSlot(run);
    gateway.finish(run, 1, gateway.claimed(run, 1), outcome, more).expect(200);
    return run;
  }

  private void manualRun(String script, String outcome) {
    String run = gateway.trigger(script);
    gateway.finish(run, 1, gateway.claimed(run, 1), outcome).expect(200);
  }

  private static JsonNode paused(String script) {
    return server.viewer().get("/api/scripts/" + script).expect(200).json().at("/schedule_paused");
  }

  /** As if it had been saved while Temporal was up. */
  private static void giveSchedule(String script) {
    server
        .database()
        .sql(
            """
            UPDATE scripts SET schedule_cron = '0 5 * * *', schedule_enabled = true
             WHERE id = :script
            """)
        .param("script", UUID.fromString(script))
        .update();
  }

  private static void giveSlot(String run) {
    server
        .database()
        .sql(
            """
            UPDATE script_runs SET trigger_type = 'scheduled', slot_at = created_at WHERE id = :run
            """)
        .param("run", UUID.fromString(run))
        .update();
  }

  private static String one(String sql, String script) {
    return server
        .database()
        .sql(sql)
        .param("script", UUID.fromString(script))
        .query(String.class)
        .single();
  }
}
