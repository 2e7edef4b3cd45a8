package com.blueplm.runner.worker.sandbox.container;

import com.blueplm.runner.worker.sandbox.ExitStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code script-init} says at the end, when nothing of the command's tree is left: one JSON
 * object (format: {@code src/main/c/script_init.c}).
 *
 * @param status how the command ended; null when it could not be started
 * @param cpuMillis CPU time of the whole tree; null when the command could not be started
 * @param peakMemoryBytes the most memory of the whole tree, or of its largest process where the
 *     kernel tells no more; null when the command could not be started
 * @param memoryExceeded whether the kernel ended a process at the memory limit
 */
record InitReport(
    @Nullable ExitStatus status,
    @Nullable Long cpuMillis,
    @Nullable Long peakMemoryBytes,
    boolean memoryExceeded) {

  private static final int MICROS_PER_MILLI = 1000;
  private static final int KIB = 1024;
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":\\s*(-?\\d+|null)");

  /** Reads a line. */
  static InitReport of(String line) {
    Long exitCode = number(line, "exit_code");
    Long signal = number(line, "signal");
    Long cpu = number(line, "cpu_us");
    Long peak = number(line, "peak_bytes");
    Long largest = number(line, "max_rss_kb");
    Long kills = number(line, "oom_kills");
    return new InitReport(
        exitCode == null && signal == null
            ? null
            : new ExitStatus(asInteger(exitCode), asInteger(signal)),
        cpu == null ? null : cpu / MICROS_PER_MILLI,
        peak != null || largest == null ? peak : Long.valueOf(largest * KIB),
        kills != null && kills > 0);
  }

  private static @Nullable Integer asInteger(@Nullable Long number) {
    return number == null ? null : Integer.valueOf(number.intValue());
  }

  private static @Nullable Long number(String line, String name) {
    Matcher field = FIELD.matcher(line);
    Optional<String> value = Optional.empty();
    while (value.isEmpty() && field.find()) {
      if (field.group(1).equals(name)) {
        value = Optional.of(field.group(2));
      }
    }
    return value.filter(text -> !text.equals("null")).map(Long::valueOf).orElse(null);
  }
}
