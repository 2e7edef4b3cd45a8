package com.blueplm.runner.api.plm;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@code GET /parts} selects. */
record PartFilter(
    @Nullable UUID vaultId,
    @Nullable String state,
    boolean releasedOnly,
    @Nullable String search,
    int limit,
    int offset) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  static PartFilter of(Map<String, String> parameters) {
    PlmQuery query = new PlmQuery(parameters);
    PartFilter filter =
        new PartFilter(
            query.uuid("vault_id"),
            query.oneOf("state", PartState.ALL),
            query.flag("released_only"),
            query.text("search"),
            query.number("limit", DEFAULT_LIMIT, MAX_LIMIT),
            query.number("offset", 0, Integer.MAX_VALUE));
    query.check();
    return filter;
  }
}
