package com.blueplm.runner.api.plm;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code GET /suppliers} selects. */
record SupplierFilter(
    boolean activeOnly, boolean approvedOnly, @Nullable String search, int limit, int offset) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /** BluePLM drops these from the search. */
  private static final Pattern DROPPED = Pattern.compile("[,%._()]");

  static SupplierFilter of(Map<String, String> parameters) {
    PlmQuery query = new PlmQuery(parameters);
    String search = query.text("search");
    SupplierFilter filter =
        new SupplierFilter(
            query.flag("active_only"),
            query.flag("approved_only"),
            search == null ? null : DROPPED.matcher(search).replaceAll(""),
            query.number("limit", DEFAULT_LIMIT, MAX_LIMIT),
            query.number("offset", 0, Integer.MAX_VALUE));
    query.check();
    return filter;
  }
}
