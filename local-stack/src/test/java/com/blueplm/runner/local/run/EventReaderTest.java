package com.blueplm.runner.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.local.run.EventReader.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  @Test
  void eventsComeOneByOneAndCommentsAreSkipped() throws IOException {
    String stream =
        """
        : keep alive

        id: 3
        event: output
        data: {"lines":
        data:  []}

        event:end
        data:

        data: x

        data: cut off""";
    try (EventReader reader =
        new EventReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)))) {
      assertThat(reader.next()).contains(new Event("3", "output", "{\"lines\":\n []}"));
      assertThat(reader.next()).contains(new Event("", "end", ""));
      assertThat(reader.next()).contains(new Event("", "message", "x"));
      assertThat(reader.next()).isEmpty();
    }
  }
}
