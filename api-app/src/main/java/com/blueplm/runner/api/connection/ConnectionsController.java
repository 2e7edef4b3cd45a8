package com.blueplm.runner.api.connection;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.PageLimit;
import com.blueplm.runner.contract.gateway.ConnectionReport.Outcome;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the script of a run connected to or tried to. */
@RestController
class ConnectionsController {
  private final RunConnectionsRepository repository;

  ConnectionsController(RunConnectionsRepository repository) {
    this.repository = repository;
  }

  @Operation(
      summary = "What the script connected to or tried to",
      description =
          "Newest first, over all attempts. `outcome` is allowed, refused (the network policy"
              + " forbids it) or failed (allowed, but it could not be made).")
  @GetMapping("/api/runs/{id}/connections")
  ConnectionPage list(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestParam(name = "outcome", required = false) @Nullable String outcome,
      @RequestParam(name = "limit", defaultValue = PageLimit.DEFAULT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Outcome only = outcome == null ? null : outcomeOf(outcome);
    int shown = PageLimit.check(limit);
    ConnectionPlace after = ConnectionPlace.parse(cursor);
    if (!repository.hasRun(actor.orgId(), id)) {
      throw ProblemException.notFound();
    }
    List<ConnectionView> found = repository.list(actor.orgId(), id, only, after, shown + 1);
    if (found.size() <= shown) {
      return new ConnectionPage(found, null);
    }
    ConnectionView last = found.get(shown - 1);
    return new ConnectionPage(
        found.subList(0, shown), new ConnectionPlace(last.attempt(), last.number()).encode());
  }

  private static Outcome outcomeOf(String wire) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.wire().equals(wire)) {
        return outcome;
      }
    }
    throw ProblemException.invalid("outcome", "must be allowed, refused or failed");
  }
}
