package com.blueplm.runner.worker.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The only class that starts processes. It does so from one platform thread that never ends,
 * because the kernel kills a sandbox when the <em>thread</em> that started it is gone.
 */
public final class ProcessSpawner implements AutoCloseable {

  private static final File NOTHING = new File("/dev/null");

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("process-spawner").factory());

  /**
   * Starts a process with nothing on stdin.
   *
   * @param environment the whole environment: nothing is inherited
   * @throws IOException when the program cannot be started
   */
  Process spawn(List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    try {
      return CompletableFuture.supplyAsync(() -> start(command, environment, directory), thread)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw new IOException(io.getMessage(), io);
      }
      throw e;
    }
  }

  private static Process start(
      List<String> command, Map<String, String> environment, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(directory.toFile()).redirectInput(NOTHING);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the thread, and by that every sandbox that it started. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
