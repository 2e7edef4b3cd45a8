package com.blueplm.runner.api.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DependenciesPropertiesTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(new DependenciesProperties(Duration.ofSeconds(30), Duration.ofMillis(250)));
  }

  @Test
  void fullMapping() {
    assertThat(
            bind(Map.of("runner.dependencies.save-wait", "5s", "runner.dependencies.poll", "1s")))
        .isEqualTo(new DependenciesProperties(Duration.ofSeconds(5), Duration.ofSeconds(1)));
  }

  private static DependenciesProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("runner.dependencies", DependenciesProperties.class);
  }
}
