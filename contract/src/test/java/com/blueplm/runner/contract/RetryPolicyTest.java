package com.blueplm.runner.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  @ParameterizedTest(name = "{0} then x{1} up to {2}: after {3} failures {4}")
  @CsvSource({
    "PT30S, 2.0, PT1H, 1, PT30S",
    "PT30S, 2.0, PT1H, 2, PT1M",
    "PT30S, 2.0, PT1H, 3, PT2M",
    "PT30S, 2.0, PT1H, 7, PT32M",
    "PT30S, 2.0, PT1H, 8, PT1H",
    "PT30S, 2.0, PT1H, 20, PT1H",
    "PT10S, 1.0, PT1H, 1, PT10S",
    "PT10S, 1.0, PT1H, 19, PT10S",
    "PT1S, 1.5, PT1H, 2, PT1.5S",
    "PT1S, 1.5, PT1H, 3, PT2.25S",
    "PT0S, 2.0, PT1H, 5, PT0S",
    "PT5M, 2.0, PT1M, 1, PT1M",
    "PT1H, 1000000.0, PT24H, 20, PT24H",
    "PT30S, 2.0, PT1H, 0, PT30S",
  })
  void waitsGrowUpToTheLongest(
      Duration backoff, double factor, Duration longest, int failures, Duration expected) {
    RetryPolicy policy = new RetryPolicy(20, backoff, factor, longest, Set.of(), Set.of());

    assertThat(policy.waitAfter(failures)).isEqualTo(expected);
  }
}
