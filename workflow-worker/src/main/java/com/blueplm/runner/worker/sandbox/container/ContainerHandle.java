package com.blueplm.runner.worker.sandbox.container;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container, for who goes on when its engine fails. */
record ContainerHandle(Engine engine, String id) {

  private static final Logger log = LoggerFactory.getLogger(ContainerHandle.class);
  private static final long POLL_NANOS = 20_000_000;

  /** What the engine says now; empty when it fails. */
  Optional<ContainerLife> life() {
    try {
      return Optional.of(engine.life(id));
    } catch (IOException e) {
      log.warn("What became of container {} is unknown; it is told to end.", id, e);
      return Optional.empty();
    }
  }

  /** The last thing the engine says, once the container has ended or patience has. */
  Optional<ContainerLife> lifeAfter(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<ContainerLife> life = life();
    while (life.filter(found -> !found.ended()).isPresent() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      life = life();
    }
    return life;
  }

  void kill() {
    try {
      engine.kill(id);
    } catch (IOException e) {
      log.warn("Container {} could not be killed; its init still ends it.", id, e);
    }
  }

  void remove() {
    try {
      engine.remove(id);
    } catch (IOException e) {
      log.warn("Container {} could not be removed; the worker's next start tries again.", id, e);
    }
  }
}
