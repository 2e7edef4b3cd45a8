package com.blueplm.runner.worker.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears away what an earlier worker process left in the same home: processes, workspaces. */
public final class OrphanJanitor {

  private static final Logger log = LoggerFactory.getLogger(OrphanJanitor.class);
  private static final Pattern WORKSPACE = Pattern.compile("([0-9a-f-]{36})-(\\d+)");
  private static final Pattern PROGRAM = Pattern.compile("(sh|bwrap|prlimit|setpriv|python.*)");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_NANOS = 5_000_000;

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
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<ProcessHandle> orphans = orphans();
    while (!orphans.isEmpty() && System.nanoTime() < deadline) {
      log.warn("Killing processes {} of an earlier worker.", orphans);
      orphans.forEach(OrphanJanitor::killWithChildren);
      LockSupport.parkNanos(POLL_NANOS);
      orphans = orphans();
    }
    for (Path workspace : workspaces()) {
      try {
        new Workspace(workspace).delete();
      } catch (IOException e) {
        log.warn("Workspace {} could not be removed; the next start tries again.", workspace, e);
      }
    }
  }

  private List<ProcessHandle> orphans() throws IOException {
    Stream<ProcessHandle> named = ProcessHandle.allProcesses().filter(this::namesRuns);
    Stream<ProcessHandle> marked =
        workspaces().stream()
            .map(workspace -> WORKSPACE.matcher(workspace.getFileName().toString()))
            .filter(Matcher::matches)
            .map(m -> new RunMarker(UUID.fromString(m.group(1)), Integer.parseInt(m.group(2))))
            .flatMap(marker -> marker.survivors().stream());
    return Stream.concat(named, marked).distinct().toList();
  }

  private boolean namesRuns(ProcessHandle handle) {
    try {
      Path file = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
      String[] arguments = Files.readString(file, StandardCharsets.ISO_8859_1).split("\0");
      String program = arguments[0].substring(arguments[0].lastIndexOf('/') + 1);
      return PROGRAM.matcher(program).matches()
          && Arrays.stream(arguments).anyMatch(argument -> argument.startsWith(runs + "/"));
    } catch (IOException e) {
      // Gone, or another user's: not ours.
      return false;
    }
  }

  private List<Path> workspaces() throws IOException {
    try (Stream<Path> entries = Files.list(runs)) {
      return entries.toList();
    }
  }

  private static void killWithChildren(ProcessHandle orphan) {
    // The init of the namespace first: its death ends everything in it.
    orphan.children().forEach(ProcessHandle::destroyForcibly);
    var unused = orphan.destroyForcibly();
  }
}
