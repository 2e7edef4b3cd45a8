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

  /** Components down to a depth, in the order of the structure; a cycle is followed once. */
  List<Bom.Component> components(UUID orgId, UUID assemblyId, int depth, boolean releasedOnly) {
    return jdbc.sql(
            """
            WITH RECURSIVE structure AS (
              SELECT r.child_file_id, r.parent_file_id, r.quantity, 1 AS level,
                     ARRAY[r.parent_file_id, r.child_file_id] AS path
                FROM plm_file_references r
               WHERE r.org_id = :org AND r.parent_file_id = :assembly AND r.reference_type = 'component'
              UNION ALL
              SELECT r.child_file_id, r.parent_file_id, r.quantity, s.level + 1, s.path || r.child_file_id
                FROM structure s
                JOIN plm_file_references r ON r.org_id = :org AND r.parent_file_id = s.child_file_id
                 AND r.reference_type = 'component'
               WHERE s.level < :depth AND r.child_file_id <> ALL (s.path)
            )
            SELECT f.id, f.part_number, f.file_name, f.file_path, f.revision, f.state, s.quantity, s.level,
                   s.parent_file_id AS parent_id
              FROM structure s
              JOIN plm_files f ON f.org_id = :org AND f.id = s.child_file_id
             WHERE f.deleted_at IS NULL AND (NOT :released OR f.state = 'released')
             ORDER BY s.path
            """)
        .param("org", orgId)
        .param("assembly", assemblyId)
        .param("depth", depth)
        .param("released", releasedOnly)
        .query(Bom.Component.class)
        .list();
  }
}
