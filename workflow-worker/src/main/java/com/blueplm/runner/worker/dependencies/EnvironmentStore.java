package com.blueplm.runner.worker.dependencies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environments on disk, up to a size; those that were not used for longest go first, those in
 * use never. Thread-safe.
 */
final class EnvironmentStore {

  private static final Logger log = LoggerFactory.getLogger(EnvironmentStore.class);
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  /** Outside the virtual environment, so that no package can write it; its time is the last use. */
  private static final String SIZE = "size";

  private final Path directory;
  private final long capacity;
  private final Clock clock;
  private final Map<String, Entry> entries = new HashMap<>();

  private EnvironmentStore(Path directory, long capacity, Clock clock) {
    this.directory = directory;
    this.capacity = capacity;
    this.clock = clock;
  }

  /**
   * Opens the directory and clears away what is not whole.
   *
   * @param capacity in bytes
   * @throws IOException when the disk refuses
   */
  static EnvironmentStore open(Path directory, long capacity, Clock clock) throws IOException {
    EnvironmentStore store =
        new EnvironmentStore(Files.createDirectories(directory), capacity, clock);
    store.load();
    return store;
  }

  private void load() throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(directory)) {
      found = files.toList();
    }
    for (Path path : found) {
      String name = String.valueOf(path.getFileName());
      try {
        Path size = path.resolve(SIZE);
        if (!KEY.matcher(name).matches()) {
          throw new IOException("not an environment");
        }
        long bytes = Long.parseLong(Files.readString(size).strip());
        entries.put(name, new Entry(bytes, Files.getLastModifiedTime(size).toInstant()));
      } catch (IOException | NumberFormatException e) {
        log.info("{} is not a whole environment and is removed.", path);
        JobPlaces.delete(path);
      }
    }
    shrinkTo(capacity);
  }

  /** The environment with this key, now in use; empty when there is none. */
  synchronized Optional<Environment> take(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    entry.users++;
    entry.usedAt = clock.instant();
    try {
      Files.setLastModifiedTime(directory.resolve(key).resolve(SIZE), FileTime.from(entry.usedAt));
    } catch (IOException e) {
      log.warn("The last use of environment {} could not be written; it may go too early.", key, e);
    }
    return Optional.of(new Environment(venv(directory.resolve(key)), () -> release(key)));
  }

  private synchronized void release(String key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.users--;
    }
    shrinkTo(capacity);
  }

  /** The environments that are there. */
  synchronized Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  /** Where the virtual environment lies in what is published. */
  static Path venv(Path built) {
    return built.resolve("venv");
  }

  /**
   * Moves a built directory into place and makes room for it; nothing happens when there is one.
   *
   * @throws IOException when the disk refuses
   */
  void publish(String key, Path built, long bytes) throws IOException {
    Path size = Files.writeString(built.resolve(SIZE), Long.toString(bytes));
    synchronized (this) {
      Entry entry = new Entry(bytes, clock.instant());
      Files.setLastModifiedTime(size, FileTime.from(entry.usedAt));
      if (entries.containsKey(key)) {
        return;
      }
      shrinkTo(capacity - bytes);
      Files.move(built, directory.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      entries.put(key, entry);
    }
  }

  /** Removes all that is not in use; answers whether there was any. */
  synchronized boolean clear() {
    int before = entries.size();
    shrinkTo(0);
    return entries.size() < before;
  }

  /** Removes least recently used ones until the rest fits, or only those in use are left. */
  private synchronized void shrinkTo(long bytes) {
    long total = entries.values().stream().mapToLong(entry -> entry.bytes).sum();
    if (total <= bytes) {
      return;
    }
    List<Map.Entry<String, Entry>> unused =
        new ArrayList<>(
            entries.entrySet().stream().filter(entry -> entry.getValue().users == 0).toList());
    unused.sort(Comparator.comparing(entry -> entry.getValue().usedAt));
    for (Map.Entry<String, Entry> oldest : unused) {
      if (total <= bytes) {
        return;
      }
      total -= oldest.getValue().bytes;
      remove(oldest.getKey());
    }
  }

  private void remove(String key) {
    entries.remove(key);
    // Renamed first: a half removed environment must never be found.
    Path gone = directory.resolve("removed-" + UUID.randomUUID());
    try {
      Files.move(directory.resolve(key), gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("Environment {} could not be removed; the next start tries again.", key, e);
      return;
    }
    log.info("Environment {} is removed to make room; its next run builds it again.", key);
    Thread.ofVirtual().name("remove-environment").start(() -> JobPlaces.delete(gone));
  }

  private static final class Entry {

    private final long bytes;
    private Instant usedAt;
    private int users;

    Entry(long bytes, Instant usedAt) {
      this.bytes = bytes;
      this.usedAt = usedAt;
    }
  }
}
