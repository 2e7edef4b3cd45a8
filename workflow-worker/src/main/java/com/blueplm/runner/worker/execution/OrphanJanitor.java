package com.blueplm.runner.worker.execution;

import com.blueplm.runner.worker.sandbox.OrphanProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears away what an earlier worker process left in the same home: processes, workspaces. */
public final class OrphanJanitor {

  private static final Logger log = LoggerFactory.getLogger(OrphanJanitor.class);

  private final Path runs;

  /** A janitor for the directory that holds the workspaces. */
  public OrphanJanitor(Path runs) {
    this.runs = runs;
  }

  /**
   * Kills orphans, then removes the workspaces.
   *
   * @throws IOException when the directory cannot be read
   */
  public void clean() throws IOException {
    new OrphanProcesses(runs).kill();
    for (Path workspace : workspaces()) {
      try {
        new Workspace(workspace).delete();
      } catch (IOException e) {
        log.warn("Workspace {} could not be removed; the next start tries again.", workspace, e);
      }
    }
  }

  private List<Path> workspaces() throws IOException {
    try (Stream<Path> entries = Files.list(runs)) {
      return entries.toList();
    }
  }
}
