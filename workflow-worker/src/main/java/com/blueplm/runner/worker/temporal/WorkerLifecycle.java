package com.blueplm.runner.worker.temporal;

import com.blueplm.runner.worker.attempt.Drain;
import com.blueplm.runner.worker.attempt.SpoolRecovery;
import com.blueplm.runner.worker.isolation.Isolation;
import com.blueplm.runner.worker.line.WorkerLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The order in which a worker starts and stops: line, leftovers, work; and back: no new work,
 * drain, then silence. A worker that may run nothing keeps its line, so that people see it.
 */
final class WorkerLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);

  private final WorkerLine line;
  private final SpoolRecovery recovery;
  private final Isolation isolation;
  private final TemporalWorkers temporal;
  private final Drain drain;
  private volatile boolean running;

  WorkerLifecycle(
      WorkerLine line,
      SpoolRecovery recovery,
      Isolation isolation,
      TemporalWorkers temporal,
      Drain drain) {
    this.line = line;
    this.recovery = recovery;
    this.isolation = isolation;
    this.temporal = temporal;
    this.drain = drain;
  }

  @Override
  public void start() {
    line.open();
    try {
      recovery.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the spools in runner.home cannot be read", e);
    }
    if (isolation.refusal().isEmpty()) {
      temporal.start();
    }
    running = true;
  }

  @Override
  public void stop() {
    log.info("Shutting down: no new work is taken.");
    drain.begin();
    temporal.suspend();
    drain.await();
    temporal.stop();
    line.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
