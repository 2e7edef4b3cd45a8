package com.blueplm.runner.worker.dependencies;

import com.blueplm.runner.worker.sandbox.Mount;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program uv with the operator's settings. */
final class Uv {

  private final DependencyProperties properties;

  Uv(DependencyProperties properties) {
    this.properties = properties;
  }

  /**
   * The program as a mount.
   *
   * @throws DependencyException when there is none
   */
  Mount program() throws DependencyException {
    Path uv = properties.uv();
    if (uv == null || !Files.isExecutable(uv)) {
      throw new DependencyException(
          "This worker installs no packages: its operator has to set runner.uv to the program uv");
    }
    return Mount.readOnly(uv, "/run/tools/uv");
  }

  /** The options about where packages come from. */
  List<String> sources() {
    return properties.dependencies().allowBuilds() ? List.of() : List.of("--only-binary", ":all:");
  }

  /** The environment that uv runs with. The index's address is here, not in an argument. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("UV_NO_CONFIG", "1");
    environment.put("UV_NO_PROGRESS", "1");
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    environment.put("UV_HTTP_RETRIES", "2");
    environment.put("UV_HTTP_TIMEOUT", "10");
    environment.put("UV_CONCURRENT_DOWNLOADS", "4");
    environment.put("UV_CONCURRENT_INSTALLS", "2");
    environment.put("UV_CONCURRENT_BUILDS", "1");
    environment.put("RAYON_NUM_THREADS", "2");
    environment.put("TOKIO_WORKER_THREADS", "2");
    environment.put("NO_COLOR", "1");
    URI index = properties.packageIndex();
    if (index != null) {
      environment.put("UV_DEFAULT_INDEX", index.toString());
    }
    return environment;
  }

  /** What must not be seen in messages: the index's user and password. */
  static List<String> secrets(@Nullable URI index) {
    List<String> secrets = new ArrayList<>();
    if (index != null && index.getRawUserInfo() != null) {
      int colon = index.getRawUserInfo().indexOf(':');
      secrets.add(index.getRawUserInfo());
      secrets.add(index.getRawUserInfo().substring(colon + 1));
      secrets.add(index.getUserInfo().substring(index.getUserInfo().indexOf(':') + 1));
    }
    return secrets;
  }
}
