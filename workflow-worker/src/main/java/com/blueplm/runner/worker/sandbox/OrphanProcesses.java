package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of jobs whose worker is dead. */
public final class OrphanProcesses {

  private static final Logger log = LoggerFactory.getLogger(OrphanProcesses.class);
  private static final Pattern PROGRAM = Pattern.compile("(sh|bwrap|script-init|python.*)");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_NANOS = 5_000_000;

  private final Path workspaces;
  private final JobMarker marker;

  /** Those of all jobs with a workspace in this directory. */
  public OrphanProcesses(Path workspaces) {
    this.workspaces = workspaces;
    this.marker = new JobMarker(workspaces);
  }

  /** Kills them all, again and again until none is found. */
  public void kill() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<ProcessHandle> orphans = find();
    while (!orphans.isEmpty() && System.nanoTime() < deadline) {
      log.warn("Killing processes {} of an earlier worker.", orphans);
      orphans.forEach(OrphanProcesses::killWithChildren);
      LockSupport.parkNanos(POLL_NANOS);
      orphans = find();
    }
  }

  private List<ProcessHandle> find() {
    return ProcessHandle.allProcesses()
        .filter(handle -> namesWorkspace(handle) || marker.marks(handle))
        .toList();
  }

  private boolean namesWorkspace(ProcessHandle handle) {
    try {
      Path file = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
      String[] arguments = Files.readString(file, StandardCharsets.ISO_8859_1).split("\0");
      String program = arguments[0].substring(arguments[0].lastIndexOf('/') + 1);
      return PROGRAM.matcher(program).matches()
          && Arrays.stream(arguments).anyMatch(argument -> argument.startsWith(workspaces + "/"));
    } catch (IOException e) {
      // Gone, or another user's: not ours.
      return false;
    }
  }

  private static void killWithChildren(ProcessHandle orphan) {
    // The init of the namespace first: its death ends everything in it.
    orphan.children().forEach(ProcessHandle::destroyForcibly);
    var unused = orphan.destroyForcibly();
  }
}
