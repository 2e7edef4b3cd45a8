package com.blueplm.runner.api.signal;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes whoever waits for a change of a run: its state, its output, a command for its worker. Only
 * a hint within this process: listeners look at the database themselves, and also do so now and
 * then without a signal.
 */
@Component
public class RunSignals {
  private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

  /** Signals a run once the current transaction has committed, at once when there is none. */
  public void changed(UUID runId) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      signal(runId);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signal(runId);
          }
        });
  }

  /**
   * Calls the listener with the id of each changed run until the subscription is closed; it must
   * not block.
   */
  public Subscription subscribe(Consumer<UUID> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void signal(UUID runId) {
    listeners.forEach(listener -> listener.accept(runId));
  }

  /** A listener's registration. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
