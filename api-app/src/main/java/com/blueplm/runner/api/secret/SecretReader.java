package com.blueplm.runner.api.secret;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Opens secrets for the worker that runs a script; nobody else gets a value. */
@Component
public class SecretReader {
  private final SecretRepository secrets;
  private final SecretSeal seal;

  SecretReader(SecretRepository secrets, SecretSeal seal) {
    this.secrets = secrets;
    this.seal = seal;
  }

  /**
   * The script's secrets by key, marked as used now. Never log the answer.
   *
   * @throws IllegalStateException when a value does not open; names the secret, never a value
   */
  @Transactional
  public Map<String, String> forRun(UUID orgId, UUID scriptId) {
    return secrets.takeForRun(orgId, scriptId).stream()
        .collect(
            Collectors.toUnmodifiableMap(
                SecretRepository.SealedSecret::key,
                secret ->
                    seal.open(
                        new SecretSeal.Place(orgId, scriptId, secret.key(), secret.version()),
                        secret.sealed())));
  }
}
