package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a job's groups as soon as the kernel lets go of them, killing what is still inside. */
final class GroupRemoval implements Watcher.Task {

  private static final Logger log = LoggerFactory.getLogger(GroupRemoval.class);

  /** Ten seconds of the watcher's intervals. */
  private static final int TRIES = 200;

  private final List<Path> left;
  private int tries;

  GroupRemoval(List<Path> directories) {
    this.left = new ArrayList<>(directories);
  }

  @Override
  public boolean again() {
    tries++;
    left.removeIf(this::removes);
    return !left.isEmpty() && tries < TRIES;
  }

  private boolean removes(Path directory) {
    try {
      GroupTree.remove(directory);
      return true;
    } catch (IOException e) {
      if (tries == TRIES) {
        log.warn("{} cannot be removed; the next worker with this home tries again.", directory, e);
      }
      return kills(directory);
    }
  }

  /** Always false: the group is still there. */
  private static boolean kills(Path directory) {
    try {
      GroupTree.kill(directory);
    } catch (IOException e) {
      log.debug("Cannot kill what is in {}; it is tried again.", directory, e);
    }
    return false;
  }
}
