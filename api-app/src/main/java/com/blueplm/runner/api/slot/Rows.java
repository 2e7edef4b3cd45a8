package com.blueplm.runner.api.slot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the driver does not convert by itself. */
final class Rows {

  private Rows() {}

  /** In microseconds, as Postgres keeps it: a moment read again equals the one written. */
  static OffsetDateTime timestamp(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime optional(@Nullable Instant instant) {
    return instant == null ? null : timestamp(instant);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static Instant required(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** For {@code :times::timestamptz[]}: the driver binds text arrays only. */
  static String[] texts(Collection<Instant> times) {
    return times.stream().map(Instant::toString).toArray(String[]::new);
  }
}
