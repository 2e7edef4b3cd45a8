package com.blueplm.runner.api.run;

import com.blueplm.runner.api.output.RunOutput;
import com.blueplm.runner.api.output.Tails;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.RunStatus;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The terminal transition and all that belongs to it: tails, the script's last run, the release of
 * the next run in the queue. The caller holds the locks of the script and of the run.
 */
@Component
class RunEnds {
  private final RunTransitionsRepository transitions;
  private final RunOutput output;
  private final WorkflowMessages messages;
  private final RunSignals signals;
  private final AutoPause autoPause;

  RunEnds(
      RunTransitionsRepository transitions,
      RunOutput output,
      WorkflowMessages messages,
      RunSignals signals,
      AutoPause autoPause) {
    this.transitions = transitions;
    this.output = output;
    this.messages = messages;
    this.signals = signals;
    this.autoPause = autoPause;
  }

  void end(LockedRun run, RunStatus to, Ending ending) {
    Tails tails = run.attempt() == 0 ? Tails.NONE : output.finish(run.orgId(), run.id());
    transitions.end(run, to, ending, tails);
    shown(run.orgId(), run.id());
    autoPause.ended(run, to, ending.reason());
    releaseNext(run.orgId(), run.scriptId());
    signals.changed(run.id());
  }

  /** Shows a run that has ended on its script. */
  void shown(UUID orgId, UUID runId) {
    transitions.showOnScript(orgId, runId);
  }

  /** Releases the first run in a script's queue, unless another one is in its way. */
  void releaseNext(UUID orgId, UUID scriptId) {
    transitions
        .releaseNext(orgId, scriptId)
        .ifPresent(
            released -> {
              messages.released(orgId, released);
              signals.changed(released);
            });
  }
}
