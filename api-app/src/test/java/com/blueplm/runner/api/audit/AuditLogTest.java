package com.blueplm.runner.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.blueplm.runner.api.testing.ApiServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AuditLogTest {
  @RegisterExtension static final ApiServer server = ApiServer.shared();

  @Test
  void anEventIsKeptAsItWasGiven() {
    UUID object = UUID.randomUUID();
    UUID actor = UUID.randomUUID();
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("name", "Ä\"'");
    details.put("before", null);
    log().record(event(ActorKind.USER, actor, object, details));
    log().record(event(ActorKind.SYSTEM, null, object, Map.of()));

    List<Map<String, Object>> rows =
        server
            .database()
            .sql(
                """
                SELECT actor_kind, actor_id, action, object_type, details::text AS details,
                       at BETWEEN now() - interval '1 minute' AND now() AS fresh
                  FROM audit_events WHERE object_id = :object ORDER BY id
                """)
            .param("object", object.toString())
            .query()
            .listOfRows();
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).containsEntry("fresh", true));
    assertThat(rows.getFirst())
        .containsEntry("actor_kind", "user")
        .containsEntry("actor_id", actor.toString())
        .containsEntry("action", "thing.done")
        .containsEntry("object_type", "thing")
        .containsEntry("details", "{\"name\": \"Ä\\\"'\", \"before\": null}");
    assertThat(rows.getLast())
        .containsEntry("actor_kind", "system")
        .containsEntry("actor_id", null);
  }

  @Test
  void anEventFallsWithTheChangeThatItTellsOf() {
    UUID object = UUID.randomUUID();
    new TransactionTemplate(server.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            change -> {
              log().record(event(ActorKind.SYSTEM, null, object, Map.of()));
              change.setRollbackOnly();
            });
    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM audit_events WHERE object_id = :object")
                .param("object", object.toString())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void nobodyChangesOrRemovesAnEventNotEvenTheOwnerOfTheTable() {
    log().record(event(ActorKind.SYSTEM, null, UUID.randomUUID(), Map.of()));
    for (String change :
        new String[] {
          "UPDATE audit_events SET action = 'x'",
          "UPDATE audit_events SET action = 'x' WHERE false",
          "DELETE FROM audit_events"
        }) {
      refused(server.database(), change, "append-only");
      refused(server.bean(JdbcClient.class), change, "append-only");
    }
    refused(server.database(), "TRUNCATE audit_events", "append-only");
    refused(server.bean(JdbcClient.class), "TRUNCATE audit_events", "permission denied");
  }

  private static void refused(JdbcClient role, String change, String why) {
    assertThatThrownBy(() -> role.sql(change).update()).rootCause().hasMessageContaining(why);
  }

  private static AuditLog log() {
    return server.bean(AuditLog.class);
  }

  private static AuditEvent event(
      ActorKind kind, @Nullable UUID actor, UUID object, Map<String, @Nullable Object> details) {
    return new AuditEvent(server.orgId(), kind, actor, "thing.done", "thing", object, details);
  }
}
