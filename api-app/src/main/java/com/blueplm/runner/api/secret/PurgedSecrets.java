package com.blueplm.runner.api.secret;

import com.blueplm.runner.api.script.ScriptChangeListener;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A purged script's secrets are removed. */
@Component
class PurgedSecrets implements ScriptChangeListener {
  private final SecretRepository secrets;

  PurgedSecrets(SecretRepository secrets) {
    this.secrets = secrets;
  }

  @Override
  public void purged(UUID orgId, UUID scriptId) {
    secrets.deleteAll(orgId, scriptId);
  }
}
