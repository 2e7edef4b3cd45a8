package com.blueplm.runner.api.run;

import java.time.Instant;
import java.util.UUID;

/**
 * A run that has ended and whose workflow should be closed.
 *
 * @param id the run
 * @param workflowId its workflow
 * @param endedAt when it ended
 */
record EndedLook(UUID id, String workflowId, Instant endedAt) {}
