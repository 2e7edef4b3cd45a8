package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.container.ContainerJanitor;
import com.blueplm.runner.worker.sandbox.container.ContainerSandbox;
import com.blueplm.runner.worker.sandbox.container.ContainerSettings;
import com.blueplm.runner.worker.sandbox.container.Engine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The level of containers.
 *
 * @param sandbox empty where no engine is configured or it does not answer
 * @param probes what was found out, in words
 */
record ContainerLevel(Optional<Sandbox> sandbox, Map<String, String> probes) {

  private static final Path SELF = Path.of("/proc/self");
  private static final String NOBODY = "65534:65534";

  /**
   * Asks the engine, and removes from it what an earlier worker with this home left.
   *
   * @param home of this worker, which no other one uses
   * @param filter the compiled system call filter; empty where there is none for this processor
   */
  static ContainerLevel find(ContainerProperties properties, Path home, Optional<Path> filter) {
    URI socket = properties.socket();
    return socket == null
        ? without("not configured: set runner.container.socket")
        : at(new Engine(socket), properties.image(), home, filter);
  }

  private static ContainerLevel at(Engine engine, String image, Path home, Optional<Path> filter) {
    try {
      String described = engine.describe();
      new ContainerJanitor(engine, home.toString()).clean();
      var settings = new ContainerSettings(image, user(), home.toString(), filter);
      return new ContainerLevel(
          Optional.of(new ContainerSandbox(engine, settings)),
          Map.of("container engine", described, "container image", image));
    } catch (IOException e) {
      engine.close();
      return without(String.valueOf(e.getMessage()));
    }
  }

  private static ContainerLevel without(String reason) {
    return new ContainerLevel(Optional.empty(), Map.of("container", reason));
  }

  /** The worker's own user, to whom alone the workspaces belong. */
  private static String user() throws IOException {
    return Files.exists(SELF)
        ? Files.getAttribute(SELF, "unix:uid") + ":" + Files.getAttribute(SELF, "unix:gid")
        : NOBODY;
  }
}
