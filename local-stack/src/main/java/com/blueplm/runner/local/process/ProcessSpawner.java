package com.blueplm.runner.local.process;

import com.blueplm.runner.local.console.LauncherException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts all children from one platform thread that lives as long as the launcher: the system sends
 * the parent-death signal when the thread that started a child ends, not when its process does.
 */
public final class ProcessSpawner {
  private final LauncherBond bond;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spawner").daemon().factory());

  public ProcessSpawner(LauncherBond bond) {
    this.bond = bond;
  }

  /**
   * Starts the program in a session of its own, so that the terminal's Ctrl-C does not reach it.
   */
  public Process start(ChildCommand command) throws InterruptedException {
    Future<Process> started = thread.submit(() -> spawn(command));
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw new LauncherException(
          "Cannot start " + command.arguments().getFirst() + ": " + e.getCause(), e);
    }
  }

  private Process spawn(ChildCommand command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(bond.wrap(command));
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.directory(command.directory().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(command.log().toFile()));
    if (!bond.needsStandardInput()) {
      builder.redirectInput(Redirect.from(new File("/dev/null")));
    }
    return builder.start();
  }
}
