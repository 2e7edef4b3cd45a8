package com.blueplm.runner.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpringConfigTest {
  @Test
  void valuesSurviveAndOnlyTheOwnerReadsThem(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("app.properties");
    Map<String, String> settings = Map.of("a.b", "C:\\ü=ß #!", "c", " spaced");

    SpringConfig.write(file, settings, Optional.empty());

    Properties read = new Properties();
    try (InputStream stream = Files.newInputStream(file)) {
      read.load(stream);
    }
    assertThat(read).containsExactlyInAnyOrderEntriesOf(settings);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
