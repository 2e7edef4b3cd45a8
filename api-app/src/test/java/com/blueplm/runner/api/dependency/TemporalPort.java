package com.blueplm.runner.api.dependency;

import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The SDK's own Temporal server on a port that can be known before it is there. */
final class TemporalPort implements AutoCloseable {
  final int port = freePort();
  private final TestServer.PortBoundTestServer running =
      TestServer.createPortBoundServer(port, false);

  String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    running.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
