package com.blueplm.runner.worker.isolation;

import com.blueplm.runner.contract.IsolationLevel;
import com.blueplm.runner.worker.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs scripts that look about themselves and say whether they are kept as their level promises.
 */
final class SelfTest {

  /** The answer when all is well. */
  static final String PASSED = "passed";

  private static final int MEMORY_MB = 64;
  private static final String TOO_MUCH = "kept";

  private final Path runs;
  private final boolean filter;

  /**
   * A test with workspaces in a directory.
   *
   * @param filter whether a system call filter must be active
   */
  SelfTest(Path runs, boolean filter) {
    this.runs = runs;
    this.filter = filter;
  }

  /** {@link #PASSED}, or what is wrong, in words. */
  String run(Sandbox sandbox) {
    Trial trial = new Trial(sandbox, runs, MEMORY_MB);
    // A port of this machine that must be out of reach.
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String said = trial.run("self_test.py", environment(sandbox.level(), port.getLocalPort()));
      if (!said.equals(PASSED)) {
        return said;
      }
      boolean limitless =
          sandbox.level() != IsolationLevel.PROCESS
              && trial.run("memory_test.py", Map.of()).contains(TOO_MUCH);
      return limitless ? "memory is not limited" : PASSED;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Map<String, String> environment(IsolationLevel level, int port) {
    return Map.of(
        "SELF_TEST_LEVEL",
        level.wire(),
        "SELF_TEST_HIDDEN",
        runs.toString(),
        "SELF_TEST_WORKER",
        Long.toString(ProcessHandle.current().pid()),
        "SELF_TEST_PORT",
        Integer.toString(port),
        "SELF_TEST_FILTER",
        filter ? "yes" : "no");
  }
}
