package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tree of a sandbox: bubblewrap outside, its child that is the init of the process namespace,
 * and below that the command. When the init is gone, so is everything in the namespace.
 */
final class BubblewrapTree extends SpawnedTree {

  private static final Duration START_UP = Duration.ofMillis(500);
  private static final Pattern CHILD = Pattern.compile("\"child-pid\": (\\d+)");
  private static final Pattern NAMESPACE = Pattern.compile("\"pid-namespace\": (\\d+)");

  private static final Pattern EXIT = Pattern.compile("\"exit-code\": (\\d+)");

  private static final Pattern ZOMBIE = Pattern.compile("\\) [ZX] ");

  private final Path sandboxInfo;

  BubblewrapTree(Process process, JobResources resources, Path sandboxInfo) {
    super(process, resources);
    this.sandboxInfo = sandboxInfo;
  }

  @Override
  public void terminate() {
    awaitCommand();
    // To the command, not to bubblewrap, whose end would leave no grace.
    command().ifPresent(ProcessHandle::destroy);
  }

  @Override
  void killTree() {
    // A kill before the init exists would leave it behind.
    awaitCommand();
    if (process.isAlive()) {
      process.children().forEach(ProcessHandle::destroyForcibly);
    }
    // Not Process.destroyForcibly, which closes the streams and loses the last output.
    process.toHandle().destroyForcibly();
    if (namespaceLives()) {
      find(CHILD)
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  boolean isTreeGone() {
    return !namespaceLives();
  }

  @Override
  public boolean exitIsTheCommands() {
    return find(EXIT).isPresent();
  }

  private void awaitCommand() {
    var unused =
        poll(START_UP, () -> !process.isAlive() || process.descendants().limit(2).count() == 2);
  }

  /** The init's oldest child: orphans that the init adopts are younger. */
  private Optional<ProcessHandle> command() {
    return process
        .children()
        .flatMap(ProcessHandle::children)
        .min(
            Comparator.comparing(
                    (ProcessHandle handle) -> handle.info().startInstant().orElse(Instant.MAX))
                .thenComparing(ProcessHandle::pid));
  }

  private boolean namespaceLives() {
    Optional<String> init = find(CHILD);
    Optional<String> namespace = find(NAMESPACE);
    if (init.isEmpty() || namespace.isEmpty()) {
      return false;
    }
    Path process = Path.of("/proc", init.get());
    try {
      // Zombies keep the link until they are reaped, and an init becomes one when all else is gone.
      return Files.readSymbolicLink(process.resolve("ns/pid"))
              .toString()
              .equals("pid:[" + namespace.get() + "]")
          && !ZOMBIE.matcher(Files.readString(process.resolve("stat"))).find();
    } catch (IOException e) {
      // Gone; only a live one can hide its namespaces.
      return e instanceof AccessDeniedException;
    }
  }

  private Optional<String> find(Pattern pattern) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(sandboxInfo));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
