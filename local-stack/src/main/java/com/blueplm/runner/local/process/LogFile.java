package com.blueplm.runner.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of one part: set aside at a start when it has grown, and quoted when the part fails. */
public final class LogFile {
  private static final long LIMIT = 50L << 20;
  private static final int TAIL_BYTES = 64 << 10;

  private LogFile() {}

  /** Moves a log beyond 50 MB to {@code <name>.1}, replacing the one before. */
  public static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LIMIT) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Returns the last lines of the log, without the frames of stack traces. */
  public static List<String> tail(Path log, int lines) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("\t"))
              .toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    }
  }
}
