package com.blueplm.runner.api.worker;

import com.blueplm.runner.api.run.CommandSignals;
import com.blueplm.runner.api.run.Leases;
import com.blueplm.runner.api.signal.RunSignals;
import com.blueplm.runner.contract.gateway.LineAnswer;
import com.blueplm.runner.contract.gateway.LineAnswer.Command;
import com.blueplm.runner.contract.gateway.LineRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Holds the lines of workers (design §5.5). Leases are renewed when a line begins; then it waits,
 * without a connection of the database, until there is a command that the worker has not heard yet,
 * and at most for {@link #HOLD}.
 */
@Component
class WorkerLines {
  /** A quarter of the lease: a worker may miss two lines in a row and still lives. */
  static final Duration HOLD = Duration.ofSeconds(1);

  private final WorkersRepository workers;
  private final CommandSignals signals;
  private final Leases leases;

  /**
   * What each worker was told last. A command stays true until its attempt has ended, which takes
   * as long as the script's grace: answering it at once each time would be a busy loop.
   */
  private final Map<UUID, Set<Command>> told = new ConcurrentHashMap<>();

  WorkerLines(WorkersRepository workers, CommandSignals signals, Leases leases) {
    this.workers = workers;
    this.signals = signals;
    this.leases = leases;
  }

  LineAnswer speak(LineRequest request) {
    Semaphore news = new Semaphore(0);
    try (RunSignals.Subscription subscription = signals.subscribe(run -> news.release())) {
      long until = System.nanoTime() + HOLD.toNanos();
      List<Command> commands = workers.renew(request, Leases.TTL);
      leases.databaseAnswered();
      while (!isNew(request.workerId(), commands) && await(news, until)) {
        commands = workers.commands(request);
      }
      remember(request.workerId(), commands);
      return new LineAnswer(Leases.TTL.toMillis(), commands);
    }
  }

  private void remember(UUID worker, List<Command> commands) {
    if (commands.isEmpty()) {
      told.remove(worker);
    } else {
      told.put(worker, Set.copyOf(commands));
    }
  }

  private boolean isNew(UUID worker, List<Command> commands) {
    return !told.getOrDefault(worker, Set.of()).containsAll(commands);
  }

  private static boolean await(Semaphore news, long until) {
    try {
      if (!news.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      news.drainPermits();
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
