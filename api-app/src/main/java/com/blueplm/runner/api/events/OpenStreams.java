package com.blueplm.runner.api.events;

import com.blueplm.runner.api.signal.RunSignals;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The streams that are open. They end before the web server stops, which would otherwise wait for
 * them; their readers come back with the id of the last event they saw.
 */
@Component
class OpenStreams implements SmartLifecycle {
  private final RunSignals signals;
  private final Set<ChangeWaiter> waiters = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  OpenStreams(RunSignals signals) {
    this.signals = signals;
  }

  /** A waiter for a stream, which the stream hands back to {@link #remove}. */
  ChangeWaiter add(UUID runId) {
    ChangeWaiter waiter = new ChangeWaiter(signals, runId);
    waiters.add(waiter);
    return waiter;
  }

  void remove(ChangeWaiter waiter) {
    waiters.remove(waiter);
    waiter.close();
  }

  /** How many streams of a run are open in this process. */
  long countOf(UUID runId) {
    return waiters.stream().filter(waiter -> waiter.runId().equals(runId)).count();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    waiters.forEach(ChangeWaiter::wake);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
