package com.blueplm.runner.api.run;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Steps of the reconciler, each for one run: one that fails does not keep the others from theirs.
 */
final class Guarded {
  private static final Logger log = LoggerFactory.getLogger(Guarded.class);

  private Guarded() {}

  /** Does the step; only an outage of the database ends the round. */
  static void step(UUID runId, Runnable step) {
    try {
      step.run();
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException outage) {
      throw outage;
    } catch (RuntimeException failure) {
      log.error("Reconciling run {} failed. It is tried again in the next round", runId, failure);
    }
  }
}
