package com.blueplm.runner.api.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The keys with which running scripts call the PLM data API; only their hashes are stored. */
@Component
public class RunKeys {
  /** What every run's key begins with. */
  public static final String PREFIX = "srk_";

  private static final int KEY_BYTES = 32;

  private final RunKeysRepository repository;
  private final SecureRandom random = new SecureRandom();

  RunKeys(RunKeysRepository repository) {
    this.repository = repository;
  }

  /** Makes a key for an attempt. An earlier key of the same attempt stays valid until it ends. */
  public String mint(UUID orgId, UUID runId, int attempt, Collection<String> scopes) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    repository.insert(hash(key), orgId, runId, attempt, scopes);
    return key;
  }

  /** The caller of this key, counted as one use; empty unless its attempt is the live one. */
  public Optional<RunKey> authenticate(String key) {
    return key.startsWith(PREFIX) ? repository.use(hash(key)) : Optional.empty();
  }

  /**
   * The attempt that this was the key of, whether it lives or not: for telling a key whose attempt
   * has ended from a key of nobody.
   */
  public Optional<RunKey> ownerOf(String key) {
    return key.startsWith(PREFIX) ? repository.find(hash(key)) : Optional.empty();
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
