package com.blueplm.runner.worker.sandbox.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HandOverTest {

  private final HandOver stream = new HandOver();

  @Test
  void passesPiecesOnAndEndsAfterThem() throws IOException {
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  put("first ");
                  put("second");
                  stream.end();
                });

    assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("first second");
    assertThat(stream.read()).isEqualTo(-1);
    await().until(() -> !writer.isAlive());
  }

  @Test
  void holdsTheWriterUntilThePieceIsTaken() throws IOException {
    put("one");
    Thread writer = Thread.ofPlatform().start(() -> put("two"));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    assertThat(new String(stream.readNBytes(2), UTF_8)).isEqualTo("on");
    assertThat(writer.isAlive()).isTrue();
    assertThat(new String(stream.readNBytes(4), UTF_8)).isEqualTo("etwo");
    await().until(() -> !writer.isAlive());
  }

  @Test
  void aReaderThatLeavesLetsTheWriterGo() throws IOException {
    put("one");
    Thread writer = Thread.ofPlatform().start(() -> put("two"));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    stream.close();

    await().until(() -> !writer.isAlive());
    assertThat(stream.read()).isEqualTo(-1);
  }

  private void put(String text) {
    try {
      stream.put(text.getBytes(UTF_8));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
