package com.blueplm.runner.api.run;

import java.util.Set;
import java.util.UUID;

/**
 * Who calls with a run's key.
 *
 * @param orgId the organisation whose data the run may touch
 * @param runId the run
 * @param attempt the attempt
 * @param scopes what the key may do at the PLM data API
 * @param scriptId the script
 */
public record RunKey(UUID orgId, UUID runId, int attempt, Set<String> scopes, UUID scriptId) {}
