package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import com.blueplm.runner.worker.dependencies.DependencyProperties.InstallProperties;
import com.blueplm.runner.worker.egress.DestinationRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class IndexNetworkTest {

  @Test
  void mirrorsOfTheStandardIndexAreReachedByTlsOnly() {
    assertThat(IndexNetwork.mirrors(properties(null, false)))
        .contains("10.0.0.0/8:443", "[fc00::/7]:443")
        .allSatisfy(rule -> assertThat(rule).endsWith(":443"))
        .allSatisfy(rule -> assertThat(DestinationRule.parse(rule)).isNotNull())
        .noneMatch(rule -> rule.startsWith("127.") || rule.startsWith("169.254."));
  }

  @Test
  void anIndexOfTheOperatorsAndBuildsOpenNoMirror() {
    assertThat(IndexNetwork.mirrors(properties(URI.create("https://index.example/simple"), false)))
        .isEmpty();
    assertThat(IndexNetwork.mirrors(properties(null, true))).isEmpty();
  }

  private static DependencyProperties properties(@Nullable URI index, boolean allowBuilds) {
    return new DependencyProperties(
        null,
        index,
        new InstallProperties(
            allowBuilds, Duration.ofSeconds(120), DataSize.ofGigabytes(2), List.of()));
  }
}
