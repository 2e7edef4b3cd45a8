package com.blueplm.runner.api.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt for which a write was refused.
 *
 * @param orgId its organisation
 * @param outcome how it ended; null while another claim holds it, or before it was claimed
 * @param claimId the claim that it was granted to
 * @param workerId the worker of that claim
 * @param closed whether the ledger ended it, and not its worker
 */
record RefusedAttempt(
    UUID orgId,
    @Nullable String outcome,
    @Nullable UUID claimId,
    @Nullable UUID workerId,
    boolean closed) {

  /** The worker that made this claim; null when it is not the one that was granted. */
  @Nullable UUID workerOf(UUID claim) {
    return claim.equals(claimId) ? workerId : null;
  }
}
