package com.blueplm.runner.local.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What a running launcher leaves in its home for other launchers: where the stack answers. */
public record RunningStack(String url, String temporalUiUrl, long launcherPid) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Returns the stack that the file names, or nothing when there is none (any more). */
  public static Optional<RunningStack> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    RunningStack stack = JSON.readValue(Files.readAllBytes(file), RunningStack.class);
    boolean alive = ProcessHandle.of(stack.launcherPid()).map(ProcessHandle::isAlive).orElse(false);
    return alive ? Optional.of(stack) : Optional.empty();
  }

  public void write(Path file) {
    AtomicFile.write(file, JSON.writeValueAsBytes(this));
  }
}
