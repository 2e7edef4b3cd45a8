package com.blueplm.runner.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a sandbox: bubblewrap outside, its child {@code script-init} that is the init of the
 * process namespace, and below that the command. When the init is gone, so is everything in the
 * namespace.
 */
final class BubblewrapTree extends SpawnedTree {

  /** An init that started later after bubblewrap is another process with the same id. */
  private static final long LONGEST_START_TICKS = 3000;

  private static final Pattern CHILD = Pattern.compile("\"child-pid\": (\\d+)");
  private static final Pattern EXIT = Pattern.compile("\"exit-code\": (\\d+)");

  private final Path info;
  private final Optional<ProcStat> outer;
  private volatile @Nullable ProcStat init;

  BubblewrapTree(Process process, JobResources resources, Path statusFile, Path info) {
    super(process, resources, statusFile);
    this.info = info;
    this.outer = ProcStat.of(process.pid());
  }

  @Override
  public void terminate() {
    awaitCommand();
    // To the command, not to bubblewrap, whose end would leave no grace.
    oldest(process.children().flatMap(ProcessHandle::children)).ifPresent(ProcessHandle::destroy);
  }

  @Override
  void killTree() {
    // A kill before the init exists would leave it behind.
    awaitCommand();
    if (process.isAlive()) {
      List<ProcessHandle> children = process.children().toList();
      children.stream().map(ProcessHandle::pid).forEach(this::meetInit);
      children.forEach(ProcessHandle::destroyForcibly);
    }
    // Not Process.destroyForcibly, which closes the streams and loses the last output.
    process.toHandle().destroyForcibly();
    if (initLives()) {
      init()
          .map(ProcStat::pid)
          .flatMap(ProcessHandle::of)
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  boolean isTreeGone() {
    return !initLives();
  }

  private void awaitCommand() {
    var unused =
        poll(STARTUP, () -> !process.isAlive() || process.descendants().limit(2).count() == 2);
  }

  private boolean initLives() {
    // bubblewrap tells an exit code after it has waited for the init.
    return find(EXIT).isEmpty() && init().filter(ProcStat::isAlive).isPresent();
  }

  private Optional<ProcStat> init() {
    if (init == null) {
      find(CHILD).map(Long::valueOf).ifPresent(this::meetInit);
    }
    return Optional.ofNullable(init);
  }

  private void meetInit(long pid) {
    ProcStat.of(pid).filter(this::isInit).ifPresent(found -> init = found);
  }

  private boolean isInit(ProcStat process) {
    return outer
        .filter(parent -> process.startedAt() >= parent.startedAt())
        .filter(parent -> process.startedAt() <= parent.startedAt() + LONGEST_START_TICKS)
        .isPresent();
  }

  private Optional<String> find(Pattern pattern) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(info));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      // Never opened: bubblewrap was not started.
      return Optional.empty();
    }
  }
}
