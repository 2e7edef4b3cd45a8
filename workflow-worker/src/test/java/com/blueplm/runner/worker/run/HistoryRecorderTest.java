package com.blueplm.runner.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the histories that {@link HistoryReplayTest} replays. Run it for a new path only: {@code
 * -Dtest=HistoryRecorderTest -Dhistories.record=true}. A history on disk is never replaced: it
 * stands for runs that are open while the product is upgraded.
 */
@EnabledIfSystemProperty(named = "histories.record", matches = "true")
class HistoryRecorderTest {

  @ParameterizedTest
  @EnumSource
  void recordsWhatIsMissing(RecordedPath path) throws IOException {
    Files.createDirectories(path.file().getParent());
    if (!Files.exists(path.file())) {
      Files.writeString(path.file(), path.record() + "\n");
    }
    assertThat(path.file()).isNotEmptyFile();
  }
}
