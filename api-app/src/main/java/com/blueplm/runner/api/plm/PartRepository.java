package com.blueplm.runner.api.plm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Parts: the files that carry a part number. */
@Repository
class PartRepository {
  private static final String COLUMNS =
      "id, part_number, file_name, file_path, description, revision, version, state, file_type";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  PartRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** One page of parts; {@code %} and {@code _} in the search are wildcards, as in BluePLM. */
  List<Part> list(UUID orgId, PartFilter filter) {
    return jdbc.sql(
            """
            SELECT %s
              FROM plm_files
             WHERE org_id = :org AND part_number IS NOT NULL AND deleted_at IS NULL
               AND (:vault::uuid IS NULL OR vault_id = :vault::uuid)
               AND (:state::text IS NULL OR state = :state)
               AND (NOT :released OR state = 'released')
               AND (:search::text IS NULL OR part_number ILIKE '%%' || :search || '%%' ESCAPE '')
             ORDER BY part_number, id
             LIMIT :limit OFFSET :offset
            """
                .formatted(COLUMNS))
        .param("org", orgId)
        .param("vault", filter.vaultId())
        .param("state", filter.state())
        .param("released", filter.releasedOnly())
        .param("search", filter.search())
        .param("limit", filter.limit())
        .param("offset", filter.offset())
        .query((row, number) -> part(row))
        .list();
  }

  Optional<PartDetail> find(UUID orgId, UUID id) {
    return jdbc.sql(
            """
            SELECT %s, vault_id, custom_properties, created_at, updated_at
              FROM plm_files
             WHERE org_id = :org AND id = :id AND part_number IS NOT NULL AND deleted_at IS NULL
            """
                .formatted(COLUMNS))
        .param("org", orgId)
        .param("id", id)
        .query((row, number) -> detail(row))
        .optional();
  }

  /** Applies a change; null keeps a column. Answers whether there is such a part. */
  boolean update(UUID orgId, UUID id, PartChange change) {
    return jdbc.sql(
                """
                UPDATE plm_files
                   SET part_number = coalesce(:partNumber, part_number),
                       description = CASE WHEN :setDescription THEN :description ELSE description END,
                       revision = coalesce(:revision, revision),
                       custom_properties = (custom_properties || :custom::jsonb) - :removed::text[],
                       updated_at = now()
                 WHERE org_id = :org AND id = :id AND part_number IS NOT NULL AND deleted_at IS NULL
                """)
            .param("org", orgId)
            .param("id", id)
            .param("partNumber", change.partNumber())
            .param("setDescription", change.setsDescription())
            .param("description", change.description())
            .param("revision", change.revision())
            .param("custom", json.writeValueAsString(change.customProperties()))
            .param("removed", change.removedProperties().toArray(String[]::new))
            .update()
        == 1;
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        row.getObject("id", UUID.class),
        row.getString("part_number"),
        row.getString("file_name"),
        row.getString("file_path"),
        row.getString("description"),
        row.getString("revision"),
        row.getInt("version"),
        row.getString("state"),
        row.getString("file_type"));
  }

  private PartDetail detail(ResultSet row) throws SQLException {
    return new PartDetail(
        part(row),
        row.getObject("vault_id", UUID.class),
        json.readValue(
            row.getString("custom_properties"), new TypeReference<Map<String, Object>>() {}),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
