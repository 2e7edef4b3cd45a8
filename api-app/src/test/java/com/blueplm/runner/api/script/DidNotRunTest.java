package com.blueplm.runner.api.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.api.testing.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class DidNotRunTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void aSlotThatTemporalNeverStartedIsShownAfterAMinute() {
    UUID script = scheduled();
    slot(script, 50, null, false);
    assertThat(told(script)).isEmpty();
    slot(script, 70, null, false);
    assertThat(told(script)).containsExactly("pending", "not_started");
  }

  @Test
  void aMissedSlotIsShownUntilALaterOneRan() {
    UUID script = scheduled();
    slot(script, 300, "missed", false);
    assertThat(told(script)).containsExactly("missed", "outage");
    slot(script, 200, "success", true);
    assertThat(told(script)).isEmpty();
  }

  @Test
  void aRunThatNoWorkerTookIsShown() {
    UUID script = scheduled();
    slot(script, 100, "pending", false);
    assertThat(told(script)).containsExactly("pending", "unclaimed");
    UUID queued = scheduled();
    slot(queued, 100, "queued", false);
    assertThat(told(queued)).containsExactly("pending", "queued");
    UUID retrying = scheduled();
    slot(retrying, 100, "pending", true);
    assertThat(told(retrying)).isEmpty();
  }

  @Test
  void skippedRunningAndPausedSlotsAndScriptsWithoutScheduleAreNotShown() {
    for (String status : List.of("skipped", "running", "cancelled", "error")) {
      UUID script = scheduled();
      slot(script, 100, status, status.equals("running"));
      assertThat(told(script)).as(status).isEmpty();
    }
    UUID paused = scheduled();
    slot(paused, 100, null, false);
    server
        .database()
        .sql(
            """
            WITH pause AS (
              INSERT INTO schedule_pauses (org_id, script_id, kind, source, reason, began_at)
              SELECT org_id, id, 'pause', 'person', 'test', now() - interval '1 hour'
                FROM scripts WHERE id = :script
              RETURNING id)
            UPDATE schedule_slots SET pause_id = (SELECT id FROM pause) WHERE script_id = :script
            """)
        .param("script", paused)
        .update();
    assertThat(told(paused)).isEmpty();
    UUID without = scheduled();
    slot(without, 100, null, false);
    server
        .database()
        .sql("UPDATE scripts SET schedule_enabled = false WHERE id = :script")
        .param("script", without)
        .update();
    assertThat(told(without)).isEmpty();
  }

  /** What the script says, alone and in the list alike. */
  private static List<String> told(UUID script) {
    JsonNode alone = server.viewer().get("/api/scripts/" + script).expect(200).json();
    JsonNode listed =
        server
            .viewer()
            .get("/api/scripts?limit=200")
            .expect(200)
            .json()
            .at("/scripts")
            .values()
            .stream()
            .filter(each -> each.at("/id").equals(alone.at("/id")))
            .findFirst()
            .orElseThrow();
    JsonNode told = alone.at("/did_not_run");
    assertThat(listed.at("/did_not_run")).isEqualTo(told);
    return told.isNull()
        ? List.of()
        : List.of(told.at("/outcome").asString(), told.at("/reason").asString());
  }

  private static UUID scheduled() {
    UUID script =
        UUID.fromString(
            server
                .admin()
                .post("/api/scripts", Map.of("name", "s " + UUID.randomUUID(), "code", "1"))
                .expect(201)
                .text("/id"));
    server
        .database()
        .sql(
            """
            UPDATE scripts SET schedule_cron = '* * * * *', schedule_enabled = true
             WHERE id = :script
            """)
        .param("script", script)
        .update();
    return script;
  }

  /** A slot that was due so many seconds ago, with a run unless the status is null. */
  private static void slot(UUID script, int ago, @Nullable String status, boolean claimed) {
    server
        .database()
        .sql(
            """
            WITH run AS (
              INSERT INTO script_runs (org_id, script_id, revision_id, trigger_type, status, end_reason,
                     slot_at, workflow_id, attempt, settings)
              SELECT org_id, id, current_revision_id, 'scheduled', :status::text,
                     CASE WHEN :status::text = 'missed' THEN 'outage' END,
                     now() - make_interval(secs => :ago), 'test-' || gen_random_uuid(),
                     CASE WHEN :claimed THEN 1 ELSE 0 END, '{}'
                FROM scripts WHERE id = :script AND :status::text IS NOT NULL
              RETURNING id)
            INSERT INTO schedule_slots (org_id, script_id, slot_at, run_id)
            SELECT org_id, id, now() - make_interval(secs => :ago), (SELECT id FROM run)
              FROM scripts WHERE id = :script
            """)
        .param("status", status)
        .param("ago", ago)
        .param("claimed", claimed)
        .param("script", script)
        .update();
  }
}
