package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.execution.ScriptExecutor;
import com.blueplm.runner.worker.sandbox.BubblewrapSandbox;
import com.blueplm.runner.worker.sandbox.ProcessSandbox;
import com.blueplm.runner.worker.sandbox.ProcessSpawner;
import com.blueplm.runner.worker.sandbox.PythonInterpreter;
import com.blueplm.runner.worker.sandbox.ResourceControl;
import com.blueplm.runner.worker.sandbox.Sandbox;
import com.blueplm.runner.worker.sandbox.SeccompFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries the levels, strongest first, by running the self-test at each. */
final class IsolationProbe {

  private static final Path SELF = Path.of("/proc/self");
  private static final Set<String> ROOT = Set.of("uid 0", "root");

  private final ProcessSpawner spawner;
  private final Path home;
  private final Path runs;
  private final IsolationLevel minimum;
  private final Clock clock;
  private final Map<String, String> probes = new LinkedHashMap<>();
  private boolean rootAllowed;

  IsolationProbe(
      ProcessSpawner spawner, Path home, Path runs, IsolationLevel minimum, Clock clock) {
    this.spawner = spawner;
    this.home = home;
    this.runs = runs;
    this.minimum = minimum;
    this.clock = clock;
  }

  /** For tests only, which build machines often run as root. */
  void allowRoot() {
    rootAllowed = true;
  }

  /**
   * Finds the best level that works.
   *
   * @throws IOException when there is no interpreter or no disk
   */
  Isolation probe(Path interpreter) throws IOException {
    PythonInterpreter python = PythonInterpreter.at(interpreter);
    probes.put("python", python.executable().toString());
    ResourceControl control = ResourceControl.none();
    Sandbox process = new ProcessSandbox(spawner, python, control);
    String user = user();
    if (ROOT.contains(user) && !rootAllowed) {
      probes.put("user", "root: scripts are refused");
      return refused(
          process,
          "The worker runs no scripts as root: start it as an unprivileged user that owns " + home);
    }
    probes.put("user", user);
    Optional<Path> filter = SeccompFilter.extractTo(home);
    Sandbox bubblewrap = new BubblewrapSandbox(spawner, python, filter, control);
    probes.put("seccomp", filter.isPresent() ? "filter loaded" : "no filter for this processor");
    probes.put("network", "shared with the worker's machine");
    probes.put("memory limit", "per process");
    for (Sandbox sandbox : List.of(bubblewrap, process)) {
      String result = new SelfTest(runs).run(new ScriptExecutor(sandbox, clock));
      probes.put(sandbox.level().wire(), result);
      if (result.equals(SelfTest.PASSED)) {
        return judged(sandbox);
      }
    }
    return refused(process, "No isolation level works here: " + probes);
  }

  private Isolation judged(Sandbox sandbox) {
    if (sandbox.level().isAtLeast(minimum)) {
      return new Isolation(sandbox, Map.copyOf(probes), Optional.empty());
    }
    return refused(
        sandbox,
        "The best isolation level here is %s, below runner.minimum-isolation=%s (%s). Install"
                .formatted(sandbox.level().wire(), minimum.wire(), probes)
            + " bubblewrap 0.8 or newer and allow unprivileged user namespaces, or lower"
            + " runner.minimum-isolation if you trust every script.");
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
