package com.blueplm.runner.worker.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One group for all controllers. */
final class V2Group implements JobGroup {

  private final Path directory;

  V2Group(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Path> joinFiles() {
    return List.of(directory.resolve("cgroup.procs"));
  }

  @Override
  public List<Path> directories() {
    return List.of(directory);
  }

  @Override
  public long memoryKills() throws IOException {
    return GroupFiles.keyed(directory.resolve("memory.events"), "oom_kill");
  }

  @Override
  public long refusedForks() throws IOException {
    return GroupFiles.keyed(directory.resolve("pids.events"), "max");
  }

  @Override
  public @Nullable Long cpuMicros() throws IOException {
    // There without the controller, too.
    return GroupFiles.keyed(directory.resolve("cpu.stat"), "usage_usec");
  }

  @Override
  public @Nullable Long peakMemoryBytes() throws IOException {
    return GroupFiles.number(directory.resolve("memory.peak"));
  }

  @Override
  public long memoryBytes() throws IOException {
    Long bytes = GroupFiles.number(directory.resolve("memory.current"));
    return bytes == null ? 0 : bytes;
  }

  @Override
  public void liftCpuLimit() throws IOException {
    if (Files.exists(directory.resolve("cpu.max"))) {
      GroupFiles.writeIfThere(directory.resolve("cpu.max.burst"), "0");
      GroupFiles.write(directory.resolve("cpu.max"), "max " + GroupLimits.PERIOD_MICROS);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
