package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The answer to a trigger: 202 and where to look, 200 when it had been accepted before. */
@Component
class AcceptedRuns {
  private final RunViews views;

  AcceptedRuns(RunViews views) {
    this.views = views;
  }

  ResponseEntity<RunView> answer(Actor actor, Idempotency.Accepted accepted) {
    RunView run = views.find(actor.orgId(), accepted.runId()).orElseThrow();
    return ResponseEntity.status(accepted.repeated() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/api/runs/" + run.id()))
        .body(run);
  }
}
