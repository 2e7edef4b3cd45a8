package com.blueplm.runner.worker.egress;

import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;

/** Takes reports about a run's connections; a later one about the same number replaces it. */
@FunctionalInterface
public interface ConnectionSink {

  /** Called by one thread at a time. */
  void report(Connection connection);
}
