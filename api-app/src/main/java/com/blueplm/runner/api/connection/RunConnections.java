package com.blueplm.runner.api.connection;

import com.blueplm.runner.contract.gateway.ConnectionReport;
import com.blueplm.runner.contract.gateway.ConnectionReport.Connection;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Stores what workers report about the connections of their attempts. */
@Component
public class RunConnections {
  private final RunConnectionsRepository repository;

  RunConnections(RunConnectionsRepository repository) {
    this.repository = repository;
  }

  /**
   * Stores a report; the same one again changes nothing, and a later one about the same connection
   * replaces what was known. The caller holds the lock of the live attempt.
   *
   * @throws com.blueplm.runner.api.problem.ProblemException when the report is too long or wrong
   */
  public void store(UUID orgId, UUID runId, int attempt, ConnectionReport report) {
    Collection<Connection> connections = ReportedConnections.checked(report);
    if (!connections.isEmpty()) {
      repository.upsert(orgId, runId, attempt, connections);
    }
  }
}
