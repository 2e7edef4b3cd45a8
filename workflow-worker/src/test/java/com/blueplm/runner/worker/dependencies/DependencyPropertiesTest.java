package com.blueplm.runner.worker.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class DependencyPropertiesTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new DependencyProperties(
                null,
                null,
                new DependencyProperties.InstallProperties(
                    false, Duration.ofSeconds(120), DataSize.ofGigabytes(2), List.of())));
  }

  @Test
  void fullMapping() {
    DependencyProperties properties =
        bind(
            Map.of(
                "runner.uv", "/tools/uv",
                "runner.package-index", "https://me:pw@index.test/simple",
                "runner.dependencies.allow-builds", "true",
                "runner.dependencies.install-timeout", "5m",
                "runner.dependencies.cache-size", "500MB",
                "runner.dependencies.extra-hosts", "files.test,more.test:8443"));

    assertThat(properties)
        .isEqualTo(
            new DependencyProperties(
                Path.of("/tools/uv"),
                URI.create("https://me:pw@index.test/simple"),
                new DependencyProperties.InstallProperties(
                    true,
                    Duration.ofMinutes(5),
                    DataSize.ofMegabytes(500),
                    List.of("files.test", "more.test:8443"))));
    assertThat(properties.toString()).doesNotContain("pw");
  }

  @Test
  void anAddressThatIsNoIndexIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> bind(Map.of("runner.package-index", "ftp://me:secret@x/")))
        .rootCause()
        .hasMessageContaining("runner.package-index")
        .hasMessageNotContaining("secret");
  }

  private static DependencyProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("runner", DependencyProperties.class);
  }
}
