package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.web.PageLimit;
import com.blueplm.runner.contract.PersonsDecision;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs: reading, cancelling, repeating and deciding. */
@RestController
@RequestMapping("/api/runs")
class RunsController {
  private final RunViews views;
  private final RunCancel cancel;
  private final RunTrigger trigger;
  private final RunDecisions decisions;
  private final AcceptedRuns accepted;

  RunsController(
      RunViews views,
      RunCancel cancel,
      RunTrigger trigger,
      RunDecisions decisions,
      AcceptedRuns accepted) {
    this.views = views;
    this.cancel = cancel;
    this.trigger = trigger;
    this.decisions = decisions;
    this.accepted = accepted;
  }

  @GetMapping
  RunPage list(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(name = "script_id", required = false) @Nullable UUID scriptId,
      @RequestParam(name = "status", required = false) @Nullable List<String> status,
      @RequestParam(name = "trigger_type", required = false) @Nullable String triggerType,
      @RequestParam(name = "from", required = false) @Nullable Instant from,
      @RequestParam(name = "to", required = false) @Nullable Instant to,
      @RequestParam(name = "limit", defaultValue = PageLimit.DEFAULT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    return views.list(
        actor.orgId(), RunFilter.of(scriptId, status, triggerType, from, to, limit, cursor));
  }

  @GetMapping("/{id}")
  RunView find(@AuthenticationPrincipal Actor actor, @PathVariable("id") UUID id) {
    return views.find(actor.orgId(), id).orElseThrow(ProblemException::notFound);
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunView cancel(@AuthenticationPrincipal Actor actor, @PathVariable("id") UUID id) {
    cancel.cancel(actor, id);
    return find(actor, id);
  }

  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  BulkCancel.Answer cancelAll(
      @AuthenticationPrincipal Actor actor, @Valid @RequestBody BulkCancel request) {
    BulkCancel checked = request.checked();
    return checked.runIds() != null
        ? cancel.cancelAll(actor, checked.runIds())
        : cancel.cancelScript(actor, Objects.requireNonNull(checked.scriptId()));
  }

  @PostMapping("/{id}/rerun")
  ResponseEntity<RunView> rerun(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable RerunRequest body) {
    RerunRequest request = body == null ? RerunRequest.EMPTY : body;
    TriggerRequest.checkOverlap(request.onOverlap());
    return accepted.answer(actor, trigger.rerun(actor, id, request, Idempotency.checked(key)));
  }

  @PostMapping("/{id}/decide")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunView decide(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestBody DecideRequest request) {
    decisions.decide(actor, id, request.checked());
    return find(actor, id);
  }

  /**
   * What a person decides about a held run.
   *
   * @param decision the decision
   */
  record DecideRequest(@Nullable PersonsDecision decision) {
    PersonsDecision checked() {
      if (decision == null) {
        throw ProblemException.invalid("decision", "must be rerun or give_up");
      }
      return decision;
    }
  }
}
