package com.blueplm.runner.worker.run;

import com.blueplm.runner.contract.HoldDecision;
import com.blueplm.runner.contract.PersonsDecision;
import com.blueplm.runner.contract.RunScript;
import com.blueplm.runner.contract.RunScriptInput;
import java.time.Duration;

/** A workflow that no longer does what its histories say: it waits where an activity was. */
public final class IncompatibleWorkflow implements RunScript {

  @Override
  public void run(RunScriptInput input) {
    Timers.sleep(Duration.ofSeconds(1), "incompatible");
  }

  @Override
  public void released() {}

  @Override
  public void decided(PersonsDecision decision) {}

  @Override
  public void holdDecided(HoldDecision decision) {}
}
