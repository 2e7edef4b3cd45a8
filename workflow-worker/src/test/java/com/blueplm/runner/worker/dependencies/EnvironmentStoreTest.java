package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentStoreTest {

  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

  private final TickingClock clock = new TickingClock();

  @Test
  void theLeastRecentlyUsedGoesFirst(@TempDir Path directory) throws IOException {
    EnvironmentStore store = open(directory, 100);
    publish(store, directory, A, 40);
    publish(store, directory, B, 40);
    touch(store, A);

    publish(store, directory, C, 40);

    assertThat(isThere(store, A)).isTrue();
    assertThat(isThere(store, B)).isFalse();
    assertThat(isThere(store, C)).isTrue();
    await().until(() -> names(directory).size() == 2);
  }

  @Test
  void oneInUseStaysUntilItIsLeft(@TempDir Path directory) throws IOException {
    EnvironmentStore store = open(directory, 50);
    publish(store, directory, A, 40);
    Environment used = store.take(A).orElseThrow();
    Environment usedTwice = store.take(A).orElseThrow();

    publish(store, directory, B, 40);
    assertThat(isThere(store, A)).isTrue();
    assertThat(used.mount().source()).exists();

    used.close();
    assertThat(usedTwice.mount().source()).exists();
    usedTwice.close();
    assertThat(isThere(store, B) && isThere(store, A)).isFalse();
  }

  @Test
  void clearLeavesWhatIsInUse(@TempDir Path directory) throws IOException {
    EnvironmentStore store = open(directory, 100);
    publish(store, directory, A, 10);
    publish(store, directory, B, 10);
    try (Environment used = store.take(A).orElseThrow()) {
      assertThat(store.clear()).isTrue();
      assertThat(store.clear()).isFalse();
      assertThat(used.mount().source()).exists();
    }
    assertThat(isThere(store, B)).isFalse();
  }

  @Test
  void aRestartKeepsWhatIsWholeAndItsOrder(@TempDir Path directory) throws IOException {
    EnvironmentStore before = open(directory, 100);
    publish(before, directory, A, 40);
    publish(before, directory, B, 40);
    touch(before, A);
    Files.createDirectories(directory.resolve(C).resolve("venv"));
    Files.createDirectories(directory.resolve("removed-x/venv"));
    Files.writeString(directory.resolve("stray"), "");

    EnvironmentStore after = open(directory, 50);

    assertThat(isThere(after, A)).isTrue();
    assertThat(isThere(after, B)).isFalse();
    await().until(() -> names(directory).size() == 1);
  }

  @Test
  void aSecondOneWithTheSameKeyChangesNothing(@TempDir Path directory) throws IOException {
    EnvironmentStore store = open(directory, 100);
    publish(store, directory, A, 40);
    publish(store, directory, A, 40);

    assertThat(isThere(store, A)).isTrue();
    assertThat(names(directory)).containsExactly(A);
  }

  private EnvironmentStore open(Path directory, long capacity) throws IOException {
    return EnvironmentStore.open(directory, capacity, clock);
  }

  private static void publish(EnvironmentStore store, Path directory, String key, long bytes)
      throws IOException {
    Path built = Files.createTempDirectory(directory.getParent(), "built");
    Files.createDirectories(EnvironmentStore.venv(built));
    store.publish(key, built, bytes);
    JobPlaces.delete(built);
  }

  private static void touch(EnvironmentStore store, String key) {
    store.take(key).orElseThrow().close();
  }

  /** Without using it. */
  private static boolean isThere(EnvironmentStore store, String key) {
    return store.keys().contains(key);
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TickingClock extends Clock {

    private Instant now = Instant.parse("2026-11-24T06:00:00Z");

    @Override
    public synchronized Instant instant() {
      now = now.plus(Duration.ofMinutes(1));
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
