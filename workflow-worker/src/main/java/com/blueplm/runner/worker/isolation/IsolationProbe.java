package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries the levels, strongest first, by running the self-test at each. */
final class IsolationProbe {

  private static final Path SELF = Path.of("/proc/self");
  private static final Set<String> ROOT = Set.of("uid 0", "root");

  private final Ladder ladder;
  private final Path runs;
  private final IsolationLevel minimum;
  private final IsolationLevel maximum;
  private final Map<String, String> probes = new LinkedHashMap<>();
  private boolean rootAllowed;

  /**
   * A probe of a ladder.
   *
   * @param runs for workspaces
   * @param minimum below it nothing is run
   * @param maximum levels above it are not tried
   * @param known what was found out before, in words
   */
  IsolationProbe(
      Ladder ladder,
      Path runs,
      IsolationLevel minimum,
      IsolationLevel maximum,
      Map<String, String> known) {
    this.ladder = ladder;
    this.runs = runs;
    this.minimum = minimum;
    this.maximum = maximum;
    this.probes.putAll(known);
  }

  /** For tests only, which build machines often run as root. */
  void allowRoot() {
    rootAllowed = true;
  }

  /**
   * Finds the best level that works.
   *
   * @throws IOException when there is no disk
   */
  Isolation probe() throws IOException {
    probes.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    String user = user();
    if (ROOT.contains(user) && !rootAllowed) {
      probes.put("user", "root: scripts are refused");
      return refused(
          ladder.process(),
          "The worker runs no scripts as root: start it as an unprivileged user that owns "
              + runs.getParent());
    }
    probes.put("user", user);
    probes.put("seccomp", ladder.filtered() ? "filter loaded" : "no filter for this processor");
    if (Files.exists(SELF)) {
      probes.put("landlock abi", new Trial(ladder.process(), runs, 256).run("facts.py", Map.of()));
    }
    SelfTest test = new SelfTest(runs, ladder.filtered());
    for (Sandbox sandbox : ladder.sandboxes()) {
      if (!maximum.isAtLeast(sandbox.level())) {
        probes.put(sandbox.level().wire(), "not tried: runner.maximum-isolation=" + maximum.wire());
        continue;
      }
      String result = test.run(sandbox);
      probes.put(sandbox.level().wire(), result);
      if (result.equals(SelfTest.PASSED)) {
        return judged(sandbox);
      }
    }
    return refused(ladder.process(), "No isolation level works here: " + probes);
  }

  private Isolation judged(Sandbox sandbox) {
    probes.put("network", network(sandbox.level()));
    if (sandbox.level().isAtLeast(minimum)) {
      return new Isolation(sandbox, Map.copyOf(probes), Optional.empty());
    }
    return refused(
        sandbox,
        "The best isolation level here is %s, below runner.minimum-isolation=%s (%s). %s, or lower"
                .formatted(sandbox.level().wire(), minimum.wire(), probes, remedy())
            + " runner.minimum-isolation if you trust every script.");
  }

  private String remedy() {
    return minimum == IsolationLevel.CONTAINER
        ? "Set runner.container.socket to the socket of a Docker or Podman engine that has the image"
            + " runner.container.image (tools/image builds it)"
        : "Install bubblewrap 0.8 or newer and allow unprivileged user namespaces";
  }

  private static String network(IsolationLevel level) {
    return switch (level) {
      case CONTAINER, BUBBLEWRAP -> "own namespace, out through the worker's proxy";
      case LANDLOCK -> "TCP to the worker's proxy only, no other socket";
      case PROCESS -> "shared with the worker's machine";
    };
  }

  private Isolation refused(Sandbox sandbox, String reason) {
    return new Isolation(sandbox, Map.copyOf(probes), Optional.of(reason));
  }

  private static String user() throws IOException {
    return Files.exists(SELF)
        ? "uid " + Files.getAttribute(SELF, "unix:uid")
        : System.getProperty("user.name", "unknown");
  }
}
