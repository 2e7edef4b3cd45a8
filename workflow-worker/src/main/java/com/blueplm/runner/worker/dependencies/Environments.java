package com.blueplm.runner.worker.dependencies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environments by lock. One that exists costs a look; one that is being built is waited for by all
 * who ask, and its building stops when nobody waits any more. Thread-safe.
 */
public final class Environments {

  private static final Logger log = LoggerFactory.getLogger(Environments.class);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final EnvironmentStore store;
  private final EnvironmentBuilder builder;
  private final BaseInterpreter python;
  private final String level;
  private final Map<String, Build> builds = new HashMap<>();

  Environments(
      EnvironmentStore store, EnvironmentBuilder builder, BaseInterpreter python, String level) {
    this.store = store;
    this.builder = builder;
    this.python = python;
    this.level = level;
  }

  /**
   * The environment of a lock, built when needed; empty when {@code stop} completed first.
   *
   * @throws DependencyException when it cannot be built
   * @throws IOException when the worker could not try
   */
  public Optional<Environment> of(String lock, CompletableFuture<?> stop)
      throws DependencyException, IOException {
    String key = key(lock);
    while (true) {
      Build build;
      synchronized (this) {
        Optional<Environment> ready = store.take(key);
        if (ready.isPresent()) {
          return ready;
        }
        Build running = builds.get(key);
        build = running == null ? new Build() : running;
        build.waiting++;
        if (running == null) {
          builds.put(key, build);
          start(key, lock, build);
        }
      }
      boolean stopped = false;
      try {
        stopped = !awaitEnd(build, stop);
      } finally {
        leave(key, build);
      }
      if (stopped) {
        awaitStopped(build);
        return Optional.empty();
      }
    }
  }

  /** Begins to build the environment of a lock, if it is missing, for a later run. */
  public void prepare(String lock) {
    Thread.ofVirtual()
        .name("prepare-environment")
        .start(
            () -> {
              try {
                of(lock, new CompletableFuture<>()).ifPresent(Environment::close);
              } catch (DependencyException | IOException | RuntimeException e) {
                log.warn("An environment could not be prepared; the first run tries again.", e);
              }
            });
  }

  /** How many wait for a build. */
  synchronized int waiting() {
    return builds.values().stream().mapToInt(build -> build.waiting).sum();
  }

  private String key(String lock) throws IOException {
    String all = level + "\n" + python.ask().description() + "\n" + lock;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void start(String key, String lock, Build build) {
    Thread.ofVirtual()
        .name("environment-" + key)
        .start(
            () -> {
              Throwable failure = null;
              try {
                builder.build(key, lock, build.stop);
              } catch (DependencyException | IOException | RuntimeException e) {
                failure = e;
              }
              end(key, build, failure);
            });
  }

  private void end(String key, Build build, @Nullable Throwable failure) {
    synchronized (this) {
      builds.remove(key, build);
    }
    if (failure == null) {
      build.end.complete(null);
    } else {
      build.end.completeExceptionally(failure);
    }
  }

  /** False when {@code stop} came first. */
  private static boolean awaitEnd(Build build, CompletableFuture<?> stop)
      throws DependencyException, IOException {
    try {
      CompletableFuture.anyOf(build.end, stop.handle((none, failure) -> "stop")).join();
      return !stop.isDone();
    } catch (CancellationException e) {
      // Those who waited before had left; the next turn of the loop builds anew.
      return !stop.isDone();
    } catch (CompletionException e) {
      return switch (e.getCause()) {
        case DependencyException dependency -> throw dependency;
        case IOException io -> throw io;
        case CancellationException cancelled -> !stop.isDone();
        case null, default -> throw e;
      };
    }
  }

  private synchronized void leave(String key, Build build) {
    if (--build.waiting == 0) {
      builds.remove(key, build);
      build.stop.complete(null);
    }
  }

  /** When nobody waits for it any more, its processes are seen gone before it is left. */
  private static void awaitStopped(Build build) {
    if (build.stop.isDone()) {
      Object ended =
          build
              .end
              .handle((none, failure) -> "ended")
              .completeOnTimeout("left", STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
      log.debug("A build that nobody waits for: {}", ended);
    }
  }

  /** A build that somebody waits for. */
  private static final class Build {

    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int waiting;
  }
}
