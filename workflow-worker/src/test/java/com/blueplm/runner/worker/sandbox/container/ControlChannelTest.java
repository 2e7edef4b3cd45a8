package com.blueplm.runner.worker.sandbox.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlChannelTest {

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private ControlChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel = ControlChannel.open(directory.resolve("socket"), Map.of("KEY", "välue"));
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void sendsTheEnvironmentAndOrdersAndTakesTheReport() throws IOException {
    try (SocketChannel init = connect()) {
      InputStream orders = Channels.newInputStream(init);
      assertThat(new String(orders.readNBytes(12), UTF_8)).isEqualTo("KEY=välue\0\0");
      channel.connected().orTimeout(5, TimeUnit.SECONDS).join();

      channel.terminate();
      assertThat(orders.read()).isEqualTo('T');
      channel.kill();
      assertThat(orders.read()).isEqualTo(-1);

      say(init, "oom\n{\"exit_code\":null,\"signal\":9,\"cpu_us\":5000,\"max_rss_kb\":1}\n");
    }

    assertThat(channel.ended().orTimeout(5, TimeUnit.SECONDS).join())
        .hasValueSatisfying(report -> assertThat(report.cpuMillis()).isEqualTo(5));
    assertThat(channel.memoryExceeded()).isCompleted();
  }

  @Test
  void takesOneConnectionOnly() throws IOException {
    try (SocketChannel init = connect()) {
      channel.connected().orTimeout(5, TimeUnit.SECONDS).join();

      assertThat(init.isConnected()).isTrue();
      assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anOrderThatWasTakenBackGivesNothingAway() throws IOException {
    channel.kill();

    try (SocketChannel init = connect()) {
      assertThat(Channels.newInputStream(init).readAllBytes()).isEmpty();
    }
    assertThat(channel.ended().orTimeout(5, TimeUnit.SECONDS).join()).isEmpty();
    assertThat(channel.connected()).isNotDone();
  }

  @Test
  void endsWithoutAConnectionWhenItIsClosed() {
    channel.close();

    await().until(() -> channel.ended().isDone());
    assertThat(channel.ended().join()).isEmpty();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("socket")));
  }

  private static void say(SocketChannel init, String text) throws IOException {
    init.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
