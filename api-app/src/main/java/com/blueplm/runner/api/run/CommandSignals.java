package com.blueplm.runner.api.run;

import com.blueplm.runner.api.signal.RunSignals;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Wakes the workers' lines when there is a command. Apart from {@link RunSignals}, which every
 * piece of output wakes: a line that looked at the database each time would be dear.
 */
@Component
public class CommandSignals {
  private final RunSignals signals = new RunSignals();

  void commanded(UUID runId) {
    signals.changed(runId);
  }

  /** Calls the listener for each run with a command until the subscription is closed. */
  public RunSignals.Subscription subscribe(Consumer<UUID> listener) {
    return signals.subscribe(listener);
  }
}
