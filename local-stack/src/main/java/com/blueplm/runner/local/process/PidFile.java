package com.blueplm.runner.local.process;

import com.blueplm.runner.local.home.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The file {@code pids.json}: the process id of each running part, rewritten at each change. */
public final class PidFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Map<String, Long> pids = new LinkedHashMap<>();

  public PidFile(Path file) {
    this.file = file;
  }

  /** Kills what an earlier launcher of this home may have left, and starts empty. */
  public synchronized void clear(Path home) throws IOException {
    for (long pid : readLeft().values()) {
      ProcessHandle.of(pid)
          .filter(left -> left.info().commandLine().orElse("").contains(home.toString()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
    pids.clear();
    write();
  }

  synchronized void put(String part, long pid) {
    pids.put(part, pid);
    write();
  }

  synchronized void remove(String part) {
    pids.remove(part);
    write();
  }

  private Map<String, Long> readLeft() throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, Long>>() {});
    } catch (JacksonException unreadable) {
      return Map.of();
    }
  }

  private void write() {
    AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(pids));
  }
}
