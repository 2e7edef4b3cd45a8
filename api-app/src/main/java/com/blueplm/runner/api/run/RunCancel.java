package com.blueplm.runner.api.run;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.script.ScriptLookupRepository;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.EndReason;
import com.blueplm.runner.contract.RunStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cancels runs (design §5.6): at once where no worker holds them, by a command to the worker
 * otherwise. The message to the workflow is written in the same transaction and sent afterwards, so
 * a cancel is accepted while Temporal is down.
 */
@Component
class RunCancel {
  private final RunLocksRepository locks;
  private final OpenRunsRepository runs;
  private final ScriptLookupRepository scripts;
  private final RunTransitionsRepository transitions;
  private final RunEnds runEnds;
  private final WorkflowMessages messages;
  private final RunSignals signals;
  private final CommandSignals commands;

  RunCancel(
      RunLocksRepository locks,
      OpenRunsRepository runs,
      ScriptLookupRepository scripts,
      RunTransitionsRepository transitions,
      RunEnds runEnds,
      WorkflowMessages messages,
      RunSignals signals,
      CommandSignals commands) {
    this.locks = locks;
    this.runs = runs;
    this.scripts = scripts;
    this.transitions = transitions;
    this.runEnds = runEnds;
    this.messages = messages;
    this.signals = signals;
    this.commands = commands;
  }

  /** Cancels one run; again while it is being cancelled changes nothing. */
  @Transactional
  public void cancel(Actor actor, UUID runId) {
    if (runs.existing(actor.orgId(), List.of(runId)).isEmpty()) {
      throw ProblemException.notFound();
    }
    if (!lockAndCancel(runId, actor.userId())) {
      throw ProblemException.of(
          ErrorCode.RUN_FINISHED,
          "Run %s has ended already; start it again to repeat it".formatted(runId));
    }
  }

  /** Cancels several runs; an unknown one refuses the whole. */
  @Transactional
  public BulkCancel.Answer cancelAll(Actor actor, Collection<UUID> runIds) {
    List<UUID> known = runs.existing(actor.orgId(), runIds);
    if (known.size() < List.copyOf(runIds).stream().distinct().count()) {
      throw ProblemException.notFound();
    }
    locks.lockScriptsOf(known);
    List<UUID> cancelled = new ArrayList<>();
    List<UUID> finished = new ArrayList<>();
    for (UUID run : runs.waitingFirst(known)) {
      (cancelUnderScriptLock(run, actor.userId()) ? cancelled : finished).add(run);
    }
    return new BulkCancel.Answer(cancelled, finished);
  }

  /** Cancels the open runs of a live script. */
  @Transactional
  public BulkCancel.Answer cancelScript(Actor actor, UUID scriptId) {
    if (scripts.find(actor.orgId(), scriptId).isEmpty()) {
      throw ProblemException.notFound();
    }
    return new BulkCancel.Answer(cancelOpen(actor.orgId(), scriptId, actor.userId()), List.of());
  }

  /** Cancels the open runs of a script: those that wait first, so that none is released. */
  @Transactional
  public List<UUID> cancelOpen(UUID orgId, UUID scriptId, @Nullable UUID by) {
    locks.lockScript(orgId, scriptId);
    List<UUID> ids =
        runs.ofScript(orgId, scriptId).stream()
            .sorted((one, other) -> Boolean.compare(other.isQueued(), one.isQueued()))
            .map(OpenRun::id)
            .toList();
    ids.forEach(run -> cancelUnderScriptLock(run, by));
    return ids;
  }

  /** Cancels a run of a script whose row the caller has locked; false when it had ended. */
  boolean cancelUnderScriptLock(UUID runId, @Nullable UUID by) {
    LockedRun run = locks.lock(runId).orElseThrow();
    return switch (run.status()) {
      case PENDING, QUEUED, NEEDS_DECISION -> {
        cancelUnclaimed(run, by);
        messages.cancel(run);
        yield true;
      }
      case RUNNING -> {
        command(run, by);
        messages.cancel(run);
        yield true;
      }
      case CANCELLING -> true;
      default -> false;
    };
  }

  /** No process exists: the request itself is the end. */
  void cancelUnclaimed(LockedRun run, @Nullable UUID by) {
    transitions.noteCancel(run, by);
    runEnds.end(run, RunStatus.CANCELLED, Ending.unseen(EndReason.CANCELLED, null));
  }

  /** A process exists: its worker is told over its line, which is waiting for just that. */
  void command(LockedRun run, @Nullable UUID by) {
    transitions.requestCancel(run, by);
    signals.changed(run.id());
    commands.commanded(run.id());
  }

  private boolean lockAndCancel(UUID runId, UUID by) {
    locks.lockScriptOf(runId);
    return cancelUnderScriptLock(runId, by);
  }
}
