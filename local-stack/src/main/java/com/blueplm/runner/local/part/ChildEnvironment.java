package com.blueplm.runner.local.part;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment of the parts, built from empty. */
final class ChildEnvironment {
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ChildEnvironment() {}

  static Map<String, String> of(Map<String, String> launchers, Path home) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", launchers.getOrDefault("PATH", USUAL_PATH));
    environment.put("HOME", home.toString());
    environment.put("LANG", launchers.getOrDefault("LANG", "C.UTF-8"));
    String zone = launchers.get("TZ");
    if (zone != null) {
      environment.put("TZ", zone);
    }
    return environment;
  }
}
