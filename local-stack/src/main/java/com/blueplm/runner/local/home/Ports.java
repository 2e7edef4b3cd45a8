package com.blueplm.runner.local.home;

import com.blueplm.runner.local.console.LauncherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The TCP ports on 127.0.0.1 that people and programs use. */
public record Ports(int api, int temporal, int temporalUi) {
  private static final int MAX_PORT = 65_535;

  /**
   * Takes the ports from the environment, or their defaults.
   *
   * @param anyPort whether a busy port is replaced by a free one instead of being an error
   */
  public static Ports choose(Map<String, String> environment, boolean anyPort) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      return new Ports(
          take(held, environment, "RUNNER_PORT", 8080, "the web UI and API", anyPort),
          take(held, environment, "RUNNER_TEMPORAL_PORT", 7233, "Temporal", anyPort),
          take(held, environment, "RUNNER_TEMPORAL_UI_PORT", 8233, "Temporal's web UI", anyPort));
    } finally {
      held.forEach(Ports::close);
    }
  }

  /** Returns the wanted port when it is one and free, else another one. */
  public static int free(int wanted) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      return wanted > 0 && bind(held, wanted) ? wanted : any(held);
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static int take(
      List<ServerSocket> held,
      Map<String, String> environment,
      String variable,
      int otherwise,
      String use,
      boolean anyPort) {
    int port = parse(variable, environment.getOrDefault(variable, ""), otherwise);
    if (bind(held, port)) {
      return held.getLast().getLocalPort();
    }
    if (anyPort) {
      return any(held);
    }
    throw new LauncherException(
        "Port %d (%s, for %s) is busy. Stop what listens there, set %s to a free port, or add --any-port."
            .formatted(port, variable, use, variable));
  }

  private static int parse(String variable, String text, int otherwise) {
    if (text.isBlank()) {
      return otherwise;
    }
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new LauncherException("%s=%s is no port number".formatted(variable, text), e);
    }
    throw new LauncherException("%s=%s is no port: 0 (any) to 65535".formatted(variable, text));
  }

  private static int any(List<ServerSocket> held) {
    if (!bind(held, 0)) {
      throw new LauncherException("No free port on 127.0.0.1");
    }
    return held.getLast().getLocalPort();
  }

  private static boolean bind(List<ServerSocket> held, int port) {
    try {
      ServerSocket socket = new ServerSocket();
      held.add(socket);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException busy) {
      close(held.removeLast());
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new LauncherException("Cannot release port " + socket.getLocalPort(), e);
    }
  }
}
