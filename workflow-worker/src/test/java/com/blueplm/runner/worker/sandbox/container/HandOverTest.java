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
  void holdsTheWriterWhenFull() throws IOException {
    String much = "0123456789".repeat(20_000);
    Thread writer = Thread.ofPlatform().start(() -> put(much));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    assertThat(new String(stream.readNBytes(much.length()), UTF_8)).isEqualTo(much);
    await().until(() -> !writer.isAlive());
  }

  @Test
  void takesACopy() throws IOException {
    byte[] reused = "one".getBytes(UTF_8);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  put(reused);
                  reused[0] = 'x';
                  stream.end();
                });
    await().until(() -> !writer.isAlive());

    assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("one");
  }

  @Test
  void aReaderThatLeavesLetsTheWriterGo() throws IOException {
    Thread writer = Thread.ofPlatform().start(() -> put("x".repeat(100_000)));
    await().until(() -> writer.getState() == Thread.State.WAITING);

    stream.close();

    await().until(() -> !writer.isAlive());
    assertThat(stream.read()).isEqualTo(-1);
  }

  private void put(String text) {
    put(text.getBytes(UTF_8));
  }

  private void put(byte[] bytes) {
    try {
      stream.put(bytes);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
