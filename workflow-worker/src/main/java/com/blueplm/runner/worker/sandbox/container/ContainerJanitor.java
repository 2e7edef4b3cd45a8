package com.blueplm.runner.worker.sandbox.container;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the containers that an earlier worker with the same home left on the engine. */
public final class ContainerJanitor {

  private static final Logger log = LoggerFactory.getLogger(ContainerJanitor.class);

  private final Engine engine;
  private final String owner;

  /** A janitor for the containers with an owner, as in {@link ContainerSettings}. */
  public ContainerJanitor(Engine engine, String owner) {
    this.engine = engine;
    this.owner = owner;
  }

  /**
   * Kills and removes them.
   *
   * @throws IOException when the engine fails
   */
  public void clean() throws IOException {
    List<String> left = engine.ownedBy(owner);
    if (!left.isEmpty()) {
      log.warn("Removing containers {} of an earlier worker.", left);
    }
    for (String id : left) {
      engine.remove(id);
    }
  }
}
