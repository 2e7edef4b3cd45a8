package com.blueplm.runner.api.audit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Adds events; a trigger of the table refuses everything else. */
@Repository
class AuditRepository {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  AuditRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(AuditEvent event) {
    jdbc.sql(
            """
            INSERT INTO audit_events (org_id, actor_kind, actor_id, action, object_type, object_id, details)
            VALUES (:org, :kind, :actor::text, :action, :type, :object, :details::jsonb)
            ON CONFLICT DO NOTHING
            """)
        .param("org", event.orgId())
        .param("kind", event.actorKind().wire())
        .param("actor", event.actorId() == null ? null : event.actorId().toString())
        .param("action", event.action())
        .param("type", event.objectType())
        .param("object", event.objectId().toString())
        .param("details", json.writeValueAsString(event.details()))
        .update();
  }
}
