package com.blueplm.runner.api.script;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the header If-Match with an entity tag, strongly (RFC 9110 §13.1.1). */
final class EntityTags {
  private EntityTags() {}

  /** Whether the change may go on; without the header it always may. */
  static boolean matches(@Nullable String ifMatch, String tag) {
    return ifMatch == null
        || Stream.of(ifMatch.split(","))
            .map(String::strip)
            .anyMatch(given -> given.equals("*") || given.equals(tag));
  }
}
