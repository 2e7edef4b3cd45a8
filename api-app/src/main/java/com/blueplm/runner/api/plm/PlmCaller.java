package com.blueplm.runner.api.plm;

import java.util.Set;
import java.util.UUID;

/**
 * The run whose key was presented.
 *
 * @param orgId its organisation
 * @param runId the run
 * @param scopes what the key may do
 */
record PlmCaller(UUID orgId, UUID runId, Set<String> scopes) {

  /** Throws 403 when the key lacks the scope. */
  void require(String scope) {
    if (!scopes.contains(scope)) {
      throw PlmException.forbidden(
          "This run's key lacks the scope " + scope + ": add it to the script's plm_scopes");
    }
  }
}
