package com.blueplm.runner.acceptance.chaos;

import java.time.Instant;

/**
 * A fault as it was carried out.
 *
 * @param began when it was done
 * @param ended when it was over
 * @param done false when there was no process to do it to
 */
record FaultRecord(Fault fault, Instant began, Instant ended, boolean done) {
  boolean isRestartOfWorker() {
    return fault.kind() == Fault.Kind.RESTART && Parts.isWorker(fault.target());
  }
}
