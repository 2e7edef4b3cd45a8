package com.blueplm.runner.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The scripts of {@code benchmarks/hostile} against real workers: each is contained, or a
 * documented limit of the level.
 */
class HostileSuiteTest {

  @Test
  void bubblewrapContainsEveryAttack() {
    assertContained(Stack.shared(), "bubblewrap");
  }

  @Test
  void landlockContainsAllButItsDocumentedLimits() {
    assertContained("landlock");
  }

  @Test
  void aPlainProcessKeepsTheLittleThatItPromises() {
    assertContained("process");
  }

  private static void assertContained(String level) {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    try (Stack stack =
        Stack.start(Map.of("RUNNER_MAXIMUM_ISOLATION", level, "RUNNER_MINIMUM_ISOLATION", level))) {
      assertContained(stack, level);
    }
  }

  private static void assertContained(Stack stack, String level) {
    ProcessBuilder suite =
        stack.builder(List.of()).command("python3", "-B", "benchmarks/hostile.py");
    suite.directory(Checkout.root().toFile());

    Stack.Ended ended = Stack.Ended.of(suite);

    assertThat(ended.stdout()).as(ended.stderr()).contains("isolation level " + level);
    assertThat(ended.stdout().lines().filter(line -> line.contains("NOT CONTAINED"))).isEmpty();
    assertThat(ended.exitCode()).as(ended.stdout() + ended.stderr()).isZero();
  }
}
