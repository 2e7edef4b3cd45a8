package com.blueplm.runner.api.secret;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.EnvironmentKey;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sets, lists and removes the secrets of a script. */
@Component
class ScriptSecrets {
  private static final int MAX_SECRETS = 50;
  private static final int MAX_BYTES = 10 * 1024;

  private final ScriptLookupRepository scripts;
  private final SecretRepository secrets;
  private final SecretSeal seal;

  ScriptSecrets(ScriptLookupRepository scripts, SecretRepository secrets, SecretSeal seal) {
    this.scripts = scripts;
    this.secrets = secrets;
    this.seal = seal;
  }

  @Transactional(readOnly = true)
  public List<SecretFacts> list(Actor actor, UUID scriptId) {
    if (scripts.find(actor.orgId(), scriptId).isEmpty()) {
      throw ProblemException.notFound();
    }
    return secrets.list(actor.orgId(), scriptId);
  }

  @Transactional
  public void set(Actor actor, UUID scriptId, String key, @Nullable String value) {
    lock(actor, scriptId);
    if (!EnvironmentKey.isValid(key)) {
      throw ProblemException.invalid("key", EnvironmentKey.RULE);
    }
    String checked = check(value);
    int version = secrets.version(actor.orgId(), scriptId, key);
    if (version == 0 && secrets.count(actor.orgId(), scriptId) >= MAX_SECRETS) {
      throw ProblemException.invalid(
          "key", "a script has at most " + MAX_SECRETS + " secrets; remove one first");
    }
    SecretSeal.Place place = new SecretSeal.Place(actor.orgId(), scriptId, key, version + 1);
    secrets.store(place, seal.seal(place, checked), seal.keyId(), actor);
  }

  @Transactional
  public void remove(Actor actor, UUID scriptId, String key) {
    lock(actor, scriptId);
    if (!secrets.delete(actor.orgId(), scriptId, key)) {
      throw ProblemException.notFound();
    }
  }

  private void lock(Actor actor, UUID scriptId) {
    if (scripts.lock(actor.orgId(), scriptId).isEmpty()) {
      throw ProblemException.notFound();
    }
  }

  private static String check(@Nullable String value) {
    if (value == null) {
      throw ProblemException.invalid("value", "is required");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw ProblemException.invalid(
          "value", "must be 1 to " + MAX_BYTES + " bytes in UTF-8, not " + bytes);
    }
    return value;
  }
}
