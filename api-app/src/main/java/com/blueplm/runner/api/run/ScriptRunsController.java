package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.web.PageLimit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The runs of one script: triggering and listing. */
@RestController
@RequestMapping("/api/scripts/{id}")
class ScriptRunsController {
  private final UnsavedCode unsavedCode;
  private final RunTrigger trigger;
  private final RunViews views;
  private final ScriptLookupRepository scripts;
  private final AcceptedRuns accepted;

  ScriptRunsController(
      UnsavedCode unsavedCode,
      RunTrigger trigger,
      RunViews views,
      ScriptLookupRepository scripts,
      AcceptedRuns accepted) {
    this.unsavedCode = unsavedCode;
    this.trigger = trigger;
    this.views = views;
    this.scripts = scripts;
    this.accepted = accepted;
  }

  @PostMapping("/run")
  ResponseEntity<RunView> run(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestBody(required = false) @Nullable TriggerRequest body) {
    TriggerRequest request = (body == null ? TriggerRequest.EMPTY : body).checked();
    String idempotencyKey = Idempotency.checked(key);
    UUID lockId = unsavedCode.lockFor(actor, id, request.code());
    return accepted.answer(actor, trigger.trigger(actor, id, request, idempotencyKey, lockId));
  }

  @GetMapping("/runs")
  RunPage list(
      @AuthenticationPrincipal Actor actor,
      @PathVariable("id") UUID id,
      @RequestParam(name = "status", required = false) @Nullable List<String> status,
      @RequestParam(name = "trigger_type", required = false) @Nullable String triggerType,
      @RequestParam(name = "from", required = false) @Nullable Instant from,
      @RequestParam(name = "to", required = false) @Nullable Instant to,
      @RequestParam(name = "limit", defaultValue = PageLimit.DEFAULT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    if (scripts.find(actor.orgId(), id).isEmpty()) {
      throw ProblemException.notFound();
    }
    return views.list(
        actor.orgId(), RunFilter.of(id, status, triggerType, from, to, limit, cursor));
  }
}
