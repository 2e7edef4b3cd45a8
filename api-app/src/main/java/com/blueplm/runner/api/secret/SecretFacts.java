package com.blueplm.runner.api.secret;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be known of a secret: everything but its value.
 *
 * @param key the name of the environment variable
 * @param version grows with each value that is set
 * @param updatedAt when the value was set
 * @param updatedBy by whom
 * @param lastUsedAt when a run last got it; null when none has
 */
record SecretFacts(
    String key,
    int version,
    Instant updatedAt,
    @Nullable UpdatedBy updatedBy,
    @Nullable Instant lastUsedAt) {

  /** A user. */
  record UpdatedBy(UUID id, String email) {}
}
