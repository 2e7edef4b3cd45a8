package com.blueplm.runner.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aBusyPortIsNamedWithItsVariable() throws IOException {
    try (ServerSocket busy = listen()) {
      Map<String, String> environment = environment(busy.getLocalPort());

      assertThatExceptionOfType(LauncherException.class)
          .isThrownBy(() -> Ports.choose(environment, false))
          .withMessageContaining("Port " + busy.getLocalPort())
          .withMessageContaining("RUNNER_PORT")
          .withMessageContaining("--any-port");
    }
  }

  @Test
  void anyPortTakesOthersAndNeverTheSameTwice() throws IOException {
    try (ServerSocket busy = listen()) {
      String taken = Integer.toString(busy.getLocalPort());

      Ports ports =
          Ports.choose(
              Map.of(
                  "RUNNER_PORT", taken,
                  "RUNNER_TEMPORAL_PORT", taken,
                  "RUNNER_TEMPORAL_UI_PORT", taken),
              true);

      assertThat(Set.of(ports.api(), ports.temporal(), ports.temporalUi()))
          .hasSize(3)
          .doesNotContain(busy.getLocalPort());
    }
  }

  @Test
  void whatIsNoPortIsRefused() {
    for (String text : new String[] {"http", "-1", "65536"}) {
      assertThatExceptionOfType(LauncherException.class)
          .isThrownBy(() -> Ports.choose(Map.of("RUNNER_PORT", text), true))
          .withMessageContaining("RUNNER_PORT=" + text);
    }
  }

  @Test
  void aFreePortIsKept() throws IOException {
    int port = Ports.free(0);

    assertThat(Ports.free(port)).isEqualTo(port);
    try (ServerSocket busy = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(Ports.free(busy.getLocalPort())).isNotEqualTo(port);
    }
  }

  private static Map<String, String> environment(int port) {
    return Map.of(
        "RUNNER_PORT", Integer.toString(port),
        "RUNNER_TEMPORAL_PORT", "0",
        "RUNNER_TEMPORAL_UI_PORT", "0");
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }
}
