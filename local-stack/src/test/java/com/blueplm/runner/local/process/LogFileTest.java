package com.blueplm.runner.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void aLogBeyondTheLimitIsSetAside() throws IOException {
    Path log = directory.resolve("a.log");
    try (RandomAccessFile sparse = new RandomAccessFile(log.toFile(), "rw")) {
      sparse.setLength((50L << 20) + 1);
    }

    LogFile.rotate(log);

    assertThat(log).doesNotExist();
    assertThat(directory.resolve("a.log.1")).exists();
  }

  @Test
  void aSmallLogAndAMissingOneStayAsTheyAre() throws IOException {
    Path log = Files.writeString(directory.resolve("a.log"), "1\n2\n3\n");

    LogFile.rotate(log);
    LogFile.rotate(directory.resolve("none.log"));

    assertThat(LogFile.tail(log, 2)).containsExactly("2", "3");
    assertThat(LogFile.tail(directory.resolve("none.log"), 2)).isEmpty();
  }
}
