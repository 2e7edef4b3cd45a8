package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about runs whose worker was lost. */
@Component
class RunDecisions {
  /**
   * After so long a worker that reaches nobody has certainly stopped its scripts: 60 s of grace
   * (design §5.8), the seconds until it looks, and those between TERM and KILL.
   */
  private static final Duration OUTAGE_GRACE = Duration.ofSeconds(75);

  private final OpenRunsRepository runs;
  private final RunLocksRepository locks;
  private final ScriptLookupRepository scripts;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final WorkflowMessages messages;
  private final RunSignals signals;

  RunDecisions(
      OpenRunsRepository runs,
      RunLocksRepository locks,
      ScriptLookupRepository scripts,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      WorkflowMessages messages,
      RunSignals signals) {
    this.runs = runs;
    this.locks = locks;
    this.scripts = scripts;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.messages = messages;
    this.signals = signals;
  }

  /** Carries a decision out; 409 where nothing waits for one. */
  @Transactional
  public void decide(Actor actor, UUID runId, PersonsDecision decision) {
    if (runs.existing(actor.orgId(), List.of(runId)).isEmpty()) {
      throw ProblemException.notFound();
    }
    locks.lockScriptOf(runId);
    LockedRun run = locks.lock(runId).orElseThrow(ProblemException::notFound);
    if (decision == PersonsDecision.RERUN && scripts.find(run.orgId(), run.scriptId()).isEmpty()) {
      throw ProblemException.notFound();
    }
    if (run.status() != RunStatus.NEEDS_DECISION) {
      throw ProblemException.of(
          ErrorCode.CONFLICT,
          "Run %s is %s and waits for no decision".formatted(runId, run.status().wire()));
    }
    switch (decision) {
      case RERUN -> transitions.resume(run, OUTAGE_GRACE.minus(Leases.TTL));
      case GIVE_UP -> runEnds.end(run, RunStatus.LOST, Ending.unseen(EndReason.GAVE_UP, false));
    }
    messages.decided(run, decision);
    signals.changed(runId);
  }
}
