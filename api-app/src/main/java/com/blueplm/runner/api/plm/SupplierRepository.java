package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Suppliers. */
@Repository
class SupplierRepository {
  private final JdbcClient jdbc;

  SupplierRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Supplier> list(UUID orgId, SupplierFilter filter) {
    return jdbc.sql(
            """
            SELECT id, name, code, contact_name, contact_email, contact_phone, website, address_line1, city,
                   state, postal_code, coalesce(country, '') AS country, payment_terms, default_lead_time_days,
                   min_order_value, coalesce(currency, '') AS currency, is_active, is_approved, notes, erp_id
              FROM plm_suppliers
             WHERE org_id = :org
               AND (NOT :active OR is_active)
               AND (NOT :approved OR is_approved)
               AND (:search::text IS NULL OR name ILIKE '%' || :search || '%' ESCAPE ''
                    OR code ILIKE '%' || :search || '%' ESCAPE '')
             ORDER BY name, id
             LIMIT :limit OFFSET :offset
            """)
        .param("org", orgId)
        .param("active", filter.activeOnly())
        .param("approved", filter.approvedOnly())
        .param("search", filter.search())
        .param("limit", filter.limit())
        .param("offset", filter.offset())
        .query(Supplier.class)
        .list();
  }

  /** All columns but the organisation, as BluePLM shows a single supplier. */
  Optional<Map<String, @Nullable Object>> find(UUID orgId, UUID id) {
    return jdbc
        .sql(
            """
            SELECT id, name, code, contact_name, contact_email, contact_phone, website, address_line1,
                   address_line2, city, state, postal_code, country, payment_terms, default_lead_time_days,
                   min_order_value, currency, shipping_account, is_active, is_approved, notes, erp_id,
                   to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
                   to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated_at
              FROM plm_suppliers
             WHERE org_id = :org AND id = :id
            """)
        .param("org", orgId)
        .param("id", id)
        .query()
        .listOfRows()
        .stream()
        .findFirst();
  }
}
