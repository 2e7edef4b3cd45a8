package com.blueplm.runner.acceptance.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
final class Checkout {
  private Checkout() {}

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("start"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new IllegalStateException("The tests do not run inside a checkout");
      }
      here = parent;
    }
    return here;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
