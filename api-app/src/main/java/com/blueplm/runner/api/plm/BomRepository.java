package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Bills of materials. */
@Repository
class BomRepository {
  /** Deeper structures are cut here. */
  static final int MAX_DEPTH = 20;

  private final JdbcClient jdbc;

  BomRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Bom.Assembly> assembly(UUID orgId, UUID id) {
    return jdbc.sql(
            """
            SELECT id, part_number, file_name, revision, state
              FROM plm_files
             WHERE org_id = :org AND id = :id AND deleted_at IS NULL
            """)
        .param("org", orgId)
        .param("id", id)
        .query(Bom.Assembly.class)
        .optional();
  }

  /**
   * Components down to a depth, by part number, each followed by its own; a cycle is followed once.
   * What is left out (deleted, or not released) hides what is below it.
   */
  List<Bom.Component> components(UUID orgId, UUID assemblyId, int depth, boolean releasedOnly) {
    return jdbc.sql(
            """
            WITH RECURSIVE structure AS (
              SELECT f.id, r.parent_file_id AS parent_id, r.quantity, 1 AS level,
                     ARRAY[r.parent_file_id, f.id] AS path,
                     ARRAY[coalesce(f.part_number, ''), f.file_name, f.id::text] AS position
                FROM plm_file_references r
                JOIN plm_files f ON f.org_id = r.org_id AND f.id = r.child_file_id
               WHERE r.org_id = :org AND r.parent_file_id = :assembly AND r.reference_type = 'component'
                 AND f.deleted_at IS NULL AND (NOT :released OR f.state = 'released')
              UNION ALL
              SELECT f.id, r.parent_file_id, r.quantity, s.level + 1, s.path || f.id,
                     s.position || ARRAY[coalesce(f.part_number, ''), f.file_name, f.id::text]
                FROM structure s
                JOIN plm_file_references r ON r.org_id = :org AND r.parent_file_id = s.id
                 AND r.reference_type = 'component'
                JOIN plm_files f ON f.org_id = r.org_id AND f.id = r.child_file_id
               WHERE s.level < :depth AND f.id <> ALL (s.path)
                 AND f.deleted_at IS NULL AND (NOT :released OR f.state = 'released')
            )
            SELECT f.id, f.part_number, f.file_name, f.file_path, f.file_type, f.revision, f.state, s.quantity,
                   s.level, s.parent_id
              FROM structure s
              JOIN plm_files f ON f.org_id = :org AND f.id = s.id
             ORDER BY s.position
            """)
        .param("org", orgId)
        .param("assembly", assemblyId)
        .param("depth", depth)
        .param("released", releasedOnly)
        .query(Bom.Component.class)
        .list();
  }
}
