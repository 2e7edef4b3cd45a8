package com.blueplm.runner.api.secret;

import com.blueplm.runner.api.identity.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sealed secrets of scripts. */
@Repository
class SecretRepository {
  private final JdbcClient jdbc;

  SecretRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<SecretFacts> list(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            SELECT s.key, s.version, s.updated_at, s.last_used_at, u.id AS user_id, u.email
              FROM script_secrets s
              LEFT JOIN users u ON u.org_id = s.org_id AND u.id = s.updated_by
             WHERE s.org_id = :org AND s.script_id = :script
             ORDER BY s.key COLLATE "C"
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query((row, number) -> facts(row))
        .list();
  }

  /** The version of the newest value; 0 when there is none. */
  int version(UUID orgId, UUID scriptId, String key) {
    return jdbc.sql(
            """
            SELECT version FROM script_secrets
             WHERE org_id = :org AND script_id = :script AND key = :key
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .param("key", key)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  int count(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            "SELECT count(*) FROM script_secrets WHERE org_id = :org AND script_id = :script")
        .param("org", orgId)
        .param("script", scriptId)
        .query(Integer.class)
        .single();
  }

  void store(SecretSeal.Place place, String sealed, String keyId, Actor by) {
    jdbc.sql(
            """
            INSERT INTO script_secrets
                   (org_id, script_id, key, value_encrypted, version, key_id, updated_by)
            VALUES (:org, :script, :key, :sealed, :version, :keyId, :user)
            ON CONFLICT (script_id, key) DO UPDATE
               SET value_encrypted = excluded.value_encrypted, version = excluded.version,
                   key_id = excluded.key_id, updated_by = excluded.updated_by, updated_at = now()
            """)
        .param("org", place.orgId())
        .param("script", place.owner())
        .param("key", place.name())
        .param("sealed", sealed)
        .param("version", place.version())
        .param("keyId", keyId)
        .param("user", by.userId())
        .update();
  }

  boolean delete(UUID orgId, UUID scriptId, String key) {
    return jdbc.sql(
                """
                DELETE FROM script_secrets
                 WHERE org_id = :org AND script_id = :script AND key = :key
                """)
            .param("org", orgId)
            .param("script", scriptId)
            .param("key", key)
            .update()
        == 1;
  }

  void deleteAll(UUID orgId, UUID scriptId) {
    jdbc.sql("DELETE FROM script_secrets WHERE org_id = :org AND script_id = :script")
        .param("org", orgId)
        .param("script", scriptId)
        .update();
  }

  /** All sealed values of a script, which count as used from now. */
  List<SealedSecret> takeForRun(UUID orgId, UUID scriptId) {
    return jdbc.sql(
            """
            UPDATE script_secrets SET last_used_at = now()
             WHERE org_id = :org AND script_id = :script
            RETURNING key, version, value_encrypted
            """)
        .param("org", orgId)
        .param("script", scriptId)
        .query(
            (row, number) ->
                new SealedSecret(
                    row.getString("key"), row.getInt("version"), row.getString("value_encrypted")))
        .list();
  }

  private static SecretFacts facts(ResultSet row) throws SQLException {
    UUID userId = row.getObject("user_id", UUID.class);
    return new SecretFacts(
        row.getString("key"),
        row.getInt("version"),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        userId == null ? null : new SecretFacts.UpdatedBy(userId, row.getString("email")),
        instant(row.getObject("last_used_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** A value as it lies in the database. */
  record SealedSecret(String key, int version, String sealed) {
    @Override
    public String toString() {
      return "SealedSecret[key=" + key + ", version=" + version + "]";
    }
  }
}
