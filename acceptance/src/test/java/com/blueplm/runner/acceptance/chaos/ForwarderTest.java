package com.blueplm.runner.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.acceptance.chaos.Forwarder.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
  private ServerSocket echo;
  private Forwarder forwarder;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    forwarder = new Forwarder(echo::getLocalPort);
  }

  @AfterEach
  void stop() throws IOException {
    forwarder.close();
    echo.close();
  }

  @Test
  void passesBothWaysAndTheEndToo() throws IOException {
    try (Socket line = connect()) {
      assertThat(exchange(line, 42)).isEqualTo(42);
      line.shutdownOutput();
      assertThat(line.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void cutResetsOldAndNewConnectionsUntilItPassesAgain() throws IOException {
    try (Socket old = connect()) {
      assertThat(exchange(old, 1)).isEqualTo(1);
      forwarder.set(Mode.CUT);

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> exchange(old, 2));
      try (Socket fresh = connect()) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> exchange(fresh, 3));
      }
    }
    forwarder.set(Mode.PASS);
    try (Socket again = connect()) {
      assertThat(exchange(again, 4)).isEqualTo(4);
    }
  }

  @Test
  void freezeKeepsConnectionsAndPassesWhatWasSentWhenItEnds() throws IOException {
    try (Socket line = connect()) {
      assertThat(exchange(line, 1)).isEqualTo(1);
      forwarder.set(Mode.FREEZE);
      line.setSoTimeout(300);

      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> exchange(line, 2));
      try (Socket fresh = connect()) {
        fresh.setSoTimeout(300);
        assertThatExceptionOfType(SocketTimeoutException.class)
            .isThrownBy(() -> exchange(fresh, 3));
        forwarder.set(Mode.PASS);

        line.setSoTimeout(10_000);
        fresh.setSoTimeout(10_000);
        assertThat(line.getInputStream().read()).isEqualTo(2);
        assertThat(fresh.getInputStream().read()).isEqualTo(3);
      }
    }
  }

  @Test
  void slowPassesLate() throws IOException {
    try (Socket line = connect()) {
      forwarder.set(Mode.SLOW);
      long before = System.nanoTime();
      assertThat(exchange(line, 7)).isEqualTo(7);
      assertThat(System.nanoTime() - before).isGreaterThan(100_000_000L);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), forwarder.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int exchange(Socket line, int value) throws IOException {
    line.getOutputStream().write(value);
    int answer = line.getInputStream().read();
    if (answer < 0) {
      throw new IOException("closed");
    }
    return answer;
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private static void answer(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException reset) {
      // What the tests do to it.
      return;
    }
  }
}
