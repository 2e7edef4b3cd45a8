package com.blueplm.runner.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionMarkTest {
  @Test
  void holdsForTheDatabaseThatItWasSetFor(@TempDir Path directory) throws IOException {
    Path database = Files.writeString(directory.resolve("temporal.db"), "first");
    RetentionMark mark = new RetentionMark(directory.resolve("mark"), database);
    assertThat(mark.holds()).isFalse();

    mark.set();
    Files.writeString(database, "written to");

    assertThat(mark.holds()).isTrue();
  }

  @Test
  void doesNotHoldForADatabaseThatWasMadeAnew(@TempDir Path directory) throws IOException {
    Path database = Files.writeString(directory.resolve("temporal.db"), "first");
    RetentionMark mark = new RetentionMark(directory.resolve("mark"), database);
    mark.set();

    Files.delete(database);
    assertThat(mark.holds()).isFalse();
    Files.writeString(database, "second");

    assertThat(mark.holds()).isFalse();
  }
}
