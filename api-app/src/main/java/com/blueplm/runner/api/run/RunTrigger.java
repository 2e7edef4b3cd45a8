package com.blueplm.runner.api.run;

import com.blueplm.runner.api.dependency.DependencyLocks;
import com.blueplm.runner.api.dependency.LockState;
import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.run.Idempotency.Accepted;
import com.blueplm.runner.api.script.RunnableScript;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.contract.TriggerType;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs asked for by people and API clients: one transaction under the lock of the script. */
@Component
class RunTrigger {
  private final ScriptLookupRepository scripts;
  private final RunRevisionsRepository revisions;
  private final Idempotency idempotency;
  private final TriggeredRuns triggered;
  private final DependencyLocks locks;
  private final JsonMapper json;

  RunTrigger(
      ScriptLookupRepository scripts,
      RunRevisionsRepository revisions,
      Idempotency idempotency,
      TriggeredRuns triggered,
      DependencyLocks locks,
      JsonMapper json) {
    this.scripts = scripts;
    this.revisions = revisions;
    this.idempotency = idempotency;
    this.triggered = triggered;
    this.locks = locks;
    this.json = json;
  }

  /**
   * Accepts a run of a script.
   *
   * @param lockId the request for the lock that unsaved code needs; null when it needs none
   */
  @Transactional
  public Accepted trigger(
      Actor actor,
      UUID scriptId,
      TriggerRequest request,
      @Nullable String idempotencyKey,
      @Nullable UUID lockId) {
    if (request.code() != null) {
      UnsavedCode.requireAdmin(actor);
    }
    RunnableScript script = lock(actor, scriptId);
    return idempotency.once(
        actor.orgId(),
        scriptId,
        idempotencyKey,
        request,
        () ->
            triggered.create(
                script,
                new Trigger(
                    TriggerType.MANUAL,
                    actor.userId(),
                    revisionOf(actor, script, request, lockId),
                    request.onOverlap(),
                    overriding(script.parameters(), request.parameters()),
                    null,
                    null)));
  }

  /** Accepts a repetition: the parameters of the run, the other settings of the script now. */
  @Transactional
  public Accepted rerun(
      Actor actor, UUID runId, RerunRequest request, @Nullable String idempotencyKey) {
    RunSource source =
        revisions.source(actor.orgId(), runId).orElseThrow(ProblemException::notFound);
    if (source.hidden() && !request.takesCurrent()) {
      UnsavedCode.requireAdmin(actor);
    }
    RunnableScript script = lock(actor, source.scriptId());
    return idempotency.once(
        actor.orgId(),
        script.id(),
        idempotencyKey,
        Map.of("rerun_of", runId, "request", request),
        () ->
            triggered.create(
                script,
                new Trigger(
                    TriggerType.RERUN,
                    actor.userId(),
                    request.takesCurrent() ? script.revisionId() : source.revisionId(),
                    request.onOverlap(),
                    source.parameters(),
                    source.payload(),
                    runId)));
  }

  private RunnableScript lock(Actor actor, UUID scriptId) {
    return scripts.lock(actor.orgId(), scriptId).orElseThrow(ProblemException::notFound);
  }

  private UUID revisionOf(
      Actor actor, RunnableScript script, TriggerRequest request, @Nullable UUID lockId) {
    if (request.code() != null) {
      LockState lock = lockId == null ? null : locks.hold(script.orgId(), lockId);
      return revisions.insertHidden(
          script.orgId(), script.id(), request.code(), actor.userId(), lock);
    }
    if (request.revision() == null) {
      return script.revisionId();
    }
    return revisions
        .find(script.orgId(), script.id(), request.revision())
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "revision", "the script has no revision " + request.revision()));
  }

  private String overriding(String defaults, @Nullable JsonNode overrides) {
    if (overrides == null || overrides.isNull()) {
      return defaults;
    }
    ObjectNode effective = (ObjectNode) json.readTree(defaults);
    overrides.properties().forEach(member -> effective.set(member.getKey(), member.getValue()));
    String text = json.writeValueAsString(effective);
    if (!JsonTexts.storable(json, text).filter(text::equals).isPresent()) {
      throw ProblemException.invalid("parameters", "contain a NUL character; remove it");
    }
    return text;
  }
}
