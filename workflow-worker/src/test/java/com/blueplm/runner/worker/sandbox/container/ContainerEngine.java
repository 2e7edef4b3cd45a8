package com.blueplm.runner.worker.sandbox.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.blueplm.runner.worker.sandbox.NativeTools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The engine of the tests that need one, where this machine has it. */
final class ContainerEngine {

  private static final String SOCKET = "RUNNER_TEST_CONTAINER_SOCKET";
  private static final String IMAGE = "RUNNER_TEST_CONTAINER_IMAGE";

  private ContainerEngine() {}

  /** Skips the test, also where CI=true, when no engine is named: build machines have none. */
  static URI socket() {
    String socket = System.getenv(SOCKET);
    assumeTrue(
        socket != null,
        "no container engine: set " + SOCKET + "=unix:///path, tools/try-container starts one");
    return URI.create(String.valueOf(socket));
  }

  static ContainerSettings settings(Path home, NativeTools tools) throws IOException {
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Object group = Files.getAttribute(Path.of("/proc/self"), "unix:gid");
    String image = Optional.ofNullable(System.getenv(IMAGE)).orElse("blueplm/script-runner:python");
    return new ContainerSettings(image, self + ":" + group, home.toString(), tools.scriptFilter());
  }
}
