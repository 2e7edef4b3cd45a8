package com.blueplm.runner.api.run;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The same trigger sent twice makes one run. A refused trigger is not remembered. */
@Component
class Idempotency {
  private static final int MAX_KEY_LENGTH = 255;

  private final IdempotencyRepository keys;
  private final JsonMapper canonical;

  Idempotency(IdempotencyRepository keys, JsonMapper json) {
    this.keys = keys;
    this.canonical = json.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
  }

  /**
   * The run of this key, or a new one; under the script's lock.
   *
   * @param key null means that nothing is remembered
   * @param body the request as parsed: the order of members and blanks do not matter
   * @throws ProblemException {@code IDEMPOTENCY_MISMATCH} when the key came with another body
   */
  Accepted once(
      UUID orgId, UUID scriptId, @Nullable String key, Object body, Supplier<UUID> create) {
    if (key == null) {
      return new Accepted(create.get(), false);
    }
    byte[] hash = hash(body);
    Optional<IdempotencyRepository.Entry> known = keys.find(orgId, scriptId, key);
    if (known.isEmpty()) {
      UUID run = create.get();
      keys.store(orgId, scriptId, key, hash, run);
      return new Accepted(run, false);
    }
    if (!MessageDigest.isEqual(known.get().bodySha256(), hash)) {
      throw ProblemException.of(
          ErrorCode.IDEMPOTENCY_MISMATCH,
          "Idempotency-Key was used with another body within the last 24 hours; use a new key");
    }
    return new Accepted(known.get().runId(), true);
  }

  /** Refuses a key that cannot be stored. */
  static @Nullable String checked(@Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > MAX_KEY_LENGTH)) {
      throw ProblemException.invalid(
          "Idempotency-Key", "it takes 1 to " + MAX_KEY_LENGTH + " characters");
    }
    return key;
  }

  private byte[] hash(Object body) {
    try {
      byte[] text = canonical.writeValueAsBytes(canonical.valueToTree(body));
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  /**
   * An accepted trigger.
   *
   * @param runId the run
   * @param repeated whether it was accepted before
   */
  record Accepted(UUID runId, boolean repeated) {}
}
