package com.blueplm.runner.contract;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One requested execution of a script, from its trigger to its recorded outcome. */
@WorkflowInterface
public interface RunScript {

  /** Runs attempts until the ledger says that the run is over. */
  @WorkflowMethod(name = "RunScript")
  void run(RunScriptInput input);

  /** Tells a queued run that it is its turn. */
  @SignalMethod
  void released();

  /** Tells a held run what a person decided; as an earlier api-app sent it. */
  @SignalMethod
  void decided(PersonsDecision decision);

  /** Tells a held run what a person decided about this hold; repeated without harm. */
  @SignalMethod
  void holdDecided(HoldDecision decision);
}
